"""Decisions in arrays, written and read in the planner's ids."""

import numpy as np
import pytest

from optimizer.core.status import Status
from optimizer.inventory.check import cost
from optimizer.inventory.engines.decision import (
    Decision,
    Outcome,
    Stopwatch,
    evaluate,
    from_solution,
    nothing_moved,
    resting,
    result,
)
from optimizer.inventory.solution import Move, Served, Shortage, Solution
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "S"),
    products=("p", "q"),
    days=2,
    opening={("A", "p"): 3},
    receipts={("B", "q", 1): 4},
    demand={("Z", "p", 1): 2, ("Z", "q", 0): 1},
    serve={("Z", "B"): 1.0},
    lanes=[Lane("A", "B", 1, 2.0)],
    holding=0.25,
    end_value=0.5,
    unlimited=("S",),
)
PLAN = Solution(
    (Move("p", "A-B", "A", "B", 0, 1, 2),), (Served("p", "Z", "B", 1, 2),), (Shortage("q", "Z", 0, 1),)
)


def test_a_plan_survives_the_way_through_arrays() -> None:
    """Ids become indices and ids again."""
    assert from_solution(PROBLEM, PLAN).solution(PROBLEM) == PLAN


def test_the_engines_cost_is_the_checkers() -> None:
    """Two computations that share no code agree."""
    decision = from_solution(PROBLEM, PLAN)
    # freight 4, serving 2, short 100, nights 1 + 1 + 4 at 0.25, left 5 at 0.5
    assert evaluate(PROBLEM, decision) == pytest.approx(105.0)
    assert cost(PROBLEM, PLAN) == pytest.approx(105.0)


def test_nothing_moved_is_short_of_everything() -> None:
    """The stock rests, the demand of the product is short."""
    decision = Decision.joined([nothing_moved(PROBLEM, 0), nothing_moved(PROBLEM, 1)])
    assert decision.solution(PROBLEM) == Solution(
        (), (), (Shortage("p", "Z", 1, 2), Shortage("q", "Z", 0, 1))
    )
    assert resting(PROBLEM)[:, :, 1].tolist() == [[3, 0], [0, 4], [0, 0]]


@pytest.mark.parametrize(
    ("outcome", "bound"),
    [
        (Outcome(Status.FEASIBLE, bound=100.0), 100.0),
        (Outcome(Status.FEASIBLE, bound=106.0), 105.0),
        (Outcome(Status.OPTIMAL, slack=2.0), 103.0),
        (Outcome(Status.FEASIBLE, bound=104.0, slack=2.0), 104.0),
        (Outcome(Status.TIME_LIMIT), None),
    ],
)
def test_the_bound_is_the_best_that_is_proven(outcome: Outcome, bound: float | None) -> None:
    """Never above the objective, and none where nothing is proven."""
    outcome = Outcome(outcome.status, from_solution(PROBLEM, PLAN), outcome.bound, outcome.slack)
    told = result(PROBLEM, outcome, ("test", "1"), 7, Stopwatch())
    assert told.bound == (None if bound is None else pytest.approx(bound))
    assert (told.stage, told.engine, told.engine_version, told.seed) == ("inventory", "test", "1", 7)
    assert told.runtime_s >= 0


def test_empty_decisions_have_their_shape() -> None:
    """Joining nothing gives an empty decision, not an error."""
    assert Decision.joined([]).moves.shape == (0, 4)
    assert np.isclose(evaluate(PROBLEM, Decision.joined([])), 0.25 * (3 + 3 + 4) - 0.5 * 7)
