"""The small types that settings and rows share."""

from datetime import date, time

import pytest
from pydantic import BaseModel, ValidationError

from optimizer.scenario.base import (
    WRITTEN,
    Clock,
    Day,
    Id,
    SiteKind,
    Weekday,
    clock_minutes,
    clock_text,
    identifier,
    plain_text,
)
from optimizer.scenario.rows import TABLES, Site
from optimizer.scenario.settings import Settings


class _Holder(BaseModel):
    at: Clock = 0
    id: Id = "x"
    day: Day | None = None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:00", 0),
        ("09:05", 545),
        ("9:05", 545),
        ("23:59", 1439),
        ("24:00", 1440),
        (" 09:05:00 ", 545),
        ("24:00:00.000", 1440),
    ],
)
def test_times_of_day(text: str, minutes: int) -> None:
    """HH:MM is read as minutes after midnight, and so is what spreadsheets make of it."""
    assert clock_minutes(text) == minutes


@pytest.mark.parametrize("text", ["24:01", "25:00", "9", "09:60", "9:5", "noon", "", "09:05:30", "-1:00"])
def test_texts_that_are_no_times(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="HH:MM"):
        clock_minutes(text)


@pytest.mark.parametrize("minutes", [0, 1, 545, 1439, 1440])
def test_times_are_written_as_they_are_read(minutes: int) -> None:
    """Writing a time and reading it gives the same minutes."""
    assert clock_minutes(clock_text(minutes)) == minutes


def test_a_written_number_is_no_time() -> None:
    """`opens: 9` is not nine minutes after midnight, though code may pass minutes."""
    assert _Holder.model_validate({"at": 540}).at == 540
    with pytest.raises(ValidationError, match="HH:MM"):
        _Holder.model_validate({"at": 9}, context=WRITTEN)


def test_times_are_json_as_written() -> None:
    """JSON holds HH:MM, Python the minutes."""
    holder = _Holder.model_validate({"at": "18:30"})
    assert holder.model_dump()["at"] == 1110
    assert holder.model_dump(mode="json")["at"] == "18:30"


@pytest.mark.parametrize("text", ["00123", "가나다", "a b", "α-β_1", "x" * 200])
def test_ids_stay_as_written(text: str) -> None:
    """Zeros in front, other scripts and spaces inside are kept."""
    assert identifier(f"  {text} ") == text


def test_ids_that_look_equal_are_equal() -> None:
    """Korean typed on a Mac (decomposed) is the same id as typed elsewhere."""
    assert identifier("\u1100\u1161") == "가"
    assert plain_text(" cafe\u0301 ") == "café"


@pytest.mark.parametrize("text", ["", "  ", "a|b", "a\nb", "a\x00", "x" * 201])
def test_texts_that_are_no_ids(text: str) -> None:
    """Empty, overlong, with a line break or the sign that joins ids: refused."""
    with pytest.raises(ValueError, match="an id is"):
        identifier(text)


@pytest.mark.parametrize("value", [20260302, "2026-02-30", "soon", 1.5])
def test_values_that_are_no_dates(value: object) -> None:
    """A number is not taken for seconds since 1970."""
    with pytest.raises(ValidationError, match="YYYY-MM-DD"):
        _Holder.model_validate({"day": value})


def test_every_default_is_valid() -> None:
    """Defaults are not validated when used, so each must be valid as it stands."""
    models: list[type[BaseModel]] = [Settings, *(row for row, _, _ in TABLES.values())]
    for model in models:
        for name, field in model.model_fields.items():
            if not field.is_required():
                default = field.get_default(call_default_factory=True)
                made = model.model_construct()
                model.__pydantic_validator__.validate_assignment(made, name, default)
                assert getattr(made, name) == default


def test_values_of_code_are_taken_as_they_are() -> None:
    """Code may pass times, dates and tuples instead of texts."""
    holder = _Holder.model_validate({"at": time(9, 5), "day": date(2026, 3, 2)})
    assert (holder.at, holder.day) == (545, date(2026, 3, 2))
    site = Site(id="W", kind=SiteKind.WAREHOUSE, lat=0, lon=0, closed_days=(Weekday.SUN,))
    assert site.closed_days == (Weekday.SUN,)
