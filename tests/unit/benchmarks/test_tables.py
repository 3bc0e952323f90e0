"""Result tables survive being written and read."""

import io
from pathlib import Path

from rich.console import Console

from benchmarks import tables

ROWS = [{"a": "1", "b": "x, y"}, {"a": "2"}]


def test_written_rows_are_read_back(tmp_path: Path) -> None:
    """Commas survive, missing cells are empty, a missing file has no rows."""
    path = tmp_path / "results" / "t.csv"
    assert tables.read(path) == []
    tables.write(path, ("a", "b"), ROWS)
    assert tables.read(path) == [{"a": "1", "b": "x, y"}, {"a": "2", "b": ""}]


def test_markdown_is_a_table(tmp_path: Path) -> None:
    """A pipe inside a cell does not start a new one."""
    path = tmp_path / "t.md"
    tables.write_markdown(path, "Title", ("a", "b"), [{"a": "p|q"}], "Notes.")
    text = path.read_text(encoding="utf-8")
    assert text == "# Title\n\n| a | b |\n| --- | --- |\n| p/q |  |\n\nNotes.\n"


def test_shown_rows_hold_every_cell() -> None:
    """Cells are shown as they are, even if they look like markup."""
    out = io.StringIO()
    tables.show(Console(file=out, width=80), "Title", ("a", "b"), [{"a": "[red]", "b": "2"}])
    assert "[red]" in out.getvalue()
