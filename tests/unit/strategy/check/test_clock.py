from datetime import UTC, date, datetime

from optimizer.scenario.base import Weekday
from optimizer.strategy.check.clock import Clock, later, weekday, whole_seconds


def _utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[arg-type,misc]


def test_local_time_becomes_utc() -> None:
    """17:00 in Seoul is 08:00 UTC, and 24:00 is the next local midnight."""
    clock = Clock("Asia/Seoul")
    assert clock.at(date(2025, 3, 3), 17 * 60) == _utc(2025, 3, 3, 8)
    assert clock.at(date(2025, 3, 3), 24 * 60) == clock.at(date(2025, 3, 4), 0) == _utc(2025, 3, 3, 15)


def test_clock_changes_in_berlin() -> None:
    """A skipped time counts with the offset before the change; of a time shown twice the first is meant."""
    clock = Clock("Europe/Berlin")
    assert clock.at(date(2025, 3, 30), 150) == _utc(2025, 3, 30, 1, 30)
    assert clock.at(date(2025, 10, 26), 150) == _utc(2025, 10, 26, 0, 30)
    assert clock.at(date(2025, 3, 30), 1440) - clock.at(date(2025, 3, 30), 0) == 23 * 3600


def test_dates_and_texts_are_local() -> None:
    """An instant before midnight UTC may belong to the next local date."""
    clock = Clock("Asia/Seoul")
    assert clock.date(_utc(2025, 3, 3, 15)) == date(2025, 3, 4)
    assert clock.text(_utc(2025, 3, 3, 15, 1, 2)) == "2025-03-04 00:01:02"


def test_weekdays_and_durations() -> None:
    """3 March 2025 is a Monday; half a second is rounded up."""
    assert weekday(date(2025, 3, 3)) is Weekday.MON
    assert weekday(later(date(2025, 3, 3), 6)) is Weekday.SUN
    assert whole_seconds(0.025, 60) == 2
