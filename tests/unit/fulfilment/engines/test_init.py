import subprocess
import sys

import pytest

from optimizer.core.errors import PlanRejectedError
from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.fulfilment import engines
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution
from tests.helpers.fulfilment import Case, Ship, assign

PROBLEM = Case({"A": {"1": ("P", 2, 9.0)}}, [Ship("A", "W", 3.0)], {("W", "P"): [5]}).problem()


class Told:
    """An engine that returns what it is told."""

    name, version = "told", "1"

    def __init__(
        self, solution: Solution | None, objective: float, lacks: frozenset[str] = frozenset()
    ) -> None:
        self.result = Result("fulfilment", Status.FEASIBLE, "told", "1", objective, solution=solution)
        self.lacks = lacks

    def missing(self, problem: Problem) -> frozenset[str]:
        """Return what it lacks."""
        return self.lacks

    def solve(self, *_: object) -> Result[Solution]:
        """Return what it was told."""
        return self.result


def solve_with(told: Told, monkeypatch: pytest.MonkeyPatch) -> Result[Solution]:
    """Solve with an engine that is told its answer."""
    monkeypatch.setattr(engines, "engine", lambda _: told)
    return engines.solve(PROBLEM, Params(), "told")


def test_plan_that_breaks_a_rule_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of one of two units never comes out."""
    with pytest.raises(PlanRejectedError, match="split: order A line 1"):
        solve_with(Told(Solution((assign("A", "1", "W", 1),)), 3.0), monkeypatch)


def test_objective_that_is_not_the_cost_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A good plan with a wrong objective never comes out."""
    with pytest.raises(PlanRejectedError, match=r"the engine says 2\.5, the checker 3\.0"):
        solve_with(Told(Solution((assign("A", "1", "W", 2),)), 2.5), monkeypatch)


def test_unserved_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a plan leaves out comes with its reason."""
    result = solve_with(Told(Solution(()), 9.0), monkeypatch)
    assert [each.reason for each in result.unserved] == ["order-search-time"]


def test_result_without_solution_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that failed has nothing to check."""
    assert solve_with(Told(None, 0.0), monkeypatch).solution is None


def test_missing_capability_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem that no engine can take is refused, not simplified."""
    with pytest.raises(ValueError, match="told lacks magic"):
        solve_with(Told(Solution(()), 9.0, frozenset({"magic"})), monkeypatch)


def test_auto_takes_the_first_engine() -> None:
    """``auto`` is the exact engine."""
    assert engines.solve(PROBLEM, Params()).engine == "highs"


def test_import_is_light() -> None:
    """Importing the engines imports no solver, scipy or numpy."""
    program = (
        "import sys, optimizer.fulfilment, optimizer.fulfilment.engines;"
        "print(sorted({'numpy', 'scipy', 'highspy', 'pulp'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
