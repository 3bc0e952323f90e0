"""Cheapest insertions by trying the gaps of a plan, for problems of any feature."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.routing.gap_legs import Order
from optimizer.routing.gaps import Fits, Gaps, Mask, Misses
from optimizer.routing.insertion import Insertion
from optimizer.routing.limits import Limit, closing_later, ending_later, told_raise
from optimizer.routing.problem import Client, IntArray, Problem, VehicleType
from optimizer.routing.schedule import schedule_stops
from optimizer.routing.solution import LoadAt, Route, Solution

#: How much longer it takes to time a route under traffic, whose best start is searched for.
_TRAFFIC = 5
#: Work of timing a route besides its legs, in legs.
_OVERHEAD = 4


def timing_effort(problem: Problem, kind: VehicleType, stops: int) -> int:
    """Return about how much work it is to time a route.

    Parameters
    ----------
    problem, kind, stops
        The problem, the vehicle type that drives, and how many stops it makes.

    Returns
    -------
    int
        In legs timed without breaks and traffic. Of the breaks the first ones may be left out as the route begins
        late, and the last ones as it is over early.
    """
    ways = (len(kind.breaks) + 1) * (len(kind.breaks) + 2) // 2
    starts = 1 if problem.matrices[kind.profile].traffic is None else _TRAFFIC
    return (stops + 1 + _OVERHEAD) * ways * starts


@dataclass(frozen=True)
class Tried:
    """Outcome of trying where clients fit.

    Parameters
    ----------
    insertion
        The cheapest one found; None if there is none.
    complete
        Whether no other place can hold a cheaper one; False where it was left open.
    """

    insertion: Insertion | None
    complete: bool = True


class Trials:
    """Tries clients in every gap of every route, on one more trip, and on every unused vehicle.

    Those in which they may fit are tried in the order of the least that they can cost, until none that is left can
    be cheaper. Each order of stops is timed anew, so that every rule holds.

    Parameters
    ----------
    problem, solution
        A problem and a checked solution of it.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        self._gaps = Gaps(problem, solution)
        self._before = [route.cost + _stability_cost(problem, route) for route in solution.routes]
        distances = sorted(route.distance for route in solution.routes)
        self._longest, second = [0, 0, *distances][-1], [0, 0, *distances][-2]
        self._others = [second if one.distance == self._longest else self._longest for one in solution.routes]
        routes = [gap.route for gap in self._gaps.all]
        self._idle = np.array([one is None for one in routes], dtype=np.bool_)
        self._old = np.array([0 if one is None else self._before[one] for one in routes], dtype=np.int64)
        self._rest = np.array(
            [self._longest if one is None else self._others[one] for one in routes], np.int64
        )

    def search(self, *clients: Client, most: int | None = None) -> Tried:
        """Look for the cheapest feasible insertion of clients that are on no route.

        Parameters
        ----------
        clients
            One client, or the two of a shipment in order. A single one need not belong to the problem; its location
            is a row of the matrices. Prizes are not counted.
        most
            Effort after which no more orders of stops are timed, see :func:`timing_effort`; None: no bound. Unused
            vehicles are tried all the same until one can serve them.
        """
        least, fits = self._likeliest(clients)
        best: Insertion | None = None
        tried = np.zeros(len(least), dtype=np.bool_)
        effort = _Effort(most)
        for row in effort.rows(self._idle[fits.first]):
            if best is not None and (effort.spent or least[row] >= best.cost):
                break
            tried[row] = True
            gap = self._gaps.all[fits.first[row]]
            order = self._order(clients, int(fits.first[row]), int(fits.second[row]))
            if not _keeps_prefixes(self._problem, gap.kind, order):
                continue
            effort.spend(self._problem, gap.kind, order)
            route = schedule_stops(self._problem, gap.kind, order)
            if route is not None and (best is None or self._added(gap.route, route) < best.cost):
                position = sum(isinstance(stop, Client) for stop in gap.stops[: gap.position])
                best = Insertion(self._added(gap.route, route), gap.kind.id, gap.route, position)
        open_ = ~tried if best is None else ~tried & (least < best.cost)
        return Tried(best, not open_.any())

    def misses(self, clients: Sequence[Client], most: int) -> Iterator[str]:
        """Yield changes of one limit each with which clients fit on a route, or an unused vehicle, of the plan.

        Parameters
        ----------
        clients
            One that fits nowhere, or the two of a shipment, which are tried one after the other.
        most
            Effort after which no more gaps are tried for a limit, see :func:`timing_effort`: those come first that ask
            for the smallest changes by what is known of them untimed.
        """
        for missed in self._gaps.misses(clients):
            effort = _Effort(most)
            for row, amount in zip(missed.gaps.tolist(), missed.amounts.tolist(), strict=True):
                if effort.spent:
                    break
                fix = self._raised(clients, row, missed, amount, effort)
                if fix is not None:
                    yield fix
                    break

    def _raised(
        self, clients: Sequence[Client], row: int, missed: Misses, amount: int, effort: "_Effort"
    ) -> str | None:
        """Raise a limit and tell that if clients then fit in a gap."""
        problem, kind = self._problem, self._gaps.all[row].kind
        whose = "its window" if len(clients) == 1 else f"the window of {clients[missed.whose].id}"
        fix = told_raise(problem, kind, missed.limit, amount, whose)
        if missed.limit is Limit.END:
            problem, kind = ending_later(problem, kind, amount)
        elif missed.limit is Limit.WINDOW:
            clients = [
                closing_later(one, amount) if number == missed.whose else one
                for number, one in enumerate(clients)
            ]
        elif missed.limit is Limit.DURATION:
            kind = replace(kind, max_duration=kind.max_duration + amount)
        order = self._order(clients, row, row)
        if not _keeps_prefixes(self._problem, kind, order):
            return None
        effort.spend(problem, kind, order)
        return None if schedule_stops(problem, kind, order) is None else fix

    def _likeliest(self, clients: Sequence[Client]) -> tuple[IntArray, Fits]:
        """Return the least possible costs and the gaps, cheapest first."""
        if len(clients) == 1:
            fits = self._gaps.for_client(clients[0])
        else:
            amount = self._problem.shipment_of[clients[0].id].amount
            fits = self._gaps.for_shipment(clients[0], clients[1], amount)
        least = self._least(fits)
        rows = np.argsort(least, kind="stable")
        return least[rows], Fits(
            fits.first[rows], fits.second[rows], fits.distance[rows], fits.duration[rows]
        )

    def _least(self, fits: Fits) -> IntArray:
        """Cost that no timing falls below, per pair of gaps."""
        fixed, per_distance, per_duration, per_overtime, overtime_after = (
            self._gaps.of_kind(name)[fits.first]
            for name in (
                "fixed_cost",
                "cost_per_distance",
                "cost_per_duration",
                "cost_per_overtime",
                "overtime_after",
            )
        )
        costs = fixed + per_distance * fits.distance + per_duration * fits.duration - self._old[fits.first]
        costs += per_overtime * np.maximum(fits.duration - overtime_after, 0)
        longest: IntArray = np.maximum(self._rest[fits.first], fits.distance) - self._longest
        least: IntArray = costs + self._problem.longest_route_cost * longest
        return least

    def _order(self, clients: Sequence[Client], first: int, second: int) -> Order:
        gap, until = self._gaps.all[first], self._gaps.all[second].position
        between = gap.stops[gap.position : until]
        return (*gap.stops[: gap.position], clients[0], *between, *clients[1:], *gap.stops[until:])

    def _added(self, number: int | None, route: Route) -> int:
        old, others = (0, self._longest) if number is None else (self._before[number], self._others[number])
        balance = self._problem.longest_route_cost * (max(others, route.distance) - self._longest)
        return route.cost + _stability_cost(self._problem, route) - old + balance


class _Effort:
    """Effort of timing, up to a bound; None for no bound."""

    def __init__(self, most: int | None) -> None:
        self._left = most

    @property
    def spent(self) -> bool:
        return self._left is not None and self._left <= 0

    def spend(self, problem: Problem, kind: VehicleType, order: Order) -> None:
        if self._left is not None:
            self._left -= timing_effort(problem, kind, len(order))

    def rows(self, idle: Mask) -> Iterator[int]:
        """Yield all rows until the effort is spent, then those of unused vehicles."""
        for row in range(len(idle)):
            if self.spent:
                yield from (row + np.flatnonzero(idle[row:])).tolist()
                return
            yield row


def _stability_cost(problem: Problem, route: Route) -> int:
    if problem.stability is None:
        return 0
    return sum(
        problem.stability.cost(visit.client, route.vehicle_type, visit.arrival) for visit in route.visits
    )


def _keeps_prefixes(problem: Problem, kind: VehicleType, stops: Iterable[Client | LoadAt]) -> bool:
    """Whether clients of prefixes are on their vehicle, at the head of its route and in order."""
    visited = [stop.id for stop in stops if isinstance(stop, Client)]
    head = [client for client in kind.prefix if client in visited]
    elsewhere = (client for other in problem.vehicle_types if other.id != kind.id for client in other.prefix)
    return visited[: len(head)] == head and not any(client in visited for client in elsewhere)
