"""Times that must come in order, and days that must lie in the horizon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from optimizer.core.errors import Finding, Place, Severity
from optimizer.scenario.base import clock_text
from optimizer.scenario.checks.registry import table_check
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.findings import at_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.scenario.sheet import Draft, Sheet


def _in_order(code: str, sheet: Sheet, first: str, last: str) -> Iterator[Finding]:
    """Find rows whose time of day ``first`` is not before ``last``."""
    start, end = sheet.frame[first], sheet.frame[last]

    def cause(row: int) -> str:
        return f"{first} {clock_text(int(start[row]))} is not before {last} {clock_text(int(end[row]))}"

    yield from at_rows(code, sheet, last, start >= end, cause, f"Let {last} be later than {first}")


@table_check("opening-hours", "A site closes before it opens.", "Let closes be later than opens.")
def check_opening_hours(draft: Draft) -> Iterator[Finding]:
    """Sites open before they close."""
    if draft.has("sites"):
        yield from _in_order("opening-hours", draft.sheets["sites"], "opens", "closes")


@table_check("shift-times", "A shift ends before it starts.", "Let shift_end be later than shift_start.")
def check_shift_times(draft: Draft) -> Iterator[Finding]:
    """Shifts start before they end."""
    if draft.has("vehicle_types"):
        yield from _in_order("shift-times", draft.sheets["vehicle_types"], "shift_start", "shift_end")


def _shown(draft: Draft, value: Any) -> str:  # noqa: ANN401 (a pandas timestamp)
    return f"{value.tz_convert(LocalClock(draft.settings.zone).zone):%Y-%m-%dT%H:%M}"


@table_check("window-times", "A delivery window ends before it starts.", "Exchange or correct the two times.")
def check_window_times(draft: Draft) -> Iterator[Finding]:
    """Delivery windows start before they end."""
    if draft.has("orders"):
        sheet = draft.sheets["orders"]
        start, end = sheet.frame["window_start"], sheet.frame["window_end"]
        yield from at_rows(
            "window-times",
            sheet,
            "window_end",
            start >= end,
            lambda row: f"the window from {_shown(draft, start[row])} ends at {_shown(draft, end[row])}",
            "Let window_end be later than window_start",
        )


@table_check(
    "window-before-order",
    "A delivery window begins before the order was placed.",
    "Correct placed_at or the window.",
)
def check_window_before_order(draft: Draft) -> Iterator[Finding]:
    """Delivery windows begin, and end, no earlier than their order was placed."""
    if draft.has("orders"):
        sheet = draft.sheets["orders"]
        placed = sheet.frame["placed_at"]
        early = sheet.frame["window_start"] < placed
        for column, where in (
            ("window_start", early),
            ("window_end", ~early & (sheet.frame["window_end"] < placed)),
        ):
            cells = sheet.frame[column]
            yield from at_rows(
                "window-before-order",
                sheet,
                column,
                where,
                lambda row, cells=cells: (  # type: ignore[misc]
                    f"the window's {_shown(draft, cells[row])} is before placed_at {_shown(draft, placed[row])}"
                ),
                "Correct placed_at or the window",
            )


def _horizon(draft: Draft) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Instants at which the horizon begins and ends."""
    horizon = draft.settings.horizon
    clock = LocalClock(draft.settings.zone)
    ends = clock.instant(horizon.start + timedelta(days=horizon.days), 0)
    return pd.Timestamp(clock.instant(horizon.start, 0)), pd.Timestamp(ends)


@table_check(
    "order-after-horizon", "An order is placed after the last day of the horizon.", "Lengthen the horizon."
)
def check_order_after_horizon(draft: Draft) -> Iterator[Finding]:
    """Orders are placed before the horizon ends."""
    if draft.has("orders"):
        sheet = draft.sheets["orders"]
        placed = sheet.frame["placed_at"]
        last = draft.settings.horizon.start + timedelta(days=draft.settings.horizon.days - 1)
        yield from at_rows(
            "order-after-horizon",
            sheet,
            "placed_at",
            placed >= _horizon(draft)[1],
            lambda row: f"{_shown(draft, placed[row])} is after the horizon's last day {last}",
            "Lengthen horizon.days, or delete the order",
        )


@table_check(
    "order-before-horizon",
    "Orders are placed before the horizon begins; they are planned as a backlog.",
    "Nothing, if that is meant; else correct horizon.start.",
)
def check_order_before_horizon(draft: Draft) -> Iterator[Finding]:
    """Say once how many orders are a backlog."""
    if draft.has("orders"):
        sheet = draft.sheets["orders"]
        count = int((sheet.frame["placed_at"] < _horizon(draft)[0]).sum())
        if count:
            cause = f"orders placed before {draft.settings.horizon.start}: {count} of {len(sheet.rows)}"
            action = "They are planned as a backlog; correct horizon.start if that is not meant"
            place = Place(sheet.file, None, "placed_at")
            yield Finding("order-before-horizon", place, cause, action, Severity.WARNING)


@table_check(
    "window-after-horizon",
    "A delivery window begins after the horizon.",
    "Lengthen the horizon to serve the order.",
)
def check_window_after_horizon(draft: Draft) -> Iterator[Finding]:
    """Delivery windows begin in the horizon."""
    if draft.has("orders"):
        sheet = draft.sheets["orders"]
        start = sheet.frame["window_start"]
        yield from at_rows(
            "window-after-horizon",
            sheet,
            "window_start",
            start >= _horizon(draft)[1],
            lambda row: f"the window of {_shown(draft, start[row])} begins after the horizon",
            "Lengthen horizon.days to serve the order",
            Severity.WARNING,
        )


_OUTSIDE = {
    "stock": "Earlier receipts are on hand from the first day, later ones never; correct the dates if need be",
    "demand_forecast": "They have no effect; correct the dates or the horizon if need be",
}


@table_check(
    "date-outside-horizon",
    "Receipts or forecasts are for days outside the horizon; only earlier receipts have an effect.",
    "Correct the dates or the horizon.",
)
def check_date_outside_horizon(draft: Draft) -> Iterator[Finding]:
    """Say once per table how many rows are for other days."""
    start = np.datetime64(draft.settings.horizon.start, "ns")
    end = start + np.timedelta64(draft.settings.horizon.days, "D")
    for table in ("stock", "demand_forecast"):
        if draft.has(table):
            sheet = draft.sheets[table]
            dates = sheet.frame["date"].to_numpy()
            count = int(((dates < start) | (dates >= end)).sum())
            if count:
                cause = f"rows for days outside the horizon: {count} of {len(sheet.rows)}"
                action = _OUTSIDE[table]
                place = Place(sheet.file, None, "date")
                yield Finding("date-outside-horizon", place, cause, action, Severity.WARNING)
