"""Run folders to be edited by tests: a real one of ``scenarios/tiny``, and what was found in it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from optimizer.report.headline import Asked
from optimizer.report.html import render
from optimizer.report.model import report_of
from optimizer.scenario.load import load
from optimizer.store.check_run import RunVerdict, check_run
from optimizer.store.run_folder import Run, fill
from optimizer.strategy.run import run_strategies

TINY = Path(__file__).parents[2] / "scenarios" / "tiny"

Rows = list[dict[str, str]]


def solve_tiny(folder: Path, source: Path = TINY) -> Path:
    """Solve every strategy of ``scenarios/tiny`` and write the run into ``folder``, which must be new."""
    scenario = load(source)
    result = run_strategies(scenario, list(scenario.settings.strategies), threads=1)
    asked = Asked(tuple(scenario.settings.strategies))
    report = render(report_of(scenario, result.outcomes, result.comparison, asked))
    solve = scenario.settings.solve
    about = {"command": "compare", "seed": solve.seed, "threads": solve.threads}
    folder.mkdir()
    fill(folder, Run(scenario, result.outcomes, result.comparison, about, report))
    return folder


def edit_rows(path: Path, change: Callable[[Rows], Rows | None]) -> None:
    """Change the rows of a CSV file in place, or replace them by what ``change`` returns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        header = reader.fieldnames or []
    changed = change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows if changed is None else changed)


def set_cells(path: Path, where: dict[str, str], **cells: str) -> None:
    """Set cells in the rows that match ``where``.

    Raises
    ------
    KeyError
        If no row matches.
    """

    def change(rows: Rows) -> None:
        matching = [row for row in rows if all(row[name] == value for name, value in where.items())]
        if not matching:
            raise KeyError(where)
        for row in matching:
            row.update(cells)

    edit_rows(path, change)


def drop_rows(path: Path, **where: str) -> None:
    """Remove the rows that match ``where``."""
    edit_rows(
        path,
        lambda rows: [row for row in rows if any(row[name] != value for name, value in where.items())],
    )


def edit_json(path: Path, change: Callable[[Any], object]) -> None:
    """Change the content of a JSON file in place, or replace it by what ``change`` returns."""
    content = json.loads(path.read_text(encoding="utf-8"))
    changed = change(content)
    path.write_text(json.dumps(content if changed is None else changed), encoding="utf-8")


def broken_rules(run: Path, strategy: str | None = None) -> dict[str, list[str]]:
    """Subjects of the violations by rule, of one strategy or (None) of the run as such, hashes left out."""
    verdict = check_run(run)
    found: dict[str, list[str]] = {}
    for violation in violations_of(verdict, strategy):
        if violation.rule != "hash":
            found.setdefault(violation.rule, []).append(violation.subject)
    return found


def violations_of(verdict: RunVerdict, strategy: str | None = None) -> Any:  # noqa: ANN401 (a tuple of them)
    """Violations of one strategy, or of the run as such."""
    if strategy is None:
        return verdict.violations
    return next(one.violations for one in verdict.strategies if one.strategy == strategy)
