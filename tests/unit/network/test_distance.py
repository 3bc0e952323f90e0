"""Straight distances agree with geopy and with known values."""

import numpy as np
import pytest
from geopy.distance import geodesic, great_circle

from optimizer.network import distance

SEOUL, BUSAN, LONDON, AUCKLAND = (37.5665, 126.978), (35.1796, 129.0756), (51.5, -0.12), (-36.85, 174.76)
NEXT_DOOR, FAR_SIDE = (37.5666, 126.9781), (-37.5, -53.1)
PAIRS = [(SEOUL, BUSAN), (SEOUL, LONDON), (LONDON, AUCKLAND), (SEOUL, NEXT_DOOR), (SEOUL, FAR_SIDE)]


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_great_circle_is_geopys(start: tuple[float, float], end: tuple[float, float]) -> None:
    """The vectorised great circle gives geopy's, on a sphere of the same radius and nearly so on geopy's."""
    found = float(distance.great_circle_m(*start, *end))
    same_radius = great_circle(start, end, radius=distance.EARTH_RADIUS_M / 1000).meters
    assert found == pytest.approx(same_radius, abs=1e-6, rel=1e-9)
    assert found == pytest.approx(great_circle(start, end).meters, rel=1e-7)


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_geodesic_is_geopys(start: tuple[float, float], end: tuple[float, float]) -> None:
    """The geodesic is geopy's, in either direction."""
    there = distance.geodesic_m(*start, *end)
    back = distance.geodesic_m(*end, *start)
    assert float(there) == pytest.approx(geodesic(start, end).meters, rel=1e-12)
    assert there == back


def test_a_degree_of_the_equator() -> None:
    """A degree is the 360th part of the circumference on the sphere, and 111,319.49 m on the ellipsoid."""
    expected = np.pi * distance.EARTH_RADIUS_M / 180
    assert float(distance.great_circle_m(0, 10, 0, 11)) == pytest.approx(expected)
    assert float(distance.geodesic_m(0, 10, 0, 11)) == pytest.approx(111_319.49, abs=0.01)


def test_the_same_place_is_at_distance_zero() -> None:
    """Nothing is far from itself, whichever way it is measured."""
    assert distance.great_circle_m(*SEOUL, *SEOUL) == 0
    assert distance.geodesic_m(*SEOUL, *SEOUL) == 0


def test_antipodes_are_half_a_circumference_apart() -> None:
    """Rounding does not push antipodes out of the arc sine's domain."""
    lat = np.linspace(-89, 89, 200)
    found = distance.great_circle_m(lat, 33.3, -lat, 33.3 - 180)
    np.testing.assert_allclose(found, np.pi * distance.EARTH_RADIUS_M, rtol=1e-7)


@pytest.mark.parametrize("measure", [distance.great_circle_m, distance.geodesic_m])
def test_shapes_broadcast(measure: type[object]) -> None:
    """A column of starts and a row of ends give a matrix with every pair in its place."""
    lat, lon = np.array([37.5, 35.2, 37.5]), np.array([127.0, 129.1, 127.0])
    found = np.asarray(measure(lat[:, None], lon[:, None], lat[:2], lon[:2]))  # type: ignore[call-arg]
    assert found.shape == (3, 2)
    assert found[0, 1] == found[1, 0] == found[2, 1] > 300_000
    assert found[0, 0] == found[2, 0] == found[1, 1] == 0


def test_blocks_cover_every_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks follow one another to the last row, and a single row may exceed the block size."""
    monkeypatch.setattr(distance, "BLOCK_ENTRIES", 10)
    assert list(distance.row_blocks(5, 4)) == [slice(0, 2), slice(2, 4), slice(4, 5)]
    assert list(distance.row_blocks(2, 40)) == [slice(0, 1), slice(1, 2)]
    assert list(distance.row_blocks(0, 0)) == []
