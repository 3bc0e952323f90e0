"""Making forecasts whole conserves what planners add up."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from optimizer.demand.forecast import largest_remainder, whole_units

amounts = st.integers(0, 100_000).map(lambda value: value / 1000)
quick = settings(max_examples=80, deadline=None)


@quick
@given(arrays(np.float64, array_shapes(min_dims=3, max_dims=3, max_side=6), elements=amounts))
def test_whole_units_conserve_totals(quantity: np.ndarray) -> None:
    """Product totals are rounded, district totals are off by less than one, units appear only where forecast."""
    units = whole_units(quantity)
    assert units.shape == quantity.shape
    assert (units >= 0).all()
    for product in range(quantity.shape[1]):
        exact = sum(round(value * 1000) for value in quantity[:, product].flat)
        assert units[:, product].sum() == (exact + 500) // 1000
    assert (np.abs(units.sum(axis=2) - quantity.sum(axis=2)) < 1).all()
    assert not units[quantity == 0].any()


@quick
@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, max_side=8), elements=amounts))
def test_largest_remainder_rounds_down_or_up(shares: np.ndarray) -> None:
    """No entry is more than its share rounded up, or less than its share rounded down."""
    found = largest_remainder(shares)
    assert (found >= np.floor(shares)).all()
    assert (found <= np.ceil(shares)).all()
    for column in range(shares.shape[1]):
        assert found[:, column].sum() == math.floor(round(math.fsum(shares[:, column]), 6) + 0.5)


@quick
@given(arrays(np.int64, array_shapes(min_dims=3, max_dims=3, max_side=6), elements=st.integers(0, 1000)))
def test_whole_quantities_are_unchanged(quantity: np.ndarray) -> None:
    """What is whole already is not moved between days or districts."""
    np.testing.assert_array_equal(whole_units(quantity.astype(np.float64)), quantity)
