"""Finds the cheapest positions for a pickup and its delivery on a route."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import extra, kind_fact, node_fact, route, stop
from optimizer.routing.engines.sisr.compiled import absorbed, inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.probe import carries, must_replay, overlooked, rejoin, set_out, visit
from optimizer.routing.engines.sisr.replay import replay
from optimizer.routing.engines.sisr.segments import Segment
from optimizer.routing.engines.sisr.single import note, spread_cost
from optimizer.routing.problem import IntArray

#: Positions after which to pick up and to deliver, and the detour of both.
Positions = tuple[int, int, int]


@absorbed
def _replayed_price(data: Data, plan: IntArray, scratch: IntArray, slot: int, positions: Positions) -> int:
    """Return what a route costs more with a pair at two positions; NEVER if it cannot hold."""
    size, path = route(plan, slot, col.SIZE), scratch[col.PATH]
    at, until, _ = positions
    for place in range(size):
        later = (place > at) + (place > until)
        scratch[path + place + later] = stop(plan, slot, place, col.NODE)
    scratch[path + at + 1] = scratch[col.VISIT]
    scratch[path + until + 2] = scratch[col.VISIT + 1]
    cost, _ = replay(data, scratch, route(plan, slot, col.KIND), size + 2)
    return col.NEVER if cost < 0 else cost - route(plan, slot, col.COST)


@inlined
def _release(data: Data, scratch: IntArray) -> int:
    """Return from when on the pair may be under way."""
    release = node_fact(data, scratch[col.VISIT], col.RELEASE)
    return max(release, node_fact(data, scratch[col.VISIT + 1], col.RELEASE))


@absorbed
def _timed_price(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, positions: Positions, so_far: Segment
) -> int:
    """Return what the time costs more, or for routes to be replayed everything; NEVER if it cannot hold."""
    kind, until, release = route(plan, slot, col.KIND), positions[1], _release(data, scratch)
    place = scratch[col.VISIT] if until == positions[0] else stop(plan, slot, until, col.NODE)
    delivery = scratch[col.VISIT + 1]
    way = visit(data, kind, so_far, place, delivery)
    if must_replay(data, plan, slot, release):
        if way[0] >= col.NEVER:
            return col.NEVER
        return _replayed_price(data, plan, scratch, slot, positions)
    holds, more = rejoin(data, plan, slot, way, delivery, until + 1, release)
    return more if holds else col.NEVER


@inlined
def _deliver(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, positions: Positions, so_far: Segment
) -> None:
    """Look at delivering after a position."""
    at, until, detour = positions
    kind = route(plan, slot, col.KIND)
    pickup, delivery = scratch[col.VISIT], scratch[col.VISIT + 1]
    length = route(plan, slot, col.DISTANCE) + detour
    if length > kind_fact(data, kind, col.MAX_DISTANCE):
        return
    price = (
        kind_fact(data, kind, col.PER_DISTANCE) * detour
        + extra(data, kind, pickup)
        + extra(data, kind, delivery)
    )
    spread = spread_cost(data, scratch, length)
    if price + spread >= scratch[col.PRICE] or overlooked(scratch):
        return
    if kind_fact(data, kind, col.CLOCK) != col.TIMELESS:
        timed = _timed_price(data, plan, scratch, slot, positions, so_far)
        price = timed if must_replay(data, plan, slot, _release(data, scratch)) else price + timed
    if price + spread < scratch[col.PRICE]:
        note(scratch, price + spread, slot, at, pickup, until)


@absorbed
def _deliver_later(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, detour: int, so_far: Segment
) -> None:
    """Look at every delivery that is not next to its pickup, whose detour is given."""
    kind, delivery, place = route(plan, slot, col.KIND), scratch[col.VISIT + 1], scratch[col.VISIT]
    ways, barred = data.distance[kind_fact(data, kind, col.PROFILE)], data.fact[col.BARRED]
    timeless = kind_fact(data, kind, col.CLOCK) == col.TIMELESS
    for until in range(at + 1, route(plan, slot, col.SIZE) - 1):
        node = stop(plan, slot, until, col.NODE)
        if node < data.fact[col.DEPOTS] or not carries(data, plan, slot, until, scratch[col.VISIT]):
            return
        if not timeless:
            so_far = visit(data, kind, so_far, place, node)
            begun = so_far[0] + so_far[1] - node_fact(data, node, col.SERVICE)
            if begun > stop(plan, slot, until, col.LATE):
                return
        place = node
        there, onward = ways[node, delivery], ways[delivery, stop(plan, slot, until + 1, col.NODE)]
        if max(there, onward) < barred:
            whole = detour + there + onward - stop(plan, slot, until, col.LEG)
            _deliver(data, plan, scratch, slot, (at, until, whole), so_far)


@absorbed
def _pick_up(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, release: int) -> None:
    """Look at every delivery after a pickup at a position."""
    kind, place, behind = (
        route(plan, slot, col.KIND),
        stop(plan, slot, at, col.NODE),
        stop(plan, slot, at + 1, col.NODE),
    )
    ways, barred = data.distance[kind_fact(data, kind, col.PROFILE)], data.fact[col.BARRED]
    pickup, delivery = scratch[col.VISIT], scratch[col.VISIT + 1]
    there, across, onward = ways[place, pickup], ways[pickup, delivery], ways[delivery, behind]
    per_distance = kind_fact(data, kind, col.PER_DISTANCE)
    detour = there + ways[pickup, behind] - stop(plan, slot, at, col.LEG)
    so_far = 0, 0, 0
    if there >= barred:
        return
    if kind_fact(data, kind, col.CLOCK) != col.TIMELESS:
        so_far = visit(data, kind, set_out(data, plan, slot, at, release), place, pickup)
        if so_far[0] >= col.NEVER:
            return
    if max(across, onward) < barred:
        whole = there + across + onward - stop(plan, slot, at, col.LEG)
        _deliver(data, plan, scratch, slot, (at, at, whole), so_far)
    if ways[pickup, behind] < barred and per_distance * detour < scratch[col.PRICE]:
        _deliver_later(data, plan, scratch, slot, at, detour, so_far)


@kernel
def try_pair(data: Data, plan: IntArray, scratch: IntArray, slot: int, pickup: int, delivery: int) -> None:
    """Look for cheaper places for a pickup and its delivery on a route than those found so far."""
    kind = route(plan, slot, col.KIND)
    scratch[col.VISIT], scratch[col.VISIT + 1] = pickup, delivery
    release = _release(data, scratch)
    for at in range(kind_fact(data, kind, col.FIRST), route(plan, slot, col.SIZE) - 1):
        if carries(data, plan, slot, at, pickup):
            _pick_up(data, plan, scratch, slot, at, release)
