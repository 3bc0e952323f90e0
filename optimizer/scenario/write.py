"""A scenario into a planner's files."""

from __future__ import annotations

import csv
import io
import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import yaml

from optimizer.scenario.base import clock_text
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.columns import Column, Kind, columns_of
from optimizer.scenario.rows import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from optimizer.scenario.scenario import Scenario


def write(scenario: Scenario, folder: Path) -> None:
    """Write ``scenario.yaml`` and a CSV file per table, so that loading them gives an equal scenario.

    Defaults are written out; an optional table without rows is not written.

    Parameters
    ----------
    scenario
        What to write; its warnings are not written.
    folder
        Created if it is not there; files in it are replaced.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = scenario.settings.model_dump(mode="json")
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=110)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8", newline="\n")
    clock = LocalClock(scenario.settings.zone)
    for table, (_, _, required) in TABLES.items():
        columns = columns_of(table)
        cells = _cells(getattr(scenario, table), columns)
        texts = [_texts(column, values, clock) for column, values in zip(columns, cells, strict=True)]
        if required or (texts and texts[0]):
            path = folder / f"{table}.csv"
            _write_csv(path, columns, texts, scenario.settings.encoding)


def _cells(rows: Any, columns: tuple[Column, ...]) -> list[Iterable[Any]]:  # noqa: ANN401 (tuple or frame)
    if isinstance(rows, pd.DataFrame):
        return [rows[column.name] for column in columns]
    return [[getattr(row, column.name) for row in rows] for column in columns]


def _texts(column: Column, values: Iterable[Any], clock: LocalClock) -> list[str]:
    """Write the cells of one column; none is an empty cell."""
    if column.kind is Kind.INSTANT:
        return ["" if value is pd.NaT else _instant(value, clock) for value in values]
    form = _FORMS.get(column.kind, str)
    return ["" if _is_none(value) else form(value) for value in values]


def _is_none(value: object) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


def _instant(value: pd.Timestamp, clock: LocalClock) -> str:
    local = clock.local(value.to_pydatetime(warn=False))
    offset = local.utcoffset() or timedelta()
    if value.nanosecond or offset % timedelta(minutes=1):
        return f"{value.tz_convert('UTC').tz_localize(None).isoformat()}Z"
    whole = local.second == 0 and local.microsecond == 0
    return datetime.isoformat(local, timespec="minutes" if whole else "auto")


_FORMS: dict[Kind, Callable[[Any], str]] = {
    Kind.CLOCK: lambda value: clock_text(int(value)),
    Kind.WHOLE: lambda value: str(int(value)),
    Kind.NUMBER: lambda value: _number(float(value)),
    Kind.DATE: lambda value: f"{value:%Y-%m-%d}",
    Kind.LIST: lambda value: "|".join(str(part) for part in value),
}


def _number(value: float) -> str:
    """Shortest text that reads back as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _write_csv(path: Path, columns: tuple[Column, ...], texts: list[list[str]], encoding: str) -> None:
    rows = [[column.name for column in columns], *zip(*texts, strict=True)]
    content = _csv(rows, csv.QUOTE_MINIMAL)
    if "\r" in content:
        # the module does not quote a lone carriage return, though it ends a row when read
        content = _csv(rows, csv.QUOTE_ALL)
    try:
        data = content.encode(encoding)
    except UnicodeEncodeError:
        # a name that the scenario's encoding lacks: the BOM says that this file is UTF-8
        data = content.encode("utf-8-sig")
    path.write_bytes(data)


def _csv(rows: Iterable[Iterable[str]], quoting: Literal[0, 1]) -> str:
    content = io.StringIO(newline="")
    csv.writer(content, lineterminator="\n", quoting=quoting).writerows(rows)
    return content.getvalue()
