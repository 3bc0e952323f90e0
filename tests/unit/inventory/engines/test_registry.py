"""The door to the engines: which one is taken, which is refused, and what is never let through."""

import subprocess
import sys
from dataclasses import replace

import pytest

from optimizer.core.errors import InputError, PlanRejectedError
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.inventory import engines
from optimizer.inventory.engines import Capability, Engine, pick, solve
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Shortage, Solution
from tests.helpers.inventory import Lane, make_problem

ALONE = make_problem(opening={("W", "p"): 2}, demand={("Z", "p", 0): 2}, serve={("Z", "W"): 1.0})
SHARED = make_problem(
    sites=("A", "B"),
    products=("p", "q"),
    lanes=[Lane("A", "B", capacity_kg=5.0)],
    storage_l={"B": 5.0},
)


def test_auto_takes_the_flow_unless_capacity_is_shared() -> None:
    """The LP is used only where a flow per product cannot divide a capacity."""
    assert pick(ALONE).name == "flow"
    assert pick(SHARED).name == "lp"


def test_a_named_engine_that_lacks_a_feature_is_refused_by_name() -> None:
    """No constraint is dropped to please the caller."""
    with pytest.raises(InputError) as caught:
        solve(SHARED, Params(), "flow")
    (finding,) = caught.value.findings
    assert finding.code == "inventory-engine-lacks-feature"
    assert finding.cause == "engine 'flow' cannot honour shared_lane_capacity, shared_storage"


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    """A typing error is answered with the names to choose from."""
    with pytest.raises(InputError, match="Name one of: auto, flow, lp") as caught:
        solve(ALONE, Params(), "simplex")
    assert [finding.code for finding in caught.value.findings] == ["inventory-engine-unknown"]


def test_capabilities_by_engine() -> None:
    """The flow lacks what is shared, the LP lacks nothing."""
    assert pick(ALONE, "flow").missing(SHARED) == set(Capability)
    assert pick(ALONE, "lp").missing(SHARED) == set()


class _Liar:
    """An engine that leaves demand out and says it costs nothing."""

    name = "liar"
    version = "0"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Claim to lack nothing."""
        del problem
        return frozenset()

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Serve two units and forget the rest."""
        honest = solve(problem, params, "flow", start, progress)
        assert honest.solution is not None
        return replace(honest, solution=replace(honest.solution, shortages=(Shortage("p", "Z", 0, 1),)))


def test_a_plan_that_fails_the_checker_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The independent checker stands between every engine and the caller."""

    def make() -> Engine:
        return _Liar()

    monkeypatch.setitem(engines.ENGINES, "liar", make)
    with pytest.raises(PlanRejectedError, match="demand"):
        solve(ALONE, Params(), "liar")


def test_importing_the_room_loads_no_solver() -> None:
    """Solvers are imported by the engine that needs them, when it is made."""
    code = "import sys, optimizer.inventory.engines; print([m for m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in ("'ortools", "'pulp", "'highspy", "'scipy", "'pandas"):
        assert name not in loaded
