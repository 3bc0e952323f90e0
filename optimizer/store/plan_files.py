"""A plan as CSV files, one per table, and back."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from optimizer.core.cost import Component, CostLine
from optimizer.core.errors import Finding, InputError, Place
from optimizer.core.units import major_text
from optimizer.store.codes import RUN_FILE, RUN_MISSING
from optimizer.store.money import amount_read
from optimizer.strategy.plan import (
    Plan,
    PlannedLeg,
    PlannedLine,
    PlannedMove,
    PlannedRoute,
    PlannedShipment,
    PlannedStop,
    UnservedLine,
)

#: File stem and row class by field of :class:`Plan`.
TABLES: Mapping[str, tuple[str, type[Any]]] = {
    "lines": ("lines", PlannedLine),
    "shipments": ("shipments", PlannedShipment),
    "moves": ("moves", PlannedMove),
    "routes": ("routes", PlannedRoute),
    "stops": ("stops", PlannedStop),
    "legs": ("matrix", PlannedLeg),
    "unserved": ("unserved", UnservedLine),
    "cost_lines": ("cost_lines", CostLine),
}

#: Columns that hold instants: written in the scenario's zone, as a planner reads them.
_INSTANTS = {
    "shipments": ("leaves_at", "handed_over_at"),
    "routes": ("start", "end"),
    "stops": ("arrival", "start", "end"),
}
#: Columns that hold minor units: written in the major unit, as every amount a planner reads.
_AMOUNTS = {"cost_lines": ("amount",)}


def write_plan(plan: Plan, folder: Path, zone: str, digits: int) -> None:
    """Write every table of ``plan`` into ``folder``, which exists.

    Parameters
    ----------
    plan, folder
        What and where.
    zone
        IANA zone in which instants are written, with their offset.
    digits
        Of the currency's minor unit: amounts are written in the major unit.
    """
    local = ZoneInfo(zone)
    for name, (stem, row_class) in TABLES.items():
        columns = [field.name for field in fields(row_class)]
        rows = [list(cells) for cells in map(attrgetter(*columns), getattr(plan, name))]
        for at in (columns.index(column) for column in _INSTANTS.get(name, ())):
            for row in rows:
                row[at] = _instant_text(row[at], local)
        for at in (columns.index(column) for column in _AMOUNTS.get(name, ())):
            for row in rows:
                row[at] = major_text(row[at], digits)
        # without its mark, a spreadsheet takes UTF-8 for the letters of its own country
        (folder / f"{stem}.csv").write_text(_csv([columns, *rows]), encoding="utf-8-sig", newline="")


def _csv(rows: Sequence[Sequence[object]]) -> str:
    text = _quoted(rows, csv.QUOTE_MINIMAL)
    # a reader takes a carriage return for the end of a row, but the module quotes only line feeds
    return _quoted(rows, csv.QUOTE_NONNUMERIC) if "\r" in text else text


def _quoted(rows: Sequence[Sequence[object]], quoting: Literal[0, 2]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue()


def read_plan(folder: Path, strategy: str, digits: int) -> Plan:
    """Read what :func:`write_plan` wrote with as many ``digits``.

    Raises
    ------
    InputError
        With every missing file, wrong header and cell that is not what it should be.
    """
    findings: list[Finding] = []
    tables = {
        name: tuple(
            sorted(
                _read_table(folder / f"{stem}.csv", row_class, _readers(name, row_class, digits), findings)
            )
        )
        for name, (stem, row_class) in TABLES.items()
    }
    if findings:
        raise InputError(findings)
    return Plan(strategy=strategy, **tables)


def _instant_text(instant: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(instant, zone).isoformat()


def _readers(table: str, row_class: type[Any], digits: int) -> dict[str, Callable[[str], object]]:
    special: dict[str, Callable[[str], object]] = {
        **dict.fromkeys(_INSTANTS.get(table, ()), _instant),
        **dict.fromkeys(_AMOUNTS.get(table, ()), partial(amount_read, digits=digits)),
    }
    return {field.name: special.get(field.name) or _READERS[field.type] for field in fields(row_class)}


def _read_table(
    path: Path,
    row_class: type[Any],
    readers: Mapping[str, Callable[[str], object]],
    findings: list[Finding],
) -> list[Any]:
    result = []
    for number, row in enumerate(_rows(path, list(readers), findings), 2):
        if len(row) != len(readers):
            cause = f"number of cells: {len(row)}, must be {len(readers)}"
            findings.append(Finding(RUN_FILE, Place(str(path), number), cause, _RESTORE))
            continue
        values = {}
        for (name, reader), text in zip(readers.items(), row, strict=True):
            try:
                values[name] = reader(text)
            except ValueError as error:
                findings.append(Finding(RUN_FILE, Place(str(path), number, name), str(error), _RESTORE))
        if len(values) == len(readers):
            result.append(row_class(**values))
    return result


def _rows(path: Path, header: list[str], findings: list[Finding]) -> list[list[str]]:
    """Rows below the header; none, and a finding, if the file cannot be read or has another header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except OSError as error:
        cause = f"cannot be read: {error.strerror}"
        findings.append(Finding(RUN_MISSING, Place(str(path)), cause, _RESTORE))
        return []
    except UnicodeDecodeError:
        findings.append(Finding(RUN_FILE, Place(str(path)), "is not UTF-8", "Save it as UTF-8."))
        return []
    except csv.Error as error:
        findings.append(Finding(RUN_FILE, Place(str(path)), f"is no CSV file: {error}", _RESTORE))
        return []
    if not rows or rows[0] != header:
        cause = f"the header is {','.join(rows[0]) if rows else 'missing'}"
        findings.append(Finding(RUN_FILE, Place(str(path), 1), cause, f"Restore {','.join(header)}."))
        return []
    return rows[1:]


def _whole(text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        msg = f"{text!r} is not a whole number"
        raise ValueError(msg)
    return int(text)


def _component(text: str) -> Component:
    try:
        return Component(text)
    except ValueError:
        msg = f"{text!r} is not a cost component"
        raise ValueError(msg) from None


def _instant(text: str) -> int:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or instant.microsecond:
        msg = f"{text!r} is not an instant in whole seconds with its offset, 2026-03-02T09:00:00+09:00"
        raise ValueError(msg)
    return int(instant.timestamp())


_RESTORE = "Restore the file, or run again."
#: As many digits as an int64 surely holds.
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_READERS: Mapping[Any, Callable[[str], object]] = {str: str, int: _whole, Component: _component}
