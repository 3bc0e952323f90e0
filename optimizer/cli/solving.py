"""What ``solve`` and ``compare`` share: load, run, write the run folder, show."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from optimizer.cli.frame import framed, say, show_findings, silent_libraries
from optimizer.cli.options import RoutingEngine
from optimizer.cli.progress import TerminalProgress, uninterrupted
from optimizer.cli.results import Results, show_results
from optimizer.core.errors import ExitCode, Finding, InputError, Severity
from optimizer.core.progress import Progress

if TYPE_CHECKING:
    from optimizer.report.model import Report
    from optimizer.scenario.scenario import Scenario
    from optimizer.store.files import NewFolder
    from optimizer.strategy.run import StrategiesRun

#: Seconds of the time limit kept for writing the run: in any case, and for each order under each strategy (twice what
#: 600 orders under six strategies take).
_WRITING_S, _WRITING_ORDER_S = 0.5, 1e-4
#: Seconds that solving gets in any case.
_LEAST_S = 0.5


@dataclass(frozen=True)
class SolveRequest:
    """What the planner asked for on the command line.

    Parameters
    ----------
    command
        ``solve``: one strategy; ``compare``: all.
    strategy
        For ``solve``; None: the scenario's baseline.
    """

    command: Literal["solve", "compare"]
    scenario: Path
    time_s: float | None
    seed: int | None
    threads: int | None
    engine: RoutingEngine | None
    out: Path | None
    force: bool
    as_json: bool
    quiet: bool
    strategy: str | None = None


def run(request: SolveRequest) -> None:
    """Load, validate, solve, check, write and show."""
    started = time.monotonic()
    with framed(as_json=request.as_json):
        from optimizer.report.headline import Asked
        from optimizer.report.model import report_of
        from optimizer.store.files import new_folder
        from optimizer.store.run_folder import MANIFEST, default_target

        scenario = _with_overrides(_validated(request), request)
        names = _strategies(scenario, request)
        target = request.out or default_target(scenario.settings.name)
        progress = _progress(request, scenario)
        with new_folder(target, marker=MANIFEST, force=request.force, numbered=request.out is None) as folder:
            with progress, progress.on_interrupt(), silent_libraries():
                result = _solve(scenario, names, started, progress)
            asked = Asked(tuple(names), interrupted=progress.cancelled())
            report = report_of(scenario, result.outcomes, result.comparison, asked)
            about = {
                "command": request.command,
                "seed": scenario.settings.solve.seed,
                "threads": scenario.settings.solve.threads,
                "time_limit_s": scenario.settings.solve.time_limit_s,
                "interrupted": asked.interrupted,
                "runtime_s": round(time.monotonic() - started, 3),
            }
            _write(folder, scenario, result, report, about)
        results = Results(folder.target, asked, result, report)
        with uninterrupted():
            show_results(results, as_json=request.as_json, quiet=request.quiet)
            say(f"{time.monotonic() - started:.1f} s", quiet=request.quiet or request.as_json)
        if progress.cancelled():
            raise typer.Exit(ExitCode.INTERRUPTED)
        if not all(outcome.figures.orders_served for outcome in result.outcomes):
            raise typer.Exit(ExitCode.INFEASIBLE)


def _progress(request: SolveRequest, scenario: "Scenario") -> TerminalProgress:
    from optimizer.report.formats import money

    return TerminalProgress(
        enabled=not (request.quiet or request.as_json),
        stage="strategy",
        written=lambda total: money(total, scenario.settings.currency),
    )


def _solve(scenario: "Scenario", names: Sequence[str], started: float, progress: Progress) -> "StrategiesRun":
    from optimizer.store.incomplete import without_recommendation
    from optimizer.strategy.run import run_strategies

    limit = scenario.settings.solve.time_limit_s
    writing = _WRITING_S + _WRITING_ORDER_S * len(scenario.orders) * len(names)
    spent = time.monotonic() - started + writing
    result = run_strategies(
        scenario,
        names,
        seconds=None if limit is None else max(_LEAST_S, limit - spent),
        threads=scenario.settings.solve.threads,
        progress=progress,
    )
    if result.comparison is None:
        return result
    return replace(result, comparison=without_recommendation(result.comparison, len(names)))


def _write(
    folder: "NewFolder",
    scenario: "Scenario",
    result: "StrategiesRun",
    report: "Report",
    about: dict[str, Any],
) -> None:
    from optimizer.report.html import render
    from optimizer.store.files import writing
    from optimizer.store.run_folder import Run, fill

    page = render(report)
    with writing(folder.target):
        fill(folder.path, Run(scenario, result.outcomes, result.comparison, about, page))


def _validated(request: SolveRequest) -> "Scenario":
    from optimizer.scenario.load import load
    from optimizer.validate.run import validate

    loaded = load(request.scenario)
    findings = (*loaded.warnings, *validate(loaded))
    if any(finding.severity == Severity.ERROR for finding in findings):
        raise InputError(findings)
    names = _strategies(loaded, request)
    others = [name for name in loaded.settings.strategies if name not in names]
    told = [one for one in findings if _is_of(one, names) or not _is_of(one, others)]
    if told and not (request.quiet or request.as_json):
        show_findings(told, as_json=False)
    return loaded


def _is_of(finding: Finding, strategies: Sequence[str]) -> bool:
    """Whether a finding is about the settings of one of the strategies."""
    key = f"{finding.place.column}."
    return any(key.startswith(f"strategies.{name}.") for name in strategies)


def _with_overrides(scenario: "Scenario", request: SolveRequest) -> "Scenario":
    changes: dict[str, Any] = {
        "time_limit_s": request.time_s,
        "seed": request.seed,
        "threads": request.threads,
        "routing_engine": None if request.engine is None else request.engine.value,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    solve = scenario.settings.solve.model_copy(update=given)
    return scenario.replace(settings=scenario.settings.model_copy(update={"solve": solve}))


def _strategies(scenario: "Scenario", request: SolveRequest) -> Sequence[str]:
    from optimizer.scenario.overrides import chosen_strategy

    names = list(scenario.settings.strategies)
    if request.command == "compare":
        return names
    chosen = request.strategy or scenario.settings.baseline or names[0]
    chosen_strategy(scenario.settings, chosen)  # which refuses a name that there is not
    return [chosen]
