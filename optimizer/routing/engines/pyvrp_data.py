"""Translates a routing problem into PyVRP's data, whole matrices at a time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyvrp

from optimizer.routing.engines.bounds import between, horizon, longest_leg, places, usable_types
from optimizer.routing.problem import UNLIMITED, Client, IntArray, Problem, VehicleType
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution

#: A routing profile of PyVRP: a matrix profile and the clients (by index) that may not be visited with it.
_Profile = tuple[str, frozenset[int]]


@dataclass(frozen=True)
class Translation:
    """PyVRP's data with the ids its indices stand for.

    Parameters
    ----------
    data
        PyVRP's problem; a location per depot and per client, in this order.
    clients, kinds
        The problem's clients and usable vehicle types in PyVRP's order.
    horizon
        Instant by which every feasible route ends.
    """

    data: pyvrp.ProblemData
    clients: tuple[Client, ...]
    kinds: tuple[VehicleType, ...]
    horizon: int

    def written(self, problem: Problem, found: pyvrp.Solution) -> Solution:
        """Return PyVRP's feasible solution in the planner's ids."""
        return timed_solution(
            problem,
            (
                (
                    self.kinds[route.vehicle_type()].id,
                    [self.clients[visit.idx].id for visit in route if visit.is_client()],
                )
                for route in found.routes()
            ),
        )

    def warm_start(self, data: pyvrp.ProblemData, start: Solution) -> pyvrp.Solution:
        """Return what fits of ``start``: known clients once each, no more routes per type than vehicles."""
        index = {client.id: number for number, client in enumerate(self.clients)}
        left = {kind.id: (number, kind.count) for number, kind in enumerate(self.kinds)}
        routes = []
        for route in start.routes:
            visits = [index.pop(visit.client) for visit in route.visits if visit.client in index]
            number, count = left.get(route.vehicle_type, (0, 0))
            if visits and count:
                left[route.vehicle_type] = number, count - 1
                routes.append(pyvrp.Route(data, visits, number))
        return pyvrp.Solution(data, routes)


def translate(problem: Problem) -> Translation:
    """Translate a problem of single time windows.

    Vehicle types restricted to some clients, and pairs that cannot be travelled, become profiles in which the
    legs concerned take longer than any route may.
    """
    kinds = usable_types(problem)
    end = horizon(problem)
    forbidden = {kind.id: _forbidden(problem, kind) for kind in kinds}
    profiles = list(dict.fromkeys((kind.profile, forbidden[kind.id]) for kind in kinds))
    rows = places(problem)
    leg = max(longest_leg(problem, kind) for kind in kinds)
    # PyVRP's annotation np.ndarray[int] fits no array, hence Any
    matrices: list[Any] = [_matrices(problem, profile, rows, (leg, end + 1)) for profile in profiles]
    depots = {depot.id: number for number, depot in enumerate(problem.depots)}
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in rows],
        clients=[
            _client(client, len(problem.depots) + number, len(problem.measures))
            for number, client in enumerate(problem.clients)
        ],
        depots=[
            pyvrp.Depot(number, tw_early=depot.window[0], tw_late=depot.window[1])
            for number, depot in enumerate(problem.depots)
        ],
        vehicle_types=[
            _vehicle_type(
                kind, depots, profiles.index((kind.profile, forbidden[kind.id])), end, len(problem.clients)
            )
            for kind in kinds
        ],
        distance_matrices=[distance for distance, _ in matrices],
        duration_matrices=[duration for _, duration in matrices],
    )
    return Translation(data, problem.clients, kinds, end)


def with_prizes(translation: Translation, prize: int) -> pyvrp.ProblemData:
    """Return the data with each required client made optional at ``prize``."""
    clients = [
        pyvrp.Client(
            client.location,
            delivery=client.delivery,
            pickup=client.pickup,
            service_duration=client.service_duration,
            tw_early=client.tw_early,
            tw_late=client.tw_late,
            release_time=client.release_time,
            prize=prize if client.required else client.prize,
            required=False,
        )
        for client in translation.data.clients()
    ]
    return translation.data.replace(clients=clients)


def _forbidden(problem: Problem, kind: VehicleType) -> frozenset[int]:
    return frozenset(
        number
        for number, client in enumerate(problem.clients)
        if client.vehicle_types is not None and kind.id not in client.vehicle_types
    )


def _matrices(
    problem: Problem, profile: _Profile, rows: list[int], barred: tuple[int, int]
) -> tuple[IntArray, IntArray]:
    name, clients = profile
    distance = between(problem.matrices[name].distance, rows)
    duration = between(problem.matrices[name].duration, rows)
    closed = duration == UNLIMITED
    columns = [len(problem.depots) + client for client in sorted(clients)]
    closed[:, columns] = True
    closed[columns, :] = True
    np.fill_diagonal(closed, val=False)
    distance[closed], duration[closed] = barred
    return distance, duration


def _client(client: Client, location: int, measures: int) -> pyvrp.Client:
    window = client.windows[0] if client.windows else (0, UNLIMITED)
    return pyvrp.Client(
        location,
        delivery=list(client.delivery or (0,) * measures),
        pickup=list(client.pickup or (0,) * measures),
        service_duration=client.service_s,
        tw_early=window[0],
        tw_late=window[1],
        release_time=client.release_s,
        prize=0 if client.required else client.prize,
        required=client.required,
    )


def _vehicle_type(
    kind: VehicleType, depots: dict[str, int], profile: int, end: int, clients: int
) -> pyvrp.VehicleType:
    return pyvrp.VehicleType(
        num_available=min(kind.count, clients),
        capacity=list(kind.capacity),
        start_depot=depots[kind.start_depot],
        end_depot=depots[kind.last_depot],
        fixed_cost=kind.fixed_cost,
        tw_early=kind.shift[0],
        tw_late=max(min(kind.shift[1], end), kind.shift[0]),
        shift_duration=kind.max_duration,
        max_distance=kind.max_distance,
        unit_distance_cost=kind.cost_per_distance,
        unit_duration_cost=kind.cost_per_duration,
        profile=profile,
    )
