"""What keeps a vehicle from serving a client, or a shipment, on a route of its own, and by how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from optimizer.core.errors import code
from optimizer.routing.problem import UNLIMITED, Backhauls, Client, Problem, VehicleType
from optimizer.routing.schedule import schedule_stops

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
        Empty if it can serve them. Making all the changes named lets it, though its breaks are looked at only where
        nothing else is lacking.
    """
    matrix = problem.matrices[kind.profile]
    legs = [matrix.leg(*ends) for ends in pairwise(_places(problem, kind, clients))]
    for number, leg in enumerate(legs):
        if leg.duration == UNLIMITED:
            way = _told_way(kind, clients, number)
            detail = f"{kind.id} cannot travel {way}"
            fix = f"give the way {way} a distance and a duration for {kind.id}"
            return (Shortfall(UNREACHABLE, 1, detail, fix),)
    return (
        *_lacking_capacity(problem, kind, clients),
        *_lacking_deliveries(problem, clients),
        *_lacking_distance(problem, kind, sum(leg.distance for leg in legs)),
        *_lacking_time(problem, kind, clients),
    )


def _places(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> list[int]:
    first, last = problem.depot_by_id[kind.start_depot], problem.depot_by_id[kind.last_depot]
    places = [first.location, *(client.location for client in clients)]
    return places if kind.open_end else [*places, last.location]


def _told_way(kind: VehicleType, clients: Sequence[Client], leg: int) -> str:
    """Name both ends of a leg of the route over the clients."""
    ends = [f"depot {kind.start_depot}", *(f"client {one.id}" for one in clients), f"depot {kind.last_depot}"]
    return f"from {ends[leg]} to {ends[leg + 1]}"


def _lacking_capacity(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> Iterator[Shortfall]:
    shipped = problem.shipment_of.get(clients[0].id)
    loads = [amounts for client in clients for amounts in (client.delivery, client.pickup)]
    loads += [] if shipped is None else [shipped.amount]
    for index, measure in enumerate(problem.measures):
        load = max(amounts[index] if amounts else 0 for amounts in loads)
        if (over := load - kind.capacity[index]) > 0:
            detail = f"{measure} {load} exceeds the capacity {kind.capacity[index]} of {kind.id}"
            yield Shortfall(CAPACITY, over, detail, f"raise the {measure} capacity of {kind.id} by {over}")


def _lacking_deliveries(problem: Problem, clients: Sequence[Client]) -> Iterator[Shortfall]:
    if problem.backhauls is Backhauls.LAST_AFTER_DELIVERY and any(any(one.pickup) for one in clients):
        detail = "a trip to it alone would only collect, and every trip must deliver first"
        fix = "allow trips that only collect, or add 1 delivery on its way"
        yield Shortfall(BACKHAUL_ORDER, 1, detail, fix)


def _lacking_distance(problem: Problem, kind: VehicleType, distance: int) -> Iterator[Shortfall]:
    if (over := distance - kind.max_distance) > 0:
        limit = told_distance(problem, kind.max_distance)
        way = "the way there" if kind.open_end else "the way there and back"
        detail = f"{way} is {told_distance(problem, distance)}, a route of {kind.id} is at most {limit} long"
        fix = f"let routes of {kind.id} be {told_distance(problem, over)} longer"
        yield Shortfall(MAX_DISTANCE, over, detail, fix)


def _lacking_time(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> tuple[Shortfall, ...]:
    """Return what is lacking in time; breaks and traffic are named where without them nothing is."""
    lacking = _lacking_under_way(problem, replace(kind, breaks=()) if kind.breaks else kind, clients)
    if not lacking:
        return tuple(_lacking_rest(problem, kind, clients)) if kind.breaks else ()
    if problem.matrices[kind.profile].traffic is None:
        return lacking
    if _lacking_under_way(problem.in_free_traffic, replace(kind, breaks=()), clients):
        return lacking
    return tuple(replace(one, reason=TRAFFIC, detail=f"under traffic {one.detail}") for one in lacking)


def _lacking_under_way(
    problem: Problem, kind: VehicleType, clients: Sequence[Client]
) -> tuple[Shortfall, ...]:
    return tuple(_lacking_hours(problem, kind, clients)) or tuple(_lacking_duration(problem, kind, clients))


def _lacking_hours(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> Iterator[Shortfall]:
    first, last = problem.depot_by_id[kind.start_depot], problem.depot_by_id[kind.last_depot]
    matrix = problem.matrices[kind.profile]
    places = _places(problem, kind, clients)
    start = max(kind.shift[0], first.window[0], *(one.release_s - first.service_s for one in clients))
    now = start + first.service_s
    for client, leg in zip(clients, pairwise(places), strict=False):
        begin = arrival = matrix.arrival(now, matrix.leg(*leg).duration)
        if client.windows:
            begin = next((max(arrival, early) for early, late in client.windows if arrival <= late), arrival)
            if (over := begin - client.windows[-1][1]) > 0:
                reached, ends = (told_instant(problem, one) for one in (arrival, client.windows[-1][1]))
                detail = f"{kind.id} arrives at {reached} at the earliest, the window ends at {ends}"
                fix = f"let {_whose(clients, client)} end {told_duration(problem, over)} later"
                yield Shortfall(WINDOW_UNREACHABLE, over, detail, fix)
        now = begin + client.service_s
    closes = kind.shift[1]
    if not kind.open_end:
        back = matrix.arrival(now, matrix.leg(places[-2], places[-1]).duration)
        now, closes = max(back, last.window[0]), min(closes, last.window[1])
    over = max(start - min(kind.shift[1], first.window[1]), now - closes)
    if over > 0:
        done = "done" if kind.open_end else "back"
        leaving, until = (told_instant(problem, one) for one in (start, now))
        late = told_duration(problem, over)
        detail = f"{kind.id} leaves at {leaving} and is {done} at {until} at the earliest, {late} too late"
        fix = f"let the shift of {kind.id} and the opening of its depots end {late} later"
        yield Shortfall(SHIFT_TOO_SHORT, over, detail, fix)


def _lacking_duration(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> Iterator[Shortfall]:
    if kind.max_duration == UNLIMITED:
        return
    # a price on duration makes the schedule the shortest one
    route = schedule_stops(problem, replace(kind, max_duration=UNLIMITED, cost_per_duration=1), clients)
    if route is not None and (over := route.end - route.start - kind.max_duration) > 0:
        takes, limit = (told_duration(problem, one) for one in (route.end - route.start, kind.max_duration))
        detail = f"serving it alone takes {takes}, a route of {kind.id} may take {limit}"
        fix = f"raise the maximum duration of {kind.id} by {told_duration(problem, over)}"
        yield Shortfall(MAX_DURATION, over, detail, fix)


def _lacking_rest(problem: Problem, kind: VehicleType, clients: Sequence[Client]) -> Iterator[Shortfall]:
    """By how much a longer shift, duration or window would give the driver time to rest, whichever is least."""
    if schedule_stops(problem, kind, clients) is not None:
        return
    hurried = replace(kind, cost_per_duration=0, cost_per_overtime=0)
    ways: list[tuple[int, str]] = []
    if late := schedule_stops(problem, replace(hurried, shift=(kind.shift[0], UNLIMITED)), clients):
        over = late.end - kind.shift[1]
        ways.append((over, f"let the shift of {kind.id} end {told_duration(problem, over)} later"))
    eased = replace(kind, max_duration=UNLIMITED, cost_per_duration=1)
    if long := schedule_stops(problem, eased, clients):
        over = long.end - long.start - kind.max_duration
        ways.append((over, f"raise the maximum duration of {kind.id} by {told_duration(problem, over)}"))
    open_late = [
        replace(one, windows=(*one.windows[:-1], (one.windows[-1][0], UNLIMITED))) if one.windows else one
        for one in clients
    ]
    if after := schedule_stops(problem, hurried, open_late):
        by = {
            client: visit.start - client.windows[-1][1]
            for visit, client in zip(after.visits, clients, strict=True)
            if client.windows and visit.start > client.windows[-1][1]
        }
        longer = (f"let {_whose(clients, one)} end {told_duration(problem, by[one])} later" for one in by)
        ways.append((sum(by.values()), " and ".join(longer)))
    over, fix = min(ways, default=(1, f"drop or move 1 break of {kind.id}"))
    names = ", ".join(one.id for one in kind.breaks)
    yield Shortfall(BREAKS, over, f"{kind.id} could serve it but for its breaks ({names})", fix)


def _whose(clients: Sequence[Client], client: Client) -> str:
    return "its window" if len(clients) == 1 else f"the window of {client.id}"


def told_distance(problem: Problem, amount: int) -> str:
    """Return a distance in the unit the planner wrote."""
    return f"{amount / problem.scale.distance_factor:.12g} {problem.scale.distance_unit}"


def told_duration(problem: Problem, amount: int) -> str:
    """Return a duration in the unit the planner wrote."""
    return f"{told_instant(problem, amount)} {problem.scale.duration_unit}"


def told_instant(problem: Problem, instant: int) -> str:
    """Return an instant as the planner would write it."""
    return f"{instant / problem.scale.distance_factor:.12g}"
