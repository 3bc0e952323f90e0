import numpy as np

from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.engines.ways import Ways
from optimizer.fulfilment.problem import Split
from tests.helpers.fulfilment import Case, Ship

ORDERS = {"A": {"1": ("P", 1, 10.0), "2": ("Q", 1, 10.0)}}
SHIPS = [Ship("A", "W", 6.0), Ship("A", "S", 2.0, lines=("1",)), Ship("A", "T", 3.0, lines=("2",))]
STOCK = {(site, product): [9] for site in "WST" for product in "PQ"}


def listed(split: Split, partial: bool = False) -> list[tuple[float, int]]:
    """Cost and number of entries of each way, the cheapest first, found without prices."""
    problem = Case(ORDERS, SHIPS, STOCK, split=split, partial=partial).problem()
    cand = candidates(problem)
    guide = price(cand, Prices(np.full(cand.covers, -10.0), np.zeros(len(cand.resources.limit))))
    return [(way.cost, len(way.entries)) for way in Ways(problem, cand, guide).cheapest[0]]


def test_one_shipment_for_all() -> None:
    """Under split NONE only W serves the order, for 6."""
    assert listed(Split.NONE) == [(6.0, 2)]


def test_combinations_pay_each_shipment_once() -> None:
    """Lines together from S and T cost 5, from W 6, and mixed ways pay both shipments."""
    assert listed(Split.ORDER) == [(5.0, 2), (6.0, 2), (8.0, 2), (9.0, 2)]


def test_partial_ways_leave_lines_at_their_unserved_cost() -> None:
    """With partial service S alone costs 2 and leaves 10, T alone 13, W alone 16."""
    ways = listed(Split.ORDER, partial=True)
    assert (12.0, 1) in ways
    assert (13.0, 1) in ways
    assert min(ways) == (5.0, 2)


def test_allowed() -> None:
    """A way carries no line twice, and every line where the order is all or none."""
    problem = Case(ORDERS, SHIPS, STOCK, split=Split.ORDER).problem()
    cand = candidates(problem)
    guide = price(cand, Prices(np.zeros(cand.covers), np.zeros(len(cand.resources.limit))))
    ways = Ways(problem, cand, guide)
    assert ways.allowed(0, [0, 1])
    assert not ways.allowed(0, [0])
    assert not ways.allowed(0, [0, 2])
    assert not ways.allowed(0, [])
