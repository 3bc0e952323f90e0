"""The ``optimizer`` command: its subcommands and what they have in common."""

import gc
import io
import signal
import sys
from types import FrameType

import typer

from optimizer import __version__
from optimizer.cli import check, compare, new, route, schema, solve, validate

app = typer.Typer(
    name="optimizer",
    help="Which fulfilment strategy serves these customers at what cost and in what time, and what to do tomorrow.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"optimizer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Hold the options of the command itself."""


for _module in (new, validate, solve, compare, check, route, schema):
    _name = _module.__name__.rsplit(".", 1)[1]
    app.command(_name, help=_module.HELP, epilog=_module.EXAMPLE)(_module.command)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # a Korean name must not end the command where the terminal has no such letters
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # ended from outside (a time limit of the shell, a shutdown), clean up as after an error
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    finally:
        # or Python looks through all that libraries hold once more before it ends: a quarter of a second
        gc.freeze()
