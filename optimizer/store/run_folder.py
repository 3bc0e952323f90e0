"""Run folders: scenario, plans, figures, comparison, versions and hashes in one place.

::

    runs/<time>-<name>/
        run.json             what was run: versions, seed, parameters, hashes of every other file
        comparison.json      strategies side by side
        report.html          the report
        scenario/            the scenario as it was solved (settings from the command line included); its tables
                             and those below are UTF-8 with byte order mark, as spreadsheets want it
        strategies/<name>/   lines, shipments, moves, routes, stops, matrix, unserved, cost_lines (CSV),
                             figures.json, trust.json

Money in all of them is in the major unit of the scenario's currency (EUR 5.99 is 5.99), exact to its minor unit. The
objective and bound of a stage in ``trust.json`` are in the units of that stage.
"""

import codecs
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from optimizer import __version__
from optimizer.core.units import minor_digits
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.write import write as write_scenario
from optimizer.store.money import COMPARISON, FIGURES, TRUST, in_major
from optimizer.store.plan_files import write_plan
from optimizer.strategy.comparison import Comparison
from optimizer.strategy.outcome import Outcome

#: Version of the run folder's layout.
LAYOUT = 1
#: The file that tells a run folder.
MANIFEST = "run.json"
_LIBRARIES = ("highspy", "networkx", "numpy", "ortools", "pandas", "pulp", "pydantic", "pyvrp", "scipy")


@dataclass(frozen=True)
class Run:
    """What a run folder holds.

    Parameters
    ----------
    scenario
        As it was solved.
    outcomes
        Each strategy's plan and figures.
    comparison
        None when a single strategy was solved.
    about
        Further values for ``run.json``: command, seed, threads, runtime.
    report_html
        Text of the report.
    """

    scenario: Scenario
    outcomes: Sequence[Outcome]
    comparison: Comparison | None
    about: Mapping[str, Any]
    report_html: str


def default_target(name: str) -> Path:
    """``runs/<time>-<name>``; whoever makes the folder adds a number if the name is taken."""
    return Path("runs") / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{name}"


def fill(folder: Path, run: Run) -> None:
    """Write a run into an empty folder (see :func:`optimizer.store.files.new_folder`).

    Raises
    ------
    OSError
        If something cannot be written.
    """
    scenario = run.scenario
    digits = minor_digits(scenario.settings.currency)
    (folder / "scenario").mkdir()
    write_scenario(scenario, folder / "scenario")
    _mark(folder / "scenario", scenario.settings.encoding)
    for outcome in run.outcomes:
        own = folder / "strategies" / outcome.strategy
        own.mkdir(parents=True)
        write_plan(outcome.plan, own, scenario.settings.zone, digits)
        _write_json(own / "figures.json", in_major(outcome.figures.as_dict(), FIGURES, digits))
        _write_json(own / "trust.json", in_major(outcome.trust(), TRUST, digits))
    if run.comparison is not None:
        _write_json(folder / "comparison.json", in_major(run.comparison.as_dict(), COMPARISON, digits))
    (folder / "report.html").write_text(run.report_html, encoding="utf-8")
    manifest = {
        "layout": LAYOUT,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "optimizer": __version__,
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "scenario": scenario.settings.name,
        "strategies": [outcome.strategy for outcome in run.outcomes],
        **run.about,
        "sha256": hashes(folder),
    }
    _write_json(folder / MANIFEST, manifest)


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder`` except its ``run.json``, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }


def _mark(folder: Path, encoding: str) -> None:
    """Give the tables in ``folder`` the byte order mark by which a spreadsheet knows UTF-8."""
    if codecs.lookup(encoding).name != "utf-8":
        return
    for path in folder.glob("*.csv"):
        data = path.read_bytes()
        if not data.startswith(codecs.BOM_UTF8):
            path.write_bytes(codecs.BOM_UTF8 + data)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
