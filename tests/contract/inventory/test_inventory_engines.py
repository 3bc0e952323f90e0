"""Every engine gives the same optimum for the same problem, known by hand."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.inventory.check import check, cost
from optimizer.inventory.engines import solve
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Move, Served, Shortage
from tests.helpers.inventory import Lane, make_problem

ENGINES = ("flow", "lp")


@dataclass(frozen=True)
class Case:
    """A problem whose optimum is known by hand."""

    problem: Callable[[], Problem]
    objective: float
    moves: tuple[Move, ...] = ()
    served: tuple[Served, ...] = ()
    shortages: tuple[Shortage, ...] = field(default=())


CASES = {
    "serve from the cheaper site": Case(
        lambda: make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 3, ("B", "p"): 9},
            demand={("Z", "p", 0): 5},
            serve={("Z", "A"): 2.0, ("Z", "B"): 7.0},
        ),
        # 3 x 2 + 2 x 7
        objective=20.0,
        served=(Served("p", "Z", "A", 0, 3), Served("p", "Z", "B", 0, 2)),
    ),
    "a same-day move may be used the same day": Case(
        lambda: make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 4},
            demand={("Z", "p", 0): 4},
            serve={("Z", "B"): 1.0},
            lanes=[Lane("A", "B", 0, 2.5)],
        ),
        objective=14.0,
        moves=(Move("p", "A-B", "A", "B", 0, 0, 4),),
        served=(Served("p", "Z", "B", 0, 4),),
    ),
    "goods in transit pay no holding, goods that wait do": Case(
        lambda: make_problem(
            sites=("A", "B"),
            days=4,
            opening={("A", "p"): 1},
            demand={("Z", "p", 3): 1},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 2, 5.0)],
            holding=1.0,
        ),
        # one night in all, at A or at B, whichever; two days on the road are free
        objective=6.0,
        served=(Served("p", "Z", "B", 3, 1),),
    ),
    "the last night is charged and the end value earned": Case(
        lambda: make_problem(opening={("W", "p"): 2}, days=3, holding=1.0, end_value=10.0),
        # 3 nights x 2 units - 2 x 10
        objective=-14.0,
    ),
    "stock worth more at the end is not sold below that": Case(
        lambda: make_problem(
            opening={("W", "p"): 2},
            demand={("Z", "p", 0): 2},
            serve={("Z", "W"): 0.0},
            shortage=4.0,
            end_value=10.0,
        ),
        objective=2 * 4 - 2 * 10,
        shortages=(Shortage("p", "Z", 0, 2),),
    ),
    "a move that would arrive after the last day is not made": Case(
        lambda: make_problem(
            sites=("A", "B"),
            days=2,
            opening={("A", "p"): 5},
            demand={("Z", "p", 1): 5},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 2, 0.0)],
            end_value=1.0,
        ),
        objective=5 * 100 - 5.0,
        shortages=(Shortage("p", "Z", 1, 5),),
    ),
    "lanes leave on their days only": Case(
        lambda: make_problem(
            sites=("A", "B"),
            days=3,
            opening={("A", "p"): 2},
            demand={("Z", "p", 1): 1, ("Z", "p", 2): 1},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 1, 1.0, days=(1,))],
        ),
        objective=101.0,
        moves=(Move("p", "A-B", "A", "B", 1, 2, 1),),
        served=(Served("p", "Z", "B", 2, 1),),
        shortages=(Shortage("p", "Z", 1, 1),),
    ),
    "receipts may be used the day they come": Case(
        lambda: make_problem(
            days=2,
            receipts={("W", "p", 1): 3},
            demand={("Z", "p", 0): 1, ("Z", "p", 1): 3},
            serve={("Z", "W"): 1.0},
        ),
        objective=103.0,
        served=(Served("p", "Z", "W", 1, 3),),
        shortages=(Shortage("p", "Z", 0, 1),),
    ),
    "an unlimited site never runs out and pays no holding": Case(
        lambda: make_problem(
            sites=("S", "W"),
            days=2,
            demand={("Z", "p", 0): 50, ("Z", "p", 1): 50},
            serve={("Z", "W"): 1.0},
            lanes=[Lane("S", "W", 1, 3.0)],
            holding=9.0,
            unlimited=("S",),
        ),
        objective=50 * 100 + 50 * 4.0,
        moves=(Move("p", "S-W", "S", "W", 0, 1, 50),),
        served=(Served("p", "Z", "W", 1, 50),),
        shortages=(Shortage("p", "Z", 0, 50),),
    ),
    "an end value equal to the freight buys nothing": Case(
        lambda: make_problem(
            sites=("S", "W"), lanes=[Lane("S", "W", 0, 3.0)], end_value=3.0, unlimited=("S",)
        ),
        objective=0.0,
    ),
    "a limited lane is used for its end value up to its limit": Case(
        lambda: make_problem(
            sites=("S", "W"),
            lanes=[Lane("S", "W", 0, 3.0, capacity_kg=10.0)],
            end_value=5.0,
            weight_kg=3.0,
            unlimited=("S",),
        ),
        # three units of 3 kg fit 10 kg
        objective=-6.0,
        moves=(Move("p", "S-W", "S", "W", 0, 0, 3),),
    ),
    "one product's lane limit is a number of whole units": Case(
        lambda: make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 9},
            demand={("Z", "p", 0): 9},
            serve={("Z", "B"): 0.0},
            lanes=[Lane("A", "B", 0, 1.0, capacity_kg=0.7)],
            weight_kg=0.1,
        ),
        objective=7 + 200.0,
        moves=(Move("p", "A-B", "A", "B", 0, 0, 7),),
        served=(Served("p", "Z", "B", 0, 7),),
        shortages=(Shortage("p", "Z", 0, 2),),
    ),
    "one product's storage limit sends stock early": Case(
        lambda: make_problem(
            sites=("A", "B"),
            opening={("A", "p"): 5},
            lanes=[Lane("A", "B", 0, 2.0)],
            storage_l={"A": 7.0},
            volume_l=2.0,
        ),
        # three units of 2 l stay, two must go
        objective=4.0,
        moves=(Move("p", "A-B", "A", "B", 0, 0, 2),),
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", CASES)
def test_optimum_known_by_hand(name: str, engine: str) -> None:
    """The engine proves the optimum, and where the plan is unique it is the plan."""
    case = CASES[name]
    problem = case.problem()
    result = solve(problem, Params(), engine)
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(case.objective, abs=1e-9)
    assert result.bound == pytest.approx(case.objective, abs=1e-3)
    assert result.solution is not None
    assert check(problem, result.solution, result.objective) == ()
    assert cost(problem, result.solution) == pytest.approx(result.objective, rel=1e-6)
    if case.moves:
        assert result.solution.moves == case.moves
    assert result.solution.served == case.served
    assert result.solution.shortages == case.shortages


@pytest.mark.parametrize("engine", ENGINES)
def test_storage_that_cannot_hold_the_stock_is_named(engine: str) -> None:
    """No plan is made up: the site, the day and the least room that is missing are reported."""
    problem = make_problem(
        sites=("A", "B"),
        days=2,
        opening={("A", "p"): 10},
        demand={("Z", "p", 0): 3},
        serve={("Z", "A"): 1.0},
        lanes=[Lane("A", "B", 0, 1.0, capacity_kg=2.0, days=(0,))],
        storage_l={"A": 4.0},
    )
    result = solve(problem, Params(), engine)
    assert result.status is Status.INFEASIBLE
    assert result.solution is None
    assert result.objective is None
    assert [(item.id, item.reason) for item in result.unserved] == [("A", "stock-storage-overfull")] * 2
    assert [item.fix for item in result.unserved] == [
        "1 l more storage at A on day 0",
        "1 l more storage at A on day 1",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_time_everything_is_short_and_says_so(engine: str) -> None:
    """Out of time, nothing moves, all demand is short with a reason, and no bound is claimed."""
    problem = make_problem(
        opening={("W", "p"): 2}, demand={("Z", "p", 0): 2}, serve={("Z", "W"): 1.0}, days=1
    )
    result = solve(problem, Params(time_limit_s=0.0), engine)
    assert result.status is Status.TIME_LIMIT
    assert result.bound is None
    assert result.solution is not None
    assert result.solution.shortages == (Shortage("p", "Z", 0, 2),)
    assert [item.reason for item in result.unserved] == ["stock-search-ended"]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_time_and_without_room_there_is_no_plan(engine: str) -> None:
    """Leaving everything where it is would break the storage limit, so it is not called a plan."""
    problem = make_problem(opening={("W", "p"): 2}, storage_l={"W": 1.0}, lanes=[])
    result = solve(problem, Params(time_limit_s=0.0), engine)
    assert (result.status, result.solution) == (Status.TIME_LIMIT, None)


def _random(seed: int) -> Problem:
    random = np.random.default_rng(seed)
    problem = make_problem(
        sites=("S", "A", "B", "C"),
        products=("p", "q"),
        zones=("Y", "Z"),
        days=3,
        lanes=[
            Lane("S", "A", 1, 2.0),
            Lane("A", "B", 0, 0.5, capacity_kg=math.inf),
            Lane("A", "C", 1, 0.25, days=(0, 1)),
            Lane("B", "C", 0, 1.0),
            Lane("C", "B", 0, 0.0),
        ],
        shortage=(9.0, 20.0),
        unlimited=("S",),
    )
    serve = random.integers(1, 12, problem.serve_cost.shape).astype(np.float64)
    serve[random.random(serve.shape) < 0.4] = math.inf
    return problem.replace(
        opening=random.integers(0, 8, problem.opening.shape),
        receipts=random.integers(0, 3, problem.receipts.shape),
        demand=random.integers(0, 6, problem.demand.shape),
        serve_cost=serve,
        holding_cost=random.integers(0, 3, problem.holding_cost.shape) / 4,
        end_value=random.integers(0, 8, problem.end_value.shape) / 4,
    )


@pytest.mark.parametrize("seed", range(12))
def test_engines_agree_on_random_networks(seed: int) -> None:
    """Two formulations, two solvers, one optimum."""
    problem = _random(seed)
    flow, linear = (solve(problem, Params(), engine) for engine in ENGINES)
    assert flow.objective == pytest.approx(linear.objective, rel=1e-7, abs=1e-6)
    assert flow.status is linear.status is Status.OPTIMAL


@pytest.mark.parametrize("seed", range(4))
def test_same_inputs_give_the_same_plan(seed: int) -> None:
    """A second run writes the very same plan."""
    for engine in ENGINES:
        first, second = (solve(_random(seed), Params(), engine) for _ in range(2))
        assert first.solution == second.solution
