"""A plan as CSV files, one per table, and back."""

import csv
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from optimizer.core.cost import Component, CostLine
from optimizer.core.errors import Finding, InputError, Place
from optimizer.store.codes import RUN_FILE, RUN_MISSING
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


def write_plan(plan: Plan, folder: Path, zone: str) -> None:
    """Write every table of ``plan`` into ``folder``, which exists.

    Parameters
    ----------
    plan, folder
        What and where.
    zone
        IANA zone in which instants are written, with their offset.
    """
    local = ZoneInfo(zone)
    for name, (stem, row_class) in TABLES.items():
        instants = _INSTANTS.get(name, ())
        columns = [field.name for field in fields(row_class)]
        with (folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            for row in getattr(plan, name):
                writer.writerow(
                    _instant_text(getattr(row, column), local) if column in instants else getattr(row, column)
                    for column in columns
                )


def read_plan(folder: Path, strategy: str) -> Plan:
    """Read what :func:`write_plan` wrote.

    Raises
    ------
    InputError
        With every missing file, wrong header and cell that is not what it should be.
    """
    findings: list[Finding] = []
    tables = {
        name: tuple(sorted(_read_table(folder / f"{stem}.csv", row_class, _INSTANTS.get(name, ()), findings)))
        for name, (stem, row_class) in TABLES.items()
    }
    if findings:
        raise InputError(findings)
    return Plan(strategy=strategy, **tables)


def _instant_text(instant: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(instant, zone).isoformat()


def _read_table(
    path: Path, row_class: type[Any], instants: tuple[str, ...], findings: list[Finding]
) -> list[Any]:
    place = f"{path.parent.name}/{path.name}"
    types = {field.name: field.type for field in fields(row_class)}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        cause = f"cannot be read: {error.strerror}"
        findings.append(Finding(RUN_MISSING, Place(place), cause, "Restore the file or run again."))
        return []
    except UnicodeDecodeError:
        findings.append(Finding(RUN_FILE, Place(place), "is not UTF-8", "Save it as UTF-8."))
        return []
    if not rows or rows[0] != list(types):
        cause = f"the header is {','.join(rows[0]) if rows else 'missing'}"
        findings.append(Finding(RUN_FILE, Place(place, 1), cause, f"Restore {','.join(types)}."))
        return []
    result = []
    for number, row in enumerate(rows[1:], 2):
        try:
            result.append(_row(row_class, types, instants, row))
        except ValueError as error:
            findings.append(Finding(RUN_FILE, Place(place, number), str(error), "Correct the row."))
    return result


def _row(row_class: type[Any], types: Mapping[str, Any], instants: tuple[str, ...], row: list[str]) -> object:
    if len(row) != len(types):
        msg = f"has {len(row)} cells, not {len(types)}"
        raise ValueError(msg)
    values: dict[str, object] = {}
    for (name, kind), text in zip(types.items(), row, strict=True):
        if name in instants:
            instant = datetime.fromisoformat(text)
            if instant.tzinfo is None:
                msg = f"{name} {text} has no offset"
                raise ValueError(msg)
            values[name] = int(instant.astimezone(UTC).timestamp())
        elif kind is int:
            values[name] = int(text)
        elif kind is Component:
            values[name] = Component(text)
        else:
            values[name] = text
    return row_class(**values)
