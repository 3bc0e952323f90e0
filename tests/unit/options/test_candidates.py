"""Candidates of small scenarios, every figure by hand."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.core.cost import Component
from optimizer.options.calendar import NEVER
from tests.helpers.scenarios import changed, small_rows
from tests.unit.options.build import at, codes, found, keys, option, row, shown, small


def test_every_order_gets_its_shipments_by_parcel(tmp_path: Path) -> None:
    """O1 placed Monday 9:30, ordered by 15:00, leaves at 18:00 that day and the next from each of four sources.

    O4 (Tuesday 8:05) may leave on days 1 and 2; O5 (Tuesday 20:45) has missed 15:00 and only day 2 is left.
    """
    table = found(small(tmp_path), "parcels")
    days = [("O1", source, "parcel", day) for source in ("W1", "W2", "S1", "P1") for day in ("02", "03")]
    assert keys(table, "O1") == [(o, s, p, f"2026-03-{day}T18:00") for o, s, p, day in days]
    assert [key[3] for key in keys(table, "O4", source="W2")] == ["2026-03-03T18:00", "2026-03-04T18:00"]
    assert [key[3] for key in keys(table, "O5", source="W2")] == ["2026-03-04T18:00"]


def test_without_the_cut_off_the_order_would_leave_a_day_earlier(tmp_path: Path) -> None:
    """W1 cuts off at 9:00 and O1 comes at 9:30: it counts as Tuesday 0:00, ready at 1:00, leaving at 18:00."""
    sites = changed("sites", "W1", cut_off="09:00")
    table = found(small(tmp_path, sites=sites), "parcels")
    assert [key[3] for key in keys(table, "O1", source="W1")] == ["2026-03-03T18:00", "2026-03-04T18:00"]
    assert [key[3] for key in keys(table, "O1", source="W2")] == ["2026-03-02T18:00", "2026-03-03T18:00"]


def test_a_parcel_costs_its_weight_break_and_arrives_by_its_transit(tmp_path: Path) -> None:
    """O1 weighs 2 x 0.2 + 10 = 10.4 kg: 4500 in zone metro; it leaves Monday 18:00, is there Tuesday 18:00.

    From W2 handling costs 500 per order, and 700 extra for each order of the option.
    """
    scenario = small(tmp_path, {"options": option("parcel", extra_cost_per_order=700)})
    table = found(scenario, "parcels")
    one = row(table, "O1", "W2", "parcel", "2026-03-02T18:00")
    assert table.weight_kg[one] == pytest.approx(10.4)
    assert (table.carrier[one], table.handling[one], table.pickup[one]) == (4500, 1200, 0)
    assert table.fixed_cost[one] == 5700
    assert shown(table.leaves_at[one]) == "2026-03-02T18:00"
    assert shown(table.handed_over_at[one]) == "2026-03-03T18:00"
    assert (table.day[one], table.point[one], table.lane[one], table.pool[one]) == (0, -1, -1, -1)
    assert table.promise_at[one] == NEVER


def test_a_van_gets_the_times_of_its_wave(tmp_path: Path) -> None:
    """O3 may be served by W1's morning wave of Tuesday, 9:00 to 13:00, within its window 9:00 to 12:00.

    Service of 4 minutes starts by 12:00, since the wave would allow 12:56. The wave of Wednesday misses the window.
    """
    table = found(small(tmp_path))
    assert keys(table, "O3", option="van") == [("O3", "W1", "van", "2026-03-03@morning")]
    one = row(table, "O3", "W1", "van", "2026-03-03@morning")
    assert shown(table.earliest_start[one]) == "2026-03-03T09:00"
    assert shown(table.latest_start[one]) == "2026-03-03T12:00"
    assert (table.handed_over_at[one], table.service_s[one]) == (-1, 240)
    assert table.pools[table.pool[one]] == "W1/2026-03-03@morning"
    free = row(table, "O1", "W1", "van", "2026-03-03@morning")
    assert shown(table.latest_start[free]) == "2026-03-03T12:56"


def test_collecting_from_the_points_own_stock_waits_for_its_opening(tmp_path: Path) -> None:
    """S1 opens at 10:00, O1 comes at 9:30: collected from Monday 10:00, 1,355 m from home, at 300 for the hand-over."""
    sites = changed("sites", "S1", pickup_cost_per_order=300)
    table = found(small(tmp_path, sites=sites))
    one = row(table, "O1", "S1", "store_pickup", "2026-03-02")
    assert shown(table.leaves_at[one]) == shown(table.handed_over_at[one]) == "2026-03-02T10:00"
    assert (table.pickup[one], table.distance_m[one]) == (300, 1355)
    assert table.offer.sites[table.point[one]].id == "S1"


def test_linehaul_leaves_by_lane_and_is_collected_after_transit(tmp_path: Path) -> None:
    """O2 comes Monday 11:00; the lane W1-L1 leaves at 6:00, so on Tuesday; an hour later it is at L1."""
    table = found(small(tmp_path))
    one = row(table, "O2", "W1", "locker", "2026-03-03T06:00")
    assert shown(table.handed_over_at[one]) == "2026-03-03T07:00"
    assert table.offer.sites[table.point[one]].id == "L1"
    assert table.offer.lanes[table.lane[one]].id == "W1-L1"
    assert table.pools[table.pool[one]] == "W1-L1|2026-03-03T06:00"


def test_departure_choices_limit_departures_per_source_and_option(tmp_path: Path) -> None:
    """With one choice, O1 has the first departure only."""
    table = found(small(tmp_path, {"delivery": {"departure_choices": 1}}), "parcels")
    assert {key[3] for key in keys(table, "O1")} == {"2026-03-02T18:00"}


def test_lateness_is_charged_after_a_soft_promise(tmp_path: Path) -> None:
    """Promised within 24 h, by Tuesday 9:30; delivered Tuesday 18:00: 8.5 hours at 200 are 1700."""
    options = option("parcel", promise={"hours": 24}, late_cost_per_hour=200)
    table = found(small(tmp_path, {"options": options}), "parcels")
    one = row(table, "O1", "W1", "parcel", "2026-03-02T18:00")
    assert not table.hard[one]
    assert shown(table.promise_at[one]) == "2026-03-03T09:30"
    assert (table.late_hours[one], table.lateness[one]) == (8.5, 1700)


def test_a_hard_promise_keeps_late_shipments_out(tmp_path: Path) -> None:
    """Promised within 24 h but delivered after 32.5 h: no candidate, 8.5 hours too late."""
    table = found(small(tmp_path, {"options": option("parcel", promise={"hours": 24})}), "parcels")
    assert not keys(table, "O1")
    assert codes(table, "O1") == ["promise-missed"]
    assert table.reasons["O1"][0].amount == pytest.approx(8.5)


def test_order_of_distance_and_duration_matters(tmp_path: Path) -> None:
    """From W1 to C3 it is 9,000 m and 1,000 s by the matrix: within 9 km, not within 8.999 km."""
    matrix = [
        {"from_id": "W1", "to_id": "customer:C3", "profile": "van", "distance_m": 9000, "duration_s": 1000}
    ]
    network = {"method": "matrix"}
    near = small(
        tmp_path / "1", {"network": network, "options": option("van", max_distance_km=9)}, matrix=matrix
    )
    table = found(near)
    assert table.distance_m[row(table, "O3", "W1", "van", "2026-03-03@morning")] == 9000
    far = {"network": network, "options": option("van", max_distance_km=8.999)}
    assert not keys(found(small(tmp_path / "2", far, matrix=matrix)), "O3", option="van")


@pytest.mark.parametrize(("minutes", "reached"), [(118, True), (118.05, False)])
def test_a_van_must_go_there_and_back_within_the_wave(tmp_path: Path, minutes: float, reached: bool) -> None:
    """The wave has 240 minutes, service takes 4: ways of 118 minutes each just fit."""
    pairs = (("W1", "customer:C3"), ("customer:C3", "W1"))
    matrix = [
        {"from_id": a, "to_id": b, "profile": "van", "distance_m": 100, "duration_s": minutes * 60}
        for a, b in pairs
    ]
    orders = changed("orders", "O3", window_start="", window_end="")
    scenario = small(tmp_path, {"network": {"method": "matrix"}}, matrix=matrix, orders=orders)
    assert bool(keys(found(scenario), "O3", option="van")) == reached


def test_a_wave_that_is_too_short_is_the_reason(tmp_path: Path) -> None:
    """Ways of 119 minutes each and 4 of service take 242 minutes, 2 more than the wave has."""
    pairs = (("W1", "customer:C3"), ("customer:C3", "W1"))
    matrix = [
        {"from_id": a, "to_id": b, "profile": "van", "distance_m": 100, "duration_s": 119 * 60}
        for a, b in pairs
    ]
    orders = changed("orders", "O3", window_start="", window_end="")
    scenario = small(tmp_path, {"network": {"method": "matrix"}}, matrix=matrix, orders=orders)
    told = {(reason.option, reason.source): reason for reason in found(scenario).explain("O3")}
    assert told["van", "W1"].code == "wave-too-short"
    assert told["van", "W1"].amount == pytest.approx(2)


def test_split_lets_a_shipment_carry_some_of_the_lines(tmp_path: Path) -> None:
    """A source of parcels may not send rice: whole orders cannot go; split ones go with their tea alone.

    The 2 teas of O1 weigh 0.4 kg, at 3000.
    """
    products = changed("products", "rice", eligible_options="van")
    whole = found(small(tmp_path / "1", products=products), "parcels")
    assert codes(whole, "O1") == ["product-not-eligible"]
    split = found(small(tmp_path / "2", {"delivery": {"split": "order"}}, products=products), "parcels")
    one = row(split, "O1", "W1", "parcel", "2026-03-02T18:00")
    lines = split.entry_line[split.first_entry[one] : split.first_entry[one + 1]]
    assert [split.book.lines.id[line] for line in lines] == ["1"]
    assert (split.weight_kg[one], split.carrier[one]) == (pytest.approx(0.4), 3000)


def test_unit_costs_are_split_by_component(tmp_path: Path) -> None:
    """Per unit of milk from P1 by parcel: handling 50, commission 10 % of 3000, returns 5 % of 4000 less 25 %.

    That is 50 + 300 + 150 = 500.
    """
    sites = changed("sites", "P1", handling_cost_per_unit=50)
    products = changed("products", "milk", return_rate=0.05)
    returns = {"cost_per_unit": 4000, "customer_pays_share": 0.25}
    scenario = small(tmp_path, {"policies": {"returns": returns}}, sites=sites, products=products)
    table = found(scenario, "parcels")
    one = row(table, "O3", "P1", "parcel", "2026-03-02T18:00")
    entry = table.first_entry[one]
    parts = (Component.SITE_HANDLING, Component.PARTNER_COMMISSION, Component.EXPECTED_RETURNS)
    assert [table.entry_cost(part)[entry] for part in parts] == pytest.approx([50, 300, 150])
    assert table.entry_unit_cost[entry] == pytest.approx(500)
    assert table.entry_cost(Component.CARRIER)[entry] == 0


def test_linehaul_costs_and_emissions_per_unit(tmp_path: Path) -> None:
    """A tea of 0.2 kg on a lane at 20 per unit and 50 per kg: 30; 1000 g/kg at 100,000 per tonne: 20."""
    lanes = changed("lanes", "W1-L1", cost_per_unit=20, cost_per_kg=50, co2_g_per_kg=1000)
    table = found(small(tmp_path, {"policies": {"co2_price_per_t": 100_000}}, lanes=lanes))
    entry = table.first_entry[row(table, "O2", "W1", "locker", "2026-03-03T06:00")]
    assert table.entry_cost(Component.LINEHAUL)[entry] == pytest.approx(30)
    assert table.entry_cost(Component.CO2)[entry] == pytest.approx(20)
    parcel = table.first_entry[row(table, "O2", "W1", "parcel", "2026-03-02T18:00")]
    assert table.entry_cost(Component.LINEHAUL)[parcel] == 0


def test_the_carriers_emission_is_charged_per_shipment(tmp_path: Path) -> None:
    """500 g at 100,000 per tonne are 50, on top of 3000 for the parcel."""
    rates = small_rows("carrier_rates")
    for rate in rates:
        rate["co2_g"] = 500
    table = found(small(tmp_path, {"policies": {"co2_price_per_t": 100_000}}, carrier_rates=rates), "parcels")
    assert table.fixed_cost[row(table, "O2", "W1", "parcel", "2026-03-02T18:00")] == pytest.approx(3050)


def test_candidates_are_the_same_however_many_orders_are_worked_out_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five orders in blocks of two give the table of one block."""
    scenario = small(tmp_path)
    whole = found(scenario)
    monkeypatch.setattr("optimizer.options.candidates._AT_ONCE", 2)
    parts = found(scenario)
    assert keys(parts) == keys(whole)
    for name in ("leaves_at", "handed_over_at", "distance_m", "carrier", "entry_line", "entry_candidate"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    assert [parts.pools[at] if at >= 0 else "" for at in parts.pool] == [
        whole.pools[at] if at >= 0 else "" for at in whole.pool
    ]


def test_a_book_without_servable_orders_gives_an_empty_table(tmp_path: Path) -> None:
    """No rate, no candidate, a reason each."""
    rates: list[dict[str, Any]] = [
        {"carrier": "other", "zone": "*", "max_weight_kg": 5, "price": 3000},
        {"carrier": "post", "zone": "*", "max_weight_kg": 0.01, "price": 3000},
    ]
    table = found(small(tmp_path, carrier_rates=rates), "parcels")
    assert len(table) == 0
    assert {order: reasons[0].code for order, reasons in table.reasons.items()} == dict.fromkeys(
        ("O1", "O2", "O3", "O4", "O5"), "no-carrier-rate"
    )
    assert len(table.entry_unit_cost) == 0


def test_carry_out_is_handed_over_when_ordered(tmp_path: Path) -> None:
    """O5 is placed in S1 on Tuesday at 20:45, before it closes at 21:00; O4 at 8:05, before it opens."""
    options = option("store_pickup")
    options.append(
        {
            "id": "shelf",
            "hand_over": "carry_out",
            "source_kinds": ["store"],
            "temperatures": ["ambient", "chilled"],
        }
    )
    segments = {name: {"accepts": ["home", "carry_out"]} for name in ("family", "office")}
    orders = small_rows("orders")
    for order in orders[3:]:
        order["requested_point"] = "S1"
    strategies = {"shelf": {"options": ["shelf"]}}
    settings = {"options": options, "segments": segments, "strategies": strategies}
    table = found(small(tmp_path, settings, orders=orders), "shelf")
    assert keys(table) == [("O5", "S1", "shelf", "2026-03-03")]
    assert table.handed_over_at[0] == table.leaves_at[0] == at("2026-03-03T20:45")
    assert table.offer.sites[table.point[0]].id == "S1"
    assert table.pickup[0] == 0
    assert codes(table, "O4") == ["site-not-open"]
    assert codes(table, "O1") == ["not-at-site"]
