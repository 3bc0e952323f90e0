import numpy as np
import pytest

from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.greedy import build
from optimizer.fulfilment.engines.mip import Choice, cost_of, empty
from optimizer.fulfilment.engines.translate import adopt, write
from optimizer.fulfilment.problem import Split
from optimizer.fulfilment.solution import Solution
from tests.helpers.fulfilment import Case, Ship, assign
from tests.helpers.fulfilment_random import random_problem


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("partial", [False, True])
def test_there_and_back(split: Split, partial: bool) -> None:
    """A plan adopted and written again is as good or better, keeps every rule, and costs what its choice says."""
    problem = random_problem(np.random.default_rng(2), 30, split, partial, 3, 6, free=0.5)
    cand = candidates(problem)
    plan = build(problem)
    choice = adopt(problem, cand, plan)
    again = write(problem, cand, choice)
    assert check(problem, again) == ()
    assert cost(problem, again) <= cost(problem, plan) + 1e-9
    assert cost(problem, again) == pytest.approx(cost_of(cand, choice))


def test_useless_decision_is_left_out_with_its_order() -> None:
    """A line served at a loss that no optimum serves goes, and with it the order that is all or none."""
    orders = {"A": {"1": ("P", 1, 9.0), "2": ("Q", 1, 1.0)}, "B": {"1": ("P", 1, 9.0)}}
    ships = [
        Ship("A", "W", 1.0, lines=("1",)),
        Ship("A", "W", 30.0, lines=("2",), option="dear"),
        Ship("B", "W", 1.0),
    ]
    problem = Case(orders, ships, {("W", "P"): [9], ("W", "Q"): [9]}, split=Split.ORDER).problem()
    plan = Solution(
        (assign("A", "1", "W", 1), assign("A", "2", "W", 1, option="dear"), assign("B", "1", "W", 1))
    )
    cand = candidates(problem)
    assert write(problem, cand, adopt(problem, cand, plan)).assignments == (assign("B", "1", "W", 1),)


def test_choice_beyond_a_limit_is_not_written() -> None:
    """Of two orders chosen for one unit, one is left out: what is written keeps the limit."""
    orders = {name: {"1": ("P", 1, 9.0)} for name in "AB"}
    problem = Case(orders, [Ship("A", "W"), Ship("B", "W")], {("W", "P"): [1]}).problem()
    cand = candidates(problem)
    both = Choice(np.ones(2), np.zeros(0), np.zeros(0))
    assert write(problem, cand, both).assignments == (assign("A", "1", "W", 1),)
    assert write(problem, cand, empty(cand)) == Solution(())
