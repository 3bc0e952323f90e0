"""A CSV file as texts: decoded, split, every row as wide as the header."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Self

import numpy as np

from optimizer.core.errors import Finding, InputError, Place, Severity, code
from optimizer.scenario.base import plain_text
from optimizer.scenario.findings import SHOWN_ROWS
from optimizer.scenario.sheet import TextSheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MISSING_FILE = code(
    "missing-file",
    "A file that every scenario needs is not there, or vanished while the scenario was read.",
    "Add it, or rename yours.",
)
UNREADABLE_FILE = code(
    "unreadable-file", "The file is there but cannot be read.", "Check that it is a file and may be read."
)
EMPTY_FILE = code(
    "empty-file", "The file holds nothing at all.", "Write the header and the rows, or delete it."
)
WRONG_ENCODING = code(
    "wrong-encoding",
    "The bytes of the file are not text in the scenario's encoding.",
    "Save the file as 'CSV UTF-8', or name its encoding in scenario.yaml, for example `encoding: cp949`.",
)
AMBIGUOUS_ENCODING = code(
    "ambiguous-encoding",
    "A table has letters that read as UTF-8 as well as in the scenario's encoding.",
    "Look at the names in it; if they are garbled, save the file as 'CSV UTF-8', which marks it.",
)
BAD_CSV = code(
    "bad-csv",
    "The file cannot be split into cells.",
    "Close every quotation mark; double those inside a cell.",
)
NO_HEADER = code("no-header", "The first row of a table is empty.", "Write the column names into row 1.")
RAGGED_ROW = code(
    "ragged-row",
    "A row has more or fewer cells than the header.",
    "Put texts that hold commas in quotes, write decimals with a point, and keep a comma for each empty cell.",
)
WRONG_DELIMITER = code(
    "wrong-delimiter", "Cells are not separated by commas.", "Save the file with commas between cells."
)
DUPLICATE_COLUMN = code("duplicate-column", "Two columns have the same header.", "Delete one of them.")


_NO_HEADER = "(column"
_PORTION = 2000
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
#: First bytes of .xlsx and .ods, and of .xls.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_csv(path: Path, table: str, encoding: str) -> TextSheet:
    """Read a CSV file.

    Rows without any text are skipped and still counted. Rows of the wrong width are left out and reported
    in ``TextSheet.findings``.

    Raises
    ------
    InputError
        If the file cannot be read, decoded or split, or its header has duplicates.
    """
    file = path.name
    data = read_bytes(path)
    _require_text(data, file)
    reader = csv.reader(io.StringIO(_decode(data, file, encoding), newline=""), strict=True)
    try:
        header = check_header([plain_text(name) for name in next(reader, [])], file)
        body = _Body.read(reader, len(header))
    except csv.Error as error:
        cause = f"line {reader.line_num} cannot be split into cells ({error})"
        action = 'Close every quotation mark, and write one inside a quoted cell twice ("")'
        raise InputError([Finding(BAD_CSV, Place(file, reader.line_num), cause, action)]) from error
    texts = {
        name: _stripped(cells)
        for name, cells in zip(header, body.columns, strict=True)
        if not name.startswith(_NO_HEADER) or any(cells)  # a spreadsheet's empty edge
    }
    rows = np.array(body.rows, dtype=np.int64)
    findings = (*_ragged_findings(body.ragged, file, len(header)), *_encoding_findings(data, file, encoding))
    return TextSheet(table, file, texts, rows, findings)


@dataclass
class _Body:
    """Cells below the header by column, their rows, and the rows of another width."""

    columns: list[list[str]]
    rows: list[int] = field(default_factory=list)
    ragged: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def read(cls, records: Iterator[list[str]], width: int) -> Self:
        """Take records in portions, so that few lists live at a time: the garbage collector visits them all."""
        body = cls([[] for _ in range(width)])
        row = 2
        while portion := list(islice(records, _PORTION)):
            body.add(portion, row, width)
            row += len(portion)
        return body

    def add(self, portion: list[list[str]], first: int, width: int) -> None:
        rows = list(range(first, first + len(portion)))
        if not all(map(any, portion)) or set(map(len, portion)) != {width}:
            filled = [(row, cells) for row, cells in zip(rows, portion, strict=True) if any(cells)]
            self.ragged += [(row, len(cells)) for row, cells in filled if len(cells) != width]
            rows = [row for row, cells in filled if len(cells) == width]
            portion = [cells for _, cells in filled if len(cells) == width]
        self.rows += rows
        for column, cells in zip(self.columns, zip(*portion, strict=True), strict=False):
            column += cells


def read_bytes(path: Path) -> bytes:
    """Read a file whole.

    Raises
    ------
    InputError
        If it cannot be read, or is empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        cause, action = "the file vanished while the scenario was read", "Put it back, or try again"
        raise InputError([Finding(MISSING_FILE, Place(path.name), cause, action)]) from error
    except OSError as error:
        cause = "it is a folder" if path.is_dir() else f"it cannot be read ({error.strerror})"
        action = "Check that it is a file, that it may be read, and that no other program holds it"
        raise InputError([Finding(UNREADABLE_FILE, Place(path.name), cause, action)]) from error
    if not data.strip(codecs.BOM_UTF8 + b"\r\n\t \0"):
        action = "Write the header and the rows, or delete the file if the table is optional"
        raise InputError([Finding(EMPTY_FILE, Place(path.name), "the file is empty", action)])
    return data


def check_header(header: list[str], file: str) -> list[str]:
    """Return the header if no column comes twice.

    Raises
    ------
    InputError
        If one does, or if the cells are separated by something else than commas.
    """
    findings = []
    if not any(header):
        findings.append(
            Finding(NO_HEADER, Place(file, 1), "the row is empty", "Write the column names into it")
        )
    others = [words for sign, words in _DELIMITERS.items() if len(header) == 1 and sign in header[0]]
    if others:
        cause = f"cells are separated by {others[0]}"
        action = "Save the file with commas between cells (in a spreadsheet: 'CSV UTF-8, comma delimited')"
        findings.append(Finding(WRONG_DELIMITER, Place(file, 1), cause, action))
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        cause = f"the column {name!r} comes {header.count(name)} times"
        findings.append(Finding(DUPLICATE_COLUMN, Place(file, 1, name), cause, "Delete all but one of them"))
    if findings:
        raise InputError(findings)
    return [name or f"{_NO_HEADER} {position})" for position, name in enumerate(header, start=1)]


def _require_text(data: bytes, file: str) -> None:
    """Stop at a workbook that was only renamed, which some encodings read as text.

    Raises
    ------
    InputError
        If the file begins as a workbook does.
    """
    if data.startswith(_WORKBOOKS):
        action = "Open it in a spreadsheet and save its sheet as 'CSV UTF-8'"
        raise InputError([Finding(BAD_CSV, Place(file), "it is a workbook, not a CSV file", action)])


def _decode(data: bytes, file: str, encoding: str) -> str:
    # spreadsheets mark UTF-8 by a BOM, whatever the other files of the scenario are in
    name = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else encoding
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        cause = f"line {line} (byte {error.start + 1} of the file) is not {encoding} text"
        raise InputError(
            [Finding(WRONG_ENCODING, Place(file, line), cause, _encoding_action(data))]
        ) from error


def _encoding_findings(data: bytes, file: str, encoding: str) -> Iterator[Finding]:
    """Warn of text that is probably UTF-8, though another encoding can read it, too."""
    if data.isascii() or data.startswith(codecs.BOM_UTF8) or codecs.lookup(encoding).name == "utf-8":
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    cause = f"its letters read as utf-8 as well as {encoding}"
    action = "Look at the names; if they are garbled, save the file as 'CSV UTF-8', which marks it"
    yield Finding(AMBIGUOUS_ENCODING, Place(file), cause, action, Severity.WARNING)


def _encoding_action(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "It is UTF-16 (a spreadsheet's 'Unicode Text'): save the file as 'CSV UTF-8'"
    for name in ("utf-8", "cp949"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return (
            f"It reads as {name}: write `encoding: {name}` in scenario.yaml (a Korean spreadsheet writes "
            "cp949), or save the file as 'CSV UTF-8'"
        )
    return (
        "Save the file as 'CSV UTF-8', or name its encoding in scenario.yaml (`encoding: cp949` for Korean)"
    )


def _stripped(cells: list[str]) -> np.ndarray:
    texts = np.empty(len(cells), dtype=object)
    texts[:] = list(map(str.strip, cells))
    return texts


def _ragged_findings(ragged: list[tuple[int, int]], file: str, width: int) -> tuple[Finding, ...]:
    action = "Put texts that hold commas in quotes, write decimals with a point, and keep a comma for each empty cell"
    findings = []
    for row, cells in ragged[:SHOWN_ROWS]:
        cause = f"the row has {cells} {'cell' if cells == 1 else 'cells'}, the header {width}"
        findings.append(Finding(RAGGED_ROW, Place(file, row), cause, action))
    more = len(ragged) - SHOWN_ROWS
    if more > 0:
        cause = f"and {more} more {'row' if more == 1 else 'rows'} of the wrong width"
        findings.append(Finding(RAGGED_ROW, Place(file), cause, f"Correct all {len(ragged)} rows"))
    return tuple(findings)
