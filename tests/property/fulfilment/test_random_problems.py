import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines.greedy import Greedy
from optimizer.fulfilment.engines.highs import HighsEngine
from optimizer.fulfilment.problem import Split
from tests.helpers.fulfilment_random import random_problem
from tests.helpers.fulfilment_twin import Twin

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, split=st.sampled_from(list(Split)), partial=st.booleans(), orders=st.integers(1, 9))
def test_engine_equals_readable_twin(seed: int, split: Split, partial: bool, orders: int) -> None:
    """The array engine and the PuLP model of the docstring's mathematics have the same optimum."""
    problem = random_problem(np.random.default_rng(seed), orders, split, partial, most_lines=3)
    result = HighsEngine().solve(problem, Params(gap=0.0))
    assert result.status is Status.OPTIMAL
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    assert result.objective == pytest.approx(Twin(problem).optimum(), rel=1e-6, abs=1e-6)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS, split=st.sampled_from(list(Split)), partial=st.booleans())
def test_bound_below_optimum_below_greedy(seed: int, split: Split, partial: bool) -> None:
    """Even stopped at once, the engine's bound is at most the optimum, and its plan never beats it."""
    problem = random_problem(np.random.default_rng(seed), 6, split, partial)
    optimum = Twin(problem).optimum()
    slack = 1e-6 * max(1.0, abs(optimum))
    hasty = HighsEngine().solve(problem, Params(iteration_limit=0))
    greedy = Greedy().solve(problem, Params())
    assert hasty.bound is not None
    assert hasty.objective is not None
    assert greedy.objective is not None
    assert hasty.bound <= optimum + slack
    assert optimum <= hasty.objective + slack
    assert hasty.objective <= greedy.objective + slack


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, split=st.sampled_from(list(Split)), partial=st.booleans(), orders=st.integers(0, 40))
def test_greedy_keeps_every_rule(seed: int, split: Split, partial: bool, orders: int) -> None:
    """The greedy plan keeps every rule and costs what the checker says, whatever the problem."""
    problem = random_problem(np.random.default_rng(seed), orders, split, partial, most_lines=4, ships=6)
    result = Greedy().solve(problem, Params())
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    assert result.objective == cost(problem, result.solution)
