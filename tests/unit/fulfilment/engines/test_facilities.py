"""Openings decided on a tight relaxation."""

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines import facilities
from optimizer.fulfilment.engines.candidates import candidates
from optimizer.fulfilment.engines.facilities import FacilitiesEngine, charged, without
from optimizer.fulfilment.engines.relaxation import relax
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Opening, Problem, Split
from optimizer.fulfilment.solution import Solution
from tests.helpers.fulfilment import Case, Ship, assign, cheapest_by_enumeration

PARAMS = Params(threads=1, iteration_limit=60)


def two_sites(near: float = 5.0, far: float = 4.0, orders: str = "ABC", split: Split = Split.NONE) -> Problem:
    """Each order is worth 9; from N a shipment costs 1, from F 2; opening N costs ``near``, F ``far``."""
    ships = [
        Ship(order, site, price, opens=(f"open {site}",))
        for order in orders
        for site, price in (("N", 1.0), ("F", 2.0))
    ]
    return Case(
        {order: {"1": ("P", 1, 9.0)} for order in orders},
        ships,
        {("N", "P"): [len(orders)], ("F", "P"): [len(orders)]},
        openings=(Opening("open N", near), Opening("open F", far)),
        split=split,
    ).problem()


def scarce() -> Problem:
    """N has one unit for three orders: the others need F, which costs 6 to open, or stay unserved at 9 each."""
    orders = {order: {"1": ("P", 1, 9.0)} for order in "ABC"}
    ships = [
        Ship(order, site, price, opens=(site,)) for order in "ABC" for site, price in (("N", 1.0), ("F", 2.5))
    ]
    stock = {("N", "P"): [1], ("F", "P"): [3]}
    return Case(orders, ships, stock, openings=(Opening("N", 2.0), Opening("F", 6.0))).problem()


def shared() -> Problem:
    """One shipment uses two openings, another one of them; there is a way without any."""
    ships = [
        Ship("A", "N", 1.0, opens=("site", "dock")),
        Ship("B", "N", 1.0, opens=("site",)),
        Ship("A", "F", 3.0),
        Ship("B", "F", 8.0),
    ]
    stock = {("N", "P"): [2], ("F", "P"): [2]}
    return Case(
        {order: {"1": ("P", 1, 9.0)} for order in "AB"},
        ships,
        stock,
        openings=(Opening("site", 4.0), Opening("dock", 2.5)),
    ).problem()


PROBLEMS = {
    "N pays": two_sites(),
    "F pays": two_sites(near=12.0, far=1.0),
    "neither pays": two_sites(near=30.0, far=30.0),
    "by line": two_sites(orders="AB", split=Split.LINE),
    "scarce": scarce(),
    "shared": shared(),
}


def solved(problem: Problem, start: Solution | None = None) -> tuple[Result[Solution], Solution]:
    """Solve, and check the plan."""
    result = FacilitiesEngine().solve(problem, PARAMS, start)
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    assert result.objective == pytest.approx(cost(problem, result.solution))
    return result, result.solution


def gap_holds(result: Result[Solution], optimum: float) -> bool:
    """Tell whether the optimum lies between bound and objective."""
    if result.objective is None or result.bound is None:
        return False
    return result.bound <= optimum + 1e-6 and optimum <= result.objective + 1e-6


def test_an_opening_costs_once() -> None:
    """Three orders from N pay 3 for themselves and 5 for N together."""
    result, plan = solved(two_sites())
    assert {one.source for one in plan.assignments} == {"N"}
    assert result.objective == pytest.approx(3 * 1.0 + 5.0)
    assert result.status is Status.OPTIMAL


def test_nothing_is_opened_that_does_not_pay() -> None:
    """Two orders worth 18 do not pay an opening of 30."""
    result, plan = solved(two_sites(near=30.0, far=30.0, orders="AB"))
    assert plan.assignments == ()
    assert result.objective == pytest.approx(18.0)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_optimum_lies_between_bound_and_plan(name: str) -> None:
    """Enumeration finds nothing below the bound of the tight relaxation, which is the bound that is told."""
    problem = PROBLEMS[name]
    optimum = cheapest_by_enumeration(problem)
    tight = facilities._tight(problem, candidates(problem), Control(PARAMS, Deadline(None), SILENT))
    assert tight is not None
    assert tight.bound <= optimum + 1e-6
    result, _ = solved(problem)
    assert gap_holds(result, optimum)
    assert result.bound == pytest.approx(min(tight.bound, result.objective or 0.0))


def test_a_plan_is_not_called_optimal_beyond_its_bound() -> None:
    """Only part of F is opened in the relaxation: the plan is the optimum, but that is not proven."""
    result, _ = solved(scarce())
    assert result.objective == pytest.approx(cheapest_by_enumeration(scarce()))
    assert result.bound is not None
    assert result.objective is not None
    assert result.bound < result.objective - 0.1
    assert result.status is Status.FEASIBLE


@pytest.mark.parametrize("name", PROBLEMS)
def test_many_blocks_go_another_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the cost spread over shipments the plan keeps every rule, and the bound holds."""
    monkeypatch.setattr(facilities, "_LARGE", 0)
    monkeypatch.setattr(facilities, "_tight", None)
    result, _ = solved(PROBLEMS[name])
    assert gap_holds(result, cheapest_by_enumeration(PROBLEMS[name]))


@pytest.mark.parametrize("large", [0, 30_000])
def test_a_plan_that_is_given_is_never_made_worse(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started from the optimum, both ways return it."""
    monkeypatch.setattr(facilities, "_LARGE", large)
    start = Solution(tuple(assign(order, "1", "N", 1) for order in "ABC"))
    result, _ = solved(two_sites(), start)
    assert result.objective == pytest.approx(8.0)


@pytest.mark.parametrize("large", [0, 30_000])
def test_a_plan_that_breaks_a_rule_is_no_start(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serving A twice is not taken over."""
    monkeypatch.setattr(facilities, "_LARGE", large)
    broken = Solution((assign("A", "1", "N", 1), assign("A", "1", "F", 1)))
    result, _ = solved(two_sites(), broken)
    assert gap_holds(result, 8.0)


def test_each_order_pays_all_of_what_it_opens_in_the_tight_relaxation() -> None:
    """A alone needs N, which opens for 6 and costs 1; B and C go from F for 1 each: 9.

    Spread over the three that could use N, its opening costs A only 2, and the bound is 5.
    """
    orders = {order: {"1": ("P", 1, 9.0)} for order in "ABC"}
    ships = [Ship(order, "N", 1.0, opens=("N",)) for order in "ABC"]
    ships += [Ship(order, "F", 1.0) for order in "BC"]
    stock = {("N", "P"): [3], ("F", "P"): [3]}
    problem = Case(orders, ships, stock, openings=(Opening("N", 6.0),)).problem()
    control = Control(PARAMS, Deadline(None), SILENT)
    found = facilities._tight(problem, candidates(problem), control)
    assert found is not None
    assert found.bound == pytest.approx(9.0)
    np.testing.assert_allclose(found.opened, [1.0], atol=1e-6)
    spread = charged(problem, facilities._most_users(problem))
    assert relax(candidates(spread), control).bound == pytest.approx(5.0)


def test_shut_openings_are_left_out() -> None:
    """With F shut, N's three shipments remain, numbered anew, and opening N costs nothing more."""
    left = without(two_sites(), np.array([False, True]))
    assert [left.sources[s] for s in left.shipments.source] == ["N", "N", "N"]
    assert left.entry_shipment.tolist() == [0, 1, 2]
    assert left.entry_line.tolist() == [0, 1, 2]
    assert [opening.fixed_cost for opening in left.openings] == [0.0, 0.0]
    assert [left.openings[k].id for k in left.opens.max(axis=1)] == ["open N"] * 3
    assert cheapest_by_enumeration(left) == pytest.approx(3.0)


def test_a_shipment_is_left_out_if_any_of_its_openings_is_shut() -> None:
    """With the dock shut, A goes without openings or not at all; a shipment without openings always stays."""
    left = without(shared(), np.array([False, True]))
    assert [left.orders[o] for o in left.shipments.order] == ["B", "A", "B"]


def test_each_shipment_is_charged_its_share() -> None:
    """Of site 4 shared by two and dock 2.5 used by one: A pays 2 + 2.5, B 2, the others nothing."""
    found = charged(shared(), np.array([2.0, 1.0]))
    assert found.shipments.fixed_cost.tolist() == [1.0 + 2.0 + 2.5, 1.0 + 2.0, 3.0, 8.0]
    assert [opening.fixed_cost for opening in found.openings] == [0.0, 0.0]


def test_an_opening_that_nobody_uses_is_charged_in_full() -> None:
    """No users count as one, so that nothing is divided by zero."""
    found = charged(shared(), np.array([0.0, 0.0]))
    assert found.shipments.fixed_cost.tolist() == [7.5, 5.0, 3.0, 8.0]


@pytest.mark.parametrize(("split", "most"), [(Split.NONE, [2, 0]), (Split.LINE, [4, 0])])
def test_most_users_by_hand(split: Split, most: list[int]) -> None:
    """An order with two ways through a site uses it once, unless it may be split."""
    ships = [Ship(order, "N", 1.0, day=day, opens=("site",)) for order in "AB" for day in (0, 1)]
    case = Case(
        {order: {"1": ("P", 1, 9.0)} for order in "AB"},
        ships,
        {("N", "P"): [2]},
        days=2,
        openings=(Opening("site", 4.0), Opening("idle", 1.0)),
        split=split,
    )
    assert facilities._most_users(case.problem()).tolist() == most


def test_users_of_a_plan_by_hand() -> None:
    """A uses site and dock, B the site."""
    plan = Solution((assign("A", "1", "N", 1), assign("B", "1", "N", 1)))
    assert facilities._users(shared(), plan).tolist() == [2.0, 1.0]
    assert facilities._users(shared(), Solution(())).tolist() == [0.0, 0.0]


def test_without_paid_openings_the_plain_engine_answers() -> None:
    """Openings that cost nothing need no decision of their own."""
    result, _ = solved(two_sites(near=0.0, far=0.0))
    assert result.objective == pytest.approx(3.0)
    assert result.status is Status.OPTIMAL


def test_the_engine_goes_by_the_name_of_the_solver() -> None:
    """Planners name HiGHS; it lacks nothing here."""
    engine = FacilitiesEngine()
    assert engine.name == "highs"
    assert engine.version
    assert engine.missing(shared()) == frozenset()
