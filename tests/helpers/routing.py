"""Tiny routing problems and independent oracles for them."""

from collections.abc import Iterable, Sequence
from itertools import combinations, permutations
from typing import Any

import numpy as np

from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem, VehicleType
from optimizer.routing.solution import Route, Solution, Visit


def line(*positions: int, pace: int = 1) -> Matrix:
    """Places on a straight road: distance ``|a - b|``, duration ``pace`` times that."""
    distance = np.abs(np.subtract.outer(np.array(positions), np.array(positions)))
    return Matrix(distance, pace * distance)


def van(name: str = "van", **changes: Any) -> VehicleType:  # noqa: ANN401
    """One vehicle of capacity 100 from depot D, paid by distance."""
    fields: dict[str, Any] = {"count": 1, "capacity": (100,), "start_depot": "D"}
    return VehicleType(name, **{**fields, **changes})


def problem_of(
    matrix: Matrix | dict[str, Matrix],
    clients: Sequence[Client],
    vehicle_types: Sequence[VehicleType] = (van(),),
    depots: Sequence[Depot] = (Depot("D", 0),),
    **changes: Any,  # noqa: ANN401
) -> Problem:
    """Return a problem; a single matrix is the default profile's."""
    matrices = matrix if isinstance(matrix, dict) else {"default": matrix}
    return Problem(tuple(depots), tuple(clients), tuple(vehicle_types), matrices, **changes)


def tours(solution: Solution) -> set[tuple[str, ...]]:
    """Return ``(vehicle type, client, client, ...)`` per route."""
    return {(route.vehicle_type, *(visit.client for visit in route.visits)) for route in solution.routes}


def drive(problem: Problem, kind: VehicleType, order: Sequence[Client], start: int) -> Route | None:
    """Drive an order of visits from a given start, serving each client as early as possible.

    None if a window, the shift, a depot's window, a release time, a limit of the route or the capacity breaks.
    """
    matrix = problem.matrices[kind.profile]
    first, last = problem.depot_by_id[kind.start_depot], problem.depot_by_id[kind.last_depot]
    now, place, distance = start, first.location, 0
    visits = []
    for client in order:
        distance += int(matrix.distance[place, client.location])
        arrival = begin = now + int(matrix.duration[place, client.location])
        while client.windows and not any(a <= begin <= b for a, b in client.windows):
            begin += 1
            if begin > client.windows[-1][1]:
                return None
        now, place = begin + client.service_s, client.location
        visits.append(Visit(client.id, arrival, begin, now))
    distance += int(matrix.distance[place, last.location])
    end = max(now + int(matrix.duration[place, last.location]), last.window[0])
    cost = kind.fixed_cost + kind.cost_per_distance * distance + kind.cost_per_duration * (end - start)
    route = Route(kind.id, first.id, last.id, tuple(visits), start, end, distance, cost)
    return route if _holds(problem, kind, order, route) else None


def _holds(problem: Problem, kind: VehicleType, order: Sequence[Client], route: Route) -> bool:
    first, last = problem.depot_by_id[route.start_depot], problem.depot_by_id[route.end_depot]
    return (
        max(kind.shift[0], first.window[0]) <= route.start <= first.window[1]
        and all(client.release_s <= route.start for client in order)
        and route.end <= min(kind.shift[1], last.window[1])
        and route.end - route.start <= kind.max_duration
        and route.distance <= kind.max_distance
        and route.distance < UNLIMITED
        and all(client.vehicle_types is None or kind.id in client.vehicle_types for client in order)
        and _loads_fit(problem, kind, order)
    )


def _loads_fit(problem: Problem, kind: VehicleType, order: Sequence[Client]) -> bool:
    none = (0,) * len(problem.measures)
    for stop in range(len(order) + 1):
        aboard = [client.pickup or none for client in order[:stop]]
        aboard += [client.delivery or none for client in order[stop:]]
        if any(sum(load[m] for load in aboard) > kind.capacity[m] for m in range(len(problem.measures))):
            return False
    return True


def every_start(problem: Problem, kind: VehicleType, order: Sequence[Client], latest: int) -> Iterable[Route]:
    """Every feasible drive of an order of visits that starts at 0, 1, ... up to ``latest``."""
    routes = (drive(problem, kind, order, start) for start in range(latest + 1))
    return (route for route in routes if route is not None)


def best_drive(problem: Problem, kind: VehicleType, order: Sequence[Client], latest: int) -> Route | None:
    """Return the drive of least cost, then earliest end, then latest start."""
    key = lambda route: (route.cost, route.end, -route.start)  # noqa: E731
    return min(every_start(problem, kind, order, latest), key=key, default=None)


def brute_force(problem: Problem, latest: int = 0) -> tuple[int, int]:
    """Return the least number of required clients left out, and the least cost with so few.

    Tries every set of clients on every vehicle in every order and with every start up to ``latest``.
    """
    count = len(problem.clients)
    everyone = (1 << count) - 1
    by_kind = [_best_per_set(problem, kind, latest) for kind in problem.vehicle_types]
    states: dict[int, int] = {0: 0}
    for kind, costs in zip(problem.vehicle_types, by_kind, strict=True):
        for _ in range(min(kind.count, count)):
            reached = dict(states)
            for served, spent in states.items():
                for chosen, cost in costs.items():
                    if not served & chosen and spent + cost < reached.get(served | chosen, 2**62):
                        reached[served | chosen] = spent + cost
            states = reached
    return min(_rated(problem, everyone & ~served, spent) for served, spent in states.items())


def _rated(problem: Problem, left_out: int, spent: int) -> tuple[int, int]:
    clients = [client for number, client in enumerate(problem.clients) if left_out >> number & 1]
    required = sum(client.required for client in clients)
    return required, spent + sum(client.prize for client in clients if not client.required)


def _best_per_set(problem: Problem, kind: VehicleType, latest: int) -> dict[int, int]:
    best: dict[int, int] = {}
    numbers = range(len(problem.clients))
    for size in range(1, len(problem.clients) + 1):
        for chosen in combinations(numbers, size):
            costs = [
                route.cost
                for order in permutations(chosen)
                if (route := best_drive(problem, kind, [problem.clients[n] for n in order], latest))
            ]
            if costs:
                best[sum(1 << number for number in chosen)] = min(costs)
    return best
