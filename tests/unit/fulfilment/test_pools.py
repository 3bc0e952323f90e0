import math

import numpy as np
import pytest

from optimizer.fulfilment.pools import PoolLeft
from optimizer.fulfilment.problem import Pool, PoolVehicle

SMALL, LARGE = PoolVehicle("small", 3, 5.0, (3.0,), 100.0), PoolVehicle("large", 1, 9.0, (6.0,), 100.0)


def pool(load: float = 0.0, **reserved: int) -> PoolLeft:
    """Return a pool of small and large vans that carries ``load`` already."""
    return PoolLeft(Pool("G", (SMALL, LARGE)), np.array([load]), 0.0, reserved)


def test_room_in_reserved_vans_costs_nothing() -> None:
    """Two of three load units are taken: one more costs nothing, two more a van."""
    left = pool(2.0, small=1)
    left.add(np.array([1.0]), 100.0)
    assert (left.spent, left.opened) == (0.0, [0, 0])
    left.add(np.array([1.0]), 0.0)
    assert (left.spent, left.opened) == (5.0, [1, 0])


@pytest.mark.parametrize(
    ("load", "opened", "spent"),
    [(3.0, [1, 0], 5.0), (6.0, [0, 1], 9.0), (9.0, [1, 1], 14.0), (15.0, [3, 1], 24.0)],
)
def test_cheapest_vans_are_opened(load: float, opened: list[int], spent: float) -> None:
    """Not the cheapest type first: one large van is cheaper than two small ones."""
    left = pool()
    left.add(np.array([load]), 1.0)
    assert (left.opened, left.spent) == (opened, spent)


def test_giving_back_closes() -> None:
    """What is given back needs no van any more; what is kept stays."""
    left = pool()
    left.add(np.array([3.0]), 0.0)
    left.keep()
    left.add(np.array([3.0]), 0.0)
    assert (left.reserved, left.opened, left.spent) == ([1, 0], [1, 0], 5.0)
    left.add(np.array([-6.0]), 0.0)
    assert (left.reserved, left.opened, left.spent) == ([1, 0], [0, 0], 0.0)


def test_not_enough_vans() -> None:
    """Beyond all vans the cost is infinite, and what is missing is counted and priced with the others."""
    left = pool(small=3, large=1)
    assert left.missing(np.array([16.0]), 0.0) == (1.0, 0, 5.0)
    assert pool().missing(np.array([16.0]), 0.0) == (1.0, 0, 29.0)
    left.add(np.array([16.0]), 0.0)
    assert left.spent == math.inf


def test_time_counts_like_load() -> None:
    """One van's time is 100 s: of small vans two are needed for 150 s."""
    left = pool()
    left.add(np.array([1.0]), 150.0)
    assert left.opened == [2, 0]


def test_no_number_of_vans_would_do() -> None:
    """A van that carries nothing is never enough."""
    empty = Pool("G", (PoolVehicle("v", 2, 1.0, (0.0,), 9.0),))
    assert PoolLeft(empty, np.zeros(1), 0.0, {}).missing(np.ones(1), 0.0) == (1.0, -1, 0.0)
