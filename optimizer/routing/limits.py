"""Limits raised by an amount: how that is told, and what a route is timed by then."""

from dataclasses import replace
from enum import Enum, auto
from typing import Any

from optimizer.routing.problem import UNLIMITED, Client, Problem, VehicleType


class Limit(Enum):
    """Limits of a route, and of a client on it, beside the capacities."""

    DISTANCE = auto()
    DURATION = auto()
    WINDOW = auto()
    END = auto()


def told_instant(problem: Problem, instant: int) -> str:
    """Return an instant as the planner would write it."""
    return f"{instant / problem.scale.distance_factor:.12g}"


def told_duration(problem: Problem, amount: int) -> str:
    """Return a duration in the unit the planner wrote."""
    return f"{told_instant(problem, amount)} {problem.scale.duration_unit}"


def told_distance(problem: Problem, kind: VehicleType, amount: int) -> str:
    """Return a distance in the unit the planner wrote for vehicles of this type."""
    scale = problem.scale
    unit = scale.profile_units.get(kind.profile, scale.distance_unit)
    return f"{amount / scale.distance_factor:.12g} {unit}"


def more_capacity(kind: VehicleType, measure: str, amount: int) -> str:
    """Tell how much more a vehicle must hold."""
    return f"raise the {measure} capacity of {kind.id} by {amount}"


def longer_routes(problem: Problem, kind: VehicleType, amount: int) -> str:
    """Tell by which distance routes must be longer."""
    return f"let routes of {kind.id} be {told_distance(problem, kind, amount)} longer"


def longer_duration(problem: Problem, kind: VehicleType, amount: int) -> str:
    """Tell how much longer a route must be allowed to take."""
    return f"raise the maximum duration of {kind.id} by {told_duration(problem, amount)}"


def later_window(problem: Problem, whose: str, amount: int) -> str:
    """Tell how much later a client's window must end; ``whose`` is ``its window``, or says which."""
    return f"let {whose} end {told_duration(problem, amount)} later"


def later_end(problem: Problem, kind: VehicleType, amount: int) -> str:
    """Tell how much later a vehicle must be allowed to be back."""
    late = told_duration(problem, amount)
    return f"let the shift of {kind.id} and the opening of its depots end {late} later"


def told_raise(
    problem: Problem, kind: VehicleType, limit: Limit | str, amount: int, whose: str = "its window"
) -> str:
    """Tell that a limit is to be raised, a capacity by the name of its measure; ``whose`` is the window."""
    match limit:
        case Limit.DISTANCE:
            return longer_routes(problem, kind, amount)
        case Limit.DURATION:
            return longer_duration(problem, kind, amount)
        case Limit.WINDOW:
            return later_window(problem, whose, amount)
        case Limit.END:
            return later_end(problem, kind, amount)
        case str():
            return more_capacity(kind, limit, amount)


def closing_later(client: Client, amount: int) -> Client:
    """Return a client whose last window, if there is one, ends so much later."""
    if not client.windows:
        return client
    *others, (opening, close) = client.windows
    return replace(client, windows=(*others, (opening, _later(close, amount))))


def ending_later(problem: Problem, kind: VehicleType, amount: int) -> tuple[Problem, VehicleType]:
    """Return a vehicle type whose shift ends so much later, and a bare problem whose depots close later for it."""
    depots = tuple(
        replace(depot, window=(depot.window[0], _later(depot.window[1], amount)))
        if depot.id in (kind.start_depot, kind.last_depot)
        else depot
        for depot in problem.depots
    )
    return bare(problem, depots=depots), replace(kind, shift=(kind.shift[0], _later(kind.shift[1], amount)))


def bare(problem: Problem, **changes: Any) -> Problem:  # noqa: ANN401 (mirrors dataclasses.replace)
    """Return what the timing of a route depends on, with changes: a problem without clients and vehicle types."""
    return problem.replace(
        **{"clients": (), "vehicle_types": (), "shipments": (), "groups": (), "stability": None, **changes}
    )


def _later(end: int, amount: int) -> int:
    return min(end + amount, UNLIMITED)
