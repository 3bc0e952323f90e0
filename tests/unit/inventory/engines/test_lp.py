"""The LP engine where products share capacity: by hand, and with every way a search can end."""

import itertools
from typing import Any

import numpy as np
import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.inventory.check import check
from optimizer.inventory.engines import lp, solve
from optimizer.inventory.engines.highs import Run, run
from optimizer.inventory.engines.lp import LpEngine
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Move, Solution
from tests.helpers.inventory import Lane, make_problem


def two_in_a_van(capacity_kg: float = 10.0) -> Problem:
    """Two products of 3 kg and 4 kg compete for one departure; the heavy one is dearer to leave short."""
    return make_problem(
        sites=("A", "B"),
        products=("light", "heavy"),
        opening={("A", "light"): 9, ("A", "heavy"): 9},
        demand={("Z", "light", 0): 3, ("Z", "heavy", 0): 3},
        serve={("Z", "B"): 0.0},
        lanes=[Lane("A", "B", 0, 1.0, capacity_kg=capacity_kg)],
        shortage=(10.0, 14.0),
        weight_kg=(3.0, 4.0),
    )


def knapsack(count: int = 30, seed: int = 1) -> Problem:
    """Many products in one van: a knapsack that takes in-turn loading and HiGHS some work."""
    random = np.random.default_rng(seed)
    products = tuple(f"p{i}" for i in range(count))
    weights = random.integers(20, 100, count).astype(float)
    return make_problem(
        sites=("A", "B"),
        products=products,
        days=2,
        opening={("A", product): 3 for product in products},
        demand={("Z", product, day): 1 for product in products for day in range(2)},
        serve={("Z", "B"): 0.0},
        lanes=[Lane("A", "B", 0, 0.0, capacity_kg=float(weights.sum()) / 2)],
        shortage=(weights + random.integers(1, 30, count)).tolist(),
        weight_kg=weights.tolist(),
    )


def test_a_shared_departure_is_divided_in_whole_units() -> None:
    """10 kg: the linear optimum would load 2.5 heavy ones; whole units make it two light and one heavy."""
    result = solve(two_in_a_van(), Params(gap=0.0))
    assert (result.engine, result.status) == ("lp", Status.OPTIMAL)
    assert result.solution is not None
    assert result.solution.moves == (
        Move("light", "A-B", "A", "B", 0, 0, 2),
        Move("heavy", "A-B", "A", "B", 0, 0, 1),
    )
    # moves 3, short 1 light and 2 heavy
    assert result.objective == pytest.approx(3 + 10 + 2 * 14)
    assert result.bound == pytest.approx(41.0)
    assert {item.reason for item in result.unserved} == {"stock-lane-capacity"}


def test_a_solver_that_leaves_fractions_still_gives_whole_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any optimum of the model will do, also one that serves half units where sites cost the same."""

    def halves(*arguments: Any, **options: Any) -> Run:  # noqa: ANN401 (passes on what it is given)
        ended = run(*arguments, **options)
        for variable in arguments[0].variables():
            if variable.name.startswith(("serve", "short")):
                variable.varValue = 0.5
        return ended

    monkeypatch.setattr(lp, "run", halves)
    result = solve(two_in_a_van(), Params(gap=0.0))
    assert result.objective == pytest.approx(41.0)


def test_a_limit_that_does_not_bind_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans made alone that fit together are optimal together."""
    monkeypatch.setattr(lp, "build", None)
    result = solve(two_in_a_van(capacity_kg=21.0), Params())
    assert (result.status, result.objective, result.gap) == (Status.OPTIMAL, 6.0, 0.0)


def test_shared_storage_is_respected() -> None:
    """Two products wait a night at B for the next day's demand; only what has room there comes early."""
    problem = make_problem(
        sites=("A", "B"),
        products=("small", "big"),
        days=2,
        opening={("A", "small"): 4, ("A", "big"): 4},
        demand={("Z", "small", 1): 4, ("Z", "big", 1): 4},
        serve={("Z", "B"): 0.0},
        lanes=[Lane("A", "B", 0, 0.0, days=(0,))],
        shortage=(5.0, 8.0),
        volume_l=(1.0, 2.0),
        storage_l={"B": 7.0},
    )
    result = solve(problem, Params(gap=0.0))
    # 3 small and 2 big fill the 7 l; 4 small would leave a litre that no big one fits
    assert result.objective == pytest.approx(5 + 2 * 8)
    assert {item.reason for item in result.unserved} == {"stock-storage-full"}
    assert result.status is Status.OPTIMAL


def test_two_products_that_together_do_not_fit_are_infeasible() -> None:
    """Each fits alone; the litre that both lack together is named."""
    problem = make_problem(
        products=("p", "q"),
        opening={("W", "p"): 3, ("W", "q"): 3},
        storage_l={"W": 5.0},
    )
    result = solve(problem, Params())
    assert (result.status, result.solution) == (Status.INFEASIBLE, None)
    assert [(item.id, item.fix) for item in result.unserved] == [("W", "1 l more storage at W on day 0")]


def test_one_product_that_does_not_fit_alone_is_infeasible() -> None:
    """Storage that one product overfills is found before the model is built."""
    problem = make_problem(products=("p", "q"), opening={("W", "p"): 7}, storage_l={"W": 5.0})
    assert solve(problem, Params()).status is Status.INFEASIBLE


def test_the_gap_of_a_search_cut_short_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size that is modelled, a feasible plan comes with the relaxation's bound."""
    monkeypatch.setattr(lp, "MAX_COLUMNS", 3)
    result = solve(two_in_a_van(), Params(gap=0.0))
    assert result.status is Status.FEASIBLE
    # alone each would fill the van: three light, or two heavy
    assert result.bound == pytest.approx(3 + 2 + 14)
    assert result.objective is not None
    assert result.objective >= 41.0
    assert result.gap is not None
    assert result.gap > 0.5


def test_a_node_limit_gives_a_checked_plan_and_repeats() -> None:
    """With a limit on nodes and no time limit the same plan comes out twice."""
    first, second = (solve(knapsack(), Params(gap=0.0, iteration_limit=1)) for _ in range(2))
    assert first.solution == second.solution
    assert first.bound is not None
    assert first.objective is not None
    assert first.bound <= first.objective


def test_out_of_time_the_plan_is_the_one_in_turn() -> None:
    """Without any time the plan moves nothing and still keeps the limits."""
    result = solve(knapsack(), Params(time_limit_s=0.0))
    assert (result.status, result.bound) == (Status.TIME_LIMIT, None)
    assert result.solution is not None
    assert result.solution.moves == ()
    assert {item.reason for item in result.unserved} == {"stock-search-ended"}


class _Cancel(Silent):
    """Cancels at the n-th poll."""

    def __init__(self, polls: int) -> None:
        self.left = polls

    def cancelled(self) -> bool:
        """Count down."""
        self.left -= 1
        return self.left < 0


@pytest.fixture(scope="module")
def best() -> float:
    """Optimum of the knapsack."""
    objective = solve(knapsack(), Params(gap=0.0)).objective
    assert objective is not None
    return objective


@pytest.mark.parametrize("polls", [0, 20, 45, 61, 64])
def test_cancelled_at_any_point_the_best_plan_is_returned(polls: int, best: float) -> None:
    """In the relaxation, while taking turns or in HiGHS: a checked plan, and never a false proof."""
    problem = knapsack()
    result = LpEngine().solve(problem, Params(gap=0.0), progress=_Cancel(polls))
    assert result.status is Status.TIME_LIMIT
    assert result.solution is not None
    assert check(problem, result.solution, result.objective) == ()
    assert result.objective is not None
    assert result.objective >= best - 1e-6
    assert result.bound is None or result.bound <= best + 1e-6


def test_a_start_is_never_made_worse() -> None:
    """The optimal plan given as a start comes back although there is no time to find it."""
    problem = two_in_a_van()
    best = solve(problem, Params(gap=0.0)).solution
    result = solve(problem, Params(time_limit_s=0.0), start=best)
    assert result.solution == best
    assert result.status is Status.TIME_LIMIT


def test_a_start_that_breaks_a_rule_is_not_taken() -> None:
    """A plan that leaves demand out is no incumbent."""
    result = solve(two_in_a_van(), Params(time_limit_s=0.0), start=Solution((), (), ()))
    assert result.solution is not None
    assert sum(item.quantity for item in result.solution.shortages) == 6


def test_stock_that_must_leave_leaves_no_plan_in_turn() -> None:
    """With too little storage for what rests there, loading in turn may fail; the model still finds the plan."""
    problem = make_problem(
        sites=("A", "B"),
        products=("p", "q"),
        opening={("A", "p"): 3, ("A", "q"): 3},
        lanes=[Lane("A", "B", 0, 1.0)],
        storage_l={"A": 2.0},
    )
    result = solve(problem, Params(gap=0.0))
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(4.0)
    assert solve(problem, Params(time_limit_s=0.0)).solution is None


def test_a_profit_without_end_is_refused() -> None:
    """The engine refuses before it searches."""
    problem = make_problem(sites=("S", "W"), lanes=[Lane("S", "W")], end_value=1.0, unlimited=("S",))
    with pytest.raises(InputError, match="inventory-end-value-unbounded"):
        LpEngine().solve(problem, Params())


@pytest.mark.parametrize("seed", range(6))
def test_lanes_and_storage_shared_over_days(seed: int) -> None:
    """Random networks with both kinds of limit: plans pass the checker, bounds hold, tighter limits cost more."""
    random = np.random.default_rng(seed)
    products = ("p", "q", "r")
    costs = []
    for capacity, storage in itertools.product((9.0, 25.0), (20.0, 60.0)):
        problem = make_problem(
            sites=("S", "A", "B"),
            products=products,
            zones=("Y", "Z"),
            days=3,
            opening={("A", product): 3 for product in products},
            demand={
                (zone, product, day): int(units)
                for (zone, product, day), units in zip(
                    itertools.product("YZ", products, range(3)),
                    np.random.default_rng(seed).integers(0, 5, 18),
                    strict=True,
                )
            },
            serve={("Y", "A"): 1.0, ("Z", "B"): 2.0, ("Z", "A"): 6.0},
            lanes=[
                Lane("S", "A", 1, 2.0, capacity_kg=capacity),
                Lane("A", "B", 0, 1.0, capacity_kg=capacity),
            ],
            holding=0.25,
            shortage=(12.0, 15.0, 30.0),
            weight_kg=(1.0, 1.5, 2.5),
            volume_l=(2.0, 1.0, 3.0),
            storage_l={"A": storage, "B": storage / 2},
            unlimited=("S",),
        )
        result = solve(problem, Params(gap=1e-6, seed=int(random.integers(1000))))
        assert result.status is Status.OPTIMAL
        assert result.objective is not None
        assert result.bound is not None
        assert result.bound <= result.objective
        costs.append(result.objective)
    tight, roomier, wider, free = costs
    assert free <= roomier + 1e-3
    assert free <= wider + 1e-3
    assert max(roomier, wider) <= tight + 1e-3
