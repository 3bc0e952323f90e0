import pytest

from optimizer.core.errors import registered_codes
from optimizer.core.result import Unserved
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem, Split
from optimizer.fulfilment.reasons import explain
from optimizer.fulfilment.solution import Solution, VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign

TWO = {"A": {"1": ("P", 4, 99.0)}, "B": {"1": ("P", 4, 99.0)}}


def only(problem: Problem, solution: Solution) -> Unserved:
    """Return the one thing unserved."""
    (found,) = explain(problem, solution)
    return found


def test_nothing_unserved() -> None:
    """A plan that serves everything has nothing to explain."""
    problem = Case({"A": TWO["A"]}, [Ship("A", "W")], {("W", "P"): [4]}).problem()
    assert explain(problem, Solution((assign("A", "1", "W", 4),))) == ()


def test_no_candidate() -> None:
    """No shipment reaches the order."""
    problem = Case(TWO, [Ship("A", "W")], {("W", "P"): [9]}).problem()
    found = only(problem, Solution((assign("A", "1", "W", 4),)))
    assert (found.kind, found.id, found.reason) == ("order", "B", "order-no-candidate")


def test_no_stock_names_amount_places_and_day() -> None:
    """Three units are missing at either of two sources; the later day is named, since it lacks no more."""
    ships = [Ship("B", source, day=day) for source in ("W1", "W2", "W3") for day in (0, 1)]
    stock = {("W1", "P"): [1], ("W2", "P"): [1], ("W3", "P"): [0]}
    problem = Case({"B": TWO["B"]}, ships, stock, days=2).problem()
    found = only(problem, Solution(()))
    assert found.reason == "order-no-stock"
    assert found.fix == "3 more units of P at any of W1, W2 by day 1"
    assert found.detail.startswith("6 ways would pay, none fits; the nearest is from W1")


def test_no_stock_counts_what_others_took() -> None:
    """Of five units four are gone, also those promised for tomorrow."""
    ships = [Ship("A", "W", day=1), Ship("B", "W")]
    problem = Case(TWO, ships, {("W", "P"): [5]}, days=2).problem()
    found = only(problem, Solution((assign("A", "1", "W", 4, day=1),)))
    assert found.fix == "3 more units of P at W by day 0"


def test_many_places_are_counted() -> None:
    """Beyond five, places are counted."""
    sources = [f"S{k}" for k in range(8)]
    ships = [Ship("B", source) for source in sources]
    problem = Case({"B": TWO["B"]}, ships, {(s, "P"): [3] for s in sources}).problem()
    assert (
        only(problem, Solution(())).fix == "1 more unit of P at any of S0, S1, S2, S3, S4, 3 others by day 0"
    )


def test_two_products_missing() -> None:
    """Both products are named."""
    orders = {"A": {"1": ("P", 2, 9.0), "2": ("Q", 1, 9.0)}}
    problem = Case(orders, [Ship("A", "W")], {("W", "P"): [1], ("W", "Q"): [0]}).problem()
    assert (
        only(problem, Solution(())).fix == "1 more unit of P at W by day 0 and 1 more unit of Q at W by day 0"
    )


def test_site_capacity() -> None:
    """The site handles six units and four are taken: two more are needed."""
    case = Case(TWO, [Ship("A", "W"), Ship("B", "W")], {("W", "P"): [9]}, capacity={"W": 6.0})
    found = only(case.problem(), Solution((assign("A", "1", "W", 4),)))
    assert found.reason == "order-site-capacity"
    assert found.fix == "capacity for 2 more units at W on day 0"


def van_case(count: int, price: float = 1.0, capacity: float = 4.0) -> Problem:
    """Two orders of four load units by vans."""
    ships = [Ship(order, "W", option="van", pool="G", time_s=100.0) for order in "AB"]
    pool = Pool("G", (PoolVehicle("v", count, price, (capacity,), 150.0),))
    return Case(TWO, ships, {("W", "P"): [9]}, pools=[pool], load={"P": (1.0,)}).problem()


SERVED = Solution((assign("A", "1", "W", 4, option="van"),), (VehiclesUsed("G", "v", 1),))


def test_no_vehicle() -> None:
    """The only van is full: one more is needed."""
    found = only(van_case(1), SERVED)
    assert (found.reason, found.fix) == ("order-no-vehicle", "1 more v in pool G")


def test_vehicle_that_could_never_carry_it() -> None:
    """A van without capacity cannot help by number."""
    found = explain(van_case(1, capacity=0.0), Solution(()))
    assert {each.fix for each in found} == {"a larger vehicle in pool G"}


def test_van_not_worth_its_cost() -> None:
    """A second van exists, but its 120 are more than the 99 saved."""
    found = only(van_case(2, price=120.0), SERVED)
    assert (found.reason, found.fix) == (
        "order-not-worth-cost",
        "21.00 more unserved cost, or as much less cost",
    )


def test_not_worth_cost() -> None:
    """The cheapest way costs 2.50 more than leaving it."""
    problem = Case(
        {"A": {"1": ("P", 1, 9.0)}}, [Ship("A", "W", cost=11.5), Ship("A", "S", cost=20.0)], {("W", "P"): [1]}
    )
    found = only(problem.problem(), Solution(()))
    assert found.reason == "order-not-worth-cost"
    assert found.fix.startswith("2.50 more")
    assert "from W by parcel at day 0" in found.detail


@pytest.mark.parametrize(
    ("currency", "amount"), [("KRW", "KRW 12,346"), ("EUR", "EUR 12,345.11"), ("KWD", "KWD 12,345.101")]
)
def test_money_is_written_in_its_currency_and_suffices(currency: str, amount: str) -> None:
    """12345.1006 more, rounded up to what the currency has, thousands separated."""
    case = Case({"A": {"1": ("P", 1, 9.0)}}, [Ship("A", "W", cost=12354.1006)], {("W", "P"): [1]})
    found = only(case.problem().replace(currency=currency), Solution(()))
    assert found.fix == f"{amount} more unserved cost, or as much less cost"
    assert f"costs {amount} more than leaving it unserved" in found.detail


def test_days_are_written_as_dates() -> None:
    """Of stock and of site capacity."""
    dates = ("2026-11-23", "2026-11-24")
    ships = [Ship("A", "W", day=1)]
    lacking = Case({"A": TWO["A"]}, ships, {("W", "P"): [1]}, days=2).problem().replace(dates=dates)
    assert only(lacking, Solution(())).fix == "3 more units of P at W by 2026-11-24"
    full = Case({"A": TWO["A"]}, ships, {("W", "P"): [9]}, days=2, capacity={"W": 2.5}).problem()
    assert only(full.replace(dates=dates), Solution(())).fix == "capacity for 2 more units at W on 2026-11-24"


def test_search_time() -> None:
    """What fits at a gain was only not found."""
    problem = Case(TWO, [Ship("A", "W"), Ship("B", "W")], {("W", "P"): [8]}).problem()
    assert only(problem, Solution((assign("A", "1", "W", 4),))).reason == "order-search-time"


def test_opening_limit_and_cost() -> None:
    """A full locker is named; one that costs more to open than is saved is not worth it."""
    ships = [Ship("A", "W", opens=("locker",)), Ship("B", "W", opens=("locker",))]
    case = Case(TWO, ships, {("W", "P"): [8]}, openings=[Opening("locker", limit=1.0)])
    found = only(case.problem(), Solution((assign("A", "1", "W", 4),)))
    assert (found.reason, found.fix) == ("order-opening-limit", "room for 1 more at locker")
    dear = Case({"A": TWO["A"]}, ships[:1], case.stock, openings=[Opening("locker", 100.0)])
    assert only(dear.problem(), Solution(())).reason == "order-not-worth-cost"


@pytest.mark.parametrize("split", [Split.ORDER, Split.LINE])
def test_whole_order_is_explained_by_the_line_that_is_stuck(split: Split) -> None:
    """The first line could come from S; the second is nowhere."""
    orders = {"A": {"1": ("P", 1, 9.0), "2": ("Q", 1, 9.0)}}
    ships = [Ship("A", "S", lines=("1",)), Ship("A", "W", lines=("2",))]
    stock = {("S", "P"): [1], ("W", "Q"): [0]}
    found = only(Case(orders, ships, stock, split=split).problem(), Solution(()))
    assert (found.kind, found.id, found.fix) == ("order", "A", "1 more unit of Q at W by day 0")


def test_whole_order_not_worth_or_not_found() -> None:
    """If every line could go, the sum of the cheapest ways decides between cost and search."""
    orders = {"A": {"1": ("P", 1, 9.0), "2": ("Q", 1, 9.0)}}
    stock = {("S", "P"): [1], ("W", "Q"): [1]}
    for price, reason in ((8.0, "order-search-time"), (10.0, "order-not-worth-cost")):
        ships = [Ship("A", "S", price, lines=("1",)), Ship("A", "W", price, lines=("2",))]
        problem = Case(orders, ships, stock, split=Split.ORDER).problem()
        assert only(problem, Solution(())).reason == reason


def test_shared_costs_are_named_once() -> None:
    """Three lines in one shipment and one site day: 80 + 9 + 3 less 27 saved; the site day is most of it."""
    orders = {"A": {str(k): ("P", 1, 9.0) for k in range(3)}}
    ships = [Ship("A", "S", 9.0, 1.0, opens=("S|2026-11-23",))]
    case = Case(orders, ships, {("S", "P"): [3]}, openings=[Opening("S|2026-11-23", 80.0)], split=Split.ORDER)
    found = only(case.problem(), Solution(()))
    assert found.fix == "65.00 more unserved cost, or as much less cost"
    assert found.detail == (
        "its cheapest way, from S by parcel at day 0, costs 65.00 more than leaving it unserved; "
        "of it 80.00 to open S on 2026-11-23"
    )


def test_vehicle_to_open_is_named() -> None:
    """A van of 120 is most of what it costs, whatever the stop."""
    assert only(van_case(2, price=120.0), SERVED).detail.endswith(
        "; of it 120.00 for one more vehicle, v in pool G"
    )


def test_what_neither_fits_nor_pays_needs_both() -> None:
    """Room for one more unit, and what it costs beyond its 99."""
    case = Case({"A": TWO["A"]}, [Ship("A", "W", 101.0)], {("W", "P"): [4]}, capacity={"W": 3.0})
    found = only(case.problem(), Solution(()))
    assert found.reason == "order-site-capacity"
    assert (
        found.fix
        == "capacity for 1 more unit at W on day 0 and 2.00 more unserved cost, or as much less cost"
    )
    assert found.detail == "1 way neither fits nor pays; the nearest is from W by parcel at day 0"


def test_lines_that_do_not_fit_together() -> None:
    """Each line alone would find its two units, both lack one."""
    orders = {"A": {"1": ("P", 2, 9.0), "2": ("P", 2, 9.0)}}
    problem = Case(orders, [Ship("A", "W")], {("W", "P"): [3]}, split=Split.ORDER).problem()
    assert only(problem, Solution(())).fix == "1 more unit of P at W by day 0"


def test_partial_explains_lines() -> None:
    """With partial service lines are named; under split NONE only the order's own shipment counts."""
    orders = {"A": {"1": ("P", 1, 9.0), "2": ("Q", 1, 9.0)}}
    stock = {("S", "P"): [1], ("S", "Q"): [0], ("W", "Q"): [1]}
    problem = Case(orders, [Ship("A", "S"), Ship("A", "W")], stock, partial=True).problem()
    found = only(problem, Solution((assign("A", "1", "S", 1),)))
    assert (found.kind, found.id, found.reason) == ("line", "A/2", "order-no-stock")
    assert found.fix == "1 more unit of Q at S by day 0"
    apart = problem.replace(split=Split.ORDER)
    assert only(apart, Solution((assign("A", "1", "S", 1),))).reason == "order-search-time"


def test_every_reason_is_registered() -> None:
    """Every reason has a documented meaning and action."""
    codes = {entry.code: entry for entry in registered_codes()}
    for name in ("candidate", "stock", "vehicle"):
        assert codes[f"order-no-{name}"].action
    assert codes["order-site-capacity"].meaning
