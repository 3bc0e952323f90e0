"""Coordinates stand for the distances of a problem."""

import numpy as np
import pytest

from optimizer.routing.engines.plane import coordinates
from optimizer.routing.problem import UNLIMITED, Client, Matrix
from tests.helpers.routing import line, problem_of
from tests.helpers.routing_spread import square


def test_places_on_a_plane_are_found_again() -> None:
    """Distances between the coordinates are those of the matrix, which were cut to whole numbers."""
    problem = square(40)
    placed = coordinates(problem)
    apart = np.sqrt(((placed[:, None] - placed) ** 2).sum(axis=2))
    assert np.abs(apart - problem.matrices["default"].distance).max() < 5


def test_durations_stand_in_for_distances_that_are_all_zero() -> None:
    """Where distances are not told, places lie apart by travel time."""
    times = line(0, 10, 30).distance
    problem = problem_of(Matrix(np.zeros_like(times), times), [Client("a", 1), Client("b", 2)])
    placed = coordinates(problem)
    assert np.linalg.norm(placed[0] - placed[2]) == pytest.approx(30)


def test_pairs_without_a_way_are_far_apart() -> None:
    """A pair that cannot be travelled does not push places to infinity."""
    ways = line(0, 10, 30).distance.copy()
    ways[0, 1] = ways[1, 0] = UNLIMITED
    problem = problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)])
    assert np.abs(coordinates(problem)).max() <= 30


@pytest.mark.parametrize("count", [1, 3])
def test_places_that_are_all_the_same(count: int) -> None:
    """Places at no distance have the same coordinates."""
    zero = np.zeros((count + 1, count + 1), dtype=np.int64)
    problem = problem_of(Matrix(zero, zero), [Client(f"c{n}", n + 1) for n in range(count)])
    assert not coordinates(problem).any()
