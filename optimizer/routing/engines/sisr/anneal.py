"""Simulated annealing over ruin and recreate, and the phase that makes the fleet smaller.

References
----------
.. [1] Christiaens, J. and G. Vanden Berghe (2020). Slack induction by string removals for vehicle routing problems.
   *Transportation Science* 54(2), 417-433. https://doi.org/10.1287/trsc.2019.0914
"""

import math
from typing import NamedTuple

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    absent_unit,
    cell,
    kind_fact,
    node_fact,
    route,
    set_cell,
    stop,
    unit_fact,
)
from optimizer.routing.engines.sisr.compiled import absorbed, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.plan import keep, restore
from optimizer.routing.engines.sisr.pool import note_routes
from optimizer.routing.engines.sisr.recreate import objective, recreate
from optimizer.routing.engines.sisr.rng import uniform
from optimizer.routing.engines.sisr.ruin import close_route, ruin
from optimizer.routing.problem import IntArray


class Chain(NamedTuple):
    """The state of one search.

    Parameters
    ----------
    plan
        The one that is changed.
    kept
        The one before the last change.
    best
        The best so far: only its nodes and routes count.
    scratch
        Memory and figures, see :mod:`optimizer.routing.engines.sisr.columns`.
    """

    plan: IntArray
    kept: IntArray
    best: IntArray
    scratch: IntArray


@kernel
def _absence(data: Data, plan: IntArray, scratch: IntArray) -> int:
    """Return how often the missing units were left out before, summed [1]_."""
    total = 0
    if plan[col.MISSING]:
        for row in range(plan[col.ABSENT]):
            unit = absent_unit(plan, row)
            total += unit_fact(data, unit, col.REQUIRED) * cell(scratch, col.ABSENCES, unit)
    return total


@absorbed
def _count_absences(data: Data, plan: IntArray, scratch: IntArray) -> None:
    if plan[col.MISSING]:
        for row in range(plan[col.ABSENT]):
            unit = absent_unit(plan, row)
            more = unit_fact(data, unit, col.REQUIRED)
            set_cell(scratch, col.ABSENCES, unit, cell(scratch, col.ABSENCES, unit) + more)


@absorbed
def _accepts(data: Data, chain: Chain, temperature: float) -> bool:
    """Whether to go on from the changed plan: who is hard to place comes first, then cost."""
    if chain.scratch[col.SPOILED]:
        return False
    new = _absence(data, chain.plan, chain.scratch)
    old = _absence(data, chain.kept, chain.scratch)
    if new != old:
        return new < old
    allowance = -temperature * math.log(1.0 - uniform(chain.scratch))
    return objective(data, chain.plan) < chain.scratch[col.CURRENT] + allowance


@kernel
def accept(data: Data, chain: Chain) -> None:
    """Keep the changed plan."""
    keep(chain.plan, chain.kept, col.TOUCHED)
    chain.scratch[col.CURRENT] = objective(data, chain.plan)


@kernel
def note_best(chain: Chain) -> bool:
    """Note the kept plan if it is the best; while the fleet shrinks, every plan that lacks nobody is."""
    scratch, missing = chain.scratch, chain.kept[col.MISSING]
    better = missing < scratch[col.BEST_MISSING] or (missing == 0 and scratch[col.SHRINKING] != 0)
    if missing == scratch[col.BEST_MISSING] and scratch[col.CURRENT] < scratch[col.BEST]:
        better = True
    if better:
        keep(chain.kept, chain.best, col.BEHIND)
        scratch[col.BEST], scratch[col.BEST_MISSING] = scratch[col.CURRENT], missing
    return better


@absorbed
def _easiest_route(data: Data, plan: IntArray, scratch: IntArray) -> int:
    """Return the route whose clients were left out least; -1 if none may be taken off."""
    chosen, least = -1, col.NEVER
    for slot in range(plan[col.SLOTS]):
        size = route(plan, slot, col.SIZE)
        if size == 0 or kind_fact(data, route(plan, slot, col.KIND), col.FIRST):
            continue
        total = 0
        for at in range(1, size - 1):
            unit = node_fact(data, stop(plan, slot, at, col.NODE), col.UNIT)
            if unit >= 0:
                total += cell(scratch, col.ABSENCES, unit)
        if total < least:
            chosen, least = slot, total
    return chosen


@absorbed
def shrink(data: Data, chain: Chain) -> None:
    """Take a route off the plan, and forbid another in its place [1]_."""
    plan, scratch = chain.plan, chain.scratch
    chosen = _easiest_route(data, plan, scratch)
    if chosen < 0 or plan[col.ROUTES] < 2:
        scratch[col.SHRINKING] = 0
        return
    close_route(data, plan, scratch, chosen, True)
    accept(data, chain)
    scratch[col.MOST_ROUTES] = plan[col.ROUTES]


@kernel
def anneal(data: Data, chain: Chain, steps: int, temperature: float, intact: bool) -> int:
    """Ruin and recreate so often at a temperature; return how often the best improved.

    With ``intact`` nothing is ruined: the absent are inserted and the plan is kept.
    """
    plan, scratch, improved = chain.plan, chain.scratch, 0
    for step in range(1, steps + 1):
        if not intact:
            ruin(data, plan, scratch)
        recreate(data, plan, scratch)
        accepted = intact or _accepts(data, chain, temperature)
        _count_absences(data, plan, scratch)
        if accepted:
            accept(data, chain)
            improved += note_best(chain)
            if scratch[col.SHRINKING] and plan[col.MISSING] == 0:
                shrink(data, chain)
        else:
            restore(chain.kept, plan)
        # plans that follow each other have most routes in common
        if step == steps or step % data.fact[col.UNITS] == 0:
            note_routes(chain.kept, scratch)
    return improved
