"""PyVRP gets the problem's figures, and none so large that its sums overflow."""

import numpy as np

from optimizer.routing.engines.pyvrp_data import translate, with_prizes
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van

CLIENTS = [
    Client("a", 1, delivery=(3,), vehicle_types=frozenset({"van"})),
    Client("b", 2, required=False, prize=9, windows=((5, 90),)),
]


def blocked() -> Matrix:
    """Return a road without a way from place 1 to place 2."""
    ways = line(0, 10, 20).distance.copy()
    ways[1, 2] = UNLIMITED
    return Matrix(ways, 2 * ways.clip(max=50) + (ways == UNLIMITED) * (UNLIMITED - 100))


def test_blocked_legs_end_beyond_the_horizon() -> None:
    """A leg without a way is no longer than the longest one, and takes one unit more than any route may."""
    translation = translate(problem_of(blocked(), CLIENTS))
    distance, duration = translation.data.distance_matrix(0), translation.data.duration_matrix(0)
    assert (distance[1, 2], duration[1, 2]) == (20, translation.horizon + 1)
    assert distance.max() == 20
    assert duration.max() == translation.horizon + 1
    assert translation.data.vehicle_type(0).tw_late == translation.horizon


def test_forbidden_clients_make_a_profile_of_their_own() -> None:
    """A type that may not visit a client gets a matrix in which the client is out of time; others share one."""
    kinds = [van(), van("bike"), van("car")]
    translation = translate(problem_of(line(0, 10, 20), CLIENTS, kinds))
    data = translation.data
    assert [data.vehicle_type(number).profile for number in range(3)] == [0, 1, 1]
    closed = data.duration_matrix(1) == translation.horizon + 1
    assert closed.tolist() == [[False, True, False], [True, False, True], [False, True, False]]
    assert np.array_equal(data.duration_matrix(0), line(0, 10, 20).duration)


def test_unused_types_and_surplus_vehicles_are_not_translated() -> None:
    """No more vehicles than clients, and no type without any."""
    problem = problem_of(line(0, 10, 20), CLIENTS, [van(count=99), van("none", count=0)], [Depot("D", 0)])
    translation = translate(problem)
    assert translation.data.num_vehicles == 2
    assert [kind.id for kind in translation.kinds] == ["van"]


def test_prizes_make_everyone_optional() -> None:
    """Required clients become optional at the given prize, optional ones keep theirs, all else stays."""
    translation = translate(problem_of(line(0, 10, 20), CLIENTS))
    data = with_prizes(translation, 1000)
    assert [(c.required, c.prize) for c in data.clients()] == [(False, 1000), (False, 9)]
    assert (data.client(0).delivery, data.client(1).tw_early, data.client(1).tw_late) == ([3], 5, 90)


def test_warm_start_keeps_what_fits() -> None:
    """Unknown clients, repeated clients and surplus routes of the start are dropped."""
    problem = problem_of(line(0, 10, 20, 30), [*CLIENTS, Client("c", 3)], [van(count=2)])
    tour = timed_solution(problem, [("van", ["a", "c"])]).routes[0]
    smaller = translate(problem_of(line(0, 10, 20), CLIENTS))
    kept = smaller.warm_start(smaller.data, Solution((tour, tour)))
    assert [[visit.idx for visit in route if visit.is_client()] for route in kept.routes()] == [[0]]
