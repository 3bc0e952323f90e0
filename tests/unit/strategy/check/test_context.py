import pytest

from optimizer.strategy.check.context import build_context, milligrams
from tests.helpers.plan_scenario import hand_made_scenario, instant, with_cells, with_row


def test_orders_take_their_customers_address_unless_they_have_their_own() -> None:
    """Place, district, segment and window of O1 (the customer's) and O3 (its own address)."""
    scenario = with_row(hand_made_scenario(), "orders", "O1", district="east", unserved_cost=7)
    context = build_context(scenario, ("W",))
    first, third = context.orders["O1"], context.orders["O3"]
    assert (first.place, first.district, first.unserved_cost) == ("customer:C1", "east", 7.0)
    assert (first.has_window, first.requested_point, first.placed_at) == (False, None, instant("03T09:00"))
    assert (third.place, third.district, third.unserved_cost) == ("order:O3", "north", None)
    assert (third.window_start, third.window_end) == (instant("03T17:00"), instant("03T18:00"))
    assert context.orders["O2"].units == 3
    assert context.in_use == {"W"}


def test_one_side_of_a_window_is_a_window() -> None:
    """An order with nothing but an end still asked for a time."""
    context = build_context(with_row(hand_made_scenario(), "orders", "O1", window_end="2025-03-04T12:00"), ())
    assert context.orders["O1"].has_window
    assert context.orders["O1"].window_start is None


def test_an_instant_is_cut_to_the_second() -> None:
    """Fractions of a second of ``placed_at`` are dropped."""
    scenario = with_row(hand_made_scenario(), "orders", "O1", placed_at="2025-03-03T09:00:00.999")
    assert build_context(scenario, ()).orders["O1"].placed_at == instant("03T09:00")


def test_of_two_lanes_that_depart_together_the_smaller_id_counts() -> None:
    """Linehaul has one lane per pair of sites and time of departure, whatever the order of the rows."""
    scenario = with_row(hand_made_scenario(), "lanes", "L1", from_site="W", to_site="K")
    lane = next(lane for lane in scenario.lanes if lane.id == "L1")
    later = lane.model_copy(update={"id": "L9", "departs": lane.departs + 60})
    twin = lane.model_copy(update={"id": "L8"})
    links = build_context(scenario.replace(lanes=(later, twin, lane)), ()).links
    assert [lane.id for lane in links["W", "K"]] == ["L1", "L9"]


def test_stock_is_split_into_opening_and_receipts() -> None:
    """A row with a date is a receipt; without one it is opening stock."""
    context = build_context(with_cells(hand_made_scenario(), "stock", 0, protected=3), ())
    assert (context.on_hand["W", "A"], context.protected["W", "A"]) == (10, 3)
    assert [(site, product, str(day), units) for site, product, day, units in context.receipts] == [
        ("W", "A", "2025-03-04", 3)
    ]


@pytest.mark.parametrize(("kilograms", "expected"), [(0.1 + 0.2, 300_000), (0.0004, 400), (1e7, 10**13)])
def test_weights_are_compared_in_milligrams(kilograms: float, expected: int) -> None:
    """Binary fractions vanish, and heavy loads do not overflow."""
    assert milligrams(kilograms) == expected
