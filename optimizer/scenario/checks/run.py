"""All checks of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

# importing a module registers its checks
from optimizer.scenario.checks import goods, ids, options, overrides, references, strategies, times
from optimizer.scenario.checks.registry import SETTINGS_CHECKS, TABLE_CHECKS

if TYPE_CHECKING:
    from optimizer.core.errors import Finding
    from optimizer.scenario.sheet import Draft

__all__ = ["check_draft", "goods", "ids", "options", "overrides", "references", "strategies", "times"]


def check_draft(draft: Draft) -> list[Finding]:
    """Run every check, those of the settings also for every strategy with an override."""
    checks = (*SETTINGS_CHECKS.values(), *TABLE_CHECKS.values())
    found = [finding for check in checks for finding in check(draft)]
    return [*found, *overrides.overridden_findings(draft)]
