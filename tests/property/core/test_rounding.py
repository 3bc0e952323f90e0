"""Rounding and sums for any numbers."""

import math
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.cost import Component, CostLine, Ledger, by_component, total
from optimizer.core.units import MAX_SCALED, from_minor, round_half_away, scale_array, to_minor

VALUES = st.floats(-MAX_SCALED, MAX_SCALED)
HALVES = st.integers(-(2**42), 2**42).map(lambda number: number / 2)
NEAR_HALVES = st.tuples(st.integers(-(10**6), 10**6), st.integers(-2, 2)).map(
    lambda pair: (pair[0] + 0.5) + pair[1] * math.ulp(pair[0] + 0.5)
)
CURRENCIES = st.sampled_from(["KRW", "EUR", "KWD"])


@settings(max_examples=200, deadline=None)
@given(st.one_of(VALUES, HALVES, NEAR_HALVES))
def test_rounding_is_that_of_decimal_arithmetic(value: float) -> None:
    """Exactly, for every float."""
    exact = int(Decimal(value).to_integral_value(ROUND_HALF_UP))
    assert round_half_away(value) == exact
    assert round_half_away(-value) == -exact


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.floats(-1e6, 1e6), HALVES.map(lambda value: value % 1000)), max_size=20))
def test_arrays_round_as_scalars_do(values: list[float]) -> None:
    """At any scale."""
    for scale in (1.0, 100.0, 0.001):
        assert scale_array(values, scale).tolist() == [round_half_away(value * scale) for value in values]


@settings(max_examples=200, deadline=None)
@given(st.decimals(-(10**7), 10**7, places=4), CURRENCIES)
def test_money_written_by_a_person_is_rounded_as_they_would(amount: Decimal, currency: str) -> None:
    """Halves of a minor unit count as halves, though floats cannot hold most of them."""
    digits = {"KRW": 0, "EUR": 2, "KWD": 3}[currency]
    due = int((amount * 10**digits).to_integral_value(ROUND_HALF_UP))
    assert to_minor(float(amount), currency) == due


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**12), 10**12), CURRENCIES)
def test_minor_units_survive_a_round_trip(minor: int, currency: str) -> None:
    """What is shown is what is kept."""
    assert to_minor(from_minor(minor, currency), currency) == minor


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(Component), st.sampled_from("ABC"), st.floats(-1e6, 1e6)), max_size=30)
)
def test_sums_agree_whichever_way_they_are_made(bookings: list[tuple[Component, str, float]]) -> None:
    """The total is the sum of the components, which is the sum of what each booking rounds to."""
    ledger = Ledger("EUR")
    for component, ref, amount in bookings:
        ledger.book(component, "order", ref, amount)
    lines = ledger.lines()
    assert all(isinstance(line, CostLine) and line.amount for line in lines)
    assert total(lines) == sum(by_component(lines).values())
    assert total(lines) == sum(to_minor(amount, "EUR") for _, _, amount in bookings)
