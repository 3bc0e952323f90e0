import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.check import cost
from optimizer.fulfilment.engines.candidates import Candidates, candidates
from optimizer.fulfilment.engines.mip import Choice, Outcome, cost_of, empty, improve, use_of
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.engines.translate import write
from optimizer.fulfilment.problem import Problem, Split
from tests.helpers.fulfilment import Case, Ship
from tests.helpers.fulfilment_random import random_problem
from tests.helpers.fulfilment_twin import Twin

CONTROL = Control(Params(), Deadline(None), SILENT)


def everything(cand: Candidates, incumbent: Choice, nodes: int | None = None) -> Outcome:
    """Optimise with everything free."""
    return improve(cand, CONTROL, np.arange(cand.blocks), np.arange(len(cand.part_cost)), incumbent, nodes)


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("partial", [False, True])
def test_everything_free_is_the_optimum(split: Split, partial: bool) -> None:
    """With every block free the model is the problem: value, bound and written plan agree with the twin."""
    problem = random_problem(np.random.default_rng(21), 7, split, partial, 3, 4)
    cand = candidates(problem)
    found = everything(cand, empty(cand))
    optimum = Twin(problem).optimum()
    assert found.solved
    assert cost_of(cand, found.choice) == pytest.approx(optimum, rel=1e-6)
    assert found.bound == pytest.approx(optimum, rel=1e-6)
    assert cost(problem, write(problem, cand, found.choice)) == pytest.approx(optimum, rel=1e-6)


def rivals() -> Problem:
    """Two orders for one unit; A gains 8, B gains 5, and C has its own."""
    orders = {"A": {"1": ("P", 1, 9.0)}, "B": {"1": ("P", 1, 9.0)}, "C": {"1": ("Q", 1, 9.0)}}
    ships = [Ship("A", "W", 1.0), Ship("B", "W", 4.0), Ship("C", "W", 2.0)]
    return Case(orders, ships, {("W", "P"): [1], ("W", "Q"): [1]}).problem()


def test_what_is_fixed_stays_and_keeps_its_stock() -> None:
    """With B fixed to hold the unit, freeing A changes nothing; freeing both gives it to A."""
    cand = candidates(rivals())
    b_holds = Choice(np.array([0.0, 1.0, 0.0]), np.zeros(0), np.zeros(0))
    none = np.zeros(0, dtype=np.int64)
    alone = improve(cand, CONTROL, np.array([0, 2]), none, b_holds)
    assert alone.choice.head.tolist() == [0.0, 1.0, 1.0]
    both = improve(cand, CONTROL, np.array([0, 1]), none, b_holds)
    assert both.choice.head.tolist() == [1.0, 0.0, 0.0]


def test_cost_and_use() -> None:
    """The choice of B costs 4 and leaves 18 unserved; it takes the only scarce unit."""
    cand = candidates(rivals())
    choice = Choice(np.array([0.0, 1.0, 0.0]), np.zeros(0), np.zeros(0))
    assert cost_of(cand, choice) == pytest.approx(22.0)
    assert use_of(cand, choice).tolist() == [1.0]


def test_never_worse_than_the_incumbent() -> None:
    """Without time the incumbent comes back."""
    cand = candidates(rivals())
    incumbent = Choice(np.array([1.0, 0.0, 1.0]), np.zeros(0), np.zeros(0))
    late = Control(Params(), Deadline(0.0), SILENT)
    found = improve(cand, late, np.arange(3), np.zeros(0, dtype=np.int64), incumbent)
    assert cost_of(cand, found.choice) == cost_of(cand, incumbent)


def test_nothing_free() -> None:
    """With nothing free nothing changes."""
    cand = candidates(rivals())
    none = np.zeros(0, dtype=np.int64)
    assert improve(cand, CONTROL, none, none, empty(cand)).choice.head.tolist() == [0.0, 0.0, 0.0]
