from dataclasses import replace

import pytest

from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem, Split
from optimizer.fulfilment.solution import Assignment, Solution, VehiclesUsed
from tests.helpers.fulfilment import Case, Ship, assign


def problem(split: Split = Split.NONE, partial: bool = False) -> Problem:
    """Return two orders by parcel from W or by van from S."""
    ships = [
        Ship(order, source, 3.0, 1.0, option=option, day=day, pool=pool, time_s=60.0, opens=opens)
        for order in "AB"
        for source, option, pool, opens in (("W", "parcel", None, ()), ("S", "van", "G", ("day",)))
        for day in (0, 1)
    ]
    return Case(
        orders={"A": {"1": ("P", 2, 20.0), "2": ("Q", 1, 30.0)}, "B": {"1": ("P", 2, 20.0)}},
        ships=ships,
        stock={("W", "P"): [2, 4], ("W", "Q"): [1], ("S", "P"): [4], ("S", "Q"): [1]},
        days=2,
        capacity={"W": 4.0},
        pools=[Pool("G", (PoolVehicle("v", 2, 7.0, (4.0,), 100.0),))],
        load={"P": (1.0,), "Q": (2.0,)},
        openings=[Opening("day", 5.0, 2.0)],
        split=split,
        partial=partial,
    ).problem()


A_FROM_W = (assign("A", "1", "W", 2), assign("A", "2", "W", 1))
B_BY_VAN = assign("B", "1", "S", 2, option="van")
GOOD = Solution((*A_FROM_W, B_BY_VAN), (VehiclesUsed("G", "v", 1),))


def rules(solution: Solution, of: Problem | None = None) -> list[str]:
    """Return names of the rules broken, each once."""
    return sorted({violation.rule for violation in check(of or problem(), solution)})


def test_good_plan_breaks_no_rule_and_costs_its_terms() -> None:
    """Shipments 3 + 3, units 3 + 2, one van 7, the opening 5, nothing unserved."""
    assert check(problem(), GOOD) == ()
    assert cost(problem(), GOOD) == pytest.approx(6 + 5 + 7 + 5)


def test_empty_plan_costs_what_is_unserved() -> None:
    """Serving nothing breaks no rule and costs 20 + 30 + 20."""
    assert check(problem(), Solution(())) == ()
    assert cost(problem(), Solution(())) == pytest.approx(70.0)


def test_unserved_cost_falls_with_the_share_served() -> None:
    """One of two units served leaves half the line's cost."""
    plan = Solution((assign("B", "1", "W", 1),))
    assert cost(problem(Split.LINE, partial=True), plan) == pytest.approx(3 + 1 + 50 + 10)


@pytest.mark.parametrize("field", ["order", "line", "source", "option", "departure"])
def test_unknown_decision(field: str) -> None:
    """An assignment that names nothing known is found, and has no cost."""
    unknown: Assignment = replace(B_BY_VAN, **{field: "?"})  # type: ignore[arg-type]
    plan = Solution((*A_FROM_W, unknown), GOOD.vehicles)
    assert rules(plan) == ["decision"]
    with pytest.raises(ValueError, match="1 decisions are not the problem's"):
        cost(problem(), plan)


def test_entry_that_does_not_exist() -> None:
    """A line on a shipment that cannot carry it is found."""
    case = Case(
        {"A": {"1": ("P", 1, 1.0), "2": ("P", 1, 1.0)}},
        [Ship("A", "W", lines=("1",))],
        {("W", "P"): [9]},
        partial=True,
    )
    found = check(case.problem(), Solution((assign("A", "2", "W", 1),)))
    assert [(v.rule, v.subject) for v in found] == [("decision", "order A line 2")]
    assert "cannot carry" in found[0].detail


def test_decision_taken_twice() -> None:
    """The same assignment or vehicle twice is found."""
    assert "decision" in rules(Solution((*GOOD.assignments, B_BY_VAN), GOOD.vehicles))
    assert rules(Solution(GOOD.assignments, GOOD.vehicles * 2)) == ["decision"]


def test_unknown_vehicle() -> None:
    """A vehicle type that the pool does not have is found."""
    assert rules(Solution(A_FROM_W, (VehiclesUsed("G", "?", 1),))) == ["decision"]


def test_quantity() -> None:
    """Less than one unit, more than ordered in all, and broken units are found."""
    of = problem(Split.LINE, partial=True)
    assert rules(Solution((replace(A_FROM_W[0], quantity=0),)), of) == ["quantity"]
    over = (assign("B", "1", "W", 2), assign("B", "1", "S", 1, option="van"))
    assert "quantity" in rules(Solution(over, GOOD.vehicles), of)
    assert "quantity" in rules(Solution((replace(A_FROM_W[0], quantity=1.5),)), of)  # type: ignore[arg-type]


def test_split_none() -> None:
    """Two shipments for one order are found, unless splitting is allowed."""
    plan = Solution((A_FROM_W[0], assign("A", "2", "S", 1, option="van")), GOOD.vehicles)
    assert rules(plan) == ["split"]
    assert rules(plan, problem(Split.ORDER)) == []


def test_split_order() -> None:
    """A line's units from two shipments are found, unless lines may be split."""
    plan = Solution((assign("B", "1", "W", 1), assign("B", "1", "S", 1, option="van")), GOOD.vehicles)
    assert rules(plan, problem(Split.ORDER)) == ["split"]
    assert rules(plan, problem(Split.LINE)) == []


def test_partial() -> None:
    """An order served in part is found, unless partial service is allowed."""
    plan = Solution((A_FROM_W[0],))
    assert rules(plan) == ["partial"]
    assert rules(plan, problem(partial=True)) == []
    assert rules(Solution((assign("B", "1", "W", 1),)), problem(Split.LINE)) == ["partial"]


def test_stock_counts_earlier_days() -> None:
    """Two units by day 0, four by day 1: both orders on day 0 are too many, one may wait."""
    later = assign("B", "1", "W", 2, day=1)
    assert rules(Solution((*A_FROM_W, later))) == []
    found = check(problem(), Solution((*A_FROM_W, replace(later, departure="day 0"))))
    assert ("stock", "source W product P day 0") in [(v.rule, v.subject) for v in found]
    assert found[-1].detail == "4 units left, 2 available"


def test_stock_promised_later_is_kept() -> None:
    """Units that leave today are missing tomorrow: three by day 0 and two more by day 1 exceed four."""
    of = problem(Split.LINE, partial=True).replace(available=problem().available.clip(min=3))
    assert rules(Solution((*A_FROM_W, assign("B", "1", "W", 2, day=1))), of) == []
    tight = of.replace(available=of.available.clip(max=3))
    assert rules(Solution((*A_FROM_W, assign("B", "1", "W", 2, day=1))), tight) == ["stock"]


def test_site_capacity() -> None:
    """Four units a day are W's limit."""
    of = problem().replace(available=problem().available + 9)
    assert rules(Solution((*A_FROM_W, assign("B", "1", "W", 2))), of) == ["site-capacity"]


def test_pool_load_and_time() -> None:
    """One van carries 4 and has 100 s: both orders (load 6, 120 s) need two."""
    van = tuple(assign("A", line, "S", n, option="van") for line, n in (("1", 2), ("2", 1)))
    assert rules(Solution((*van, B_BY_VAN), (VehiclesUsed("G", "v", 2),))) == []
    assert rules(Solution((*van, B_BY_VAN), (VehiclesUsed("G", "v", 1),))) == ["pool-load", "pool-time"]
    assert rules(Solution((B_BY_VAN,))) == ["pool-load", "pool-time"]


def test_vehicle_count() -> None:
    """Two vans exist."""
    assert rules(Solution(GOOD.assignments, (VehiclesUsed("G", "v", 3),))) == ["vehicle-count"]
    assert "vehicle-count" in rules(Solution(A_FROM_W, (VehiclesUsed("G", "v", -1),)))


def test_opening_limit() -> None:
    """No more shipments than the limit use an opening."""
    of = problem().replace(openings=(Opening("day", 5.0, 0.0),))
    assert rules(GOOD, of) == ["opening-limit"]


def test_violation_shows_figures() -> None:
    """A violation reads as rule, subject and figures."""
    found = check(problem(), Solution(GOOD.assignments))
    assert str(found[0]) == "pool-load: pool G: measure 0: load 2, capacity 0"


def test_assignment_order_is_free() -> None:
    """The order in which decisions are written does not matter."""
    turned = Solution(tuple(reversed(GOOD.assignments)), GOOD.vehicles)
    assert cost(problem(), turned) == cost(problem(), GOOD)
    assert isinstance(turned.assignments[0], Assignment)
