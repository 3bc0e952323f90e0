import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines import highs
from optimizer.fulfilment.engines.highs import HighsEngine
from optimizer.fulfilment.problem import Pool, PoolVehicle, Split
from optimizer.fulfilment.solution import Solution
from tests.helpers.fulfilment import Case, Ship, assign
from tests.helpers.fulfilment_random import random_problem
from tests.helpers.fulfilment_twin import Twin

PROBLEM = random_problem(np.random.default_rng(17), 12, Split.NONE, False, 2, 6)


def test_proves_the_optimum() -> None:
    """A small problem is solved to its optimum, with the bound to prove it."""
    result = HighsEngine().solve(PROBLEM, Params(gap=0.0))
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(Twin(PROBLEM).optimum(), rel=1e-6)
    assert result.gap == pytest.approx(0.0, abs=1e-6)
    assert result.engine_version.count(".") == 2


def test_fixing_and_neighbourhoods_do_not_change_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbourhoods first, then branch and bound on what reduced costs leave: the optimum is the same."""
    monkeypatch.setattr(highs, "_SMALL", 0)
    result = HighsEngine().solve(PROBLEM, Params(gap=0.0))
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(Twin(PROBLEM).optimum(), rel=1e-6)


def test_too_large_for_branch_and_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many columns remain, the bound is the relaxation's and the gap is told truthfully."""
    monkeypatch.setattr(highs, "_SMALL", 0)
    monkeypatch.setattr(highs, "_LARGE", 0)
    result = HighsEngine().solve(PROBLEM, Params(gap=0.0))
    optimum = Twin(PROBLEM).optimum()
    assert result.bound is not None
    assert result.objective is not None
    assert result.bound <= optimum + 1e-6
    assert optimum <= result.objective + 1e-6
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)


def test_nothing_worth_serving() -> None:
    """Where today's plan serves at a loss with a van, the best plan serves nothing and reserves no van."""
    pool = Pool("G", (PoolVehicle("v", 1, 7.0, (9.0,), 0.0),))
    ships = [Ship("A", "W", 8.0, option="van", pool="G")]
    orders = {"A": {"1": ("P", 1, 5.0)}}
    problem = Case(orders, ships, {("W", "P"): [1]}, pools=[pool], load={"P": (1.0,)}).problem()
    result = HighsEngine().solve(problem, Params())
    assert result.solution == Solution(())
    assert (result.objective, result.status) == (5.0, Status.OPTIMAL)


def test_start_that_breaks_a_rule_is_ignored() -> None:
    """A start that names unknown decisions does no harm."""
    result = HighsEngine().solve(PROBLEM, Params(), Solution((assign("?", "?", "?", 1),)))
    assert result.solution is not None
    assert check(PROBLEM, result.solution) == ()


def test_time_limit_of_nothing() -> None:
    """Without time there is the greedy plan or better, a bound below it, and the status says why."""
    result = HighsEngine().solve(PROBLEM, Params(time_limit_s=0.0))
    assert result.solution is not None
    assert result.status is Status.TIME_LIMIT
    assert result.objective == pytest.approx(cost(PROBLEM, result.solution))
    assert result.bound is not None
    assert result.bound <= Twin(PROBLEM).optimum()


class Listener(Silent):
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Write the stage down."""
        self.heard.append(f"{stage}: {message}")


def test_tells_its_listener() -> None:
    """The listener hears of prices, relaxation and rounding."""
    listener = Listener()
    HighsEngine().solve(PROBLEM, Params(), progress=listener)
    assert {"fulfilment: prices", "fulfilment: relaxation", "fulfilment: rounding"} <= set(listener.heard)


def test_lacks_nothing() -> None:
    """Every rule of the problem is supported."""
    assert HighsEngine().missing(PROBLEM) == frozenset()
