"""A solver that remembers, for tests of what happens around solving."""

from typing import Any

import pytest

from optimizer.strategy import run as strategy_run
from optimizer.strategy.run import StrategiesRun

_REAL = strategy_run.run_strategies
_KNOWN: dict[tuple[str, ...], StrategiesRun] = {}


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Solve `tiny` once for all tests."""

    def solve(scenario: Any, names: Any, **_: object) -> StrategiesRun:  # noqa: ANN401 (stands in)
        key = (scenario.settings.name, *names)
        if key not in _KNOWN:
            _KNOWN[key] = _REAL(scenario, names, threads=1)
        return _KNOWN[key]

    monkeypatch.setattr(strategy_run, "run_strategies", solve)


@pytest.fixture
def unsolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a command begins to solve."""

    def solve(*_: object, **__: object) -> StrategiesRun:
        pytest.fail("the command solved what it could have known to be in vain")

    monkeypatch.setattr(strategy_run, "run_strategies", solve)
