"""``python -m benchmarks``."""

import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from benchmarks import micro as _micro  # noqa: F401 (registers the benchmarks)
from benchmarks.quality import baseline as earlier
from benchmarks.quality import rows as written
from benchmarks.quality import run as quality_run
from benchmarks.quality import summary
from benchmarks.quality.peers import known_peers
from benchmarks.quality.rows import OURS, OWN, PAIR, Key
from benchmarks.quality.sets import GENERATED, SETS, Instance, data_folder, generated, instances, spread
from benchmarks.registry import known
from benchmarks.run_micro import FAILED, MISSED, run_micro, write_table
from benchmarks.tables import RESULTS, Row, show
from optimizer.core.errors import ExitCode

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def micro(
    names: Annotated[list[str] | None, typer.Argument(help="Benchmarks to run; default: all.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="Only name them.")] = False,
) -> None:
    """Measure time and memory, each in a fresh process, against their targets."""
    if listing:
        for one in known():
            typer.echo(f"{one.name}: {one.meaning}, {one.target_s:g} s")
        return
    try:
        rows = run_micro(names or (), Console())
    except KeyError as error:
        typer.echo(error.args[0], err=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
    if any(row["outcome"].startswith(FAILED) for row in rows):
        raise typer.Exit(ExitCode.INTERNAL)
    if any(row["outcome"] == MISSED for row in rows):
        raise typer.Exit(ExitCode.REGRESSION)


@app.command()
def quality(
    name: Annotated[str, typer.Argument(metavar="SET", help=f"One of {', '.join((*SETS, GENERATED))}.")],
    time_s: Annotated[float, typer.Option("--time", min=0.1, help="Seconds of search per run.")] = 60.0,
    iterations: Annotated[int | None, typer.Option(min=1, help="Iterations instead of time.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Number of seeds: 1, 2 and so on.")] = 2,
    peers: Annotated[
        str,
        typer.Option(help=f"Beside ours, with commas between, of {', '.join(known_peers())}, {PAIR}."),
    ] = PAIR,
    count: Annotated[
        int | None,
        typer.Option("--instances", min=1, help="Instances, spread over the set; default: its sample."),
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Instance without suffix; may repeat.")] = None,
    threads: Annotated[int, typer.Option(min=1, help="Threads of peers that use several.")] = 2,
    out: Annotated[
        Path | None,
        typer.Option(help="CSV file that runs are added to; default: benchmarks/results/quality-SET.csv."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            help="CSV of an earlier measurement: exit code 4 if a search of ours is worse beyond noise."
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make runs again that were made already, also of peers.")
    ] = False,
) -> None:
    """Compare routing with its peers at equal time; goes on where it was stopped."""
    console = Console()
    chosen = _peers(peers)
    path = out or RESULTS / f"quality-{name}.csv"
    effort = quality_run.Effort(None if iterations else time_s, iterations, threads)
    with tempfile.TemporaryDirectory() as folder:
        every = _instances(name, Path(folder))
        asked = _asked(name, every, count, only or ())
        turns = (asked, chosen, range(1, seeds + 1), effort)
        wanted = quality_run.wanted(*turns)
        then = [] if baseline is None else _earlier(baseline, path, every)
        judged = [peer for peer in chosen if peer in OWN and earlier.runs(then, peer, wanted)]
        if baseline is not None and not judged:
            _refuse(f"{baseline} has no run of ours on any of these instances with these seeds and limits")
        found = quality_run.run(*turns, path, console, fresh=fresh)
    written.write(path, written.read(path, every))
    summary.write(path.with_suffix(".md"), name, written.read(path))
    show(console, f"Quality: {name}", summary.BRIEFLY, summary.table(found))
    _tell(found, then, judged, wanted, console)


@app.command(name="tables")
def rewrite() -> None:
    """Write the tables and pictures of the results anew from their CSV files; measures nothing."""
    write_table(RESULTS)
    for path in sorted(RESULTS.glob("quality-*.csv")):
        summary.write(path.with_suffix(".md"), path.stem.removeprefix("quality-"), written.read(path))


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(ExitCode.BAD_INPUT)


def _peers(named: str) -> list[str]:
    """Return ours, then those that are named."""
    chosen = list(dict.fromkeys([OURS, *(one.strip() for one in named.split(",") if one.strip())]))
    if unknown := sorted(set(chosen) - {*known_peers(), PAIR}):
        _refuse(f"there is no peer {unknown[0]!r}; see --help")
    return chosen


def _instances(name: str, folder: Path) -> list[Instance]:
    """Return all instances of a set; those that are generated are written into the folder."""
    if name == GENERATED:
        return generated(folder)
    if name not in SETS:
        _refuse(f"there is no set {name!r}; see --help")
    try:
        return instances(SETS[name], data_folder())
    except FileNotFoundError as error:
        _refuse(str(error))


def _asked(name: str, every: Sequence[Instance], count: int | None, only: Sequence[str]) -> list[Instance]:
    if unknown := sorted(set(only) - {one.name for one in every}):
        _refuse(f"the set {name} has no instance {unknown[0]!r} with a best-known cost")
    if only:
        return [one for one in every if one.name in only]
    return spread(every, count or (SETS[name].sample if name in SETS else len(every)))


def _earlier(path: Path, out: Path, references: Sequence[Instance]) -> list[Row]:
    """Return the rows of a baseline, before anything that is measured can be written over them."""
    if path.resolve() == out.resolve():
        _refuse(f"{path} would be compared with itself: name another file with --out")
    return written.read(path, references)


def _tell(
    found: Sequence[Row],
    then: Sequence[Row],
    judged: Sequence[str],
    wanted: Collection[Key],
    console: Console,
) -> None:
    """Tell by how much each search of ours is worse; the exit code says if one failed, or is worse beyond noise."""
    worse = False
    for peer in judged:
        change, noise = earlier.worsening(found, then, peer, wanted)
        console.print(f"{peer}: mean gap {change:+.3f} points against the baseline, noise {noise:.3f}")
        worse |= change > noise
    if any(written.failed(row) for row in found if row["peer"] in OWN):
        raise typer.Exit(ExitCode.INTERNAL)
    if worse:
        raise typer.Exit(ExitCode.REGRESSION)


if __name__ == "__main__":
    app()
