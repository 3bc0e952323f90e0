"""Times an order of stops: the one place where an engine's order of visits becomes a route."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.routing.problem import UNLIMITED, Client, Problem, VehicleType, Window
from optimizer.routing.rests import best_rested
from optimizer.routing.solution import STAGE, LoadAt, Reload, Rest, Route, Solution, Stop, Visit
from optimizer.routing.timing import ANY_TIME, Taken, Times, Tour, best_span, time_cost


def schedule(problem: Problem, vehicle_type: str, stops: Sequence[Stop]) -> Route | None:
    """Time a route that makes ``stops`` in the given order.

    Of all timings that hold the windows, release times, breaks, shift and maximum duration under the traffic, the
    one of least cost is taken; among those the one that ends first; among those the one that starts last. A
    route's duration ``end - start`` is therefore as short as its order allows wherever duration costs anything.
    Under traffic with a price on duration this holds but for rounding, see
    :func:`~optimizer.routing.rests.best_rested`.

    What does not depend on the timing is not looked at: loads, the maximum distance, skills, prefixes, allowed
    depots and the order of backhauls. Neither is :class:`~optimizer.routing.entities.Stability`.

    Parameters
    ----------
    problem
        The problem.
    vehicle_type
        Id of the vehicle type that drives.
    stops
        Client ids and :class:`~optimizer.routing.solution.LoadAt`, in order of travel.

    Returns
    -------
    Route | None
        None if no timing exists, or a leg cannot be travelled.
    """
    kind = problem.vehicle_type_by_id[vehicle_type]
    known = problem.client_by_id
    return schedule_stops(problem, kind, [known[one] if isinstance(one, str) else one for one in stops])


def schedule_stops(problem: Problem, kind: VehicleType, stops: Sequence[Client | LoadAt]) -> Route | None:
    """Time a route as :func:`schedule` does; vehicle type and clients need not belong to the problem."""
    loadings = _loadings(problem, kind, stops)
    if any(opens > closes for reload in loadings[1:] for opens, closes in reload.windows):
        return None
    tour = _tour(problem, kind, loadings, stops)
    if UNLIMITED in tour.legs:
        return None
    if tour.traffic is None and not tour.breaks:
        span = best_span(tour, kind)
        return None if span is None else _route(kind, stops, tour, span, tour.timeline(span[0]))
    found = best_rested(tour, kind)
    return None if found is None else _route(kind, stops, tour, found[1], found[0].timeline(found[1][0]))


def tour_of(problem: Problem, kind: VehicleType, stops: Sequence[Client | LoadAt]) -> Tour:
    """Return what the timing of an order of stops depends on; legs that cannot be travelled are unlimited."""
    return _tour(problem, kind, _loadings(problem, kind, stops), stops)


def timed_solution(problem: Problem, tours: Iterable[tuple[str, Sequence[Stop]]]) -> Solution:
    """Time every tour an engine found.

    Parameters
    ----------
    problem
        The problem.
    tours
        Vehicle type id and stops in order of travel.

    Raises
    ------
    PlanRejectedError
        If a tour cannot be timed: the engine did not hold the problem's constraints.
    """
    routes, broken = [], []
    for number, (vehicle_type, stops) in enumerate(tours, start=1):
        route = schedule(problem, vehicle_type, stops)
        if route is None:
            names = (f"depot {stop.depot}" if isinstance(stop, LoadAt) else stop for stop in stops)
            detail = f"{vehicle_type} cannot visit {', '.join(names)} in this order in time"
            broken.append(Violation("schedule", f"route {number}", detail))
        else:
            routes.append(route)
    if broken:
        raise PlanRejectedError(STAGE, broken)
    visited = {visit.client for route in routes for visit in route.visits}
    return Solution(tuple(routes), tuple(c.id for c in problem.clients if c.id not in visited))


def stops_of(route: Route) -> tuple[Stop, ...]:
    """Return the order of stops of a route: what :func:`schedule` was given to time it."""
    stops: list[Stop] = []
    reloads = list(route.reloads)
    for number, visit in enumerate(route.visits):
        while reloads and reloads[0].position <= number:
            stops.append(LoadAt(reloads.pop(0).depot))
        stops.append(visit.client)
    return (*stops, *(LoadAt(reload.depot) for reload in reloads))


@dataclass(frozen=True)
class _Loading:
    """Loading at a depot for one trip, as a stop; it ends no earlier than the trip's goods are released."""

    location: int
    windows: tuple[Window, ...]
    service_s: int


def _loadings(problem: Problem, kind: VehicleType, stops: Sequence[Client | LoadAt]) -> list[_Loading]:
    """Return the loading at the start and at each reload."""
    depots, releases = [kind.start_depot], [0]
    for stop in stops:
        if isinstance(stop, LoadAt):
            depots.append(stop.depot)
            releases.append(0)
        elif stop.release_s > releases[-1]:
            releases[-1] = stop.release_s
    loadings = []
    for name, release in zip(depots, releases, strict=True):
        depot = problem.depot_by_id[name]
        opening, close = depot.window
        window = max(opening, release - depot.service_s), close
        loadings.append(_Loading(depot.location, (window,), depot.service_s))
    return loadings


def _tour(
    problem: Problem, kind: VehicleType, loadings: Sequence[_Loading], order: Sequence[Client | LoadAt]
) -> Tour:
    first, *reloads = loadings
    each = iter(reloads)
    stops = [next(each) if isinstance(one, LoadAt) else one for one in order]
    last = None if kind.open_end else problem.depot_by_id[kind.last_depot]
    matrix = problem.matrices[kind.profile]
    rows = [first.location, *[stop.location for stop in stops]]
    rows.append(rows[-1] if last is None else last.location)
    legs = matrix.duration[rows[:-1], rows[1:]].tolist()
    opens, closes = first.windows[0]
    back_from, back_by = (0, UNLIMITED) if last is None else last.window
    return Tour(
        loading=first.service_s,
        legs=legs,
        windows=[stop.windows or ANY_TIME for stop in stops],
        services=[stop.service_s for stop in stops],
        leaving=(max(kind.shift[0], opens), min(kind.shift[1], closes)),
        arriving=(back_from, min(kind.shift[1], back_by)),
        distance=int(matrix.distance[rows[:-1], rows[1:]].sum()),
        returns=last is not None,
        traffic=matrix.traffic,
        breaks=kind.breaks,
    )


def _route(
    kind: VehicleType,
    stops: Sequence[Client | LoadAt],
    tour: Tour,
    span: tuple[int, int],
    timeline: tuple[list[Times], list[Taken]],
) -> Route:
    times, taken = timeline
    visits: list[Visit] = []
    reloads: list[Reload] = []
    before = [0]
    for stop, (arrival, start, departure) in zip(stops, times, strict=True):
        if isinstance(stop, LoadAt):
            reloads.append(Reload(stop.depot, len(visits), arrival, start, departure))
        else:
            visits.append(Visit(stop.id, arrival, start, departure))
        before.append(len(visits))
    rests = [Rest(one.id, before[number], since, since + one.duration_s) for one, number, since in taken]
    begun, ended = span
    return Route(
        vehicle_type=kind.id,
        start_depot=kind.start_depot,
        end_depot=kind.last_depot if tour.returns else None,
        visits=tuple(visits),
        start=begun,
        end=ended,
        distance=tour.distance,
        cost=kind.fixed_cost + kind.cost_per_distance * tour.distance + time_cost(kind, ended - begun),
        reloads=tuple(reloads),
        rests=tuple(rests),
    )
