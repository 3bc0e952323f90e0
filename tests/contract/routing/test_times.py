"""Limits of routes, windows and waiting; each case's cost tells whether the feature was heeded."""

from typing import Any

import pytest

from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, WEST, solved

#: The road at half the speed, so that distances and durations differ.
SLOW = line(0, 10, 20, -10, -20, pace=2)


@pytest.mark.parametrize(
    "limit",
    [
        {"shift": (0, 79)},
        {"shift": (30, 109)},
        {"max_distance": 39},
        {"max_duration": 79},
    ],
)
def test_limits_of_a_route(engine: str, limit: dict[str, Any]) -> None:
    """A tour of 40 is beyond the cheap vehicle's limit; two clients out of reach go by the dear one."""
    kinds = [van("cheap", **limit), van("dear", cost_per_distance=3)]
    client = Client("a", FAR_EAST)
    solution, cost = solved(problem_of(SLOW, [client], kinds), engine)
    assert (tours(solution), cost) == ({("dear", "a")}, 120)


@pytest.mark.parametrize("limit", [{"shift": (0, 80)}, {"max_distance": 40}, {"max_duration": 80}])
def test_limits_of_a_route_are_inclusive(engine: str, limit: dict[str, Any]) -> None:
    """A tour of exactly the limit is allowed."""
    kinds = [van("cheap", **limit), van("dear", cost_per_distance=3)]
    assert solved(problem_of(SLOW, [Client("a", FAR_EAST)], kinds), engine)[1] == 40


@pytest.mark.parametrize("limit", ["shift", "max_duration"])
def test_two_clients_do_not_fit_into_one_shift(engine: str, limit: str) -> None:
    """A tour to both would take 46 with service; with 45 at most, two vans go (2 x 5 more fixed cost)."""
    clients = [Client("a", EAST, service_s=3), Client("b", WEST, service_s=3)]
    bound = {"shift": (0, 45)} if limit == "shift" else {"max_duration": 45}
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=5, **bound)]), engine)[1] == 50


def test_max_distance_of_one_tour(engine: str) -> None:
    """A tour to both would be 40 long; with 39 at most, two vans go."""
    clients = [Client("a", EAST), Client("b", WEST)]
    problem = problem_of(SLOW, clients, [van(count=2, fixed_cost=5, max_distance=39)])
    assert solved(problem, engine)[1] == 50


def test_time_windows(engine: str) -> None:
    """Windows force the van to cross the depot twice: 80 instead of 60."""
    clients = [
        Client("a", EAST, windows=((0, 10),)),
        Client("b", FAR_EAST, windows=((100, 200),)),
        Client("c", WEST, windows=((50, 60),)),
    ]
    solution, cost = solved(problem_of(CROSS, clients), engine)
    assert (tours(solution), cost) == ({("van", "a", "c", "b")}, 80)


def test_service_duration(engine: str) -> None:
    """Service at the first client leaves no time for the second: two vans."""
    clients = [
        Client("a", EAST, windows=((0, 12),), service_s=20),
        Client("b", WEST, windows=((0, 32),)),
    ]
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=7)]), engine)[1] == 54


def test_release_time(engine: str) -> None:
    """Goods that are ready at 50 cannot travel with those due by 30: two vans."""
    clients = [Client("a", EAST, windows=((0, 30),)), Client("b", FAR_EAST, release_s=50)]
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=7)]), engine)[1] == 74


def test_waiting_costs_as_duration(engine: str) -> None:
    """Waiting between two windows would cost 60 more than a second van does."""
    clients = [Client("a", EAST, windows=((0, 10),)), Client("b", FAR_EAST, windows=((100, 200),))]
    kind = van(count=2, fixed_cost=10, cost_per_distance=0, cost_per_duration=1)
    assert solved(problem_of(CROSS, clients, [kind]), engine)[1] == 20 + 40 + 20


def test_van_that_leaves_late_does_not_pay_for_waiting(engine: str) -> None:
    """Leaving at 90 for a window at 100 takes 20, so the van is cheaper than one paid 2 by distance."""
    kinds = [van(cost_per_distance=0, cost_per_duration=1), van("other", cost_per_distance=2)]
    problem = problem_of(CROSS, [Client("a", EAST, windows=((100, 100),))], kinds)
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("van", "a")}, 20)
    assert solution.routes[0].start == 90
