from typing import Any

import pytest

from optimizer.scenario.rows import Site
from optimizer.strategy.check.clock import Clock
from optimizer.strategy.check.hours import first_open, is_open, ready_at
from tests.helpers.plan_scenario import instant

CLOCK = Clock("Asia/Seoul")


def _site(**cells: Any) -> Site:  # noqa: ANN401
    return Site.model_validate({"id": "S", "kind": "store", "lat": 37, "lon": 127, **cells})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("03T08:00", "03T09:00"),
        ("03T09:00", "03T09:00"),
        ("03T18:00", "03T18:00"),
        ("03T18:00:01", "05T09:00"),
    ],
)
def test_a_site_opens_at_its_hours_and_not_on_closing_days(given: str, expected: str) -> None:
    """Opening and closing time belong to the day; a closed Tuesday is passed over."""
    site = _site(opens="09:00", closes="18:00", closed_days="tue")
    assert first_open(CLOCK, site, instant(given)) == instant(expected)
    assert is_open(CLOCK, site, instant(given)) == (given == expected)


def test_a_site_that_is_always_or_never_closed_has_nothing_ready() -> None:
    """All weekdays closed, or hours that end before they begin: there is no opening."""
    closed = _site(closed_days="mon|tue|wed|thu|fri|sat|sun")
    assert first_open(CLOCK, closed, instant("03T08:00")) is None
    assert ready_at(CLOCK, closed, instant("03T08:00")) is None
    assert first_open(CLOCK, _site(opens="18:00", closes="09:00"), instant("03T08:00")) is None


@pytest.mark.parametrize(
    ("placed", "ready"),
    [
        ("03T08:00", "03T10:30"),
        ("03T14:00", "03T15:30"),
        ("03T14:00:01", "04T10:30"),
        ("03T13:00", "03T14:30"),
    ],
)
def test_goods_are_ready_after_handling_from_opening_or_the_next_day(placed: str, ready: str) -> None:
    """An order a second after the cut-off counts as placed at the next midnight."""
    site = _site(opens="09:00", closes="18:00", cut_off="14:00", handling_time_min=90)
    assert ready_at(CLOCK, site, instant(placed)) == instant(ready)


def test_handling_that_ends_after_closing_is_ready_at_the_next_opening() -> None:
    """Work begun at 17:30 and lasting an hour is handed out the next morning."""
    site = _site(opens="09:00", closes="18:00", handling_time_min=60)
    assert ready_at(CLOCK, site, instant("03T17:30")) == instant("04T09:00")
