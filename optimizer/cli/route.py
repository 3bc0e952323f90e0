"""``optimizer route``."""

import os
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.frame import framed, silent_libraries
from optimizer.cli.options import Force, Json, Quiet, RoutingEngine
from optimizer.cli.progress import TerminalProgress
from optimizer.cli.route_result import show_result
from optimizer.core.errors import ExitCode
from optimizer.core.status import Status

HELP = "Solve a vehicle routing file (VRPLIB, Solomon, Li-Lim or VROOM's JSON) and check the routes."
EXAMPLE = "Example: optimizer route X-n101-k25.vrp --time 60 --seed 1 --start old.sol --out plan.sol --plot plan.html"


class Rounding(StrEnum):
    """How distances become integers."""

    ROUND = "round"
    TRUNC = "trunc"
    DIMACS = "dimacs"
    EXACT = "exact"


def command(
    file: Annotated[
        Path,
        typer.Argument(help="A routing file: VRPLIB, Solomon, Li-Lim or VROOM's JSON, told by its content."),
    ],
    time_s: Annotated[
        float,
        typer.Option("--time", min=0.1, help="Wall-clock limit of reading and searching, seconds."),
    ] = 10.0,
    iterations: Annotated[
        int | None, typer.Option(min=1, help="Iteration limit instead of time: reproducible.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of every random choice.")] = 1,
    threads: Annotated[int | None, typer.Option(min=1, max=256, help="Cores to use; default: all.")] = None,
    engine: Annotated[
        RoutingEngine, typer.Option(help="auto: the first that has every feature of the problem.")
    ] = RoutingEngine.AUTO,
    rounding: Annotated[
        Rounding | None, typer.Option(help="Default: round for VRPLIB, dimacs for Solomon, exact for Li-Lim.")
    ] = None,
    speed: Annotated[
        float | None,
        typer.Option(
            min=0.1, max=1000, help="km/h as the crow flies, for a file in VROOM's format without matrices."
        ),
    ] = None,
    start: Annotated[
        Path | None, typer.Option(help="Start from an earlier plan: .sol, or .json as --out writes it.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the plan; the suffix says how: .sol, .json (as VROOM's), .geojson, .csv."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Write a page with the routes drawn and their figures: .html.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Solve a routing file."""
    begun = time.monotonic()
    with framed(as_json=as_json):
        from optimizer.cli.route_page import page
        from optimizer.core.params import Params
        from optimizer.routing.engines import solve
        from optimizer.routing.formats import read_file
        from optimizer.routing.formats.out import planned, read_start, writer
        from optimizer.store.files import write_text

        _refuse_targets(out, plot, force=force)
        problem_file = read_file(file, rounding.value if rounding else None, speed)
        problem = problem_file.problem
        write = None if out is None else writer(out, problem_file)
        earlier = planned(problem_file, problem_file.tours) if problem_file.tours else None
        begin = None if start is None else read_start(start, problem_file)
        if begin is not None:
            earlier = begin.solution
        params = Params(
            time_limit_s=None if iterations else max(0.05, time_s - (time.monotonic() - begun)),
            iteration_limit=iterations,
            seed=seed,
            threads=threads or os.cpu_count() or 1,
        )
        progress = TerminalProgress(
            enabled=not (quiet or as_json),
            stage="routing",
            written=lambda cost: problem_file.progress(int(cost)),
        )
        with progress, progress.on_interrupt(), silent_libraries():
            result = solve(problem, params, engine=engine.value, start=earlier, progress=progress)
        runtime_s = time.monotonic() - begun
        if result.solution is not None:
            if out is not None and write is not None:
                write_text(out, write(problem_file, result), force=force)
            if plot is not None:
                write_text(plot, page(problem_file, result, runtime_s), force=force)
        show_result(problem_file, result, runtime_s, begin, as_json=as_json, quiet=quiet)
        if progress.cancelled():
            raise typer.Exit(ExitCode.INTERRUPTED)
        if result.status in (Status.INFEASIBLE, Status.ERROR):
            raise typer.Exit(ExitCode.INFEASIBLE)


def _refuse_targets(out: Path | None, plot: Path | None, *, force: bool) -> None:
    """Refuse what could not be written; of different suffixes, the two never are one file."""
    from optimizer.routing.formats.out import refuse_suffix
    from optimizer.store.files import refuse_existing

    if out is not None:
        refuse_suffix(out)
        refuse_existing(out, force=force)
    if plot is not None:
        refuse_suffix(plot, (".html",))
        refuse_existing(plot, force=force)
