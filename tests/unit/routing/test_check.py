"""The checker names every rule that an edited plan breaks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.routing.check import check, cost
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van

CLIENTS = (
    Client("a", 1, delivery=(3, 1), service_s=2, windows=((10, 20), (40, 50)), release_s=5),
    Client("b", 2, delivery=(2, 0), pickup=(4, 0), windows=((0, 60),), vehicle_types=frozenset({"van"})),
    Client("c", 3, required=False, prize=9),
)
PROBLEM = problem_of(
    line(0, 10, 20, 35, 40),
    CLIENTS,
    [
        van(
            capacity=(6, 1),
            fixed_cost=100,
            cost_per_distance=2,
            cost_per_duration=3,
            shift=(0, 70),
            max_distance=40,
            max_duration=42,
        ),
        van("truck", count=0, capacity=(9, 9)),
    ],
    [Depot("D", 0, (4, 65)), Depot("E", 4)],
    measures=("kg", "m3"),
)
PLAN = timed_solution(PROBLEM, [("van", ["a", "b"])])


def rules(problem: Problem, solution: Solution, **options: bool) -> set[str]:
    """Names of the rules broken."""
    return {violation.rule for violation in check(problem, solution, **options)}


def with_type(**changes: Any) -> Problem:  # noqa: ANN401
    """Return the problem with another van."""
    return PROBLEM.replace(
        vehicle_types=(replace(PROBLEM.vehicle_types[0], **changes), PROBLEM.vehicle_types[1])
    )


def with_client(number: int, **changes: Any) -> Problem:  # noqa: ANN401
    """Return the problem with one client changed."""
    clients = list(CLIENTS)
    clients[number] = replace(clients[number], **changes)
    return PROBLEM.replace(clients=tuple(clients))


def with_route(**changes: Any) -> Solution:  # noqa: ANN401
    """Return the plan with its route edited."""
    return replace(PLAN, routes=(replace(PLAN.routes[0], **changes),))


def with_visit(number: int, **changes: Any) -> Solution:  # noqa: ANN401
    """Return the plan with one visit edited."""
    visits = list(PLAN.routes[0].visits)
    visits[number] = replace(visits[number], **changes)
    return with_route(visits=tuple(visits))


def test_good_plan_holds() -> None:
    """The plan the other tests edit breaks nothing, and costs what its lines add up to."""
    assert check(PROBLEM, PLAN) == ()
    assert cost(PROBLEM, PLAN) == 100 + 2 * 40 + 3 * 42 + 9


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (with_type(count=0), "vehicle-count"),
        (with_type(capacity=(4, 1)), "capacity"),
        (with_type(capacity=(6, 0)), "capacity"),
        (with_type(shift=(9, 70)), "shift"),
        (with_type(shift=(0, 46)), "shift"),
        (with_type(max_distance=39), "max-distance"),
        (with_type(max_duration=41), "max-duration"),
        (with_type(end_depot="E"), "depot"),
        (with_type(fixed_cost=101), "route-cost"),
        (with_type(cost_per_distance=1), "route-cost"),
        (with_type(cost_per_duration=1), "route-cost"),
        (with_client(0, windows=((0, 9), (21, 50))), "time-window"),
        (with_client(0, release_s=11), "release-time"),
        (with_client(0, service_s=3), "service-time"),
        (with_client(1, vehicle_types=frozenset({"truck"})), "vehicle-allowed"),
        (with_client(2, required=True), "required-client"),
        (PROBLEM.replace(depots=(Depot("D", 0, (11, 65)), Depot("E", 4))), "depot-window"),
        (PROBLEM.replace(depots=(Depot("D", 0, (4, 46)), Depot("E", 4))), "depot-window"),
        (PROBLEM.replace(matrices={"default": line(0, 10, 20, 35, 40, pace=2)}), "travel-time"),
        (PROBLEM.replace(matrices={"default": line(0, 9, 20, 35, 40)}), "travel-time"),
        (PROBLEM.replace(clients=CLIENTS[1:]), "unknown-id"),
    ],
)
def test_plan_for_a_harder_problem_is_refused(problem: Problem, rule: str) -> None:
    """The good plan, held against a problem with one figure changed, breaks the rule of that figure."""
    assert rule in rules(problem, PLAN)


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (replace(PLAN, routes=PLAN.routes * 2), "visit-once"),
        (replace(PLAN, routes=PLAN.routes * 2), "vehicle-count"),
        (replace(PLAN, unserved=()), "unserved-list"),
        (replace(PLAN, unserved=("b", "c")), "unserved-list"),
        (replace(PLAN, unserved=("c", "x")), "unknown-id"),
        (Solution((), ("a", "b", "c")), "required-client"),
        (with_route(vehicle_type="bike"), "unknown-id"),
        (with_route(vehicle_type="truck"), "vehicle-count"),
        (with_route(start_depot="X"), "unknown-id"),
        (with_route(start_depot="E"), "depot"),
        (with_route(end_depot="E"), "depot"),
        (with_route(visits=()), "empty-route"),
        (with_route(visits=PLAN.routes[0].visits[::-1]), "travel-time"),
        (with_route(start=PLAN.routes[0].start - 1), "travel-time"),
        (with_route(end=PLAN.routes[0].end + 1), "travel-time"),
        (with_route(end=PLAN.routes[0].end - 1), "travel-time"),
        (with_route(distance=39), "route-distance"),
        (with_route(cost=PLAN.routes[0].cost + 1), "route-cost"),
        (with_visit(0, client="x"), "unknown-id"),
        (with_visit(1, arrival=PLAN.routes[0].visits[1].arrival - 1), "travel-time"),
        (with_visit(0, start=PLAN.routes[0].visits[0].arrival - 1), "service-time"),
        (with_visit(0, departure=PLAN.routes[0].visits[0].start), "service-time"),
        (with_visit(0, start=30), "time-window"),
        (with_visit(1, start=61), "time-window"),
    ],
)
def test_edited_plan_is_refused(plan: Solution, rule: str) -> None:
    """A good plan with one figure edited breaks the rule of that figure."""
    assert rule in rules(PROBLEM, plan)


def test_load_is_checked_along_the_route() -> None:
    """Collecting before delivering overloads the vehicle, though neither total exceeds its capacity."""
    order = timed_solution(with_client(0, windows=()), [("van", ["b", "a"])])
    broken = check(with_client(0, windows=()), order)
    assert [str(v) for v in broken] == ["capacity: route 1: kg 7 on leaving client b, capacity 6"]


def test_blocked_leg_is_refused() -> None:
    """A leg that cannot be travelled is named."""
    ways = PROBLEM.matrices["default"].duration.copy()
    ways[2, 0] = UNLIMITED
    blocked = PROBLEM.replace(matrices={"default": Matrix(ways, ways)})
    assert "unreachable" in rules(blocked, PLAN)


def test_waiting_outside_a_closed_depot_is_part_of_the_route() -> None:
    """A route ends when its depot opens, not when it arrives before."""
    problem = problem_of(
        line(0, 10), [Client("a", 1)], [van(end_depot="E")], [Depot("D", 0, (0, 5)), Depot("E", 0, (50, 60))]
    )
    plan = timed_solution(problem, [("van", ["a"])])
    assert plan.routes[0].end == 50
    assert check(problem, plan) == ()
    assert "depot-window" in rules(problem, replace(plan, routes=(replace(plan.routes[0], end=25),)))


def test_partial_plan_may_leave_required_clients_out() -> None:
    """Only a partial plan may leave out required clients, and it must list them."""
    partial = Solution((), ("a", "b", "c"))
    assert rules(PROBLEM, partial, partial=True) == set()
    assert rules(PROBLEM, Solution(()), partial=True) == {"unserved-list"}


def test_cost_does_not_trust_what_routes_report() -> None:
    """The objective is recomputed from ids and times; only optional clients' prizes are forgone."""
    assert cost(PROBLEM, with_route(cost=0, distance=0)) == cost(PROBLEM, PLAN)
    assert cost(with_client(0, prize=1000), Solution(())) == 9


def test_asymmetric_legs_are_read_in_the_direction_of_travel() -> None:
    """``[i, j]`` is from i to j for distance and duration."""
    distance = np.array([[0, 1, 100], [100, 0, 2], [4, 100, 0]])
    duration = np.array([[0, 10, 900], [900, 0, 20], [40, 900, 0]])
    problem = problem_of(Matrix(distance, duration), [Client("a", 1), Client("b", 2)])
    plan = timed_solution(problem, [("van", ["a", "b"])])
    assert (plan.routes[0].distance, plan.routes[0].end - plan.routes[0].start) == (7, 70)
    assert check(problem, plan) == ()
