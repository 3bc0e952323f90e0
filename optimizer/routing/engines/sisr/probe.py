"""Tests in constant time whether a visit fits at a position of a route, and what it does to the route's time.

What is known of a changed route up to a point is a segment where duration counts, and otherwise the earliest
departure from that point.
"""

import math

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    amount,
    capacity,
    kind_fact,
    node_fact,
    route,
    stop,
    trip_start,
)
from optimizer.routing.engines.sisr.compiled import inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.replay import time_cost
from optimizer.routing.engines.sisr.rng import uniform
from optimizer.routing.engines.sisr.segments import Segment, joined, single, stored
from optimizer.routing.engines.sisr.timing import arrive, begin
from optimizer.routing.problem import IntArray

#: Share of positions that are overlooked, so that insertion does not always choose the same.
BLINK_RATE = 0.01


@kernel
def _draw_blink(scratch: IntArray) -> None:
    scratch[col.BLINK] = int(math.log(1.0 - uniform(scratch)) / math.log(1.0 - BLINK_RATE))


@inlined
def overlooked(scratch: IntArray) -> bool:
    """Whether to blink at this position."""
    scratch[col.BLINK] -= 1
    if scratch[col.BLINK] >= 0:
        return False
    _draw_blink(scratch)
    return True


@inlined
def roomy(data: Data, plan: IntArray, slot: int, node: int) -> bool:
    """Whether some position of the route may have room for a client."""
    for measure in range(data.fact[col.MEASURES]):
        if amount(data, node, col.DELIVERY, measure) > route(plan, slot, col.ROOM + 2 * measure):
            return False
        if amount(data, node, col.PICKUP, measure) > route(plan, slot, col.ROOM + 2 * measure + 1):
            return False
    return True


@inlined
def fits(data: Data, plan: IntArray, slot: int, at: int, node: int) -> bool:
    """Whether a client's delivery and pickup fit after a position."""
    kind = route(plan, slot, col.KIND)
    for measure in range(data.fact[col.MEASURES]):
        limit, column = capacity(data, kind, measure), col.LOADS + 3 * measure
        if stop(plan, slot, at, column + col.UNTIL) + amount(data, node, col.DELIVERY, measure) > limit:
            return False
        if stop(plan, slot, at, column + col.ONWARD) + amount(data, node, col.PICKUP, measure) > limit:
            return False
    return True


@inlined
def carries(data: Data, plan: IntArray, slot: int, at: int, pickup: int) -> bool:
    """Whether a shipment may be on board on the leg after a position."""
    kind = route(plan, slot, col.KIND)
    for measure in range(data.fact[col.MEASURES]):
        load = stop(plan, slot, at, col.LOADS + 3 * measure + col.LOAD)
        if load + amount(data, pickup, col.SHIPMENT, measure) > capacity(data, kind, measure):
            return False
    return True


@kernel
def in_order(data: Data, plan: IntArray, slot: int, at: int, client: int) -> bool:
    """Whether a client after a position keeps the order of backhauls on its trip."""
    haul, depots = node_fact(data, client, col.HAUL), data.fact[col.DEPOTS]
    delivered, before, after = False, at, at + 1
    while before > 0 and stop(plan, slot, before, col.NODE) >= depots:
        met = node_fact(data, stop(plan, slot, before, col.NODE), col.HAUL)
        if haul == col.DELIVERS and met == col.COLLECTS:
            return False
        delivered = delivered or met == col.DELIVERS
        before -= 1
    if haul != col.COLLECTS:
        return True
    while after < route(plan, slot, col.SIZE) - 1 and stop(plan, slot, after, col.NODE) >= depots:
        if node_fact(data, stop(plan, slot, after, col.NODE), col.HAUL) == col.DELIVERS:
            return False
        after += 1
    return delivered or data.fact[col.BACKHAULS] == 1


@kernel
def walked(data: Data, plan: IntArray, slot: int, start: int, at: int, leaving: int) -> int:
    """Return the earliest departure from a position of a trip that leaves its depot at ``leaving``."""
    kind, place, now = route(plan, slot, col.KIND), stop(plan, slot, start, col.NODE), leaving
    for later in range(start + 1, at + 1):
        node = stop(plan, slot, later, col.NODE)
        now = arrive(data, kind, now, data.duration[kind_fact(data, kind, col.PROFILE), place, node])
        now = begin(data, node, now) + node_fact(data, node, col.SERVICE)
        if now >= col.NEVER:
            return col.NEVER
        place = node
    return now


@kernel
def _held_departure(data: Data, plan: IntArray, slot: int, at: int, release: int) -> int:
    """Return the earliest departure from a position if the trip leaves no earlier than ``release``."""
    trip = trip_start(data, plan, slot, at)
    if stop(plan, slot, trip, col.EARLY) >= release:
        return stop(plan, slot, at, col.EARLY)
    service = node_fact(data, stop(plan, slot, trip, col.NODE), col.SERVICE)
    if release - service > stop(plan, slot, trip, col.LATE):
        return col.NEVER
    return walked(data, plan, slot, trip, at, release)


@inlined
def set_out(data: Data, plan: IntArray, slot: int, at: int, release: int) -> Segment:
    """Return the route up to a position, if goods of this release are brought later on the trip."""
    if kind_fact(data, route(plan, slot, col.KIND), col.CLOCK) == col.SPANS:
        return stored(plan, slot, at, col.BEFORE)
    if release == 0:
        return stop(plan, slot, at, col.EARLY), 0, 0
    return _held_departure(data, plan, slot, at, release), 0, 0


@inlined
def visit(data: Data, kind: int, so_far: Segment, place: int, node: int) -> Segment:
    """Return the route up to ``place`` with one more client."""
    leg = data.duration[kind_fact(data, kind, col.PROFILE), place, node]
    if kind_fact(data, kind, col.CLOCK) == col.SPANS:
        return joined(so_far, leg, single(data, node, 0))
    if so_far[0] >= col.NEVER:
        return so_far
    return begin(data, node, arrive(data, kind, so_far[0], leg)) + node_fact(data, node, col.SERVICE), 0, 0


@inlined
def must_replay(data: Data, plan: IntArray, slot: int, release: int) -> bool:
    """Whether only replaying the route tells what goods of this release do to its time."""
    clock = kind_fact(data, route(plan, slot, col.KIND), col.CLOCK)
    return clock == col.REPLAYED or (clock == col.SPANS and release > 0 and route(plan, slot, col.TRIPS) > 1)


@inlined
def rejoin(
    data: Data, plan: IntArray, slot: int, so_far: Segment, place: int, at: int, release: int
) -> tuple[bool, int]:
    """Return whether the route may go on from ``place`` to position ``at``, and what its time then costs more.

    For routes that must be replayed True is no promise.
    """
    kind = route(plan, slot, col.KIND)
    if so_far[0] >= col.NEVER:
        return False, 0
    leg = data.duration[kind_fact(data, kind, col.PROFILE), place, stop(plan, slot, at, col.NODE)]
    if kind_fact(data, kind, col.CLOCK) != col.SPANS:
        return arrive(data, kind, so_far[0], leg) <= stop(plan, slot, at, col.LATE), 0
    whole = joined(so_far, leg, stored(plan, slot, at, col.AFTER))
    if whole[0] > kind_fact(data, kind, col.MAX_DURATION):
        return False, 0
    held = max(route(plan, slot, col.HELD), release)
    held -= node_fact(data, stop(plan, slot, 0, col.NODE), col.SERVICE)
    more = time_cost(data, kind, whole[0]) - time_cost(data, kind, route(plan, slot, col.SPAN))
    return whole[2] >= held, more
