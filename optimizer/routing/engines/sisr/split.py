"""Finds the cheapest place for a client next to a new reload where time only limits, without replaying the route.

A trip from position ``start`` to ``end`` over the clients between becomes two, the client at the end of the first or at
the beginning of the second. Each of the two leaves when the goods of its own clients are released, so that the first
may leave earlier than the whole did.
"""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    amount,
    capacity,
    cell,
    extra,
    kind_fact,
    node_fact,
    route,
    set_cell,
    stop,
    trip_end,
)
from optimizer.routing.engines.sisr.compiled import absorbed, inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.probe import overlooked, walked
from optimizer.routing.engines.sisr.single import note, spread_cost
from optimizer.routing.engines.sisr.timing import arrive, begin
from optimizer.routing.problem import IntArray


@inlined
def splits_fast(data: Data, kind: int) -> bool:
    """Whether :func:`split_trips` knows all that matters for the routes of a vehicle type."""
    simple = data.fact[col.ONE_WAY] and not data.fact[col.BACKHAULS]
    return simple and kind_fact(data, kind, col.CLOCK) <= col.DEADLINES


@absorbed
def _has_room(
    data: Data, plan: IntArray, slot: int, start: int, end: int, at: int, client: int, behind: int
) -> bool:
    """Whether the trip that the client joins has room, behind the reload or before it."""
    kind, delivers = route(plan, slot, col.KIND), data.fact[col.ONE_WAY] == col.DELIVERS
    for measure in range(data.fact[col.MEASURES]):
        column = col.LOADS + 3 * measure + col.LOAD
        whole = stop(plan, slot, start if delivers else end - 1, column)
        load = stop(plan, slot, at, column)
        # goods to be delivered are on board before, goods that were collected after
        if delivers != (behind != 0):
            load = whole - load
        load += amount(data, client, col.DELIVERY, measure) + amount(data, client, col.PICKUP, measure)
        if load > capacity(data, kind, measure):
            return False
    return True


@kernel
def _departure(data: Data, plan: IntArray, slot: int, start: int, at: int, release: int) -> int:
    """Return the earliest departure from a position if the trip's goods are released at ``release``."""
    if not data.fact[col.RELEASES]:
        return stop(plan, slot, at, col.EARLY)
    kind, place = route(plan, slot, col.KIND), stop(plan, slot, start, col.NODE)
    service = node_fact(data, place, col.SERVICE)
    if start == 0:
        begun = max(kind_fact(data, kind, col.START_OPEN), release - service)
        if begun > kind_fact(data, kind, col.START_CLOSE):
            return col.NEVER
    else:
        leg = data.duration[kind_fact(data, kind, col.PROFILE), stop(plan, slot, start - 1, col.NODE), place]
        begun = begin(
            data,
            place,
            max(arrive(data, kind, stop(plan, slot, start - 1, col.EARLY), leg), release - service),
        )
        if begun >= col.NEVER:
            return col.NEVER
    return walked(data, plan, slot, start, at, begun + service)


@kernel
def _reaches(data: Data, kind: int, now: int, place: int, node: int, release: int) -> int:
    """Return the departure from a node, with goods of a release if it is a depot; NEVER if it is closed by then."""
    if now >= col.NEVER:
        return col.NEVER
    service = node_fact(data, node, col.SERVICE)
    now = arrive(data, kind, now, data.duration[kind_fact(data, kind, col.PROFILE), place, node])
    return min(col.NEVER, begin(data, node, max(now, release - service)) + service)


@kernel
def _in_time(
    data: Data, plan: IntArray, slot: int, at: int, one: int, other: int, leaving: int, release: int
) -> bool:
    """Whether the route goes on after two nodes, one of which is a depot with goods of a release."""
    kind, depots = route(plan, slot, col.KIND), data.fact[col.DEPOTS]
    now = _reaches(data, kind, leaving, stop(plan, slot, at, col.NODE), one, release if one < depots else 0)
    now = _reaches(data, kind, now, one, other, release if other < depots else 0)
    if now >= col.NEVER:
        return False
    behind = stop(plan, slot, at + 1, col.NODE)
    leg = data.duration[kind_fact(data, kind, col.PROFILE), other, behind]
    return arrive(data, kind, now, leg) <= stop(plan, slot, at + 1, col.LATE)


@kernel
def _note_later_releases(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, start: int, end: int
) -> None:
    """Write to the path, for each position of a trip, the latest release of the goods of those behind it."""
    held = 0
    for at in range(end - 1, start - 1, -1):
        set_cell(scratch, col.PATH, at, held)
        if at > start:
            held = max(held, node_fact(data, stop(plan, slot, at, col.NODE), col.RELEASE))


@kernel
def _try_place(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, trip: tuple[int, int, int], at: int, behind: int
) -> None:
    """Look at the depot and the client of VISIT after a position, in this order if ``behind``.

    ``trip`` is where the position's trip starts and ends, and the latest release of its goods up to the position.
    """
    start, end, held = trip
    depot, client = scratch[col.VISIT], scratch[col.VISIT + 1]
    kind, one, other = (
        route(plan, slot, col.KIND),
        scratch[col.VISIT + 1 - behind],
        scratch[col.VISIT + behind],
    )
    ways = data.distance[kind_fact(data, kind, col.PROFILE)]
    detour = ways[stop(plan, slot, at, col.NODE), one] + ways[one, other]
    detour += ways[other, stop(plan, slot, at + 1, col.NODE)] - stop(plan, slot, at, col.LEG)
    price = kind_fact(data, kind, col.PER_DISTANCE) * detour + extra(data, kind, client)
    spare = kind_fact(data, kind, col.MAX_DISTANCE) - route(plan, slot, col.DISTANCE)
    if price >= scratch[col.PRICE] or detour > min(spare, data.fact[col.BARRED] - 1):
        return
    if not _has_room(data, plan, slot, start, end, at, client, behind) or overlooked(scratch):
        return
    if kind_fact(data, kind, col.CLOCK) != col.TIMELESS:
        own, later = node_fact(data, client, col.RELEASE), cell(scratch, col.PATH, at)
        leaving = _departure(data, plan, slot, start, at, held if behind else max(held, own))
        if not _in_time(data, plan, slot, at, one, other, leaving, max(later, own) if behind else later):
            return
    price += spread_cost(data, scratch, route(plan, slot, col.DISTANCE) + detour)
    if price < scratch[col.PRICE]:
        note(scratch, price, slot, at, client, at)
        scratch[col.RELOAD], scratch[col.RELOAD_FIRST] = depot, behind


@kernel
def split_trips(data: Data, plan: IntArray, scratch: IntArray, slot: int, depot: int, client: int) -> None:
    """Look for a cheaper place for a client next to loading at a depot than the one found so far."""
    first, last = kind_fact(data, route(plan, slot, col.KIND), col.FIRST), route(plan, slot, col.SIZE) - 1
    scratch[col.VISIT], scratch[col.VISIT + 1] = depot, client
    start = 0
    while start < last:
        end = trip_end(data, plan, slot, start + 1)
        _note_later_releases(data, plan, scratch, slot, start, end)
        held = 0
        for at in range(start, end):
            if at > start:
                held = max(held, node_fact(data, stop(plan, slot, at, col.NODE), col.RELEASE))
            if at < first:
                continue
            # neither of the two trips may be without clients
            if at > start:
                _try_place(data, plan, scratch, slot, (start, end, held), at, 1)
            if at + 1 < end:
                _try_place(data, plan, scratch, slot, (start, end, held), at, 0)
        start = end
