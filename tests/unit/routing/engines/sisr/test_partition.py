"""Set partitioning over noted routes."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr import partition
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.partition import Columns, Region, columns_of, improved
from optimizer.routing.problem import Client, Shipment
from tests.helpers.routing import line, problem_of


def columns(*parts: tuple[int, Sequence[int]], units: int = 4) -> Columns:
    """Return columns from costs and units, all of one vehicle type."""
    covers = np.zeros((units, len(parts)), bool)
    for number, (_, members) in enumerate(parts):
        covers[list(members), number] = True
    cost = np.array([cost for cost, _ in parts])
    return Columns(cost, np.zeros(len(parts), np.int64), covers, covers.sum(axis=0))


def region(*chosen: int, spare: int = 9) -> Region:
    """Return a region of one vehicle type."""
    return Region(np.array(chosen), np.array([spare]))


def test_cheaper_columns_replace_those_of_the_plan() -> None:
    """Two routes are exchanged for two cheaper ones; one that reaches beyond the region is no choice."""
    given = columns(
        (10, (0, 1)), (10, (2, 3)), (6, (0, 2)), (6, (1, 3)), (1, (0, 1, 2, 4)), (1, (3, 4)), units=5
    )
    better = improved(given, region(0, 1), 9.0)
    assert better is not None
    assert better.tolist() == [2, 3]


def test_nothing_is_returned_if_the_plan_is_best() -> None:
    """Neither a dearer nor an equal choice is an improvement, nor one that leaves a unit out or has it twice."""
    given = columns(
        (10, (0, 1)), (10, (2, 3)), (10, (0, 2)), (10, (1, 3)), (1, (0, 1, 2)), (10, (0, 3)), (1, (1,))
    )
    assert improved(given, region(0, 1), 9.0) is None


@pytest.mark.parametrize(("spare", "found"), [(0, None), (1, [1, 2])])
def test_no_more_vehicles_than_there_are(spare: int, found: list[int] | None) -> None:
    """Two routes for one are a choice only where a vehicle is to spare."""
    given = columns((10, (0, 1, 2, 3)), (3, (0, 1)), (3, (2, 3)))
    better = improved(given, region(0, spare=spare), 9.0)
    assert (None if better is None else better.tolist()) == found


@pytest.mark.parametrize("seed", range(6))
def test_choice_is_the_cheapest(seed: int) -> None:
    """On random columns, dear vehicles included, the choice costs what the cheapest of all choices does."""
    random = np.random.default_rng(seed)
    parts = [(int(random.integers(3, 9)) + 10**8, (unit,)) for unit in range(6)]
    for _ in range(14):
        members = random.choice(6, int(random.integers(2, 4)), replace=False).tolist()
        parts.append((int(random.integers(5, 14)) + 10**8, members))
    given = columns(*parts, units=6)
    best = min(
        int(given.cost[list(choice)].sum())
        for count in range(1, 7)
        for choice in combinations(range(len(parts)), count)
        if (given.covers[:, list(choice)].sum(axis=1) == 1).all()
    )
    better = improved(given, region(*range(6)), 9.0)
    assert better is not None
    assert (given.covers[:, better].sum(axis=1) == 1).all()
    assert given.cost[better].sum() == best


def test_units_are_what_columns_have() -> None:
    """A pair is one unit, depots on the way are none, and who may be left out is a column of that cost."""
    clients = [Client("a", 1), Client("b", 2), Client("c", 3, required=False, prize=7)]
    data = translate(problem_of(line(0, 1, 2, 3), clients, shipments=(Shipment("a", "b"),)))
    route = np.zeros((1, col.POOL_COLUMNS), np.int64)
    route[0, [col.POOL_COST, col.POOL_SIZE]] = 5, 3
    route[0, col.FIRST_STOP :][:3] = 1, 0, 2
    found = columns_of(data, route)
    assert found.covers.tolist() == [[True, False], [False, True]]
    assert found.size.tolist() == [1, 1]
    assert found.cost.tolist() == [5, 7]
    assert found.kind.tolist() == [0, -1]


def test_cheap_columns_are_promising(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where columns are many, those dear beside what their units cost in the plan are not looked at."""
    monkeypatch.setattr(partition, "RELAXED_COLUMNS", 2)
    dear = [(50, (unit,)) for unit in range(4)]
    given = columns((10, (0, 1)), (10, (2, 3)), *dear, (6, (0, 2)), (6, (1, 3)))
    better = improved(given, region(0, 1), 9.0)
    assert better is not None
    assert better.tolist() == [6, 7]
    inside = given.within(np.arange(4))
    assert partition._promising(given, region(0, 1), inside).tolist() == [0, 1, 6, 7]
