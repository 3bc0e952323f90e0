"""Small problems whose optimum is plain to see; each breaks if one term of the model is forgotten."""

from collections.abc import Sequence

import pytest

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.fulfilment.engines import solve
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Split
from tests.helpers.fulfilment import Case, Ship, assign, cheapest_by_enumeration


def optimum(case: Case) -> tuple[float, Sequence[object]]:
    """Optimal value and assignments; the value is confirmed by enumeration."""
    problem = case.problem()
    result = solve(problem, Params(gap=0.0), "highs")
    assert result.status is Status.OPTIMAL
    assert result.solution is not None
    assert result.objective == pytest.approx(cheapest_by_enumeration(problem))
    assert result.objective is not None
    return result.objective, result.solution.assignments


def two_lines(split: Split = Split.NONE, partial: bool = False, **changes: object) -> Case:
    """Write an order of two lines; only warehouse W has both, the nearer store S has the first."""
    ships = [Ship("A", "W", cost=10.0, unit=1.0), Ship("A", "S", cost=3.0, unit=1.0)]
    stock = {("W", "P"): [5], ("W", "Q"): [5], ("S", "P"): [5]}
    orders = {"A": {"1": ("P", 2, 30.0), "2": ("Q", 1, 30.0)}}
    return Case(orders=orders, ships=ships, stock=stock, split=split, partial=partial, **changes)  # type: ignore[arg-type]


def test_fixed_cost_is_paid_once_per_shipment() -> None:
    """Both lines from W cost one fixed cost: 10 + 3 units; paying it per line would make it 23."""
    value, plan = optimum(two_lines())
    assert value == pytest.approx(13.0)
    assert plan == (assign("A", "1", "W", 2), assign("A", "2", "W", 1))


def test_second_shipment_pays_its_own_fixed_cost() -> None:
    """Though its units are cheaper, S is not used beside W: its fixed cost of 3 outweighs the 2 saved."""
    case = two_lines(Split.ORDER)
    ships = [Ship("A", "W", cost=10.0, unit=1.0), Ship("A", "S", cost=3.0, unit=0.0)]
    value, plan = optimum(Case(case.orders, ships, case.stock, split=Split.ORDER))
    assert value == pytest.approx(13.0)
    assert {item.source for item in plan} == {"W"}  # type: ignore[attr-defined]


def test_splitting_serves_what_no_single_source_has() -> None:
    """Without splitting the order is lost (60); with it the lines come from two sources."""
    case = two_lines()
    stock = {("W", "Q"): [5], ("S", "P"): [5]}
    whole = Case(case.orders, case.ships, stock)
    apart = Case(case.orders, case.ships, stock, split=Split.ORDER)
    assert optimum(whole) == (60.0, ())
    assert optimum(apart)[0] == pytest.approx(16.0)


def test_partial_service_pays_only_the_rest() -> None:
    """With partial service S serves the first line (3 + 2) and the second costs its unserved 30."""
    case = two_lines(partial=True)
    value, plan = optimum(Case(case.orders, case.ships, {("S", "P"): [5]}, partial=True))
    assert value == pytest.approx(35.0)
    assert plan == (assign("A", "1", "S", 2),)


def test_line_split_over_two_sources() -> None:
    """Three units with two here and one there: only split LINE serves them, at both fixed costs."""
    orders = {"A": {"1": ("P", 3, 50.0)}}
    ships = [Ship("A", "W", cost=4.0), Ship("A", "S", cost=5.0)]
    stock = {("W", "P"): [2], ("S", "P"): [2]}
    assert optimum(Case(orders, ships, stock, split=Split.ORDER))[0] == pytest.approx(50.0)
    assert optimum(Case(orders, ships, stock, split=Split.LINE))[0] == pytest.approx(9.0)


def test_single_line_of_an_order_served_whole_or_not() -> None:
    """Without partial service two of three units are worth nothing; with it they save two thirds."""
    orders, ships = {"A": {"1": ("P", 3, 30.0)}}, [Ship("A", "W", cost=4.0)]
    stock = {("W", "P"): [2]}
    assert optimum(Case(orders, ships, stock, split=Split.LINE))[0] == pytest.approx(30.0)
    assert optimum(Case(orders, ships, stock, split=Split.LINE, partial=True))[0] == pytest.approx(14.0)


def test_scarce_stock_goes_where_it_saves_most() -> None:
    """One unit for two orders: it goes to the second, whose alternative is dearer, not to the first come."""
    orders = {"A": {"1": ("P", 1, 90.0)}, "B": {"1": ("P", 1, 90.0)}}
    ships = [
        Ship("A", "S", cost=2.0),
        Ship("B", "S", cost=3.0),
        Ship("A", "W", cost=5.0),
        Ship("B", "W", cost=20.0),
    ]
    value, plan = optimum(Case(orders, ships, {("S", "P"): [1], ("W", "P"): [9]}))
    assert value == pytest.approx(8.0)
    assert plan == (assign("A", "1", "W", 1), assign("B", "1", "S", 1))


def test_lines_of_one_product_share_its_stock() -> None:
    """Two lines want the same product and one unit is there: counting it twice would serve both for 1."""
    orders = {"A": {"1": ("P", 1, 8.0), "2": ("P", 1, 8.0)}}
    assert optimum(Case(orders, [Ship("A", "W", cost=1.0)], {("W", "P"): [1]}))[0] == pytest.approx(16.0)


def test_stock_promised_for_tomorrow_is_not_there_today() -> None:
    """One unit now, one more tomorrow: both orders can go only if one waits, although waiting costs 4."""
    orders = {"A": {"1": ("P", 1, 50.0)}, "B": {"1": ("P", 1, 50.0)}}
    ships = [Ship(order, "W", cost=1.0 + 4 * day, day=day) for order in orders for day in (0, 1)]
    assert optimum(Case(orders, ships, {("W", "P"): [1, 2]}, days=2))[0] == pytest.approx(6.0)
    assert optimum(Case(orders, ships, {("W", "P"): [1, 1]}, days=2))[0] == pytest.approx(51.0)


def test_site_throughput_binds_per_day() -> None:
    """Two units a day: the second order goes tomorrow at 3 more, the third not at all."""
    orders = {name: {"1": ("P", 2, 40.0)} for name in "ABC"}
    ships = [Ship(order, "W", cost=1.0 + 3 * day, day=day) for order in orders for day in (0, 1)]
    case = Case(orders, ships, {("W", "P"): [9]}, days=2, capacity={"W": 2.0})
    assert optimum(case)[0] == pytest.approx(1.0 + 4.0 + 40.0)


def pooled(vans: tuple[PoolVehicle, ...], time_s: float = 0.0) -> Case:
    """Three orders by van at 1 each or by parcel at 12, two load units each."""
    orders = {name: {"1": ("P", 1, 99.0)} for name in "ABC"}
    ships = [Ship(order, "W", cost=1.0, option="van", pool="G", time_s=time_s) for order in orders]
    ships += [Ship(order, "W", cost=12.0) for order in orders]
    return Case(orders, ships, {("W", "P"): [9]}, pools=[Pool("G", vans)], load={"P": (2.0,)})


def test_van_is_worth_its_fixed_cost_only_when_shared() -> None:
    """A van for 20 carries all three (23 < 36); for 34 parcels are cheaper; one van is not paid thrice."""
    cheap, dear = (PoolVehicle("v", 3, price, (6.0,), 0.0) for price in (20.0, 34.0))
    assert optimum(pooled((cheap,)))[0] == pytest.approx(23.0)
    assert optimum(pooled((dear,)))[0] == pytest.approx(36.0)


def test_van_load_and_count_bind() -> None:
    """A van carries two orders; with one van the third goes by parcel, with two it rides at 8."""
    van = PoolVehicle("v", 1, 8.0, (4.0,), 0.0)
    assert optimum(pooled((van,)))[0] == pytest.approx(8 + 2 + 12)
    assert optimum(pooled((PoolVehicle("v", 2, 8.0, (4.0,), 0.0),)))[0] == pytest.approx(16 + 3)


def test_van_time_binds() -> None:
    """Each stop takes 100 s and the van has 250 s: two orders ride, though all three would fit in."""
    van = PoolVehicle("v", 1, 8.0, (99.0,), 250.0)
    assert optimum(pooled((van,), time_s=100.0))[0] == pytest.approx(8 + 2 + 12)


def test_best_mix_of_vans() -> None:
    """Six load units: the large van at 11 beats two small ones at 7 each."""
    vans = (PoolVehicle("small", 2, 7.0, (4.0,), 0.0), PoolVehicle("large", 1, 11.0, (6.0,), 0.0))
    assert optimum(pooled(vans))[0] == pytest.approx(11 + 3)


def test_serving_must_be_worth_it() -> None:
    """An order whose cheapest shipment costs as much as leaving it is left; a cent less and it is served."""
    orders = {"A": {"1": ("P", 1, 5.0)}}
    stock = {("W", "P"): [1]}
    assert optimum(Case(orders, [Ship("A", "W", cost=5.5)], stock)) == (5.0, ())
    assert optimum(Case(orders, [Ship("A", "W", cost=4.99)], stock))[0] == pytest.approx(4.99)


def test_cheap_line_may_carry_a_dear_one() -> None:
    """Without partial service a line worth less than it costs is served if the order as a whole gains."""
    orders = {"A": {"1": ("P", 1, 50.0), "2": ("Q", 1, 1.0)}}
    ships = [Ship("A", "W", cost=5.0, lines=("1",)), Ship("A", "S", cost=6.0, lines=("2",))]
    stock = {("W", "P"): [1], ("S", "Q"): [1]}
    assert optimum(Case(orders, ships, stock, split=Split.ORDER))[0] == pytest.approx(11.0)


def test_opening_is_paid_once_and_only_if_used() -> None:
    """A site's day at 10 for two orders saving 7 each is opened once; for one order it is not."""
    ships = [Ship(order, "S", cost=1.0, opens=("day",)) for order in "AB"]
    ships += [Ship(order, "W", cost=8.0) for order in "AB"]
    orders = {name: {"1": ("P", 1, 99.0)} for name in "AB"}
    stock = {("S", "P"): [9], ("W", "P"): [9]}
    openings = [Opening("day", 10.0)]
    assert optimum(Case(orders, ships, stock, openings=openings))[0] == pytest.approx(12.0)
    alone = Case({"A": orders["A"]}, [ships[0], ships[2]], stock, openings=openings)
    assert optimum(alone)[0] == pytest.approx(8.0)


def test_opening_limit_binds() -> None:
    """A locker for one order: the second goes home at 8."""
    ships = [Ship(order, "S", cost=1.0, opens=("locker",)) for order in "AB"]
    ships += [Ship(order, "W", cost=8.0) for order in "AB"]
    orders = {name: {"1": ("P", 1, 99.0)} for name in "AB"}
    case = Case(orders, ships, {("S", "P"): [9], ("W", "P"): [9]}, openings=[Opening("locker", limit=1.0)])
    assert optimum(case)[0] == pytest.approx(9.0)
