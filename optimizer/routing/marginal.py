"""Marginal costs of a written solution: what a client's removal would save, what one more would cost."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from optimizer.routing.check_route import Drive, check_route
from optimizer.routing.insertion import Insertion
from optimizer.routing.problem import Client, Problem
from optimizer.routing.schedule import schedule, stops_of
from optimizer.routing.segments import SegmentTable
from optimizer.routing.solution import Route, Solution, Stop
from optimizer.routing.trials import Trials, Tried

__all__ = ["Insertion", "InsertionTable", "removal_saving"]


def removal_saving(problem: Problem, route: Route, client: str) -> int:
    """Cost units saved when the client leaves the route and the rest keeps its order.

    Parameters
    ----------
    problem, route
        The problem and one of its routes.
    client
        Id of a client on the route. The other end of its shipment leaves with it, a reload with the last client of
        the trip before or after it.

    Returns
    -------
    int
        The whole cost of the route if nobody else is on it. Negative where the detour is cheaper than the direct
        way. Zero if the others cannot be visited in this order without it. What it costs to depart from an earlier
        plan, and the price of the longest route, are not counted.

    Raises
    ------
    ValueError
        If the client is not on the route.
    """
    if all(visit.client != client for visit in route.visits):
        msg = f"client {client!r} is not on the route"
        raise ValueError(msg)
    shipment = problem.shipment_of.get(client)
    leaving = {client} if shipment is None else {shipment.pickup, shipment.delivery}
    rest = _without_empty_trips([stop for stop in stops_of(route) if stop not in leaving])
    if not rest:
        return route.cost
    without = schedule(problem, route.vehicle_type, rest)
    if without is None or without.distance > problem.vehicle_type_by_id[route.vehicle_type].max_distance:
        return 0
    if problem.backhauls_ordered and any(check_route(Drive(problem, without, ""))):
        return 0
    return route.cost - without.cost


def _without_empty_trips(stops: list[Stop]) -> list[Stop]:
    kept: list[Stop] = []
    for number, stop in enumerate(stops):
        onward = number + 1 < len(stops) and isinstance(stops[number + 1], str)
        if isinstance(stop, str) or (kept and onward):
            kept.append(stop)
    return kept


class InsertionTable:
    """Every place of a solution where one more client, or shipment, could be inserted.

    Prepared for fast questions where :class:`~optimizer.routing.segments.SegmentTable` suits the problem; else
    gaps are tried one by one, see :class:`~optimizer.routing.trials.Trials`.

    Parameters
    ----------
    problem, solution
        A problem and a checked solution of it.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        self._solution = solution
        self._table = SegmentTable(problem, solution) if SegmentTable.suits(problem) else None
        self._visited = {visit.client for route in solution.routes for visit in route.visits}

    @cached_property
    def _trials(self) -> Trials:
        return Trials(self._problem, self._solution)

    def cheapest(self, client: Client) -> Insertion | None:
        """Return the cheapest feasible insertion of a client that is on no route, and in no shipment.

        Parameters
        ----------
        client
            Need not belong to the problem; its location is a row of the matrices. Its prize is not counted.

        Returns
        -------
        Insertion | None
            None if it fits nowhere, or another alternative of its group is visited.
        """
        return self.search((client,)).insertion

    def search(self, clients: Sequence[Client], most: int | None = None) -> Tried:
        """Look for the cheapest feasible insertion with bounded effort.

        Parameters
        ----------
        clients
            One client, see :meth:`cheapest`, or the two of a shipment of the problem in order.
        most
            Effort after which no more orders of stops are timed, where that is needed, see
            :func:`~optimizer.routing.trials.timing_effort`; None: no bound.
        """
        group = self._problem.group_of.get(clients[0].id)
        if group is not None and not self._visited.isdisjoint(group.clients):
            return Tried(None)
        if self._table is None or len(clients) > 1:
            return self._trials.search(*clients, most=most)
        return Tried(self._table.cheapest(clients[0]))

    def misses(self, clients: Sequence[Client], most: int) -> Iterator[str]:
        """Yield changes of one limit each with which what fits nowhere would; see :class:`Trials`.

        Parameters
        ----------
        clients, most
            The client, or the two of a shipment, and the effort for each limit.
        """
        return self._trials.misses(clients, most)
