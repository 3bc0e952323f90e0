"""Plans in the arrays of compiled kernels, written and read by tests."""

from collections.abc import Sequence

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain
from optimizer.routing.engines.sisr.chains import Tour, first_chain, tours_of
from optimizer.routing.engines.sisr.data import Data, translate
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.problem import IntArray, Problem


def chain_of(problem: Problem, *tours: Sequence[str], kind: int = 0) -> tuple[Data, Chain]:
    """Return a chain whose plan has these routes, depots by id among the clients; whoever is on none is inserted."""
    data = translate(problem)
    names = {depot.id: node for node, depot in enumerate(problem.depots)}
    names |= {client.id: node for node, client in enumerate(problem.clients, start=len(problem.depots))}
    return data, first_chain(data, [(kind, tuple(names[one] for one in tour)) for tour in tours], 0)


def routes_of(problem: Problem, plan: IntArray) -> list[tuple[str, ...]]:
    """Return the ids on each route of a plan."""
    names = [depot.id for depot in problem.depots] + [client.id for client in problem.clients]
    return [tuple(names[node] for node in nodes) for _, nodes in tours_of(plan)]


def route_figure(plan: IntArray, slot: int, column: int) -> int:
    """Return a figure of a slot."""
    return int(rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))[slot, column])


def stop_figures(plan: IntArray, slot: int, column: int) -> list[int]:
    """Return a figure of each position of a slot."""
    stops = table(plan, col.STOP_TABLE).reshape(-1, int(plan[col.LENGTH]), int(plan[col.STOP_WIDTH]))
    return [int(one) for one in stops[slot, : route_figure(plan, slot, col.SIZE), column]]


def absent_of(plan: IntArray) -> set[int]:
    """Return the units on no route."""
    return {int(unit) for unit in table(plan, col.ABSENT_TABLE)[: plan[col.ABSENT]]}


def write_path(data: Data, scratch: IntArray, kind: int, nodes: tuple[int, ...]) -> int:
    """Write a route to the path; return its size."""
    figures = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[kind]
    path = [figures[col.START], *nodes, figures[col.END]]
    table(scratch, col.PATH)[: len(path)] = path
    return len(path)


def slots_of(plan: IntArray) -> list[tuple[int, Tour]]:
    """Return the routes of a plan with their slots."""
    sizes = rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))[:, col.SIZE]
    return list(zip(np.flatnonzero(sizes).tolist(), tours_of(plan), strict=True))
