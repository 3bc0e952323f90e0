from collections.abc import Callable

import pytest

from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check import check_plan
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario, with_cells, with_row
from tests.helpers.plans import edited, hand_made_plan, rules_broken, without

COSTS = {"cost-line", "total"}


@pytest.mark.parametrize(("protected", "rules"), [(4, set()), (5, {"stock"}), (50, {"stock"})])
def test_protected_units_are_not_used(protected: int, rules: set[str]) -> None:
    """4 of W's 10 A are left on Monday: as many may be protected."""
    scenario = with_cells(hand_made_scenario(), "stock", 0, protected=protected)
    assert rules_broken(scenario, hand_made_plan()) == rules


def test_the_first_day_short_is_named_with_its_figures() -> None:
    """With 7 A on hand one is left on Monday, one less than protected."""
    scenario = with_cells(hand_made_scenario(), "stock", 0, on_hand=7)
    (found,) = (v for v in check_plan(scenario, SITES_IN_USE, hand_made_plan()) if v.rule == "stock")
    assert found.subject == "site W"
    assert found.detail == "A on 2025-03-03: 1 units left, 2 protected, 1 too few"


def test_an_order_served_from_a_site_without_stock_is_found() -> None:
    """O6 cannot carry out what the store does not have, even if it comes the next day."""
    scenario = with_cells(hand_made_scenario(), "stock", 3, on_hand=0)
    assert rules_broken(scenario, hand_made_plan()) - COSTS == {"stock"}


def test_suppliers_never_run_out_and_partners_do() -> None:
    """The supplier has no stock rows at all; the partner's 4 A are counted."""
    scenario = with_cells(hand_made_scenario(), "stock", 4, on_hand=1)
    assert rules_broken(scenario, hand_made_plan()) == {"stock"}


def test_moves_empty_the_origin_on_the_day_they_leave() -> None:
    """Six B are at W: three issued, so that four cannot move."""
    plan = edited(hand_made_plan(), "moves", {"lane": "L3"}, quantity=4)
    assert rules_broken(hand_made_scenario(), plan) - COSTS == {"stock"}


LIMITS: list[tuple[set[str], Callable[[Scenario], Scenario]]] = [
    (set(), lambda s: with_row(s, "sites", "W", throughput_units_per_day=9)),
    ({"throughput"}, lambda s: with_row(s, "sites", "W", throughput_units_per_day=8.9)),
    (set(), lambda s: with_row(s, "sites", "W", staff_per_hour=0.5, units_per_staff_hour=1.5)),
    ({"throughput"}, lambda s: with_row(s, "sites", "W", staff_per_hour=0.5, units_per_staff_hour=1.4)),
    (set(), lambda s: with_row(s, "sites", "W", staff_per_hour=0.5)),
    (set(), lambda s: with_row(s, "sites", "K", pickup_orders_per_day=1)),
    ({"pickup"}, lambda s: with_row(s, "sites", "K", pickup_orders_per_day=0)),
    (set(), lambda s: with_row(s, "sites", "S", pickup_orders_per_day=1)),
    ({"pickup"}, lambda s: with_row(s, "sites", "S", pickup_orders_per_day=0)),
]


@pytest.mark.parametrize(("rules", "change"), LIMITS)
def test_sites_issue_and_hand_over_no_more_than_they_can(
    rules: set[str], change: Callable[[Scenario], Scenario]
) -> None:
    """W issues 9 units in 12 open hours; K and S hand over one collected order each, the carry-out aside."""
    assert rules_broken(change(hand_made_scenario()), hand_made_plan()) == rules


def test_without_the_replenishment_nothing_is_short() -> None:
    """The moves were not needed: only their costs are missed."""
    assert rules_broken(hand_made_scenario(), without(hand_made_plan(), "moves")) == COSTS
