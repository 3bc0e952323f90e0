"""``optimizer check``."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.frame import emit_json, framed, say
from optimizer.cli.options import Json, Quiet
from optimizer.core.errors import ExitCode

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

        verdicts = check_run(run)
        broken = sum(len(verdict.violations) for verdict in verdicts)
        if as_json:
            emit_json({"passed": not broken, "strategies": [asdict(verdict) for verdict in verdicts]})
        for verdict in verdicts if not as_json else ():
            say(
                f"{verdict.strategy}: {verdict.orders} orders, {verdict.routes} routes, "
                f"{verdict.cost_lines} cost lines: "
                + (f"{len(verdict.violations)} violations" if verdict.violations else "passes"),
                quiet=quiet,
            )
            for violation in verdict.violations[:_SHOWN]:
                typer.echo(f"  {violation}")
            if len(verdict.violations) > _SHOWN:
                typer.echo(f"  and {len(verdict.violations) - _SHOWN} more (see --json)")
        if not as_json:
            typer.echo("check failed" if broken else "check passed")
        if broken:
            raise typer.Exit(ExitCode.INFEASIBLE)
