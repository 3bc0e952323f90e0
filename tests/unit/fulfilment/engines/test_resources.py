import numpy as np

from optimizer.fulfilment.engines.resources import Resources, resources
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem
from tests.helpers.fulfilment import Case, Ship

ORDERS = {name: {"1": ("P", 2, 9.0)} for name in "AB"}


def rows(problem: Problem) -> Resources:
    """Return the rows if every entry is usable."""
    return resources(problem, np.ones(len(problem.entry_line), dtype=bool))


def case(stock: list[int], **changes: object) -> Problem:
    """Return two orders of two units each, on either of two days."""
    ships = [Ship(order, "W", day=day) for order in ORDERS for day in (0, 1)]
    return Case(ORDERS, ships, {("W", "P"): stock}, days=2, **changes).problem()  # type: ignore[arg-type]


def test_stock_that_cannot_run_out_has_no_row() -> None:
    """Four units are enough for both orders."""
    assert rows(case([4])).limit.tolist() == []


def test_stock_row_implied_by_a_later_day_is_left_out() -> None:
    """Three units on both days: what leaves by the second day is limited, and that limits the first."""
    found = rows(case([3]))
    assert found.limit.tolist() == [3.0]
    assert found.entry_use.toarray().ravel().tolist() == [2.0] * 4


def test_stock_that_grows_has_a_row_per_day() -> None:
    """Two units, then three: an entry of the first day takes from both rows, of the second from one."""
    found = rows(case([2, 3]))
    assert found.limit.tolist() == [2.0, 3.0]
    assert found.entry_use.toarray().tolist() == [[2.0, 2.0], [0.0, 2.0]] * 2


def test_site_rows_count_whole_units_per_day() -> None:
    """A throughput of 3.7 units is one of 3."""
    found = rows(case([9], capacity={"W": 3.7}))
    assert found.limit.tolist() == [3.0, 3.0]
    assert rows(case([9], capacity={"W": 4.0})).limit.tolist() == []


def test_van_rows() -> None:
    """Load per measure and time per pool have rows without limit, to which vans add."""
    pool = Pool("G", (PoolVehicle("v", 3, 7.0, (5.0, 6.0), 50.0),))
    ships = [Ship(order, "W", pool="G", time_s=10.0) for order in ORDERS]
    found = rows(Case(ORDERS, ships, {("W", "P"): [9]}, pools=[pool], load={"P": (1.0, 0.0)}).problem())
    assert found.limit.tolist() == [0.0, 0.0, 0.0]
    assert found.entry_use.toarray()[0].tolist() == [2.0, 0.0, 0.0]
    assert found.shipment_use.toarray()[0].tolist() == [0.0, 0.0, 10.0]
    assert found.van_use.toarray().tolist() == [[5.0, 6.0, 50.0]]
    assert (found.van_count.tolist(), found.van_cost.tolist()) == ([3], [7.0])


def test_openings_have_rows_and_paid_ones_are_bought() -> None:
    """A free opening limits its users; a paid one lets them in when it is bought."""
    openings = [Opening("free", limit=1.0), Opening("paid", 6.0)]
    ships = [Ship(order, "W", opens=("free", "paid")) for order in ORDERS]
    found = rows(Case(ORDERS, ships, {("W", "P"): [9]}, openings=openings).problem())
    assert found.limit.tolist() == [1.0, 0.0]
    assert found.shipment_use.toarray().tolist() == [[1.0, 1.0]] * 2
    assert found.van_use.toarray().tolist() == [[0.0, 2.0]]
    assert (found.van_pool.tolist(), found.van_type.tolist(), found.van_cost.tolist()) == ([-1], [1], [6.0])
