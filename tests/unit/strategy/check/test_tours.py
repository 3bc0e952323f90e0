from collections.abc import Callable
from dataclasses import replace

import pytest

from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check import check_plan
from optimizer.strategy.plan import Plan, PlannedRoute
from tests.helpers.plan_scenario import (
    ROUTE,
    SITES_IN_USE,
    hand_made_scenario,
    instant,
    with_cells,
    with_row,
    with_settings,
)
from tests.helpers.plans import edited, hand_made_plan, rules_broken

COSTS = {"cost-line", "total"}
SCENARIOS: list[tuple[set[str], Callable[[Scenario], Scenario]]] = [
    ({"capacity"}, lambda s: with_row(s, "vehicle_types", "V", capacity_kg=3.499)),
    (set(), lambda s: with_row(s, "vehicle_types", "V", capacity_kg=3.5)),
    ({"capacity"}, lambda s: with_row(s, "vehicle_types", "V", capacity_l=6.999)),
    (set(), lambda s: with_row(s, "vehicle_types", "V", capacity_l=7)),
    ({"capacity"}, lambda s: with_row(s, "vehicle_types", "V", max_stops=1)),
    (set(), lambda s: with_row(s, "vehicle_types", "V", max_stops=2)),
    ({"shift"}, lambda s: with_row(s, "vehicle_types", "V", shift_end="17:16")),
    ({"shift"}, lambda s: with_row(s, "vehicle_types", "V", shift_start="16:31")),
    ({"wave"}, lambda s: with_settings(s, "waves.evening", back_by="17:16")),
    ({"max-distance"}, lambda s: with_row(s, "vehicle_types", "V", max_distance_km=11.999)),
    (set(), lambda s: with_row(s, "vehicle_types", "V", max_distance_km=12)),
    ({"vehicle-count"}, lambda s: with_row(s, "vehicle_types", "V", count=0)),
    ({"service"}, lambda s: with_settings(s, "options.van", service_min=5.5)),
    ({"temperature"}, lambda s: with_row(s, "vehicle_types", "V", temperatures="ambient")),
    ({"travel-time", "leg"}, lambda s: with_cells(s, "matrix", 2, duration_s=401)),
    ({"route-distance", "leg"}, lambda s: with_cells(s, "matrix", 2, distance_m=3001)),
]


@pytest.mark.parametrize(("rules", "change"), SCENARIOS)
def test_a_route_beyond_its_limits_is_found(rules: set[str], change: Callable[[Scenario], Scenario]) -> None:
    """3.5 kg, 7 l, 2 stops, 12 km, 16:30 to 17:16:40: the limit itself is allowed, a little less is not."""
    assert rules_broken(change(hand_made_scenario()), hand_made_plan()) == rules


@pytest.mark.parametrize(
    ("window", "rules"),
    [
        (("17:01", "18:00"), {"window"}),
        (("16:00", "16:59"), {"window"}),
        (("17:00", "17:00"), set()),
    ],
)
def test_service_starts_in_the_window(window: tuple[str, str], rules: set[str]) -> None:
    """The van starts service of O3 at 17:00, whatever the policy on windows is."""
    start, end = (f"2025-03-03T{time}" for time in window)
    scenario = with_row(hand_made_scenario(), "orders", "O3", window_start=start, window_end=end)
    assert rules_broken(scenario, hand_made_plan()) == rules


def test_weights_and_volumes_are_rounded_up_per_unit_but_not_by_binary_fractions() -> None:
    """1.1 kg are 1100 g; 0.0004 kg are 1 g each."""
    scenario = with_row(hand_made_scenario(), "products", "B", weight_kg=1.1)
    scenario = with_row(scenario, "vehicle_types", "V", capacity_kg=5.3)
    assert "capacity" not in rules_broken(scenario, hand_made_plan())
    scenario = with_row(scenario, "products", "B", weight_kg=0.0004)
    assert "capacity" not in rules_broken(
        with_row(scenario, "vehicle_types", "V", capacity_kg=2.003), hand_made_plan()
    )
    assert "capacity" in rules_broken(
        with_row(scenario, "vehicle_types", "V", capacity_kg=2.002), hand_made_plan()
    )


STOPS: list[tuple[str, str, str, object]] = [
    ("O2", "arrival", "travel-time", instant("03T16:39:59")),
    ("O2", "start", "service", instant("03T16:39")),
    ("O2", "end", "service", instant("03T16:46")),
    ("O3", "start", "window", instant("03T16:59:59")),
    ("O3", "start", "window", instant("03T18:00:01")),
    ("O2", "sequence", "sequence", 3),
    ("O2", "place", "place", "customer:C3"),
]


@pytest.mark.parametrize(("order", "field", "rule", "value"), STOPS)
def test_an_edited_stop_is_found(order: str, field: str, rule: str, value: object) -> None:
    """Every field of a stop is recomputed."""
    plan = edited(hand_made_plan(), "stops", {"order": order}, **{field: value})
    assert rule in rules_broken(hand_made_scenario(), plan)


ROUTES: list[tuple[str, str, object]] = [
    ("travel-time", "start", instant("03T16:29")),
    ("travel-time", "end", instant("03T17:16:39")),
    ("wave", "date", "2025-03-04"),
    ("depot", "depot", "S"),
    ("route-distance", "distance_m", 12001),
    ("route-id", "date", "2025-03-04"),
]


@pytest.mark.parametrize(("rule", "field", "value"), ROUTES)
def test_an_edited_route_is_found(rule: str, field: str, value: object) -> None:
    """Every field of a route is recomputed."""
    plan = edited(hand_made_plan(), "routes", {}, **{field: value})
    assert rule in rules_broken(hand_made_scenario(), plan)


def test_both_figures_of_a_route_are_told() -> None:
    """That of the plan first, then the one recomputed."""
    plan = edited(hand_made_plan(), "routes", {}, distance_m=12001, end=instant("03T17:16:39"))
    found = {v.rule: v.detail for v in check_plan(hand_made_scenario(), SITES_IN_USE, plan)}
    assert found["route-distance"] == "the plan has 12001 m; recomputed: 12000 m"
    due = "recomputed: 2025-03-03 17:16:40, 700 s after 2025-03-03 17:05:00"
    assert found["travel-time"] == f"W: the plan has 2025-03-03 17:16:39; {due}"


@pytest.mark.parametrize("number", ["0", "01", "x", ""])
def test_routes_are_numbered_from_one(number: str) -> None:
    """An id is depot, date, wave and a plain number."""
    other = ROUTE[:-1] + number
    plan = hand_made_plan()
    for table, field in (("routes", "id"), ("stops", "route"), ("shipments", "route")):
        plan = edited(plan, table, {field: ROUTE}, **{field: other})
    assert rules_broken(hand_made_scenario(), plan) - COSTS == {"route-id"}


def test_a_shipment_by_van_has_one_stop_on_its_own_route() -> None:
    """No stop, two stops, a stop for a parcel, and a stop on another route than the shipment says."""
    plan, scenario = hand_made_plan(), hand_made_scenario()
    first = plan.stops[0]
    assert "stop" in rules_broken(scenario, plan.replace(stops=(replace(plan.stops[1], sequence=1),)))
    assert "stop" in rules_broken(scenario, plan.replace(stops=(*plan.stops, replace(first, sequence=3))))
    parcel = replace(first, sequence=3, order="O1", option="parcel", departure="2025-03-03T17:00")
    assert "stop" in rules_broken(scenario, plan.replace(stops=(*plan.stops, parcel)))
    assert "route" in rules_broken(scenario, edited(plan, "shipments", {"order": "O2"}, route=""))
    assert rules_broken(scenario, edited(plan, "shipments", {"order": "O1"}, route=ROUTE)) == {"route"}


def _with_a_second_route(plan: Plan, number: int) -> Plan:
    """O3 moves to a van of its own, which drives straight there and back."""
    second = f"{ROUTE[:-1]}{number}"
    tour = PlannedRoute(
        second, "W", "2025-03-03", "evening", "V", instant("03T16:48:10"), instant("03T17:16:40"), 10100
    )
    plan = plan.replace(routes=(*plan.routes, tour))
    plan = edited(plan, "shipments", {"order": "O3"}, route=second)
    plan = edited(plan, "stops", {"order": "O3"}, route=second, sequence=1, arrival=instant("03T17:00"))
    return edited(plan, "routes", {"id": ROUTE}, end=instant("03T16:55:10"), distance_m=8100)


def test_a_second_van_needs_a_second_vehicle() -> None:
    """Two correct routes in one wave: with one vehicle too many, with two right but for their costs and legs."""
    plan = _with_a_second_route(hand_made_plan(), 2)
    plan = plan.replace(legs=tuple(leg for leg in plan.legs if "W" in (leg.from_id, leg.to_id)))
    assert rules_broken(hand_made_scenario(), plan) - COSTS == {"vehicle-count"}
    two = with_row(hand_made_scenario(), "vehicle_types", "V", count=2)
    assert rules_broken(two, plan) == COSTS


def test_a_stop_moved_to_a_van_beyond_its_capacity_names_the_van() -> None:
    """A van of 3 kg is full with O2; with O3 on it the route and both figures are named."""
    scenario = with_row(hand_made_scenario(), "vehicle_types", "V", capacity_kg=3, count=2)
    plan = _with_a_second_route(hand_made_plan(), 2)
    assert "capacity" not in rules_broken(scenario, plan)
    (found,) = (v for v in check_plan(scenario, SITES_IN_USE, hand_made_plan()) if v.rule == "capacity")
    assert (found.subject, found.detail) == (f"route {ROUTE}", "3500 g, at most 3000")


def test_a_route_without_stops_is_found() -> None:
    """An empty van would cost its fixed cost for nothing."""
    plan = hand_made_plan()
    tour = replace(plan.routes[0], id=f"{ROUTE[:-1]}2")
    assert "empty-route" in rules_broken(hand_made_scenario(), plan.replace(routes=(*plan.routes, tour)))


def test_a_van_carries_the_goods_of_its_own_depot() -> None:
    """A route of the store cannot bring what lies in the warehouse."""
    scenario = with_row(hand_made_scenario(), "vehicle_types", "V", home_site="S")
    assert "depot" in rules_broken(scenario, hand_made_plan())
