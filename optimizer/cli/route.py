"""``optimizer route``."""

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.frame import framed
from optimizer.cli.options import Engine, Force, Json, Quiet, RoutingEngine, Seed
from optimizer.cli.progress import TerminalProgress
from optimizer.cli.route_result import show_result
from optimizer.core.errors import ExitCode
from optimizer.core.status import Status

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
    threads: Annotated[int, typer.Option(min=1, max=256, help="Threads the engine may use.")] = 1,
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
        from optimizer.routing.formats import RoutingFile, read, sol
        from optimizer.store.files import refuse_existing, write_text

        if out is not None:
            refuse_existing(out, force=force)
        problem = read(file, rounding.value if rounding else None)
        params = Params(
            time_limit_s=None if iterations else max(0.05, time_s - (time.monotonic() - start)),
            iteration_limit=iterations,
            seed=1 if seed is None else seed,
            threads=threads,
        )
        progress = TerminalProgress(
            enabled=not (quiet or as_json),
            stage="routing",
            written=lambda cost: sol.cost_text(int(cost), problem),
        )
        with progress, progress.on_interrupt():
            result = solve(problem, params, engine=(engine or RoutingEngine.AUTO).value, progress=progress)
        if out is not None and result.solution is not None:
            text = sol.write(RoutingFile(problem), result.solution, int(result.objective or 0))
            write_text(out, text, force=force)
        show_result(problem, result, time.monotonic() - start, as_json=as_json, quiet=quiet)
        if progress.cancelled():
            raise typer.Exit(ExitCode.INTERRUPTED)
        if result.status in (Status.INFEASIBLE, Status.ERROR):
            raise typer.Exit(ExitCode.INFEASIBLE)
