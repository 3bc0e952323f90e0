"""Rules of one route that look at the clock: travel, service, loading, breaks, limits; see ``check``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from optimizer.core.errors import Violation
from optimizer.routing.check_route import Drive
from optimizer.routing.problem import UNLIMITED, Break, Matrix, Window
from optimizer.routing.solution import Reload, Rest, Visit

_FREE_RATE = 1000


def check_times(drive: Drive) -> Iterator[Violation]:
    """Yield what is wrong with the times of a route."""
    rests, astray = _rests_by_leg(drive)
    yield from astray
    yield from _travel(drive, rests)
    yield from _stops(drive)
    yield from _release(drive)
    yield from _depot_windows(drive)
    yield from _rests(drive)
    yield from _rests_due(drive)
    route, kind = drive.route, drive.kind
    if route.start < kind.shift[0] or route.end > kind.shift[1]:
        yield drive.broken("shift", f"{route.start} to {route.end}, shift {kind.shift[0]} to {kind.shift[1]}")
    if (duration := route.end - route.start) > kind.max_duration:
        yield drive.broken("max-duration", f"{duration}, at most {kind.max_duration}")


def _travel(drive: Drive, rests: list[list[Rest]]) -> Iterator[Violation]:
    route, depots = drive.route, drive.problem.depot_by_id
    left = [route.start + depots[route.start_depot].service_s, *(stop.departure for stop in drive.stops)]
    names = [_name(stop) for stop in drive.stops]
    legs = [int(drive.matrix.duration[a, b]) for a, b in pairwise(drive.places)]
    for name, leg in zip((*names, f"depot {route.end_depot}"), legs, strict=False):
        if leg == UNLIMITED:
            yield drive.broken("unreachable", f"no way to {name} with profile {drive.kind.profile}")
    for stop, name, leaving, leg, taken in zip(drive.stops, names, left, legs, rests, strict=False):
        if not _reached(drive.matrix, leaving, leg, taken, stop.arrival):
            detail = f"leaves at {leaving}, drives {leg}, reaches {name} at {stop.arrival}"
            yield drive.broken("travel-time", detail + _resting(taken))
    home = left[-1]
    if route.end_depot is not None:
        away = max([home, *(rest.end for rest in rests[-1])])
        # a vehicle that is back before its depot opens waits outside
        home = max(_arrival(drive.matrix, away, legs[-1]), depots[route.end_depot].window[0])
    if route.end != home:
        way = "" if route.end_depot is None else f"drives {legs[-1]}, " + _resting(rests[-1])
        yield drive.broken("travel-time", f"leaves the last stop at {left[-1]}, {way}ends at {route.end}")


def _reached(matrix: Matrix, leaving: int, leg: int, rests: Sequence[Rest], arrival: int) -> bool:
    """Whether the arrival is right, the first few rests being taken before the leg and the others after."""
    departures = [leaving, *(rest.end for rest in rests)]
    return any(
        arrival == _arrival(matrix, departure, leg) and all(rest.start >= arrival for rest in rests[before:])
        for before, departure in enumerate(departures)
    )


def _arrival(matrix: Matrix, leaving: int, leg: int) -> int:
    """Drive through one rate of the traffic after the other until the leg is done."""
    if matrix.traffic is None or leg == UNLIMITED:
        return leaving + leg
    now, left = leaving, _FREE_RATE * leg
    slots = list(zip(matrix.traffic.starts[1:], matrix.traffic.rates, strict=False))
    for until, rate in slots:
        if until > now:
            if left <= (until - now) * rate:
                return now - (-left // rate)
            left -= (until - now) * rate
            now = until
    return now - (-left // matrix.traffic.rates[-1])


def _stops(drive: Drive) -> Iterator[Violation]:
    for stop in drive.stops:
        name = _name(stop)
        windows: tuple[Window, ...]
        if isinstance(stop, Reload):
            depot = drive.problem.depot_by_id[stop.depot]
            rule, service, windows = "loading-time", depot.service_s, (depot.window,)
        else:
            client = drive.problem.client_by_id[stop.client]
            rule, service, windows = "service-time", client.service_s, client.windows
        if stop.start < stop.arrival or stop.departure != stop.start + service:
            detail = f"{name}: arrival {stop.arrival}, start {stop.start}, departure {stop.departure}"
            yield drive.broken(rule, f"{detail}, takes {service}")
        if windows and not any(opening <= stop.start <= close for opening, close in windows):
            rule = "depot-window" if isinstance(stop, Reload) else "time-window"
            yield drive.broken(rule, f"{name}: start {stop.start}, windows {list(windows)}")


def _release(drive: Drive) -> Iterator[Violation]:
    first = drive.problem.depot_by_id[drive.route.start_depot]
    loaded = [drive.route.start + first.service_s, *(one.departure for one in drive.route.reloads)]
    for ready, trip in zip(loaded, drive.trips, strict=True):
        for client in trip:
            if ready < client.release_s:
                detail = f"is loaded at {ready}, client {client.id} is released at {client.release_s}"
                yield drive.broken("release-time", detail)


def _depot_windows(drive: Drive) -> Iterator[Violation]:
    route = drive.route
    for name, depot_id, instant in (
        ("loads at", route.start_depot, route.start),
        ("reaches", route.end_depot, route.end),
    ):
        if depot_id is not None:
            opening, close = drive.problem.depot_by_id[depot_id].window
            if not opening <= instant <= close:
                detail = f"{name} {depot_id} at {instant}, open {opening} to {close}"
                yield drive.broken("depot-window", detail)


def _rests_by_leg(drive: Drive) -> tuple[list[list[Rest]], list[Violation]]:
    """Rests on each leg, and those that lie on none: after one stop is done and before the next begins."""
    route, stops = drive.route, drive.stops
    first = drive.problem.depot_by_id[route.start_depot].service_s
    since = [route.start + first, *(stop.departure for stop in stops)]
    until = [stop.start for stop in stops] + ([] if route.end_depot is None else [route.end])
    visited = [sum(isinstance(stop, Visit) for stop in stops[:number]) for number in range(len(until))]
    rests: list[list[Rest]] = [[] for _ in until]
    astray = []
    for rest in route.rests:
        for number, position in enumerate(visited):
            begun = max([since[number], *(one.end for one in rests[number])])
            if position == rest.position and begun <= rest.start and rest.end <= until[number]:
                rests[number].append(rest)
                break
        else:
            detail = f"break {rest.break_id} from {rest.start} to {rest.end} after {rest.position} clients"
            astray.append(drive.broken("break-place", f"{detail} is not between two stops"))
    return rests, astray


def _rests(drive: Drive) -> Iterator[Violation]:
    order = {one.id: number for number, one in enumerate(drive.kind.breaks)}
    for rest in drive.route.rests:
        known = drive.kind.breaks[order[rest.break_id]]
        if rest.end - rest.start != known.duration_s:
            detail = f"break {rest.break_id} from {rest.start} to {rest.end}, lasts {known.duration_s}"
            yield drive.broken("break-duration", detail)
        if not known.window[0] <= rest.start <= known.window[1]:
            detail = f"break {rest.break_id} begins at {rest.start}, window {known.window}"
            yield drive.broken("break-window", detail)
    for before, after in pairwise(drive.route.rests):
        if order[after.break_id] <= order[before.break_id]:
            yield drive.broken("break-order", f"break {after.break_id} follows {before.break_id}")


def _rests_due(drive: Drive) -> Iterator[Violation]:
    taken = Counter(rest.break_id for rest in drive.route.rests)
    for one in drive.kind.breaks:
        if not taken[one.id] and _under_way(drive, one):
            detail = f"{drive.route.start} to {drive.route.end} without break {one.id}, window {one.window}"
            yield drive.broken("break-required", detail)


def _under_way(drive: Drive, one: Break) -> bool:
    return drive.route.start < one.window[1] < drive.route.end


def _name(stop: Visit | Reload) -> str:
    return f"depot {stop.depot}" if isinstance(stop, Reload) else f"client {stop.client}"


def _resting(rests: Sequence[Rest]) -> str:
    return "".join(f", rests {rest.start} to {rest.end}" for rest in rests)
