import numpy as np

from optimizer.fulfilment.leftover import Leftover, Short
from optimizer.fulfilment.problem import Pool, PoolVehicle, Problem, Split
from optimizer.fulfilment.solution import Solution, VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign


def problem() -> Problem:
    """Return two orders by van from W, one line each, three load units a piece."""
    vans = (PoolVehicle("small", 1, 5.0, (3.0,), 100.0), PoolVehicle("large", 1, 9.0, (6.0,), 100.0))
    return Case(
        orders={"A": {"1": ("P", 2, 9.0)}, "B": {"1": ("P", 2, 9.0)}},
        ships=[Ship(order, "W", option="van", pool="G", time_s=60.0) for order in "AB"],
        stock={("W", "P"): [3]},
        pools=[Pool("G", vans)],
        load={"P": (1.5,)},
        split=Split.LINE,
        partial=True,
    ).problem()


A_SERVED = Solution((assign("A", "1", "W", 2, option="van"),), (VehiclesUsed("G", "small", 1),))


def test_what_is_open() -> None:
    """Units, lines and orders not served are known, also of lines served in part."""
    leftover = Leftover(problem(), A_SERVED)
    assert (leftover.units(0), leftover.units(1)) == (0, 2)
    assert leftover.open_orders() == [1]
    assert leftover.open_lines(1) == [1]
    part = Leftover(problem(), Solution((assign("B", "1", "W", 1, option="van"),), A_SERVED.vehicles))
    assert part.units(1) == 1


def test_shipments_made() -> None:
    """Shipments made are known by order."""
    leftover = Leftover(problem(), A_SERVED)
    assert leftover.made(0)
    assert leftover.made_for(0) == {0}
    assert leftover.made_for(1) == set()
    assert leftover.shipments([1]) == {1: [1]}


def test_short_stock_and_vans_to_open() -> None:
    """One unit is left of two needed; the large van at 9 must be opened beside the small one."""
    short, opened = Leftover(problem(), A_SERVED).short(1, [1])
    assert short == (Short("stock", 1, 0, product=0),)
    assert opened == 9.0


def test_short_of_vans() -> None:
    """When all vans are used up, the fewest vehicles that would do are named."""
    full = problem().replace(load=np.array([[4.0]]), available=np.array([[[9]]]))
    leftover = Leftover(
        full, Solution(A_SERVED.assignments, (VehiclesUsed("G", "large", 1), *A_SERVED.vehicles))
    )
    (short,), _ = leftover.short(1, [1])
    assert (short.what, short.amount) == ("pool", 2.0)
    assert leftover.more_vehicles(short) == "2 more large in pool G"


def test_no_van_would_do() -> None:
    """A pool whose vans carry nothing needs a larger one."""
    pool = Pool("G", (PoolVehicle("v", 1, 1.0, (0.0,), 100.0),))
    leftover = Leftover(problem().replace(pools=(pool,)), Solution(()))
    (short,), _ = leftover.short(1, [1])
    assert leftover.more_vehicles(short) == "a larger vehicle in pool G"
