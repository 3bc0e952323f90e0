"""Small edits of the scenario `tiny`, and what the command finds in it then."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from optimizer.core.errors import Place
from tests.helpers.cli import TINY, invoke_json

Edit = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """An edit of `tiny` and what a command finds then.

    Parameters
    ----------
    code
        Code that is found.
    place
        Its place as it is shown.
    edits
        What is done to the folder.
    warning
        Whether the command warns only, with exit code 0.
    also
        Codes of what else the edit breaks.
    path
        What the command is given, from the folder.
    command
        The command and its options.
    """

    code: str
    place: str
    edits: tuple[Edit, ...]
    warning: bool = False
    also: frozenset[str] = frozenset()
    path: str = "."
    command: tuple[str, ...] = ("validate",)

    def __str__(self) -> str:
        return f"{self.code} at {self.place}"


def error(code: str, place: str, *edits: Edit, also: Iterable[str] = ()) -> Case:
    """Case that ends `validate`."""
    return Case(code, place, edits, warning=False, also=frozenset(also))


def warning(code: str, place: str, *edits: Edit, also: Iterable[str] = ()) -> Case:
    """Case that `validate` only warns of."""
    return Case(code, place, edits, warning=True, also=frozenset(also))


def swap(file: str, old: str, new: str) -> Edit:
    """Replace a text that occurs once."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8", newline="")

    return edit


def settings(old: str, new: str) -> Edit:
    """Replace a text of ``scenario.yaml`` that occurs once."""
    return swap("scenario.yaml", old, new)


def add(file: str, text: str) -> Edit:
    """Add text at the end, to nothing if there is no such file."""

    def edit(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8", newline="") as out:
            out.write(text)

    return edit


def write(file: str, content: str | bytes) -> Edit:
    """Write a file anew."""
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / file).write_bytes(data)


def swap_all(file: str, old: str, new: str) -> Edit:
    """Replace a text wherever it occurs."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8", newline="")

    return edit


def column(file: str, name: str, *cells: str) -> Edit:
    """Add a column at the right, with the cells of the first rows; the others stay empty."""

    def edit(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        added = [name, *cells, *[""] * (len(lines) - 1 - len(cells))]
        text = "".join(f"{line},{cell}\n" for line, cell in zip(lines, added, strict=True))
        (folder / file).write_text(text, encoding="utf-8", newline="")

    return edit


def parquet(table: str, rows: list[dict[str, Any]]) -> Edit:
    """Write a table as Parquet, in place of its CSV file."""

    def edit(folder: Path) -> None:
        (folder / f"{table}.csv").unlink()
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{table}.parquet")

    return edit


def recoded(file: str, encoding: str, old: str, new: str) -> Edit:
    """Replace a text that occurs once, and save the file in another encoding."""

    def edit(folder: Path) -> None:
        swap(file, old, new)(folder)
        path = folder / file
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    return edit


def remove(file: str) -> Edit:
    """Delete a file."""
    return lambda folder: (folder / file).unlink()


def make_folder(name: str) -> Edit:
    """Make a folder."""
    return lambda folder: (folder / name).mkdir()


def tiny(folder: Path, *edits: Edit) -> Path:
    """Copy `tiny` to a folder that is not there, and edit it."""
    shutil.copytree(TINY, folder)
    for edit in edits:
        edit(folder)
    return folder


@dataclass(frozen=True)
class Found:
    """What a command told a machine."""

    exit_code: int
    findings: tuple[dict[str, str], ...]

    def told(self) -> set[tuple[str, str, str]]:
        """Severity, code and place of each finding."""
        return {(one["severity"], one["code"], place_of(one)) for one in self.findings}

    def words(self, code: str) -> str:
        """Cause and action of every finding under a code."""
        return "\n".join(f"{one['cause']}. {one['action']}" for one in self.findings if one["code"] == code)


def place_of(finding: dict[str, str]) -> str:
    """Place of a finding as it is shown."""
    row = finding["row"]
    return str(Place(finding["file"], None if row is None else int(row), finding["column"]))


def found(*arguments: str | Path) -> Found:
    """Run a command with ``--json``."""
    exit_code, document = invoke_json(*arguments)
    return Found(exit_code, tuple(document["findings"]))
