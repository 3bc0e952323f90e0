import numpy as np
import pytest

from optimizer.core.cost import Component, CostLine
from optimizer.strategy.costs import (
    book_costs,
    carrier_rate,
    lines_by_shipment,
    on_hand,
    promise_of,
    site_days,
    weight_kg,
)
from optimizer.strategy.plan import Plan, PlannedMove
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_cells, with_row, with_settings
from tests.helpers.plans import edited, hand_made_plan
from tests.helpers.strategy import hand_made_context

PLAN = hand_made_plan()
BY_ORDER = {shipment.order: shipment for shipment in PLAN.shipments}


def _line(plan: Plan, component: Component, ref: str) -> int:
    return next((one.amount for one in plan.cost_lines if (one.component, one.ref) == (component, ref)), 0)


def _booked(scenario_change: dict[str, object], table: str, row: str) -> Plan:
    context = hand_made_context(with_row(hand_made_scenario(), table, row, **scenario_change))
    return PLAN.replace(cost_lines=book_costs(context, PLAN))


def test_every_line_is_what_was_worked_out_by_hand() -> None:
    """All forty lines of the hand-made plan, whatever lines the plan came with."""
    assert book_costs(hand_made_context(), PLAN.replace(cost_lines=())) == PLAN.cost_lines


def test_handling_is_charged_by_the_order_and_by_the_unit() -> None:
    """O1: 1 an order and 0.40 more by parcel, 0.25 for each of two units; the two fall away separately."""
    ref = BY_ORDER["O1"].key
    assert _line(PLAN, Component.SITE_HANDLING, ref) == 190
    free = _booked({"handling_cost_per_order": 0}, "sites", "W")
    assert _line(free, Component.SITE_HANDLING, ref) == 90
    free = _booked({"handling_cost_per_unit": 0}, "sites", "W")
    assert _line(free, Component.SITE_HANDLING, ref) == 140


def test_halves_are_rounded_away_from_zero() -> None:
    """Returns of O2 are 0.1 * 0.90 * 0.5 = 4.5 cents, booked as 5; 1.5 cents of O4 as 2."""
    assert _line(PLAN, Component.EXPECTED_RETURNS, BY_ORDER["O2"].key) == 5
    assert _line(PLAN, Component.EXPECTED_RETURNS, BY_ORDER["O4"].key) == 2


def test_trucks_are_shared_by_a_departure_and_paid_in_full() -> None:
    """Two orders of 6 kg and 2 kg to the locker fill two trucks of 4 kg, not three."""
    plan = edited(
        PLAN, "shipments", {"order": "O1"}, option="locker", departure="2025-03-03T18:00", point="K"
    )
    plan = edited(plan, "lines", {"order": "O1"}, option="locker", departure="2025-03-03T18:00")
    plan = edited(plan, "lines", {"order": "O1"}, quantity=1)
    plan = plan.replace(cost_lines=book_costs(hand_made_context(), plan))
    # 4 units at 0.1, 8 kg at 0.05, 2 trucks at 5
    assert _line(plan, Component.LINEHAUL, "L2|2025-03-03T18:00") == 1080


def test_a_move_from_a_site_that_buys_nothing_is_replenishment() -> None:
    """The same lane is procurement from a supplier and replenishment from a warehouse."""
    plan = _booked({"kind": "warehouse"}, "sites", "SUP")
    assert _line(plan, Component.PROCUREMENT_FREIGHT, "L1|2025-03-03") == 0
    assert _line(plan, Component.REPLENISHMENT, "L1|2025-03-03") == 3110


def test_a_partner_pays_no_holding_and_takes_commission() -> None:
    """P keeps a tenth of 40; its two A left cost nothing to hold."""
    assert _line(PLAN, Component.PARTNER_COMMISSION, BY_ORDER["O7"].key) == 400
    assert {line.ref for line in PLAN.cost_lines if line.component == Component.HOLDING} == {"W", "S"}


def test_an_order_served_in_part_loses_its_share() -> None:
    """One of the four units of O8 missing: a quarter of 35."""
    plan = edited(PLAN, "unserved", {"order": "O8"}, quantity=1)
    lines = book_costs(hand_made_context(), plan)
    assert CostLine(Component.UNSERVED, "order", "O8", 875) in lines


def test_an_early_hand_over_is_not_late() -> None:
    """O7 there at the promise pays nothing, and half an hour later 75 cents."""
    context = hand_made_context()
    for shift, amount in ((0, 0), (1800, 75), (-3600, 0)):
        plan = edited(PLAN, "shipments", {"order": "O7"}, handed_over_at=instant("04T10:00") + shift)
        plan = plan.replace(cost_lines=book_costs(context, plan))
        assert _line(plan, Component.LATENESS, BY_ORDER["O7"].key) == amount


def test_nothing_is_booked_for_emissions_without_a_price() -> None:
    """At a price of zero there is no such component."""
    context = hand_made_context(with_settings(hand_made_scenario(), "policies", co2_price_per_t=0))
    assert not [line for line in book_costs(context, PLAN) if line.component == Component.CO2]


def test_stock_is_counted_at_the_end_of_each_day() -> None:
    """Receipts, moves and issues by day: W has 10 A less 6 sold on Monday, then 3 due and 5 moved in."""
    context = hand_made_context()
    held = on_hand(context, PLAN)
    sites = [site.id for site in context.scenario.sites]
    assert held[sites.index("W"), 0].tolist() == [4, 12, 12]
    assert held[sites.index("W"), 1].tolist() == [1, 1, 1]
    assert held[sites.index("S")].tolist() == [[4, 4, 4], [2, 4, 4]]
    assert held[sites.index("SUP"), 0].tolist() == [-5, -5, -5]


def test_what_was_due_before_the_horizon_is_there_and_what_comes_after_is_not() -> None:
    """A receipt of February counts from Monday, one of Thursday never; a move under way is nowhere."""
    context = hand_made_context(with_cells(hand_made_scenario(), "stock", 5, date="2025-02-20"))
    assert on_hand(context, Plan("all"))[1, 0].tolist() == [13, 13, 13]
    context = hand_made_context(with_cells(hand_made_scenario(), "stock", 5, date="2025-03-06"))
    assert on_hand(context, Plan("all"))[1, 0].tolist() == [10, 10, 10]
    under_way = Plan("all", moves=(PlannedMove("L3", "2025-03-05", "2025-03-06", "A", 4),))
    held = on_hand(hand_made_context(), under_way)
    assert np.array_equal(held[1, 0], [10, 13, 9])
    assert np.array_equal(held[2, 0], [5, 5, 5])


def test_promises_are_the_earliest_that_hold() -> None:
    """Two days later at 20:00 by parcel, 24 hours by the partner, none for collecting; a segment's counts too."""
    context = hand_made_context()
    assert promise_of(context, BY_ORDER["O1"]) == instant("05T20:00")
    assert promise_of(context, BY_ORDER["O7"]) == instant("04T10:00")
    assert promise_of(context, BY_ORDER["O4"]) is None
    strict = with_settings(hand_made_scenario(), "segments.people", promise_hours=2)
    assert promise_of(hand_made_context(strict), BY_ORDER["O4"]) == instant("03T13:00")


def test_the_rate_is_the_smallest_that_holds_the_weight() -> None:
    """4 kg of O1 take the row up to 5 kg of zone metro; 24 kg are beyond every row."""
    context = hand_made_context()
    lines = lines_by_shipment(PLAN)[BY_ORDER["O1"].key]
    assert weight_kg(context, lines) == 4
    assert carrier_rate(context, BY_ORDER["O1"], lines).price == 3
    heavy = edited(PLAN, "lines", {"order": "O1"}, quantity=12)
    with pytest.raises(ValueError, match="no rate of post to north for 24"):
        carrier_rate(context, BY_ORDER["O1"], lines_by_shipment(heavy)[BY_ORDER["O1"].key])


def test_a_site_is_in_use_where_goods_leave_and_where_they_are_collected() -> None:
    """O5 uses W on the day it leaves and K on the day it is collected; a parcel uses its source alone."""
    context = hand_made_context()
    late = edited(PLAN, "shipments", {"order": "O5"}, handed_over_at=instant("04T06:00")).shipments
    days = {
        order: list(site_days(context, [one for one in late if one.order == order])) for order in ("O1", "O5")
    }
    assert days == {"O1": [("W", "2025-03-03")], "O5": [("W", "2025-03-03"), ("K", "2025-03-04")]}
