"""A folder of planner's files into a checked scenario."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter

from optimizer.core.errors import Finding, InputError, Place, Severity, code
from optimizer.scenario.checks.run import check_draft
from optimizer.scenario.clock import LocalClock
from optimizer.scenario.columns import Kind, columns_of
from optimizer.scenario.findings import closest, did_you_mean, sentences
from optimizer.scenario.parse import parse
from optimizer.scenario.read_csv import read_csv
from optimizer.scenario.read_settings import SETTINGS_FILE, ReadSettings, read_settings
from optimizer.scenario.rows import TABLES
from optimizer.scenario.scenario import Origin, Scenario
from optimizer.scenario.sheet import Draft, Sheet, TextSheet

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MISSING_FOLDER = code("missing-folder", "The scenario folder is not there.", "Correct the path.")
MISSING_FILE = code(
    "missing-file", "A file that every scenario needs is not there.", "Add it, or rename yours."
)
TWO_FILES = code("two-files", "A table is there as CSV and as Parquet.", "Delete one of the two.")
NO_ROWS = code("no-rows", "A table that must have rows has only a header.", "Add the rows.")
UNKNOWN_FILE = code(
    "unknown-file", "A CSV or Parquet file is no table of a scenario.", "Rename or remove it."
)

#: Tables kept as row models; the others are data frames.
SMALL_TABLES = ("sites", "products", "vehicle_types", "lanes", "carrier_rates")


def load(folder: Path) -> Scenario:
    """Read and check a scenario.

    Parameters
    ----------
    folder
        Folder with ``scenario.yaml`` and the tables.

    Returns
    -------
    Scenario
        With every default filled in, and the warnings.

    Raises
    ------
    InputError
        With everything that is wrong, warnings included.
    """
    names = _names(folder)
    read = _settings(folder, names)
    sheets, findings = _sheets(folder, names, read)
    findings = [*read.findings, *findings]
    if read.settings is not None:
        findings += check_draft(Draft(read.settings, sheets))
    findings = list(dict.fromkeys(findings))
    if read.settings is None or any(finding.severity is Severity.ERROR for finding in findings):
        raise InputError(findings)
    return _scenario(Draft(read.settings, sheets), tuple(findings))


def _names(folder: Path) -> frozenset[str]:
    """File names in the folder.

    Raises
    ------
    InputError
        If it is no folder or cannot be read.
    """
    try:
        return frozenset(entry.name for entry in folder.iterdir())
    except OSError as error:
        try:
            beside = [entry.name for entry in folder.parent.iterdir() if entry.is_dir()]
        except OSError:
            beside = []
        action = sentences(did_you_mean(folder.name, beside), "Name a folder that holds scenario.yaml")
        cause = f"the scenario folder cannot be read ({error.strerror})"
        raise InputError([Finding(MISSING_FOLDER, Place(str(folder)), cause, action)]) from error


def _settings(folder: Path, names: frozenset[str]) -> ReadSettings:
    if SETTINGS_FILE in names:
        return read_settings(folder)
    return ReadSettings(None, "utf-8", "UTC", (_missing(SETTINGS_FILE, names),))


def _missing(file: str, names: Collection[str]) -> Finding:
    like = closest(file, sorted(names))
    action = f"Add it, or rename {like!r} to it" if like else "Add it"
    return Finding(MISSING_FILE, Place(file), "the file is missing", action)


def _sheets(
    folder: Path, names: frozenset[str], read: ReadSettings
) -> tuple[dict[str, Sheet], list[Finding]]:
    """Read every table; those that cannot be read are left out and reported."""
    clock = LocalClock(read.zone)
    sheets: dict[str, Sheet] = {}
    findings = _unknown_files(names)
    for table, (_, _, required) in TABLES.items():
        try:
            texts = _texts(folder, names, table, read.encoding)
        except InputError as error:
            findings += error.findings
            continue
        if texts is None:
            findings += [_missing(f"{table}.csv", names - _files_of_tables())] if required else []
            if not required:
                sheets[table] = _empty(table, clock)
            continue
        sheet, problems = parse(texts, clock)
        findings += problems
        if sheet is not None:
            sheets[table] = sheet
            if required and not len(sheet.rows) and sheet.complete:
                findings.append(
                    Finding(NO_ROWS, Place(sheet.file), "there is no row below the header", "Add rows")
                )
    return sheets, findings


def _texts(folder: Path, names: frozenset[str], table: str, encoding: str) -> TextSheet | None:
    csv, parquet = f"{table}.csv", f"{table}.parquet"
    if csv in names and parquet in names:
        cause = f"{csv} and {parquet} are both there"
        raise InputError([Finding(TWO_FILES, Place(parquet), cause, "Delete one of them")])
    if csv in names:
        return read_csv(folder / csv, table, encoding)
    if parquet in names:
        # pyarrow is only needed here, and slow to import
        from optimizer.scenario.read_parquet import read_parquet

        return read_parquet(folder / parquet, table)
    return None


def _empty(table: str, clock: LocalClock) -> Sheet:
    columns = {column.name: np.empty(0, dtype=object) for column in columns_of(table)}
    sheet, _ = parse(TextSheet(table, f"{table}.csv", columns, np.empty(0, dtype=np.int64)), clock)
    assert sheet is not None  # every column is there
    return sheet


def _files_of_tables() -> frozenset[str]:
    return frozenset(f"{table}.{end}" for table in TABLES for end in ("csv", "parquet"))


def _unknown_files(names: frozenset[str]) -> list[Finding]:
    """Warn of tables that nobody will read, such as ``vehicle_type.csv``."""
    known = _files_of_tables()
    strange = sorted(name for name in names - known if name.lower().endswith((".csv", ".parquet")))
    free = sorted(known - names)
    return [
        Finding(
            UNKNOWN_FILE,
            Place(name),
            "the file is no table of a scenario and is not read",
            sentences(did_you_mean(name, free), "Rename or remove it"),
            Severity.WARNING,
        )
        for name in strange
    ]


def _scenario(draft: Draft, warnings: tuple[Finding, ...]) -> Scenario:
    tables: dict[str, Any] = {}
    for table, sheet in draft.sheets.items():
        tables[table] = _models(sheet) if table in SMALL_TABLES else sheet.frame
    origins = {table: Origin(sheet.file, sheet.rows) for table, sheet in draft.sheets.items()}
    return Scenario(settings=draft.settings, **tables, warnings=warnings, origins=origins)


def _models(sheet: Sheet) -> tuple[Any, ...]:
    """Row models of a small table."""
    model = TABLES[sheet.table][0]
    columns: dict[str, list[Any]] = {name: sheet.frame[name].tolist() for name in sheet.frame.columns}
    for column in columns_of(sheet.table):
        if column.numeric:
            whole = column.kind is not Kind.NUMBER
            columns[column.name] = [_plain(value, whole) for value in columns[column.name]]
    records = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return tuple(TypeAdapter(list[model]).validate_python(records))  # type: ignore[valid-type]


def _plain(value: float, whole: bool) -> float | int | None:
    if math.isnan(value):
        return None
    return int(value) if whole else float(value)
