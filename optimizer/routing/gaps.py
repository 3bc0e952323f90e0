"""Gaps between the stops of a plan: those in which a client may fit, told without timing a route anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.routing.gap_legs import NEVER, Leg, Order, legs_of, orders_of, table_of
from optimizer.routing.limits import Limit
from optimizer.routing.matrix import FREE_FLOW
from optimizer.routing.problem import UNLIMITED, Backhauls, Client, IntArray, Problem, VehicleType
from optimizer.routing.solution import Solution

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Gap:
    """Where on a route one more client may be visited.

    Parameters
    ----------
    kind, route
        Vehicle type, and index of the route in the solution; None for an unused vehicle.
    stops, position
        Stops of the route, one more reload perhaps among them, and number of those before the gap.
    """

    kind: VehicleType
    route: int | None
    stops: Order
    position: int


@dataclass(frozen=True)
class _Ways:
    """Distance and least duration of a leg per gap or pair of gaps; never over where it cannot be travelled."""

    distance: IntArray
    duration: IntArray

    def at(self, rows: IntArray) -> "_Ways":
        return _Ways(self.distance[rows], self.duration[rows])


@dataclass(frozen=True)
class Fits:
    """Pairs of gaps in which a client, or both ends of a shipment, may fit.

    Parameters
    ----------
    first, second
        Numbers of gaps, equal for a single client.
    distance, duration
        Distance of the route with them, and a duration that it does not fall below.
    """

    first: IntArray
    second: IntArray
    distance: IntArray
    duration: IntArray


@dataclass(frozen=True)
class Misses:
    """Gaps in which a client, or both ends of a shipment one after the other, may fit but for one limit.

    Parameters
    ----------
    limit
        The limit; a capacity by the name of its measure.
    whose
        Of windows: number of the client, 1 for the end where a shipment is brought.
    gaps, amounts
        Numbers of gaps, and by how much the limit must be raised at least; smallest amounts first.
    """

    limit: Limit | str
    whose: int
    gaps: IntArray
    amounts: IntArray


class Gaps:
    """Every gap of a plan, one more trip of each route and every unused vehicle.

    Each leg has the earliest departure from its beginning and the latest arrival at its end. Both, and all durations,
    are those without breaks and in the fastest traffic, so that what they rule out no timing can hold.

    Parameters
    ----------
    problem, solution
        A problem, and routes that hold its rules.

    Attributes
    ----------
    all
        The gaps.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        self.all: list[Gap] = []
        legs: list[Leg] = []
        trips: list[tuple[int, int]] = []
        for number, (kind, route, stops, positions) in enumerate(orders_of(problem, solution)):
            known = legs_of(problem, kind, stops)
            for position in positions:
                self.all.append(Gap(kind, route, stops, position))
                legs.append(known[position])
                trips.append((number, known[position].trip))
        profiles = {gap.kind.profile for gap in self.all}
        self.kinds = problem.vehicle_types
        index = {kind.id: number for number, kind in enumerate(self.kinds)}
        self.kind_of = np.array([index[gap.kind.id] for gap in self.all], dtype=np.int64)
        self._ends = table_of([leg.ends for leg in legs], 2)
        self._way = table_of([leg.way for leg in legs], 2)
        self._rest = table_of([leg.rest for leg in legs], 2)
        self._span = table_of([leg.span for leg in legs], 3)
        width = len(problem.measures)
        self._free, self._before, self._after = (
            table_of([leg.free[which] for leg in legs], width) for which in range(3)
        )
        self._order = np.array([leg.order for leg in legs], dtype=np.bool_).reshape(-1, 3)
        self._onward = np.array([leg.onward for leg in legs], dtype=np.int64)
        last = {trip: number + 1 for number, trip in enumerate(trips)}
        self._trip_end = np.array([last[trip] for trip in trips], dtype=np.int64)
        self._rows_of = {
            profile: np.flatnonzero([gap.kind.profile == profile for gap in self.all]) for profile in profiles
        }
        self._rate = np.full(len(self.all), FREE_FLOW, dtype=np.int64)
        for profile, rows in self._rows_of.items():
            if (traffic := problem.matrices[profile].traffic) is not None:
                self._rate[rows] = max(traffic.rates)
        self._max_distance = self.of_kind("max_distance")
        self._max_duration = self.of_kind("max_duration")

    def of_kind(self, name: str) -> IntArray:
        """Return a figure of its vehicle type for each gap."""
        return np.array([getattr(kind, name) for kind in self.kinds], dtype=np.int64)[self.kind_of]

    def for_client(self, client: Client) -> Fits:
        """Gaps in which a client that is on no route may fit; in all others it does not."""
        over, distance, duration = self._over((client,))
        rows = np.flatnonzero(self._may_take(client) & (over <= 0).all(axis=1))
        return Fits(rows, rows, distance[rows], duration[rows])

    def misses(self, clients: Sequence[Client]) -> Iterator[Misses]:
        """Yield for each limit the gaps in which what is on no route may fit but for that limit alone.

        Parameters
        ----------
        clients
            One, or the two of a shipment, which then are visited one after the other.
        """
        over, *_ = self._over(clients)
        lacking = over > 0
        near = np.logical_and.reduce([self._may_take(client) for client in clients])
        near &= (lacking.sum(axis=1) == 1) & (over < UNLIMITED).all(axis=1)
        limits: list[tuple[Limit | str, int]] = [(measure, 0) for measure in self._problem.measures]
        limits += [(Limit.DISTANCE, 0), (Limit.DURATION, 0)]
        limits += [(Limit.WINDOW, number) for number in range(len(clients))]
        for column, (limit, whose) in enumerate((*limits, (Limit.END, 0))):
            rows = np.flatnonzero(near & lacking[:, column])
            rows = rows[np.argsort(over[rows, column], kind="stable")]
            yield Misses(limit, whose, rows, over[rows, column])

    def _over(self, clients: Sequence[Client]) -> tuple[IntArray, IntArray, IntArray]:
        """By how much clients in a row go beyond each limit (gaps by limits), distance and least duration with them."""
        now, distance, duration = self._span[:, 0], self._rest[:, 0], self._rest[:, 1]
        ways, lates = self._legs_to(clients[0]), []
        for number, client in enumerate(clients):
            if number:
                ways = self._ways(np.full(len(self.all), clients[number - 1].location), client.location)
            now, late = self._served(now + ways.duration, client)
            lates.append(late)
            distance, duration = distance + ways.distance, duration + ways.duration + client.service_s
        back = self._legs_from(clients[-1])
        distance, duration, reached = distance + back.distance, duration + back.duration, now + back.duration
        # the last column tells where no later end helps, as the windows of the next stops are missed
        times = *lates, reached - self._span[:, 1], reached - self._span[:, 2]
        limits = distance - self._max_distance, duration - self._max_duration, *times
        return np.column_stack((self._overload(clients), *limits)), distance, duration

    def for_shipment(self, fetched: Client, brought: Client, amount: Sequence[int]) -> Fits:
        """Pairs of gaps in which both ends of a shipment that is on no route may fit; in all others they do not."""
        room = np.ones(len(self.all), dtype=np.bool_)
        if amount:
            room &= (self._free >= np.array(amount, dtype=np.int64)).all(axis=1)
        able = room & self._may_take(fetched) & self._may_take(brought)
        there, back = self._legs_to(fetched), self._legs_from(brought)
        done, late = self._served(self._span[:, 0] + there.duration, fetched)
        ends = able & (back.duration + brought.service_s <= self._span[:, 1])
        first, second = self._pairs(np.flatnonzero(able & (late <= 0)), np.flatnonzero(ends), room)
        there, back = there.at(first), back.at(second)
        middle = self._middle(fetched, brought, first, second)
        arrival = done[first] + middle.duration
        done, late = self._served(arrival, brought)
        fits = (late <= 0) & (done + back.duration <= self._span[second, 1])
        between = np.where(first == second, 0, self._way[second].T)
        distance = self._rest[first, 0] + there.distance + middle.distance + back.distance - between[0]
        duration = self._rest[first, 1] + there.duration + middle.duration + back.duration - between[1]
        duration += fetched.service_s + brought.service_s
        fits &= (distance <= self._max_distance[first]) & (duration <= self._max_duration[first])
        return Fits(first[fits], second[fits], distance[fits], duration[fits])

    def _middle(self, fetched: Client, brought: Client, first: IntArray, second: IntArray) -> _Ways:
        """Return the leg from one end of a shipment to the other, or those that lead away from one and to the other."""
        direct = self._ways(np.full(len(self.all), fetched.location), brought.location).at(first)
        away, back = self._legs_from(fetched).at(first), self._legs_to(brought).at(second)
        same = first == second
        return _Ways(
            np.where(same, direct.distance, away.distance + back.distance),
            np.where(same, direct.duration, away.duration + back.duration),
        )

    def _pairs(self, starts: IntArray, ends: IntArray, room: Mask) -> tuple[IntArray, IntArray]:
        """Every start with each end behind it on the same trip, up to which there is room."""
        full = np.append(np.flatnonzero(~room), len(room))
        until = np.minimum(self._trip_end[starts], full[np.searchsorted(full, starts)])
        low, high = np.searchsorted(ends, starts), np.searchsorted(ends, until)
        counts = np.maximum(high - low, 0)
        offsets = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
        return np.repeat(starts, counts), ends[np.repeat(low, counts) + offsets]

    def _served(self, arrival: IntArray, client: Client) -> tuple[IntArray, IntArray]:
        """Earliest end of service, and by how much it begins after the last window."""
        begun = arrival = np.maximum(arrival, client.release_s)
        windows = client.windows or ((0, NEVER - 1),)
        for opening, close in reversed(windows):
            begun = np.where(arrival <= close, np.maximum(arrival, opening), begun)
        return begun + client.service_s, arrival - windows[-1][1]

    def _overload(self, clients: Sequence[Client]) -> IntArray:
        """By how much a client, or the shipment between two, exceeds what is free, gaps by measures."""
        over = np.zeros_like(self._free)
        shipped = self._problem.shipment_of[clients[0].id].amount if len(clients) > 1 else ()
        needed = (clients[0].delivery, self._before), (clients[0].pickup, self._after), (shipped, self._free)
        for amounts, free in needed:
            if amounts:
                over = np.maximum(over, np.array(amounts, dtype=np.int64) - free)
        return over

    def _may_take(self, client: Client) -> Mask:
        """Whether vehicle type and order of backhauls allow a client."""
        fits = np.array([kind.may_visit(client) for kind in self.kinds], dtype=np.bool_)[self.kind_of]
        if self._problem.backhauls_ordered:
            collects_before, delivers_after, delivers = self._order.T
            if any(client.pickup):
                fits &= ~delivers_after
                fits &= delivers | (self._problem.backhauls is not Backhauls.LAST_AFTER_DELIVERY)
            if any(client.delivery):
                fits &= ~collects_before
        return fits

    def _legs_to(self, client: Client) -> _Ways:
        return self._ways(self._ends[:, 0], client.location)

    def _legs_from(self, client: Client) -> _Ways:
        ways = self._ways(np.full(len(self.all), client.location), self._ends[:, 1])
        # nothing follows the last client of an open route
        return _Ways(ways.distance * self._onward, ways.duration * self._onward)

    def _ways(self, origins: IntArray, destinations: IntArray | int) -> _Ways:
        distance = np.empty(len(self.all), dtype=np.int64)
        duration = np.empty_like(distance)
        to = np.broadcast_to(destinations, distance.shape)
        for profile, rows in self._rows_of.items():
            matrix = self._problem.matrices[profile]
            distance[rows] = matrix.distance[origins[rows], to[rows]]
            duration[rows] = matrix.duration[origins[rows], to[rows]]
        return _Ways(distance, np.where(duration == UNLIMITED, NEVER, FREE_FLOW * duration // self._rate))
