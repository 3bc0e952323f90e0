"""What surrounds every command: errors become messages and exit codes, findings become tables."""

import json
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from optimizer.core.errors import ExitCode, Finding, InputError, Place, Severity, code
from optimizer.report.counting import counted

if TYPE_CHECKING:
    from rich.table import Table

TOO_LARGE = code(
    "figure-too-large",
    "An amount, weight or distance is too large to be kept exactly as an integer.",
    "Look for a price, quantity or distance that is out of all proportion.",
)
_SMALLER = "Solve fewer orders at once, use fewer --threads, or a machine with more memory."
#: Narrower terminals get one block per finding instead of a table.
_TABLE_WIDTH = 110
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
#: Exit code of a command that nobody listens to any more, as the shell has it: 128 and the number of SIGPIPE.
_UNHEARD = 141


def emit_json(value: Any) -> None:  # noqa: ANN401 (anything json can write)
    """Write one JSON document to standard output, in signs that it can take."""
    typer.echo(json.dumps(value, ensure_ascii=not _takes_every_sign(), indent=2))


def emit_plan(text: str) -> None:
    """Write a plan to standard output as to a file; where that may not take every sign, others as JSON escapes them."""
    if not _takes_every_sign():
        text = _BEYOND_ASCII.sub(lambda sign: json.dumps(sign[0])[1:-1], text)
    typer.echo(text, nl=False)


def _takes_every_sign() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")


def say(text: str, *, quiet: bool = False) -> None:
    """Write a line for people to standard error, unless quiet."""
    if not quiet:
        typer.echo(text, err=True)


@contextmanager
def framed(*, as_json: bool) -> Iterator[None]:
    """Turn whatever a command raises into a message on standard error (or JSON) and its exit code."""
    try:
        yield
    except InputError as error:
        show_findings(error.findings, as_json=as_json)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
    except OverflowError as error:
        show_findings([_too_large(error)], as_json=as_json)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
    except KeyboardInterrupt:
        _fail("Interrupted before a plan was kept; nothing was written.", as_json=as_json)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except (typer.Exit, typer.Abort):
        raise
    except BrokenPipeError:
        _stop_talking()
        raise typer.Exit(_UNHEARD) from None
    except MemoryError:
        _fail(f"There is not enough memory. {_SMALLER}", as_json=as_json)
        raise typer.Exit(ExitCode.INTERNAL) from None
    except BrokenExecutor:
        cause = "A worker process was ended from outside, as happens when memory runs out."
        _fail(f"{cause} {_SMALLER}", as_json=as_json)
        raise typer.Exit(ExitCode.INTERNAL) from None
    except Exception as error:  # the last net: tracebacks are for developers
        _fail(f"Internal error, please report it: {type(error).__name__}: {error}", as_json=as_json)
        say("".join(traceback.format_exception(error)[-3:]))
        raise typer.Exit(ExitCode.INTERNAL) from None


def _stop_talking() -> None:
    """Let what is left to say to a reader who went away go nowhere, or Python complains of it on leaving."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _fail(message: str, *, as_json: bool) -> None:
    if as_json:
        emit_json({"error": message})
    else:
        say(message)


def _too_large(error: OverflowError) -> Finding:
    action = "Look for a price, quantity or distance that is out of all proportion."
    return Finding(TOO_LARGE, Place("scenario"), f"a figure is too large to be kept exactly: {error}", action)


def show_findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings as one JSON document on standard output, or as a table on standard error."""
    errors = sum(finding.severity == Severity.ERROR for finding in findings)
    if as_json:
        emit_json({"errors": errors, "findings": [finding.as_dict() for finding in findings]})
        return
    from optimizer.report.console import ReportConsole

    console = ReportConsole(file=sys.stderr)
    if console.width < _TABLE_WIDTH:
        for finding in findings:
            console.print(_stacked(finding), soft_wrap=False)
    else:
        console.print(_table(findings))
    warnings = len(findings) - errors
    console.print(", ".join(counted(n, noun) for n, noun in ((errors, "error"), (warnings, "warning"))))


def _table(findings: Sequence[Finding]) -> "Table":
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_lines=True)
    for name in ("code", "place", "cause", "action"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        table.add_row(
            f"[{_STYLES[finding.severity]}]{escape(finding.code)}[/]",
            escape(str(finding.place)),
            escape(finding.cause),
            escape(finding.action),
        )
    return table


def _stacked(finding: Finding) -> str:
    """Lay a finding out for a narrow terminal, where four columns would break every word."""
    from rich.markup import escape

    style = _STYLES[finding.severity]
    return (
        f"[{style}]{finding.severity} {escape(finding.code)}[/]: {escape(str(finding.place))}\n"
        f"  {escape(finding.cause)}\n  {escape(finding.action)}"
    )


@contextmanager
def silent_libraries() -> Iterator[None]:
    """Send what native libraries and worker processes print on standard output to nowhere.

    Some print whatever their log settings are, as HiGHS 1.12 did (``docs/decisions/010``); between the lines of
    ``--json`` that would spoil the document.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
