"""``optimizer schema``."""

from optimizer.cli.frame import emit_json, framed

HELP = "Print the JSON schema of the scenario format (settings and every table)."
EXAMPLE = "Example: optimizer schema > scenario-schema.json"


def command() -> None:
    """Print the schema."""
    with framed(as_json=False):
        from optimizer.scenario.schema import json_schema

        emit_json(json_schema())
