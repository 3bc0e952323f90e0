"""Finds the cheapest position for one client on a route."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import extra, kind_fact, node_fact, route, stop, stops_at
from optimizer.routing.engines.sisr.compiled import absorbed, inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.probe import (
    fits,
    in_order,
    must_replay,
    overlooked,
    rejoin,
    set_out,
    visit,
)
from optimizer.routing.engines.sisr.replay import replay
from optimizer.routing.problem import IntArray


@inlined
def spread_cost(data: Data, scratch: IntArray, distance: int) -> int:
    """Return what the longest route costs more if one has this distance."""
    return data.fact[col.LONGEST_COST] * max(0, distance - scratch[col.LONGEST])


@kernel
def note(scratch: IntArray, price: int, slot: int, at: int, client: int, until: int) -> None:
    """Note an insertion as the cheapest so far."""
    scratch[col.PRICE], scratch[col.ROUTE], scratch[col.AT] = price, slot, at
    scratch[col.CLIENT], scratch[col.UNTIL_AT], scratch[col.RELOAD] = client, until, -1


@kernel
def replayed_with(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, inserted: int) -> int:
    """Return the cost of a route with the first nodes of VISIT after a position; negative if it cannot hold."""
    size, path = route(plan, slot, col.SIZE), scratch[col.PATH]
    for place in range(size):
        scratch[path + place + inserted * (place > at)] = stop(plan, slot, place, col.NODE)
    for number in range(inserted):
        scratch[path + at + 1 + number] = scratch[col.VISIT + number]
    return replay(data, scratch, route(plan, slot, col.KIND), size + inserted)[0]


@absorbed
def _replayed_price(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, client: int) -> int:
    """Return what the route's time costs more with a client after a position; NEVER if it cannot hold."""
    kind = route(plan, slot, col.KIND)
    scratch[col.VISIT] = client
    cost = replayed_with(data, plan, scratch, slot, at, 1)
    if cost < 0:
        return col.NEVER
    ways = data.distance[kind_fact(data, kind, col.PROFILE)]
    detour = ways[stop(plan, slot, at, col.NODE), client] + ways[client, stop(plan, slot, at + 1, col.NODE)]
    detour = kind_fact(data, kind, col.PER_DISTANCE) * (detour - stop(plan, slot, at, col.LEG))
    return cost - route(plan, slot, col.COST) - detour - extra(data, kind, client)


@absorbed
def _time_price(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, client: int) -> int:
    """Return what the route's time costs more with a client after a position; NEVER if it cannot hold."""
    kind, release = route(plan, slot, col.KIND), node_fact(data, client, col.RELEASE)
    replayed = must_replay(data, plan, slot, release)
    if not replayed or kind_fact(data, kind, col.CLOCK) == col.REPLAYED:
        way = set_out(data, plan, slot, at, release)
        way = visit(data, kind, way, stop(plan, slot, at, col.NODE), client)
        holds, more = rejoin(data, plan, slot, way, client, at + 1, release)
        if not holds:
            return col.NEVER
        if not replayed:
            return more
    return _replayed_price(data, plan, scratch, slot, at, client)


@kernel
def try_single(data: Data, plan: IntArray, scratch: IntArray, slot: int, client: int) -> None:
    """Look for a cheaper place for a client on a route than the one found so far."""
    kind, size = route(plan, slot, col.KIND), route(plan, slot, col.SIZE)
    profile, first, width = kind_fact(data, kind, col.PROFILE), stops_at(plan, slot), plan[col.STOP_WIDTH]
    there, back = data.distance[profile + data.fact[col.TURNED], client], data.distance[profile, client]
    per_distance, visiting = kind_fact(data, kind, col.PER_DISTANCE), extra(data, kind, client)
    spare = kind_fact(data, kind, col.MAX_DISTANCE) - route(plan, slot, col.DISTANCE)
    spare = min(spare, data.fact[col.BARRED] - 1)
    timeless, plain = kind_fact(data, kind, col.CLOCK) == col.TIMELESS, data.fact[col.PLAIN_LOADS]
    best = scratch[col.PRICE]
    for at in range(kind_fact(data, kind, col.FIRST), size - 1):
        here = first + at * width
        detour = there[plan[here + col.NODE]] + back[plan[here + width + col.NODE]] - plan[here + col.LEG]
        price = per_distance * detour + visiting
        if price >= best or detour > spare or overlooked(scratch):
            continue
        if not (plain or fits(data, plan, slot, at, client)):
            continue
        if data.fact[col.BACKHAULS] and not in_order(data, plan, slot, at, client):
            continue
        price += spread_cost(data, scratch, route(plan, slot, col.DISTANCE) + detour)
        if not timeless:
            price += _time_price(data, plan, scratch, slot, at, client)
        if price < best:
            best = price
            note(scratch, price, slot, at, client, -1)
