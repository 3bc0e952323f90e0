from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from optimizer.scenario.scenario import Scenario
from optimizer.strategy.plan import Plan
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan, rules_broken

POST = {"departures": [{"at": "17:00", "order_by": "08:59"}]}
THE_DAY_BEFORE = {"departures": [{"at": "17:00", "order_by": "24:00", "days_before": 1}]}

#: Scenarios in which the hand-made plan breaks exactly the rules named.
CHANGES: list[tuple[set[str], Callable[[Scenario], Scenario]]] = [
    ({"horizon"}, lambda s: with_settings(s, "horizon", start="2025-03-04", days=1)),
    ({"operating-day"}, lambda s: with_settings(s, "options.parcel", days=["tue"])),
    ({"operating-day"}, lambda s: with_settings(s, "options.van", days=["tue"])),
    ({"operating-day"}, lambda s: with_settings(s, "options.collect", days=["tue"])),
    ({"operating-day"}, lambda s: with_settings(s, "options.carry", days=["tue"])),
    ({"operating-day"}, lambda s: with_settings(s, "options.locker", days=["tue"])),
    ({"operating-day"}, lambda s: with_row(s, "lanes", "L2", days="tue")),
    ({"operating-day", "ready"}, lambda s: with_row(s, "sites", "P", closed_days="mon")),
    ({"cut-off"}, lambda s: with_settings(s, "options.parcel", **POST)),
    ({"cut-off"}, lambda s: with_settings(s, "options.parcel", **THE_DAY_BEFORE)),
    (
        {"cut-off"},
        lambda s: with_settings(s, "options.van", waves=[{"wave": "evening", "order_by": "09:45"}]),
    ),
    ({"ready"}, lambda s: with_row(s, "sites", "P", handling_time_min=361)),
    ({"ready"}, lambda s: with_row(s, "sites", "P", cut_off="09:00")),
    ({"ready"}, lambda s: with_row(s, "sites", "W", opens="15:30")),
    (
        {"ready", "operating-day"},
        lambda s: with_row(s, "sites", "P", closed_days="mon|tue|wed|thu|fri|sat|sun"),
    ),
    ({"leaves-at", "hand-over-time"}, lambda s: with_row(s, "sites", "S", handling_time_min=31)),
    ({"closed"}, lambda s: with_row(s, "sites", "S", closes="14:59")),
    ({"departure"}, lambda s: with_settings(s, "options.parcel", departures=[{"at": "16:00"}])),
    ({"hand-over-time"}, lambda s: with_settings(s, "options.parcel", delivered_by="19:00")),
    ({"hand-over-time"}, lambda s: with_row(s, "sites", "K", opens="21:00")),
    ({"hand-over-time"}, lambda s: with_row(s, "lanes", "L2", transit_h=2.5)),
    ({"promise"}, lambda s: with_settings(s, "options.parcel", promise={"hours": 32.99})),
    ({"promise"}, lambda s: with_settings(s, "options.van", promise={"hours": 7})),
    ({"promise"}, lambda s: with_settings(s, "options.collect", promise={"hours": 0.4})),
    ({"promise"}, lambda s: with_settings(s, "segments.people", promise_hours=32.99)),
]
COSTS = {"cost-line", "total"}


@pytest.mark.parametrize(("rules", "change"), CHANGES)
def test_a_calendar_that_forbids_a_shipment_is_obeyed(
    rules: set[str], change: Callable[[Scenario], Scenario]
) -> None:
    """The plan is right but for the times changed, which are named; costs follow from dates and lateness."""
    found = rules_broken(change(hand_made_scenario()), hand_made_plan())
    assert found - COSTS - {"stock"} == rules


def test_a_departure_or_promise_met_to_the_second_is_met() -> None:
    """Ready, ordered and handed over exactly at the limit is in time."""
    scenario = with_settings(
        hand_made_scenario(),
        "options.parcel",
        departures=[{"at": "17:00", "order_by": "09:00"}],
        promise={"hours": 33},
    )
    scenario = with_row(scenario, "sites", "P", handling_time_min=360)
    assert rules_broken(scenario, hand_made_plan()) == set()


def test_a_store_that_never_opens_has_nothing_to_collect() -> None:
    """Collection from own stock needs an opening; carrying out needs one there and then."""
    scenario = with_row(hand_made_scenario(), "sites", "S", closed_days="mon|tue|wed|thu|fri|sat|sun")
    assert rules_broken(scenario, hand_made_plan()) == {"ready", "closed"}


def test_goods_that_nobody_hands_over_are_found() -> None:
    """A parcel too heavy for the rate card, a locker that never opens."""
    scenario = with_row(hand_made_scenario(), "sites", "K", closed_days="mon|tue|wed|thu|fri|sat|sun")
    assert rules_broken(scenario, hand_made_plan()) == {"hand-over-time"}
    light = tuple(rate.model_copy(update={"max_weight_kg": 3.0}) for rate in scenario.carrier_rates)
    assert "hand-over-time" in rules_broken(
        hand_made_scenario().replace(carrier_rates=light), hand_made_plan()
    )


@pytest.mark.parametrize("order", ["O1", "O2", "O4", "O5", "O6", "O7"])
@pytest.mark.parametrize(
    ("field", "rules"), [("leaves_at", {"leaves-at"}), ("handed_over_at", {"hand-over-time"})]
)
@pytest.mark.parametrize("seconds", [-1, 1])
def test_an_instant_off_by_a_second_is_found(order: str, field: str, rules: set[str], seconds: int) -> None:
    """Both instants of a shipment follow from its departure, whatever the option."""
    plan = hand_made_plan()
    (shipment,) = (shipment for shipment in plan.shipments if shipment.order == order)
    changed = edited(plan, "shipments", {"order": order}, **{field: getattr(shipment, field) + seconds})
    assert rules_broken(hand_made_scenario(), changed) >= rules


def test_a_label_of_another_day_than_the_goods_leave_is_found() -> None:
    """What is ready on Monday does not leave on Tuesday."""
    plan = _relabelled(hand_made_plan(), "O4", "2025-03-04", {})
    assert "departure" in rules_broken(hand_made_scenario(), plan)


def _relabelled(plan: Plan, order: str, departure: str, times: dict[str, Any]) -> Plan:
    plan = edited(plan, "lines", {"order": order}, departure=departure)
    return edited(plan, "shipments", {"order": order}, departure=departure, **times)


@pytest.mark.parametrize(("choices", "rules"), [(1, {"departure-choice"}), (2, set())])
def test_only_the_first_departures_are_considered(choices: int, rules: set[str]) -> None:
    """O1 could leave on Monday; leaving on Tuesday is its second choice."""
    scenario = with_settings(hand_made_scenario(), "policies.delivery", departure_choices=choices)
    times = {"leaves_at": instant("04T17:00"), "handed_over_at": instant("05T18:00")}
    plan = _relabelled(hand_made_plan(), "O1", "2025-03-04T17:00", times)
    assert rules_broken(scenario, plan) - COSTS == rules


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"days": ["tue"]}, set()),
        ({"departures": [{"at": "17:00", "order_by": "24:00", "days_before": 1}]}, set()),
        ({"departures": [{"at": "10:00"}, {"at": "17:00"}]}, {"departure-choice"}),
        ({"departures": [{"at": "09:59"}, {"at": "17:00"}]}, {"departure-choice"}),
    ],
)
def test_departures_that_were_not_possible_do_not_count(change: dict[str, Any], rules: set[str]) -> None:
    """With one choice, Tuesday 17:00 is right only if nothing before it was possible; goods are ready at 10:00."""
    scenario = with_settings(hand_made_scenario(), "policies.delivery", departure_choices=1)
    scenario = with_settings(scenario, "options.parcel", **change)
    times = {"leaves_at": instant("04T17:00"), "handed_over_at": instant("05T18:00")}
    plan = _relabelled(hand_made_plan(), "O1", "2025-03-04T17:00", times)
    assert rules_broken(scenario, plan) - COSTS == rules


def test_waves_that_miss_the_window_are_no_choice() -> None:
    """O3 wants the evening; the midday wave before it counts for O2 alone."""
    scenario = with_settings(
        hand_made_scenario(),
        "",
        waves={
            "midday": {"departs": "12:00", "back_by": "15:00"},
            "evening": {"departs": "16:00", "back_by": "21:00"},
        },
    )
    scenario = with_settings(scenario, "policies.delivery", departure_choices=1)
    waves = [{"wave": "midday", "order_by": "14:00"}, {"wave": "evening", "order_by": "14:00"}]
    scenario = with_settings(scenario, "options.van", waves=waves)
    assert rules_broken(scenario, hand_made_plan()) == {"departure-choice"}
    wanted = with_row(
        scenario, "orders", "O3", lat=37.53, lon=127.03, window_start="2025-03-03T15:01", window_end=None
    )
    frame = wanted.orders.copy()
    frame.loc[1, ["window_start"]] = frame.loc[2, "window_start"]
    assert rules_broken(wanted.replace(orders=frame), hand_made_plan()) == set()


@pytest.mark.parametrize(
    ("order", "end", "rules"),
    [
        ("O1", "2025-03-05T00:00", {"window"}),
        ("O4", "2025-03-03T11:29", {"window"}),
        ("O4", "2025-03-03T11:30", set()),
        ("O6", "2025-03-03T14:59", {"window"}),
        ("O5", "2025-03-03T19:59", {"window"}),
    ],
)
def test_windows_are_kept_where_the_policy_says_so(order: str, end: str, rules: set[str]) -> None:
    """A parcel cannot keep a window; what is collected must be there by its end. Else it is only counted."""
    scenario = with_row(hand_made_scenario(), "orders", order, window_end=end)
    assert rules_broken(scenario, hand_made_plan()) == set()
    kept = with_settings(scenario, "policies.delivery", keep_windows=True)
    assert rules_broken(kept, hand_made_plan()) == rules


def test_a_shipment_by_van_without_a_stop_is_handed_over_by_nobody() -> None:
    """Its hand-over time cannot be confirmed, and the missing stop is named."""
    plan = hand_made_plan()
    plan = plan.replace(stops=tuple(replace(stop, sequence=1) for stop in plan.stops if stop.order == "O3"))
    assert {"stop", "travel-time"} <= rules_broken(hand_made_scenario(), plan)
