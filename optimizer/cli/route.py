"""``optimizer route``."""

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from optimizer.cli.frame import emit_json, framed, say
from optimizer.cli.options import Engine, Force, Json, Quiet, RoutingEngine, Seed, Threads
from optimizer.cli.progress import TerminalProgress
from optimizer.core.errors import ExitCode
from optimizer.core.status import Status

if TYPE_CHECKING:
    from optimizer.core.result import Result
    from optimizer.routing.problem import Problem
    from optimizer.routing.solution import Solution

HELP = "Solve a vehicle routing file (VRPLIB or Solomon) and check the routes."
EXAMPLE = "Example: optimizer route X-n101-k25.vrp --time 10 --seed 1 --out plan.sol"


class Rounding(StrEnum):
    """How distances become integers."""

    ROUND = "round"
    TRUNC = "trunc"
    DIMACS = "dimacs"
    EXACT = "exact"


def command(
    file: Annotated[Path, typer.Argument(help="A VRPLIB or Solomon file.")],
    time_s: Annotated[float, typer.Option("--time", min=0.1, help="Wall-clock limit, seconds.")] = 10.0,
    iterations: Annotated[
        int | None, typer.Option(min=1, help="Iteration limit instead of time: reproducible.")
    ] = None,
    seed: Seed = None,
    threads: Threads = None,
    engine: Engine = None,
    rounding: Annotated[
        Rounding | None, typer.Option(help="Default: round for VRPLIB, dimacs for Solomon.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the routes as a VRPLIB .sol file.")] = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Solve a routing file."""
    start = time.monotonic()
    with framed(as_json=as_json):
        from optimizer.core.params import Params
        from optimizer.routing.engines import solve
        from optimizer.routing.formats import read, sol
        from optimizer.store.files import refuse_existing, write_text

        if out is not None:
            refuse_existing(out, force=force)
        problem = read(file, rounding.value if rounding else None)
        params = Params(
            time_limit_s=None if iterations else max(0.05, time_s - (time.monotonic() - start)),
            iteration_limit=iterations,
            seed=1 if seed is None else seed,
            threads=threads or 1,
        )
        progress = TerminalProgress(
            enabled=not (quiet or as_json),
            stage="routing",
            written=lambda cost: sol.cost_text(int(cost), problem),
        )
        with progress, progress.on_interrupt():
            result = solve(problem, params, engine=(engine or RoutingEngine.AUTO).value, progress=progress)
        if out is not None and result.solution is not None:
            text = sol.write(problem, result.solution, int(result.objective or 0))
            write_text(out, text, force=force)
        report = _report(problem, result, time.monotonic() - start)
        if as_json:
            emit_json(report)
        else:
            _show(report, result, quiet=quiet)
        if progress.cancelled():
            raise typer.Exit(ExitCode.INTERRUPTED)
        if result.status in (Status.INFEASIBLE, Status.ERROR):
            raise typer.Exit(ExitCode.INFEASIBLE)


def _report(problem: "Problem", result: "Result[Solution]", runtime_s: float) -> dict[str, Any]:
    from optimizer.routing.formats.sol import cost_text

    solution = result.solution
    cost = None if result.objective is None else cost_text(int(result.objective), problem)
    return {
        "name": problem.name,
        "clients": len(problem.clients),
        "status": str(result.status),
        "engine": f"{result.engine} {result.engine_version}",
        "seed": result.seed,
        "cost": None if cost is None else float(cost),
        "routes": [[visit.client for visit in route.visits] for route in solution.routes] if solution else [],
        "unserved": [
            {"client": one.id, "reason": one.reason, "detail": one.detail, "fix": one.fix}
            for one in result.unserved
        ],
        "checked": solution is not None,
        "violations": [],
        "iterations": result.iterations,
        "runtime_s": round(runtime_s, 3),
    }


def _show(report: dict[str, Any], result: "Result[Solution]", *, quiet: bool) -> None:
    cost = "none" if report["cost"] is None else f"{report['cost']:g}"
    typer.echo(
        f"{report['name']}: {report['status']}, cost {cost}, {len(report['routes'])} routes, "
        f"{len(report['unserved'])} unserved, checked"
    )
    for number, route in enumerate(report["routes"], 1):
        say(f"  {number:3d}: {' '.join(route)}", quiet=quiet)
    for one in result.unserved:
        typer.echo(f"  unserved {one.id}: {one.reason}: {one.detail}. To fix: {one.fix}")
    say(f"{report['engine']}, seed {report['seed']}, {report['iterations']} iterations", quiet=quiet)
