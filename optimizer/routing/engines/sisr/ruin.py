"""Removes strings of clients from routes that lie close to each other.

References
----------
.. [1] Christiaens, J. and G. Vanden Berghe (2020). Slack induction by string removals for vehicle routing problems.
   *Transportation Science* 54(2), 417-433. https://doi.org/10.1287/trsc.2019.0914
"""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    absent_unit,
    amount,
    capacity,
    cell,
    node_fact,
    place_of,
    route,
    set_cell,
    set_place,
    set_route,
    set_stop,
    slot_of,
    stop,
    trip_end,
    trip_start,
    unit_fact,
)
from optimizer.routing.engines.sisr.compiled import absorbed, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.fleet import enlarge
from optimizer.routing.engines.sisr.insert import put
from optimizer.routing.engines.sisr.plan import drop_route
from optimizer.routing.engines.sisr.refresh import refresh
from optimizer.routing.engines.sisr.rng import below, uniform
from optimizer.routing.problem import IntArray

#: Clients removed on average, longest string, chance of keeping some in its middle, and of keeping one more [1]_.
MEAN_REMOVED = 10
LONGEST_STRING = 10
SPLIT_RATE = 0.5
SPLIT_GROWTH = 0.01
#: Share of ruined routes that a random larger vehicle is tried for, where there are several types.
ENLARGED_RATE = 0.3
#: Chance of ruining around an absent client while required ones are missing.
MISSING_RATE = 0.5
#: Share of moves in which a route may be opened for a client who alone is not worth it.
VENTURE_RATE = 0.3
#: How many clients around the ruined are tried again if they are absent.
NEAR_ABSENT = 60


@kernel
def drop_unit(data: Data, plan: IntArray, unit: int) -> None:
    """Enter a unit among the absent."""
    set_cell(plan, col.ABSENT_TABLE, plan[col.ABSENT], unit)
    plan[col.ABSENT] += 1
    plan[col.MISSING] += unit_fact(data, unit, col.REQUIRED)
    plan[col.TOTAL] += unit_fact(data, unit, col.FORGONE)


@kernel
def doom(data: Data, scratch: IntArray, node: int) -> None:
    """Mark a client, and what belongs to it, for removal unless it is fixed."""
    unit = node_fact(data, node, col.UNIT)
    if unit < 0 or node_fact(data, node, col.LOCKED):
        return
    set_cell(scratch, col.DOOMED, node, 1)
    if unit_fact(data, unit, col.PAIR):
        for row in range(unit_fact(data, unit, col.MEMBER_AT), unit_fact(data, unit, col.MEMBER_END)):
            set_cell(scratch, col.DOOMED, data.fact[row], 1)


@absorbed
def _take_off(data: Data, plan: IntArray, scratch: IntArray, node: int) -> None:
    """Note that a doomed client is on no route; a pair is absent once its delivery is off."""
    set_cell(scratch, col.DOOMED, node, 0)
    set_place(plan, node, -1, 0)
    unit = node_fact(data, node, col.UNIT)
    if not unit_fact(data, unit, col.PAIR) or data.fact[unit_fact(data, unit, col.MEMBER_AT)] != node:
        drop_unit(data, plan, unit)
        set_cell(scratch, col.DUE, unit, col.FRESH)


@absorbed
def _without_doomed(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> int:
    """Close the gaps that doomed clients and empty trips leave; return the new size."""
    size, depots = route(plan, slot, col.SIZE), data.fact[col.DEPOTS]
    kept = 1
    for at in range(1, size):
        node = stop(plan, slot, at, col.NODE)
        if cell(scratch, col.DOOMED, node):
            _take_off(data, plan, scratch, node)
            continue
        if at == size - 1 or node < depots:
            if kept > 1 and stop(plan, slot, kept - 1, col.NODE) < depots:
                kept -= 1
            if kept == 1 and at < size - 1:
                continue
        set_stop(plan, slot, kept, col.NODE, node)
        kept += 1
    return kept


@absorbed
def _may_merge(data: Data, plan: IntArray, slot: int, at: int) -> bool:
    """Whether a position is a reload, and the goods of the trips before and after it fit in one."""
    if stop(plan, slot, at, col.NODE) >= data.fact[col.DEPOTS]:
        return False
    if not data.fact[col.ONE_WAY]:
        return True
    for measure in range(data.fact[col.MEASURES]):
        load = 0
        for place in range(trip_start(data, plan, slot, at - 1) + 1, trip_end(data, plan, slot, at + 1)):
            node = stop(plan, slot, place, col.NODE)
            load += amount(data, node, col.DELIVERY, measure) + amount(data, node, col.PICKUP, measure)
        if load > capacity(data, route(plan, slot, col.KIND), measure):
            return False
    return True


@absorbed
def _merge_trips(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> None:
    """Leave out reloads that are no longer needed."""
    at = 1
    while at < route(plan, slot, col.SIZE) - 1:
        if not _may_merge(data, plan, slot, at):
            at += 1
            continue
        depot, cost, size = (
            stop(plan, slot, at, col.NODE),
            route(plan, slot, col.COST),
            route(plan, slot, col.SIZE),
        )
        for later in range(at, size - 1):
            set_stop(plan, slot, later, col.NODE, stop(plan, slot, later + 1, col.NODE))
        set_route(plan, slot, col.SIZE, size - 1)
        if not refresh(data, plan, scratch, slot) or route(plan, slot, col.COST) > cost:
            put(plan, slot, at - 1, depot)
            refresh(data, plan, scratch, slot)
            at += 1


@absorbed
def _close(data: Data, plan: IntArray, scratch: IntArray, slot: int) -> bool:
    """Take the doomed off a route, and the route off the plan if none is left; False if it cannot hold."""
    size = _without_doomed(data, plan, scratch, slot)
    set_route(plan, slot, col.SIZE, size)
    if size > 2:
        return refresh(data, plan, scratch, slot)
    drop_route(plan, slot)
    return True


@kernel
def close_route(data: Data, plan: IntArray, scratch: IntArray, slot: int, everyone: bool) -> None:
    """Take the doomed off a route, and all who are not fixed if asked, or where it cannot hold without the doomed.

    If it cannot hold with the fixed alone either, the whole change is spoiled.
    """
    set_route(plan, slot, col.TOUCHED, 1)
    holds = False
    while not holds:
        if everyone:
            for at in range(1, route(plan, slot, col.SIZE) - 1):
                doom(data, scratch, stop(plan, slot, at, col.NODE))
        holds = _close(data, plan, scratch, slot)
        if everyone and not holds:
            scratch[col.SPOILED] = 1
            return
        everyone = True
    if route(plan, slot, col.SIZE) and route(plan, slot, col.TRIPS) > 1:
        _merge_trips(data, plan, scratch, slot)


@kernel
def doom_string(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int, longest: float) -> None:
    """Doom a string of a trip that holds a position, perhaps keeping some in its middle."""
    start, end = 0, route(plan, slot, col.SIZE) - 1
    if route(plan, slot, col.TRIPS) > 1:
        start, end = trip_start(data, plan, slot, at), trip_end(data, plan, slot, at)
    clients = end - start - 1
    length = 1 + below(scratch, int(min(float(clients), longest)))
    kept = 0
    if 1 < length < clients and uniform(scratch) < SPLIT_RATE:
        kept = 1
        while length + kept < clients and uniform(scratch) < SPLIT_GROWTH:
            kept += 1
    whole = length + kept
    first = max(start + 1, at - whole + 1)
    first += below(scratch, min(at, end - whole) - first + 1)
    gap = first + whole
    if kept:
        gap = first + 1 + below(scratch, length - 1)
    for place in range(first, first + whole):
        if not gap <= place < gap + kept:
            doom(data, scratch, stop(plan, slot, place, col.NODE))


@kernel
def _mean_size(plan: IntArray) -> float:
    """Return the mean number of clients on a trip."""
    clients = trips = 0
    for slot in range(plan[col.SLOTS]):
        size = route(plan, slot, col.SIZE)
        if size:
            clients += size - 1 - route(plan, slot, col.TRIPS)
            trips += route(plan, slot, col.TRIPS)
    return clients / max(1, trips)


@absorbed
def _struck(data: Data, plan: IntArray, scratch: IntArray, slot: int, at: int) -> bool:
    """Whether the trip of a position has lost clients already."""
    if not cell(scratch, col.HIT, slot):
        return False
    if route(plan, slot, col.TRIPS) == 1:
        return True
    for place in range(trip_start(data, plan, slot, at) + 1, trip_end(data, plan, slot, at)):
        if cell(scratch, col.DOOMED, stop(plan, slot, place, col.NODE)):
            return True
    return False


@absorbed
def _draw_seed(data: Data, plan: IntArray, scratch: IntArray) -> int:
    """Return the client around whom to ruin, by its number: often one that is missing."""
    if plan[col.MISSING] and uniform(scratch) < MISSING_RATE:
        unit = absent_unit(plan, below(scratch, plan[col.ABSENT]))
        return data.fact[unit_fact(data, unit, col.MEMBER_AT)] - data.fact[col.DEPOTS]
    return below(scratch, data.fact[col.CLIENTS])


@absorbed
def _call_absent(data: Data, plan: IntArray, scratch: IntArray, seed: int) -> None:
    """Let the next recreating look at absent units near a client, and at any one of the others."""
    near, width = data.fact[col.NEAR_TABLE] + seed * data.fact[col.NEAR_WIDTH], data.fact[col.NEAR_WIDTH]
    for rank in range(-1, min(width, NEAR_ABSENT)):
        node = seed + data.fact[col.DEPOTS] if rank < 0 else data.fact[near + rank]
        if node >= 0 and slot_of(plan, node) == -1:
            unit = node_fact(data, node, col.UNIT)
            set_cell(scratch, col.DUE, unit, max(col.NEARBY, cell(scratch, col.DUE, unit)))
    set_cell(scratch, col.DUE, absent_unit(plan, below(scratch, plan[col.ABSENT])), col.FRESH)
    scratch[col.VENTURE] = -1 if uniform(scratch) < VENTURE_RATE else -2


@absorbed
def ruin(data: Data, plan: IntArray, scratch: IntArray) -> None:
    """Remove strings from the routes around a random client."""
    scratch[col.SPOILED] = 0
    seed, width = _draw_seed(data, plan, scratch), data.fact[col.NEAR_WIDTH]
    while slot_of(plan, seed + data.fact[col.DEPOTS]) == col.ELSEWHERE:
        seed = below(scratch, data.fact[col.CLIENTS])
    if plan[col.ABSENT]:
        _call_absent(data, plan, scratch, seed)
    longest = min(float(LONGEST_STRING), _mean_size(plan))
    strings = int(1.0 + uniform(scratch) * (4.0 * MEAN_REMOVED / (1.0 + longest) - 1.0))
    near, hit, struck = data.fact[col.NEAR_TABLE] + seed * width, 0, 0
    for rank in range(-1, width):
        node = seed + data.fact[col.DEPOTS] if rank < 0 else data.fact[near + rank]
        if struck >= strings or node < 0:
            break
        slot = slot_of(plan, node)
        if slot < 0 or _struck(data, plan, scratch, slot, place_of(plan, node)):
            continue
        if not cell(scratch, col.HIT, slot):
            set_cell(scratch, col.HIT, slot, 1)
            set_cell(scratch, col.RUINED, hit, slot)
            hit += 1
        struck += 1
        doom_string(data, plan, scratch, slot, place_of(plan, node), longest)
    for row in range(hit):
        slot = cell(scratch, col.RUINED, row)
        set_cell(scratch, col.HIT, slot, 0)
        close_route(data, plan, scratch, slot, False)
        if data.fact[col.KINDS] > 1 and route(plan, slot, col.SIZE) and uniform(scratch) < ENLARGED_RATE:
            enlarge(data, plan, scratch, slot)
