"""``python -m benchmarks``."""

from typing import Annotated

import typer
from rich.console import Console

from benchmarks import micro as _micro  # noqa: F401 (registers the benchmarks)
from benchmarks.registry import known
from benchmarks.route import COLUMNS, Protocol, PublicSet, run_set, summary
from benchmarks.run_micro import FAILED, MISSED, run_micro
from benchmarks.tables import show
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


if __name__ == "__main__":
    app()
