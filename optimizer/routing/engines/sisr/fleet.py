"""Gives routes other vehicle types: larger ones while they are ruined, the cheapest once they are recreated.

Types may be larger or smaller ones of the same depots, or the same ones of other depots. Where there are fewer vehicles
of a type than routes could ask for, two routes exchange their vehicles.

References
----------
.. [1] Golden, B., A. Assad, L. Levy and F. Gheysens (1984). The fleet size and mix vehicle routing problem. *Computers
   & Operations Research* 11(1), 49-66. https://doi.org/10.1016/0305-0548(84)90007-8
"""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    allowed,
    capacity,
    cell,
    kind_fact,
    route,
    set_cell,
    set_route,
    set_stop,
    stop,
)
from optimizer.routing.engines.sisr.compiled import absorbed, inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.refresh import refresh
from optimizer.routing.engines.sisr.replay import replay
from optimizer.routing.engines.sisr.rng import below
from optimizer.routing.problem import IntArray


@inlined
def _left(data: Data, plan: IntArray, kind: int) -> bool:
    """Whether another vehicle of a type may be used."""
    return cell(plan, col.USED_TABLE, kind) < kind_fact(data, kind, col.COUNT)


@inlined
def _holds(data: Data, plan: IntArray, slot: int, kind: int) -> bool:
    """Whether a vehicle type has the capacity for a route that is loaded once."""
    own = route(plan, slot, col.KIND)
    for measure in range(data.fact[col.MEASURES]):
        load = capacity(data, own, measure) - route(plan, slot, col.ROOM + 2 * measure)
        if load > capacity(data, kind, measure):
            return False
    return True


@inlined
def _least(data: Data, plan: IntArray, slot: int, kind: int) -> int:
    """Return what a route costs at least with a vehicle type of other depots."""
    distance, last = route(plan, slot, col.DISTANCE), route(plan, slot, col.SIZE) - 2
    ways, start, end = (
        data.distance[kind_fact(data, kind, col.PROFILE)],
        kind_fact(data, kind, col.START),
        kind_fact(data, kind, col.END),
    )
    distance += ways[start, stop(plan, slot, 1, col.NODE)] - stop(plan, slot, 0, col.LEG)
    distance += ways[stop(plan, slot, last, col.NODE), end] - stop(plan, slot, last, col.LEG)
    return kind_fact(data, kind, col.FIXED) + kind_fact(data, kind, col.PER_DISTANCE) * distance


@inlined
def _in_family(data: Data, plan: IntArray, slot: int, kind: int) -> int:
    """Return what a route costs with a vehicle type of its family, if that fits."""
    own = route(plan, slot, col.KIND)
    dearer = kind_fact(data, kind, col.PER_DISTANCE) - kind_fact(data, own, col.PER_DISTANCE)
    fixed = kind_fact(data, kind, col.FIXED) - kind_fact(data, own, col.FIXED)
    return route(plan, slot, col.COST) + fixed + dearer * route(plan, slot, col.DISTANCE)


@kernel
def _cost_with(data: Data, plan: IntArray, scratch: IntArray, slot: int, kind: int) -> int:
    """Return what a route costs with a vehicle type; NEVER if it cannot hold."""
    size = route(plan, slot, col.SIZE)
    for at in range(1, size - 1):
        node = stop(plan, slot, at, col.NODE)
        if not allowed(data, kind, node):
            return col.NEVER
        set_cell(scratch, col.PATH, at, node)
    set_cell(scratch, col.PATH, 0, kind_fact(data, kind, col.START))
    set_cell(scratch, col.PATH, size - 1, kind_fact(data, kind, col.END))
    cost, _ = replay(data, scratch, kind, size)
    return col.NEVER if cost < 0 else cost


@absorbed
def _give(data: Data, plan: IntArray, slot: int, kind: int) -> None:
    """Let a route have another vehicle type; what is known of it is then to be brought up to date."""
    own = route(plan, slot, col.KIND)
    set_cell(plan, col.USED_TABLE, own, cell(plan, col.USED_TABLE, own) - 1)
    set_cell(plan, col.USED_TABLE, kind, cell(plan, col.USED_TABLE, kind) + 1)
    set_route(plan, slot, col.KIND, kind)
    set_stop(plan, slot, 0, col.NODE, kind_fact(data, kind, col.START))
    set_stop(plan, slot, route(plan, slot, col.SIZE) - 1, col.NODE, kind_fact(data, kind, col.END))


@inlined
def _shared(data: Data, own: int, kind: int, column: int) -> bool:
    """Whether another vehicle type has the same number in a column of kinds between which a route may change."""
    number = kind_fact(data, own, column)
    return kind != own and number >= 0 and kind_fact(data, kind, column) == number


@inlined
def _serves(data: Data, plan: IntArray, slot: int, kind: int) -> bool:
    """Whether a vehicle type may visit all clients of a route that is a single trip."""
    served = True
    for at in range(1, route(plan, slot, col.SIZE) - 1):
        served = served and allowed(data, kind, stop(plan, slot, at, col.NODE))
    return served


@inlined
def _fits(data: Data, plan: IntArray, slot: int, kind: int) -> bool:
    """Whether a route could have a vehicle type of its family; where more than one load is carried it is not known."""
    return (
        data.fact[col.PLAIN_LOADS] != 0 and _holds(data, plan, slot, kind) and _serves(data, plan, slot, kind)
    )


@kernel
def _cost_below(data: Data, plan: IntArray, scratch: IntArray, slot: int, kind: int, ceiling: int) -> int:
    """Return what a route costs with another vehicle type that it may have; NEVER if it does not hold for less.

    In a family, where one load is carried, only the vehicle's prices and capacity differ.
    """
    own = route(plan, slot, col.KIND)
    family = _shared(data, own, kind, col.FAMILY)
    if not family and not _shared(data, own, kind, col.BASES):
        return col.NEVER
    least = _in_family(data, plan, slot, kind) if family else _least(data, plan, slot, kind)
    if least >= ceiling:
        return col.NEVER
    if family and data.fact[col.PLAIN_LOADS]:
        return least if _fits(data, plan, slot, kind) else col.NEVER
    return _cost_with(data, plan, scratch, slot, kind)


@kernel
def _take_cheaper(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> None:
    """Let a route have the cheapest type that is left of those it may have [1]_."""
    chosen, cheapest = -1, route(plan, slot, col.COST)
    for kind in range(data.fact[col.KINDS]):
        if _left(data, plan, kind):
            cost = _cost_below(data, plan, scratch, slot, kind, cheapest)
            if cost < cheapest:
                chosen, cheapest = kind, cost
    if chosen >= 0:
        _give(data, plan, slot, chosen)
        refresh(data, plan, scratch, slot)


@inlined
def _may_trade(data: Data, plan: IntArray, slot: int, other: int) -> bool:
    """Whether another route is a single trip of another vehicle type of a route's family."""
    if not route(plan, other, col.SIZE) or route(plan, other, col.TRIPS) != 1:
        return False
    return _shared(data, route(plan, slot, col.KIND), route(plan, other, col.KIND), col.FAMILY)


@kernel
def _trade(data: Data, plan: IntArray, scratch: IntArray, slot: int, other: int) -> None:
    """Let two routes exchange their vehicles."""
    own, kind = route(plan, slot, col.KIND), route(plan, other, col.KIND)
    _give(data, plan, slot, kind)
    _give(data, plan, other, own)
    refresh(data, plan, scratch, slot)
    refresh(data, plan, scratch, other)


@inlined
def _scarce(data: Data, kind: int) -> bool:
    """Whether there are fewer vehicles of a type than routes could ask for."""
    return kind_fact(data, kind, col.COUNT) < data.fact[col.UNITS]


@kernel
def _trade_well(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> None:
    """Let a route exchange its vehicle with the route with which that saves most."""
    own, chosen, most = route(plan, slot, col.KIND), -1, 0
    if not _scarce(data, own):
        return
    for other in range(plan[col.SLOTS]):
        if not _may_trade(data, plan, slot, other):
            continue
        kind = route(plan, other, col.KIND)
        saved = route(plan, slot, col.COST) - _in_family(data, plan, slot, kind)
        saved += route(plan, other, col.COST) - _in_family(data, plan, other, own)
        if saved > most and _fits(data, plan, slot, kind) and _fits(data, plan, other, own):
            chosen, most = other, saved
    if chosen >= 0:
        _trade(data, plan, scratch, slot, chosen)


@kernel
def refit(data: Data, plan: IntArray, scratch: IntArray) -> None:
    """Let the routes that were changed have the vehicle types that suit them, those left or those of others."""
    for slot in range(plan[col.SLOTS]):
        kind = route(plan, slot, col.KIND)
        others = kind_fact(data, kind, col.FAMILY) >= 0 or kind_fact(data, kind, col.BASES) >= 0
        single = route(plan, slot, col.TRIPS) == 1
        if others and single and route(plan, slot, col.TOUCHED) and route(plan, slot, col.SIZE):
            _take_cheaper(data, plan, scratch, slot)
            _trade_well(data, plan, scratch, slot)


@inlined
def _is_larger(data: Data, kind: int, other: int) -> bool:
    """Whether a vehicle type holds more in some measure, and nowhere less."""
    least, most = 0, 0
    for measure in range(data.fact[col.MEASURES]):
        more = capacity(data, kind, measure) - capacity(data, other, measure)
        least, most = min(least, more), max(most, more)
    return least == 0 < most


@kernel
def _lender(data: Data, plan: IntArray, scratch: IntArray, slot: int, kind: int) -> int:
    """Return a route of a vehicle type that a route's own vehicle could drive; -1 if there is none."""
    own, slots = route(plan, slot, col.KIND), plan[col.SLOTS]
    first = below(scratch, slots)
    for step in range(slots):
        other = (first + step) % slots
        asked = route(plan, other, col.KIND) == kind and _may_trade(data, plan, slot, other)
        if asked and _fits(data, plan, other, own):
            return other
    return -1


@kernel
def enlarge(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> None:
    """Let a route have a random larger vehicle type of its family, one left or another's: it may take more clients."""
    own, kind = route(plan, slot, col.KIND), below(scratch, data.fact[col.KINDS])
    if not _shared(data, own, kind, col.FAMILY):
        return
    if not _is_larger(data, kind, own) or not _serves(data, plan, slot, kind):
        return
    if _left(data, plan, kind):
        _give(data, plan, slot, kind)
        refresh(data, plan, scratch, slot)
        return
    other = _lender(data, plan, scratch, slot, kind)
    if other >= 0:
        _trade(data, plan, scratch, slot, other)
