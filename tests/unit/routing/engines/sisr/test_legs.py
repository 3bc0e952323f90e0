"""Matrices as kernels read them."""

import numpy as np

from optimizer.routing.engines.sisr.legs import nearest, translate_legs
from optimizer.routing.matrix import PlanarMatrix
from optimizer.routing.problem import UNLIMITED, Client, Matrix
from tests.helpers.routing import line, problem_of, van

CLIENTS = [Client(name, number) for number, name in enumerate("abc", start=1)]


def test_matrix_in_the_same_order_is_shared() -> None:
    """No copy is made where places are depots, then clients; distances that are durations are one array."""
    matrix = line(0, 1, 2, 3)
    legs = translate_legs(problem_of(matrix, CLIENTS))
    assert np.shares_memory(legs.distance, matrix.distance)
    assert legs.duration is legs.distance
    assert legs.turned == 0


def test_ways_back_lie_behind_where_they_differ() -> None:
    """An asymmetric matrix is followed by its transpose."""
    ways = np.array([[0, 1, 2, 3], [4, 0, 5, 6], [7, 8, 0, 9], [1, 2, 3, 0]])
    legs = translate_legs(problem_of(Matrix(ways, ways), CLIENTS))
    assert legs.turned == 1
    assert (legs.distance[1] == ways.T).all()


def test_blocked_ways_are_longer_than_any_detour() -> None:
    """A way that does not exist is barred even after the longest leg is left out for it."""
    ways = np.array([[0, 10, 10, 10], [10, 0, UNLIMITED, 10], [10, 10, 0, 10], [10, 10, 10, 0]])
    legs = translate_legs(problem_of(Matrix(ways, ways), CLIENTS))
    assert legs.distance[0, 1, 2] - 10 >= legs.barred > 2 * 10


def test_nowhere_is_free_to_reach() -> None:
    """Open routes end at a node that costs nothing."""
    legs = translate_legs(problem_of(line(0, 1, 2, 3), CLIENTS, [van(open_end=True)]))
    assert legs.distance.shape == (1, 5, 5)
    assert not legs.distance[0, :, 4].any()


def test_ways_computed_when_looked_at_are_written_out() -> None:
    """Distances between points of a plane are the same as from a matrix."""
    corners = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0], [0.0, 8.0]])
    planar = PlanarMatrix(corners, lambda ways: np.rint(ways).astype(np.int64))
    legs = translate_legs(problem_of(planar, CLIENTS))
    assert legs.distance[0].tolist() == [[0, 5, 10, 8], [5, 0, 5, 5], [10, 5, 0, 6], [8, 5, 6, 0]]
    assert legs.duration is legs.distance


def test_nearest_come_first() -> None:
    """Neighbours are sorted by what the way there and back costs."""
    problem = problem_of(line(0, 1, 5, 6), CLIENTS)
    assert nearest(problem, translate_legs(problem)).tolist() == [[2, 3], [3, 1], [2, 1]]


def test_barred_ways_are_far_whatever_time_costs() -> None:
    """A way that does not exist, at a price beyond what integers hold, is no short cut."""
    ways = np.array([[0, 10, 10, 10], [10, 0, UNLIMITED, 30], [10, UNLIMITED, 0, 30], [10, 30, 30, 0]])
    problem = problem_of(
        Matrix(np.where(ways == UNLIMITED, ways, ways // 2), ways), CLIENTS, [van(cost_per_duration=2**21)]
    )
    assert nearest(problem, translate_legs(problem))[0].tolist() == [3, 2]


def test_one_client_has_no_neighbour() -> None:
    """A lonely client's row is empty."""
    problem = problem_of(line(0, 1), CLIENTS[:1])
    assert nearest(problem, translate_legs(problem)).tolist() == [[-1]]
