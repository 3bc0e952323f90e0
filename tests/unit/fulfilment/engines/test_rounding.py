import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.greedy import build
from optimizer.fulfilment.engines.relaxation import relax
from optimizer.fulfilment.engines.rounding import improved, rounded
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Split
from tests.helpers.fulfilment_random import random_problem

CONTROL = Control(Params(), Deadline(None), SILENT)


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("partial", [False, True])
def test_rounded_plan_lies_between_bound_and_greedy(split: Split, partial: bool) -> None:
    """The rounded plan keeps every rule; it closes most of what the greedy plan loses against the bound."""
    problem = random_problem(np.random.default_rng(8), 60, split, partial, 3, 8)
    cand = candidates(problem)
    relaxation = relax(cand, CONTROL)
    plan = rounded(problem, cand, relaxation, CONTROL)
    greedy = cost(problem, build(problem))
    assert check(problem, plan) == ()
    assert relaxation.bound <= cost(problem, plan) < relaxation.bound + 0.5 * (greedy - relaxation.bound)


@pytest.mark.parametrize("split", list(Split))
def test_improved_plan_is_no_worse(split: Split) -> None:
    """A plan improved keeps every rule and costs less than before, and again at most as much."""
    problem = random_problem(np.random.default_rng(9), 40, split, True, 3, 8)
    cand = candidates(problem)
    relaxation = relax(cand, CONTROL)
    greedy = build(problem)
    plan = improved(problem, cand, relaxation, CONTROL, greedy)
    assert check(problem, plan) == ()
    assert cost(problem, plan) < cost(problem, greedy)
    assert cost(problem, improved(problem, cand, relaxation, CONTROL, plan)) <= cost(problem, plan)
