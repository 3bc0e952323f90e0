import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.master import Master, leading
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Pool, PoolVehicle
from tests.helpers.fulfilment import Case, Ship

CONTROL = Control(Params(), Deadline(None), SILENT)


def master(ships: list[Ship], **changes: object) -> Master:
    """Return the master problem of one order, its patterns chosen without prices."""
    case = Case({"A": {"1": ("P", 2, 20.0)}}, ships, {("W", "P"): [9], ("S", "P"): [1]}, **changes)  # type: ignore[arg-type]
    cand = candidates(case.problem())
    none = Prices(np.zeros(cand.covers), np.zeros(len(cand.resources.limit)))
    return Master(cand, CONTROL, price(cand, none))


def value(problem: Master) -> float:
    """Solve, and return the cost."""
    solved = problem.solve()
    assert solved is not None
    return solved.cost


def test_leading_keeps_the_least_per_group() -> None:
    """The two least of each group, in order of index; what is not chosen does not count."""
    group, key = np.array([0, 0, 0, 1, 1]), np.array([3.0, 1.0, 2.0, 9.0, 8.0])
    assert leading(group, key, np.arange(5), 2).tolist() == [1, 2, 3, 4]
    assert leading(group, key, np.array([0, 2, 3]), 1).tolist() == [2, 3]


def test_solution_and_prices() -> None:
    """The order goes from W at 5, and its row is worth the 15 that this saves."""
    solved = master([Ship("A", "W", 5.0)]).solve()
    assert solved is not None
    assert solved.cost == pytest.approx(5.0)
    assert solved.value.tolist() == [1.0]
    assert solved.prices.cover == pytest.approx([-15.0])


def test_extend_adds_what_gains() -> None:
    """Seven shipments, of which four are in at first: the cheapest is found by its reduced cost or was in."""
    ships = [Ship("A", "W", 12.0 - k, day=k) for k in range(7)]
    problem = master(ships, days=7)
    assert len(problem.block) == 4
    solved = problem.solve()
    assert solved is not None
    assert solved.cost == pytest.approx(6.0)
    none = Prices(np.zeros(1), np.zeros(0))
    cand = candidates(Case({"A": {"1": ("P", 2, 20.0)}}, ships, {("W", "P"): [9]}, days=7).problem())
    assert problem.extend(price(cand, none))
    assert not problem.extend(price(cand, solved.prices))


def test_vans_can_be_fixed_and_repriced() -> None:
    """The relaxation rents half a van for 4; a whole one costs 8, and 2 once it is repriced."""
    pool = Pool("G", (PoolVehicle("v", 1, 8.0, (4.0,), 0.0),))
    problem = master([Ship("A", "W", 1.0, pool="G")], pools=[pool], load={"P": (1.0,)})
    costs = [value(problem)]
    problem.fix_vans(np.ones(1), np.ones(1))
    costs.append(value(problem))
    problem.reprice_vans(np.array([2.0]))
    costs.append(value(problem))
    assert costs == pytest.approx([5.0, 9.0, 3.0])


def test_interrupted() -> None:
    """A master problem stopped before it is solved has no solution."""
    problem = master([Ship("A", "W", 5.0), Ship("A", "W", 4.0, day=1)], days=2)
    for option, value in (("solver", "simplex"), ("presolve", "off"), ("simplex_iteration_limit", 0)):
        problem._solver.set(option, value)
    assert problem.solve() is None
