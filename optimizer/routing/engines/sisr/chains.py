"""Builds chains, makes them larger, and reads plans from them."""

from collections.abc import Iterator, Sequence

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.insert import fill_alone, open_route, put
from optimizer.routing.engines.sisr.memory import copy_tables, empty_plan, empty_scratch, rows, table
from optimizer.routing.engines.sisr.plan import place_nodes
from optimizer.routing.engines.sisr.refresh import refresh
from optimizer.routing.engines.sisr.rng import random_state
from optimizer.routing.problem import IntArray

#: Vehicle type and nodes between the depots of one route.
Tour = tuple[int, tuple[int, ...]]

_SLOTS = 128
_LENGTH = 64


def first_chain(data: Data, tours: Sequence[Tour], seed: int) -> Chain:
    """Return a chain whose plan begins with the tours that hold, and serves whom it can besides.

    Parameters
    ----------
    data
        The problem.
    tours
        Of different clients.
    seed
        Of the random numbers.
    """
    vehicles = int(rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[:, col.COUNT].sum())
    most = min(vehicles, int(data.fact[col.UNITS]) + len(tours))
    slots = min(most, max(_SLOTS, len(tours) + 1))
    length = max([_LENGTH, *(len(nodes) + 8 for _, nodes in tours)])
    scratch = empty_scratch(data, slots, length, seed, 0)
    chain = Chain(*_plans(data, slots, length), scratch)
    fill_alone(data, scratch)
    _load(data, chain, tours)
    while chain.plan[col.CROWDED]:
        chain = with_room(data, [chain])[0]
        anneal(data, chain, 1, 0.0, True)
    return chain


def copied(chain: Chain, seed: int, number: int) -> Chain:
    """Return a copy of a chain with random numbers of its own."""
    copy = Chain(chain.plan.copy(), chain.kept.copy(), chain.best.copy(), chain.scratch.copy())
    copy.scratch[col.RANDOM] = random_state(seed, number)
    return copy


def with_room(data: Data, chains: list[Chain]) -> list[Chain]:
    """Return the chains, all with more room if one lacked any."""
    crowded = 0
    for chain in chains:
        crowded |= int(chain.plan[col.CROWDED])
    return [_enlarged(data, chain, crowded) for chain in chains] if crowded else chains


def _plans(data: Data, slots: int, length: int) -> tuple[IntArray, IntArray, IntArray]:
    """Return the three plans of a chain, empty."""
    return empty_plan(data, slots, length), empty_plan(data, slots, length), empty_plan(data, slots, length)


def _enlarged(data: Data, chain: Chain, crowded: int) -> Chain:
    slots, length = int(chain.plan[col.SLOT_LIMIT]), int(chain.plan[col.LENGTH])
    if crowded & 1:
        length *= 2
    if crowded & 2:
        slots *= 2
    plans = _plans(data, slots, length)
    for old, new in zip(chain[:3], plans, strict=True):
        copy_tables(old, new, col.SLOT_LIMIT, (col.WHERE_TABLE, col.USED_TABLE, col.ABSENT_TABLE))
        shape = int(old[col.SLOT_LIMIT]), int(old[col.LENGTH]), int(old[col.STOP_WIDTH])
        stops = table(new, col.STOP_TABLE).reshape(slots, length, -1)
        stops[: shape[0], : shape[1]] = table(old, col.STOP_TABLE).reshape(shape)
        routes = table(old, col.ROUTE_TABLE)
        table(new, col.ROUTE_TABLE)[: len(routes)] = routes
        new[col.CROWDED] = 0
    scratch = empty_scratch(data, slots, length, 0, 0)
    copy_tables(chain.scratch, scratch, col.PATH, (col.ALONE, col.ABSENCES, col.POOL))
    return Chain(*plans, scratch)


def adopt(chain: Chain, other: Chain) -> None:
    """Let a chain go on from the best plan of a chain of the same size, which may be itself."""
    for plan in (chain.plan, chain.kept, chain.best):
        plan[:] = other.best
    chain.scratch[[col.BEST, col.BEST_MISSING]] = other.scratch[[col.BEST, col.BEST_MISSING]]
    chain.scratch[col.CURRENT] = chain.scratch[col.BEST]
    table(chain.plan, col.WHERE_TABLE)[:] = -1
    for slot in range(int(chain.plan[col.SLOTS])):
        place_nodes(chain.plan, slot)


def adopt_tours(data: Data, chain: Chain, tours: Sequence[Tour]) -> None:
    """Let a chain go on from a plan of these tours, for which it has room."""
    empty = empty_plan(data, int(chain.plan[col.SLOT_LIMIT]), int(chain.plan[col.LENGTH]))
    for plan in (chain.plan, chain.kept, chain.best):
        plan[:] = empty
    chain.scratch[[col.CURRENT, col.BEST, col.BEST_MISSING]] = col.NEVER
    _load(data, chain, tours)


def tours_of(plan: IntArray) -> Iterator[Tour]:
    """Yield the routes of a plan."""
    slots, length, width = int(plan[col.SLOTS]), int(plan[col.LENGTH]), int(plan[col.STOP_WIDTH])
    nodes = table(plan, col.STOP_TABLE).reshape(-1, length, width)[:, :, col.NODE]
    routes = rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))
    for slot in range(slots):
        size = int(routes[slot, col.SIZE])
        if size:
            yield int(routes[slot, col.KIND]), tuple(nodes[slot, 1 : size - 1].tolist())


def _load(data: Data, chain: Chain, tours: Sequence[Tour]) -> None:
    """Put the tours that hold in an empty plan, and whom it can serve besides."""
    chain.plan[col.ABSENT] = 0
    for kind, nodes in tours:
        _add_tour(data, chain.plan, chain.scratch, kind, nodes)
    _note_absent(data, chain.plan)
    table(chain.scratch, col.DUE)[table(chain.plan, col.ABSENT_TABLE)[: chain.plan[col.ABSENT]]] = col.FRESH
    anneal(data, chain, 1, 0.0, True)


def _add_tour(data: Data, plan: IntArray, scratch: IntArray, kind: int, nodes: Sequence[int]) -> None:
    """Add a route if it holds, and there is a slot for it."""
    slot = open_route(data, plan, kind)
    if slot < 0:
        return
    for at, node in enumerate(nodes):
        put(plan, slot, at, node)
    if refresh(data, plan, scratch, slot):
        return
    routes = rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))
    routes[slot, col.SIZE] = 0
    plan[col.ROUTES] -= 1
    plan[plan[col.USED_TABLE] + kind] -= 1
    for node in nodes:
        plan[plan[col.WHERE_TABLE] + 2 * node] = -1


def _note_absent(data: Data, plan: IntArray) -> None:
    """Enter who is on no route, after tours were put in place."""
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    unit_of = rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.UNIT]
    served = {int(unit_of[node]) for _, tour in tours_of(plan) for node in tour}
    absent = np.array([unit for unit in range(len(units)) if unit not in served], np.int64)
    table(plan, col.ABSENT_TABLE)[: len(absent)] = absent
    routes = rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))
    plan[col.ABSENT] = len(absent)
    plan[col.MISSING] = units[absent, col.REQUIRED].sum()
    plan[col.TOTAL] = routes[:, col.COST].sum() + units[absent, col.FORGONE].sum()
