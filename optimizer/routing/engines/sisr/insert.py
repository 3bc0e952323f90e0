"""Looks for the cheapest insertion of a unit over all routes, and carries it out."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import (
    allowed,
    amount,
    cell,
    kind_fact,
    partner,
    route,
    set_cell,
    set_route,
    set_stop,
    slot_of,
    stop,
    unit_fact,
)
from optimizer.routing.engines.sisr.brisk import brisk_pair, brisk_single, is_brisk
from optimizer.routing.engines.sisr.compiled import absorbed, inlined, kernel
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.pair import try_pair
from optimizer.routing.engines.sisr.probe import overlooked, roomy
from optimizer.routing.engines.sisr.refresh import refresh
from optimizer.routing.engines.sisr.reload import try_reload
from optimizer.routing.engines.sisr.replay import replay
from optimizer.routing.engines.sisr.single import note, spread_cost, try_single
from optimizer.routing.problem import IntArray

#: Number of routes from which on only those of a client's nearest clients are looked at, and how many clients.
MANY_ROUTES = 30
NEAR_CLIENTS = 60

_ALL, _NEAR, _CHANGED = 0, 1, 2


@kernel
def _path_to(data: Data, scratch: IntArray, kind: int, one: int, other: int) -> tuple[int, int]:
    """Write the route to nothing but a client, or a pair, to the path; return its size and distance."""
    size = 4 if other >= 0 else 3
    set_cell(scratch, col.PATH, 0, kind_fact(data, kind, col.START))
    set_cell(scratch, col.PATH, 1, one)
    if other >= 0:
        set_cell(scratch, col.PATH, 2, other)
    set_cell(scratch, col.PATH, size - 1, kind_fact(data, kind, col.END))
    ways, distance = data.distance[kind_fact(data, kind, col.PROFILE)], 0
    for at in range(size - 1):
        distance += ways[cell(scratch, col.PATH, at), cell(scratch, col.PATH, at + 1)]
    return size, distance


@inlined
def _choices_end(data: Data, unit: int) -> int:
    """Return the offset behind the members that may be inserted: a pair is known by its pickup."""
    if unit_fact(data, unit, col.PAIR):
        return unit_fact(data, unit, col.MEMBER_AT) + 1
    return unit_fact(data, unit, col.MEMBER_END)


@kernel
def fill_alone(data: Data, scratch: IntArray) -> None:
    """Write what each route to one client, or one pair, costs; NEVER if it cannot hold."""
    for kind in range(data.fact[col.KINDS]):
        for unit in range(data.fact[col.UNITS]):
            for row in range(unit_fact(data, unit, col.MEMBER_AT), _choices_end(data, unit)):
                one = data.fact[row]
                other, cost = partner(data, one), -1
                if allowed(data, kind, one) and (other < 0 or allowed(data, kind, other)):
                    size, _ = _path_to(data, scratch, kind, one, other)
                    cost, _ = replay(data, scratch, kind, size)
                where = kind * data.fact[col.NODES] + one
                set_cell(scratch, col.ALONE, where, col.NEVER if cost < 0 else cost)


@kernel
def _try_new(data: Data, plan: IntArray, scratch: IntArray, one: int) -> None:
    """Look at routes to nothing but a client, or a pair."""
    if plan[col.ROUTES] >= scratch[col.MOST_ROUTES]:
        return
    for kind in range(data.fact[col.KINDS]):
        if cell(plan, col.USED_TABLE, kind) >= kind_fact(data, kind, col.COUNT) or kind_fact(
            data, kind, col.FIRST
        ):
            continue
        price = cell(scratch, col.ALONE, kind * data.fact[col.NODES] + one)
        # another vehicle leaves more time than another trip, where both cost the same
        limit = scratch[col.PRICE] + (scratch[col.CLIENT] >= 0 and scratch[col.RELOAD] >= 0)
        # the only place left is not overlooked
        if price >= limit or (scratch[col.CLIENT] >= 0 and overlooked(scratch)):
            continue
        if data.fact[col.LONGEST_COST]:
            price += spread_cost(data, scratch, _path_to(data, scratch, kind, one, partner(data, one))[1])
        if price < limit:
            note(scratch, price, -1, 0, one, 0)
            scratch[col.NEW_KIND] = kind


@absorbed
def _try_route(data: Data, plan: IntArray, scratch: IntArray, slot: int, one: int, other: int) -> None:
    """Look at all places on a route for a client, or for a pair."""
    kind = route(plan, slot, col.KIND)
    if other >= 0:
        if kind_fact(data, kind, col.CLOCK) == col.BRISK:
            brisk_pair(data, plan, scratch, slot, one, other)
        else:
            try_pair(data, plan, scratch, slot, one, other)
    elif roomy(data, plan, slot, one):
        if is_brisk(data, kind):
            brisk_single(data, plan, scratch, slot, one)
        else:
            try_single(data, plan, scratch, slot, one)
    if kind_fact(data, kind, col.MAX_RELOADS):
        try_reload(data, plan, scratch, slot, one, other)


@absorbed
def _gather_near(data: Data, plan: IntArray, scratch: IntArray, one: int, found: int) -> int:
    """Append the slots of a client's nearest clients to those found; return their number."""
    near, width, met = data.fact[col.NEAR_TABLE], data.fact[col.NEAR_WIDTH], 0
    near += (one - data.fact[col.DEPOTS]) * width
    for row in range(near, near + width):
        slot = slot_of(plan, data.fact[row]) if data.fact[row] >= 0 else -1
        if slot >= 0 and not cell(scratch, col.HIT, slot):
            set_cell(scratch, col.HIT, slot, 1)
            set_cell(scratch, col.RUINED, found, slot)
            found += 1
        met += slot >= 0
        if met == NEAR_CLIENTS:
            break
    return found


@absorbed
def _gather_changed(plan: IntArray, scratch: IntArray) -> int:
    """Write the slots that were changed since the plan was kept; return their number."""
    found = 0
    for slot in range(plan[col.SLOTS]):
        if route(plan, slot, col.TOUCHED):
            set_cell(scratch, col.RUINED, found, slot)
            found += 1
    return found


@kernel
def _gather(data: Data, plan: IntArray, scratch: IntArray, one: int, other: int, which: int) -> int:
    """Write the slots to look at: all, near or changed ones; return their number."""
    found = 0
    if which == _CHANGED:
        return _gather_changed(plan, scratch)
    if which == _ALL:
        for slot in range(plan[col.SLOTS]):
            set_cell(scratch, col.RUINED, slot, slot)
        return plan[col.SLOTS]
    found = _gather_near(data, plan, scratch, one, found)
    if other >= 0:
        found = _gather_near(data, plan, scratch, other, found)
    for row in range(found):
        set_cell(scratch, col.HIT, cell(scratch, col.RUINED, row), 0)
    return found


@kernel
def _try_slots(data: Data, plan: IntArray, scratch: IntArray, one: int, other: int, count: int) -> None:
    """Look at all places on the routes gathered."""
    delivery, pickup = amount(data, one, col.DELIVERY, 0), amount(data, one, col.PICKUP, 0)
    for row in range(count):
        slot = cell(scratch, col.RUINED, row)
        here = plan[col.ROUTE_TABLE] + slot * plan[col.ROUTE_WIDTH]
        size, kind = plan[here + col.SIZE], plan[here + col.KIND]
        full = delivery > plan[here + col.ROOM] or pickup > plan[here + col.ROOM + 1]
        # the first measure rules out most routes, unless they may load again; the next line asks more
        if size == 0 or (full and not kind_fact(data, kind, col.MAX_RELOADS)):
            continue
        if not allowed(data, kind, one) or not (other < 0 or allowed(data, kind, other)):
            continue
        if size + 3 > plan[col.LENGTH]:
            plan[col.CROWDED] |= 1
            continue
        _try_route(data, plan, scratch, slot, one, other)


@absorbed
def _try_member(data: Data, plan: IntArray, scratch: IntArray, one: int, due: int, required: int) -> None:
    """Look at places for a client, or for a pair by its pickup: near ones if routes are many and that suffices."""
    other, which = partner(data, one), _ALL
    if due == col.NEARBY:
        which = _CHANGED
    elif plan[col.ROUTES] > MANY_ROUTES:
        which = _NEAR
    _try_slots(data, plan, scratch, one, other, _gather(data, plan, scratch, one, other, which))
    _try_new(data, plan, scratch, one)
    if which == _NEAR and required and scratch[col.CLIENT] < 0:
        _try_slots(data, plan, scratch, one, other, _gather(data, plan, scratch, one, other, _ALL))


@absorbed
def find_insertion(data: Data, plan: IntArray, scratch: IntArray, unit: int) -> bool:
    """Find the cheapest insertion of a unit; False if none is worth it."""
    required, due = unit_fact(data, unit, col.REQUIRED), cell(scratch, col.DUE, unit)
    scratch[col.PRICE] = col.ANY_PRICE if required else unit_fact(data, unit, col.FORGONE)
    scratch[col.CLIENT] = -1
    for row in range(unit_fact(data, unit, col.MEMBER_AT), _choices_end(data, unit)):
        _try_member(data, plan, scratch, data.fact[row], due, required)
    if scratch[col.CLIENT] < 0 and scratch[col.VENTURE] == -1 and not required:
        scratch[col.PRICE] = col.ANY_PRICE
        for row in range(unit_fact(data, unit, col.MEMBER_AT), _choices_end(data, unit)):
            _try_new(data, plan, scratch, data.fact[row])
    return scratch[col.CLIENT] >= 0


@kernel
def open_route(data: Data, plan: IntArray, kind: int) -> int:
    """Return a slot with a route from depot to depot; -1 if no slot is free."""
    slot = 0
    while slot < plan[col.SLOT_LIMIT] and route(plan, slot, col.SIZE):
        slot += 1
    if slot == plan[col.SLOT_LIMIT]:
        plan[col.CROWDED] |= 2
        return -1
    set_route(plan, slot, col.COST, 0)
    set_route(plan, slot, col.KIND, kind)
    set_route(plan, slot, col.SIZE, 2)
    set_stop(plan, slot, 0, col.NODE, kind_fact(data, kind, col.START))
    set_stop(plan, slot, 1, col.NODE, kind_fact(data, kind, col.END))
    plan[col.SLOTS] = max(plan[col.SLOTS], slot + 1)
    plan[col.ROUTES] += 1
    set_cell(plan, col.USED_TABLE, kind, cell(plan, col.USED_TABLE, kind) + 1)
    return slot


@kernel
def put(plan: IntArray, slot: int, at: int, node: int) -> None:
    """Put a node after a position."""
    size = route(plan, slot, col.SIZE)
    for later in range(size, at + 1, -1):
        set_stop(plan, slot, later, col.NODE, stop(plan, slot, later - 1, col.NODE))
    set_stop(plan, slot, at + 1, col.NODE, node)
    set_route(plan, slot, col.SIZE, size + 1)


@absorbed
def carry_out(data: Data, plan: IntArray, scratch: IntArray) -> bool:
    """Insert what was found; False if there is no room for another route."""
    slot, at, one, depot = scratch[col.ROUTE], scratch[col.AT], scratch[col.CLIENT], scratch[col.RELOAD]
    other = partner(data, one)
    if slot < 0:
        slot = open_route(data, plan, scratch[col.NEW_KIND])
        if slot < 0:
            return False
    if other >= 0:
        put(plan, slot, scratch[col.UNTIL_AT], other)
    if depot >= 0 and not scratch[col.RELOAD_FIRST]:
        put(plan, slot, at + 1 if other >= 0 else at, depot)
    put(plan, slot, at, one)
    if depot >= 0 and scratch[col.RELOAD_FIRST]:
        put(plan, slot, at, depot)
    refresh(data, plan, scratch, slot)
    return True
