"""Local dates and times of day against instants, in the scenario's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from optimizer.core.units import round_half_away
from optimizer.scenario.base import Weekday

_WEEKDAYS = tuple(Weekday)
_MINUTES_PER_DAY = 24 * 60


def weekday(day: date) -> Weekday:
    """Weekday of a local date, as settings and tables name it."""
    return _WEEKDAYS[day.weekday()]


def later(day: date, days: int) -> date:
    """Return the date ``days`` days after ``day``."""
    return day + timedelta(days=days)


def whole_seconds(amount: float, unit_s: int) -> int:
    """Duration of ``amount`` units of ``unit_s`` seconds each, in whole seconds, halves away from zero."""
    return round_half_away(amount * unit_s)


class Clock:
    """Wall clock of one zone.

    Parameters
    ----------
    zone
        IANA name.
    """

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._at: dict[tuple[date, int], int] = {}

    def at(self, day: date, minutes: int) -> int:
        """Instant at which the wall clock of ``day`` shows ``minutes`` after midnight; 1440 is the next midnight.

        A time skipped by a clock change counts with the offset before it, one shown twice is the first.
        """
        known = self._at.get((day, minutes))
        if known is None:
            shown = later(day, minutes // _MINUTES_PER_DAY)
            hour, minute = divmod(minutes % _MINUTES_PER_DAY, 60)
            local = datetime.combine(shown, time(hour, minute), tzinfo=self._zone)
            known = self._at[day, minutes] = int(local.timestamp())
        return known

    def date(self, instant: int) -> date:
        """Local date of an instant."""
        return datetime.fromtimestamp(instant, self._zone).date()

    def text(self, instant: int) -> str:
        """Local date and time of an instant, for messages."""
        return datetime.fromtimestamp(instant, self._zone).strftime("%Y-%m-%d %H:%M:%S")
