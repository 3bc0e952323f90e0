"""Tiny routing problems and independent oracles for them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, combinations_with_replacement, groupby, permutations, product, takewhile
from typing import Any

import numpy as np

from optimizer.routing.problem import UNLIMITED, Break, Client, Depot, Matrix, Problem, VehicleType
from optimizer.routing.solution import LoadAt, Reload, Rest, Route, Solution, Visit


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


#: Where a break may be taken: after so many stops, before leaving or on arrival at the next.
RestPoint = tuple[int, str]


def drive(
    problem: Problem,
    kind: VehicleType,
    order: Sequence[Client | LoadAt],
    start: int,
    taken: Sequence[tuple[Break, RestPoint]] = (),
) -> Route | None:
    """Drive an order of stops from a given start, serving each as early as possible, with the given breaks.

    None if a window, the shift, a depot's window, a release time, a break, a limit of the route or the capacity
    is broken.
    """
    way = _Way(problem, kind, start, taken)
    for number, stop in enumerate(order):
        way.rest((number, "leaving"))
        where = problem.depot_by_id[stop.depot] if isinstance(stop, LoadAt) else stop
        way.travel(where.location)
        arrival = way.now
        way.rest((number, "arriving"))
        begin = _first_open(where, way.now, _release(order, number))
        if begin is None:
            return None
        way.now = begin + where.service_s
        if isinstance(stop, LoadAt):
            way.reloads.append(Reload(stop.depot, len(way.visits), arrival, begin, way.now))
        else:
            way.visits.append(Visit(stop.id, arrival, begin, way.now))
    if not kind.open_end:
        way.rest((len(order), "leaving"))
        last = problem.depot_by_id[kind.last_depot]
        way.travel(last.location)
        way.now = max(way.now, last.window[0])
    route = way.route(start)
    return route if _holds(problem, kind, order, route) else None


class _Way:
    """Where a vehicle is by now, and what it has done."""

    def __init__(
        self, problem: Problem, kind: VehicleType, start: int, taken: Sequence[tuple[Break, RestPoint]]
    ) -> None:
        depot = problem.depot_by_id[kind.start_depot]
        self._kind, self._matrix, self._taken = kind, problem.matrices[kind.profile], taken
        self._location, self._distance = depot.location, 0
        self.now = start + depot.service_s
        self.visits: list[Visit] = []
        self.reloads: list[Reload] = []
        self._rests: list[Rest] = []

    def rest(self, point: RestPoint) -> None:
        """Take the breaks meant for this point."""
        for one, where in self._taken:
            if where == point:
                begun = max(self.now, one.window[0])
                self.now = begun + one.duration_s
                self._rests.append(Rest(one.id, len(self.visits), begun, self.now))

    def travel(self, to: int) -> None:
        """Drive to a place."""
        leg = self._matrix.leg(self._location, to)
        self._distance += leg.distance
        self.now = _driven(self._matrix, self.now, leg.duration)
        self._location = to

    def route(self, start: int) -> Route:
        """Return what was driven, and what it costs."""
        kind, duration = self._kind, self.now - start
        cost = kind.fixed_cost + kind.cost_per_distance * self._distance + kind.cost_per_duration * duration
        return Route(
            kind.id,
            kind.start_depot,
            None if kind.open_end else kind.last_depot,
            tuple(self.visits),
            start,
            self.now,
            self._distance,
            cost + kind.cost_per_overtime * max(duration - kind.overtime_after, 0),
            tuple(self.reloads),
            tuple(self._rests),
        )


def _driven(matrix: Matrix, leaving: int, duration: int) -> int:
    """Drive on, one unit of time after the other, until the way is done."""
    if matrix.traffic is None or duration == UNLIMITED:
        return leaving + duration
    now, left = leaving, 1000 * duration
    while left > 0:
        left -= [
            rate
            for since, rate in zip(matrix.traffic.starts, matrix.traffic.rates, strict=True)
            if since <= now
        ][-1]
        now += 1
    return now


def _first_open(where: Client | Depot, arrival: int, release: int) -> int | None:
    if isinstance(where, Depot):
        begin = max(arrival, where.window[0], release - where.service_s)
        return begin if begin <= where.window[1] else None
    begin = arrival
    while where.windows and not any(a <= begin <= b for a, b in where.windows):
        begin += 1
        if begin > where.windows[-1][1]:
            return None
    return begin


def _release(order: Sequence[Client | LoadAt], since: int) -> int:
    """Latest release among the clients of the trip that is loaded at stop ``since``."""
    trip = takewhile(lambda stop: isinstance(stop, Client), order[since + 1 :])
    return max((stop.release_s for stop in trip if isinstance(stop, Client)), default=0)


def _holds(problem: Problem, kind: VehicleType, order: Sequence[Client | LoadAt], route: Route) -> bool:
    first = problem.depot_by_id[route.start_depot]
    close = kind.shift[1]
    if route.end_depot is not None:
        close = min(close, problem.depot_by_id[route.end_depot].window[1])
    clients = [stop for stop in order if isinstance(stop, Client)]
    return (
        max(kind.shift[0], first.window[0], _release(order, -1) - first.service_s) <= route.start
        and route.start <= first.window[1]
        and route.end <= close
        and route.end - route.start <= kind.max_duration
        and route.distance <= kind.max_distance
        and route.distance < UNLIMITED
        and all(kind.may_visit(client) for client in clients)
        and all(_rested(one, route) for one in kind.breaks)
        and _loads_fit(problem, kind, order)
    )


def _rested(one: Break, route: Route) -> bool:
    begun = [rest.start for rest in route.rests if rest.break_id == one.id]
    if begun:
        return one.window[0] <= begun[0] <= one.window[1]
    return route.start >= one.window[1] or route.end <= one.window[1]


def _loads_fit(problem: Problem, kind: VehicleType, order: Sequence[Client | LoadAt]) -> bool:
    none = (0,) * len(problem.measures)
    for loading, trip in groupby(order, lambda stop: isinstance(stop, LoadAt)):
        clients = [] if loading else [stop for stop in trip if isinstance(stop, Client)]
        for stop in range(len(clients) + 1):
            aboard = [client.pickup or none for client in clients[:stop]]
            aboard += [client.delivery or none for client in clients[stop:]]
            if any(sum(load[m] for load in aboard) > kind.capacity[m] for m in range(len(problem.measures))):
                return False
    return True


def ways_to_rest(kind: VehicleType, stops: int) -> Iterator[list[tuple[Break, RestPoint]]]:
    """Every way of taking some of the breaks, in order, somewhere on a route of so many stops."""
    points = [(number, point) for number in range(stops) for point in ("leaving", "arriving")]
    points += [] if kind.open_end else [(stops, "leaving")]
    for size in range(len(kind.breaks) + 1):
        for breaks in combinations(kind.breaks, size):
            for places in combinations_with_replacement(points, size):
                yield list(zip(breaks, places, strict=True))


def every_start(
    problem: Problem, kind: VehicleType, order: Sequence[Client | LoadAt], latest: int
) -> Iterable[Route]:
    """Every feasible drive of an order of stops that starts at 0, 1, ... up to ``latest``."""
    for start, taken in product(range(latest + 1), list(ways_to_rest(kind, len(order)))):
        route = drive(problem, kind, order, start, taken)
        if route is not None:
            yield route


def best_drive(
    problem: Problem, kind: VehicleType, order: Sequence[Client | LoadAt], latest: int
) -> Route | None:
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
