"""Translates a routing problem into PyVRP's data, and PyVRP's solutions back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp

from optimizer.routing.engines.bounds import horizon, most_reloads, usable_types
from optimizer.routing.engines.pyvrp_grid import Grid
from optimizer.routing.engines.pyvrp_start import Beginning
from optimizer.routing.engines.pyvrp_visits import ANY_TIME, Visit, visits, window_of
from optimizer.routing.problem import UNLIMITED, Depot, Problem, Shipment, VehicleType
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution, Stop

#: What PyVRP takes for no limit; it spares itself the work on windows and limits that are all like this.
_NO_LIMIT = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Translation:
    """PyVRP's data with what its indices stand for.

    Parameters
    ----------
    data
        PyVRP's problem.
    depots, visits, shipments, kinds
        What PyVRP's depots, clients, shipments and vehicle types stand for, in PyVRP's order; its last depot is
        none of these where routes are open.
    horizon
        Instant by which every feasible route ends.
    """

    data: pyvrp.ProblemData
    depots: tuple[Depot, ...]
    visits: tuple[Visit, ...]
    shipments: tuple[Shipment, ...]
    kinds: tuple[VehicleType, ...]
    horizon: int

    def written(self, problem: Problem, found: pyvrp.Solution) -> Solution:
        """Return PyVRP's feasible solution in the planner's ids."""
        tours = (
            (self.kinds[route.vehicle_type()].id, [self._stop(one) for one in list(route)[1:-1]])
            for route in found.routes()
        )
        return timed_solution(problem, tours)

    def _stop(self, activity: pyvrp.Activity) -> Stop:
        if activity.is_depot():
            return LoadAt(self.depots[activity.idx].id)
        if activity.is_client():
            return self.visits[activity.idx].client.id
        shipment = self.shipments[activity.idx]
        return shipment.pickup if activity.is_pickup() else shipment.delivery

    def warm_start(self, data: pyvrp.ProblemData, start: Solution) -> pyvrp.Solution:
        """Return what fits of ``start``.

        That is known clients once each, one alternative of each group, shipments as a whole, reloads where the
        vehicle may load, and no more routes per type than vehicles.

        Parameters
        ----------
        data
            That of the translation, or what :func:`with_prizes` made of it.
        start
            A solution of this or another problem.
        """
        beginning = Beginning(data, self.depots, self.visits, self.shipments)
        left = {kind.id: kind.count for kind in self.kinds}
        routes = []
        for route in start.routes:
            if not left.get(route.vehicle_type):
                continue
            number = [kind.id for kind in self.kinds].index(route.vehicle_type)
            if activities := beginning.of_route(self.kinds[number], route):
                left[route.vehicle_type] -= 1
                routes.append(pyvrp.Route(data, activities, number))
        return pyvrp.Solution(data, routes)


def translate(problem: Problem) -> Translation:
    """Translate a problem.

    Clients that a vehicle type may not visit, pairs that cannot be travelled, and legs against the order of
    deliveries and collections become legs that take longer than any route may. Alternatives, and a client of several
    windows or several places in the order of a trip, become a group of which one is visited.

    PyVRP's loading begins after the release, ours ends after it: releases are earlier by the loading time, and where
    that differs by depot, by the least, so that some plans are passed over but none is broken.
    """
    kinds = usable_types(problem)
    end = horizon(problem)
    made = visits(problem)
    if len(made) == len(problem.shipments) == 1:
        # PyVRP knows no neighbours of one client and one shipment, and would never bring them together
        made *= 2
    grid = Grid(problem, made, kinds, end)
    groups, group_of = _groups(problem, made)
    loading = min(problem.depot_by_id[depot].service_s for kind in kinds for depot in _loads_at(kind))
    distances, durations = grid.matrices()
    latest = end if grid.bars or _timed(problem, made) else _NO_LIMIT
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0)] * grid.size,
        clients=[
            _client(problem, visit, grid.of_visit(visit), group, loading)
            for visit, group in zip(made, group_of, strict=True)
        ],
        depots=_depots(problem, grid),
        vehicle_types=[_vehicle_type(problem, kind, grid, latest) for kind in kinds],
        distance_matrices=distances,
        duration_matrices=durations,
        groups=groups,
        shipments=[_shipment(problem, number, grid) for number in range(len(problem.shipments))],
    )
    return Translation(data, problem.depots, made, problem.shipments, kinds, end)


def with_prizes(translation: Translation, prize: int) -> pyvrp.ProblemData:
    """Return the data with each required client or group made optional at ``prize``, a shipment at twice that."""
    data = translation.data
    groups = data.groups()
    clients = [
        _replaced(client, prize)
        if client.required or (client.group is not None and groups[client.group].required)
        else client
        for client in data.clients()
    ]
    shipments = [
        _optional_shipment(shipment, 2 * prize) if shipment.required else shipment
        for shipment in data.shipments()
    ]
    return data.replace(
        clients=clients,
        groups=[pyvrp.ClientGroup(group.clients, required=False) for group in groups],
        shipments=shipments,
    )


def feasible_routes(data: pyvrp.ProblemData, found: pyvrp.Solution) -> pyvrp.Solution:
    """Return the feasible routes of a solution as a solution of other data, which differ in prizes only."""
    routes = [
        pyvrp.Route(
            data, [pyvrp.Activity(one.type, one.idx) for one in list(route)[1:-1]], route.vehicle_type()
        )
        for route in found.routes()
        if route.is_feasible()
    ]
    return pyvrp.Solution(data, routes)


def surplus(data: pyvrp.ProblemData) -> int:
    """Cost units by which PyVRP's cost of every solution exceeds ours.

    PyVRP counts the prizes of all unvisited members of a group as forgone, we the largest one less that of the
    member visited.
    """
    prizes = ([data.client(member).prize for member in group] for group in data.groups())
    return sum(sum(group) - max(group) for group in prizes)


def _loads_at(kind: VehicleType) -> tuple[str, ...]:
    return (kind.start_depot, *kind.reload_depots)


def _groups(problem: Problem, made: Sequence[Visit]) -> tuple[list[pyvrp.ClientGroup], list[int | None]]:
    """PyVRP's groups, and the group of each visit."""
    members: dict[tuple[str, str], list[int]] = {}
    for number, visit in enumerate(made):
        group = problem.group_of.get(visit.client.id)
        key = ("client", visit.client.id) if group is None else ("group", group.id)
        members.setdefault(key, []).append(number)
    groups: list[pyvrp.ClientGroup] = []
    group_of: list[int | None] = [None] * len(made)
    for numbers in members.values():
        client = made[numbers[0]].client
        group = problem.group_of.get(client.id)
        if group is None and len(numbers) == 1:
            continue
        for number in numbers:
            group_of[number] = len(groups)
        groups.append(pyvrp.ClientGroup(numbers, client.required if group is None else group.required))
    return groups, group_of


def _client(problem: Problem, visit: Visit, location: int, group: int | None, loading: int) -> pyvrp.Client:
    client = visit.client
    nothing = (0,) * len(problem.measures)
    return pyvrp.Client(
        location,
        delivery=list(client.delivery or nothing),
        pickup=list(client.pickup or nothing),
        service_duration=client.service_s,
        tw_early=visit.window[0],
        tw_late=_limit(visit.window[1]),
        # later than that only where nobody can serve it
        release_time=min(max(client.release_s - loading, 0), visit.window[1]),
        prize=0 if client.required else client.prize,
        required=client.required and group is None,
        group=group,
    )


def _replaced(client: pyvrp.Client, prize: int) -> pyvrp.Client:
    return pyvrp.Client(
        client.location,
        delivery=client.delivery,
        pickup=client.pickup,
        service_duration=client.service_duration,
        tw_early=client.tw_early,
        tw_late=client.tw_late,
        release_time=client.release_time,
        prize=client.prize + prize,
        required=False,
        group=client.group,
    )


def _depots(problem: Problem, grid: Grid) -> list[pyvrp.Depot]:
    depots = [
        pyvrp.Depot(
            number,
            tw_early=depot.window[0],
            tw_late=_limit(depot.window[1]),
            service_duration=depot.service_s,
        )
        for number, depot in enumerate(problem.depots)
    ]
    return [*depots, pyvrp.Depot(grid.nowhere)] if grid.open_ends else depots


def _shipment(problem: Problem, number: int, grid: Grid) -> pyvrp.Shipment:
    shipment = problem.shipments[number]
    first, last = (problem.client_by_id[end] for end in (shipment.pickup, shipment.delivery))
    fetched, brought = window_of(first), window_of(last)
    return pyvrp.Shipment(
        *grid.of_shipment(number),
        pickup_tw_early=fetched[0],
        pickup_tw_late=fetched[1],
        pickup_service_duration=first.service_s,
        delivery_tw_early=brought[0],
        # earlier only where nobody can serve it
        delivery_tw_late=max(brought[1], fetched[0]),
        delivery_service_duration=last.service_s,
        amount=list(shipment.amount or (0,) * len(problem.measures)),
        prize=0 if first.required else first.prize + last.prize,
        required=first.required,
    )


def _optional_shipment(shipment: pyvrp.Shipment, prize: int) -> pyvrp.Shipment:
    first, last = shipment.pickup, shipment.delivery
    return pyvrp.Shipment(
        first.location,
        last.location,
        first.tw_early,
        first.tw_late,
        first.service_duration,
        last.tw_early,
        last.tw_late,
        last.service_duration,
        amount=shipment.amount,
        prize=prize,
        required=False,
    )


def _limit(value: int) -> int:
    return _NO_LIMIT if value >= UNLIMITED else value


def _timed(problem: Problem, made: Sequence[Visit]) -> bool:
    """Whether anything but the length of a route depends on the time of day."""
    windows = [visit.window for visit in made] + [depot.window for depot in problem.depots]
    windows += [window_of(client) for client in problem.clients]
    windows += [kind.shift for kind in problem.vehicle_types]
    return any(window != ANY_TIME for window in windows) or any(one.release_s for one in problem.clients)


def _vehicle_type(problem: Problem, kind: VehicleType, grid: Grid, latest: int) -> pyvrp.VehicleType:
    depots = {depot.id: number for number, depot in enumerate(problem.depots)}
    nominal = min(kind.overtime_after, kind.max_duration)
    return pyvrp.VehicleType(
        num_available=min(kind.count, len(problem.clients)),
        capacity=list(kind.capacity),
        start_depot=depots[kind.start_depot],
        end_depot=len(depots) if kind.open_end else depots[kind.last_depot],
        fixed_cost=kind.fixed_cost,
        tw_early=kind.shift[0],
        tw_late=max(min(_limit(kind.shift[1]), latest), kind.shift[0]),
        shift_duration=_limit(nominal),
        max_distance=_limit(kind.max_distance),
        unit_distance_cost=kind.cost_per_distance,
        unit_duration_cost=kind.cost_per_duration,
        profile=grid.profile_of[kind.id],
        reload_depots=[depots[depot] for depot in kind.reload_depots],
        max_reloads=most_reloads(problem, kind),
        max_overtime=kind.max_duration - nominal,
        unit_overtime_cost=kind.cost_per_overtime,
    )
