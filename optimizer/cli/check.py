"""``optimizer check``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.frame import emit_json, framed, say
from optimizer.cli.options import Json, Quiet
from optimizer.cli.progress import elapsed
from optimizer.core.errors import ExitCode
from optimizer.report.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.core.errors import Violation
    from optimizer.store.check_run import RunVerdict

HELP = "Check the plans of a run folder from its files alone: stock, capacity, times, every cost line."
EXAMPLE = "Example: optimizer check runs/20261123-090000-seoul-omnichannel"
_SHOWN = 20


def command(
    run: Annotated[Path, typer.Argument(help="A folder that solve or compare wrote.")],
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check a run folder."""
    with framed(as_json=as_json):
        from optimizer.store.check_run import check_run

        with elapsed(enabled=not (quiet or as_json)):
            found = check_run(run)
        if as_json:
            emit_json(found.as_dict())
        else:
            _show(found, quiet=quiet)
        if found.count:
            raise typer.Exit(ExitCode.INFEASIBLE)


def _show(found: "RunVerdict", *, quiet: bool) -> None:
    for verdict in found.strategies:
        parts = ((verdict.orders, "order"), (verdict.routes, "route"), (verdict.cost_lines, "cost line"))
        looked_at = ", ".join(counted(count, noun) for count, noun in parts)
        _tell(verdict.strategy, looked_at, verdict.violations, quiet=quiet)
    _tell("the run", "comparison, report, scenario and hashes", found.violations, quiet=quiet)
    typer.echo("check failed" if found.count else "check passed")


def _tell(name: str, looked_at: str, violations: "Sequence[Violation]", *, quiet: bool) -> None:
    outcome = counted(len(violations), "violation") if violations else "passes"
    say(f"{name}: {looked_at}: {outcome}", quiet=quiet)
    for violation in violations[:_SHOWN]:
        typer.echo(f"  {violation}")
    if len(violations) > _SHOWN:
        typer.echo(f"  and {len(violations) - _SHOWN:,} more (see --json)")
