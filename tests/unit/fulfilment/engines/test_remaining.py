import numpy as np
import pytest

from optimizer.fulfilment.engines.remaining import Remaining, written
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem, Split
from optimizer.fulfilment.solution import VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign

VANS = (PoolVehicle("small", 1, 5.0, (3.0,), 100.0), PoolVehicle("large", 1, 8.0, (6.0,), 100.0))


def problem() -> Problem:
    """Return one order of four units and one of two, by parcel on either day or by van."""
    ships = [Ship(order, "W", day=day, opens=("locker",)) for order in "AB" for day in (0, 1)]
    ships += [Ship(order, "W", option="van", pool="G", time_s=60.0) for order in "AB"]
    return Case(
        {"A": {"1": ("P", 4, 9.0)}, "B": {"1": ("P", 2, 9.0)}},
        ships,
        {("W", "P"): [5, 6]},
        days=2,
        capacity={"W": 5.0},
        pools=[Pool("G", VANS)],
        load={"P": (1.0,)},
        openings=[Opening("locker", limit=1.0)],
        split=Split.LINE,
        partial=True,
    ).problem()


def entry(of: Problem, shipment: int) -> int:
    """Return the only entry of a shipment."""
    return int(np.flatnonzero(of.entry_shipment == shipment)[0])


def test_put_take_and_back() -> None:
    """What is put is missing, what is taken back is there again, also through a mark."""
    of = problem()
    remaining = Remaining(of)
    now, later = entry(of, 0), entry(of, 3)
    assert remaining.most(now) == 5
    assert remaining.put(now, 4)
    assert remaining.most(now) == 1
    assert remaining.lacking(later, 3) == "stock"
    mark = remaining.mark()
    remaining.take(now, 4)
    assert remaining.put(later, 2)
    remaining.back_to(mark)
    assert remaining.solution().assignments == (assign("A", "1", "W", 4),)


def test_what_is_lacking() -> None:
    """Stock, throughput, places and vans are told apart."""
    of = problem().replace(available=problem().available + 9)
    remaining = Remaining(of)
    assert remaining.lacking(entry(of, 0), 6) == "site"
    assert remaining.lacking(entry(of, 0), 99) == "stock"
    assert remaining.put(entry(of, 0), 1)
    assert remaining.lacking(entry(of, 1), 1) == "opening"
    assert remaining.most(entry(of, 1)) == 0
    assert remaining.lacking(entry(of, 4), 1) == "pool"


def test_vans_open_cheapest_first_and_close_again() -> None:
    """Two units open the small van, four more the large one; undone, both are closed."""
    of = problem().replace(capacity=problem().capacity + 9)
    remaining = Remaining(of)
    mark = remaining.mark()
    assert remaining.put(entry(of, 5), 2)
    assert remaining.solution().vehicles == (VehiclesUsed("G", "small", 1),)
    assert remaining.most(entry(of, 4)) == 3
    assert remaining.put(entry(of, 4), 3)
    assert remaining.solution().vehicles == (VehiclesUsed("G", "large", 1), VehiclesUsed("G", "small", 1))
    remaining.back_to(mark)
    assert remaining.solution().vehicles == ()


def test_frozen_vans_are_all_there_are() -> None:
    """With one small van reserved and no more, three units go and a fourth does not."""
    of = problem()
    remaining = Remaining(of)
    remaining.open(0, 0, 1)
    remaining.frozen = True
    assert not remaining.put(entry(of, 4), 4)
    assert remaining.put(entry(of, 4), 3)


def test_van_time_counts_once_per_shipment() -> None:
    """Two steps of one shipment take its 60 s once; a second shipment needs a second van."""
    of = problem()
    remaining = Remaining(of)
    assert remaining.put(entry(of, 4), 1)
    assert remaining.put(entry(of, 4), 1)
    assert remaining.solution().vehicles == (VehiclesUsed("G", "small", 1),)
    assert remaining.put(entry(of, 5), 1)
    assert len(remaining.solution().vehicles) == 2


def test_spare_vans_are_closed() -> None:
    """Of both vans reserved for one unit, the dear one is closed."""
    of = problem()
    remaining = Remaining(of)
    remaining.open(0, 0, 1)
    remaining.open(0, 1, 1)
    assert remaining.put(entry(of, 4), 1)
    remaining.close_spare()
    assert remaining.solution().vehicles == (VehiclesUsed("G", "small", 1),)


def test_van_that_is_impossible_opens_nothing() -> None:
    """Ten units fit no van: none is opened."""
    of = problem().replace(available=problem().available + 9, capacity=problem().capacity + 9)
    remaining = Remaining(of)
    assert not remaining.put(entry(of, 4), 10)
    assert remaining.solution().vehicles == ()


def test_shut_opening_and_final_steps() -> None:
    """A shut opening takes nothing; forgotten steps are not undone."""
    of = problem()
    remaining = Remaining(of)
    remaining.shut(0)
    assert remaining.lacking(entry(of, 0), 1) == "opening"
    assert remaining.put(entry(of, 4), 1)
    remaining.forget()
    remaining.back_to(0)
    assert len(remaining.solution().assignments) == 1


@pytest.mark.parametrize("count", [0, 2])
def test_written_drops_zero_vans(count: int) -> None:
    """Vehicles are written if there are any."""
    assert len(written(problem(), [], [], {(0, 0): count}).vehicles) == (count > 0)
