"""What a route costs, and whether it holds, replayed from its nodes: every rule of the problem in one place."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    amount,
    capacity,
    cell,
    extra,
    kind_fact,
    node_fact,
    unit_fact,
)
from optimizer.routing.engines.sisr.compiled import absorbed, inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.timing import arrive, begin, earliest_end, latest_start, note_releases
from optimizer.routing.problem import IntArray


@kernel
def loads_hold(data: Data, scratch: IntArray, kind: int, size: int) -> bool:
    """Whether the path holds the capacity of each measure on each leg."""
    path, depots = scratch[col.PATH], data.fact[col.DEPOTS]
    for measure in range(data.fact[col.MEASURES]):
        load = 0
        for at in range(size - 1):
            node = scratch[path + at]
            if node < depots:
                load = 0
                later = at + 1
                while later < size - 1 and scratch[path + later] >= depots:
                    load += amount(data, scratch[path + later], col.DELIVERY, measure)
                    later += 1
            else:
                load += amount(data, node, col.PICKUP, measure) - amount(data, node, col.DELIVERY, measure)
                load += amount(data, node, col.SHIPMENT, measure)
            if load > capacity(data, kind, measure):
                return False
    return True


@inlined
def _shipments(data: Data, node: int) -> int:
    """Return by how many the shipments on board change at a node."""
    unit = node_fact(data, node, col.UNIT)
    if not unit_fact(data, unit, col.PAIR):
        return 0
    return 1 if data.fact[unit_fact(data, unit, col.MEMBER_AT)] == node else -1


@kernel
def trips_hold(data: Data, scratch: IntArray, size: int) -> bool:
    """Whether each trip has clients, keeps its shipments together, and the order of backhauls."""
    order = data.fact[col.BACKHAULS]
    hauls, clients, aboard = 0, 0, 0
    for at in range(1, size):
        node = cell(scratch, col.PATH, at)
        if at == size - 1 or node < data.fact[col.DEPOTS]:
            if clients == 0 or aboard or (order == 2 and hauls == col.COLLECTS):
                return False
            hauls, clients = 0, 0
        else:
            haul = node_fact(data, node, col.HAUL)
            if order and haul == col.DELIVERS and hauls & col.COLLECTS:
                return False
            hauls |= haul
            clients += 1
            aboard += _shipments(data, node)
    return True


@inlined
def time_cost(data: Data, kind: int, duration: int) -> int:
    """Return the cost of a route's duration, overtime included."""
    cost = kind_fact(data, kind, col.PER_DURATION) * duration
    over = duration - kind_fact(data, kind, col.OVERTIME_AFTER)
    return cost + kind_fact(data, kind, col.PER_OVERTIME) * over if over > 0 else cost


@kernel
def _next_way(scratch: IntArray, breaks: int) -> bool:
    """Turn CHOICE to the next way of taking breaks and leaving them out; False after the last."""
    for number in range(col.CHOICE, col.CHOICE + breaks):
        scratch[number] += 1
        if scratch[number] < 3:
            return True
        scratch[number] = 0
    return False


@kernel
def _set_way(data: Data, scratch: IntArray, kind: int, breaks: int) -> bool:
    """Set start, end and breaks taken by CHOICE: 0 taken, 1 over before, 2 begun after."""
    loading = node_fact(data, cell(scratch, col.PATH, 0), col.SERVICE)
    earliest = max(kind_fact(data, kind, col.START_OPEN), cell(scratch, col.TRIP_RELEASE, 0) - loading)
    latest_end, taken, rests = kind_fact(data, kind, col.END_CLOSE), 0, 0
    for number in range(breaks):
        at = kind_fact(data, kind, col.BREAK_AT) + 3 * number
        if scratch[col.CHOICE + number] == 0:
            scratch[col.TAKEN + taken] = at
            taken += 1
            rests += data.fact[at]
        elif scratch[col.CHOICE + number] == 1:
            latest_end = min(latest_end, data.fact[at + 2])
        else:
            earliest = max(earliest, data.fact[at + 2])
    scratch[col.START_FROM], scratch[col.START_BY] = earliest, kind_fact(data, kind, col.START_CLOSE)
    scratch[col.END_BY], scratch[col.BREAKS_TAKEN] = latest_end, taken
    scratch[col.RESTING] = rests
    return earliest <= min(scratch[col.START_BY], latest_end)


@absorbed
def _shifted(data: Data, scratch: IntArray, kind: int, size: int, start: int) -> int:
    """Return the cost of arrivals moved against the earlier plan, as if rests were taken at the end."""
    profile, place, units = kind_fact(data, kind, col.PROFILE), cell(scratch, col.PATH, 0), 0
    now = start + node_fact(data, place, col.SERVICE)
    for at in range(1, size - 1):
        node = cell(scratch, col.PATH, at)
        now = arrive(data, kind, now, data.duration[profile, place, node])
        earlier, service = node_fact(data, node, col.EARLIER), node_fact(data, node, col.SERVICE)
        if earlier >= 0:
            units += max(0, abs(now - earlier) - data.fact[col.TOLERANCE])
        now = begin(data, node, max(now, cell(scratch, col.TRIP_RELEASE, at) - service)) + service
        place = node
    return data.fact[col.SHIFT_COST] * units


@absorbed
def _span(data: Data, scratch: IntArray, kind: int, size: int) -> tuple[int, int]:
    """Return start and duration of the best timing in a way of resting; a negative duration if there is none.

    The earliest end never falls as the start grows: each pass takes the latest start that keeps the end. Without
    traffic the next pass begins just after it, under traffic where the rate changes.
    """
    best, best_start = -1, 0
    start, slot = scratch[col.START_FROM], kind_fact(data, kind, col.TRAFFIC_AT)
    loading = node_fact(data, cell(scratch, col.PATH, 0), col.SERVICE)
    while start <= scratch[col.START_BY]:
        end = earliest_end(data, scratch, kind, size, start)
        if end >= col.NEVER:
            break
        start = max(start, latest_start(data, scratch, kind, size, end))
        duration = end - start
        if duration <= kind_fact(data, kind, col.MAX_DURATION) and (best < 0 or duration < best):
            best, best_start = duration, start
        if duration == scratch[col.LEAST] + scratch[col.RESTING]:
            break
        if best >= 0 and time_cost(data, kind, best) == 0:
            break
        start += 1
        while slot < kind_fact(data, kind, col.TRAFFIC_END) and data.fact[slot] - loading < start:
            slot += 3
        if slot < kind_fact(data, kind, col.TRAFFIC_END):
            start = data.fact[slot] - loading
        elif slot > kind_fact(data, kind, col.TRAFFIC_AT):
            break
    return best_start, best


@kernel
def _moving(data: Data, scratch: IntArray, kind: int, size: int) -> int:
    """Return the duration of the path without waiting; 0 under traffic, where it depends on the start."""
    if kind_fact(data, kind, col.TRAFFIC_AT) < kind_fact(data, kind, col.TRAFFIC_END):
        return 0
    profile, total = kind_fact(data, kind, col.PROFILE), 0
    for at in range(size - 1):
        place = cell(scratch, col.PATH, at)
        total += data.duration[profile, place, cell(scratch, col.PATH, at + 1)] + node_fact(
            data, place, col.SERVICE
        )
    return total


@absorbed
def best_time(data: Data, scratch: IntArray, kind: int, size: int) -> tuple[int, int]:
    """Return start and duration of the path's cheapest timing; a negative duration if there is none."""
    best_start, best = 0, -1
    breaks = (kind_fact(data, kind, col.BREAK_END) - kind_fact(data, kind, col.BREAK_AT)) // 3
    for number in range(breaks):
        scratch[col.CHOICE + number] = 0
    more = True
    while more:
        if _set_way(data, scratch, kind, breaks):
            start, duration = _span(data, scratch, kind, size)
            if duration >= 0:
                gain = 1 if best < 0 else time_cost(data, kind, best) - time_cost(data, kind, duration)
                if gain > 0 or (gain == 0 and start + duration < best_start + best):
                    best_start, best = start, duration
        more = _next_way(scratch, breaks)
    return best_start, best


@kernel
def replay(data: Data, scratch: IntArray, kind: int, size: int) -> tuple[int, int]:
    """Return cost and duration of the route in the path; a negative cost if it cannot hold.

    Its clients may be visited by the kind, and pickups come before their deliveries; all else is looked at.
    """
    profile, path = kind_fact(data, kind, col.PROFILE), scratch[col.PATH]
    distance, cost = 0, kind_fact(data, kind, col.FIXED)
    for at in range(size - 1):
        leg = data.distance[profile, scratch[path + at], scratch[path + at + 1]]
        if leg >= data.fact[col.BARRED]:
            return -1, 0
        distance += leg
        cost += extra(data, kind, scratch[path + at])
    if distance > kind_fact(data, kind, col.MAX_DISTANCE):
        return -1, 0
    if not (loads_hold(data, scratch, kind, size) and trips_hold(data, scratch, size)):
        return -1, 0
    note_releases(data, scratch, size)
    scratch[col.LEAST] = _moving(data, scratch, kind, size)
    start, duration = best_time(data, scratch, kind, size)
    if duration < 0:
        return -1, 0
    if data.fact[col.SHIFT_COST]:
        cost += _shifted(data, scratch, kind, size, start)
    return cost + kind_fact(data, kind, col.PER_DISTANCE) * distance + time_cost(
        data, kind, duration
    ), duration
