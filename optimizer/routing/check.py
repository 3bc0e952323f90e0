"""Independent checker: whether a written solution is a plan for its problem, and what it costs.

It shares no code with the engines or with the scheduling they use, so that a fault there shows here. Rules of one
route are in ``check_route`` and ``check_times``.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from optimizer.core.errors import Violation
from optimizer.routing.check_route import Drive, check_route
from optimizer.routing.check_times import check_times
from optimizer.routing.problem import Problem
from optimizer.routing.solution import Route, Solution


def check(problem: Problem, solution: Solution, *, partial: bool = False) -> tuple[Violation, ...]:
    """Check every rule of the problem against every figure of the solution.

    Parameters
    ----------
    problem, solution
        What was asked, and what is claimed to answer it.
    partial
        True: what must be visited may be left out, as in the best partial plan of an infeasible problem. The clients
        of a prefix who are visited then still are the beginning, in its order.

    Returns
    -------
    tuple[Violation, ...]
        Empty if the plan holds. A route that names unknown ids, or places reloads and breaks where it has no
        visits, is reported as such and not examined further.
    """
    visited = _visited(solution)
    found = [*_visits_once(problem, solution), *_vehicle_counts(problem, solution)]
    found.extend(() if partial else _left_out(problem, visited))
    found.extend(_shipments(problem, solution))
    found.extend(_groups(problem, visited))
    for kind in problem.vehicle_types:
        prefix = tuple(client for client in kind.prefix if not partial or client in visited)
        found.extend(_prefix(solution, kind.id, prefix) if prefix else ())
    for number, route in enumerate(solution.routes, start=1):
        found.extend(check_alone(problem, route, f"route {number}"))
    return tuple(found)


def check_alone(problem: Problem, route: Route, subject: str = "route") -> tuple[Violation, ...]:
    """Check the rules that concern one route only; not whether shipments are complete, nor prefixes.

    Parameters
    ----------
    problem, route
        The problem, and a route.
    subject
        What violations call it.
    """
    drive = Drive(problem, route, subject)
    senseless = [*_unknown(drive), *_misplaced(drive)]
    return tuple(senseless or [*check_route(drive), *check_times(drive), *_figures(drive)])


def required_left_out(problem: Problem, solution: Solution) -> int:
    """Return how many required clients, clients of prefixes and required groups the solution does not visit."""
    return len(list(_left_out(problem, _visited(solution))))


def cost(problem: Problem, solution: Solution) -> int:
    """Objective of a solution, recomputed from ids and times; the costs the routes report are not used.

    Fixed, distance, duration and overtime cost of its routes; prizes not collected, of each group the largest less
    that of the alternative visited; what it costs to depart from the earlier plan; the price of the longest route.
    """
    visited = _visited(solution)
    grouped = {client for group in problem.groups for client in group.clients}
    forgone = sum(
        one.prize
        for one in problem.clients
        if not one.required and one.id not in visited and one.id not in grouped
    )
    for group in problem.groups:
        prizes = {client: problem.client_by_id[client].prize for client in group.clients}
        collected = [prize for client, prize in prizes.items() if client in visited]
        forgone += max(prizes.values()) - max(collected, default=0)
    drives = [Drive(problem, route, "") for route in solution.routes]
    longest = max((drive.distance for drive in drives), default=0)
    return (
        forgone
        + sum(_route_cost(drive) for drive in drives)
        + _departure_from_earlier_plan(problem, solution)
        + problem.longest_route_cost * longest
    )


def _route_cost(drive: Drive) -> int:
    kind, duration = drive.kind, drive.route.end - drive.route.start
    driven = kind.cost_per_distance * drive.distance + kind.cost_per_duration * duration
    return kind.fixed_cost + driven + kind.cost_per_overtime * max(0, duration - kind.overtime_after)


def _departure_from_earlier_plan(problem: Problem, solution: Solution) -> int:
    earlier = problem.stability
    if earlier is None:
        return 0
    due = 0
    for route in solution.routes:
        for visit in route.visits:
            if visit.client in earlier.previous:
                vehicle, arrival = earlier.previous[visit.client]
                moved = abs(visit.arrival - arrival) - earlier.tolerance_s
                due += earlier.shift_cost * moved if moved > 0 else 0
                due += earlier.vehicle_change_cost if route.vehicle_type != vehicle else 0
    return due


def _visited(solution: Solution) -> set[str]:
    return {visit.client for route in solution.routes for visit in route.visits}


def _visits_once(problem: Problem, solution: Solution) -> Iterator[Violation]:
    counts = Counter(visit.client for route in solution.routes for visit in route.visits)
    listed = Counter(solution.unserved)
    for client in problem.clients:
        subject = f"client {client.id}"
        times = counts[client.id]
        if times > 1:
            yield Violation("visit-once", subject, f"visited {times} times")
        if listed[client.id] != (times == 0):
            detail = f"visited {times} times and listed {listed[client.id]} times as unserved"
            yield Violation("unserved-list", subject, detail)
    for unknown in listed.keys() - problem.client_by_id.keys():
        yield Violation("unknown-id", f"client {unknown}", "listed as unserved and not in the problem")


def _left_out(problem: Problem, visited: Collection[str]) -> Iterator[Violation]:
    fixed = {client for kind in problem.vehicle_types for client in kind.prefix}
    for client in problem.clients:
        if client.id not in visited and (client.required or client.id in fixed):
            detail = "is required and not visited" if client.required else "is in a prefix and not visited"
            yield Violation("required-client", f"client {client.id}", detail)
    for group in problem.groups:
        if group.required and not any(client in visited for client in group.clients):
            yield Violation(
                "required-group", f"group {group.id}", f"none of {list(group.clients)} is visited"
            )


def _groups(problem: Problem, visited: Collection[str]) -> Iterator[Violation]:
    for group in problem.groups:
        chosen = [client for client in group.clients if client in visited]
        if len(chosen) > 1:
            yield Violation("group", f"group {group.id}", f"{chosen} are visited, at most one may be")


def _shipments(problem: Problem, solution: Solution) -> Iterator[Violation]:
    where = {}
    for number, route in enumerate(solution.routes, start=1):
        for position, visit in enumerate(route.visits):
            trip = 1 + sum(reload.position <= position for reload in route.reloads)
            where[visit.client] = number, trip, position
    for one in problem.shipments:
        subject = f"shipment {one.pickup} to {one.delivery}"
        fetched, brought = where.get(one.pickup), where.get(one.delivery)
        if fetched is None or brought is None:
            if fetched != brought:
                yield Violation("shipment-half", subject, "only one of its clients is visited")
        elif fetched[:2] != brought[:2]:
            detail = f"fetched on route {fetched[0]} trip {fetched[1]}, "
            detail += f"brought on route {brought[0]} trip {brought[1]}"
            yield Violation("shipment-trip", subject, detail)
        elif fetched > brought:
            yield Violation("shipment-order", subject, "is brought before it is fetched")


def _vehicle_counts(problem: Problem, solution: Solution) -> Iterator[Violation]:
    used = Counter(route.vehicle_type for route in solution.routes)
    for kind in problem.vehicle_types:
        if used[kind.id] > kind.count:
            detail = f"{used[kind.id]} routes, {kind.count} vehicles"
            yield Violation("vehicle-count", f"vehicle type {kind.id}", detail)


def _prefix(solution: Solution, kind: str, prefix: tuple[str, ...]) -> Iterator[Violation]:
    routes = [route for route in solution.routes if route.vehicle_type == kind]
    begun = [tuple(visit.client for visit in route.visits[: len(prefix)]) for route in routes]
    if begun != [prefix]:
        detail = f"its route must begin with {list(prefix)}, is {[list(one) for one in begun]}"
        yield Violation("prefix", f"vehicle type {kind}", detail)


def _unknown(drive: Drive) -> Iterator[Violation]:
    problem, route = drive.problem, drive.route
    if route.vehicle_type not in problem.vehicle_type_by_id:
        yield drive.broken("unknown-id", f"vehicle type {route.vehicle_type!r}")
        return
    for depot in (route.start_depot, route.end_depot, *(reload.depot for reload in route.reloads)):
        if depot is not None and depot not in problem.depot_by_id:
            yield drive.broken("unknown-id", f"depot {depot!r}")
    for visit in route.visits:
        if visit.client not in problem.client_by_id:
            yield drive.broken("unknown-id", f"client {visit.client!r}")
    breaks = {one.id for one in drive.kind.breaks}
    for rest in route.rests:
        if rest.break_id not in breaks:
            yield drive.broken("unknown-id", f"break {rest.break_id!r} of {route.vehicle_type}")


def _misplaced(drive: Drive) -> Iterator[Violation]:
    """Yield whether reloads and rests have positions that are not in ascending order within the route."""
    route = drive.route
    for name, positions in (
        ("reloads", [one.position for one in route.reloads]),
        ("breaks", [one.position for one in route.rests]),
    ):
        edges = [0, *positions, len(route.visits)]
        if any(after < before for before, after in pairwise(edges)):
            yield drive.broken("position", f"{name} after {positions} of {len(route.visits)} clients")


def _figures(drive: Drive) -> Iterator[Violation]:
    route = drive.route
    if route.distance != drive.distance:
        yield drive.broken("route-distance", f"reported {route.distance}, is {drive.distance}")
    if route.cost != (due := _route_cost(drive)):
        yield drive.broken("route-cost", f"reported {route.cost}, is {due}")
