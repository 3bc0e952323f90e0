"""From coordinates to integer distances."""

import math
import tracemalloc

import numpy as np
import pytest

from optimizer.routing.formats import geometry
from optimizer.routing.matrix import PointArray


def test_rounding_conventions() -> None:
    """1.2345 and 2.5 under each convention."""
    values = np.array([1.2345, 2.5])
    assert [geometry.convert(values, name).tolist() for name in ("round", "trunc", "dimacs", "exact")] == [
        [1, 3],
        [1, 2],
        [12, 25],
        [1235, 2500],
    ]
    with pytest.raises(ValueError, match="rounding"):
        geometry.convert(values, "up")


@pytest.mark.parametrize(
    ("metric", "distance"), [("EUC_2D", 1), ("CEIL_2D", 2), ("FLOOR_2D", 1), ("EXACT_2D", 1414)]
)
def test_metrics_of_the_edge_weight_types(metric: str, distance: int) -> None:
    """Of sqrt(2): nearest, next, last whole number, and thousandths."""
    matrix = geometry.planar(np.array([[0.0, 0.0], [1.0, 1.0]]), "round", metric)
    assert matrix.distance.tolist() == [[0, distance], [distance, 0]]
    assert matrix.duration is matrix.distance


def test_many_places_are_computed_in_blocks() -> None:
    """Every pair beyond the first block has the distance of the formula."""
    points = np.random.default_rng(1).uniform(-500, 500, (75, 2))
    distance = geometry.planar(points, "dimacs").distance
    for one, other in ((0, 74), (74, 0), (40, 33), (31, 32), (64, 63)):
        assert distance[one, other] == math.floor(10 * math.dist(points[one], points[other]))


def test_no_place_at_all() -> None:
    """Has an empty matrix."""
    assert geometry.planar(np.zeros((0, 2)), "round").distance.shape == (0, 0)
    assert geometry.great_circle(np.zeros((0, 2))).shape == (0, 0)


def test_great_circle_distances() -> None:
    """A quarter of the equator, half a meridian, and nothing to itself."""
    points = np.array([[0.0, 0.0], [90.0, 0.0], [0.0, 90.0], [180.0, 0.0]])
    quarter = round(math.pi / 2 * geometry.EARTH_M)
    assert geometry.great_circle(points)[0].tolist() == [
        0,
        quarter,
        quarter,
        round(math.pi * geometry.EARTH_M),
    ]


def test_great_circles_of_many_places() -> None:
    """Are those of the haversine formula in every block, and little more is held than they are."""
    points = np.random.default_rng(1).uniform((-180, -90), (180, 90), (500, 2))
    tracemalloc.start()
    found = geometry.great_circle(points)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5 * found.nbytes
    for one, other in ((0, 499), (499, 0), (40, 33), (31, 32), (64, 63)):
        (east, north), (far_east, far_north) = np.radians(points[[one, other]])
        half = math.sin((north - far_north) / 2) ** 2
        half += math.cos(north) * math.cos(far_north) * math.sin((east - far_east) / 2) ** 2
        assert found[one, other] == round(2 * geometry.EARTH_M * math.asin(math.sqrt(half)))


def test_matrix_of_many_places_is_computed_when_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of places nothing is held, and what is looked at is the same."""
    points = np.random.default_rng(1).uniform(0, 50, (9, 2))
    held = geometry.planar(points, "dimacs")
    monkeypatch.setattr(geometry, "LARGEST_HELD", 8)
    computed = geometry.planar(points, "dimacs")
    assert (held.computed, computed.computed) == (False, True)
    assert [computed.leg(i, j) for i, j in np.ndindex(9, 9)] == [held.leg(i, j) for i, j in np.ndindex(9, 9)]
    sphere = geometry.great_circle(points)
    assert isinstance(sphere, PointArray)
    monkeypatch.undo()
    assert sphere[:].tolist() == geometry.great_circle(points).tolist()
