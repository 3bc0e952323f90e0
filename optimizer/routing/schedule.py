"""Times a sequence of clients: the one place where an engine's order of visits becomes a route."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.routing.problem import UNLIMITED, Client, Problem, VehicleType, Window
from optimizer.routing.solution import STAGE, Route, Solution, Visit

_ANY_TIME: tuple[Window, ...] = ((0, 2**62),)


def schedule(problem: Problem, vehicle_type: str, clients: Sequence[str]) -> Route | None:
    """Time a route, visiting ``clients`` in the given order.

    Of all timings that hold the windows, release times, shift and maximum duration, the one of least cost is
    taken; among those the one that ends first; among those the one that starts last. A route's duration
    ``end - start`` is therefore as short as its order allows wherever duration costs anything. Loads and the
    maximum distance do not depend on the timing and are not looked at.

    Parameters
    ----------
    problem
        The problem.
    vehicle_type
        Id of the vehicle type that drives.
    clients
        Ids in order of travel.

    Returns
    -------
    Route | None
        None if no timing exists, or a leg cannot be travelled.
    """
    kind = problem.vehicle_type_by_id[vehicle_type]
    return schedule_clients(problem, kind, [problem.client_by_id[client] for client in clients])


def schedule_clients(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> Route | None:
    """Time a route as :func:`schedule` does; the clients need not belong to the problem."""
    tour = _tour(problem, kind, clients)
    if tour is None:
        return None
    found = _best_span(tour, kind)
    if found is None:
        return None
    start, end = found
    visits = _visits(tour, start, clients)
    cost = kind.fixed_cost + kind.cost_per_distance * tour.distance + kind.cost_per_duration * (end - start)
    return Route(kind.id, kind.start_depot, kind.last_depot, visits, start, end, tour.distance, cost)


def timed_solution(problem: Problem, tours: Iterable[tuple[str, Sequence[str]]]) -> Solution:
    """Time every tour an engine found.

    Parameters
    ----------
    problem
        The problem.
    tours
        Vehicle type id and client ids in order of travel.

    Raises
    ------
    PlanRejectedError
        If a tour cannot be timed: the engine did not hold the problem's constraints.
    """
    routes, broken = [], []
    for number, (vehicle_type, clients) in enumerate(tours, start=1):
        route = schedule(problem, vehicle_type, clients)
        if route is None:
            detail = f"{vehicle_type} cannot visit {', '.join(clients)} in this order in time"
            broken.append(Violation("schedule", f"route {number}", detail))
        else:
            routes.append(route)
    if broken:
        raise PlanRejectedError(STAGE, broken)
    visited = {visit.client for route in routes for visit in route.visits}
    return Solution(tuple(routes), tuple(c.id for c in problem.clients if c.id not in visited))


@dataclass(frozen=True)
class _Tour:
    """An order of visits with everything its timing depends on.

    ``legs`` has one entry more than ``windows`` and ``services``: the last one leads to the end depot.
    """

    legs: list[int]
    windows: list[tuple[Window, ...]]
    services: list[int]
    departure: Window
    arrival: Window
    distance: int


def _tour(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> _Tour | None:
    first, last = problem.depot_by_id[kind.start_depot], problem.depot_by_id[kind.last_depot]
    matrix = problem.matrices[kind.profile]
    places = [first.location, *(client.location for client in clients), last.location]
    legs = matrix.duration[places[:-1], places[1:]].tolist()
    if UNLIMITED in legs:
        return None
    release = max((client.release_s for client in clients), default=0)
    return _Tour(
        legs=legs,
        windows=[client.windows or _ANY_TIME for client in clients],
        services=[client.service_s for client in clients],
        departure=(max(kind.shift[0], first.window[0], release), min(kind.shift[1], first.window[1])),
        arrival=(last.window[0], min(kind.shift[1], last.window[1])),
        distance=int(matrix.distance[places[:-1], places[1:]].sum()),
    )


def _best_span(tour: _Tour, kind: VehicleType) -> tuple[int, int] | None:
    """Start and end of the best timing.

    The earliest end is a non-decreasing function of the start. Each pass finds the earliest end still open
    and the latest start that keeps it; only several windows per client can make a later pass shorter.
    """
    moving = sum(tour.legs) + sum(tour.services)
    best: tuple[int, int] | None = None
    start = tour.departure[0]
    while start <= tour.departure[1]:
        end = _earliest_end(tour, start)
        if end is None:
            break
        start = _latest_start(tour, end)
        span = end - start
        if span <= kind.max_duration and (best is None or span < best[1] - best[0]):
            best = start, end
        if span == moving or (best is not None and not kind.cost_per_duration):
            break
        start += 1
    return best


def _earliest_end(tour: _Tour, start: int) -> int | None:
    now = start
    for leg, windows, service in zip(tour.legs, tour.windows, tour.services, strict=False):
        if now + leg > windows[-1][1]:
            return None
        now = _begin(windows, now + leg) + service
    end = max(now + tour.legs[-1], tour.arrival[0])
    return end if end <= tour.arrival[1] else None


def _latest_start(tour: _Tour, end: int) -> int:
    now = end
    for leg, windows, service in zip(
        reversed(tour.legs), reversed(tour.windows), reversed(tour.services), strict=False
    ):
        latest = now - leg - service
        now = max(min(latest, close) for opening, close in windows if opening <= latest)
    return min(now - tour.legs[0], tour.departure[1])


def _begin(windows: tuple[Window, ...], arrival: int) -> int:
    """Earliest start of service at or after ``arrival``, which is no later than the last window's end."""
    return next(max(arrival, opening) for opening, close in windows if arrival <= close)


def _visits(tour: _Tour, start: int, clients: Sequence[Client]) -> tuple[Visit, ...]:
    visits = []
    now = start
    for leg, windows, client in zip(tour.legs, tour.windows, clients, strict=False):
        arrival = now + leg
        begin = _begin(windows, arrival)
        now = begin + client.service_s
        visits.append(Visit(client.id, arrival, begin, now))
    return tuple(visits)
