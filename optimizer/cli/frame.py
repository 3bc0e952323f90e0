"""What surrounds every command: errors become messages and exit codes, findings become tables."""

import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from optimizer.core.errors import ExitCode, Finding, InputError, PlanRejectedError, Severity


def emit_json(value: Any) -> None:  # noqa: ANN401 (anything json can write)
    """Write one JSON document to standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


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
    except KeyboardInterrupt:
        say("Interrupted; nothing was written.")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except PlanRejectedError as error:
        say(f"Internal error, please report it: {error}")
        raise typer.Exit(ExitCode.INTERNAL) from None
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:  # the last net: tracebacks are for developers
        say(f"Internal error, please report it: {type(error).__name__}: {error}")
        say("".join(traceback.format_exception(error)[-3:]))
        raise typer.Exit(ExitCode.INTERNAL) from None


def show_findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings as one JSON document on standard output, or as a table on standard error."""
    errors = sum(finding.severity == Severity.ERROR for finding in findings)
    if as_json:
        emit_json({"errors": errors, "findings": [finding.as_dict() for finding in findings]})
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_lines=True)
    for name in ("code", "place", "cause", "action"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        style = "red" if finding.severity == Severity.ERROR else "yellow"
        table.add_row(
            f"[{style}]{escape(finding.code)}[/]",
            escape(str(finding.place)),
            escape(finding.cause),
            escape(finding.action),
        )
    console = Console(file=sys.stderr)
    console.print(table)
    console.print(f"{errors} errors, {len(findings) - errors} warnings")
