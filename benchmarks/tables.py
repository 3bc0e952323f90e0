"""Result tables: read from CSV, written as CSV and Markdown, shown on the terminal."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from optimizer.store.files import write_text

Row = dict[str, str]

#: Where results are kept.
RESULTS = Path(__file__).resolve().parent / "results"


def read(path: Path) -> list[Row]:
    """Rows of a CSV file; none if it does not exist."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as CSV, whole or not at all; columns they lack are empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, text.getvalue())


def write_markdown(path: Path, title: str, columns: Sequence[str], rows: Iterable[Row], notes: str) -> None:
    """Write a title, rows as a Markdown table, and notes below it."""
    lines = [f"# {title}", "", line(columns), line(["---"] * len(columns))]
    lines += [line([row.get(name, "") for name in columns]) for row in rows]
    write_text(path, "\n".join([*lines, "", notes, ""]))


def show(console: Console, title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print rows as a table."""
    table = Table(title=title)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(escape(row.get(name, "")) for name in columns))
    console.print(table)


def line(cells: Iterable[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
