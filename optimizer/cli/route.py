"""``optimizer route``."""

import tempfile
import time
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from optimizer.cli.frame import emit_plan, framed, silent_libraries
from optimizer.cli.options import Force, Json, Quiet, RoutingEngine
from optimizer.cli.progress import TerminalProgress
from optimizer.cli.route_result import show_result
from optimizer.core.cores import usable_cores
from optimizer.core.errors import ExitCode, Finding, InputError
from optimizer.core.status import Status

if TYPE_CHECKING:
    from optimizer.core.result import Result
    from optimizer.routing.formats import RoutingFile
    from optimizer.routing.formats.out import EarlierPlan, Writer
    from optimizer.routing.solution import Solution

HELP = "Solve a vehicle routing file (VRPLIB, Solomon, Li-Lim or VROOM's JSON) and check the routes."
EXAMPLE = (
    "Example: optimizer route X-n101-k25.vrp --time 60 --seed 1 --rules rules.yaml --start old.sol --out plan.sol "
    "--plot plan.html"
)


_FAILED = {Status.INFEASIBLE: ExitCode.INFEASIBLE, Status.ERROR: ExitCode.INTERNAL}


class Rounding(StrEnum):
    """How distances become integers."""

    ROUND = "round"
    TRUNC = "trunc"
    DIMACS = "dimacs"
    EXACT = "exact"


class Aim(StrEnum):
    """What is best."""

    COST = "cost"
    VEHICLES = "vehicles"


File = Annotated[
    Path, typer.Argument(help="A routing file: VRPLIB, Solomon, Li-Lim or VROOM's JSON, told by its content.")
]
Time = Annotated[
    float,
    typer.Option(
        "--time",
        min=0.1,
        help="Wall-clock limit of reading and searching, seconds; checking, reasons and writing come after it. The "
        "first search by sisr on a machine is compiled before it: half a minute to a minute, once.",
    ),
]
Iterations = Annotated[
    int | None,
    typer.Option(
        "--iterations",
        min=1,
        help="Iteration limit instead of time: reproducible. auto then takes decomposed where it can.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1, help="Seed of every random choice.")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, max=256, help="Cores to use; default: all.")]
Engine = Annotated[
    RoutingEngine,
    typer.Option("--engine", help="auto: the one that suits the problem best and has every feature of it."),
]
Rounded = Annotated[
    Rounding | None,
    typer.Option("--rounding", help="Default: round for VRPLIB, dimacs for Solomon, exact for Li-Lim."),
]
Aimed = Annotated[
    Aim | None,
    typer.Option(
        "--objective",
        help="vehicles: fewest vehicles, then least distance. Default: cost, or what the format has first.",
    ),
]
Speed = Annotated[
    float | None,
    typer.Option(
        "--speed",
        min=0.1,
        max=1000,
        help="km/h as the crow flies, for a file in VROOM's format without matrices.",
    ),
]
Start = Annotated[
    Path | None,
    typer.Option("--start", help="Start from an earlier plan: .sol, or .json as --out writes it."),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        help="Rules beside the routing file, .yaml or .json: travel times by time of day, overtime, routes of like "
        "length, beginnings of routes, clients locked to vehicles, prices of changes to the plan of --start.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Write the plan; the suffix says how: .sol, .json (as VROOM's), .geojson, .csv. - prints it: .json for "
        "VROOM's format, else .sol.",
    ),
]
Plot = Annotated[
    Path | None, typer.Option("--plot", help="Write a page with the routes drawn and their figures: .html.")
]


def command(
    file: File,
    time_s: Time = 10.0,
    iterations: Iterations = None,
    seed: Seed = 1,
    threads: Threads = None,
    engine: Engine = RoutingEngine.AUTO,
    rounding: Rounded = None,
    objective: Aimed = None,
    speed: Speed = None,
    rules: Rules = None,
    start: Start = None,
    out: Out = None,
    plot: Plot = None,
    force: Force = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Solve a routing file."""
    begun = time.monotonic()
    with framed(as_json=as_json):
        _refuse_targets(out, plot, force=force, as_json=as_json)
        asked = _read(file, rounding, speed, objective, rules, start, out)
        result, interrupted = _search(
            asked,
            engine,
            shown=not (quiet or as_json),
            until=None if iterations else begun + time_s,
            iteration_limit=iterations,
            seed=seed,
            threads=threads or usable_cores(),
        )
        runtime_s = time.monotonic() - begun
        unwritten = _write(asked, result, runtime_s, out, plot, force=force)
        show_result(
            asked.file,
            result,
            runtime_s,
            asked.start,
            unwritten,
            as_json=as_json,
            quiet=quiet,
            aside=out == Path("-"),
        )
        if unwritten:
            raise typer.Exit(ExitCode.BAD_INPUT)
        if interrupted:
            raise typer.Exit(ExitCode.INTERRUPTED)
        if result.status in _FAILED:
            raise typer.Exit(_FAILED[result.status])


class _Asked(NamedTuple):
    """What the command's files say; ``start`` is the plan that ``--start`` names, ``earlier`` that to start from."""

    file: "RoutingFile"
    writer: "Writer | None"
    start: "EarlierPlan | None"
    earlier: "Solution | None"


def _read(
    path: Path,
    rounding: Rounding | None,
    speed: float | None,
    objective: Aim | None,
    rules: Path | None,
    start: Path | None,
    out: Path | None,
) -> _Asked:
    from optimizer.routing.formats import read_file
    from optimizer.routing.formats.objective import aimed
    from optimizer.routing.formats.out import planned, read_start, writer

    file = read_file(path, rounding.value if rounding else None, speed)
    if objective is not None:
        file = aimed(file, objective.value, path.name)
    if rules is not None:
        from optimizer.routing.formats.rules_file import with_rules

        file = with_rules(file, rules, start)
    write = None if out is None else writer(out, file)
    if start is not None:
        named = read_start(start, file)
        return _Asked(file, write, named, named.solution)
    return _Asked(file, write, None, planned(file, file.tours) if file.tours else None)


def _search(
    asked: _Asked,
    engine: RoutingEngine,
    *,
    shown: bool,
    until: float | None,
    **limits: Any,  # noqa: ANN401 (those of Params)
) -> "tuple[Result[Solution], bool]":
    """Return what was found by a reading of the clock, None for any, and whether the search was interrupted."""
    # before the clock is read: importing counts as reading does
    from optimizer.core.params import Params
    from optimizer.routing.engines import solve

    progress = TerminalProgress(
        enabled=shown, stage="routing", written=lambda cost: asked.file.progress(int(cost))
    )
    with progress, progress.on_interrupt(), silent_libraries():
        left_s = None if until is None else max(0.05, until - time.monotonic())
        result = solve(
            asked.file.problem,
            Params(time_limit_s=left_s, **limits),
            engine=engine.value,
            start=asked.earlier,
            progress=progress,
        )
    return result, progress.cancelled()


def _write(
    asked: _Asked,
    result: "Result[Solution]",
    runtime_s: float,
    out: Path | None,
    plot: Path | None,
    *,
    force: bool,
) -> list[Finding]:
    """Write what is asked for, and return why any of it could not be."""
    from optimizer.cli.route_page import page
    from optimizer.routing.formats.out import PRINTED
    from optimizer.store.files import write_text

    if result.solution is None:
        return []
    texts: dict[Path, Callable[[], str]] = {}
    if out is not None and asked.writer is not None:
        texts[out] = partial(asked.writer, asked.file, result)
    if plot is not None:
        texts[plot] = partial(page, asked.file, result, runtime_s)
    found: list[Finding] = []
    printed = texts.pop(PRINTED, None)
    for path, text in texts.items():
        try:
            write_text(path, text(), force=force)
        except InputError as error:
            found.extend(error.findings)
    # last, since who reads it may go away
    if printed is not None:
        emit_plan(printed())
    return found


def _refuse_targets(out: Path | None, plot: Path | None, *, force: bool, as_json: bool) -> None:
    """Refuse what could not be written; of different suffixes, the two never are one file."""
    from optimizer.routing.formats.out import PRINTED, refuse_printed, refuse_suffix

    if out == PRINTED:
        refuse_printed(as_json=as_json)
    elif out is not None:
        refuse_suffix(out)
        _refuse_unwritable(out, force=force)
    if plot is not None:
        refuse_suffix(plot, (".html",))
        _refuse_unwritable(plot, force=force)


def _refuse_unwritable(path: Path, *, force: bool) -> None:
    """Refuse a file that is there already, or that cannot be made in its folder or the nearest one above."""
    from optimizer.store.files import refuse_existing, writing

    refuse_existing(path, force=force)
    with (
        writing(path),
        tempfile.TemporaryFile(dir=next(one for one in path.absolute().parents if one.is_dir())),
    ):
        pass
