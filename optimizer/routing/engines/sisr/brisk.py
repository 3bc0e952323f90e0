"""Finds cheapest positions without traffic and releases: the usual case, in tight loops."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import extra, kind_fact, node_fact, route, stops_at
from optimizer.routing.engines.sisr.compiled import inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.probe import carries, fits, in_order, overlooked
from optimizer.routing.engines.sisr.replay import time_cost
from optimizer.routing.engines.sisr.segments import joined, single, stored
from optimizer.routing.engines.sisr.single import note, spread_cost
from optimizer.routing.engines.sisr.timing import begin
from optimizer.routing.problem import IntArray


@inlined
def _opens(data: Data, node: int) -> int:
    """Return when the first window opens."""
    return data.fact[node_fact(data, node, col.WINDOW_AT)]


@inlined
def _closes(data: Data, node: int) -> int:
    """Return when the last window closes."""
    return data.fact[node_fact(data, node, col.WINDOW_END) - 1]


@inlined
def _spare(data: Data, plan: IntArray, slot: int) -> int:
    """Return the longest detour that the route can make."""
    limit = kind_fact(data, route(plan, slot, col.KIND), col.MAX_DISTANCE)
    return min(limit - route(plan, slot, col.DISTANCE), data.fact[col.BARRED] - 1)


@inlined
def is_brisk(data: Data, kind: int) -> bool:
    """Whether :func:`brisk_single` knows all that matters for the routes of a vehicle type."""
    clock = kind_fact(data, kind, col.CLOCK)
    return clock == col.BRISK or (clock == col.SPANS and not data.fact[col.RELEASES])


@inlined
def _span(data: Data, plan: IntArray, slot: int, at: int, there: int, client: int, back: int) -> int:
    """Return the duration of a route with a client after a position, legs there and back given; NEVER if too late."""
    whole = joined(stored(plan, slot, at, col.BEFORE), there, single(data, client, 0))
    return joined(whole, back, stored(plan, slot, at + 1, col.AFTER))[0]


@kernel
def brisk_single(data: Data, plan: IntArray, scratch: IntArray, slot: int, client: int) -> None:
    """Look for a cheaper place for a client on a route than the one found so far."""
    kind, first, width = route(plan, slot, col.KIND), stops_at(plan, slot), plan[col.STOP_WIDTH]
    profile, turned = kind_fact(data, kind, col.PROFILE), data.fact[col.TURNED]
    there, back = data.distance[profile + turned, client], data.distance[profile, client]
    time_there, time_back = data.duration[profile + turned, client], data.duration[profile, client]
    per_distance, visiting = kind_fact(data, kind, col.PER_DISTANCE), extra(data, kind, client)
    opens, closes, service = _opens(data, client), _closes(data, client), node_fact(data, client, col.SERVICE)
    several = node_fact(data, client, col.WINDOW_END) - node_fact(data, client, col.WINDOW_AT) > 2
    spare, plain, ordered = _spare(data, plan, slot), data.fact[col.PLAIN_LOADS], data.fact[col.BACKHAULS]
    spans, longest = kind_fact(data, kind, col.CLOCK) == col.SPANS, kind_fact(data, kind, col.MAX_DURATION)
    best = scratch[col.PRICE]
    for at in range(kind_fact(data, kind, col.FIRST), route(plan, slot, col.SIZE) - 1):
        here = first + at * width
        early, late = plan[here + col.EARLY], plan[here + width + col.LATE] - service
        if early > closes:
            break
        place, behind = plan[here], plan[here + width]
        detour = there[place] + back[behind] - plan[here + col.LEG]
        price = per_distance * detour + visiting
        if late < opens or price >= best or detour > spare:
            continue
        begun = max(early + time_there[place], opens)
        begun = begin(data, client, begun) if several else begun
        if begun > closes or begun + time_back[behind] > late or overlooked(scratch):
            continue
        if not (plain or fits(data, plan, slot, at, client)):
            continue
        if ordered and not in_order(data, plan, slot, at, client):
            continue
        if spans:
            span = _span(data, plan, slot, at, time_there[place], client, time_back[behind])
            if span > longest:
                continue
            price += time_cost(data, kind, span) - time_cost(data, kind, route(plan, slot, col.SPAN))
        price += spread_cost(data, scratch, route(plan, slot, col.DISTANCE) + detour)
        if price < best:
            best = price
            note(scratch, price, slot, at, client, -1)


@kernel
def _brisk_deliver(
    data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, detour: int, leaving: int
) -> None:
    """Look at every delivery after a pickup behind position ``at``; its detour and departure are given."""
    kind, first, width = route(plan, slot, col.KIND), stops_at(plan, slot), plan[col.STOP_WIDTH]
    profile, place, delivery = kind_fact(data, kind, col.PROFILE), scratch[col.VISIT], scratch[col.VISIT + 1]
    ways, times = data.distance[profile], data.duration[profile]
    visiting = extra(data, kind, place) + extra(data, kind, delivery)
    per_distance, spare, depots = (
        kind_fact(data, kind, col.PER_DISTANCE),
        _spare(data, plan, slot),
        data.fact[col.DEPOTS],
    )
    closes, service = _closes(data, delivery), node_fact(data, delivery, col.SERVICE)
    # between ``at`` and the next position lies the pickup, whose leg onwards is part of the detour
    leg = ways[place, plan[first + (at + 1) * width]]
    now = leaving
    for until in range(at, route(plan, slot, col.SIZE) - 1):
        here = first + until * width
        behind = plan[here + width]
        if until > at:
            node = plan[here]
            if node < depots or not carries(data, plan, slot, until, scratch[col.VISIT]):
                return
            reached = now + times[place, node]
            if reached > plan[here + col.LATE]:
                return
            now = begin(data, node, reached) + node_fact(data, node, col.SERVICE)
            place, leg = node, plan[here + col.LEG]
        if now > closes:
            return
        whole = detour + ways[place, delivery] + ways[delivery, behind] - leg
        price = per_distance * whole + visiting
        if price >= scratch[col.PRICE] or whole > spare:
            continue
        begun = begin(data, delivery, now + times[place, delivery])
        if begun + service + times[delivery, behind] > plan[here + width + col.LATE] or overlooked(scratch):
            continue
        price += spread_cost(data, scratch, route(plan, slot, col.DISTANCE) + whole)
        if price < scratch[col.PRICE]:
            note(scratch, price, slot, at, scratch[col.VISIT], until)


@kernel
def brisk_pair(data: Data, plan: IntArray, scratch: IntArray, slot: int, pickup: int, delivery: int) -> None:
    """Look for cheaper places for a pickup and its delivery on a route than those found so far."""
    kind, first, width = route(plan, slot, col.KIND), stops_at(plan, slot), plan[col.STOP_WIDTH]
    profile, turned = kind_fact(data, kind, col.PROFILE), data.fact[col.TURNED]
    there, back = data.distance[profile + turned, pickup], data.distance[profile, pickup]
    time_there, barred = data.duration[profile + turned, pickup], data.fact[col.BARRED]
    per_distance, service = kind_fact(data, kind, col.PER_DISTANCE), node_fact(data, pickup, col.SERVICE)
    opens, closes = _opens(data, pickup), _closes(data, pickup)
    scratch[col.VISIT], scratch[col.VISIT + 1] = pickup, delivery
    for at in range(kind_fact(data, kind, col.FIRST), route(plan, slot, col.SIZE) - 1):
        here = first + at * width
        early = plan[here + col.EARLY]
        if early > closes:
            return
        place = plan[here]
        if plan[here + width + col.LATE] < opens + service or there[place] >= barred:
            continue
        onward = back[plan[here + width]]
        detour = there[place] + onward - plan[here + col.LEG]
        if onward < barred and per_distance * detour >= scratch[col.PRICE]:
            continue
        if not carries(data, plan, slot, at, pickup):
            continue
        begun = begin(data, pickup, early + time_there[place])
        if begun <= closes:
            _brisk_deliver(data, plan, scratch, slot, at, detour, begun + service)
