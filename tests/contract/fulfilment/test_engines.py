"""What every fulfilment engine must do."""

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines import engine, names, solve
from optimizer.fulfilment.problem import Problem, Split
from tests.helpers.fulfilment import Case, Ship
from tests.helpers.fulfilment_random import random_problem

PARAMS = Params(iteration_limit=20, seed=3)
ENGINES = pytest.mark.parametrize("name", names())
RULES = pytest.mark.parametrize("partial", [False, True])
SPLITS = pytest.mark.parametrize("split", list(Split))


def crowd(split: Split, partial: bool, orders: int = 14) -> Problem:
    """Return a problem in which orders compete for everything."""
    return random_problem(np.random.default_rng(7), orders, split, partial, most_lines=3, ships=8)


@ENGINES
@SPLITS
@RULES
def test_plan_is_checked_and_costs_what_it_says(name: str, split: Split, partial: bool) -> None:
    """The plan keeps every rule, its objective is the checker's cost, and a bound is below it."""
    problem = crowd(split, partial)
    result = solve(problem, PARAMS, name)
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    assert result.objective == pytest.approx(cost(problem, result.solution), rel=1e-12)
    assert result.objective is not None
    assert result.bound is None or result.bound <= result.objective
    assert result.engine == name
    assert result.stage == "fulfilment"
    assert result.seed == 3


@ENGINES
def test_same_input_same_plan(name: str) -> None:
    """With an iteration limit and a seed, two runs give the same plan and bound."""
    problem = crowd(Split.ORDER, True)
    first, second = solve(problem, PARAMS, name), solve(problem, PARAMS, name)
    assert first.solution == second.solution
    assert first.bound == second.bound


@ENGINES
@RULES
def test_everything_unserved_is_explained(name: str, partial: bool) -> None:
    """Whatever is not served is named once, with a reason; whatever is served is not."""
    problem = crowd(Split.NONE, partial)
    result = solve(problem, PARAMS, name)
    assert result.solution is not None
    served = {(a.order, a.line) for a in result.solution.assignments}
    lines = list(zip([problem.orders[o] for o in problem.line_order], problem.line_ids, strict=True))
    missing = {f"{o}/{k}" if partial else o for o, k in lines if (o, k) not in served}
    assert sorted(missing) == sorted(each.id for each in result.unserved)
    assert all(each.reason.startswith("order-") and each.fix for each in result.unserved)


@ENGINES
def test_empty_problem(name: str) -> None:
    """A problem without orders has the empty plan at no cost."""
    problem = Case({}, [], {("W", "P"): [3]}).problem()
    result = solve(problem, PARAMS, name)
    assert result.solution is not None
    assert result.solution.assignments == ()
    assert result.objective == 0.0


@ENGINES
def test_order_without_shipments_stays_unserved(name: str) -> None:
    """An order that nothing reaches costs its unserved cost and does not disturb the others."""
    case = Case(
        orders={"A": {"1": ("P", 1, 9.0)}, "B": {"1": ("P", 1, 9.0)}},
        ships=[Ship("A", "W", cost=2.0)],
        stock={("W", "P"): [5]},
    )
    result = solve(case.problem(), PARAMS, name)
    assert result.objective == pytest.approx(11.0)
    assert [(each.id, each.reason) for each in result.unserved] == [("B", "order-no-candidate")]


class Impatient(Silent):
    """Asks to stop from the first look on."""

    def cancelled(self) -> bool:
        """Return True."""
        return True


@ENGINES
def test_interrupt_returns_a_checked_plan(name: str) -> None:
    """An engine asked to stop at once returns a plan that keeps every rule; a search says it was stopped."""
    problem = crowd(Split.NONE, False)
    result = solve(problem, Params(), name, progress=Impatient())
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    assert result.status is (Status.FEASIBLE if name == "greedy" else Status.TIME_LIMIT)


def test_start_is_never_made_worse() -> None:
    """Given the best plan to start from and no iterations, the exact engine returns a plan as good."""
    problem = crowd(Split.NONE, False, orders=12)
    best = solve(problem, Params(gap=0.0), "highs")
    again = solve(problem, Params(iteration_limit=0), "highs", start=best.solution)
    assert best.objective is not None
    assert again.objective == pytest.approx(best.objective)


def test_engine_by_name() -> None:
    """Every listed engine exists under its name, and an unknown one is refused."""
    assert [engine(name).name for name in names()] == list(names())
    with pytest.raises(ValueError, match="no fulfilment engine 'other'"):
        engine("other")
