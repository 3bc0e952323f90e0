from collections.abc import Callable
from datetime import date

import pytest

from optimizer.scenario.scenario import Scenario
from optimizer.strategy.check.consignments import resolve
from optimizer.strategy.check.context import build_context
from optimizer.strategy.check.moves import hauled, moved, on_hand_from
from tests.helpers.plan_scenario import SITES_IN_USE, hand_made_scenario, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan, rules_broken

COSTS = {"cost-line", "total"}

CHANGES: list[tuple[str, Callable[[Scenario], Scenario]]] = [
    ("replenish", lambda s: with_settings(s, "policies.stock", replenish=False)),
    ("operating-day", lambda s: with_row(s, "lanes", "L1", days="tue|wed")),
    ("trucks", lambda s: with_row(s, "lanes", "L2", trucks=1)),
    ("trucks", lambda s: with_row(s, "lanes", "L1", trucks=0)),
    ("arrival", lambda s: with_row(s, "lanes", "L1", transit_h=10.1)),
    ("arrival", lambda s: with_settings(s, "policies.stock", ready_by="05:59")),
]


@pytest.mark.parametrize(("rule", "change"), CHANGES)
def test_a_lane_that_cannot_carry_a_move_is_found(rule: str, change: Callable[[Scenario], Scenario]) -> None:
    """The plan is right but for the one thing changed."""
    assert rules_broken(change(hand_made_scenario()), hand_made_plan()) == {rule}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("quantity", 0, "quantity"),
        ("quantity", -1, "quantity"),
        ("leaves", "2025-03-02", "horizon"),
        ("leaves", "2025-03-04", "arrival"),
        ("arrives", "2025-03-03", "arrival"),
        ("arrives", "2025-03-05", "arrival"),
        ("lane", "L2", "trucks"),
        ("product", "B", "cost-line"),
        ("lane", "L3", "stock"),
    ],
)
def test_an_edited_move_is_found(field: str, value: object, rule: str) -> None:
    """A move's quantity, days and lane are all checked."""
    plan = edited(hand_made_plan(), "moves", {"lane": "L1"}, **{field: value})
    assert rule in rules_broken(hand_made_scenario(), plan)


@pytest.mark.parametrize(
    ("departs", "transit", "ready_by", "day"),
    [
        ("22:00", 10, "08:00", 4),
        ("22:00", 10.01, "08:00", 5),
        ("06:00", 1, "08:00", 3),
        ("06:00", 3, "08:00", 4),
    ],
)
def test_goods_are_on_hand_on_the_day_they_arrive_early_enough(
    departs: str, transit: float, ready_by: str, day: int
) -> None:
    """What leaves on the 3rd and arrives at ``ready_by`` is on hand that day, a little later the next."""
    scenario = with_row(hand_made_scenario(), "lanes", "L1", departs=departs, transit_h=transit)
    context = build_context(with_settings(scenario, "policies.stock", ready_by=ready_by), SITES_IN_USE)
    assert on_hand_from(context, context.lanes["L1"], date(2025, 3, 3)) == date(2025, 3, day)


def test_departures_sum_what_leaves_together() -> None:
    """10 kg in one truck overnight; 6 kg of linehaul in two trucks of 4 kg, two of 3 kg, one of 6 kg."""
    for truck_kg, trucks in ((4, 2), (3, 2), (6, 1)):
        scenario = with_row(hand_made_scenario(), "lanes", "L2", truck_kg=truck_kg)
        context = build_context(scenario, SITES_IN_USE)
        plan = resolve(context, hand_made_plan())
        departure = hauled(plan)["L2|2025-03-03T18:00"]
        assert (departure.units, departure.weight_kg, departure.trucks) == (3, 6.0, trucks)
        assert departure.cost == pytest.approx(0.6 + 5 * trucks)
        overnight = moved(context, plan)["L1|2025-03-03"]
        assert (overnight.units, overnight.trucks, overnight.grams_co2) == (5, 1, 100.0)


def test_ten_times_a_hundred_grams_fill_a_truck_of_one_kilogram() -> None:
    """Binary fractions need no second truck."""
    scenario = with_row(hand_made_scenario(), "products", "A", weight_kg=0.1)
    context = build_context(with_row(scenario, "lanes", "L2", truck_kg=0.3), SITES_IN_USE)
    assert hauled(resolve(context, hand_made_plan()))["L2|2025-03-03T18:00"].trucks == 1
