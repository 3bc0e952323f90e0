"""Money in files is in the major unit, and loses nothing on the way there and back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.units import major_text
from optimizer.store.money import (
    COMPARISON,
    FIGURES,
    TRUST,
    amount_read,
    in_major,
    in_minor,
)


@pytest.mark.parametrize(
    ("minor", "digits", "text"),
    [(599, 2, "5.99"), (590, 2, "5.90"), (-5, 2, "-0.05"), (599, 0, "599"), (1, 3, "0.001"), (0, 2, "0.00")],
)
def test_an_amount_in_a_table(minor: int, digits: int, text: str) -> None:
    """It has all the digits of its currency."""
    assert major_text(minor, digits) == text
    assert amount_read(text, digits) == minor


@pytest.mark.parametrize(
    ("text", "digits"), [("5.991", 2), ("5.0", 0), ("5.", 2), (".5", 2), ("1e3", 2), ("", 2), ("5,99", 2)]
)
def test_what_is_no_amount(text: str, digits: int) -> None:
    """More digits than the currency has are no amount of it."""
    with pytest.raises(ValueError, match="is not a"):
        amount_read(text, digits)


@settings(max_examples=60, deadline=None)
@given(st.integers(-(10**14), 10**14), st.sampled_from((0, 2, 3)))
def test_there_and_back(minor: int, digits: int) -> None:
    """Through a table and through JSON, the minor units are the same, and JSON shows no noise."""
    assert amount_read(major_text(minor, digits), digits) == minor
    written = json.dumps(in_major({"naive_total": minor}, TRUST, digits))
    assert in_minor(json.loads(written), TRUST, digits) == {"naive_total": minor}
    shown = json.loads(written, parse_float=str)["naive_total"]
    if isinstance(shown, str) and "e" not in shown:
        assert len(shown.partition(".")[2]) <= max(digits, 1)


def test_only_money_is_turned() -> None:
    """Whatever a planner calls a channel or site, counts and rates beside the money stay."""
    group = {"orders": 700, "cost": 1234, "revenue": 17.970000000000002, "margin": 2.5}
    figures = {
        "total": 4815,
        "cost_per_order": 802.5,
        "components": {"carrier": 599},
        "orders": 700,
        "by_channel": {"total": group},
        "site_workload": {"cost": 0.5},
    }
    assert in_major(figures, FIGURES, 2) == {
        "total": 48.15,
        "cost_per_order": 8.025,
        "components": {"carrier": 5.99},
        "orders": 700,
        "by_channel": {"total": {"orders": 700, "cost": 12.34, "revenue": 17.97, "margin": 2.5}},
        "site_workload": {"cost": 0.5},
    }
    rows = {"saving": -5, "strategies": ({"total": 100, "unserved_orders": 100},)}
    assert in_major(rows, COMPARISON, 2)["strategies"] == [{"total": 1.0, "unserved_orders": 100}]


def test_a_currency_without_minor_unit_is_left_as_it_is() -> None:
    """Not even the type of a number changes."""
    assert json.dumps(in_major({"total": 599, "revenue": 0.1 + 0.2}, FIGURES, 0)) == (
        '{"total": 599, "revenue": 0.30000000000000004}'
    )


def test_a_fraction_of_a_minor_unit_stays_to_be_noticed() -> None:
    """It is not rounded away; nor is what is no number touched."""
    assert in_minor({"total": 5.995}, FIGURES, 2) == {"total": 599.5}
    assert in_minor({"total": "5.99"}, FIGURES, 2) == {"total": "5.99"}
