"""Windows, promises and closing days, by option."""

from pathlib import Path

import pytest

from tests.helpers.scenarios import changed, small_rows
from tests.unit.options.build import codes, found, keys, option, row, shown, small


def test_nothing_leaves_on_a_closing_day_of_the_source(tmp_path: Path) -> None:
    """W1 is closed on Tuesdays: of 2 (Monday) to 4 March the departures of the 2nd and the 4th are left."""
    sites = changed("sites", "W1", closed_days="tue")
    table = found(small(tmp_path, sites=sites), "parcels")
    assert [key[3] for key in keys(table, "O1", source="W1")] == ["2026-03-02T18:00", "2026-03-04T18:00"]


def test_an_option_leaves_on_its_days_only(tmp_path: Path) -> None:
    """The option leaves on Wednesdays: the 4th."""
    table = found(small(tmp_path, {"options": option("parcel", days=["wed"])}), "parcels")
    assert {key[3] for key in keys(table)} == {"2026-03-04T18:00"}


def test_an_option_without_day_in_the_horizon_has_no_departure(tmp_path: Path) -> None:
    """Sundays are not among Monday to Wednesday."""
    table = found(small(tmp_path, {"options": option("parcel", days=["sun"])}), "parcels")
    assert codes(table, "O1") == ["no-departure-in-horizon"]


def test_the_minutes_by_which_a_departure_is_missed_are_named(tmp_path: Path) -> None:
    """O5 comes on Tuesday 20:45 and must order by 20:25 of the last departure of the horizon, Tuesday's: 20 minutes."""
    departures = [{"at": "23:00", "order_by": "20:25"}]
    options = option("parcel", departures=departures, days=["tue"])
    table = found(small(tmp_path, {"options": options}), "parcels")
    reason = table.reasons["O5"][0]
    assert (reason.code, reason.amount, reason.unit) == ("cut-off-missed", 20, "min")
    assert "20 min" in reason.fix


def test_a_departure_just_missed_is_told_before_the_promise_it_would_have_kept(tmp_path: Path) -> None:
    """Promised by Tuesday 18:00, O3 (Monday 14:20) misses Monday's order_by of 14:00 by 20 minutes.

    The next departure arrives on Wednesday at 18:00, 24 hours after the promise; 20 minutes are the smaller change.
    """
    options = option(
        "parcel", departures=[{"at": "18:00", "order_by": "14:00"}], promise={"days": 1, "by": "18:00"}
    )
    table = found(small(tmp_path, {"options": options}), "parcels")
    told = [(reason.code, reason.amount) for reason in table.reasons["O3"]]
    assert told == [("cut-off-missed", 20), ("promise-missed", 24)]


def test_goods_that_are_never_ready_are_said_to_be_at_a_closed_site(tmp_path: Path) -> None:
    """All sources of parcels are closed all week."""
    sites = small_rows("sites")
    for site in sites:
        site["closed_days"] = "mon|tue|wed|thu|fri|sat|sun"
    table = found(small(tmp_path, sites=sites), "parcels")
    assert set(codes(table, "O1")) == {"site-not-open", "no-departure-in-horizon"}


def test_parcels_cannot_keep_windows(tmp_path: Path) -> None:
    """With keep_windows O3 goes by van only; O1, without a window, may go by parcel."""
    table = found(small(tmp_path, {"delivery": {"keep_windows": True}}))
    assert {key[2] for key in keys(table, "O3")} == {"van"}
    assert keys(table, "O1", option="parcel")
    alone = found(small(tmp_path, {"delivery": {"keep_windows": True}}), "parcels")
    assert codes(alone, "O3") == ["window-not-kept"]


@pytest.mark.parametrize(("end", "offered"), [("2026-03-03T07:00", True), ("2026-03-03T06:59", False)])
def test_a_collection_is_there_by_the_end_of_the_window(tmp_path: Path, end: str, offered: bool) -> None:
    """O2 is at the locker on Tuesday at 7:00."""
    orders = changed("orders", "O2", window_end=end)
    table = found(small(tmp_path, {"delivery": {"keep_windows": True}}, orders=orders))
    assert bool(keys(table, "O2", option="locker")) == offered


def test_a_hard_promise_bounds_the_start_of_service(tmp_path: Path) -> None:
    """Promised by 10:00 of the next day, service of 4 minutes starts by 9:56."""
    options = option("van", promise={"days": 1, "by": "10:00"})
    table = found(small(tmp_path, {"options": options}))
    one = row(table, "O1", "W1", "van", "2026-03-03@morning")
    assert shown(table.latest_start[one]) == "2026-03-03T09:56"
    assert [key[3] for key in keys(table, "O1", option="van")] == ["2026-03-03@morning"]


def test_a_soft_promise_leaves_the_wave_and_counts_what_is_late_in_any_case(tmp_path: Path) -> None:
    """Promised by 9:00 when the wave begins: 1,000 s of way and 240 s of service are late whatever the route."""
    pairs = (("W1", "customer:C1"), ("customer:C1", "W1"))
    matrix = [
        {"from_id": a, "to_id": b, "profile": "van", "distance_m": 5000, "duration_s": 1000} for a, b in pairs
    ]
    options = option("van", promise={"days": 1, "by": "09:00"}, late_cost_per_hour=3600)
    scenario = small(tmp_path, {"network": {"method": "matrix"}, "options": options}, matrix=matrix)
    table = found(scenario)
    one = row(table, "O1", "W1", "van", "2026-03-03@morning")
    assert table.lateness[one] == pytest.approx(1240)
    assert shown(table.latest_start[one]) == "2026-03-03T12:56"


def test_a_window_before_every_wave_is_not_kept(tmp_path: Path) -> None:
    """O3 wants Tuesday until 8:00, the first wave it makes starts at 9:00: an hour late."""
    orders = changed("orders", "O3", window_start="2026-03-03T06:00", window_end="2026-03-03T08:00")
    strategies = {"vans": {"options": ["van"]}}
    table = found(small(tmp_path, {"strategies": strategies}, orders=orders), "vans")
    told = {reason.code: reason.amount for reason in table.reasons["O3"]}
    assert told["window-not-kept"] == 1


def test_a_window_after_the_last_wave_is_not_kept(tmp_path: Path) -> None:
    """O3 wants Wednesday from 14:00; the last wave of the horizon is back on Wednesday at 13:00: an hour early."""
    orders = changed("orders", "O3", window_start="2026-03-04T14:00", window_end="2026-03-04T16:00")
    table = found(small(tmp_path, {"strategies": {"vans": {"options": ["van"]}}}, orders=orders), "vans")
    told = {reason.code: reason.amount for reason in table.reasons["O3"]}
    assert told["window-not-kept"] == 1


def test_linehaul_uses_every_lane_between_source_and_point(tmp_path: Path) -> None:
    """O2 of Monday 11:00 makes the lane B at 20:00, two hours on the way, and W1-L1 on Tuesday at 6:00."""
    lanes = small_rows("lanes")
    lanes.append({"id": "B", "from_site": "W1", "to_site": "L1", "departs": "20:00", "transit_h": 2})
    table = found(small(tmp_path, lanes=lanes))
    assert [key[3] for key in keys(table, "O2", option="locker")] == ["2026-03-02T20:00", "2026-03-03T06:00"]
    evening = row(table, "O2", "W1", "locker", "2026-03-02T20:00")
    morning = row(table, "O2", "W1", "locker", "2026-03-03T06:00")
    assert shown(table.handed_over_at[evening]) == "2026-03-02T22:00"
    assert shown(table.handed_over_at[morning]) == "2026-03-03T07:00"
    assert [table.offer.lanes[table.lane[one]].id for one in (evening, morning)] == ["B", "W1-L1"]


def test_a_lane_without_trucks_has_no_departure(tmp_path: Path) -> None:
    """The lane leads to the locker, and no truck drives; its departures count as choices all the same."""
    lanes = changed("lanes", "W1-L1", trucks=0)
    strategies = {"lockers": {"options": ["locker"]}}
    table = found(small(tmp_path, {"strategies": strategies}, lanes=lanes), "lockers")
    assert codes(table, "O2")[0] == "no-departure-in-horizon"


def test_linehaul_to_a_point_that_never_opens_is_not_offered(tmp_path: Path) -> None:
    """The locker is closed all week."""
    sites = changed("sites", "L1", closed_days="mon|tue|wed|thu|fri|sat|sun")
    strategies = {"lockers": {"options": ["locker"]}}
    table = found(small(tmp_path, {"strategies": strategies}, sites=sites), "lockers")
    assert codes(table, "O2")[0] == "site-not-open"


def test_a_carrier_that_never_delivers_has_no_departure(tmp_path: Path) -> None:
    """Seven days without service."""
    rates = small_rows("carrier_rates")
    for rate in rates:
        rate["no_service_days"] = "mon|tue|wed|thu|fri|sat|sun"
    table = found(small(tmp_path, carrier_rates=rates), "parcels")
    assert codes(table, "O1") == ["no-departure-in-horizon"]
