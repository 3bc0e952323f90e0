"""Local time, opening hours and readiness."""

from datetime import date

import numpy as np
import pytest

from optimizer.options.calendar import NEVER, Calendar, seconds, weekday_mask
from optimizer.scenario.base import Weekday
from optimizer.scenario.rows import Site
from tests.unit.options.build import at, instants

#: 2026-03-02 is a Monday.
SEOUL = Calendar("Asia/Seoul", date(2026, 3, 2), 14)
BERLIN = Calendar("Europe/Berlin", date(2026, 3, 27), 7)


def site(**changes: object) -> Site:
    return Site.model_validate({"id": "S", "kind": "store", "lat": 37.5, "lon": 127, **changes})


def test_days_and_weekdays_are_local() -> None:
    """23:59 on 1 March in Seoul is day -1, a Sunday; a minute later it is day 0, a Monday."""
    days = SEOUL.day(instants("2026-03-01T23:59", "2026-03-02T00:00", "2026-03-03T12:00"))
    assert days.tolist() == [-1, 0, 1]
    assert SEOUL.weekday(days).tolist() == [6, 0, 1]


def test_instants_come_back_from_their_day_and_minute() -> None:
    """09:30 of day 2 is 2026-03-04T09:30; 24:00 of a day is 00:00 of the next."""
    assert SEOUL.instant(np.array([2]), 570).tolist() == [at("2026-03-04T09:30")]
    assert SEOUL.instant(np.array([2]), 1440).tolist() == [at("2026-03-05T00:00")]


def test_a_skipped_local_time_counts_with_the_offset_before_it() -> None:
    """In Berlin clocks go from 02:00 to 03:00 on 29 March 2026: 02:30 by UTC+1 is 01:30 UTC, shown as 03:30."""
    skipped = BERLIN.instant(np.array([2]), 150)
    assert skipped.tolist() == [at("2026-03-29T01:30", "UTC")]
    assert BERLIN.moment(int(skipped[0])) == "2026-03-29 03:30"


def test_a_day_of_clock_change_has_another_length() -> None:
    """29 March 2026 in Berlin has 23 hours; the days about it 24."""
    midnights = BERLIN.instant(np.arange(1, 5), 0)
    assert np.diff(midnights).tolist() == [86400, 82800, 86400]


def test_a_local_time_that_comes_twice_is_the_first() -> None:
    """In Berlin 02:30 comes twice on 25 October 2026; the first is by UTC+2, 00:30 UTC."""
    autumn = Calendar("Europe/Berlin", date(2026, 10, 25), 1)
    assert autumn.instant(np.array([0]), 150).tolist() == [at("2026-10-25T00:30", "UTC")]


def test_dates_are_written_as_iso() -> None:
    """Day 9 of a horizon from 2 March is the 11th."""
    assert SEOUL.text(9) == "2026-03-11"


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2026-03-02T08:00", "2026-03-02T10:00"),
        ("2026-03-02T10:00", "2026-03-02T10:00"),
        ("2026-03-02T20:59:59", "2026-03-02T20:59:59"),
        ("2026-03-02T21:00", "2026-03-02T21:00"),
        ("2026-03-02T21:00:01", "2026-03-03T10:00"),
        ("2026-03-07T22:00", "2026-03-10T10:00"),
        ("2026-03-08T12:00", "2026-03-10T10:00"),
    ],
)
def test_a_site_opens_at_the_first_open_instant(asked: str, opens: str) -> None:
    """Open 10:00 to 21:00, closed on Sunday the 8th and Monday the 9th: both ends belong to the opening hours."""
    shop = site(opens="10:00", closes="21:00", closed_days="sun|mon")
    monday_too = site(opens="10:00", closes="21:00")
    which = monday_too if asked.startswith("2026-03-02") else shop
    assert SEOUL.open_at(which, instants(asked)).tolist() == [at(opens)]


def test_a_site_closed_all_week_never_opens() -> None:
    """Seven closing days leave nothing; never stays never."""
    shut = site(closed_days="|".join(Weekday))
    assert SEOUL.open_at(shut, instants("2026-03-02T12:00")).tolist() == [NEVER]
    assert SEOUL.open_at(site(), np.array([NEVER])).tolist() == [NEVER]
    assert SEOUL.ready(shut, instants("2026-03-02T12:00")).tolist() == [NEVER]


@pytest.mark.parametrize(
    ("placed", "ready"),
    [
        # before opening: preparing starts at 9:00 and takes 90 minutes
        ("2026-03-02T07:00", "2026-03-02T10:30"),
        # at the cut-off to the second it is still today
        ("2026-03-02T15:00", "2026-03-02T16:30"),
        # a second later it counts as placed at midnight, and preparing starts at 9:00
        ("2026-03-02T15:00:01", "2026-03-03T10:30"),
        # a Saturday: after the cut-off it counts as placed on Sunday, which is closed
        ("2026-03-07T15:30", "2026-03-09T10:30"),
    ],
)
def test_goods_are_ready_after_cut_off_opening_and_handling(placed: str, ready: str) -> None:
    """Open 9:00 to 18:00 but on Sundays, cut-off 15:00, handling 90 minutes."""
    shop = site(opens="09:00", closes="18:00", closed_days="sun", cut_off="15:00", handling_time_min=90)
    assert SEOUL.ready(shop, instants(placed)).tolist() == [at(ready)]


def test_goods_prepared_after_closing_wait_for_the_next_opening() -> None:
    """Placed at 17:00, prepared in two hours, closing at 18:00: ready when the site opens next day at 9:00."""
    shop = site(opens="09:00", closes="18:00", handling_time_min=120)
    assert SEOUL.ready(shop, instants("2026-03-02T17:00")).tolist() == [at("2026-03-03T09:00")]


def test_durations_become_whole_seconds_halves_away_from_zero() -> None:
    """0.0125 minutes are 0.75 s and become 1; 0.001 hours are 3.6 s and become 4."""
    assert (seconds(0.0125, 60), seconds(0.001, 3600)) == (1, 4)


def test_weekdays_start_on_monday() -> None:
    """Only Monday and Sunday are set."""
    assert weekday_mask((Weekday.SUN, Weekday.MON)).tolist() == [True] + 5 * [False] + [True]
