"""Finds the cheapest place for a visit together with loading at a depot, which makes another trip."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import extra, kind_fact, route, stop
from optimizer.routing.engines.sisr.compiled import absorbed, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.single import note, replayed_with, spread_cost
from optimizer.routing.engines.sisr.split import split_trips, splits_fast
from optimizer.routing.problem import IntArray


@absorbed
def _set_visit(scratch: IntArray, depot: int, one: int, other: int, first: int) -> int:
    """Write depot and clients in their order to VISIT; return their number."""
    count = 3 if other >= 0 else 2
    at = col.VISIT + 1 if first else col.VISIT
    scratch[at] = one
    if other >= 0:
        scratch[at + 1] = other
    scratch[col.VISIT if first else col.VISIT + count - 1] = depot
    return count


@absorbed
def _detour(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, inserted: int) -> int:
    """Return the detour over the nodes of VISIT."""
    ways = data.distance[kind_fact(data, route(plan, slot, col.KIND), col.PROFILE)]
    place, detour = stop(plan, slot, at, col.NODE), -stop(plan, slot, at, col.LEG)
    for number in range(col.VISIT, col.VISIT + inserted):
        detour += ways[place, scratch[number]]
        place = scratch[number]
    return detour + ways[place, stop(plan, slot, at + 1, col.NODE)]


@absorbed
def _try_depot(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, depot: int, one: int, other: int, at: int
) -> None:
    """Look at visiting before and after loading at a depot, both after a position."""
    kind = route(plan, slot, col.KIND)
    for first in range(2):
        inserted = _set_visit(scratch, depot, one, other, first)
        detour = _detour(data, plan, scratch, slot, at, inserted)
        if kind_fact(data, kind, col.PER_DISTANCE) * detour + extra(data, kind, one) >= scratch[col.PRICE]:
            continue
        cost = replayed_with(data, plan, scratch, slot, at, inserted)
        if cost < 0:
            continue
        price = cost - route(plan, slot, col.COST)
        price += spread_cost(data, scratch, route(plan, slot, col.DISTANCE) + detour)
        if price < scratch[col.PRICE]:
            note(scratch, price, slot, at, one, at)
            scratch[col.RELOAD], scratch[col.RELOAD_FIRST] = depot, first


@kernel
def try_reload(data: Data, plan: IntArray, scratch: IntArray, slot: int, one: int, other: int) -> None:
    """Look for a cheaper place for a client, or a pair, next to a new reload of a route.

    ``other`` is the delivery of the pickup ``one``, -1 for a single client.
    """
    kind = route(plan, slot, col.KIND)
    if route(plan, slot, col.TRIPS) > kind_fact(data, kind, col.MAX_RELOADS):
        return
    for row in range(kind_fact(data, kind, col.RELOAD_AT), kind_fact(data, kind, col.RELOAD_END)):
        if other < 0 and splits_fast(data, kind):
            split_trips(data, plan, scratch, slot, data.fact[row], one)
            continue
        for at in range(kind_fact(data, kind, col.FIRST), route(plan, slot, col.SIZE) - 1):
            _try_depot(data, plan, scratch, slot, data.fact[row], one, other, at)
