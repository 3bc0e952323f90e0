from collections.abc import Callable

import pytest

from optimizer.scenario.rows import LaneRow
from optimizer.scenario.scenario import Scenario
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan, rules_broken, without

#: Scenarios in which the hand-made plan breaks exactly the rule named.
CHANGES: list[tuple[str, Callable[[Scenario], Scenario]]] = [
    ("source", lambda s: with_settings(s, "options.parcel", source_kinds=["store"])),
    ("source", lambda s: with_settings(s, "options.parcel", sites=["S"])),
    ("hand-over", lambda s: with_settings(s, "segments.people", accepts=["home", "locker", "carry_out"])),
    ("point", lambda s: with_settings(s, "options.collect", hand_over="locker")),
    ("point", lambda s: with_row(s, "orders", "O6", requested_point="K")),
    ("collect-distance", lambda s: with_settings(s, "segments.people", collect_max_km=1.999)),
    ("product-option", lambda s: with_row(s, "products", "B", eligible_options="van|parcel")),
    ("temperature", lambda s: with_settings(s, "options.carry", temperatures=["ambient"])),
    ("temperature", lambda s: with_row(s, "sites", "S", temperatures="ambient")),
    ("temperature", lambda s: with_row(s, "sites", "K", temperatures="chilled|frozen")),
    ("temperature", lambda s: with_row(s, "vehicle_types", "V", temperatures="chilled")),
    ("weight", lambda s: with_settings(s, "options.locker", max_weight_kg=5.999)),
    ("distance", lambda s: with_settings(s, "options.van", max_distance_km=5.099)),
    ("lane", lambda s: with_row(s, "lanes", "L2", to_site="S")),
]


@pytest.mark.parametrize(("rule", "change"), CHANGES)
def test_a_scenario_that_forbids_a_shipment_is_obeyed(
    rule: str, change: Callable[[Scenario], Scenario]
) -> None:
    """The plan is right but for the one thing changed, which is named."""
    found = rules_broken(change(hand_made_scenario()), hand_made_plan())
    # costs follow from what changed: a locker takes returns at another cost, a missing lane costs nothing
    assert found - {"cost-line", "total"} == ({rule, "departure"} if rule == "lane" else {rule})


def test_limits_themselves_are_allowed() -> None:
    """6 kg by linehaul, 2000 m to the store, 5100 m by van to O3 are what the plan needs."""
    scenario = with_settings(hand_made_scenario(), "options.locker", max_weight_kg=6)
    scenario = with_settings(scenario, "segments.people", collect_max_km=2)
    scenario = with_settings(scenario, "options.van", max_distance_km=5.1)
    assert rules_broken(scenario, hand_made_plan()) == set()


@pytest.mark.parametrize(
    ("closed", "rules"), [("W", {"source"}), ("K", {"point"}), ("S", {"source", "point"})]
)
def test_sites_out_of_use_neither_serve_nor_hand_over(closed: str, rules: set[str]) -> None:
    """A strategy uses only some of the scenario's sites."""
    sites = tuple(site for site in SITES_IN_USE if site != closed)
    assert rules_broken(hand_made_scenario(), hand_made_plan(), sites) == rules


def test_a_line_that_may_not_go_stops_an_unsplit_order() -> None:
    """B may not go by van: leaving it out of O2 helps only where orders may be split."""
    scenario = with_row(hand_made_scenario(), "products", "B", eligible_options="carry")
    plan = without(without(hand_made_plan(), "lines", order="O2", line="2"), "lines", order="O3")
    plan = without(without(plan, "shipments", order="O3"), "stops", order="O3")
    assert "product-option" in rules_broken(scenario, plan)
    split = with_settings(scenario, "policies.delivery", split="order", partial=True)
    assert "product-option" not in rules_broken(split, plan)


def test_weight_counts_all_lines_that_may_be_carried() -> None:
    """O2 weighs 3 kg; where B may not go by van and orders may be split, only the 2 kg of A count."""
    scenario = with_settings(hand_made_scenario(), "options.van", max_weight_kg=2.5)
    assert rules_broken(scenario, hand_made_plan()) == {"weight"}
    scenario = with_row(scenario, "products", "B", eligible_options="carry")
    scenario = with_settings(scenario, "policies.delivery", split="order")
    assert rules_broken(scenario, hand_made_plan()) == {"product-option"}


@pytest.mark.parametrize(
    ("order", "point"),
    [("O1", "S"), ("O4", ""), ("O4", "K"), ("O5", ""), ("O6", ""), ("O6", "K"), ("O5", "W")],
)
def test_a_wrong_collection_point_is_found(order: str, point: str) -> None:
    """Deliveries have none; own stock lies at its source; linehaul needs one of the right kind."""
    plan = edited(hand_made_plan(), "shipments", {"order": order}, point=point)
    assert "point" in rules_broken(hand_made_scenario(), plan)


def _with_a_second_locker() -> Scenario:
    """K2 lies a hundred metres from O5's customer, and lane L4 leads there like L2 to K."""
    scenario = hand_made_scenario()
    first, lane = scenario.sites[3], scenario.lanes[1]
    second = type(first).model_validate({**first.model_dump(), "id": "K2", "lat": 37.52, "lon": 127.006})
    other = LaneRow.model_validate({**lane.model_dump(), "id": "L4", "to_site": "K2"})
    return scenario.replace(sites=(*scenario.sites, second), lanes=(*scenario.lanes, other))


def test_linehaul_goes_to_the_nearest_point() -> None:
    """K is 1.5 km away, K2 a few steps: K is wrong unless K2 is out of use or K was asked for."""
    scenario, sites = _with_a_second_locker(), (*SITES_IN_USE, "K2")
    assert rules_broken(scenario, hand_made_plan(), sites) == {"point"}
    assert rules_broken(scenario, hand_made_plan()) == set()
    asked = with_row(scenario, "orders", "O5", requested_point="K")
    assert rules_broken(asked, hand_made_plan(), sites) == set()


def test_the_requested_point_is_the_only_one_where_it_fits() -> None:
    """Who asked for locker K2 does not get K; who asked for a store may get a locker."""
    scenario = _with_a_second_locker()
    assert rules_broken(with_row(scenario, "orders", "O5", requested_point="K2"), hand_made_plan()) == {
        "point"
    }
    assert rules_broken(with_row(scenario, "orders", "O5", requested_point="S"), hand_made_plan()) == set()
