"""The engine as it is called."""

import json
import os
import subprocess
import sys

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.routing.engines.sisr import engine
from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of
from tests.helpers.routing_every_feature import Mixture
from tests.helpers.routing_spread import square

#: Seeds of small problems that together use every feature.
SEEDS = (3, 8, 21)

_INTERPRETED = """
import json, sys
from tests.unit.routing.engines.sisr.test_engine import plans
print(json.dumps(plans()))
"""


def plans() -> list[list[list[str]]]:
    """Return the vehicle types and clients of plans of a few problems, after very few moves."""
    found = []
    for seed in SEEDS:
        problem = Mixture(seed, clients=6, share=0.45).problem()
        solution = engine.ENGINE.solve(problem, Params(iteration_limit=1, seed=seed)).solution
        assert solution is not None
        found.append([[one.vehicle_type, *(visit.client for visit in one.visits)] for one in solution.routes])
    return found


def test_interpreted_kernels_do_the_same_as_compiled() -> None:
    """Plain Python gives the plans of the machine code: no arithmetic overflows, no kernel is stale."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
    run = subprocess.run(
        [sys.executable, "-c", _INTERPRETED], env=environment, check=True, capture_output=True, text=True
    )
    assert json.loads(run.stdout) == plans()


def test_compiling_is_told_and_takes_nothing_of_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner who waits for the first time hears why, and then gets the search that was asked for."""
    told: list[str] = []

    class Listener:
        def update(
            self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
        ) -> None:
            del stage, best, fraction
            told.append(message)

        def cancelled(self) -> bool:
            return False

    monkeypatch.setattr(engine, "is_compiled", lambda kernel: False)
    result = engine.ENGINE.solve(square(10), Params(iteration_limit=2), progress=Listener())
    assert told[0].startswith("compiling once")
    assert result.iterations == 2


def test_costs_beyond_arithmetic_are_refused() -> None:
    """Where sums of costs would overflow, the engine says so rather than search."""
    problem = problem_of(line(0, 2**40), [Client("a", 1)])
    kind = problem.vehicle_types[0]
    with pytest.raises(InputError, match="too much for exact sums"):
        engine.ENGINE.solve(
            problem.replace(vehicle_types=(type(kind)("van", 1, (1,), "D", cost_per_distance=2**40),)),
            Params(iteration_limit=1),
        )
