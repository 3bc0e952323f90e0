"""What keeps a vehicle from serving a client, or a shipment, on a route of its own, and by how much."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from optimizer.core.errors import code
from optimizer.routing.limits import (
    bare,
    closing_later,
    ending_later,
    later_end,
    later_window,
    longer_duration,
    longer_routes,
    more_capacity,
    told_distance,
    told_duration,
    told_instant,
)
from optimizer.routing.problem import UNLIMITED, Backhauls, Break, Client, Matrix, Problem, VehicleType
from optimizer.routing.schedule import schedule_stops
from optimizer.routing.solution import Route

UNREACHABLE = code(
    "client-unreachable",
    "No allowed vehicle can travel from its depot to the client and back.",
    "Give the pair of places a distance and a duration, or allow a vehicle of another profile.",
)
CAPACITY = code(
    "client-capacity",
    "The client's goods alone exceed the capacity of every allowed vehicle.",
    "Split the delivery, or allow a larger vehicle.",
)
MAX_DISTANCE = code(
    "client-max-distance",
    "The way to the client and back alone exceeds the maximum distance of every allowed vehicle.",
    "Raise the maximum distance, or serve the client from a nearer depot.",
)
WINDOW_UNREACHABLE = code(
    "client-window-unreachable",
    "Leaving as early as it may, every allowed vehicle arrives after the client's last time window.",
    "Let the window end later, or the vehicle leave earlier.",
)
SHIFT_TOO_SHORT = code(
    "client-shift-too-short",
    "Serving the client alone, no allowed vehicle is back before its shift or its depot's opening ends.",
    "Extend the shift or the depot's opening.",
)
MAX_DURATION = code(
    "client-max-duration",
    "Serving the client alone takes longer than the maximum duration of every allowed vehicle.",
    "Raise the maximum duration.",
)
TRAFFIC = code(
    "client-traffic",
    "The client could be served alone in free traffic, and cannot be under that of its time of day.",
    "Let the vehicle leave earlier, or the window or shift end later.",
)
BREAKS = code(
    "client-breaks",
    "The client could be served alone by a driver without breaks, and cannot be with them.",
    "Move the break, or extend the window or the shift.",
)
BACKHAUL_ORDER = code(
    "client-backhaul-order",
    "The client fits on a route only in an order of deliveries and collections that is not allowed.",
    "Allow deliveries and collections in any order, or add deliveries to its trip.",
)


@dataclass(frozen=True)
class Shortfall:
    """One thing by which a vehicle of some type fails to serve a client on a route of its own.

    Parameters
    ----------
    reason
        Reason code.
    amount
        By how much, in the problem's integers.
    detail, fix
        In words with figures.
    """

    reason: str
    amount: int
    detail: str
    fix: str


@dataclass(frozen=True)
class _Alone:
    """Clients on a route of their own, and the vehicle type that drives it."""

    problem: Problem
    kind: VehicleType
    clients: tuple[Client, ...]

    @cached_property
    def matrix(self) -> Matrix:
        return self.problem.matrices[self.kind.profile]

    @cached_property
    def places(self) -> list[int]:
        depots = self.problem.depot_by_id
        places = [depots[self.kind.start_depot].location, *(client.location for client in self.clients)]
        return places if self.kind.open_end else [*places, depots[self.kind.last_depot].location]

    def timed(self, **changes: Any) -> Route | None:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Time it by a vehicle type with changes."""
        return schedule_stops(self.problem, replace(self.kind, **changes), self.clients)


#: What is lacking, and the route once that much is given.
_Cured = tuple[list[Shortfall], _Alone]


def shortfalls(problem: Problem, kind: VehicleType, *clients: Client) -> tuple[Shortfall, ...]:
    """Return everything that keeps a vehicle from serving the clients on a route of their own.

    Parameters
    ----------
    problem, kind
        The problem, and a vehicle type that may visit the clients.
    clients
        One client, or the two of a shipment in order.

    Returns
    -------
    tuple[Shortfall, ...]
        Empty if it can serve them. Making all the changes named lets it. Ways that cannot be travelled are taken to
        be of no length otherwise: what is lacking besides is lacking however short the ways are that are given.
    """
    alone = _Alone(problem, kind, clients)
    lacking = [*_lacking_ways(alone), *_lacking_capacity(alone), *_lacking_deliveries(alone)]
    if lacking and lacking[0].reason == UNREACHABLE:
        alone = _with_ways(alone)
    return (*lacking, *_lacking_distance(alone), *_lacking_time(alone))


def _lacking_ways(alone: _Alone) -> Iterator[Shortfall]:
    kind = alone.kind
    names = [f"depot {kind.start_depot}", *(f"client {one.id}" for one in alone.clients)]
    names.append(f"depot {kind.last_depot}")
    for ends, leg in zip(pairwise(names), pairwise(alone.places), strict=False):
        if alone.matrix.leg(*leg).duration == UNLIMITED:
            way = f"from {ends[0]} to {ends[1]}"
            fix = f"give the way {way} a distance and a duration for {kind.id}"
            yield Shortfall(UNREACHABLE, 1, f"{kind.id} cannot travel {way}", fix)


def _with_ways(alone: _Alone) -> _Alone:
    """Return the route on a matrix of its own places, where every way can be travelled."""
    matrix, rows = alone.matrix, sorted(set(alone.places))
    ways = (array[np.ix_(rows, rows)] for array in (matrix.distance, matrix.duration))
    distance, duration = (np.where(array == UNLIMITED, 0, array) for array in ways)
    number = {row: index for index, row in enumerate(rows)}
    problem = bare(
        alone.problem,
        matrices={alone.kind.profile: Matrix(distance, duration, matrix.traffic)},
        # depots elsewhere are not used
        depots=tuple(replace(one, location=number.get(one.location, 0)) for one in alone.problem.depots),
    )
    clients = tuple(replace(one, location=number[one.location]) for one in alone.clients)
    return _Alone(problem, alone.kind, clients)


def _lacking_capacity(alone: _Alone) -> Iterator[Shortfall]:
    problem, kind = alone.problem, alone.kind
    shipped = problem.shipment_of.get(alone.clients[0].id)
    loads = [amounts for client in alone.clients for amounts in (client.delivery, client.pickup)]
    loads += [] if shipped is None else [shipped.amount]
    for index, measure in enumerate(problem.measures):
        load = max(amounts[index] if amounts else 0 for amounts in loads)
        if (over := load - kind.capacity[index]) > 0:
            detail = f"{measure} {load} exceeds the capacity {kind.capacity[index]} of {kind.id}"
            yield Shortfall(CAPACITY, over, detail, more_capacity(kind, measure, over))


def _lacking_deliveries(alone: _Alone) -> Iterator[Shortfall]:
    only_collects = any(any(one.pickup) for one in alone.clients)
    if only_collects and alone.problem.backhauls is Backhauls.LAST_AFTER_DELIVERY:
        detail = "a trip to it alone would only collect, and every trip must deliver first"
        fix = "allow trips that only collect, or add 1 delivery on its way"
        yield Shortfall(BACKHAUL_ORDER, 1, detail, fix)


def _lacking_distance(alone: _Alone) -> Iterator[Shortfall]:
    problem, kind = alone.problem, alone.kind
    distance = sum(alone.matrix.leg(*leg).distance for leg in pairwise(alone.places))
    if (over := distance - kind.max_distance) > 0:
        limit, long = (told_distance(problem, kind, one) for one in (kind.max_distance, distance))
        way = "the way there" if kind.open_end else "the way there and back"
        detail = f"{way} is {long}, a route of {kind.id} is at most {limit} long"
        yield Shortfall(MAX_DISTANCE, over, detail, longer_routes(problem, kind, over))


def _lacking_time(alone: _Alone) -> list[Shortfall]:
    """Return what is lacking in time: without traffic and breaks, then by traffic, then by breaks."""
    kind = alone.kind
    unrested = replace(alone, kind=replace(kind, breaks=())) if kind.breaks else alone
    lacking, cured = _lacking_under_way(unrested)
    if lacking and alone.matrix.traffic is not None:
        free = replace(unrested, problem=unrested.problem.in_free_traffic)
        if not _lacking_under_way(free)[0]:
            lacking = [replace(one, reason=TRAFFIC, detail=f"under traffic {one.detail}") for one in lacking]
    if not kind.breaks:
        return lacking
    rested = replace(cured, kind=replace(cured.kind, breaks=kind.breaks))
    return [*lacking, *_lacking_rest(rested, "further " if lacking else "")]


def _lacking_under_way(alone: _Alone) -> _Cured:
    late, alone, start, now = _lacking_windows(alone)
    over, alone = _lacking_end(alone, start, now)
    long, alone = _lacking_duration(alone)
    return [*late, *over, *long], alone


def _lacking_windows(alone: _Alone) -> tuple[list[Shortfall], _Alone, int, int]:
    """Return what is lacking until the last client is served, and the earliest start and end of that."""
    problem, kind = alone.problem, alone.kind
    first = problem.depot_by_id[kind.start_depot]
    start = max(kind.shift[0], first.window[0], *(one.release_s - first.service_s for one in alone.clients))
    now = start + first.service_s
    found, clients = [], []
    for client, leg in zip(alone.clients, pairwise(alone.places), strict=False):
        begin = arrival = alone.matrix.arrival(now, alone.matrix.leg(*leg).duration)
        clients.append(client)
        if client.windows:
            begin = next((max(arrival, early) for early, late in client.windows if arrival <= late), arrival)
            if (over := begin - client.windows[-1][1]) > 0:
                reached, ends = (told_instant(problem, one) for one in (arrival, client.windows[-1][1]))
                detail = f"{kind.id} arrives at {reached} at the earliest, the window ends at {ends}"
                fix = later_window(problem, _whose(alone, client), over)
                found.append(Shortfall(WINDOW_UNREACHABLE, over, detail, fix))
                clients[-1] = closing_later(client, over)
        now = begin + client.service_s
    cured = replace(alone, clients=tuple(clients)) if found else alone
    return found, cured, start, now


def _lacking_end(alone: _Alone, start: int, now: int) -> _Cured:
    """Return what is lacking between the last client, served by ``now``, and the end."""
    problem, kind = alone.problem, alone.kind
    first, last = problem.depot_by_id[kind.start_depot], problem.depot_by_id[kind.last_depot]
    closes = kind.shift[1]
    if not kind.open_end:
        back = alone.matrix.arrival(now, alone.matrix.leg(*alone.places[-2:]).duration)
        now, closes = max(back, last.window[0]), min(closes, last.window[1])
    over = max(start - min(kind.shift[1], first.window[1]), now - closes)
    if over <= 0:
        return [], alone
    done = "done" if kind.open_end else "back"
    leaving, until = (told_instant(problem, one) for one in (start, now))
    late = told_duration(problem, over)
    detail = f"{kind.id} leaves at {leaving} and is {done} at {until} at the earliest, {late} too late"
    eased, longer = ending_later(problem, kind, over)
    found = Shortfall(SHIFT_TOO_SHORT, over, detail, later_end(problem, kind, over))
    return [found], _Alone(eased, longer, alone.clients)


def _lacking_duration(alone: _Alone) -> _Cured:
    problem, kind = alone.problem, alone.kind
    if kind.max_duration == UNLIMITED:
        return [], alone
    # a price on duration makes the schedule the shortest one
    route = alone.timed(max_duration=UNLIMITED, cost_per_duration=1)
    if route is None or (over := route.end - route.start - kind.max_duration) <= 0:
        return [], alone
    takes, limit = (told_duration(problem, one) for one in (route.end - route.start, kind.max_duration))
    detail = f"serving it alone takes {takes}, a route of {kind.id} may take {limit}"
    found = Shortfall(MAX_DURATION, over, detail, longer_duration(problem, kind, over))
    return [found], replace(alone, kind=replace(kind, max_duration=kind.max_duration + over))


def _lacking_rest(alone: _Alone, further: str) -> Iterator[Shortfall]:
    """By how much a longer shift, duration or window would give the driver time to rest, whichever is least."""
    problem, kind = alone.problem, alone.kind
    if alone.timed() is not None:
        return
    ways: list[tuple[int, str]] = []
    if late := alone.timed(cost_per_duration=0, cost_per_overtime=0, shift=(kind.shift[0], UNLIMITED)):
        over = late.end - kind.shift[1]
        ways.append((over, f"let the shift of {kind.id} end {told_duration(problem, over)} later"))
    if long := alone.timed(max_duration=UNLIMITED, cost_per_duration=1):
        over = long.end - long.start - kind.max_duration
        ways.append((over, longer_duration(problem, kind, over)))
    ways.extend(_later_windows(alone))
    if not ways:
        gone = _breaks_in_the_way(alone)
        each = f"{len(gone)} break{'s' if len(gone) > 1 else ''}"
        ways.append((len(gone), f"drop or move {each} of {kind.id} ({', '.join(one.id for one in gone)})"))
    over, fix = min(ways)
    names = ", ".join(one.id for one in kind.breaks)
    yield Shortfall(BREAKS, over, f"{kind.id} could serve it but for its breaks ({names})", f"{further}{fix}")


def _later_windows(alone: _Alone) -> Iterator[tuple[int, str]]:
    """Yield by how much windows must end later to give the driver time to rest, if that is enough."""
    problem = alone.problem
    late = replace(alone, clients=tuple(closing_later(one, UNLIMITED) for one in alone.clients))
    after = late.timed(cost_per_duration=0, cost_per_overtime=0)
    if after is None:
        return
    by = {
        client: visit.start - client.windows[-1][1]
        for visit, client in zip(after.visits, alone.clients, strict=True)
        if client.windows and visit.start > client.windows[-1][1]
    }
    longer = (later_window(problem, _whose(alone, client), amount) for client, amount in by.items())
    yield sum(by.values()), " and ".join(longer)


def _breaks_in_the_way(alone: _Alone) -> tuple[Break, ...]:
    """Fewest breaks without which the route can be timed."""
    breaks = alone.kind.breaks
    choices = (gone for count in range(1, len(breaks)) for gone in combinations(breaks, count))
    kept = ((gone, tuple(one for one in breaks if one not in gone)) for gone in choices)
    return next((gone for gone, left in kept if alone.timed(breaks=left) is not None), breaks)


def _whose(alone: _Alone, client: Client) -> str:
    return "its window" if len(alone.clients) == 1 else f"the window of {client.id}"
