from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from optimizer.core.cost import by_component
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.figures import Figures, Hours
from tests.helpers.plan_scenario import ZONE, hand_made_scenario, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan, without

#: Mean hours of the six orders without window that are served.
MEAN = 80.75 / 6


def _figures(**changes: Any) -> Figures:  # noqa: ANN401
    """Figures of the hand-made plan, worked out by hand; those the checker leaves alone are zero.

    Hours of the orders without window: 33, 7.25, 0.5, 8, 0, 32 and infinite; the 4th of 7 is the median. The
    mean is of the six.
    O7 is late and O8 not served, so 6 of 8 are on time. O3 is done at 17:05, inside its window.
    """
    figures = Figures(
        total=16175,
        cost_per_order=0,
        components={
            str(component): sum_of for component, sum_of in by_component(hand_made_plan().cost_lines).items()
        },
        orders=8,
        orders_served=7,
        units=17,
        units_served=13,
        order_fill_rate=7 / 8,
        unit_fill_rate=13 / 17,
        split_rate=0.0,
        on_time_rate=6 / 8,
        same_day_rate=0,
        next_day_rate=0,
        requested=0,
        requested_met=0,
        requested_not_offered=0,
        windows=1,
        kept_windows=1,
        window_deviation_h=0.0,
        hours=Hours(7, MEAN, 8.0, None, None),
        revenue=0,
        margin=0,
        co2_kg=3.03,
        routes=1,
        stops=2,
        km=12.0,
        load_utilisation=None,
        time_utilisation=None,
        units_moved=7,
        on_hand_start=0,
        on_hand_end=0,
    )
    return replace(figures, **changes)


def test_figures_worked_out_by_hand_are_confirmed() -> None:
    """All figures of the small plan agree."""
    assert check_figures(hand_made_scenario(), hand_made_plan(), _figures()) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total", 16176),
        ("orders", 7),
        ("orders_served", 8),
        ("units", 18),
        ("units_served", 12),
        ("order_fill_rate", 0.876),
        ("unit_fill_rate", 0.7647),
        ("split_rate", 0.1),
        ("on_time_rate", 0.875),
        ("windows", 0),
        ("kept_windows", 0),
        ("window_deviation_h", None),
        ("window_deviation_h", 0.1),
        ("co2_kg", 3.031),
        ("routes", 2),
        ("stops", 1),
        ("km", 12.1),
        ("units_moved", 5),
    ],
)
def test_a_wrong_figure_is_named(name: str, value: float | None) -> None:
    """Each figure is compared on its own."""
    found = check_figures(hand_made_scenario(), hand_made_plan(), _figures(**{name: value}))
    assert [(violation.rule, violation.subject) for violation in found] == [("figure", name)]


@pytest.mark.parametrize(
    ("hours", "name"),
    [
        (Hours(8, MEAN, 8.0, None, None), "hours.orders"),
        (Hours(7, None, 8.0, None, None), "hours.mean"),
        (Hours(7, MEAN, 7.25, None, None), "hours.p50"),
        (Hours(7, MEAN, 8.0, 33.0, None), "hours.p90"),
        (Hours(7, MEAN, 8.0, None, 33.0), "hours.p95"),
    ],
)
def test_hours_count_unserved_orders_as_infinite(hours: Hours, name: str) -> None:
    """Leaving the unserved order or the infinite values out is found."""
    found = check_figures(hand_made_scenario(), hand_made_plan(), _figures(hours=hours))
    assert [violation.subject for violation in found] == [name]


def test_components_are_compared_and_zero_may_be_left_out() -> None:
    """A component that is wrong, missing or made up is named; one of zero is no difference."""
    components = _figures().components
    for changed, name in (
        ({**components, "carrier": 751}, "components.carrier"),
        ({key: value for key, value in components.items() if key != "co2"}, "components.co2"),
        ({**components, "fleet_overtime": 3}, "components.fleet_overtime"),
    ):
        found = check_figures(hand_made_scenario(), hand_made_plan(), _figures(components=changed))
        assert [violation.subject for violation in found] == [name]
    zero = _figures(components={**components, "fleet_overtime": 0})
    assert check_figures(hand_made_scenario(), hand_made_plan(), zero) == ()


def test_by_van_the_start_of_service_is_held_against_the_window() -> None:
    """The window of O3 ends at 17:00: service starts in time and ends five minutes late, which is kept."""
    scenario = with_row(hand_made_scenario(), "orders", "O3", window_end="2025-03-03T17:00")
    assert check_figures(scenario, hand_made_plan(), _figures()) == ()


def test_a_service_after_the_window_counts_with_its_deviation() -> None:
    """The window of O3 ends half an hour before its service starts."""
    start = next(stop.start for stop in hand_made_plan().stops if stop.order == "O3")
    end = datetime.fromtimestamp(start - 1800, ZONE).isoformat()
    scenario = with_row(hand_made_scenario(), "orders", "O3", window_end=end)
    figures = _figures(kept_windows=0, window_deviation_h=0.5)
    assert check_figures(scenario, hand_made_plan(), figures) == ()


def test_without_unserved_orders_all_hours_are_finite() -> None:
    """Six orders without the unserved one: mean 80.75 / 6, 3rd, 6th and 6th smallest."""
    scenario = hand_made_scenario()
    scenario = scenario.replace(orders=scenario.orders.iloc[:7], order_lines=scenario.order_lines.iloc[:8])
    figures = _figures(
        orders=7,
        units=13,
        order_fill_rate=1.0,
        unit_fill_rate=1.0,
        on_time_rate=6 / 7,
        hours=Hours(6, 80.75 / 6, 7.25, 33.0, 33.0),
    )
    assert check_figures(scenario, without(hand_made_plan(), "unserved"), figures) == ()


def test_without_windows_there_is_no_deviation() -> None:
    """The figure is empty, not zero; O3's 7 h 5 min count among the hours, of which the 4th of 8 is 7.25."""
    scenario = with_row(hand_made_scenario(), "orders", "O3", window_start=None, window_end=None)
    figures = _figures(
        windows=0,
        kept_windows=0,
        window_deviation_h=None,
        hours=Hours(8, (80.75 + 85 / 12) / 7, 7.25, None, None),
    )
    assert check_figures(scenario, hand_made_plan(), figures) == ()


def test_an_order_served_in_part_is_not_served() -> None:
    """Its units count, the order does not, and its hours are infinite."""
    scenario = with_settings(hand_made_scenario(), "policies.delivery", partial=True)
    plan = edited(hand_made_plan(), "lines", {"order": "O5"}, quantity=2)
    figures = _figures(
        orders_served=6,
        order_fill_rate=6 / 8,
        units_served=12,
        unit_fill_rate=12 / 17,
        on_time_rate=5 / 8,
        co2_kg=3.02,
        hours=Hours(7, 14.55, 32.0, None, None),
    )
    assert check_figures(scenario, plan, figures) == ()


def test_figures_of_a_plan_with_dangling_references_are_not_recomputed() -> None:
    """The references are reported instead."""
    plan = edited(hand_made_plan(), "moves", {"lane": "L1"}, lane="X")
    found = check_figures(hand_made_scenario(), plan, _figures())
    assert [violation.rule for violation in found] == ["unknown-lane"]
