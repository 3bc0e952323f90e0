import numpy as np
import pytest

from optimizer.fulfilment.engines.candidates import Candidates, candidates
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.problem import Pool, PoolVehicle, Split
from tests.helpers.fulfilment import Case, Ship

ORDERS = {name: {"1": ("P", 1, 20.0)} for name in "AB"}


def scarce(split: Split = Split.NONE) -> Candidates:
    """Two orders want the only unit at S for 2, or go from W for 5 or 9."""
    ships = [Ship("A", "S", 2.0), Ship("A", "W", 5.0), Ship("B", "S", 2.0), Ship("B", "W", 9.0)]
    return candidates(Case(ORDERS, ships, {("S", "P"): [1], ("W", "P"): [9]}, split=split).problem())


def at(stock: float, cover: tuple[float, float] = (0.0, 0.0)) -> Prices:
    """Return a price for the unit at S and (negative) prices for the orders."""
    return Prices(np.array(cover), np.array([stock]))


def test_without_prices_every_order_takes_its_cheapest() -> None:
    """At price zero both take the same unit: the bound is 2 + 2, below the optimum of 7."""
    assert price(scarce(), at(0.0)).bound == pytest.approx(4.0)


def test_right_price_closes_the_gap() -> None:
    """At price 3 A is indifferent: 5 + 5 less 3 for the unit is the optimum of 7."""
    assert price(scarce(), at(3.0)).bound == pytest.approx(7.0)


def test_negative_price_counts_as_zero() -> None:
    """A limit cannot be sold at a negative price."""
    assert price(scarce(), at(-5.0)).bound == pytest.approx(4.0)


def test_least_cost_with_a_block() -> None:
    """At price 3, A from S or W costs nothing more; B from W costs 4 more."""
    priced = price(scarce(), at(3.0))
    assert priced.block_least == pytest.approx([7.0, 7.0, 7.0, 11.0])


def test_open_rows_need_their_own_price() -> None:
    """Under split ORDER rows are priced: at their gains 15 and 15 the bound is the same 7."""
    priced = price(scarce(Split.ORDER), at(3.0, (-15.0, -15.0)))
    assert priced.bound == pytest.approx(7.0)
    assert priced.block_least == pytest.approx([7.0, 7.0, 7.0, 11.0])


def test_vans_are_bought_where_they_pay() -> None:
    """Two vans of 4 at 6 each: at a price of 2 per load unit both are bought, each for 2 less than it gives."""
    pool = Pool("G", (PoolVehicle("v", 2, 6.0, (4.0,), 0.0),))
    case = Case(
        {"A": {"1": ("P", 1, 20.0)}},
        [Ship("A", "W", pool="G")],
        {("W", "P"): [9]},
        pools=[pool],
        load={"P": (3.0,)},
    )
    cand = candidates(case.problem())
    prices = Prices(np.zeros(1), np.array([2.0, 0.0]))
    assert price(cand, prices).bound == pytest.approx(3 * 2.0 + 2 * (6.0 - 8.0))


def test_part_forced_with_one_unit_pays_its_share() -> None:
    """A part that would lose 4 on two units costs at least 2 more if it is used at all."""
    orders = {"A": {"1": ("P", 2, 20.0), "2": ("Q", 1, 20.0)}}
    stock = {("W", "P"): [1], ("W", "Q"): [9]}
    ships = [Ship("A", "W", 3.0)]
    cand = candidates(Case(orders, ships, stock, split=Split.LINE, partial=True).problem())
    priced = price(cand, Prices(np.zeros(2), np.array([12.0])))
    assert priced.part == pytest.approx([4.0, -20.0])
    assert priced.part_least - priced.bound == pytest.approx([2.0, 0.0])
