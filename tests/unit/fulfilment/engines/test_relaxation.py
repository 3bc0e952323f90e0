import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.relaxation import Relaxation, relax
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Split
from tests.helpers.fulfilment import Case, Ship
from tests.helpers.fulfilment_random import random_problem
from tests.helpers.fulfilment_twin import Twin


def relaxed(case: Case, seconds: float | None = None) -> Relaxation:
    """Relax a case."""
    return relax(candidates(case.problem()), Control(Params(), Deadline(seconds), SILENT))


def riders(price: float) -> Case:
    """Three orders by van, a third of its load each, or by parcel at 12."""
    orders = {name: {"1": ("P", 1, 99.0)} for name in "ABC"}
    ships = [Ship(order, "W", 1.0, option="van", pool="G") for order in orders]
    ships += [Ship(order, "W", 12.0) for order in orders]
    pool = Pool("G", (PoolVehicle("v", 2, price, (6.0,), 0.0),))
    return Case(orders, ships, {("W", "P"): [9]}, pools=[pool], load={"P": (4.0,)})


def test_bound_rents_fractions_and_the_dive_whole_vans() -> None:
    """Two vans at 9 carry all three; the bound rents only the load, the dive decides on whole vans."""
    found = relaxed(riders(9.0))
    assert found.bound == pytest.approx(3 + 2 * 9.0)
    assert found.vans.tolist() == [2.0]


@pytest.mark.parametrize("price", [4.0, 16.0, 30.0])
def test_dive_leaves_no_fraction(price: float) -> None:
    """Whatever a van costs, the dive ends with a whole number of them."""
    vans = relaxed(riders(price)).vans
    assert np.allclose(vans, np.round(vans))


@pytest.mark.parametrize("split", list(Split))
def test_bound_of_many_patterns_is_below_the_optimum(split: Split) -> None:
    """The relaxation over all patterns is a bound, and a good one where little is scarce."""
    problem = random_problem(np.random.default_rng(11), 8, split, True, 2, 5)
    bound = relax(candidates(problem), Control(Params(), Deadline(None), SILENT)).bound
    optimum = Twin(problem).optimum()
    assert 0.8 * optimum <= bound <= optimum + 1e-6


def test_bound_without_time() -> None:
    """Without any time the bound still holds: every order at its cheapest."""
    found = relaxed(riders(9.0), 0.0)
    assert found.bound <= 3 + 2 * 9.0
    assert found.rounds == 0


def test_little_used_openings_are_shut() -> None:
    """Two sites could serve three orders; opened a little each in the relaxation, after slope scaling one is."""
    orders = {name: {"1": ("P", 1, 99.0)} for name in "ABC"}
    near = {"A": "S", "B": "S", "C": "T"}
    ships = [Ship(o, s, 1.0 if near[o] == s else 2.0, opens=(s,)) for o in orders for s in "ST"]
    stock = {(s, "P"): [9] for s in "ST"}
    found = relaxed(Case(orders, ships, stock, openings=[Opening("S", 6.0), Opening("T", 6.0)]))
    assert found.vans.tolist() == [1.0, 0.0]
    assert found.bound <= 2 + 2 + 6
