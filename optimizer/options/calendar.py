"""Opening hours, readiness and departures in local time, for whole arrays of instants at once.

Instants are int64 seconds since 1970-01-01 UTC. Local times are looked up in a table of the zone's offsets, so
clock changes are right without a Python object per order.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from optimizer.core.units import scale_array
from optimizer.scenario.base import Weekday
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.rows import Site

IntArray = npt.NDArray[np.int64]

#: Stands for an instant that never comes; adding a few years to it does not overflow.
NEVER = 2**61
DAY_S = 86400

_WEEKDAYS = tuple(Weekday)
#: Offsets are known from this many days before the horizon's start to this many after it; beyond, the last holds.
_PAST_DAYS, _FUTURE_DAYS = 800, 4400
_QUARTER_S = 900


def seconds(amount: float, unit_s: int) -> int:
    """Duration in whole seconds of ``amount`` units of ``unit_s`` seconds, halves away from zero."""
    return int(scale_array(amount, unit_s))


def weekday_mask(days: Collection[Weekday]) -> npt.NDArray[np.bool_]:
    """Whether each weekday, Monday first, is among ``days``, shape (7,)."""
    return np.array([weekday in days for weekday in _WEEKDAYS])


class Calendar:
    """Local days and times of a zone, counted from the horizon's first day.

    A local time that a clock change skips counts as the instant of the change plus what it lies into the gap; one
    that comes twice is the first of both.

    Parameters
    ----------
    zone
        IANA time zone.
    start
        Day 0.
    days
        Length of the horizon.
    """

    def __init__(self, zone: str, start: date, days: int) -> None:
        self._local = LocalClock(zone)
        self.start = start
        self.days = days
        midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
        self._origin = int(midnight.timestamp())
        self._first_weekday = start.weekday()
        changes, offsets = _offsets(zone, self._origin, days)
        self._changes = changes
        self._offsets = offsets
        self._local_changes = changes + np.maximum(offsets[:-1], offsets[1:])

    def _clock(self, instants: IntArray) -> IntArray:
        offset = self._offsets[np.searchsorted(self._changes, instants, side="right")]
        shown: IntArray = instants + offset - self._origin
        return shown

    def day(self, instants: IntArray) -> IntArray:
        """Local date as days since the horizon's start."""
        return self._clock(instants) // DAY_S

    def weekday(self, days: IntArray) -> IntArray:
        """Weekday of day indices, Monday is 0."""
        return (days + self._first_weekday) % 7

    def instant(self, days: IntArray, minute: int) -> IntArray:
        """Instant at which the clock shows ``minute`` minutes after midnight on ``days``."""
        shown = np.asarray(days, dtype=np.int64) * DAY_S + minute * 60 + self._origin
        result: IntArray = shown - self._offsets[np.searchsorted(self._local_changes, shown, side="right")]
        return result

    def text(self, day: int) -> str:
        """Date of a day index, ``YYYY-MM-DD``."""
        return (self.start + timedelta(days=int(day))).isoformat()

    def moment(self, instant: int) -> str:
        """Instant as local date and time, ``YYYY-MM-DD HH:MM``."""
        return self._local.local(datetime.fromtimestamp(instant, UTC)).strftime("%Y-%m-%d %H:%M")

    def open_at(self, site: Site, instants: IntArray) -> IntArray:
        """First instant at or after each of ``instants`` at which the site is open; :data:`NEVER` if there is none."""
        works = ~weekday_mask(site.closed_days)
        if not works.any() or site.closes < site.opens:
            return np.full_like(instants, NEVER)
        waits = np.array([next(n for n in range(1, 8) if works[(day + n) % 7]) for day in range(7)])
        real = np.minimum(instants, NEVER - 1)
        days = self.day(real)
        weekday = self.weekday(days)
        today = works[weekday] & (real <= self.instant(days, site.closes))
        opening = self.instant(np.where(today, days, days + waits[weekday]), site.opens)
        return np.where(instants >= NEVER, NEVER, np.maximum(real, opening))

    def ready(self, site: Site, placed: IntArray) -> IntArray:
        """Instant at which goods of orders placed at ``placed`` are ready at the site.

        ``open(open(t1) + handling_time)``, where ``t1`` is the next local midnight for orders after the cut-off.
        """
        begun = placed
        if site.cut_off is not None:
            days = self.day(placed)
            begun = np.where(placed > self.instant(days, site.cut_off), self.instant(days + 1, 0), placed)
        prepared = self.open_at(site, begun) + seconds(site.handling_time_min, 60)
        return self.open_at(site, np.minimum(prepared, NEVER))


@lru_cache(maxsize=64)
def _offsets(zone: str, origin: int, days: int) -> tuple[IntArray, IntArray]:
    """Instants at which the zone's offset changes, and the offsets before, between and after them."""
    clock = LocalClock(zone)

    def offset(instants: IntArray) -> IntArray:
        return clock.local_seconds(instants) - instants

    daily = origin + DAY_S * np.arange(-_PAST_DAYS, days + _FUTURE_DAYS, dtype=np.int64)
    changing = daily[:-1][np.diff(offset(daily)) != 0]
    quarters = (changing[:, None] + np.arange(0, DAY_S + 1, _QUARTER_S)).ravel()
    known = offset(quarters)
    steps = np.flatnonzero(np.diff(known))
    before = known[steps[:1]] if steps.size else offset(daily[:1])
    return quarters[steps + 1], np.concatenate([before, known[steps + 1]])
