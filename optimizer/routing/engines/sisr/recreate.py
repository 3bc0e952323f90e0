"""Inserts absent units one after the other, each where it is cheapest, with blinks.

References
----------
.. [1] Christiaens, J. and G. Vanden Berghe (2020). Slack induction by string removals for vehicle routing problems.
   *Transportation Science* 54(2), 417-433. https://doi.org/10.1287/trsc.2019.0914
"""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    absent_unit,
    cell,
    node_fact,
    route,
    set_cell,
    slot_of,
    stop,
    unit_fact,
)
from optimizer.routing.engines.sisr.compiled import absorbed, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.fleet import refit
from optimizer.routing.engines.sisr.insert import carry_out, find_insertion
from optimizer.routing.engines.sisr.rng import below
from optimizer.routing.engines.sisr.ruin import close_route
from optimizer.routing.problem import IntArray

#: Weights of the orders: random, by demand, far first, close first; by length, start and end of windows [1]_.
ORDER_WEIGHTS = (4, 4, 2, 1, 2, 2, 2)

_RANDOM_KEYS = 1 << 30


@absorbed
def _draw_order(data: Data, scratch: IntArray) -> int:
    """Return an order of the rank table; -1 for a random one."""
    whole = 0
    for order in range(data.fact[col.ORDERS] + 1):
        whole += ORDER_WEIGHTS[order]
    drawn, order = below(scratch, whole), 0
    while drawn >= ORDER_WEIGHTS[order]:
        drawn -= ORDER_WEIGHTS[order]
        order += 1
    return order - 1


@absorbed
def _gather_due(plan: IntArray, scratch: IntArray) -> int:
    """Bring the absent units that are due before the others; return their number."""
    absent, due = plan[col.ABSENT_TABLE], 0
    for row in range(absent, absent + plan[col.ABSENT]):
        unit = plan[row]
        if cell(scratch, col.DUE, unit):
            plan[row] = plan[absent + due]
            plan[absent + due] = unit
            due += 1
    return due


@absorbed
def sort_absent(data: Data, plan: IntArray, scratch: IntArray, count: int) -> None:
    """Sort the first absent units by a random order (Shell sort: there are few)."""
    order = _draw_order(data, scratch)
    ranks, absent = data.fact[col.RANK_TABLE] + order * data.fact[col.UNITS], plan[col.ABSENT_TABLE]
    for row in range(count):
        unit = plan[absent + row]
        key = below(scratch, _RANDOM_KEYS) if order < 0 else data.fact[ranks + unit]
        set_cell(scratch, col.SORT_KEY, unit, key)
    gap = count // 2
    while gap > 0:
        for row in range(gap, count):
            unit, at = plan[absent + row], row
            key = cell(scratch, col.SORT_KEY, unit)
            while at >= gap and cell(scratch, col.SORT_KEY, plan[absent + at - gap]) > key:
                plan[absent + at] = plan[absent + at - gap]
                at -= gap
            plan[absent + at] = unit
        gap //= 2


@kernel
def longest_distance(data: Data, plan: IntArray) -> int:
    """Return the distance of the longest route; 0 where it costs nothing."""
    longest = 0
    if data.fact[col.LONGEST_COST]:
        for slot in range(plan[col.SLOTS]):
            if route(plan, slot, col.SIZE):
                longest = max(longest, route(plan, slot, col.DISTANCE))
    return longest


@absorbed
def _weigh_venture(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> None:
    """Take a route off again that costs more than the prizes on it."""
    gained = 0
    for at in range(1, route(plan, slot, col.SIZE) - 1):
        unit = node_fact(data, stop(plan, slot, at, col.NODE), col.UNIT)
        if unit < 0 or unit_fact(data, unit, col.REQUIRED):
            return
        # a pair is met twice
        gained += unit_fact(data, unit, col.FORGONE) // (1 + unit_fact(data, unit, col.PAIR))
    if gained < route(plan, slot, col.COST):
        close_route(data, plan, scratch, slot, True)


@absorbed
def recreate(data: Data, plan: IntArray, scratch: IntArray) -> None:
    """Insert the units due where that is cheapest; who finds no place, or none worth it, stays absent."""
    count = _gather_due(plan, scratch)
    sort_absent(data, plan, scratch, count)
    kept = 0
    for row in range(count):
        unit = absent_unit(plan, row)
        scratch[col.LONGEST] = longest_distance(data, plan)
        if find_insertion(data, plan, scratch, unit) and carry_out(data, plan, scratch):
            required = unit_fact(data, unit, col.REQUIRED)
            dear = scratch[col.PRICE] > unit_fact(data, unit, col.FORGONE)
            if scratch[col.VENTURE] == -1 and dear and not required:
                scratch[col.VENTURE] = slot_of(plan, scratch[col.CLIENT])
            plan[col.MISSING] -= required
            plan[col.TOTAL] -= unit_fact(data, unit, col.FORGONE)
        else:
            set_cell(plan, col.ABSENT_TABLE, kept, unit)
            kept += 1
        set_cell(scratch, col.DUE, unit, 0)
    for row in range(count, plan[col.ABSENT]):
        set_cell(plan, col.ABSENT_TABLE, kept, absent_unit(plan, row))
        kept += 1
    plan[col.ABSENT] = kept
    if scratch[col.VENTURE] >= 0:
        _weigh_venture(data, plan, scratch, scratch[col.VENTURE])
    if data.fact[col.KINDS] > 1:
        refit(data, plan, scratch)
    scratch[col.VENTURE] = -2


@kernel
def objective(data: Data, plan: IntArray) -> int:
    """Return the plan's cost: routes, prizes forgone, the longest route."""
    return plan[col.TOTAL] + data.fact[col.LONGEST_COST] * longest_distance(data, plan)
