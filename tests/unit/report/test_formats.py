import math

import pytest

from optimizer.report.formats import change, clock, hours, money, share, shown, with_currency
from optimizer.report.tables import Cell, Kind


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (1234567, "KRW", "1,234,567"),
        (123456, "EUR", "1,234.56"),
        (-123456, "EUR", "-1,234.56"),
        (1234567, "KWD", "1,234.567"),
        (2021.875, "EUR", "20.22"),
        (-0.2, "KRW", "0"),
    ],
)
def test_money_is_written_in_the_currencys_major_unit(minor: float, currency: str, written: str) -> None:
    """Won have no minor unit, euro two digits, dinar three; thousands are separated."""
    assert money(minor, currency) == written


def test_money_in_a_sentence_names_its_currency() -> None:
    """A sum in a sentence is never without its currency."""
    assert with_currency(1200, "KRW") == "KRW 1,200"


@pytest.mark.parametrize(
    ("value", "written"), [(29.54, "29.5"), (math.inf, "unbounded"), (None, "-"), (0.0, "0.0")]
)
def test_hours_have_one_decimal_and_may_be_unbounded(value: float | None, written: str) -> None:
    """Infinite hours are told from hours that do not exist."""
    assert hours(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, "100.0%"), (0.99999, "99.9%"), (0.975, "97.5%"), (1.2, "120.0%"), (None, "-")],
)
def test_less_than_everything_is_never_written_as_all(value: float | None, written: str) -> None:
    """One unserved order of many must not round to 100%."""
    assert share(value) == written


@pytest.mark.parametrize(("value", "written"), [(-0.21, "-21.0%"), (0.034, "+3.4%"), (-0.0001, "0.0%")])
def test_changes_carry_their_sign(value: float, written: str) -> None:
    """A rise has its plus, and nothing has no sign."""
    assert change(value) == written


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ("text", Kind.COUNT, "text"),
        (None, Kind.MONEY, "-"),
        (5000, Kind.COUNT, "5,000"),
        (-150, Kind.MONEY_CHANGE, "-1.50"),
        (150, Kind.MONEY_CHANGE, "+1.50"),
        (1234.5, Kind.AMOUNT, "1,234.50"),
        (12.34, Kind.HOURS, "12.3"),
        (0.5, Kind.SHARE, "50.0%"),
        (0.5, Kind.CHANGE, "+50.0%"),
        (1234.56, Kind.KM, "1,234.6"),
        (0.126, Kind.NUMBER, "0.13"),
        (2.04, Kind.SECONDS, "2.0"),
    ],
)
def test_every_kind_of_cell_is_written_its_way(value: Cell, kind: Kind, written: str) -> None:
    """What a column holds decides how it reads."""
    assert shown(value, kind, "EUR") == written


def test_instants_are_shown_in_the_scenarios_zone() -> None:
    """Midnight UTC is nine in the morning in Seoul."""
    assert clock(0, "Asia/Seoul") == "1970-01-01 09:00"
