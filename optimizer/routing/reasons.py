"""Why clients are left out, and the smallest change that would serve each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from optimizer.core.errors import code
from optimizer.core.result import Unserved
from optimizer.routing.marginal import Insertion, InsertionTable
from optimizer.routing.problem import UNLIMITED, Client, Problem, VehicleType
from optimizer.routing.reach import Reach
from optimizer.routing.schedule import schedule_stops
from optimizer.routing.solution import Solution

NO_VEHICLE_TYPE = code(
    "client-no-vehicle-type",
    "No vehicle that may visit the client is in the fleet.",
    "Add a vehicle of an allowed type, or allow another type.",
)
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
NOT_WORTH_PRIZE = code(
    "client-not-worth-prize",
    "The client is optional, and the cheapest way to serve it costs more than its prize.",
    "Raise the prize, or accept that it is left out.",
)
NO_VEHICLE_LEFT = code(
    "client-no-vehicle-left",
    "The client fits on no route of the plan, and every vehicle that could serve it alone is in use.",
    "Add a vehicle.",
)
SEARCH_TIME = code(
    "client-search-time",
    "The client could still be inserted at a gain; the search ended before it was.",
    "Give the search more time or iterations.",
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


def servable(problem: Problem) -> tuple[Client, ...]:
    """Clients that some vehicle can serve, alone or perhaps on the way to others."""
    reach = Reach(problem)
    return tuple(
        client
        for client in problem.clients
        if any(
            not shortfalls(problem, kind, client) or not reach.excludes(kind, client)
            for kind in _allowed(problem, client)
        )
    )


def explain(problem: Problem, solution: Solution) -> tuple[Unserved, ...]:
    """Return each unserved client's reason and the smallest change that would serve it.

    Parameters
    ----------
    problem, solution
        A problem and a checked solution of it.
    """
    if not solution.unserved:
        return ()
    table = InsertionTable(problem, solution)
    return tuple(_explain(problem, table, problem.client_by_id[client]) for client in solution.unserved)


def _explain(problem: Problem, table: InsertionTable, client: Client) -> Unserved:
    kinds = _allowed(problem, client)
    if not kinds:
        return _unserved(client, _no_vehicle_type(problem, client))
    insertion = table.cheapest(client)
    if insertion is not None:
        return _unserved(client, _insertable(problem, client, insertion))
    failing = [(kind, shortfalls(problem, kind, client)) for kind in kinds]
    able = [kind for kind, lacking in failing if not lacking]
    if able:
        return _unserved(client, _no_vehicle_left(problem, able, client))
    # the type that needs the fewest and smallest changes
    _, lacking = min(failing, key=lambda pair: (len(pair[1]), sum(one.amount for one in pair[1])))
    return _unserved(client, *lacking)


def _unserved(client: Client, *lacking: Shortfall) -> Unserved:
    detail = "; ".join(one.detail for one in lacking)
    return Unserved("client", client.id, lacking[0].reason, detail, " and ".join(one.fix for one in lacking))


def _allowed(problem: Problem, client: Client) -> list[VehicleType]:
    return [
        kind
        for kind in problem.vehicle_types
        if kind.count > 0 and (client.vehicle_types is None or kind.id in client.vehicle_types)
    ]


def _no_vehicle_type(problem: Problem, client: Client) -> Shortfall:
    named = client.vehicle_types
    if named is None:
        named = frozenset(problem.vehicle_type_by_id)
    detail = f"it may be visited by {', '.join(sorted(named)) or 'no type'}, of which there is no vehicle"
    fix = f"add 1 vehicle of type {min(named)}" if named else "allow 1 vehicle type"
    return Shortfall(NO_VEHICLE_TYPE, 1, detail, fix)


def _no_vehicle_left(problem: Problem, able: list[VehicleType], client: Client) -> Shortfall:
    alone = {kind.id: schedule_stops(problem, kind, [client]) for kind in able}
    cost, kind = min((route.cost, kind) for kind, route in alone.items() if route is not None)
    count = sum(one.count for one in able)
    detail = f"it fits on no route, and all {count} vehicles that could serve it alone are in use"
    fix = f"add 1 vehicle of type {kind}, which would serve it for {_money(problem, cost)}"
    return Shortfall(NO_VEHICLE_LEFT, 1, detail, fix)


def _insertable(problem: Problem, client: Client, insertion: Insertion) -> Shortfall:
    short = insertion.cost - client.prize
    if client.required or short < 0:
        gain = "" if client.required else f", {_money(problem, -short)} less than its prize"
        detail = f"{insertion.vehicle_type} could serve it for {_money(problem, insertion.cost)}{gain}"
        return Shortfall(SEARCH_TIME, 0, detail, "give the search more time or iterations")
    prize = _money(problem, client.prize)
    detail = f"serving it costs at least {_money(problem, insertion.cost)}, its prize is {prize}"
    return Shortfall(NOT_WORTH_PRIZE, short, detail, f"raise its prize by more than {_money(problem, short)}")


def shortfalls(problem: Problem, kind: VehicleType, client: Client) -> tuple[Shortfall, ...]:
    """Return everything that keeps a vehicle from serving the client on a route of its own.

    Parameters
    ----------
    problem, kind, client
        The vehicle type may visit the client.

    Returns
    -------
    tuple[Shortfall, ...]
        Empty if it can serve it. Making all the changes named lets it.
    """
    matrix = problem.matrices[kind.profile]
    start = problem.depot_by_id[kind.start_depot].location
    end = problem.depot_by_id[kind.last_depot].location
    there = int(matrix.duration[start, client.location])
    back = int(matrix.duration[client.location, end])
    if UNLIMITED in (there, back):
        detail = f"{kind.id} cannot travel between its depot and location {client.location}"
        fix = f"give that pair a distance and duration in profile {kind.profile}"
        return (Shortfall(UNREACHABLE, 1, detail, fix),)
    distance = int(matrix.distance[start, client.location] + matrix.distance[client.location, end])
    lacking = [*_lacking_capacity(problem, kind, client), *_lacking_distance(problem, kind, distance)]
    lacking += list(_lacking_time(problem, kind, client, there, back)) or list(
        _lacking_duration(problem, kind, client)
    )
    return tuple(lacking)


def _lacking_capacity(problem: Problem, kind: VehicleType, client: Client) -> Iterator[Shortfall]:
    for index, measure in enumerate(problem.measures):
        load = max(amounts[index] if amounts else 0 for amounts in (client.delivery, client.pickup))
        if (over := load - kind.capacity[index]) > 0:
            detail = f"{measure} {load} exceeds the capacity {kind.capacity[index]} of {kind.id}"
            yield Shortfall(CAPACITY, over, detail, f"raise the {measure} capacity of {kind.id} by {over}")


def _lacking_distance(problem: Problem, kind: VehicleType, distance: int) -> Iterator[Shortfall]:
    if (over := distance - kind.max_distance) > 0:
        limit = _distance(problem, kind.max_distance)
        detail = f"there and back is {_distance(problem, distance)}, {kind.id} drives at most {limit}"
        fix = f"raise the maximum distance of {kind.id} by {_distance(problem, over)}"
        yield Shortfall(MAX_DISTANCE, over, detail, fix)


def _lacking_time(
    problem: Problem, kind: VehicleType, client: Client, there: int, back: int
) -> Iterator[Shortfall]:
    first, last = problem.depot_by_id[kind.start_depot], problem.depot_by_id[kind.last_depot]
    unit = problem.scale.duration_unit
    start = max(kind.shift[0], first.window[0], client.release_s)
    begin = arrival = start + there
    if client.windows:
        begin = next((max(arrival, early) for early, late in client.windows if arrival <= late), arrival)
        if (over := begin - client.windows[-1][1]) > 0:
            detail = f"{kind.id} arrives at {arrival} at the earliest, the window ends at {arrival - over}"
            yield Shortfall(WINDOW_UNREACHABLE, over, detail, f"let its window end {over} {unit} later")
    end = max(begin + client.service_s + back, last.window[0])
    over = max(
        start - min(kind.shift[1], first.window[1]),
        end - min(kind.shift[1], last.window[1]),
    )
    if over > 0:
        detail = f"{kind.id} leaves at {start} and is back at {end} at the earliest, {over} {unit} too late"
        fix = f"let the shift of {kind.id} and the opening of its depots end {over} {unit} later"
        yield Shortfall(SHIFT_TOO_SHORT, over, detail, fix)


def _lacking_duration(problem: Problem, kind: VehicleType, client: Client) -> Iterator[Shortfall]:
    if kind.max_duration == UNLIMITED:
        return
    # a price on duration makes the schedule the shortest one
    route = schedule_stops(problem, replace(kind, max_duration=UNLIMITED, cost_per_duration=1), [client])
    unit = problem.scale.duration_unit
    if route is not None and (over := route.end - route.start - kind.max_duration) > 0:
        detail = (
            f"serving it alone takes {route.end - route.start} {unit}, {kind.id} may take {kind.max_duration}"
        )
        yield Shortfall(
            MAX_DURATION, over, detail, f"raise the maximum duration of {kind.id} by {over} {unit}"
        )


def _distance(problem: Problem, amount: int) -> str:
    return f"{amount / problem.scale.distance_factor:.12g} {problem.scale.distance_unit}"


def _money(problem: Problem, amount: int) -> str:
    return f"{amount / problem.scale.cost_per_minor_unit:.12g} minor units"
