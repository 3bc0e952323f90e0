"""Local time, over changes of the clocks too."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfoNotFoundError

import numpy as np
import pytest

from optimizer.scenario.clock import LocalClock

SEOUL = LocalClock("Asia/Seoul")
BERLIN = LocalClock("Europe/Berlin")


def test_an_instant_is_utc() -> None:
    """09:00 in Seoul is midnight in UTC."""
    assert SEOUL.instant(date(2026, 3, 2), 540) == datetime(2026, 3, 2, tzinfo=UTC)
    assert SEOUL.instant(date(2026, 3, 2), 540).tzinfo is UTC


def test_minutes_beyond_a_day_are_on_the_next() -> None:
    """24:00 is 00:00 of the next day."""
    assert SEOUL.instant(date(2026, 3, 2), 1440) == SEOUL.instant(date(2026, 3, 3), 0)


def test_local_shows_the_wall_clock() -> None:
    """Local time carries its offset."""
    local = BERLIN.local(datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert local.isoformat() == "2026-07-01T14:00:00+02:00"


def test_days_of_a_change_have_23_and_25_hours() -> None:
    """Midnights follow the wall clock, not each other by 24 hours."""
    spring = BERLIN.midnights(date(2026, 3, 28), 4)
    assert (np.diff(spring) // 3600).tolist() == [24, 23, 24]
    autumn = BERLIN.midnights(date(2026, 10, 24), 4)
    assert (np.diff(autumn) // 3600).tolist() == [24, 25, 24]


def test_a_time_of_day_on_many_days() -> None:
    """Each is the instant of that day."""
    times = BERLIN.day_times(date(2026, 3, 28), 3, 9 * 60)
    expected = [BERLIN.instant(date(2026, 3, day), 540).timestamp() for day in (28, 29, 30)]
    assert times.tolist() == expected


def test_a_skipped_time_counts_as_later() -> None:
    """02:30 does not exist on the day the clocks go forward: it is 03:30."""
    skipped = BERLIN.instant(date(2026, 3, 29), 150)
    assert BERLIN.local(skipped).isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_repeated_time_counts_as_the_first() -> None:
    """02:30 comes twice on the day the clocks go back: the first is summer time."""
    repeated = BERLIN.instant(date(2026, 10, 25), 150)
    assert BERLIN.local(repeated).isoformat() == "2026-10-25T02:30:00+02:00"


def test_unclear_times_are_told_apart() -> None:
    """Skipped times are positive, repeated ones negative, all others zero."""
    days = [
        ("2026-03-29T02:30", 3600),
        ("2026-10-25T02:30", -3600),
        ("2026-10-25T03:00", 0),
        ("2026-03-29T01:59", 0),
    ]
    walls = np.array([np.datetime64(day, "s").astype(np.int64) for day, _ in days])
    assert BERLIN.unclear(walls).tolist() == [gap for _, gap in days]


def test_arrays_agree_with_single_instants() -> None:
    """A year of half hours there and back: only the hour that comes twice cannot be told apart."""
    seconds = np.arange(1767225600, 1767225600 + 366 * 86400, 1800, dtype=np.int64)
    local = BERLIN.local_seconds(seconds)
    back = BERLIN.utc_seconds(local)
    assert ((seconds - back)[seconds != back] == 3600).all()
    assert (seconds != back).sum() == 2
    sample = int(seconds[9999])
    wall = BERLIN.local(datetime.fromtimestamp(sample, UTC)).replace(tzinfo=UTC)
    assert local[9999] == wall.timestamp()


def test_shapes_are_kept() -> None:
    """Matrices of instants stay matrices."""
    assert SEOUL.local_seconds(np.zeros((2, 3), dtype=np.int64)).tolist() == [[32400] * 3] * 2
    assert SEOUL.utc_seconds(np.empty(0, dtype=np.int64)).shape == (0,)


def test_unknown_zones_are_refused() -> None:
    """There is no such zone."""
    with pytest.raises(ZoneInfoNotFoundError):
        LocalClock("Asia/Soul")
