from datetime import date

import pytest

from optimizer.strategy.check.labels import (
    Label,
    is_instant,
    is_linehaul,
    is_own_stock,
    parse_date,
    parse_label,
)
from tests.helpers.plan_scenario import hand_made_scenario

OPTIONS = {option.id: option for option in hand_made_scenario().settings.options}


@pytest.mark.parametrize("text", ["20250303", "2025-3-3", "2025-02-30", "", "0001-01-01", "9999-12-31"])
def test_a_date_is_written_in_one_way(text: str) -> None:
    """Other spellings and dates outside any plan are refused."""
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("option", "text", "tag"),
    [
        ("parcel", "2025-03-03T17:00", "T17:00"),
        ("parcel", "2025-03-03T24:00", "T24:00"),
        ("locker", "2025-03-03T18:00", "T18:00"),
        ("van", "2025-03-03@evening", "@evening"),
        ("collect", "2025-03-03", ""),
        ("carry", "2025-03-03", ""),
    ],
)
def test_each_option_has_its_form_of_label(option: str, text: str, tag: str) -> None:
    """Date and time for carriers and lanes, date and wave for vans, a date for what lies there."""
    assert parse_label(text, OPTIONS[option]) == Label(date(2025, 3, 3), tag)


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("parcel", "2025-03-03"),
        ("parcel", "2025-03-03T7:00"),
        ("parcel", "2025-03-03T24:01"),
        ("locker", "2025-03-03@evening"),
        ("van", "2025-03-03@"),
        ("van", "2025-03-03T17:00"),
        ("collect", "2025-03-03T11:30"),
        ("carry", "nonsense"),
    ],
)
def test_another_options_label_is_not_read(option: str, text: str) -> None:
    """A label of the wrong form is none."""
    assert parse_label(text, OPTIONS[option]) is None


def test_kinds_of_transport_are_told_apart() -> None:
    """Linehaul comes by lane; collection without transport and carry-out use the stock of the place."""
    assert {name for name, option in OPTIONS.items() if is_linehaul(option)} == {"locker"}
    assert {name for name, option in OPTIONS.items() if is_own_stock(option)} == {"collect", "carry"}


def test_instants_lie_in_years_a_plan_could_mean() -> None:
    """Milliseconds taken for seconds are caught."""
    assert is_instant(1_741_000_000)
    assert not is_instant(1_741_000_000_000)
    assert not is_instant(-1)
