from collections.abc import Callable

import pytest

from optimizer.strategy.plan import Plan, UnservedLine
from tests.helpers.plan_scenario import ROUTE, hand_made_scenario
from tests.helpers.plans import edited, hand_made_plan, rules_broken, without

EDITS: dict[str, Callable[[Plan], Plan]] = {
    "unknown-order": lambda plan: plan.replace(
        unserved=(*plan.unserved, UnservedLine("O9", "1", 1, "", "", ""))
    ),
    "unknown-line": lambda plan: edited(plan, "lines", {"order": "O1"}, line="7"),
    "unknown-site": lambda plan: edited(plan, "routes", {}, depot="X"),
    "unknown-point": lambda plan: edited(plan, "shipments", {"order": "O4"}, point="X"),
    "unknown-route": lambda plan: edited(plan, "shipments", {"order": "O2"}, route="X"),
    "not-offered": lambda plan: edited(plan, "shipments", {"order": "O1"}, option="drone"),
    "departure": lambda plan: edited(plan, "shipments", {"order": "O1"}, departure="tomorrow"),
    "instant": lambda plan: edited(plan, "stops", {"order": "O2"}, arrival=10**15),
    "unknown-shipment": lambda plan: edited(plan, "lines", {"order": "O1"}, option="van"),
    "empty-shipment": lambda plan: without(plan, "lines", order="O1"),
    "unknown-lane": lambda plan: edited(plan, "moves", {"lane": "L1"}, lane="X"),
    "unknown-product": lambda plan: edited(plan, "moves", {"lane": "L1"}, product="X"),
    "date": lambda plan: edited(plan, "moves", {"lane": "L1"}, arrives="soon"),
    "unknown-vehicle-type": lambda plan: edited(plan, "routes", {}, vehicle_type="X"),
    "unknown-wave": lambda plan: edited(plan, "routes", {}, wave="dawn"),
}


@pytest.mark.parametrize("rule", EDITS)
def test_a_dangling_reference_is_named(rule: str) -> None:
    """Every id, label, date and instant of a plan must exist or be readable."""
    assert rule in rules_broken(hand_made_scenario(), EDITS[rule](hand_made_plan()))


@pytest.mark.parametrize("table", ["lines", "shipments", "routes", "unserved"])
def test_a_row_must_not_be_there_twice(table: str) -> None:
    """A repeated decision would be counted twice."""
    plan = hand_made_plan()
    rows = getattr(plan, table)
    assert rules_broken(hand_made_scenario(), plan.replace(**{table: (*rows, rows[0])})) >= {"duplicate"}


def test_a_stop_names_a_route_and_a_shipment() -> None:
    """Stops of unknown routes, and stops for nothing, are found."""
    plan, scenario = hand_made_plan(), hand_made_scenario()
    assert "unknown-route" in rules_broken(scenario, edited(plan, "stops", {"route": ROUTE}, route="X"))
    assert "unknown-shipment" in rules_broken(scenario, edited(plan, "stops", {"order": "O2"}, order="O1"))


def test_an_option_outside_the_strategy_is_not_offered() -> None:
    """The effective scenario holds the options offered; a shipment by another one is refused."""
    scenario = hand_made_scenario()
    offered = tuple(option for option in scenario.settings.options if option.id != "van")
    scenario = scenario.replace(settings=scenario.settings.model_copy(update={"options": offered}))
    assert rules_broken(scenario, hand_made_plan()) == {"not-offered"}
