from dataclasses import replace
from typing import Any

import pytest

from optimizer.core.cost import Component, CostLine
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check import check_plan
from optimizer.strategy.check.consignments import resolve
from optimizer.strategy.check.context import build_context
from optimizer.strategy.check.cost import book
from optimizer.strategy.check.levels import stock_levels
from tests.helpers.plan_scenario import ROUTE, SITES_IN_USE, hand_made_scenario, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan, rules_broken


def _booked(scenario: Scenario) -> dict[tuple[str, str], int]:
    context = build_context(scenario, SITES_IN_USE)
    plan = resolve(context, hand_made_plan())
    return {
        (line.component, line.ref): line.amount for line in book(context, plan, stock_levels(context, plan))
    }


@pytest.mark.parametrize("number", range(len(hand_made_plan().cost_lines)))
@pytest.mark.parametrize("cents", [-1, 1])
def test_no_line_may_be_a_cent_off(number: int, cents: int) -> None:
    """Every single line is compared, and the total with them."""
    lines = list(hand_made_plan().cost_lines)
    lines[number] = replace(lines[number], amount=lines[number].amount + cents)
    plan = hand_made_plan().replace(cost_lines=tuple(lines))
    assert rules_broken(hand_made_scenario(), plan) == {"cost-line", "total"}


def test_two_errors_that_cancel_are_found_all_the_same() -> None:
    """A cent moved from one line to another leaves the total right."""
    first, second, *rest = hand_made_plan().cost_lines
    lines = (replace(first, amount=first.amount + 1), replace(second, amount=second.amount - 1), *rest)
    found = check_plan(hand_made_scenario(), SITES_IN_USE, hand_made_plan().replace(cost_lines=lines))
    assert [violation.rule for violation in found] == ["cost-line", "cost-line"]


def test_half_a_cent_rounded_the_wrong_way_is_found() -> None:
    """Expected returns of O2 are 4.5 cents, which is 5; rounding halves to even would book 4."""
    plan, key = hand_made_plan(), f"O2|W|van|{ROUTE[2:-2]}"
    wrong = edited(plan, "cost_lines", {"component": Component.EXPECTED_RETURNS, "ref": key}, amount=4)
    (line, total) = check_plan(hand_made_scenario(), SITES_IN_USE, wrong)
    assert (line.rule, line.subject) == ("cost-line", f"shipment {key}")
    assert line.detail == "expected_returns: booked 0.04, due 0.05"
    assert (total.rule, total.detail) == ("total", "the plan has 161.74; recomputed: 161.75")


def test_missing_extra_and_repeated_lines_are_found() -> None:
    """A line left out, one for nothing, one of amount zero, and one booked in two halves."""
    lines = hand_made_plan().cost_lines
    nothing = CostLine(Component.FLEET_OVERTIME, "route", ROUTE, 0)
    halves = (replace(lines[0], amount=100), replace(lines[0], amount=lines[0].amount - 100))
    scenario = hand_made_scenario()
    assert rules_broken(scenario, hand_made_plan().replace(cost_lines=lines[1:])) == {"cost-line", "total"}
    for changed in ((*lines, nothing), (*halves, *lines[1:])):
        assert rules_broken(scenario, hand_made_plan().replace(cost_lines=changed)) == {"cost-line"}


CHANGES: list[tuple[str, str, int, dict[str, Any]]] = [
    # the order's own cost stands for margin and penalty
    ("unserved", "O8", 1250, {"table": "orders", "id": "O8", "unserved_cost": 12.5}),
    # a surcharge of the handling at the source, once per shipment
    (
        "site_handling",
        "O1|W|parcel|2025-03-03T17:00",
        290,
        {"path": "options.parcel", "extra_cost_per_order": 1.4},
    ),
    # 8 h late at 2.25
    (
        "lateness",
        "O7|P|dropship|2025-03-03T16:00",
        1800,
        {"path": "options.dropship", "late_cost_per_hour": 2.25},
    ),
    # 0.3 expected returns at 2, of which the customer pays half
    (
        "expected_returns",
        "O5|W|locker|2025-03-03T18:00",
        30,
        {"path": "policies.returns", "cost_per_unit": 2},
    ),
    # the carrier's district beats its zone
    ("carrier", "O1|W|parcel|2025-03-03T17:00", 900, {"table": "orders", "id": "O1", "district": "south"}),
    # a truck of 5 kg needs to come twice
    ("procurement_freight", "L1|2025-03-03", 6110, {"table": "lanes", "id": "L1", "truck_kg": 5}),
    # 2800 s at 18 an hour
    ("fleet_time", ROUTE, 1400, {"table": "vehicle_types", "id": "V", "cost_per_h": 18}),
    # 31 units and days in W: 28 of A at 0.024, 3 of B at 0.006
    ("holding", "W", 69, {"table": "products", "id": "A", "holding_rate_per_year": 0.73}),
]


@pytest.mark.parametrize(("component", "ref", "amount", "change"), CHANGES)
def test_rates_of_the_scenario_decide_the_amounts(
    component: str, ref: str, amount: int, change: dict[str, Any]
) -> None:
    """Each formula follows its rate, worked out by hand."""
    cells = {name: value for name, value in change.items() if name not in {"table", "id", "path"}}
    if "path" in change:
        scenario = with_settings(hand_made_scenario(), change["path"], **cells)
    else:
        scenario = with_row(hand_made_scenario(), change["table"], change["id"], **cells)
    assert _booked(scenario)[component, ref] == amount


def test_no_emission_is_charged_at_price_zero() -> None:
    """Without a price there is no line, whatever is emitted."""
    scenario = with_settings(hand_made_scenario(), "policies", co2_price_per_t=0)
    assert not any(component == "co2" for component, _ in _booked(scenario))


def test_lines_are_booked_in_the_currency_of_the_scenario() -> None:
    """Won have no minor unit: 3.5 for the carrier becomes 4."""
    booked = _booked(with_settings(hand_made_scenario(), "", currency="KRW"))
    assert booked["carrier", "O1|W|parcel|2025-03-03T17:00"] == 4


def test_a_cost_too_large_to_book_is_a_violation() -> None:
    """A route around the sun is refused, not a reason to crash."""
    plan = edited(hand_made_plan(), "routes", {}, distance_m=10**15)
    assert rules_broken(hand_made_scenario(), plan) == {"route-distance", "total"}


def test_a_partner_holds_its_own_stock() -> None:
    """Stock of partners, suppliers and plants costs the retailer nothing; that of all other sites does."""
    assert ("holding", "P") not in _booked(hand_made_scenario())
    hub = with_row(hand_made_scenario(), "sites", "P", kind="hub")
    # 2 A left for 3 days at 0.012
    assert _booked(hub)["holding", "P"] == 7
