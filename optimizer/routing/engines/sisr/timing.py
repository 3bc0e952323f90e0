"""When a route of given nodes starts and ends: replayed from node to node, with traffic and breaks.

Instants are kept by the number of breaks taken so far: the earliest by which a point can be passed, or the latest by
which it must be. Who is earlier can always wait, so an earlier instant is never worse.
"""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import cell, kind_fact, node_fact, set_cell
from optimizer.routing.engines.sisr.compiled import inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.matrix import FREE_FLOW
from optimizer.routing.problem import IntArray


@kernel
def _through_traffic(fact: IntArray, at: int, end: int, departure: int, duration: int) -> int:
    """See :meth:`optimizer.routing.matrix.Traffic.arrival`."""
    while at + 3 < end and fact[at + 3] <= departure:
        at += 3
    target = fact[at + 2] + (departure - fact[at]) * fact[at + 1] + FREE_FLOW * duration
    while at + 3 < end and fact[at + 5] <= target:
        at += 3
    return max(departure, fact[at] - (fact[at + 2] - target) // fact[at + 1])


@kernel
def _before_traffic(fact: IntArray, first: int, end: int, arrival: int, duration: int) -> int:
    """See :meth:`optimizer.routing.matrix.Traffic.departure`."""
    at = first
    while at + 3 < end and fact[at + 3] <= arrival:
        at += 3
    target = fact[at + 2] + (arrival - fact[at]) * fact[at + 1] - FREE_FLOW * duration
    if target < 0:
        return -1
    while at > first and fact[at + 2] > target:
        at -= 3
    return min(arrival, fact[at] + (target - fact[at + 2]) // fact[at + 1])


@inlined
def arrive(data: Data, kind: int, departure: int, duration: int) -> int:
    """Return when a leg ends that begins at ``departure``."""
    at, end = kind_fact(data, kind, col.TRAFFIC_AT), kind_fact(data, kind, col.TRAFFIC_END)
    if at == end:
        return departure + duration
    return _through_traffic(data.fact, at, end, departure, duration)


@inlined
def depart(data: Data, kind: int, arrival: int, duration: int) -> int:
    """Return when a leg must begin at the latest to end by ``arrival``; negative if never."""
    at, end = kind_fact(data, kind, col.TRAFFIC_AT), kind_fact(data, kind, col.TRAFFIC_END)
    if at == end or arrival < 0:
        return arrival - duration
    return _before_traffic(data.fact, at, end, arrival, duration)


@inlined
def begin(data: Data, node: int, arrival: int) -> int:
    """Return when service begins at the earliest; NEVER if the last window is over."""
    for at in range(node_fact(data, node, col.WINDOW_AT), node_fact(data, node, col.WINDOW_END), 2):
        if arrival <= data.fact[at + 1]:
            return max(arrival, data.fact[at])
    return col.NEVER


@inlined
def begin_by(data: Data, node: int, latest: int) -> int:
    """Return when service begins at the latest; negative if no window is open by then."""
    first = node_fact(data, node, col.WINDOW_AT)
    at = node_fact(data, node, col.WINDOW_END) - 2
    while at >= first:
        if data.fact[at] <= latest:
            return min(latest, data.fact[at + 1])
        at -= 2
    return -1


@kernel
def note_releases(data: Data, scratch: IntArray, size: int) -> None:
    """Write, for each position of the path where a trip begins, the latest release of its goods; 0 elsewhere."""
    trip = 0
    set_cell(scratch, col.TRIP_RELEASE, 0, 0)
    for at in range(1, size - 1):
        node = cell(scratch, col.PATH, at)
        set_cell(scratch, col.TRIP_RELEASE, at, 0)
        if node < data.fact[col.DEPOTS]:
            trip = at
        else:
            release = max(cell(scratch, col.TRIP_RELEASE, trip), node_fact(data, node, col.RELEASE))
            set_cell(scratch, col.TRIP_RELEASE, trip, release)


@kernel
def _rest_early(fact: IntArray, scratch: IntArray) -> None:
    """Let the next breaks be taken here."""
    for number in range(scratch[col.BREAKS_TAKEN]):
        at = scratch[col.TAKEN + number]
        since = max(scratch[col.INSTANT + number], fact[at + 1])
        if since <= fact[at + 2]:
            later = col.INSTANT + number + 1
            scratch[later] = min(scratch[later], since + fact[at])


@kernel
def _rest_late(fact: IntArray, scratch: IntArray) -> None:
    """Let the next breaks be taken here, seen from the end."""
    for number in range(scratch[col.BREAKS_TAKEN] - 1, -1, -1):
        at = scratch[col.TAKEN + number]
        since = min(scratch[col.INSTANT + number + 1] - fact[at], fact[at + 2])
        if since >= fact[at + 1]:
            scratch[col.INSTANT + number] = max(scratch[col.INSTANT + number], since)


@kernel
def earliest_end(data: Data, scratch: IntArray, kind: int, size: int, start: int) -> int:
    """Return the earliest end of the path from a start, in the way of resting; NEVER if it cannot hold."""
    profile, breaks = kind_fact(data, kind, col.PROFILE), scratch[col.BREAKS_TAKEN]
    place, path = cell(scratch, col.PATH, 0), scratch[col.PATH]
    last = col.INSTANT + breaks
    for number in range(col.INSTANT, last + 1):
        scratch[number] = col.NEVER
    scratch[col.INSTANT] = start + node_fact(data, place, col.SERVICE)
    _rest_early(data.fact, scratch)
    for at in range(1, size - 1):
        node = scratch[path + at]
        leg, service = data.duration[profile, place, node], node_fact(data, node, col.SERVICE)
        place = node
        for number in range(col.INSTANT, last + 1):
            if scratch[number] < col.NEVER:
                scratch[number] = arrive(data, kind, scratch[number], leg)
        _rest_early(data.fact, scratch)
        held = cell(scratch, col.TRIP_RELEASE, at) - service
        for number in range(col.INSTANT, last + 1):
            if scratch[number] < col.NEVER:
                scratch[number] = min(col.NEVER, begin(data, node, max(scratch[number], held)) + service)
        if at < size - 2 or kind_fact(data, kind, col.RETURNS):
            _rest_early(data.fact, scratch)
    if scratch[last] >= col.NEVER:
        return col.NEVER
    end = arrive(data, kind, scratch[last], data.duration[profile, place, scratch[path + size - 1]])
    end = max(end, kind_fact(data, kind, col.END_OPEN))
    return end if end <= scratch[col.END_BY] else col.NEVER


@kernel
def latest_start(data: Data, scratch: IntArray, kind: int, size: int, end: int) -> int:
    """Return the latest start from which the path is over by ``end``, an earliest end."""
    profile, breaks = kind_fact(data, kind, col.PROFILE), scratch[col.BREAKS_TAKEN]
    path, last = scratch[col.PATH], col.INSTANT + breaks
    leg = data.duration[profile, scratch[path + size - 2], scratch[path + size - 1]]
    for number in range(col.INSTANT, last):
        scratch[number] = -1
    scratch[last] = depart(data, kind, end, leg)
    for at in range(size - 2, 0, -1):
        node = scratch[path + at]
        leg, service = (
            data.duration[profile, scratch[path + at - 1], node],
            node_fact(data, node, col.SERVICE),
        )
        if at < size - 2 or kind_fact(data, kind, col.RETURNS):
            _rest_late(data.fact, scratch)
        for number in range(col.INSTANT, last + 1):
            started = begin_by(data, node, scratch[number] - service)
            scratch[number] = started if started >= cell(scratch, col.TRIP_RELEASE, at) - service else -1
        _rest_late(data.fact, scratch)
        for number in range(col.INSTANT, last + 1):
            if scratch[number] >= 0:
                scratch[number] = depart(data, kind, scratch[number], leg)
    _rest_late(data.fact, scratch)
    return min(scratch[col.INSTANT] - node_fact(data, scratch[path], col.SERVICE), scratch[col.START_BY])
