"""``optimizer validate``."""

import typer

from optimizer.cli.frame import framed, say, show_findings
from optimizer.cli.options import Json, Quiet, ScenarioFolder
from optimizer.cli.progress import elapsed
from optimizer.core.errors import ExitCode, Severity

HELP = "Check a scenario without solving it; every error and warning is shown at once."
EXAMPLE = "Example: optimizer validate scenarios/seoul-omnichannel"


def command(scenario: ScenarioFolder, as_json: Json = False, quiet: Quiet = False) -> None:
    """Check a scenario."""
    with framed(as_json=as_json):
        from optimizer.scenario.load import load
        from optimizer.validate.run import validate

        with elapsed(enabled=not (quiet or as_json)):
            loaded = load(scenario)
            findings = (*loaded.warnings, *validate(loaded))
        errors = [finding for finding in findings if finding.severity == Severity.ERROR]
        if as_json or (findings and not (quiet and not errors)):
            show_findings(findings, as_json=as_json)
        if errors:
            raise typer.Exit(ExitCode.BAD_INPUT)
        if not as_json:
            say(
                f"{loaded.settings.name}: {len(loaded.orders)} orders, {len(loaded.order_lines)} lines, "
                f"{len(loaded.sites)} sites, {len(loaded.settings.strategies)} strategies: valid.",
                quiet=quiet,
            )
