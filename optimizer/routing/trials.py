"""Cheapest insertions by trying positions, for problems of any feature."""

from collections import Counter
from collections.abc import Iterator, Sequence

from optimizer.routing.check_route import Drive, check_route
from optimizer.routing.insertion import Insertion
from optimizer.routing.problem import Client, Problem, VehicleType
from optimizer.routing.schedule import schedule, stops_of
from optimizer.routing.solution import LoadAt, Route, Solution, Stop


class Trials:
    """Tries clients at every position of every route, on one more trip, and on every unused vehicle.

    Each order of stops is timed anew and its loads are followed, so that every rule holds.

    Parameters
    ----------
    problem, solution
        A problem and a checked solution of it.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        self._routes = solution.routes
        used = Counter(route.vehicle_type for route in solution.routes)
        self._unused = [kind for kind in problem.vehicle_types if kind.count > used[kind.id]]
        distances = sorted(route.distance for route in solution.routes)
        self._longest, self._second = [0, 0, *distances][-1], [0, 0, *distances][-2]

    def cheapest(self, *clients: Client) -> Insertion | None:
        """Return the cheapest feasible insertion of clients that are on no route.

        Parameters
        ----------
        clients
            One client, or the two of a shipment in order. One that does not belong to the problem may be given; its
            location is a row of the matrices. Prizes are not counted.

        Returns
        -------
        Insertion | None
            None if they fit nowhere.
        """
        new = tuple(one for one in clients if one.id not in self._problem.client_by_id)
        problem = self._problem.replace(clients=(*self._problem.clients, *new)) if new else self._problem
        found = list(self._insertions(problem, [client.id for client in clients]))
        return min(found, key=lambda one: one.cost, default=None)

    def _insertions(self, problem: Problem, clients: Sequence[str]) -> Iterator[Insertion]:
        for number, route in enumerate(self._routes):
            kind = problem.vehicle_type_by_id[route.vehicle_type]
            for order in _longer(kind, stops_of(route), clients):
                longer = _timed(problem, kind, order)
                if longer is not None:
                    yield Insertion(self._added(route, longer), kind.id, number, _position(order, clients))
        for kind in self._unused:
            if (alone := _timed(problem, kind, clients)) is not None:
                yield Insertion(self._added(None, alone), kind.id, None, 0)

    def _added(self, before: Route | None, after: Route) -> int:
        price = self._problem.longest_route_cost
        added = after.cost + _stability_cost(self._problem, after)
        if before is None:
            return added + price * max(0, after.distance - self._longest)
        others = self._second if before.distance == self._longest else self._longest
        added -= before.cost + _stability_cost(self._problem, before)
        return added + price * (max(others, after.distance) - self._longest)


def _stability_cost(problem: Problem, route: Route) -> int:
    if problem.stability is None:
        return 0
    return sum(
        problem.stability.cost(visit.client, route.vehicle_type, visit.arrival) for visit in route.visits
    )


def _longer(kind: VehicleType, stops: Sequence[Stop], clients: Sequence[str]) -> Iterator[list[Stop]]:
    """Yield the stops with the clients in every position, or on one more trip at either end."""
    for begin in range(len(stops) + 1):
        if len(clients) == 1:
            yield [*stops[:begin], *clients, *stops[begin:]]
            continue
        for end in range(begin, len(stops) + 1):
            yield [*stops[:begin], clients[0], *stops[begin:end], clients[1], *stops[end:]]
    for depot in kind.reload_depots:
        yield [*stops, LoadAt(depot), *clients]
        yield [*clients, LoadAt(depot), *stops]


def _timed(problem: Problem, kind: VehicleType, stops: Sequence[Stop]) -> Route | None:
    if not _keeps_prefixes(problem, kind, stops):
        return None
    route = schedule(problem, kind.id, stops)
    return None if route is None or any(check_route(Drive(problem, route, ""))) else route


def _keeps_prefixes(problem: Problem, kind: VehicleType, stops: Sequence[Stop]) -> bool:
    """Whether clients of prefixes are on their vehicle, at the head of its route and in order."""
    visited = [stop for stop in stops if isinstance(stop, str)]
    head = [client for client in kind.prefix if client in visited]
    elsewhere = (client for other in problem.vehicle_types if other.id != kind.id for client in other.prefix)
    return visited[: len(head)] == head and not any(client in visited for client in elsewhere)


def _position(order: Sequence[Stop], clients: Sequence[str]) -> int:
    return sum(isinstance(stop, str) for stop in order[: order.index(clients[0])])
