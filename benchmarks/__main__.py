"""``python -m benchmarks``."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import micro as _micro  # noqa: F401 (registers the benchmarks)
from benchmarks import tables
from benchmarks.quality import run as quality_run
from benchmarks.quality import summary as quality_summary
from benchmarks.quality.peers import known_peers
from benchmarks.quality.sets import GENERATED, SETS, Instance, generated, instances, spread
from benchmarks.registry import known
from benchmarks.route import COLUMNS, Protocol, PublicSet, data_folder, run_set, summary
from benchmarks.run_micro import FAILED, MISSED, run_micro
from benchmarks.tables import RESULTS, show
from optimizer.core.errors import ExitCode

#: What the command line runs, and the searches it chooses from that are not a peer's as they come.
OURS = "ours"
OWN = (OURS, "sisr", "decomposed", "portfolio")

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
def route(
    name: Annotated[PublicSet, typer.Argument(metavar="SET", help=f"One of {', '.join(PublicSet)}.")],
    time_s: Annotated[float, typer.Option("--time", min=0.1, help="Seconds per instance.")] = 5.0,
    seed: Annotated[int, typer.Option(min=0, help="Seed.")] = 1,
    only: Annotated[list[str] | None, typer.Option(help="Instance without suffix; may repeat.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw earlier results of the set away.")] = False,
) -> None:
    """Measure the gap to the best-known solutions of a public set; goes on where it was stopped."""
    console = Console()
    try:
        rows = run_set(name, Protocol(time_s, seed), console, only=only or (), fresh=fresh)
    except (FileNotFoundError, RuntimeError) as error:
        typer.echo(str(error), err=True)
        missing = isinstance(error, FileNotFoundError)
        raise typer.Exit(ExitCode.BAD_INPUT if missing else ExitCode.INTERNAL) from None
    show(console, f"Routing: {name}", COLUMNS[:8], rows)
    console.print(summary(rows))


@app.command()
def quality(
    name: Annotated[str, typer.Argument(metavar="SET", help=f"One of {', '.join((*SETS, GENERATED))}.")],
    time_s: Annotated[float, typer.Option("--time", min=0.1, help="Seconds of search per run.")] = 60.0,
    iterations: Annotated[int | None, typer.Option(min=1, help="Iterations instead of time.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Number of seeds: 1, 2 and so on.")] = 2,
    peers: Annotated[
        str,
        typer.Option(
            help=f"Beside ours, with commas between, of {', '.join(known_peers())}, {quality_run.PAIR}."
        ),
    ] = quality_run.PAIR,
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
) -> None:
    """Compare routing with its peers at equal time; goes on where it was stopped."""
    console = Console()
    chosen = list(dict.fromkeys([OURS, *(one.strip() for one in peers.split(",") if one.strip())]))
    unknown = sorted(set(chosen) - {*known_peers(), quality_run.PAIR})
    if unknown or name not in (*SETS, GENERATED):
        typer.echo(
            f"there is no {f'peer {unknown[0]!r}' if unknown else f'set {name!r}'}; see --help", err=True
        )
        raise typer.Exit(ExitCode.BAD_INPUT)
    effort = quality_run.Effort(None if iterations else time_s, iterations, threads)
    path = out or RESULTS / f"quality-{name}.csv"
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = _quality_instances(name, Path(folder), count, only or ())
        except FileNotFoundError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(ExitCode.BAD_INPUT) from None
        rows = quality_run.run(found, chosen, range(1, seeds + 1), effort, path, console)
    quality_summary.write(path.with_suffix(".md"), name, tables.read(path))
    columns, means = quality_summary.table(rows)
    show(console, f"Quality: {name}", columns, means)
    if baseline is not None:
        _refuse_worse(rows, baseline, chosen, console)


def _quality_instances(
    name: str, folder: Path, count: int | None, only: list[str] | tuple[()]
) -> list[Instance]:
    found = generated(folder) if name == GENERATED else instances(SETS[name], data_folder())
    if unknown := sorted(set(only) - {one.name for one in found}):
        msg = f"the set {name} has no instance {unknown[0]!r} with a best-known cost"
        raise FileNotFoundError(msg)
    if only:
        return [one for one in found if one.name in only]
    if name == GENERATED:
        return spread(found, count or len(found))
    return spread(found, count or SETS[name].sample)


def _refuse_worse(rows: list[tables.Row], baseline: Path, peers: list[str], console: Console) -> None:
    """Tell by how much each search of ours is worse, of those that were asked and that the baseline knows."""
    then, judged, missing = tables.read(baseline), [], ""
    for peer in (one for one in peers if one in OWN):
        try:
            change, noise = quality_summary.worsening(rows, then, peer)
        except ValueError as error:
            missing = str(error)
            continue
        console.print(f"{peer}: mean gap {change:+.3f} points against {baseline.name}, noise {noise:.3f}")
        judged.append(change > noise)
    if not judged:
        typer.echo(f"{baseline}: {missing}", err=True)
        raise typer.Exit(ExitCode.BAD_INPUT)
    if any(judged):
        raise typer.Exit(ExitCode.REGRESSION)


if __name__ == "__main__":
    app()
