"""Float becomes integer in one place, by the commercial rule."""

import math

import numpy as np
import pytest

from optimizer.core.units import (
    MAX_SCALED,
    from_minor,
    major_text,
    minor_digits,
    round_half_away,
    scale_array,
    to_minor,
)


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (0.0, 0),
        (-0.0, 0),
        (0.5, 1),
        (-0.5, -1),
        (1.5, 2),
        (2.5, 3),
        (-2.5, -3),
        (0.49999999999999994, 0),
        (-0.49999999999999994, 0),
        (4503599627370495.5, None),
        (2**42 + 0.5, 2**42 + 1),
        (MAX_SCALED, MAX_SCALED),
        (-MAX_SCALED, -MAX_SCALED),
        (MAX_SCALED + 0.5, None),
        (math.inf, None),
        (-math.inf, None),
        (math.nan, None),
    ],
)
def test_halves_go_away_from_zero(value: float, whole: int | None) -> None:
    """Also the largest float below a half, and arrays as scalars; what is too large is an error (None)."""
    if whole is None:
        with pytest.raises(OverflowError, match="cannot be held"):
            round_half_away(value)
        with pytest.raises(OverflowError, match="not finite or beyond"):
            scale_array([value])
    else:
        assert round_half_away(value) == whole
        assert isinstance(round_half_away(value), int)
        assert scale_array([value]).tolist() == [whole]


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (1234.5, "KRW", 1235),
        (-0.5, "KRW", -1),
        (0.4999, "KRW", 0),
        (1.005, "EUR", 101),
        (-1.005, "EUR", -101),
        (8.345, "EUR", 835),
        (2.675, "USD", 268),
        (0.0045, "KWD", 5),
        (1.0005, "KWD", 1001),
        (0.1 + 0.2, "EUR", 30),
        (1_234_567_890.125, "EUR", 123_456_789_013),
        (8_000_000_000_000.5, "KRW", 8_000_000_000_001),
        (87_960_930_222.08, "EUR", MAX_SCALED),
    ],
)
def test_money_to_minor_units(amount: float, currency: str, minor: int) -> None:
    """A half cent as a person writes it counts as half, whatever its binary representation."""
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize("amount", [math.nan, math.inf, 1e300, 87_960_930_222.09])
def test_money_beyond_what_can_be_kept_exactly(amount: float) -> None:
    """It is refused rather than rounded."""
    with pytest.raises(OverflowError):
        to_minor(amount, "EUR")


def test_digits_of_currencies() -> None:
    """As ISO 4217 has them; two where it has no other."""
    assert [minor_digits(name) for name in ("KRW", "JPY", "EUR", "XYZ", "KWD")] == [0, 0, 2, 2, 3]


def test_money_back_to_major_units() -> None:
    """For showing it."""
    assert from_minor(123456, "EUR") == 1234.56
    assert from_minor(123456, "KRW") == 123456.0
    assert from_minor(-5, "KWD") == -0.005


def test_arrays_keep_their_shape() -> None:
    """Of any dimension, also none, also empty."""
    assert scale_array([[0.0015, -0.0025], [1.0, 2.0]], 1000).tolist() == [[2, -3], [1000, 2000]]
    assert scale_array(1.5).shape == ()
    assert scale_array([]).tolist() == []
    assert scale_array(np.zeros((0, 3))).shape == (0, 3)
    assert scale_array([7], 2).dtype == np.int64


def test_arrays_overflow_as_one_error() -> None:
    """A product beyond float64 is no warning that goes by."""
    with pytest.raises(OverflowError, match="a value times 1e"):
        scale_array([1.0, 1e300], 1e300)
    with pytest.raises(OverflowError):
        scale_array([0.0], math.inf)


@pytest.mark.parametrize(("amount", "digits", "text"), [(590, 2, "5.90"), (-5, 3, "-0.005"), (590, 0, "590")])
def test_minor_units_in_words(amount: int, digits: int, text: str) -> None:
    """All the digits of the currency are written."""
    assert major_text(amount, digits) == text
