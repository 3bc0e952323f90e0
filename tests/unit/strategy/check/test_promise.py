from typing import Any

import pytest

from optimizer.strategy.check.context import Context, build_context
from optimizer.strategy.check.promise import deviation_s, promised_by
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_settings


def _context(promise: dict[str, Any] | None, segment_hours: float | None = None) -> Context:
    scenario = with_settings(hand_made_scenario(), "options.parcel", promise=promise)
    return build_context(with_settings(scenario, "segments.people", promise_hours=segment_hours), ())


@pytest.mark.parametrize(
    ("promise", "segment", "due"),
    [
        ({"hours": 5.5}, None, "03T14:30"),
        ({"days": 1, "by": "12:00"}, None, "04T12:00"),
        ({"days": 0}, None, "04T00:00"),
        ({"hours": 30, "days": 1, "by": "12:00"}, None, "04T12:00"),
        ({"hours": 5.5}, 2, "03T11:00"),
        (None, 24, "04T09:00"),
    ],
)
def test_the_earliest_promise_holds(promise: dict[str, Any] | None, segment: float | None, due: str) -> None:
    """Hours and days of the option and hours of the segment are counted from the order, placed at 09:00."""
    context = _context(promise, segment)
    assert promised_by(context, context.orders["O1"], context.options["parcel"]) == instant(due)


def test_without_promise_nothing_is_due() -> None:
    """No promise of the option and none of the segment."""
    context = _context(None)
    assert promised_by(context, context.orders["O1"], context.options["parcel"]) is None


@pytest.mark.parametrize(
    ("option", "at", "seconds"),
    [
        ("van", "03T16:30", 1800),
        ("van", "03T17:30", 0),
        ("van", "03T18:01", 60),
        ("collect", "03T16:30", 0),
        ("carry", "03T16:30", 0),
        ("collect", "03T18:01", 60),
        ("parcel", "03T16:59", 60),
    ],
)
def test_deviation_is_the_distance_to_the_window(option: str, at: str, seconds: int) -> None:
    """O3 asked for 17:00 to 18:00; what waits to be collected is never too early."""
    context = build_context(hand_made_scenario(), ())
    assert deviation_s(context.orders["O3"], context.options[option], instant(at)) == seconds


def test_an_order_without_window_has_no_deviation() -> None:
    """Nothing was asked for."""
    context = build_context(hand_made_scenario(), ())
    assert deviation_s(context.orders["O1"], context.options["van"], 0) == 0
