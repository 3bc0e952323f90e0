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
    set_route,
    set_stop,
    stop,
)
from optimizer.routing.engines.sisr.compiled import absorbed, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.plan import place_nodes
from optimizer.routing.engines.sisr.replay import replay, time_cost, trips_hold
from optimizer.routing.engines.sisr.segments import joined, single, store
from optimizer.routing.engines.sisr.timing import arrive, begin, begin_by, depart, note_releases
from optimizer.routing.problem import IntArray


@kernel
def _trip_load(data: Data, scratch: IntArray, size: int, at: int, measure: int) -> int:
    """Return what is on board when a trip begins at a position."""
    load = 0
    for later in range(at + 1, size - 1):
        node = cell(scratch, col.PATH, later)
        if node < data.fact[col.DEPOTS]:
            break
        load += amount(data, node, col.DELIVERY, measure)
    return load


@kernel
def _refresh_loads(data: Data, plan: IntArray, scratch: IntArray, slot: int, measure: int) -> bool:
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    limit, depots, held, column = (
        capacity(data, kind, measure),
        data.fact[col.DEPOTS],
        True,
        col.LOADS + 3 * measure,
    )
    load, highest, least = 0, 0, col.NEVER
    for at in range(size - 1):
        node = cell(scratch, col.PATH, at)
        if node < depots:
            load = highest = _trip_load(data, scratch, size, at, measure)
        else:
            load += amount(data, node, col.PICKUP, measure) - amount(data, node, col.DELIVERY, measure)
            load += amount(data, node, col.SHIPMENT, measure)
            highest = max(highest, load)
        set_stop(plan, slot, at, column + col.LOAD, load)
        set_stop(plan, slot, at, column + col.UNTIL, highest)
        least = min(least, highest)
        held = held and load <= limit
    set_route(plan, slot, col.ROOM + 2 * measure, limit - least)
    highest, least = 0, col.NEVER
    for at in range(size - 2, -1, -1):
        highest = max(highest, stop(plan, slot, at, column + col.LOAD))
        set_stop(plan, slot, at, column + col.ONWARD, highest)
        least = min(least, highest)
        if cell(scratch, col.PATH, at) < depots:
            highest = 0
    set_route(plan, slot, col.ROOM + 2 * measure + 1, limit - least)
    return held


@kernel
def _refresh_early(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    place, profile = cell(scratch, col.PATH, 0), kind_fact(data, kind, col.PROFILE)
    service = node_fact(data, place, col.SERVICE)
    start = max(kind_fact(data, kind, col.START_OPEN), cell(scratch, col.TRIP_RELEASE, 0) - service)
    now = start + service
    set_stop(plan, slot, 0, col.EARLY, now)
    for at in range(1, size - 1):
        node = cell(scratch, col.PATH, at)
        service = node_fact(data, node, col.SERVICE)
        now = arrive(data, kind, now, data.duration[profile, place, node])
        now = begin(data, node, max(now, cell(scratch, col.TRIP_RELEASE, at) - service)) + service
        if now >= col.NEVER:
            return False
        set_stop(plan, slot, at, col.EARLY, now)
        place = node
    end = arrive(data, kind, now, data.duration[profile, place, cell(scratch, col.PATH, size - 1)])
    end = max(end, kind_fact(data, kind, col.END_OPEN))
    return start <= kind_fact(data, kind, col.START_CLOSE) and end <= kind_fact(data, kind, col.END_CLOSE)


@kernel
def _refresh_late(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> None:
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    place, profile = cell(scratch, col.PATH, size - 1), kind_fact(data, kind, col.PROFILE)
    now = kind_fact(data, kind, col.END_CLOSE)
    set_stop(plan, slot, size - 1, col.LATE, now)
    for at in range(size - 2, -1, -1):
        node = cell(scratch, col.PATH, at)
        now = depart(data, kind, now, data.duration[profile, node, place]) - node_fact(
            data, node, col.SERVICE
        )
        now = min(now, kind_fact(data, kind, col.START_CLOSE)) if at == 0 else begin_by(data, node, now)
        set_stop(plan, slot, at, col.LATE, now)
        place = node


@kernel
def _refresh_segments(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    place, profile = cell(scratch, col.PATH, 0), kind_fact(data, kind, col.PROFILE)
    loading = node_fact(data, place, col.SERVICE)
    part = loading, kind_fact(data, kind, col.START_OPEN), kind_fact(data, kind, col.START_CLOSE)
    end = 0, kind_fact(data, kind, col.END_OPEN), kind_fact(data, kind, col.END_CLOSE)
    store(plan, slot, 0, col.BEFORE, part)
    for at in range(1, size):
        node = cell(scratch, col.PATH, at)
        here = end if at == size - 1 else single(data, node, cell(scratch, col.TRIP_RELEASE, at))
        part = joined(part, data.duration[profile, place, node], here)
        store(plan, slot, at, col.BEFORE, part)
        place = node
    set_route(plan, slot, col.SPAN, part[0])
    held = part[2] >= cell(scratch, col.TRIP_RELEASE, 0) - loading
    held = held and part[0] <= kind_fact(data, kind, col.MAX_DURATION)
    part = end
    store(plan, slot, size - 1, col.AFTER, part)
    for at in range(size - 2, 0, -1):
        node = cell(scratch, col.PATH, at)
        here = single(data, node, cell(scratch, col.TRIP_RELEASE, at))
        part = joined(here, data.duration[profile, node, place], part)
        store(plan, slot, at, col.AFTER, part)
        place = node
    return held


@kernel
def _refresh_legs(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> int:
    """Write legs, distance and trips; return the cost of vehicle, distance and clients; negative if it cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    place, profile = cell(scratch, col.PATH, 0), kind_fact(data, kind, col.PROFILE)
    distance, cost, trips = 0, kind_fact(data, kind, col.FIXED), 1
    for at in range(1, size):
        node = cell(scratch, col.PATH, at)
        leg = data.distance[profile, place, node]
        if leg >= data.fact[col.BARRED]:
            return -1
        set_stop(plan, slot, at - 1, col.LEG, leg)
        distance += leg
        cost += extra(data, kind, node)
        trips += at < size - 1 and node < data.fact[col.DEPOTS]
        place = node
    set_route(plan, slot, col.DISTANCE, distance)
    set_route(plan, slot, col.TRIPS, trips)
    if distance > kind_fact(data, kind, col.MAX_DISTANCE):
        return -1
    return cost + kind_fact(data, kind, col.PER_DISTANCE) * distance


@absorbed
def _refresh_times(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> int:
    """Return what the route costs by its time; negative if it cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    clock = kind_fact(data, kind, col.CLOCK)
    if clock == col.TIMELESS:
        return 0
    note_releases(data, scratch, size)
    set_route(plan, slot, col.HELD, cell(scratch, col.TRIP_RELEASE, 0))
    if not _refresh_early(data, plan, scratch, slot):
        return -1
    _refresh_late(data, plan, scratch, slot)
    if clock != col.SPANS:
        return 0
    if not _refresh_segments(data, plan, scratch, slot):
        return -1
    return time_cost(data, kind, route(plan, slot, col.SPAN))


@absorbed
def _refreshed_cost(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> int:
    """Return the route's cost; negative if it cannot hold."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    cost = _refresh_legs(data, plan, scratch, slot)
    if cost < 0:
        return -1
    for measure in range(data.fact[col.MEASURES]):
        if not _refresh_loads(data, plan, scratch, slot, measure):
            return -1
    timed = _refresh_times(data, plan, scratch, slot)
    if timed < 0:
        return -1
    if kind_fact(data, kind, col.CLOCK) == col.REPLAYED:
        return replay(data, scratch, kind, size)[0]
    if (data.fact[col.BACKHAULS] or route(plan, slot, col.TRIPS) > 1) and not trips_hold(data, scratch, size):
        return -1
    return cost + timed


@kernel
def refresh(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    """Bring a slot up to date, and the plan's total; False if the route cannot hold, which is then to be changed."""
    for at in range(route(plan, slot, col.SIZE)):
        set_cell(scratch, col.PATH, at, stop(plan, slot, at, col.NODE))
    set_route(plan, slot, col.TOUCHED, 1)
    place_nodes(plan, slot)
    cost = _refreshed_cost(data, plan, scratch, slot)
    plan[col.TOTAL] += max(cost, 0) - route(plan, slot, col.COST)
    set_route(plan, slot, col.COST, max(cost, 0))
    return cost >= 0
