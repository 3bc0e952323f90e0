"""``optimizer validate``."""

import typer

from optimizer.cli.frame import framed, say, show_findings
from optimizer.cli.options import Json, Quiet, ScenarioFolder
from optimizer.cli.progress import elapsed
from optimizer.core.errors import ExitCode, Severity
from optimizer.report.counting import counted

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
            parts = (
                (len(loaded.orders), "order"),
                (len(loaded.order_lines), "line"),
                (len(loaded.sites), "site"),
                (len(loaded.settings.strategies), "strategy"),
            )
            holds = ", ".join(counted(count, noun) for count, noun in parts)
            say(f"{loaded.settings.name}: {holds}: valid.", quiet=quiet)
