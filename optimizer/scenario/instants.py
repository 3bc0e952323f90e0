"""Dates and instants as planners write them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from optimizer.core.errors import code

if TYPE_CHECKING:
    import numpy.typing as npt

    from optimizer.scenario.clock import LocalClock

BAD_DATE = code("bad-date", "A cell does not hold a date.", "Write YYYY-MM-DD, for example 2026-03-02.")
BAD_INSTANT = code(
    "bad-instant",
    "A cell does not hold a date with a time of day.",
    "Write YYYY-MM-DDTHH:MM, for example 2026-03-02T14:05; an offset such as +09:00 may follow.",
)
UNCLEAR_INSTANT = code(
    "unclear-instant",
    "A local time comes twice, or is skipped, because the clocks change.",
    "Write the time with its offset, for example 2026-10-25T02:30+01:00.",
)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_NS = 1_000_000_000


class Problem(NamedTuple):
    """What is wrong with a text."""

    code: str
    cause: str
    action: str


def parse_dates(texts: list[str]) -> tuple[npt.NDArray[np.datetime64], dict[int, Problem]]:
    """Read texts as dates.

    Returns
    -------
    values : numpy.ndarray
        ``datetime64[ns]`` at midnight, ``NaT`` where bad, shape (texts,).
    problems : dict
        By position.
    """
    values = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[ns]")
    problems = {}
    for position, text in enumerate(texts):
        try:
            values[position] = _date(text)
        except ValueError:
            problems[position] = Problem(
                BAD_DATE,
                f"{text!r} is not a date between 1678 and 2261",
                "Write YYYY-MM-DD, as in 2026-03-02",
            )
    return values, problems


def _date(text: str) -> np.datetime64:
    if not _DATE.fullmatch(text) or not "1678" <= text[:4] < "2262":
        raise ValueError
    return np.datetime64(date.fromisoformat(text[:10]), "ns")


def parse_instants(
    texts: list[str], clock: LocalClock
) -> tuple[npt.NDArray[np.datetime64], dict[int, Problem]]:
    """Read texts as instants; those without an offset are local.

    Returns
    -------
    values : numpy.ndarray
        ``datetime64[ns]`` in UTC, ``NaT`` where bad, shape (texts,).
    problems : dict
        By position.
    """
    matches = [_INSTANT.fullmatch(text) for text in texts]
    local = np.array([match is not None and match[4] is None for match in matches], dtype=bool)
    tidy = [_tidy(match) if match else "" for match in matches]
    stamps = pd.to_datetime(pd.Series(tidy, dtype=object), format="ISO8601", errors="coerce", utc=True)
    nanoseconds = stamps.to_numpy(dtype="datetime64[ns]").astype(np.int64)
    good = stamps.notna().to_numpy()
    problems = {int(position): _bad(texts[position]) for position in np.flatnonzero(~good)}
    where = np.flatnonzero(local & good)
    seconds, fractions = np.divmod(nanoseconds[where], _NS)
    nanoseconds[where] = clock.utc_seconds(seconds) * _NS + fractions
    unclear = clock.unclear(seconds)
    for position, gap in zip(where[unclear != 0].tolist(), unclear[unclear != 0].tolist(), strict=True):
        problems[position] = _unclear(texts[position], gap, clock)
        nanoseconds[position] = np.datetime64("NaT").astype(np.int64)
    return nanoseconds.astype("datetime64[ns]"), problems


def _tidy(match: re.Match[str]) -> str:
    """Write the instant as pandas reads it: two digits for the hour, a ``T``."""
    day, minutes, seconds, offset = match.groups()
    return f"{day}T{minutes:0>5}{seconds or ':00'}{(offset or '').upper()}"


def _bad(text: str) -> Problem:
    if _DATE.fullmatch(text):
        return Problem(BAD_INSTANT, f"{text!r} has no time of day", f"Write the time too, as in {text}T09:00")
    action = "Write YYYY-MM-DDTHH:MM, as in 2026-03-02T14:05; an offset such as +09:00 may follow"
    return Problem(BAD_INSTANT, f"{text!r} is not a date with a time of day between 1678 and 2261", action)


def _unclear(text: str, gap: int, clock: LocalClock) -> Problem:
    happens = "is skipped" if gap > 0 else "comes twice"
    cause = f"{text!r} {happens} in {clock.zone.key} because the clocks change"
    return Problem(UNCLEAR_INSTANT, cause, "Write the time with its offset, as in 2026-10-25T02:30+01:00")
