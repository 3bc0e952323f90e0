"""The list of checks, and how they are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.core.errors import code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.core.errors import Finding
    from optimizer.scenario.sheet import Draft

    Check = Callable[[Draft], Iterator[Finding]]

#: Checks of the tables, and of the settings against them, by code. Checks of settings run once more for each
#: strategy, whose override may break what the scenario keeps.
TABLE_CHECKS: dict[str, Check] = {}
SETTINGS_CHECKS: dict[str, Check] = {}


def table_check(name: str, meaning: str, action: str) -> Callable[[Check], Check]:
    """Register a check of the tables under its code."""
    return _registrar(TABLE_CHECKS, code(name, meaning, action))


def settings_check(name: str, meaning: str, action: str) -> Callable[[Check], Check]:
    """Register a check that depends on what a strategy may override, under its code."""
    return _registrar(SETTINGS_CHECKS, code(name, meaning, action))


def _registrar(registry: dict[str, Check], name: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        registry[name] = check
        return check

    return register
