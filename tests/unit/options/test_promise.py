"""Promises."""

from datetime import date

import pytest
from pydantic import TypeAdapter

from optimizer.options.calendar import NEVER, Calendar
from optimizer.options.promise import is_hard, promised_at
from optimizer.scenario.settings import Option, Segment
from tests.unit.options.build import at, instants, option

CALENDAR = Calendar("Asia/Seoul", date(2026, 3, 2), 4)


def parcel(**changes: object) -> Option:
    options = option("parcel", **changes)
    known: Option = TypeAdapter(Option).validate_python(options[0])
    return known


@pytest.mark.parametrize(
    ("promise", "segment_hours", "expected"),
    [
        (None, None, None),
        ({"hours": 24}, None, "2026-03-03T10:00"),
        ({"days": 1, "by": "07:00"}, None, "2026-03-03T07:00"),
        ({"days": 1}, None, "2026-03-04T00:00"),
        ({"hours": 24, "days": 1, "by": "12:00"}, None, "2026-03-03T10:00"),
        ({"hours": 24}, 3.5, "2026-03-02T13:30"),
    ],
)
def test_the_earliest_promise_holds(
    promise: dict[str, object] | None, segment_hours: float | None, expected: str | None
) -> None:
    """Placed on 2 March at 10:00; 24:00 of the next day is 00:00 of the day after."""
    segment = Segment(promise_hours=segment_hours)
    instant = promised_at(CALENDAR, parcel(promise=promise), segment, instants("2026-03-02T10:00"))
    assert instant.tolist() == [NEVER if expected is None else at(expected)]


def test_a_promise_is_hard_unless_lateness_has_a_price() -> None:
    """A price of zero makes it soft, too."""
    assert is_hard(parcel())
    assert not is_hard(parcel(late_cost_per_hour=0))
