"""Parts of a plan: some routes that lie together, as a problem of their own.

References
----------
.. [1] Santini, A., M. Schneider, T. Vidal and D. Vigo (2023). Decomposition strategies for vehicle routing
   heuristics. *INFORMS Journal on Computing* 35(3), 543-559. https://doi.org/10.1287/ijoc.2023.1288
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heapreplace

import numpy as np

from optimizer.routing.engines.bounds import usable_types
from optimizer.routing.engines.grouping import by_angle, by_halves
from optimizer.routing.matrix import FloatArray
from optimizer.routing.problem import Problem
from optimizer.routing.solution import Route, Solution

#: What a part needs of vehicles that are left over, so that all have some where none lacks any.
_EVENLY = 1e-3


@dataclass(frozen=True)
class Part:
    """Some clients and vehicles of a problem, and the routes planned for them so far."""

    problem: Problem
    plan: Solution


@dataclass(frozen=True)
class Terrain:
    """A problem with the coordinates of its depots and clients.

    Parameters
    ----------
    problem
        The problem.
    depots, clients
        Coordinates by id.
    """

    problem: Problem
    depots: dict[str, FloatArray]
    clients: dict[str, FloatArray]

    @classmethod
    def of(cls, problem: Problem, coordinates: FloatArray) -> "Terrain":
        """Build it from the coordinates of depots, then clients."""
        ids = [depot.id for depot in problem.depots]
        return cls(
            problem,
            dict(zip(ids, coordinates, strict=False)),
            {
                client.id: place
                for client, place in zip(problem.clients, coordinates[len(ids) :], strict=True)
            },
        )

    def centre(self, route: Route) -> FloatArray:
        """Mean of the coordinates of a route's clients."""
        centre: FloatArray = np.mean([self.clients[visit.client] for visit in route.visits], axis=0)
        return centre

    def serves_most(self, plan: Solution) -> bool:
        """Whether a plan serves most clients, shipments and groups counted once: less of a plan is no guide."""
        served = bundles(self.problem, (visit.client for route in plan.routes for visit in route.visits))
        return 2 * len(served) > len(bundles(self.problem, (client.id for client in self.problem.clients)))


def split(terrain: Terrain, plan: Solution, count: int, random: np.random.Generator) -> list[Part]:
    """Cut a plan into parts of like size: its routes by barycentre [1]_, unserved clients with the nearest route.

    Routes are not cut, so that a part may exceed its share by a route or two. With one start depot in use they are
    sorted by their angle around it, from a random direction. With several, halves are parted at right angles to random
    directions.
    """
    centres = np.array([terrain.centre(route) for route in plan.routes])
    route_of = _routes_of(terrain, plan, centres)
    sizes = np.bincount(list(route_of.values()), minlength=len(plan.routes))
    starts = {route.start_depot for route in plan.routes}
    if len(starts) == 1:
        groups = by_angle(centres, terrain.depots[starts.pop()], sizes, count, random)
    else:
        groups = by_halves(centres, sizes, count, random)
    groups = [group for group in groups if len(group)]
    part_of_route = {int(route): number for number, group in enumerate(groups) for route in group}
    part_of = {client: part_of_route[route] for client, route in route_of.items()}
    return _parts(
        terrain.problem, [tuple(plan.routes[route] for route in group) for group in groups], part_of
    )


def districts(terrain: Terrain, count: int, random: np.random.Generator) -> list[Part]:
    """Cut a problem without a plan into parts of like size whose clients lie together, each with a vehicle."""
    problem = terrain.problem
    count = min(count, sum(kind.count for kind in usable_types(problem)))
    tied = bundles(problem, (client.id for client in problem.clients))
    centres = np.array([terrain.clients[bundle[0]] for bundle in tied])
    groups = by_halves(centres, np.array([len(bundle) for bundle in tied]), count, random)
    part_of = {client: number for number, group in enumerate(groups) for one in group for client in tied[one]}
    return _parts(problem, [()] * len(groups), part_of)


def bundles(problem: Problem, clients: Iterable[str]) -> list[tuple[str, ...]]:
    """Return clients with those that belong into the same part: alternatives, and ends of a shipment."""
    return list(dict.fromkeys(_tied(problem, client) for client in clients))


def merged(parts: Iterable[Solution]) -> Solution:
    """Put the plans of parts together."""
    parts = list(parts)
    return Solution(
        tuple(route for part in parts for route in part.routes),
        tuple(client for part in parts for client in part.unserved),
    )


def _parts(problem: Problem, routes: Sequence[tuple[Route, ...]], part_of: Mapping[str, int]) -> list[Part]:
    """Parts with these routes and clients; vehicles that have no route go where clients have none."""
    used = [Counter(route.vehicle_type for route in some) for some in routes]
    clients: list[list[str]] = [[] for _ in routes]
    for client in problem.clients:
        clients[part_of[client.id]].append(client.id)
    plans = []
    for some, inside in zip(routes, clients, strict=True):
        served = {visit.client for route in some for visit in route.visits}
        plans.append(Solution(some, tuple(client for client in inside if client not in served)))
    dealt = _dealt(problem, used, [len(inside) for inside in clients], _needs(problem, plans))
    return [
        Part(_restricted(problem, used[number] + dealt[number], part_of.keys() - set(inside)), plan)
        for number, (inside, plan) in enumerate(zip(clients, plans, strict=True))
    ]


def _restricted(problem: Problem, counts: Counter[str], others: Container[str]) -> Problem:
    part = problem.without(others)
    return part.replace(
        vehicle_types=tuple(replace(kind, count=counts[kind.id]) for kind in part.vehicle_types)
    )


def _needs(problem: Problem, plans: Sequence[Solution]) -> list[float]:
    """Return how much of the fleet each part lacks: whom no route serves, and their goods, as shares of all."""
    goods = _goods(problem)
    total = max(sum(goods.values()), 1e-9)
    needs = []
    for plan in plans:
        left = set(plan.unserved)
        lacking = [one for one in bundles(problem, plan.unserved) if left.issuperset(one)]
        needs.append(len(lacking) / len(goods) + sum(goods[one] for one in lacking) / total)
    return needs


def _goods(problem: Problem) -> dict[tuple[str, ...], float]:
    """Return what clients that belong together take of the largest vehicle, in the measure they take most of."""
    nothing = (0,) * len(problem.measures)
    most = np.array([kind.capacity for kind in usable_types(problem)]).max(axis=0, initial=1)
    amounts = [(client.delivery or nothing, client.pickup or nothing) for client in problem.clients]
    shape = len(amounts), 2, len(nothing)
    shares = (np.reshape(amounts, shape).max(axis=1) / most).max(axis=1, initial=0.0)
    share_of = dict(zip((client.id for client in problem.clients), shares.tolist(), strict=True))
    for shipment in problem.shipments:
        share_of[shipment.pickup] = float((np.array(shipment.amount or nothing) / most).max(initial=0.0))
    return {tied: max(share_of[client] for client in tied) for tied in bundles(problem, share_of)}


def _dealt(
    problem: Problem, used: Sequence[Counter[str]], sizes: Sequence[int], needs: Sequence[float]
) -> list[Counter[str]]:
    """Deal vehicles that are not used out one by one, in proportion to needs, evenly where there are none.

    A part without any vehicle gets one first. Of a type that is left over for every client, each part gets one for
    each of its clients, more than which it cannot use.
    """
    everywhere = sum(used, Counter())
    dealt: list[Counter[str]] = [Counter() for _ in needs]
    turns = [
        (-(need + _EVENLY) if some else -np.inf, number, need + _EVENLY, 1)
        for number, (need, some) in enumerate(zip(needs, used, strict=True))
    ]
    heapify(turns)
    for kind in usable_types(problem):
        spare = kind.count - everywhere[kind.id]
        if spare >= len(problem.clients):
            for some, size in zip(dealt, sizes, strict=True):
                some[kind.id] = size
            continue
        for _ in range(spare):
            _, number, need, vehicles = turns[0]
            heapreplace(turns, (-need / (vehicles + 1), number, need, vehicles + 1))
            dealt[number][kind.id] += 1
    return dealt


def _routes_of(terrain: Terrain, plan: Solution, centres: FloatArray) -> dict[str, int]:
    """Route with which each client goes: unserved ones with what they are tied to, or else the nearest."""
    route_of = {visit.client: index for index, route in enumerate(plan.routes) for visit in route.visits}
    for client in plan.unserved:
        known = [route_of[one] for one in _tied(terrain.problem, client) if one in route_of]
        nearest = ((centres - terrain.clients[client]) ** 2).sum(axis=1).argmin()
        route_of[client] = known[0] if known else int(nearest)
    return route_of


def _tied(problem: Problem, client: str) -> tuple[str, ...]:
    """Clients that belong into the same part as a client, itself included."""
    if client in problem.group_of:
        return problem.group_of[client].clients
    if client in problem.shipment_of:
        shipment = problem.shipment_of[client]
        return shipment.pickup, shipment.delivery
    return (client,)
