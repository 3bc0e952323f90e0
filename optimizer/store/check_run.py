"""Check a run folder from its files alone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from optimizer.core.errors import Finding, InputError, Place, Violation
from optimizer.scenario.load import load
from optimizer.scenario.overrides import effective, sites_in_use
from optimizer.scenario.scenario import Scenario
from optimizer.store.codes import RUN_FILE, RUN_MISSING
from optimizer.store.plan_files import read_plan
from optimizer.store.run_folder import LAYOUT, hashes
from optimizer.strategy.check import check_plan
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.figures import Figures


@dataclass(frozen=True)
class Verdict:
    """What the check of one strategy found, and how much it looked at."""

    strategy: str
    violations: tuple[Violation, ...]
    orders: int
    routes: int
    cost_lines: int
    total: int


def check_run(folder: Path) -> tuple[Verdict, ...]:
    """Recompute every plan of a run folder from its files alone.

    A file that differs from the hash recorded when the run was written is a violation of its own (``hash``),
    listed after what the edit broke, under the strategy whose file it is or, for other files, the first strategy.

    Raises
    ------
    InputError
        If the folder is no run folder, or a file is missing or cannot be read.
    """
    manifest = _read_json(folder / "run.json")
    if not isinstance(manifest, dict) or manifest.get("layout") != LAYOUT:
        raise _broken(folder / "run.json", f"is not a run description of layout {LAYOUT}")
    scenario = load(folder / "scenario")
    changed = _changed_files(folder, manifest.get("sha256", {}))
    verdicts = []
    for number, strategy in enumerate(manifest.get("strategies", [])):
        prefix = f"strategies/{strategy}/"
        mine = [one for one in changed if one.subject.startswith(prefix)]
        if number == 0:
            mine += [one for one in changed if not one.subject.startswith("strategies/")]
        verdicts.append(_check_strategy(folder, scenario, strategy, tuple(mine)))
    return tuple(verdicts)


def _check_strategy(
    folder: Path, scenario: Scenario, strategy: str, changed: tuple[Violation, ...]
) -> Verdict:
    if strategy not in scenario.settings.strategies:
        raise _broken(folder / "run.json", f"names the strategy {strategy}, which the scenario does not have")
    own = folder / "strategies" / strategy
    plan = read_plan(own, strategy)
    figures = _read_figures(own / "figures.json")
    view = effective(scenario, strategy)
    violations = check_plan(view, sites_in_use(scenario, strategy), plan)
    violations += check_figures(view, plan, figures)
    return Verdict(
        strategy=strategy,
        violations=(*violations, *changed),
        orders=len(scenario.orders),
        routes=len(plan.routes),
        cost_lines=len(plan.cost_lines),
        total=plan.total,
    )


def _changed_files(folder: Path, recorded: dict[str, str]) -> tuple[Violation, ...]:
    found = hashes(folder)
    names = sorted(recorded.keys() | found.keys())
    return tuple(
        Violation("hash", name, _difference(recorded.get(name), found.get(name)))
        for name in names
        if recorded.get(name) != found.get(name)
    )


def _difference(recorded: str | None, found: str | None) -> str:
    if found is None:
        return "the file is missing"
    if recorded is None:
        return "the file was added since the run was written"
    return "the file was changed since the run was written"


def _read_json(path: Path) -> Any:  # noqa: ANN401 (whatever the file holds)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        cause = f"cannot be read: {error.strerror}"
        action = "Name a folder that `optimizer solve` or `optimizer compare` wrote."
        raise InputError([Finding(RUN_MISSING, Place(str(path)), cause, action)]) from error
    except ValueError as error:
        raise _broken(path, f"is not JSON: {error}") from error


def _read_figures(path: Path) -> Figures:
    try:
        return TypeAdapter(Figures).validate_python(_read_json(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _broken(path, f"{where}: {first['msg']}") from error


def _broken(path: Path, cause: str) -> InputError:
    return InputError([Finding(RUN_FILE, Place(str(path)), cause, "Restore the file or run again.")])
