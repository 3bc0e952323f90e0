"""What is known untimed of the legs of a route, on each of which one more client may be visited."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.routing.problem import UNLIMITED, Client, IntArray, Problem, VehicleType
from optimizer.routing.schedule import stops_of, tour_of
from optimizer.routing.solution import LoadAt, Solution
from optimizer.routing.timing import Tour, begin

#: Stops of a route with what they stand for.
Order = tuple[Client | LoadAt, ...]

#: An instant that is never reached.
NEVER = 2**58


@dataclass(frozen=True)
class Leg:
    """What is known of the leg that a gap lies on; see :class:`~optimizer.routing.gaps.Gaps`.

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


def orders_of(
    problem: Problem, solution: Solution
) -> Iterator[tuple[VehicleType, int | None, Order, Sequence[int]]]:
    """Yield vehicle types, routes, stops and positions of gaps: those of routes, of one more trip, of unused vehicles.

    Parameters
    ----------
    problem, solution
        A problem, and routes that hold its rules; an unused vehicle has None for a route, which is a number otherwise.
    """
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


def legs_of(problem: Problem, kind: VehicleType, stops: Order) -> list[Leg]:
    """Return what is known of each leg of a route that a vehicle of a type drives."""
    matrix = problem.matrices[kind.profile]
    tour = tour_of(problem, kind, stops)
    ends = [problem.depot_by_id[kind.start_depot].location]
    ends += [(problem.depot_by_id[one.depot] if isinstance(one, LoadAt) else one).location for one in stops]
    ends.append(ends[-1] if kind.open_end else problem.depot_by_id[kind.last_depot].location)
    lengths = matrix.distance[ends[:-1], ends[1:]].tolist()
    durations = [NEVER if leg == UNLIMITED else matrix.fastest(leg) for leg in tour.legs]
    moving = tour.loading + sum(durations) + sum(tour.services)
    latest = (_latest(tour, durations, end) for end in (tour.arriving[1], UNLIMITED))
    spans = zip(_earliest(tour, durations), *latest, strict=True)
    aboard = [
        row for number, trip in enumerate(_trips(stops)) for row in _aboard(problem, kind, number, trip)
    ]
    return [
        Leg(
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
    now = tour.leaving[0] + tour.loading if tour.leaving[0] <= tour.leaving[1] else NEVER
    found = [now]
    for leg, windows, service in zip(durations, tour.windows, tour.services, strict=False):
        arrival = now + leg
        now = begin(windows, arrival) + service if arrival <= min(windows[-1][1], NEVER - 1) else NEVER
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
    delivered = table_of([client.delivery or none for client in trip], len(none))
    change = table_of([client.pickup or none for client in trip], len(none)) - delivered
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


def table_of(values: Sequence[object], width: int) -> IntArray:
    """Return figures as an array with so many columns."""
    return np.array(values, dtype=np.int64).reshape(-1, width)
