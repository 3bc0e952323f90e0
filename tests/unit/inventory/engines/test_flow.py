"""The flow engine: scale, ties, limits of what it can hold, and how it stops."""

import numpy as np
import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.inventory.engines import flow
from optimizer.inventory.engines.flow import FlowEngine, solve_product
from optimizer.inventory.engines.network import Limits
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Shortage
from tests.helpers.inventory import Lane, make_problem


def _simple(**changes: float) -> Problem:
    costs = {"shortage": 100.0, **changes}
    return make_problem(
        sites=("A", "B"),
        opening={("A", "p"): 5},
        demand={("Z", "p", 0): 3},
        serve={("Z", "B"): 1.0},
        lanes=[Lane("A", "B", 0, 0.1)],
        shortage=costs["shortage"],
    )


def test_decimal_costs_leave_no_gap() -> None:
    """Costs that are whole at the scale are solved exactly, so bound and objective are equal."""
    result = FlowEngine().solve(_simple(), Params())
    assert result.objective == pytest.approx(3.3)
    assert result.gap == 0.0


def test_rounding_is_paid_for_by_the_bound() -> None:
    """A cost with endless digits is rounded; the bound stays below the optimum, and close to it."""
    problem = _simple()
    problem = problem.replace(serve_cost=np.full((1, 2, 1), 1 / 3))
    result = FlowEngine().solve(problem, Params())
    assert result.bound is not None
    assert result.objective == pytest.approx(1.0)
    assert 0 < 1.0 - result.bound < 1e-6


def test_a_huge_cost_beside_a_small_one_is_held() -> None:
    """Scaling follows the dearest arc: no overflow, and the gap says what precision is left."""
    result = FlowEngine().solve(_simple(shortage=1e18), Params())
    assert result.solution is not None
    assert result.solution.shortages == ()
    assert result.bound is not None
    assert result.bound < 3.3 <= result.objective + 1e-9  # type: ignore[operator]


def test_huge_quantities_are_held() -> None:
    """The most units an entry may hold do not overflow the solver."""
    problem = _simple().replace(opening=np.full((2, 1), 2**43), receipts=np.full((2, 1, 1), 2**43))
    assert FlowEngine().solve(problem, Params()).status is Status.OPTIMAL


def test_costs_beyond_the_scale_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scale that would overflow is an error, not a wrong plan."""
    monkeypatch.setattr(flow, "_MAX_COST", 2**60)
    with pytest.raises(OverflowError):
        FlowEngine().solve(_simple(), Params())


def test_free_lanes_are_not_used_for_nothing() -> None:
    """Among plans of equal cost the one that leaves stock where it is wins."""
    problem = make_problem(
        sites=("A", "B"), days=2, opening={("A", "p"): 5}, lanes=[Lane("A", "B", 0), Lane("B", "A", 0)]
    )
    result = FlowEngine().solve(problem, Params())
    assert result.solution is not None
    assert result.solution.moves == ()


def test_rounding_never_makes_a_purchase_pay() -> None:
    """Two thirds of freight for an end value of two thirds: at the scale it seems to pay, and is not bought."""
    problem = make_problem(
        sites=("S", "A", "B"),
        opening={("B", "p"): 5},
        demand={("Z", "p", 0): 5},
        serve={("Z", "B"): 1.0},
        lanes=[Lane("S", "A", 0, 1 / 3), Lane("A", "B", 0, 1 / 3)],
        end_value=2 / 3,
        unlimited=("S",),
    )
    problem.end_value[1] = 0.0
    result = FlowEngine().solve(problem, Params())
    assert result.solution is not None
    assert result.solution.moves == ()


def test_a_profit_without_end_is_refused() -> None:
    """The engine refuses before it searches."""
    problem = make_problem(sites=("S", "W"), lanes=[Lane("S", "W")], end_value=1.0, unlimited=("S",))
    with pytest.raises(InputError, match="inventory-end-value-unbounded"):
        FlowEngine().solve(problem, Params())


def test_limits_of_one_product_are_kept() -> None:
    """A share of a lane or of storage smaller than the whole binds like a capacity."""
    problem = _simple()
    free = Limits(np.full((1, 1), np.inf), np.full((2, 1), np.inf))
    plan = solve_product(problem, 0, Limits(np.full((1, 1), 2.0), free.storage))
    assert plan is not None
    assert plan.decision.moves[:, 3].tolist() == [2]
    assert plan.decision.shorts.tolist() == [[0, 0, 0, 1]]
    assert plan.held.tolist() == [[3], [0]]
    assert solve_product(problem, 0, Limits(free.lanes, np.zeros((2, 1)))) is None


class _StopAfter(Silent):
    """Cancels once a number of products was begun, and remembers which."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.begun: list[str] = []

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Remember the product."""
        assert stage == "inventory"
        assert fraction is not None
        self.begun.append(message)

    def cancelled(self) -> bool:
        """Whether enough were begun."""
        return len(self.begun) >= self.count


def test_cancelling_keeps_the_products_that_are_done() -> None:
    """The product solved keeps its plan; the other moves nothing, is short, and says why."""
    problem = make_problem(
        products=("p", "q"),
        opening={("W", "p"): 2, ("W", "q"): 2},
        demand={("Z", "p", 0): 2, ("Z", "q", 0): 2},
        serve={("Z", "W"): 1.0},
    )
    progress = _StopAfter(1)
    result = FlowEngine().solve(problem, Params(), progress=progress)
    assert progress.begun == ["p"]
    assert (result.status, result.bound, result.iterations) == (Status.TIME_LIMIT, None, 1)
    assert result.objective == pytest.approx(2 * 1 + 2 * 100)
    assert result.solution is not None
    assert result.solution.shortages == (Shortage("q", "Z", 0, 2),)
    assert [(item.id, item.reason) for item in result.unserved] == [("q|Z", "stock-search-ended")]
