"""Straight distances behave as a metric."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.network.distance import EARTH_RADIUS_M, geodesic_m, great_circle_m

position = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
points = st.lists(position, min_size=3, max_size=3).map(np.array)
quick = settings(max_examples=60, deadline=None)


@quick
@given(points)
def test_great_circle_is_a_metric(at: np.ndarray) -> None:
    """Never negative, symmetric to the last bit, zero to itself, no detour shorter than the direct way."""
    found = great_circle_m(at[:, :1], at[:, 1:], at[:, 0], at[:, 1])
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 0)
    assert (found >= 0).all()
    assert found.max() <= np.pi * EARTH_RADIUS_M
    # near antipodes the sphere's distance is known to a decimetre only
    assert found[0, 2] <= found[0, 1] + found[1, 2] + 0.5


@quick
@given(points)
def test_one_pair_at_a_time_gives_the_same_bits(at: np.ndarray) -> None:
    """A pair's distance does not depend on what else is computed with it."""
    found = great_circle_m(at[:, :1], at[:, 1:], at[:, 0], at[:, 1])
    for i in range(3):
        for j in range(3):
            assert found[i, j] == great_circle_m(at[i, 0], at[i, 1], at[j, 0], at[j, 1])


@quick
@given(points)
def test_geodesic_and_great_circle_are_close(at: np.ndarray) -> None:
    """The sphere is at most 0.6 % off the ellipsoid, which does not care for direction either."""
    sphere = great_circle_m(at[0, 0], at[0, 1], at[1, 0], at[1, 1])
    ellipsoid = geodesic_m(at[0, 0], at[0, 1], at[1, 0], at[1, 1])
    assert abs(sphere - ellipsoid) <= 0.006 * ellipsoid + 1e-3
    assert ellipsoid == geodesic_m(at[1, 0], at[1, 1], at[0, 0], at[0, 1])
