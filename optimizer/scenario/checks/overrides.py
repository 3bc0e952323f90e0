"""What a strategy overrides: without effect, or against a rule of the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from optimizer.core.errors import Finding, InputError, Place, Severity
from optimizer.scenario.checks.registry import SETTINGS_CHECKS, table_check
from optimizer.scenario.overrides import overridden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.scenario.sheet import Draft

_FILE = "scenario.yaml"
_OPTION = re.compile(r"options\[(\d+)\]")


@table_check(
    "unused-override",
    "A strategy overrides an option that it does not offer.",
    "Offer it, or delete the override.",
)
def check_unused_override(draft: Draft) -> Iterator[Finding]:
    """Find overrides that change nothing, since the strategy does not offer the option."""
    known = {option.id for option in draft.settings.options}
    for name, strategy in draft.settings.strategies.items():
        options = strategy.override.get("options")
        for option in options if isinstance(options, dict) else ():
            if option in known and option not in strategy.options:
                place = Place(_FILE, None, f"strategies.{name}.override.options.{option}")
                cause = f"the strategy does not offer {option!r}"
                action = "Offer it, or delete the override"
                yield Finding("unused-override", place, cause, action, Severity.WARNING)


def overridden_findings(draft: Draft) -> Iterator[Finding]:
    """Run the checks of the settings once more for every strategy that overrides something.

    Findings carry the code of the rule that is broken and name the place in the override. What is wrong
    without the override, too, is not repeated.
    """
    before = {finding for check in SETTINGS_CHECKS.values() for finding in check(draft)}
    for name, strategy in draft.settings.strategies.items():
        if not strategy.override:
            continue
        try:
            settings = overridden(draft.settings, name)
        except InputError as error:
            yield from error.findings
            continue
        for check in SETTINGS_CHECKS.values():
            for finding in check(draft.replace(settings=settings)):
                if finding not in before:
                    yield _moved(finding, draft, f"strategies.{name}.override")


def _moved(finding: Finding, draft: Draft, top: str) -> Finding:
    """Name the place in the override at which a finding about merged settings was written."""
    path = finding.place.column or ""
    path = _OPTION.sub(lambda match: f"options.{draft.settings.options[int(match[1])].id}", path, count=1)
    place = Place(_FILE, None, f"{top}.{path}")
    return Finding(finding.code, place, finding.cause, finding.action, finding.severity)
