"""What is best, where the planner says it instead of the file's format."""

from dataclasses import replace

from optimizer.core.errors import Finding, InputError, Place
from optimizer.routing.engines.bounds import COSTS_TOO_LARGE, cost_bound
from optimizer.routing.formats.lines import ROUTE_CONTRADICTION, FormatError
from optimizer.routing.formats.routing_file import Objective, RoutingFile
from optimizer.routing.matrix import UNLIMITED
from optimizer.routing.problem import Problem


def aimed(file: RoutingFile, objective: str, name: str) -> RoutingFile:
    """Return the file with another objective.

    Parameters
    ----------
    file
        In any format but VROOM's, whose tasks come first.
    objective
        ``cost``: what the file's prices add up to. ``vehicles``: fewest vehicles, then least distance: each vehicle
        then has a fixed cost of one more than the longest that all routes together can be.
    name
        Of the file, for messages.

    Raises
    ------
    InputError
        If tasks come first, if vehicles are to come first and the file has prices or prizes of its own, or if no
        whole number puts vehicles first.
    """
    if file.objective is Objective.TASKS_FIRST:
        cause = "priorities come first in VROOM's format, then tasks, then cost"
        raise FormatError(ROUTE_CONTRADICTION, name, None, cause, "Leave the objective out.")
    if objective == "cost":
        if file.objective is Objective.COST:
            return file
        return replace(file, problem=_with_fixed_cost(file.problem, 0), objective=Objective.COST)
    if file.objective is Objective.VEHICLES_FIRST:
        return file
    if _has_prices(file.problem):
        cause = "it has prices or prizes, and fewest vehicles, then least distance, looks at neither"
        raise FormatError(ROUTE_CONTRADICTION, name, None, cause, "Remove them, or leave the objective out.")
    first = cost_bound(file.problem) + 1
    if first > UNLIMITED:
        cause = "distances are so long that no price of a vehicle exceeds all of them together"
        action = "Round distances more coarsely (--rounding round)."
        raise InputError([Finding(COSTS_TOO_LARGE, Place(name), cause, action)])
    return replace(file, problem=_with_fixed_cost(file.problem, first), objective=Objective.VEHICLES_FIRST)


def _with_fixed_cost(problem: Problem, fixed_cost: int) -> Problem:
    kinds = (replace(kind, fixed_cost=fixed_cost) for kind in problem.vehicle_types)
    return problem.replace(vehicle_types=tuple(kinds))


def _has_prices(problem: Problem) -> bool:
    """Whether anything but distance costs, or distance not the same everywhere."""
    priced = problem.stability is not None or problem.longest_route_cost
    return (
        bool(priced)
        or any(
            (kind.fixed_cost, kind.cost_per_distance, kind.cost_per_duration, kind.cost_per_overtime)
            != (0, 1, 0, 0)
            for kind in problem.vehicle_types
        )
        or any(client.prize for client in problem.clients)
    )
