"""Independent checker: whether a written solution is a plan for its problem, and what it costs.

It shares no code with the engines or with the scheduling they use, so that a fault there shows here.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from optimizer.core.errors import Violation
from optimizer.routing.problem import UNLIMITED, Client, Problem, VehicleType
from optimizer.routing.solution import Route, Solution


def check(problem: Problem, solution: Solution, *, partial: bool = False) -> tuple[Violation, ...]:
    """Check every rule of the problem against every figure of the solution.

    Parameters
    ----------
    problem, solution
        What was asked, and what is claimed to answer it.
    partial
        True: required clients may be left out, as in the best partial plan of an infeasible problem.

    Returns
    -------
    tuple[Violation, ...]
        Empty if the plan holds. A route that names unknown ids is reported as such and not examined further.
    """
    found = [*_visits_once(problem, solution, partial), *_vehicle_counts(problem, solution)]
    for number, route in enumerate(solution.routes, start=1):
        subject = f"route {number}"
        unknown = list(_known(problem, route, subject))
        found.extend(unknown or _route(problem, route, subject))
    return tuple(found)


def cost(problem: Problem, solution: Solution) -> int:
    """Objective of a solution: fixed, distance and duration cost of its routes plus prizes not collected.

    Recomputed from ids and times; the costs the routes report are not used.
    """
    visited = {visit.client for route in solution.routes for visit in route.visits}
    forgone = sum(c.prize for c in problem.clients if not c.required and c.id not in visited)
    return forgone + sum(_route_cost(problem, route) for route in solution.routes)


def _route_cost(problem: Problem, route: Route) -> int:
    kind = problem.vehicle_type_by_id[route.vehicle_type]
    distance = sum(leg[0] for leg in _legs(problem, route, kind))
    return (
        kind.fixed_cost
        + kind.cost_per_distance * distance
        + kind.cost_per_duration * (route.end - route.start)
    )


def _legs(problem: Problem, route: Route, kind: VehicleType) -> list[tuple[int, int]]:
    """Distance and duration of each leg, from the start depot to the end depot."""
    matrix = problem.matrices[kind.profile]
    places = [problem.depot_by_id[route.start_depot].location]
    places += [problem.client_by_id[visit.client].location for visit in route.visits]
    places += [] if route.end_depot is None else [problem.depot_by_id[route.end_depot].location]
    return [(int(matrix.distance[a, b]), int(matrix.duration[a, b])) for a, b in pairwise(places)]


def _visits_once(problem: Problem, solution: Solution, partial: bool) -> Iterator[Violation]:
    counts = Counter(visit.client for route in solution.routes for visit in route.visits)
    listed = Counter(solution.unserved)
    for client in problem.clients:
        subject = f"client {client.id}"
        times = counts[client.id]
        if times > 1:
            yield Violation("visit-once", subject, f"visited {times} times")
        if client.required and not times and not partial:
            yield Violation("required-client", subject, "is required and not visited")
        if listed[client.id] != (times == 0):
            detail = f"visited {times} times and listed {listed[client.id]} times as unserved"
            yield Violation("unserved-list", subject, detail)
    for unknown in listed.keys() - problem.client_by_id.keys():
        yield Violation("unknown-id", f"client {unknown}", "listed as unserved and not in the problem")


def _vehicle_counts(problem: Problem, solution: Solution) -> Iterator[Violation]:
    used = Counter(route.vehicle_type for route in solution.routes)
    for kind in problem.vehicle_types:
        if used[kind.id] > kind.count:
            detail = f"{used[kind.id]} routes, {kind.count} vehicles"
            yield Violation("vehicle-count", f"vehicle type {kind.id}", detail)


def _known(problem: Problem, route: Route, subject: str) -> Iterator[Violation]:
    if route.vehicle_type not in problem.vehicle_type_by_id:
        yield Violation("unknown-id", subject, f"vehicle type {route.vehicle_type!r}")
    for depot in (route.start_depot, route.end_depot):
        if depot not in problem.depot_by_id:
            yield Violation("unknown-id", subject, f"depot {depot!r}")
    for visit in route.visits:
        if visit.client not in problem.client_by_id:
            yield Violation("unknown-id", subject, f"client {visit.client!r}")


def _route(problem: Problem, route: Route, subject: str) -> Iterator[Violation]:
    kind = problem.vehicle_type_by_id[route.vehicle_type]
    clients = [problem.client_by_id[visit.client] for visit in route.visits]
    if not clients:
        yield Violation("empty-route", subject, "visits no client")
    yield from _depots(problem, route, kind, subject)
    yield from _allowed(clients, kind, subject)
    yield from _capacity(problem, clients, kind, subject)
    yield from _travel(problem, route, kind, subject)
    yield from _service(route, clients, subject)
    yield from _release(route, clients, subject)
    yield from _shift(route, kind, subject)
    yield from _limits(problem, route, kind, subject)
    yield from _figures(problem, route, kind, subject)


def _depots(problem: Problem, route: Route, kind: VehicleType, subject: str) -> Iterator[Violation]:
    expected = (kind.start_depot, kind.start_depot if kind.end_depot is None else kind.end_depot)
    if (route.start_depot, route.end_depot) != expected:
        detail = f"{route.start_depot} to {route.end_depot}, {kind.id} drives {expected[0]} to {expected[1]}"
        yield Violation("depot", subject, detail)
    for name, depot_id, instant in (
        ("leaves", route.start_depot, route.start),
        ("reaches", route.end_depot, route.end),
    ):
        opening, close = problem.depot_by_id[depot_id].window
        if not opening <= instant <= close:
            detail = f"{name} {depot_id} at {instant}, open {opening} to {close}"
            yield Violation("depot-window", subject, detail)


def _allowed(clients: list[Client], kind: VehicleType, subject: str) -> Iterator[Violation]:
    for client in clients:
        if client.vehicle_types is not None and kind.id not in client.vehicle_types:
            detail = f"client {client.id} may be visited by {sorted(client.vehicle_types)}, not by {kind.id}"
            yield Violation("vehicle-allowed", subject, detail)


def _capacity(
    problem: Problem, clients: list[Client], kind: VehicleType, subject: str
) -> Iterator[Violation]:
    for index, measure in enumerate(problem.measures):
        load = sum(client.delivery[index] for client in clients if client.delivery)
        highest, where = load, f"depot {kind.start_depot}"
        for client in clients:
            load -= client.delivery[index] if client.delivery else 0
            load += client.pickup[index] if client.pickup else 0
            if load > highest:
                highest, where = load, f"client {client.id}"
        if highest > kind.capacity[index]:
            detail = f"{measure} {highest} on leaving {where}, capacity {kind.capacity[index]}"
            yield Violation("capacity", subject, detail)


def _travel(problem: Problem, route: Route, kind: VehicleType, subject: str) -> Iterator[Violation]:
    legs = _legs(problem, route, kind)
    left = [route.start, *(visit.departure for visit in route.visits)]
    names = [*(f"client {visit.client}" for visit in route.visits), f"depot {route.end_depot}"]
    reached = [visit.arrival for visit in route.visits]
    for name, leg in zip(names, legs, strict=True):
        if UNLIMITED in leg:
            yield Violation("unreachable", subject, f"no way to {name} with profile {kind.profile}")
    for name, (_, duration), leaving, arriving in zip(names, legs, left, reached, strict=False):
        if arriving != leaving + duration:
            detail = f"leaves at {leaving}, drives {duration}, reaches {name} at {arriving}"
            yield Violation("travel-time", subject, detail)
    # a vehicle that is back before its depot opens waits outside
    home = max(left[-1] + legs[-1][1], problem.depot_by_id[route.end_depot].window[0])
    if route.end != home:
        detail = f"leaves the last stop at {left[-1]}, drives {legs[-1][1]}, ends at {route.end}"
        yield Violation("travel-time", subject, detail)


def _service(route: Route, clients: list[Client], subject: str) -> Iterator[Violation]:
    for visit, client in zip(route.visits, clients, strict=True):
        if visit.start < visit.arrival or visit.departure != visit.start + client.service_s:
            detail = (
                f"client {client.id}: arrival {visit.arrival}, start {visit.start}, "
                f"departure {visit.departure}, service takes {client.service_s}"
            )
            yield Violation("service-time", subject, detail)
        if client.windows and not any(opening <= visit.start <= end for opening, end in client.windows):
            detail = f"client {client.id}: start {visit.start}, windows {list(client.windows)}"
            yield Violation("time-window", subject, detail)


def _release(route: Route, clients: list[Client], subject: str) -> Iterator[Violation]:
    for client in clients:
        if route.start < client.release_s:
            detail = f"leaves at {route.start}, client {client.id} is released at {client.release_s}"
            yield Violation("release-time", subject, detail)


def _shift(route: Route, kind: VehicleType, subject: str) -> Iterator[Violation]:
    if route.start < kind.shift[0] or route.end > kind.shift[1]:
        detail = f"{route.start} to {route.end}, shift {kind.shift[0]} to {kind.shift[1]}"
        yield Violation("shift", subject, detail)


def _limits(problem: Problem, route: Route, kind: VehicleType, subject: str) -> Iterator[Violation]:
    distance = sum(leg[0] for leg in _legs(problem, route, kind))
    if distance > kind.max_distance:
        yield Violation("max-distance", subject, f"{distance}, at most {kind.max_distance}")
    duration = route.end - route.start
    if duration > kind.max_duration:
        yield Violation("max-duration", subject, f"{duration}, at most {kind.max_duration}")


def _figures(problem: Problem, route: Route, kind: VehicleType, subject: str) -> Iterator[Violation]:
    distance = sum(leg[0] for leg in _legs(problem, route, kind))
    if route.distance != distance:
        yield Violation("route-distance", subject, f"reported {route.distance}, is {distance}")
    if route.cost != (due := _route_cost(problem, route)):
        yield Violation("route-cost", subject, f"reported {route.cost}, is {due}")
