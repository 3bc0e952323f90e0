from pathlib import Path

from tests.helpers.plan_scenario import hand_made_scenario, with_row
from tests.helpers.scenarios import small_rows
from tests.helpers.strategy import hand_made_context, small_context, tiny_context


def test_a_strategy_sees_only_what_it_offers_and_uses() -> None:
    """Vans in tiny offers one option from one warehouse; the orders are all there."""
    context = tiny_context("vans")
    assert tuple(context.option) == ("van",)
    assert context.in_use == ("W",)
    assert tuple(context.site) == ("W", "S", "L")
    assert context.book.ids == ("O3", "O1", "O2", "O4", "O5", "O6")


def test_rows_are_found_by_id() -> None:
    """Products, vehicle types and lanes by the planner's ids; days by number."""
    context = hand_made_context()
    assert context.product["B"].weight_kg == 0.5
    assert context.vehicle_type["V"].capacity_kg == 30
    assert context.lane["L2"].trucks == 2
    assert context.calendar.text(2) == "2025-03-05"
    assert context.line_product["O2", "2"] == "B"
    assert context.rates.price("post", "north", 4) == 3.5


def test_a_vehicle_type_without_vehicles_is_at_no_site() -> None:
    """Vehicles are grouped by their home; a count of zero is none."""
    assert [row.id for row in hand_made_context().vehicles_at["W"]] == ["V"]
    none = with_row(hand_made_scenario(), "vehicle_types", "V", count=0)
    assert hand_made_context(none).vehicles_at == {}


def test_linehaul_goes_by_the_lane_of_its_departure(tmp_path: Path) -> None:
    """Of the lanes between two sites the one with the label's time, of those the smallest id."""
    first = small_rows("lanes")[0]
    lanes = [
        {**first, "id": "late", "departs": "16:00"},
        {**first, "id": "B", "departs": "06:00"},
        {**first, "id": "A", "departs": "06:00"},
        {**first, "id": "0", "departs": "06:00", "from_site": "W2"},
    ]
    context = small_context(tmp_path, lanes=lanes)
    assert context.linehaul_lane("W1", "L1", "2026-03-02T06:00").id == "A"
    assert context.linehaul_lane("W1", "L1", "2026-03-03T16:00").id == "late"
