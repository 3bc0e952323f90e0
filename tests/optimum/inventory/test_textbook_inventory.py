"""Published instances whose optimum is known."""

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.inventory.engines import solve
from optimizer.inventory.problem import Problem
from tests.helpers.inventory import Lane, make_problem

ENGINES = ("flow", "lp")


def powerco() -> Problem:
    """Three plants, four cities.

    References
    ----------
    Winston, W. L. (2004). Operations Research: Applications and Algorithms, 4th ed., ch. 7.1, table 1: z = 1020.
    """
    cost = [[8, 6, 10, 9], [9, 12, 13, 7], [14, 9, 16, 5]]
    return make_problem(
        sites=("P1", "P2", "P3"),
        zones=("C1", "C2", "C3", "C4"),
        opening={("P1", "p"): 35, ("P2", "p"): 50, ("P3", "p"): 40},
        demand={(f"C{i + 1}", "p", 0): units for i, units in enumerate((45, 20, 30, 30))},
        serve={(f"C{j + 1}", f"P{i + 1}"): float(cost[i][j]) for i in range(3) for j in range(4)},
        shortage=1000.0,
    )


def widgetco() -> Problem:
    """Two plants, two transshipment points, two customers.

    References
    ----------
    Winston, W. L. (2004). Operations Research: Applications and Algorithms, 4th ed., ch. 7.6: z = 6370.
    """
    return make_problem(
        sites=("Memphis", "Denver", "NewYork", "Chicago"),
        zones=("LA", "Boston"),
        opening={("Memphis", "p"): 150, ("Denver", "p"): 200},
        demand={("LA", "p", 0): 130, ("Boston", "p", 0): 130},
        serve={
            ("LA", "Memphis"): 25.0,
            ("Boston", "Memphis"): 28.0,
            ("LA", "Denver"): 26.0,
            ("Boston", "Denver"): 25.0,
            ("LA", "NewYork"): 16.0,
            ("Boston", "NewYork"): 17.0,
            ("LA", "Chicago"): 14.0,
            ("Boston", "Chicago"): 16.0,
        },
        lanes=[
            Lane("Memphis", "NewYork", 0, 8.0),
            Lane("Memphis", "Chicago", 0, 13.0),
            Lane("Denver", "NewYork", 0, 15.0),
            Lane("Denver", "Chicago", 0, 12.0),
            Lane("NewYork", "Chicago", 0, 6.0),
            Lane("Chicago", "NewYork", 0, 6.0),
        ],
        shortage=1000.0,
    )


def sailco() -> Problem:
    """Four quarters of boats, regular and overtime production, holding.

    References
    ----------
    Winston, W. L. (2004). Operations Research: Applications and Algorithms, 4th ed., ch. 3.10: z = 78 450.
    """
    return make_problem(
        sites=("Yard", "Store"),
        days=4,
        opening={("Store", "p"): 10},
        demand={("Z", "p", quarter): units for quarter, units in enumerate((40, 60, 75, 25))},
        serve={("Z", "Store"): 0.0},
        lanes=[Lane("Yard", "Store", 0, 400.0, capacity_kg=40.0), Lane("Yard", "Store", 0, 450.0)],
        holding=20.0,
        shortage=10_000.0,
        unlimited=("Yard",),
    )


def dantzig() -> Problem:
    """Two canneries, three markets, freight of 90 dollars per case and thousand miles.

    References
    ----------
    Dantzig, G. B. (1963). Linear Programming and Extensions, ch. 3.3; GAMS model library ``trnsport``: 153.675
    thousand dollars.
    """
    miles = {"Seattle": (2.5, 1.7, 1.8), "SanDiego": (2.5, 1.8, 1.4)}
    markets = ("NewYork", "Chicago", "Topeka")
    return make_problem(
        sites=("Seattle", "SanDiego"),
        zones=markets,
        opening={("Seattle", "p"): 350, ("SanDiego", "p"): 600},
        demand={("NewYork", "p", 0): 325, ("Chicago", "p", 0): 300, ("Topeka", "p", 0): 275},
        serve={
            (market, cannery): 0.09 * distance
            for cannery, distances in miles.items()
            for market, distance in zip(markets, distances, strict=True)
        },
        shortage=10.0,
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("problem", "optimum"),
    [(powerco(), 1020.0), (widgetco(), 6370.0), (sailco(), 78_450.0), (dantzig(), 153.675)],
    ids=["powerco", "widgetco", "sailco", "dantzig"],
)
def test_published_optimum(problem: Problem, optimum: float, engine: str) -> None:
    """The engine finds the optimum in print and proves it."""
    result = solve(problem, Params(gap=0.0), engine)
    assert result.status is Status.OPTIMAL
    assert result.objective == pytest.approx(optimum, rel=1e-9)
    assert result.unserved == ()


def test_two_products_in_one_truck_are_a_knapsack() -> None:
    """Units that share a departure are chosen as in a published knapsack.

    References
    ----------
    Burkardt, J., KNAPSACK_01 data sets, P04: seven objects, capacity 50, optimum 107 with objects 1 and 4.
    """
    profits = (70, 20, 39, 37, 7, 5, 10)
    weights = (31, 10, 20, 19, 4, 3, 6)
    items = tuple(f"item{i}" for i in range(7))
    problem = make_problem(
        sites=("A", "B"),
        products=items,
        opening={("A", item): 1 for item in items},
        demand={("Z", item, 0): 1 for item in items},
        serve={("Z", "B"): 0.0},
        lanes=[Lane("A", "B", 0, 0.0, capacity_kg=50.0)],
        shortage=[float(profit) for profit in profits],
        weight_kg=[float(weight) for weight in weights],
    )
    result = solve(problem, Params(gap=0.0))
    assert (result.engine, result.status) == ("lp", Status.OPTIMAL)
    assert result.objective == pytest.approx(sum(profits) - 107)
    assert result.solution is not None
    assert sorted(move.product for move in result.solution.moves) == ["item0", "item3"]
    assert np.isclose(result.gap or 0.0, 0.0, atol=1e-6)
