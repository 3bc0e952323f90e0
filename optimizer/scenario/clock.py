"""Local wall-clock time of a scenario's zone, safe over daylight-saving changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
#: Offsets change only at whole quarters of an hour.
_QUARTER_S = 900
_DAY_S = 86400


class LocalClock:
    """Turns local wall-clock times into instants and back.

    A wall-clock time that a change of the clocks skips counts as that much later; one that comes twice
    counts as the first.

    Parameters
    ----------
    zone
        IANA name, ``Asia/Seoul``.

    Raises
    ------
    zoneinfo.ZoneInfoNotFoundError
        If there is no such zone.
    """

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def instant(self, day: date, minutes: int) -> datetime:
        """UTC instant of ``minutes`` after midnight by the wall clock (1440 and more: the days after)."""
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """Show an instant by the wall clock, with its offset."""
        return instant.astimezone(self.zone)

    def midnights(self, start: date, days: int) -> npt.NDArray[np.int64]:
        """Epoch seconds of the local midnights at which ``start`` and the following days begin.

        Returns
        -------
        numpy.ndarray
            Shape (days,).
        """
        return self.day_times(start, days, 0)

    def day_times(self, start: date, days: int, minutes: int) -> npt.NDArray[np.int64]:
        """Epoch seconds of the wall-clock time ``minutes`` after midnight on each day, shape (days,)."""
        first = (start.toordinal() - _EPOCH_DAY) * _DAY_S + minutes * 60
        return self.utc_seconds(first + _DAY_S * np.arange(days, dtype=np.int64))

    def local_seconds(self, utc_s: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Wall-clock seconds since local 1970-01-01T00:00 of epoch seconds, same shape.

        Day and time of day are its quotient and remainder by 86400.
        """

        def offset(second: int) -> int:
            return _seconds(self.zone.utcoffset((_EPOCH + timedelta(seconds=second)).astimezone(self.zone)))

        return utc_s + _per_quarter(utc_s, offset)

    def utc_seconds(self, local_s: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Epoch seconds of wall-clock seconds since local 1970-01-01T00:00, same shape."""
        return local_s - _per_quarter(local_s, lambda second: self._wall_offset(second, 0))

    def unclear(self, local_s: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Seconds by which a wall-clock time is unclear: 0 clear, positive skipped, negative comes twice."""
        return _per_quarter(
            local_s, lambda second: self._wall_offset(second, 1) - self._wall_offset(second, 0)
        )

    def _wall_offset(self, local_s: int, fold: int) -> int:
        wall = (_EPOCH + timedelta(seconds=local_s)).replace(tzinfo=self.zone, fold=fold)
        return _seconds(wall.utcoffset())


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else round(offset.total_seconds())


def _per_quarter(seconds: npt.NDArray[np.int64], value: Callable[[int], int]) -> npt.NDArray[np.int64]:
    """Evaluate ``value`` once per quarter of an hour that occurs."""
    quarters, inverse = np.unique(seconds // _QUARTER_S, return_inverse=True)
    values = np.array([value(quarter * _QUARTER_S) for quarter in quarters.tolist()], dtype=np.int64)
    return values[inverse].reshape(seconds.shape)
