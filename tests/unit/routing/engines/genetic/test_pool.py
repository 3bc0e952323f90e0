"""A pool keeps plans that are good, and such as are unlike the others."""

import numpy as np
import pyvrp

from optimizer.routing.engines.genetic.member import Member
from optimizer.routing.engines.genetic.pool import CLOSE, ELITE, LEAST, MORE, Pool
from optimizer.routing.engines.pyvrp_data import translate
from tests.helpers.routing_spread import square

NODES = 12
NOTHING = pyvrp.Solution(translate(square(1)).data, [])
FREE = np.zeros(3)


def member(cost: int, order: np.ndarray | None = None, excess: float = 0.0) -> Member:
    """Return a plan of one route that visits the nodes in an order."""
    after, before = np.full(NODES, -1), np.full(NODES, -1)
    row = np.arange(NODES) if order is None else order
    after[row[:-1]], before[row[1:]] = row[1:], row[:-1]
    return Member(NOTHING, [], np.zeros((0, 2)), cost, np.array([excess, 0.0, 0.0]), after, before)


def unlike(count: int) -> list[Member]:
    """Return plans of rising cost in random orders."""
    random = np.random.default_rng(3)
    return [member(100 + number, random.permutation(NODES)) for number in range(count)]


def test_full_pool_is_reduced_to_the_least() -> None:
    """One more than there is room for brings it down, and the cheapest stay."""
    pool = Pool(NODES, 3)
    plans = unlike(LEAST + MORE + 1)
    for plan in plans[:-1]:
        pool.add(plan, FREE)
    assert len(pool.members) == LEAST + MORE
    pool.add(plans[-1], FREE)
    assert len(pool.members) == LEAST
    assert set(map(id, plans[:ELITE])) <= set(map(id, pool.members))


def test_clones_go_first() -> None:
    """Of plans that are the same, one stays, however cheap they are."""
    pool = Pool(NODES, 3)
    for plan in [*(member(1) for _ in range(MORE)), *unlike(LEAST + 1)]:
        pool.add(plan, FREE)
    assert [plan.cost for plan in pool.members].count(1) == 1


def test_distances_follow_the_plans_that_stay() -> None:
    """After a reduction each plan's variety is that among those left."""
    pool = Pool(NODES, 3)
    for plan in unlike(LEAST + MORE + 1):
        pool.add(plan, FREE)
    again = Pool(NODES, 3)
    for plan in pool.members:
        again.add(plan, FREE)
    assert pool.ranks(FREE).tolist() == again.ranks(FREE).tolist()


def test_variety_helps_a_plan_of_equal_cost() -> None:
    """Of two equally dear plans, the one unlike the many ranks better."""
    pool = Pool(NODES, 3)
    plans = [member(10 + number) for number in range(ELITE + CLOSE)]
    plans += [member(100), member(100, np.random.default_rng(1).permutation(NODES))]
    for plan in plans:
        pool.add(plan, FREE)
    ranks = pool.ranks(FREE)
    assert ranks[-1] < ranks[-2]


def test_excess_counts_at_its_price() -> None:
    """A cheap plan in excess ranks behind a dearer one when the price is high, and before it when it is low."""
    pool = Pool(NODES, 3)
    pool.add(member(100, excess=10.0), FREE)
    pool.add(member(150), FREE)
    low, high = pool.ranks(np.array([1.0, 0.0, 0.0])), pool.ranks(np.array([10.0, 0.0, 0.0]))
    assert low[0] < low[1]
    assert high[0] > high[1]


def test_cleared_pool_begins_anew() -> None:
    """What was in it plays no part any more."""
    pool = Pool(NODES, 3)
    for plan in unlike(5):
        pool.add(plan, FREE)
    pool.clear()
    assert (pool.members, pool.ranks(FREE).tolist()) == ([], [])
    pool.add(member(7), FREE)
    assert pool.ranks(FREE).tolist() == [0.0]
