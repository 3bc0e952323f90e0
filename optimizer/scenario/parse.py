"""Texts of a table into typed columns, each distinct text of a column read once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from optimizer.core.errors import Finding, Place, Severity, code
from optimizer.scenario.base import clock_minutes, identifier, plain_text
from optimizer.scenario.columns import Column, Kind, columns_of
from optimizer.scenario.findings import at_rows, capitalised, did_you_mean, listing, sentences
from optimizer.scenario.instants import Problem, parse_dates, parse_instants
from optimizer.scenario.rows import TABLES
from optimizer.scenario.sheet import Sheet, TextSheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from optimizer.scenario.clock import LocalClock

MISSING_COLUMN = code("missing-column", "A required column is not there.", "Add the column, with a header.")
UNKNOWN_COLUMN = code(
    "unknown-column",
    "A column is not known.",
    "Correct its header, or delete the column: nothing is ignored.",
)
EMPTY_CELL = code("empty-cell", "A cell that needs a value is empty.", "Fill it in.")
BAD_NUMBER = code(
    "bad-number", "A cell does not hold a number.", "Write digits with a point: 1234.5, without separators."
)
OUT_OF_RANGE = code(
    "out-of-range", "A number is smaller or larger than may be.", "Correct it; check its unit."
)
BAD_ID = code("bad-id", "An id cannot be used.", "Use 1 to 200 characters, no '|' and no control characters.")
BAD_TIME = code("bad-time", "A cell does not hold a time of day.", "Write HH:MM, from 00:00 to 24:00.")
UNKNOWN_VALUE = code(
    "unknown-value", "A cell holds a word that is not among those allowed.", "Use one of them."
)

#: Values of the distinct texts, and what is wrong with some of them, by position.
Parsed = tuple["npt.NDArray[Any]", dict[int, Problem]]

_SEPARATED = re.compile(r"[+-]?\d{1,3}([,_' ]\d{3})+(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
#: Texts that need neither normalising nor a closer look as ids.
_PLAIN = re.compile(r"[!-{}~\n]*")


def parse(texts: TextSheet, clock: LocalClock) -> tuple[Sheet | None, list[Finding]]:
    """Read every cell of a table.

    Returns
    -------
    sheet : Sheet or None
        The typed table; None if a required column is missing.
    findings : list of Finding
        Everything that cannot be read.
    """
    columns = columns_of(texts.table)
    findings = [*texts.findings, *_header_findings(texts, columns)]
    if any(finding.code == MISSING_COLUMN for finding in findings):
        return None, findings
    values: dict[str, npt.NDArray[Any]] = {}
    lost = any(finding.severity is Severity.ERROR for finding in texts.findings)
    keys = TABLES[texts.table][1]
    for column in columns:
        values[column.name], problems = _column(texts, column, clock)
        findings += problems
        lost |= bool(problems) and column.name in keys
    frame = pd.DataFrame(values, index=pd.RangeIndex(len(texts.rows)))
    instants = [column.name for column in columns if column.kind is Kind.INSTANT]
    for name in instants:
        frame[name] = frame[name].dt.tz_localize("UTC")
    return Sheet(texts.table, texts.file, frame, texts.rows, complete=not lost), findings


def _header_findings(texts: TextSheet, columns: tuple[Column, ...]) -> Iterator[Finding]:
    known = [column.name for column in columns]
    missing = [column.name for column in columns if column.required and column.name not in texts.columns]
    unused = [name for name in known if name not in texts.columns]
    for name in texts.columns:
        if name not in known:
            action = sentences(did_you_mean(name, unused), "Correct or delete the column")
            yield Finding(
                UNKNOWN_COLUMN, Place(texts.file, 1, name), f"{name!r} is not a known column", action
            )
    for name in missing:
        cause = f"the required column {name!r} is missing"
        yield Finding(MISSING_COLUMN, Place(texts.file, 1, name), cause, "Add it, with a value in every row")


def _column(texts: TextSheet, column: Column, clock: LocalClock) -> tuple[npt.NDArray[Any], list[Finding]]:
    """Read one column: filled cells by their kind, empty ones as the default."""
    count = len(texts.rows)
    cells = texts.columns.get(column.name)
    if cells is None or not count:
        return _defaults(column, count), []
    codes, uniques = pd.factorize(cells)
    known = [str(text) for text in uniques]
    if column.kind is Kind.INSTANT:
        read, problems = parse_instants(known, clock)
    else:
        read, problems = _PARSERS[column.kind](known, column)
    empty = known.index("") if "" in known else None
    if empty is not None:
        problems.pop(empty, None)
        read[empty] = _defaults(column, 1)[0]
    findings = list(_problem_findings(texts, column, codes, problems))
    if empty is not None and column.required:
        findings += at_rows(
            EMPTY_CELL, texts, column.name, codes == empty, lambda _: "the cell is empty", "Fill it in"
        )
    values = read[codes]
    if column.kind is Kind.WHOLE and not np.isnan(values).any():
        values = values.astype(np.int64)
    return values, findings


def _problem_findings(
    sheet: TextSheet, column: Column, codes: npt.NDArray[np.intp], problems: dict[int, Problem]
) -> Iterator[Finding]:
    for name in sorted({problem.code for problem in problems.values()}):
        bad = [position for position, problem in problems.items() if problem.code == name]
        yield from at_rows(
            name,
            sheet,
            column.name,
            np.isin(codes, bad),
            lambda row: problems[int(codes[row])].cause,
            lambda row: problems[int(codes[row])].action,
        )


def _defaults(column: Column, count: int) -> npt.NDArray[Any]:
    """Fill a column with its default; none is ``None``, ``NaN`` or ``NaT`` by kind."""
    if column.kind in (Kind.DATE, Kind.INSTANT):
        return np.full(count, np.datetime64("NaT"), dtype="datetime64[ns]")
    if column.numeric:
        if column.kind is not Kind.NUMBER and column.default is not None:
            return np.full(count, column.default, dtype=np.int64)
        return np.full(count, np.nan if column.default is None else column.default, dtype=np.float64)
    values = np.empty(count, dtype=object)
    values[:] = [column.default] * count
    return values


def _ids(texts: list[str], _column: Column) -> Parsed:
    if _PLAIN.fullmatch("\n".join(texts)) and max(map(len, texts)) <= 200:
        return _objects(texts), {}
    return _each(
        texts, identifier, lambda _, error: Problem(BAD_ID, str(error), "Write a shorter, plainer id")
    )


def _texts(texts: list[str], _column: Column) -> Parsed:
    return _objects(texts if "".join(texts).isascii() else [plain_text(text) for text in texts]), {}


def _clocks(texts: list[str], _column: Column) -> Parsed:
    def problem(text: str, error: ValueError) -> Problem:
        return Problem(BAD_TIME, f"{text!r} is not a time of day", capitalised(str(error)))

    values, problems = _each(texts, clock_minutes, problem)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64), problems


def _choices(texts: list[str], column: Column) -> Parsed:
    return _each(texts, lambda text: _choice(text, column), _unknown)


def _lists(texts: list[str], column: Column) -> Parsed:
    def read(text: str) -> tuple[str, ...]:
        apart = re.split(r"\s*[,;/]\s*", text)
        if column.choices and len(apart) > 1:
            msg = f"the parts of {text!r} are not joined by '|'"
            raise ValueError(msg, f"Write {'|'.join(apart)}")
        parts = [part.strip() for part in text.split("|") if part.strip()]
        return tuple(_choice(part, column) if column.choices else identifier(part) for part in parts)

    return _each(texts, read, _unknown)


def _choice(text: str, column: Column) -> str:
    choices = column.choices
    if choices is None or text not in {str(choice) for choice in choices}:
        allowed = [str(choice) for choice in choices or ()]
        hint = sentences(did_you_mean(text, allowed), f"Use one of: {listing(allowed, len(allowed))}")
        msg = f"{text!r} is not a known {column.name}"
        raise ValueError(msg, hint)
    return choices(text)


def _unknown(text: str, error: ValueError) -> Problem:
    if len(error.args) == 2:
        return Problem(UNKNOWN_VALUE, *error.args)
    return Problem(BAD_ID, f"in {text!r}: {error}", "Join the ids by '|'")


def _each(
    texts: list[str], read: Callable[[str], Any], problem: Callable[[str, ValueError], Problem]
) -> Parsed:
    values = _objects([None] * len(texts))
    problems = {}
    for position, text in enumerate(texts):
        try:
            values[position] = read(text)
        except ValueError as error:
            problems[position] = problem(text, error)
    return values, problems


def _objects(items: list[Any]) -> npt.NDArray[np.object_]:
    values = np.empty(len(items), dtype=object)
    values[:] = items
    return values


def _numbers(texts: list[str], column: Column) -> Parsed:
    values = np.array([_float(text) for text in texts], dtype=np.float64)
    bad = ~np.isfinite(values)
    if column.kind is Kind.WHOLE:
        bad |= values != np.floor(values)
    problems = {int(position): _number_problem(texts[position], column) for position in np.flatnonzero(bad)}
    for limit, beyond in _beyond(values, column):
        for position in np.flatnonzero(beyond & ~bad).tolist():
            problems[position] = Problem(OUT_OF_RANGE, f"{texts[position]} is {limit}", _range_action(column))
        bad |= beyond
    values[bad] = np.nan
    return values, problems


def _range_action(column: Column) -> str:
    # only one of the two tells: a longitude may hold any latitude
    return (
        "Correct it; are lat and lon swapped?" if column.name == "lat" else "Correct it, and check the unit"
    )


def _beyond(values: npt.NDArray[np.float64], column: Column) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Limits of a column in words, and which values break them."""
    if column.low is not None and column.above:
        yield f"not above {column.low:.15g}", values <= column.low
    elif column.low is not None:
        yield f"below {column.low:.15g}", values < column.low
    if column.high is not None:
        yield f"above {column.high:.15g}", values > column.high


def _float(text: str) -> float:
    try:
        return float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return math.nan


def _number_problem(text: str, column: Column) -> Problem:
    if _SEPARATED.fullmatch(text) or _DECIMAL_COMMA.fullmatch(text):
        return _separator_problem(text, column)
    if text.endswith("%") and not math.isnan(share := _float(text[:-1])):
        return Problem(BAD_NUMBER, f"{text!r} is not a number", f"Write the share: {share / 100:.15g}")
    if not math.isnan(_float(text)) and math.isfinite(_float(text)):
        return Problem(
            BAD_NUMBER, f"{text!r} is not a whole number", f"Round it: {column.name} counts whole units"
        )
    if text.strip("+-").casefold() in ("nan", "inf", "infinity"):
        return Problem(BAD_NUMBER, f"{text!r} is not a finite number", "Write a number, or leave it empty")
    return Problem(BAD_NUMBER, f"{text!r} is not a number", "Write digits with a point, as in 1234.5")


def _separator_problem(text: str, column: Column) -> Problem:
    """Say what a comma or space in a number may be; ``37,500`` is no latitude unless the comma is decimal."""
    plain, point = re.sub(r"[,_' ]", "", text), text.replace(",", ".")
    fits = column.high is None or abs(float(plain)) <= column.high
    if not _SEPARATED.fullmatch(text) or (not fits and _DECIMAL_COMMA.fullmatch(text)):
        return Problem(BAD_NUMBER, f"{text!r} has a decimal comma", f"Write {point}")
    either = column.kind is Kind.NUMBER and _DECIMAL_COMMA.fullmatch(text)
    action = f"Write {plain}" + (f", or {point} if the comma is a decimal one" if either else "")
    return Problem(BAD_NUMBER, f"{text!r} has thousands separators", action)


_PARSERS: dict[Kind, Callable[[list[str], Column], Parsed]] = {
    Kind.ID: _ids,
    Kind.TEXT: _texts,
    Kind.CHOICE: _choices,
    Kind.CLOCK: _clocks,
    Kind.WHOLE: _numbers,
    Kind.NUMBER: _numbers,
    Kind.DATE: lambda texts, _: parse_dates(texts),
    Kind.LIST: _lists,
}
