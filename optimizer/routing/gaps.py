"""Gaps between the stops of a plan: those in which a client may fit, told without timing a route anew."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.routing.limits import Limit
from optimizer.routing.matrix import FREE_FLOW
from optimizer.routing.problem import UNLIMITED, Backhauls, Client, IntArray, Problem, VehicleType
from optimizer.routing.schedule import stops_of, tour_of
from optimizer.routing.solution import LoadAt, Solution
from optimizer.routing.timing import Tour, begin

Mask = npt.NDArray[np.bool_]
#: Stops of a route with what they stand for.
Order = tuple[Client | LoadAt, ...]

_NEVER = 2**58


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
class _Leg:
    """What is known of the leg that a gap lies on; see :class:`Gaps` for the figures.

    ``ends`` are its locations, ``way`` its distance and least duration, ``rest`` those of the route without it,
    ``span`` the earliest departure from the one, the latest arrival at the other, and that if the route might end at
    any time, ``trip`` its number on the route, ``free`` the capacity free on it, up to it and from it on, and
    ``order`` whether its trip collects before it, delivers after it, and delivers at all.
    """

    ends: tuple[int, int]
    way: tuple[int, int]
    rest: tuple[int, int]
    span: tuple[int, int, int]
    trip: int
    free: tuple[IntArray, IntArray, IntArray]
    order: tuple[bool, bool, bool]
    onward: bool


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
    """Gaps in which a client may fit but for one limit.

    Parameters
    ----------
    limit
        The limit; a capacity by the name of its measure.
    gaps, amounts
        Numbers of gaps, and by how much the limit must be raised at least; smallest amounts first.
    """

    limit: Limit | str
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
        legs: list[_Leg] = []
        trips: list[tuple[int, int]] = []
        for number, (kind, route, stops, positions) in enumerate(_orders(problem, solution)):
            known = _legs(problem, kind, stops)
            for position in positions:
                self.all.append(Gap(kind, route, stops, position))
                legs.append(known[position])
                trips.append((number, known[position].trip))
        profiles = {gap.kind.profile for gap in self.all}
        self.kinds = problem.vehicle_types
        index = {kind.id: number for number, kind in enumerate(self.kinds)}
        self.kind_of = np.array([index[gap.kind.id] for gap in self.all], dtype=np.int64)
        self._ends = _amounts([leg.ends for leg in legs], 2)
        self._way = _amounts([leg.way for leg in legs], 2)
        self._rest = _amounts([leg.rest for leg in legs], 2)
        self._span = _amounts([leg.span for leg in legs], 3)
        width = len(problem.measures)
        self._free, self._before, self._after = (
            _amounts([leg.free[which] for leg in legs], width) for which in range(3)
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
        over, distance, duration = self._over(client)
        rows = np.flatnonzero(self._may_take(client) & (over <= 0).all(axis=1))
        return Fits(rows, rows, distance[rows], duration[rows])

    def misses(self, client: Client) -> Iterator[Misses]:
        """Yield for each limit the gaps in which a client that is on no route may fit but for that limit alone."""
        over, *_ = self._over(client)
        lacking = over > 0
        near = self._may_take(client) & (lacking.sum(axis=1) == 1) & (over < UNLIMITED).all(axis=1)
        limits = (*self._problem.measures, *Limit)
        for column, limit in enumerate(limits):
            rows = np.flatnonzero(near & lacking[:, column])
            rows = rows[np.argsort(over[rows, column], kind="stable")]
            yield Misses(limit, rows, over[rows, column])

    def _over(self, client: Client) -> tuple[IntArray, IntArray, IntArray]:
        """By how much a client goes beyond each limit (gaps by limits), and distance and least duration with it."""
        there, back = self._legs_to(client), self._legs_from(client)
        done, late = self._served(self._span[:, 0] + there.duration, client)
        distance = self._rest[:, 0] + there.distance + back.distance
        duration = self._rest[:, 1] + there.duration + client.service_s + back.duration
        reached = done + back.duration
        # the last column tells where no later end helps, as the windows of the next stops are missed
        times = late, reached - self._span[:, 1], reached - self._span[:, 2]
        limits = distance - self._max_distance, duration - self._max_duration, *times
        return np.column_stack((self._overload(client), *limits)), distance, duration

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
        windows = client.windows or ((0, _NEVER - 1),)
        for opening, close in reversed(windows):
            begun = np.where(arrival <= close, np.maximum(arrival, opening), begun)
        return begun + client.service_s, arrival - windows[-1][1]

    def _overload(self, client: Client) -> IntArray:
        """By how much a client exceeds what is free, gaps by measures."""
        over = np.zeros_like(self._free)
        for amounts, free in ((client.delivery, self._before), (client.pickup, self._after)):
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
        return _Ways(distance, np.where(duration == UNLIMITED, _NEVER, FREE_FLOW * duration // self._rate))


def _orders(
    problem: Problem, solution: Solution
) -> Iterator[tuple[VehicleType, int | None, Order, Sequence[int]]]:
    """Yield vehicle types, routes, stops and positions: those of routes, of one more trip, of unused vehicles."""
    used = Counter(route.vehicle_type for route in solution.routes)
    for number, route in enumerate(solution.routes):
        kind = problem.vehicle_type_by_id[route.vehicle_type]
        stops = tuple(problem.client_by_id[one] if isinstance(one, str) else one for one in stops_of(route))
        yield kind, number, stops, range(len(stops) + 1)
        if len(route.reloads) < kind.max_reloads:
            for depot in map(LoadAt, kind.reload_depots):
                yield kind, number, (depot, *stops), (0,)
                for end in range(1, len(stops) + 1):
                    if end == len(stops) or isinstance(stops[end], LoadAt):
                        yield kind, number, (*stops[:end], depot, *stops[end:]), (end + 1,)
    for kind in problem.vehicle_types:
        if kind.count > used[kind.id]:
            yield kind, None, (), (0,)


def _legs(problem: Problem, kind: VehicleType, stops: Order) -> list[_Leg]:
    matrix = problem.matrices[kind.profile]
    tour = tour_of(problem, kind, stops)
    ends = [problem.depot_by_id[kind.start_depot].location]
    ends += [(problem.depot_by_id[one.depot] if isinstance(one, LoadAt) else one).location for one in stops]
    ends.append(ends[-1] if kind.open_end else problem.depot_by_id[kind.last_depot].location)
    lengths = matrix.distance[ends[:-1], ends[1:]].tolist()
    durations = [_NEVER if leg == UNLIMITED else matrix.fastest(leg) for leg in tour.legs]
    moving = tour.loading + sum(durations) + sum(tour.services)
    latest = (_latest(tour, durations, end) for end in (tour.arriving[1], UNLIMITED))
    spans = zip(_earliest(tour, durations), *latest, strict=True)
    aboard = [
        row for number, trip in enumerate(_trips(stops)) for row in _aboard(problem, kind, number, trip)
    ]
    return [
        _Leg(
            ends=(ends[number], ends[number + 1]),
            way=(length, duration),
            rest=(tour.distance - length, moving - duration),
            span=span,
            trip=trip,
            free=free,
            order=order,
            onward=number < len(stops) or not kind.open_end,
        )
        for number, (length, duration, span, (trip, free, order)) in enumerate(
            zip(lengths, durations, spans, aboard, strict=True)
        )
    ]


def _earliest(tour: Tour, durations: Sequence[int]) -> list[int]:
    """Earliest departure from the start and each stop."""
    now = tour.leaving[0] + tour.loading if tour.leaving[0] <= tour.leaving[1] else _NEVER
    found = [now]
    for leg, windows, service in zip(durations, tour.windows, tour.services, strict=False):
        arrival = now + leg
        now = begin(windows, arrival) + service if arrival <= min(windows[-1][1], _NEVER - 1) else _NEVER
        found.append(now)
    return found


def _latest(tour: Tour, durations: Sequence[int], end: int) -> list[int]:
    """Latest arrival at each stop for one at the end; negative where there is none."""
    now = end
    found = [now]
    for leg, windows, service in zip(
        reversed(durations), reversed(tour.windows), reversed(tour.services), strict=False
    ):
        latest = now - leg - service
        now = max((min(latest, close) for opening, close in windows if opening <= latest), default=-1)
        found.append(now)
    return found[::-1]


def _trips(stops: Order) -> list[list[Client]]:
    trips: list[list[Client]] = [[]]
    for stop in stops:
        if isinstance(stop, LoadAt):
            trips.append([])
        else:
            trips[-1].append(stop)
    return trips


def _aboard(
    problem: Problem, kind: VehicleType, number: int, trip: Sequence[Client]
) -> Iterator[tuple[int, tuple[IntArray, IntArray, IntArray], tuple[bool, bool, bool]]]:
    """Yield for each leg of a trip its number, what is free, and the order of deliveries and collections."""
    none = (0,) * len(problem.measures)
    delivered = _amounts([client.delivery or none for client in trip], len(none))
    change = _amounts([client.pickup or none for client in trip], len(none)) - delivered
    for row, client in enumerate(trip):
        shipment = problem.shipment_of.get(client.id)
        if shipment is not None and shipment.amount:
            change[row] += np.array(shipment.amount) * (1 if client.id == shipment.pickup else -1)
    loads = delivered.sum(axis=0) + np.vstack(
        [np.zeros_like(delivered[:0].sum(axis=0)), change.cumsum(axis=0)]
    )
    free = np.array(kind.capacity, dtype=np.int64) - loads
    before, after = np.minimum.accumulate(free), np.minimum.accumulate(free[::-1])[::-1]
    collects, delivers = ([any(getattr(one, what)) for one in trip] for what in ("pickup", "delivery"))
    for leg in range(len(trip) + 1):
        order = any(collects[:leg]), any(delivers[leg:]), any(delivers)
        yield number, (free[leg], before[leg], after[leg]), order


def _amounts(values: Sequence[object], width: int) -> IntArray:
    return np.array(values, dtype=np.int64).reshape(-1, width)
