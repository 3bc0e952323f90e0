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
from optimizer.scenario.findings import closest, did_you_mean, listing, sentences
from optimizer.scenario.parse import parse
from optimizer.scenario.read_csv import MISSING_FILE, read_csv
from optimizer.scenario.read_settings import SETTINGS_FILE, ReadSettings, read_settings
from optimizer.scenario.rows import TABLES
from optimizer.scenario.scenario import Origin, Scenario
from optimizer.scenario.sheet import Draft, Sheet, TextSheet

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MISSING_FOLDER = code("missing-folder", "The scenario folder is not there.", "Correct the path.")
NOT_A_FOLDER = code(
    "not-a-folder", "A file is named where a scenario's folder is expected.", "Name the folder that holds it."
)
UNREADABLE_FOLDER = code(
    "unreadable-folder", "The scenario folder is there but cannot be read.", "Check that it may be read."
)
DUPLICATE_TABLE = code("duplicate-table", "A table is there as CSV and as Parquet.", "Delete one of the two.")
NO_ROWS = code("no-rows", "A table that must have rows has only a header.", "Add the rows.")
UNKNOWN_FILE = code(
    "unknown-file",
    "A CSV or Parquet file is no table of a scenario, or a table is in a file of another kind.",
    "Rename or remove it; save the sheet of a workbook as 'CSV UTF-8'.",
)

#: Endings of files that hold tables and are not read.
_OTHER_KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".tsv")

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
    _require_scenario(folder, names)
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
    except FileNotFoundError as error:
        action = sentences(_like(folder), "Name a folder that holds scenario.yaml")
        cause = "there is no such folder"
        raise InputError([Finding(MISSING_FOLDER, Place(str(folder)), cause, action)]) from error
    except NotADirectoryError as error:
        file = next(path for path in (folder, *folder.parents) if path.exists())
        cause, action = (
            f"{file.name} is a file, not a folder",
            f"Name the folder that holds it: {file.parent}",
        )
        raise InputError([Finding(NOT_A_FOLDER, Place(str(folder)), cause, action)]) from error
    except OSError as error:
        cause, action = f"it cannot be read ({error.strerror})", "Check that it may be read"
        raise InputError([Finding(UNREADABLE_FOLDER, Place(str(folder)), cause, action)]) from error


def _like(folder: Path) -> str:
    """Suggest a folder beside the first part of a path that is not there."""
    missing = folder
    while not missing.parent.exists() and missing.parent != missing:
        missing = missing.parent
    try:
        beside = [entry.name for entry in missing.parent.iterdir() if entry.is_dir()]
    except OSError:
        return ""
    return did_you_mean(missing.name, beside)


def _require_scenario(folder: Path, names: frozenset[str]) -> None:
    """Stop at a folder that holds nothing of a scenario: to name every file that lacks would not help.

    Raises
    ------
    InputError
        If there is neither ``scenario.yaml`` nor a table.
    """
    if names & {SETTINGS_FILE, *_files_of_tables()}:
        return
    below = sorted(name for name in names if (folder / name / SETTINGS_FILE).is_file())
    if not below and closest(SETTINGS_FILE, sorted(names)):
        return
    action = "Name a scenario's folder, or make one: optimizer new my-retailer"
    if below:
        action = f"Name a scenario's folder: {listing(folder / name for name in below)}"
    cause = "the folder holds neither scenario.yaml nor a table"
    raise InputError([Finding(MISSING_FILE, Place(SETTINGS_FILE), cause, action)])


def _settings(folder: Path, names: frozenset[str]) -> ReadSettings:
    if SETTINGS_FILE in names:
        return read_settings(folder)
    return ReadSettings(None, "utf-8", "UTC", (_missing(SETTINGS_FILE, names),))


def _missing(file: str, names: Collection[str]) -> Finding:
    like = closest(file, sorted(names))
    action = "Add it"
    if like is not None:
        sheet = like.lower().endswith(_OTHER_KINDS) and file != SETTINGS_FILE
        action += f", or save {like!r} as 'CSV UTF-8'" if sheet else f", or rename {like!r} to it"
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
        raise InputError([Finding(DUPLICATE_TABLE, Place(parquet), cause, "Delete one of them")])
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
    """Warn of tables that nobody will read, such as ``vehicle_type.csv`` and ``lanes.xlsx``."""
    known = _files_of_tables()
    free = sorted(known - names)
    findings = []
    for name in sorted(names - known):
        stem, dot, end = name.lower().rpartition(".")
        if dot + end in (".csv", ".parquet"):
            cause = "the file is no table of a scenario and is not read"
            action = sentences(did_you_mean(name, free), "Rename or remove it")
        elif dot + end in _OTHER_KINDS and stem in TABLES and not TABLES[stem][2]:
            if f"{stem}.csv" not in free or f"{stem}.parquet" not in free:
                continue  # it is the workbook that the table was saved from
            cause, action = (
                "only CSV and Parquet files are read",
                f"Save its sheet as 'CSV UTF-8': {stem}.csv",
            )
        else:
            continue
        findings.append(Finding(UNKNOWN_FILE, Place(name), cause, action, Severity.WARNING))
    return findings


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
