from dataclasses import replace

import pytest

from optimizer.strategy.plan import Plan, UnservedLine
from tests.helpers.plan_scenario import hand_made_scenario, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan, rules_broken, without


@pytest.mark.parametrize("quantity", [-2, 0, 1, 3])
def test_every_ordered_unit_is_served_or_unserved_exactly_once(quantity: int) -> None:
    """O1 ordered two units; any other quantity is reported."""
    plan = edited(hand_made_plan(), "lines", {"order": "O1"}, quantity=quantity)
    assert "quantity" in rules_broken(hand_made_scenario(), plan)


def test_a_deleted_order_is_missed() -> None:
    """Removing an order with everything it has is noticed, by its quantity and its costs."""
    plan = without(without(hand_made_plan(), "lines", order="O1"), "shipments", order="O1")
    assert rules_broken(hand_made_scenario(), plan) >= {"quantity", "cost-line", "total"}
    plan = without(hand_made_plan(), "unserved")
    assert rules_broken(hand_made_scenario(), plan) == {"quantity", "cost-line", "total"}


def _with_one_unit_of_o1_unserved() -> Plan:
    plan = edited(hand_made_plan(), "lines", {"order": "O1"}, quantity=1)
    return plan.replace(unserved=(UnservedLine("O1", "1", 1, "no-stock", "", ""), *plan.unserved))


def test_an_order_is_served_whole_unless_the_policy_allows_parts() -> None:
    """With ``partial`` the same plan breaks no rule on the order, only its old costs are wrong."""
    scenario, plan = hand_made_scenario(), _with_one_unit_of_o1_unserved()
    assert "partial" in rules_broken(scenario, plan)
    allowed = with_settings(scenario, "policies.delivery", partial=True)
    assert rules_broken(allowed, plan) == {"cost-line", "total"}


def _with_o1_in_two_shipments() -> Plan:
    plan = edited(hand_made_plan(), "lines", {"order": "O1"}, quantity=1)
    later = "2025-03-04T17:00"
    lines = [line for line in plan.lines if line.order == "O1"]
    ways = [shipment for shipment in plan.shipments if shipment.order == "O1"]
    shifted = replace(
        ways[0],
        departure=later,
        leaves_at=ways[0].leaves_at + 86400,
        handed_over_at=ways[0].handed_over_at + 86400,
    )
    return plan.replace(
        lines=(*plan.lines, replace(lines[0], departure=later)), shipments=(*plan.shipments, shifted)
    )


@pytest.mark.parametrize(("split", "broken"), [("none", True), ("order", True), ("line", False)])
def test_a_line_is_split_only_where_lines_may_be(split: str, broken: bool) -> None:
    """Two shipments of one line: one too many per order, one too many per line, or allowed."""
    scenario = with_settings(hand_made_scenario(), "policies.delivery", split=split)
    found = rules_broken(scenario, _with_o1_in_two_shipments())
    assert found == ({"split"} if broken else set()) | {"cost-line", "total"}


def test_a_binding_request_is_met_or_the_order_not_served() -> None:
    """O1 asked for the van and goes by parcel; a preference, or an option not offered, binds nobody."""
    asked = with_row(hand_made_scenario(), "orders", "O1", requested_option="van")
    binding = with_settings(asked, "policies.delivery", requested="binding")
    assert rules_broken(asked, hand_made_plan()) == set()
    assert rules_broken(binding, hand_made_plan()) == {"requested"}
    other = with_row(binding, "orders", "O1", requested_option="drone")
    assert rules_broken(other, hand_made_plan()) == set()
