from dataclasses import replace
from typing import Any

import pytest

from optimizer.scenario.scenario import Scenario
from optimizer.strategy.attribution import order_costs
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.costs import book_costs
from optimizer.strategy.figures import Figures, Hours
from optimizer.strategy.measure import hours_of_served, measure
from optimizer.strategy.plan import Plan, UnservedLine
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_row
from tests.helpers.plans import edited, hand_made_plan, without
from tests.helpers.strategy import hand_made_context

PLAN = hand_made_plan()


def _measured(plan: Plan = PLAN, scenario: Scenario | None = None) -> Figures:
    context = hand_made_context(scenario)
    return measure(context, plan, order_costs(context, plan))


def test_figures_are_what_was_worked_out_by_hand() -> None:
    """Of the hand-made plan; what is not named here is told by the checker below."""
    found = _measured()
    assert found.hours.mean == pytest.approx(80.75 / 6)
    assert replace(found.hours, mean=0.0) == Hours(7, 0.0, 8.0, None, None)
    assert found.cost_per_order == 16175 / 8
    # Tuesday: O1 and O7; Monday: O2 to O6
    assert (found.same_day_rate, found.next_day_rate) == (5 / 8, 2 / 8)
    # served: 9 A at 20 with a margin of 8, 4 B at 10 with a margin of 4
    assert (found.revenue, found.margin) == (220.0, 88.0)
    # the route carries 2 + 1 + 0.5 kg of 30, and takes 46:40 of the five hours both wave and shift allow
    assert found.load_utilisation == pytest.approx(3.5 / 30)
    assert found.time_utilisation == pytest.approx(2800 / 18000)
    # W sends 2 + 3 + 1 + 3 units of 100
    assert found.site_workload == {"P": None, "S": None, "W": 0.09}


def test_stock_of_suppliers_is_nobodys_stock() -> None:
    """28 units on Monday morning; 13 left, 3 received and 5 moved in, so 23, not less what the supplier sent."""
    found = _measured()
    assert (found.on_hand_start, found.on_hand_end) == (28, 23)


@pytest.mark.parametrize("day", ["03T16:45", "03T23:59", "04T09:00"])
def test_the_checker_agrees_on_every_figure(day: str) -> None:
    """Recomputed without a line of shared code, for the plan and for changes of its hand-overs."""
    plan = edited(PLAN, "shipments", {"order": "O5"}, handed_over_at=instant(day))
    context = hand_made_context()
    plan = plan.replace(cost_lines=book_costs(context, plan))
    assert check_figures(context.scenario, plan, _measured(plan)) == ()


def test_any_wrong_figure_would_be_told() -> None:
    """The comparison above is one: a figure changed is found."""
    wrong = replace(_measured(), on_time_rate=0.8)
    assert check_figures(hand_made_context().scenario, PLAN, wrong)


def test_a_van_is_held_against_the_window_by_its_start_of_service() -> None:
    """O3 is served from 17:00 to 17:05: a window until 17:00 is kept, one until 16:30 is missed by half an hour."""
    for end, kept, deviation in (("17:00", 1, 0.0), ("16:30", 0, 0.5)):
        cells: dict[str, Any] = {"window_start": None, "window_end": f"2025-03-03T{end}"}
        scenario = with_row(hand_made_scenario(), "orders", "O3", **cells)
        found = _measured(scenario=scenario)
        assert (found.windows, found.kept_windows, found.window_deviation_h) == (1, kept, deviation)
        assert check_figures(hand_made_context(scenario).scenario, PLAN, found) == ()


@pytest.mark.parametrize(("order", "hours"), [("O1", 8.0), ("O4", 0.0)])
def test_who_is_too_early_misses_a_window_only_at_the_door(order: str, hours: float) -> None:
    """A parcel at 18:00 is 8 h before a window from 02:00; who collects at 11:30 does so as soon as they like."""
    cells = {"window_start": "2025-03-05T02:00"} if order == "O1" else {"window_start": "2025-03-03T20:00"}
    scenario = with_row(hand_made_scenario(), "orders", order, **cells)
    found = _measured(scenario=scenario)
    assert found.windows == 2
    assert found.window_deviation_h == hours / 2
    assert check_figures(hand_made_context(scenario).scenario, PLAN, found) == ()


def test_an_order_missing_a_unit_is_not_served() -> None:
    """Two of the three A of O5: neither served nor on time, its hours are infinite, its two units count."""
    plan = edited(PLAN, "lines", {"order": "O5"}, quantity=2)
    plan = plan.replace(unserved=(*plan.unserved, UnservedLine("O5", "1", 1, "no-stock", "", "")))
    found = _measured(plan)
    assert (found.orders_served, found.units_served) == (6, 12)
    assert "O5" not in hours_of_served(hand_made_context(), plan)
    assert found.by_option["(unserved)"].orders == 2
    assert check_figures(hand_made_context().scenario, plan, found) == ()


def test_hours_run_from_the_order_to_the_last_hand_over() -> None:
    """Of every order served in full, with or without a window."""
    hours = hours_of_served(hand_made_context(), PLAN)
    assert hours == {
        "O1": 33.0,
        "O2": 7.25,
        "O3": pytest.approx(7 + 5 / 60),
        "O4": 0.5,
        "O5": 8.0,
        "O6": 0.0,
        "O7": 32.0,
    }


def test_requests_are_met_not_met_or_not_offered() -> None:
    """O1 wished for the parcel it gets, O2 for a locker, O4 for a drone, and O8 for what it does not get."""
    scenario = hand_made_scenario()
    wishes = {"O1": "parcel", "O2": "locker", "O4": "drone", "O8": "van"}
    orders = scenario.orders.assign(requested_option=scenario.orders["id"].map(wishes.get))
    found = _measured(scenario=scenario.replace(orders=orders))
    assert (found.requested, found.requested_met, found.requested_not_offered) == (4, 1, 1)


def test_groups_hold_every_order_and_every_cent() -> None:
    """Orders, revenue and cost of the options add up to those of the plan; two go by van, one of them windowed."""
    found = _measured()
    for groups in (found.by_channel, found.by_segment, found.by_district, found.by_option):
        assert sum(group.orders for group in groups.values()) == 8
        assert sum(group.cost for group in groups.values()) == 16175
        assert sum(group.revenue for group in groups.values()) == 220.0
    van = found.by_option["van"]
    assert (van.orders, van.served, van.hours) == (2, 2, Hours(1, 7.25, 7.25, 7.25, 7.25))


def test_nothing_served_is_measured_too() -> None:
    """No route has no utilisation, no order no hours, and nothing is divided by zero."""
    context = hand_made_context()
    lines = context.book.lines
    left = tuple(
        UnservedLine(context.book.ids[order], name, int(units), "no-stock", "", "")
        for order, name, units in zip(lines.order, lines.id, lines.quantity, strict=True)
    )
    plan = Plan("all", unserved=left)
    plan = plan.replace(cost_lines=book_costs(context, plan))
    found = _measured(plan)
    assert found.hours == Hours(7, None, None, None, None)
    assert (found.load_utilisation, found.split_rate, found.window_deviation_h) == (None, 0.0, None)
    assert check_figures(context.scenario, plan, found) == ()


def test_a_split_order_counts_as_split_and_by_its_last_hand_over() -> None:
    """One unit of O5 by parcel a day later: 1 of 7 served orders is split, and its hours are the parcel's."""
    one = next(line for line in PLAN.lines if line.order == "O5")
    parcel = next(shipment for shipment in PLAN.shipments if shipment.order == "O1")
    shipment = replace(parcel, order="O5")
    plan = PLAN.replace(
        lines=(
            *without(PLAN, "lines", order="O5").lines,
            replace(one, quantity=2),
            replace(one, quantity=1, option="parcel", departure=parcel.departure),
        ),
        shipments=(*PLAN.shipments, shipment),
    )
    assert _measured(plan).split_rate == 1 / 7
    assert hours_of_served(hand_made_context(), plan)["O5"] == 30.0
