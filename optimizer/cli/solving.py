"""What ``solve`` and ``compare`` share: load, run, show, write the run folder."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from optimizer.cli.frame import emit_json, framed, say, show_findings
from optimizer.cli.progress import TerminalProgress
from optimizer.core.errors import ExitCode, Finding, InputError, Place, Severity, code

if TYPE_CHECKING:
    from optimizer.scenario.scenario import Scenario
    from optimizer.strategy.run import StrategiesRun

UNKNOWN_STRATEGY = code(
    "strategy-not-found",
    "The scenario has no strategy of that name.",
    "Name one of the scenario's strategies.",
)
#: Share of the time limit kept for writing the run.
_WRITING_S = 1.0


@dataclass(frozen=True)
class SolveRequest:
    """What the planner asked for on the command line."""

    command: str
    scenario: Path
    strategy: str | None
    time_s: float | None
    seed: int | None
    threads: int | None
    engine: str
    out: Path | None
    force: bool
    as_json: bool
    quiet: bool


def run(request: SolveRequest) -> None:
    """Load, validate, solve, check, report and write."""
    started = time.monotonic()
    with framed(as_json=request.as_json):
        from optimizer.report.html import render
        from optimizer.report.model import report_of
        from optimizer.store.files import new_folder, writing
        from optimizer.store.run_folder import MANIFEST, Run, default_target, fill
        from optimizer.strategy.run import run_strategies

        scenario = _with_overrides(_validated(request), request)
        settings = scenario.settings
        names = _strategies(scenario, request)
        target = request.out or default_target(settings.name)
        progress = TerminalProgress(enabled=not (request.quiet or request.as_json))
        with new_folder(target, marker=MANIFEST, force=request.force, numbered=request.out is None) as folder:
            limit = settings.solve.time_limit_s
            with progress, progress.on_interrupt():
                result = run_strategies(
                    scenario,
                    names,
                    seconds=None
                    if limit is None
                    else max(0.5, limit - (time.monotonic() - started) - _WRITING_S),
                    threads=settings.solve.threads,
                    progress=progress,
                )
            report = report_of(scenario, result.outcomes, result.comparison)
            about = {
                "command": request.command,
                "seed": settings.solve.seed,
                "threads": settings.solve.threads,
                "time_limit_s": limit,
                "interrupted": progress.cancelled(),
                "runtime_s": round(time.monotonic() - started, 3),
            }
            run_of = Run(scenario, result.outcomes, result.comparison, about, render(report))
            with writing(target):
                fill(folder.path, run_of)
        _show(request, scenario, result, folder.target)
        say(f"{time.monotonic() - started:.1f} s", quiet=request.quiet or request.as_json)
        if progress.cancelled():
            raise typer.Exit(ExitCode.INTERRUPTED)


def _validated(request: SolveRequest) -> "Scenario":
    from optimizer.scenario.load import load
    from optimizer.validate.run import validate

    loaded = load(request.scenario)
    findings = (*loaded.warnings, *validate(loaded))
    if any(finding.severity == Severity.ERROR for finding in findings):
        raise InputError(findings)
    if findings and not (request.quiet or request.as_json):
        show_findings(findings, as_json=False)
    return loaded


def _with_overrides(scenario: "Scenario", request: SolveRequest) -> "Scenario":
    changes: dict[str, Any] = {
        "time_limit_s": request.time_s,
        "seed": request.seed,
        "threads": request.threads,
        "routing_engine": None if request.engine == "auto" else request.engine,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    solve = scenario.settings.solve.model_copy(update=given)
    return scenario.replace(settings=scenario.settings.model_copy(update={"solve": solve}))


def _strategies(scenario: "Scenario", request: SolveRequest) -> Sequence[str]:
    names = list(scenario.settings.strategies)
    if request.command == "compare":
        return names
    chosen = request.strategy or scenario.settings.baseline or names[0]
    if chosen not in names:
        place = Place(str(request.scenario / "scenario.yaml"), None, "strategies")
        cause = f"there is no strategy {chosen}"
        raise InputError([Finding(UNKNOWN_STRATEGY, place, cause, f"Name one of {', '.join(names)}.")])
    return [chosen]


def _show(request: SolveRequest, scenario: "Scenario", result: "StrategiesRun", target: Path) -> None:
    if request.as_json:
        emit_json(
            {
                "run": str(target),
                "report": str(target / "report.html"),
                "currency": scenario.settings.currency,
                "comparison": None if result.comparison is None else result.comparison.as_dict(),
                "strategies": {
                    outcome.strategy: {"figures": outcome.figures.as_dict(), "trust": outcome.trust()}
                    for outcome in result.outcomes
                },
            }
        )
        return
    from optimizer.report.model import report_of
    from optimizer.report.terminal import show

    show(report_of(scenario, result.outcomes, result.comparison))
    typer.echo(f"Report: {target / 'report.html'}")
    say(f"Check it again any time: optimizer check {target}", quiet=request.quiet)
