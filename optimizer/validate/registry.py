"""The list of checks, by code."""

from collections.abc import Callable, Iterator

from optimizer.core.errors import Finding, code
from optimizer.validate.view import World

Check = Callable[[World], Iterator[Finding]]

CHECKS: dict[str, Check] = {}


def check(name: str, meaning: str, action: str) -> Callable[[Check], Check]:
    """Register a check under its code."""
    known = code(name, meaning, action)

    def register(one: Check) -> Check:
        CHECKS[known] = one
        return one

    return register
