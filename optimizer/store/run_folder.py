"""Run folders: scenario, plans, figures, comparison, versions and hashes in one place.

::

    runs/<time>-<name>/
        run.json             what was run: versions, seed, parameters, hashes of every other file
        comparison.json      strategies side by side
        report.html          the report
        scenario/            the scenario as it was solved (settings from the command line included)
        strategies/<name>/   lines, shipments, moves, routes, stops, matrix, unserved, cost_lines (CSV),
                             figures.json, trust.json
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from optimizer import __version__
from optimizer.core.errors import Finding, InputError, Place
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.write import write as write_scenario
from optimizer.store.codes import RUN_EXISTS
from optimizer.store.files import unwritable
from optimizer.store.plan_files import write_plan
from optimizer.strategy.comparison import Comparison
from optimizer.strategy.outcome import Outcome

#: Version of the run folder's layout.
LAYOUT = 1
_LIBRARIES = ("highspy", "networkx", "numpy", "ortools", "pandas", "pulp", "pydantic", "pyvrp", "scipy")


class RunFolder:
    """A run folder being written: everything goes to a temporary folder beside it, renamed at the end.

    Use as a context manager; leaving it without :meth:`commit` removes the temporary folder.

    Parameters
    ----------
    target
        The folder to be; None for ``runs/<time>-<name>``, with a number added while that exists.
    name
        Scenario name, for the default folder.
    force
        Replace an existing ``target``.

    Raises
    ------
    InputError
        If ``target`` exists and ``force`` is not given, or its parent cannot be written to.
    """

    def __init__(self, target: Path | None, name: str, *, force: bool = False) -> None:
        self._force = force
        self.target = target if target is not None else _default_target(name)
        if self.target.exists() and not force:
            raise _exists(self.target)
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._work = Path(tempfile.mkdtemp(prefix=".run-", dir=self.target.parent))
        except OSError as error:
            raise unwritable(self.target, error) from error

    def __enter__(self) -> "RunFolder":
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._work, ignore_errors=True)

    def write(
        self,
        scenario: Scenario,
        outcomes: Sequence[Outcome],
        comparison: Comparison | None,
        run: Mapping[str, Any],
        report_html: str | None,
    ) -> Path:
        """Write everything and move it to its place.

        Parameters
        ----------
        scenario
            As it was solved.
        outcomes
            Each strategy's plan and figures.
        comparison
            None when a single strategy was solved.
        run
            Further values for ``run.json``: command, seed, threads, runtime.
        report_html
            Text of the report, None for no report.

        Returns
        -------
        The folder.

        Raises
        ------
        InputError
            If the disk is full or the folder cannot be written; nothing is left behind.
        """
        try:
            self._fill(scenario, outcomes, comparison, report_html)
            manifest = {
                "layout": LAYOUT,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "optimizer": __version__,
                "libraries": {name: metadata.version(name) for name in _LIBRARIES},
                "scenario": scenario.settings.name,
                "strategies": [outcome.strategy for outcome in outcomes],
                **run,
                "sha256": hashes(self._work),
            }
            _write_json(self._work / "run.json", manifest)
            self._commit()
        except OSError as error:
            raise unwritable(self.target, error) from error
        return self.target

    def _fill(
        self,
        scenario: Scenario,
        outcomes: Sequence[Outcome],
        comparison: Comparison | None,
        report_html: str | None,
    ) -> None:
        (self._work / "scenario").mkdir()
        write_scenario(scenario, self._work / "scenario")
        for outcome in outcomes:
            folder = self._work / "strategies" / outcome.strategy
            folder.mkdir(parents=True)
            write_plan(outcome.plan, folder, scenario.settings.zone)
            _write_json(folder / "figures.json", outcome.figures.as_dict())
            _write_json(folder / "trust.json", outcome.trust())
        if comparison is not None:
            _write_json(self._work / "comparison.json", comparison.as_dict())
        if report_html is not None:
            (self._work / "report.html").write_text(report_html, encoding="utf-8")

    def _commit(self) -> None:
        for path in self._work.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        self._work.chmod(0o755)
        if not self.target.exists():
            self._work.rename(self.target)
            return
        if not self._force:
            raise _exists(self.target)
        replaced = Path(tempfile.mkdtemp(prefix=".old-", dir=self.target.parent))
        self.target.rename(replaced / self.target.name)
        self._work.rename(self.target)
        shutil.rmtree(replaced, ignore_errors=True)


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder`` except ``run.json``, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def _default_target(name: str) -> Path:
    stem = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{name.replace('/', '-')}"
    target = Path("runs") / stem
    number = 1
    while target.exists():
        number += 1
        target = Path("runs") / f"{stem}-{number}"
    return target


def _exists(target: Path) -> InputError:
    cause = "the folder already exists"
    return InputError([Finding(RUN_EXISTS, Place(str(target)), cause, "Name another, or give --force.")])


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
