import pytest

from optimizer.core.params import Params
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.fulfilment.engines.greedy import Greedy, build
from optimizer.fulfilment.problem import Pool, PoolVehicle, Split
from optimizer.fulfilment.solution import VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign


def test_nearest_source_with_stock() -> None:
    """The nearest source is taken though it is dearer; when it is empty, the next."""
    orders = {name: {"1": ("P", 1, 9.0)} for name in "AB"}
    ships = [
        Ship(o, s, c, distance_m=d) for o in "AB" for s, c, d in (("far", 1.0, 90.0), ("near", 5.0, 10.0))
    ]
    solution = build(Case(orders, ships, {("near", "P"): [1], ("far", "P"): [9]}).problem())
    assert solution.assignments == (assign("A", "1", "near", 1), assign("B", "1", "far", 1))


@pytest.mark.parametrize(
    ("ships", "taken"),
    [
        ([Ship("A", "W", 2.0), Ship("A", "S", 1.0)], ("S", "day 0")),
        ([Ship("A", "W", 1.0), Ship("A", "S", 1.0)], ("S", "day 0")),
        ([Ship("A", "W", 1.0, day=1), Ship("A", "W", 1.0, day=0)], ("W", "day 0")),
    ],
)
def test_ties(ships: list[Ship], taken: tuple[str, str]) -> None:
    """At equal distance the lower cost decides, then the source's id, then the earlier departure."""
    case = Case({"A": {"1": ("P", 1, 9.0)}}, ships, {("W", "P"): [1], ("S", "P"): [1]}, days=2)
    solution = build(case.problem())
    assert [(item.source, item.departure) for item in solution.assignments] == [taken]


def test_first_come_first_served() -> None:
    """The order that comes first gets the last unit, though the other would save more."""
    orders = {"A": {"1": ("P", 1, 1.0)}, "B": {"1": ("P", 1, 99.0)}}
    solution = build(Case(orders, [Ship("A", "W"), Ship("B", "W")], {("W", "P"): [1]}).problem())
    assert solution.assignments == (assign("A", "1", "W", 1),)


def test_units_promised_for_later_are_kept() -> None:
    """A's unit leaves tomorrow; today's only unit is then no longer B's to take."""
    orders = {name: {"1": ("P", 1, 9.0)} for name in "AB"}
    case = Case(orders, [Ship("A", "W", day=1), Ship("B", "W")], {("W", "P"): [1]}, days=2)
    assert build(case.problem()).assignments == (assign("A", "1", "W", 1, day=1),)


TWO_LINES = {"A": {"1": ("P", 1, 9.0), "2": ("Q", 2, 9.0)}}
NEAR_FAR = [Ship("A", "far", distance_m=90.0), Ship("A", "near", distance_m=10.0)]


def test_one_shipment_for_the_whole_order_comes_first() -> None:
    """Though lines may be split, the farther source that has all is preferred."""
    stock = {("near", "P"): [1], ("far", "P"): [1], ("far", "Q"): [2]}
    solution = build(Case(TWO_LINES, NEAR_FAR, stock, split=Split.ORDER).problem())
    assert {item.source for item in solution.assignments} == {"far"}


@pytest.mark.parametrize(
    ("split", "partial", "units"),
    [
        (Split.NONE, False, []),
        (Split.NONE, True, [("1", "near", 1)]),
        (Split.ORDER, False, []),
        (Split.ORDER, True, [("1", "near", 1)]),
        (Split.LINE, False, [("1", "near", 1), ("2", "far", 1), ("2", "near", 1)]),
    ],
)
def test_lines_come_apart_as_far_as_allowed(
    split: Split, partial: bool, units: list[tuple[str, str, int]]
) -> None:
    """The second line's two units lie one here, one there: only split LINE brings them together."""
    stock = {("near", "P"): [1], ("near", "Q"): [1], ("far", "Q"): [1]}
    solution = build(Case(TWO_LINES, NEAR_FAR, stock, split=split, partial=partial).problem())
    assert [(item.line, item.source, item.quantity) for item in solution.assignments] == units


def test_vans_are_opened_when_needed() -> None:
    """Three orders of two units need two vans of four; the cheaper type first, and only as many as there are."""
    orders = {name: {"1": ("P", 2, 9.0)} for name in "ABCD"}
    ships = [Ship(order, "W", option="van", pool="G", time_s=10.0) for order in orders]
    vans = (PoolVehicle("dear", 1, 9.0, (4.0,), 99.0), PoolVehicle("cheap", 1, 5.0, (3.0,), 99.0))
    case = Case(orders, ships, {("W", "P"): [9]}, pools=[Pool("G", vans)], load={"P": (1.0,)})
    solution = build(case.problem())
    assert [item.order for item in solution.assignments] == ["A", "B", "C"]
    assert solution.vehicles == (VehiclesUsed("G", "cheap", 1), VehiclesUsed("G", "dear", 1))


def test_serves_also_at_a_loss() -> None:
    """Today nobody weighs the cost against leaving an order."""
    result = Greedy().solve(
        Case({"A": {"1": ("P", 1, 1.0)}}, [Ship("A", "W", 50.0)], {("W", "P"): [1]}).problem(), Params(seed=4)
    )
    assert (result.objective, result.status, result.bound, result.seed) == (50.0, Status.FEASIBLE, None, 4)


class Stop(Silent):
    """Asks to stop."""

    def cancelled(self) -> bool:
        """Return True."""
        return True


def test_is_whole_even_when_asked_to_stop() -> None:
    """A command that is interrupted early has this plan to show."""
    problem = Case({"A": {"1": ("P", 1, 1.0)}}, [Ship("A", "W")], {("W", "P"): [1]}).problem()
    result = Greedy().solve(problem, Params(), progress=Stop())
    assert result.status is Status.FEASIBLE
    assert result.solution is not None
    assert len(result.solution.assignments) == 1
