"""Brings what is known of a route up to date after its nodes have changed."""

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
    set_place,
    set_route,
    stops_at,
)
from optimizer.routing.engines.sisr.compiled import absorbed, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.replay import replay, time_cost, trips_hold
from optimizer.routing.engines.sisr.segments import joined, single, store
from optimizer.routing.engines.sisr.timing import arrive, begin, begin_by, depart, note_releases
from optimizer.routing.problem import IntArray


@absorbed
def _refresh_plain_loads(data: Data, plan: IntArray, slot: int, measure: int) -> bool:
    """Note how much room is left where what is on board at one end of the route is the most."""
    kind, first, width = route(plan, slot, col.KIND), stops_at(plan, slot), plan[col.STOP_WIDTH]
    load = 0
    for at in range(1, route(plan, slot, col.SIZE) - 1):
        node = plan[first + at * width]
        load += amount(data, node, col.DELIVERY, measure) + amount(data, node, col.PICKUP, measure)
    room = capacity(data, kind, measure) - load
    set_route(plan, slot, col.ROOM + 2 * measure, room)
    set_route(plan, slot, col.ROOM + 2 * measure + 1, room)
    return room >= 0


@kernel
def _refresh_loads(data: Data, plan: IntArray, slot: int, measure: int) -> bool:
    """Write the loads of each position."""
    kind, size, width = route(plan, slot, col.KIND), route(plan, slot, col.SIZE), plan[col.STOP_WIDTH]
    limit, depots, first = capacity(data, kind, measure), data.fact[col.DEPOTS], stops_at(plan, slot)
    column = col.LOADS + 3 * measure
    highest, least = 0, col.NEVER
    # from the end: what is still to be delivered, then the net of what is taken on board
    aboard = 0
    for at in range(size - 2, -1, -1):
        here = first + at * width
        plan[here + column + col.LOAD] = aboard
        aboard = 0 if plan[here] < depots else aboard + amount(data, plan[here], col.DELIVERY, measure)
    held, taken = True, 0
    for at in range(size - 1):
        here = first + at * width
        if plan[here] < depots:
            taken = highest = 0
        else:
            taken += amount(data, plan[here], col.PICKUP, measure) + amount(
                data, plan[here], col.SHIPMENT, measure
            )
        load = plan[here + column + col.LOAD] + taken
        highest = max(highest, load)
        plan[here + column + col.LOAD], plan[here + column + col.UNTIL] = load, highest
        least = min(least, highest)
        held = held and load <= limit
    set_route(plan, slot, col.ROOM + 2 * measure, limit - least)
    highest, least = 0, col.NEVER
    for at in range(size - 2, -1, -1):
        here = first + at * width
        highest = max(highest, plan[here + column + col.LOAD])
        plan[here + column + col.ONWARD] = highest
        least = min(least, highest)
        if plan[here] < depots:
            highest = 0
    set_route(plan, slot, col.ROOM + 2 * measure + 1, limit - least)
    return held


@kernel
def _refresh_early(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    """Write earliest departures; False if the route cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    first, width, profile = stops_at(plan, slot), plan[col.STOP_WIDTH], kind_fact(data, kind, col.PROFILE)
    brisk, release = kind_fact(data, kind, col.CLOCK) == col.BRISK, scratch[col.TRIP_RELEASE]
    place = plan[first]
    service = node_fact(data, place, col.SERVICE)
    start = max(kind_fact(data, kind, col.START_OPEN), scratch[release] - service)
    now = start + service
    plan[first + col.EARLY] = now
    for at in range(1, size - 1):
        here = first + at * width
        node = plan[here]
        service, leg = node_fact(data, node, col.SERVICE), data.duration[profile, place, node]
        now = now + leg if brisk else max(arrive(data, kind, now, leg), scratch[release + at] - service)
        now = begin(data, node, now) + service
        if now >= col.NEVER:
            return False
        plan[here + col.EARLY] = now
        place = node
    end = arrive(data, kind, now, data.duration[profile, place, plan[first + (size - 1) * width]])
    end = max(end, kind_fact(data, kind, col.END_OPEN))
    return start <= kind_fact(data, kind, col.START_CLOSE) and end <= kind_fact(data, kind, col.END_CLOSE)


@kernel
def _refresh_late(data: Data, plan: IntArray, slot: int) -> None:
    """Write latest arrivals."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    first, width, profile = stops_at(plan, slot), plan[col.STOP_WIDTH], kind_fact(data, kind, col.PROFILE)
    brisk = kind_fact(data, kind, col.CLOCK) == col.BRISK
    here = first + (size - 1) * width
    place, now = plan[here], kind_fact(data, kind, col.END_CLOSE)
    plan[here + col.LATE] = now
    for _ in range(size - 2):
        here -= width
        node = plan[here]
        leg = data.duration[profile, node, place]
        now = now - leg if brisk else depart(data, kind, now, leg)
        now = begin_by(data, node, now - node_fact(data, node, col.SERVICE))
        plan[here + col.LATE] = now
        place = node
    now = depart(data, kind, now, data.duration[profile, plan[first], place])
    latest = now - node_fact(data, plan[first], col.SERVICE)
    plan[first + col.LATE] = min(latest, kind_fact(data, kind, col.START_CLOSE))


@kernel
def _refresh_segments(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    """Write the parts up to and from each position; False if the route cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    first, width, profile = stops_at(plan, slot), plan[col.STOP_WIDTH], kind_fact(data, kind, col.PROFILE)
    release, place = scratch[col.TRIP_RELEASE], plan[first]
    loading = node_fact(data, place, col.SERVICE)
    part = loading, kind_fact(data, kind, col.START_OPEN), kind_fact(data, kind, col.START_CLOSE)
    end = 0, kind_fact(data, kind, col.END_OPEN), kind_fact(data, kind, col.END_CLOSE)
    store(plan, first + col.BEFORE, part)
    for at in range(1, size):
        node = plan[first + at * width]
        here = end if at == size - 1 else single(data, node, scratch[release + at])
        part = joined(part, data.duration[profile, place, node], here)
        store(plan, first + at * width + col.BEFORE, part)
        place = node
    set_route(plan, slot, col.SPAN, part[0])
    held = part[2] >= scratch[release] - loading and part[0] <= kind_fact(data, kind, col.MAX_DURATION)
    part = end
    store(plan, first + (size - 1) * width + col.AFTER, part)
    for at in range(size - 2, 0, -1):
        node = plan[first + at * width]
        part = joined(single(data, node, scratch[release + at]), data.duration[profile, node, place], part)
        store(plan, first + at * width + col.AFTER, part)
        place = node
    return held


@kernel
def _refresh_legs(data: Data, plan: IntArray, slot: int) -> int:
    """Write legs, distance, trips and where the clients are; return the cost of vehicle, distance and clients.

    Negative if the route cannot hold.
    """
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    here, width = stops_at(plan, slot), plan[col.STOP_WIDTH]
    ways, place = data.distance[kind_fact(data, kind, col.PROFILE)], plan[here]
    distance, cost, trips, longest = 0, kind_fact(data, kind, col.FIXED), 1, 0
    for at in range(1, size):
        node = plan[here + width]
        leg = ways[place, node]
        if at < size - 1:
            set_place(plan, node, slot, at)
            cost += extra(data, kind, node)
            trips += node < data.fact[col.DEPOTS]
        plan[here + col.LEG] = leg
        distance += leg
        longest = max(longest, leg)
        place = node
        here += width
    set_route(plan, slot, col.DISTANCE, distance)
    set_route(plan, slot, col.TRIPS, trips)
    if longest >= data.fact[col.BARRED] or distance > kind_fact(data, kind, col.MAX_DISTANCE):
        return -1
    return cost + kind_fact(data, kind, col.PER_DISTANCE) * distance


@absorbed
def _refresh_times(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> int:
    """Return what the route costs by its time; negative if it cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    clock = kind_fact(data, kind, col.CLOCK)
    if clock == col.TIMELESS:
        return 0
    if data.fact[col.RELEASES]:
        _copy_path(plan, scratch, slot)
        note_releases(data, scratch, size)
        set_route(plan, slot, col.HELD, cell(scratch, col.TRIP_RELEASE, 0))
    if not _refresh_early(data, plan, scratch, slot):
        return -1
    _refresh_late(data, plan, slot)
    if clock != col.SPANS:
        return 0
    if not _refresh_segments(data, plan, scratch, slot):
        return -1
    return time_cost(data, kind, route(plan, slot, col.SPAN))


@kernel
def _copy_path(plan: IntArray, scratch: IntArray, slot: int) -> None:
    """Write the route's nodes to the path."""
    first, width = stops_at(plan, slot), plan[col.STOP_WIDTH]
    for at in range(route(plan, slot, col.SIZE)):
        set_cell(scratch, col.PATH, at, plan[first + at * width])


@absorbed
def _loads_hold(data: Data, plan: IntArray, slot: int) -> bool:
    """Write the loads of all measures; False if one exceeds its capacity."""
    held, plain = True, data.fact[col.PLAIN_LOADS]
    for measure in range(data.fact[col.MEASURES]):
        if plain:
            held = _refresh_plain_loads(data, plan, slot, measure) and held
        else:
            held = _refresh_loads(data, plan, slot, measure) and held
    return held


@absorbed
def _refreshed_cost(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> int:
    """Return the route's cost; negative if it cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    cost = _refresh_legs(data, plan, slot)
    if cost < 0 or not _loads_hold(data, plan, slot):
        return -1
    timed = _refresh_times(data, plan, scratch, slot)
    if timed < 0:
        return -1
    if kind_fact(data, kind, col.CLOCK) == col.REPLAYED:
        _copy_path(plan, scratch, slot)
        return replay(data, scratch, kind, size)[0]
    if data.fact[col.BACKHAULS] or route(plan, slot, col.TRIPS) > 1:
        _copy_path(plan, scratch, slot)
        if not trips_hold(data, scratch, size):
            return -1
    return cost + timed


@kernel
def refresh(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    """Bring a slot up to date, and the plan's total; False if the route cannot hold, which is then to be changed."""
    set_route(plan, slot, col.TOUCHED, 1)
    cost = _refreshed_cost(data, plan, scratch, slot)
    plan[col.TOTAL] += max(cost, 0) - route(plan, slot, col.COST)
    set_route(plan, slot, col.COST, max(cost, 0))
    return cost >= 0
