"""The network of one product has exactly the arcs that can carry something."""

import numpy as np

from optimizer.inventory.capacity import lane_units, storage_units
from optimizer.inventory.engines.network import Limits, Network, build, reachable
from optimizer.inventory.problem import Problem
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "C"),
    days=3,
    opening={("A", "p"): 5},
    receipts={("C", "p", 2): 1},
    demand={("Z", "p", 1): 2, ("Z", "p", 2): 3},
    serve={("Z", "B"): 1.0, ("Z", "C"): 2.0},
    lanes=[Lane("A", "B", 1, 4.0, capacity_kg=2.0), Lane("B", "C", 2, 1.0)],
    holding=0.5,
    end_value=3.0,
)


def _limits(problem: Problem) -> Limits:
    return Limits(lane_units(problem, 0), storage_units(problem, 0))


def _build(problem: Problem) -> Network:
    return build(problem, 0, _limits(problem))


def test_stock_is_followed_to_where_it_can_be() -> None:
    """Opening stock, receipts and transit decide on which day a site can have any."""
    assert reachable(PROBLEM, 0, _limits(PROBLEM)).tolist() == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
    ]


def test_only_useful_arcs_exist() -> None:
    """No service before stock can be there, no departure that arrives after the last day."""
    network = _build(PROBLEM)
    assert network.moves.tolist() == [[0, 0], [0, 1]]
    assert network.serves.tolist() == [[0, 1, 1], [0, 1, 2], [0, 2, 2]]
    assert network.shorts.tolist() == [[0, 1], [0, 2]]
    assert network.holds.tolist() == [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2], [2, 2]]


def test_supply_balances_and_capacities_hold() -> None:
    """What enters leaves: stock and the source's units end in zones or at the end of the horizon."""
    network = _build(PROBLEM)
    assert network.supply.sum() == 0
    assert network.supply[0] == 5
    assert network.supply[network.supply < 0].tolist() == [-6, -2, -3]
    _, moves, _, _ = network.split(network.capacity)
    assert moves.tolist() == [2, 2]


def test_the_last_night_earns_the_end_value() -> None:
    """Holding is charged on it, too."""
    network = _build(PROBLEM)
    holds = network.cost[: len(network.holds)]
    assert holds.tolist() == [0.5, 0.5, -2.5, 0.5, -2.5, -2.5]


def test_unlimited_sites_are_one_source() -> None:
    """They hold nothing, receive nothing, and send from the source."""
    problem = PROBLEM.replace(unlimited=np.array([True, False, False]))
    network = _build(problem)
    assert 0 not in network.holds[:, 0]
    first = len(network.holds)
    assert network.tail[first : first + 2].tolist() == [0, 0]
    # 2 per departure may be bought for their end value, beside the demand of 5
    assert network.supply[0] == 9
    supplied = _build(PROBLEM.replace(unlimited=np.array([False, True, False])))
    assert supplied.moves.tolist() == [[1, 0]]
