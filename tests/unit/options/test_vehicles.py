"""Vehicles at a source."""

from datetime import date
from pathlib import Path

import numpy as np

from optimizer.options.calendar import Calendar
from optimizer.options.vehicles import RoundTrips, VanLoads, Wave, round_trips, soonest, van_loads
from optimizer.scenario.rows import VehicleTypeRow
from tests.unit.options.build import at, instants, screen, shown, small

AMBIENT, CHILLED = 1, 2
CALENDAR = Calendar("Asia/Seoul", date(2026, 3, 2), 3)


def vehicle(**changes: object) -> VehicleTypeRow:
    row = {"id": "V", "home_site": "W1", "count": 1, "capacity_kg": 100, "temperatures": "ambient|chilled"}
    return VehicleTypeRow.model_validate({**row, **changes})


def carried(folder: Path, *vehicles: VehicleTypeRow, split: str = "none") -> VanLoads:
    """Find the loads by van (option 1) of O1 to O5: 2 tea and 1 rice, 1 tea, 4 milk, 2 milk, 3 tea."""
    some = screen(small(folder, {"delivery": {"split": split}}))
    return van_loads(some.loads, 1, AMBIENT | CHILLED, vehicles, some.orders.line_order)


def test_a_vehicle_keeps_the_temperatures_and_holds_the_weight(tmp_path: Path) -> None:
    """An ambient van of 10 kg: milk is not kept; O1 of 10.4 kg is 400 g too much."""
    vans = carried(tmp_path, vehicle(temperatures="ambient", capacity_kg=10))
    assert vans.kept.tolist() == [True, True, False, False, True]
    assert vans.excess[0] == 400
    assert vans.usable[0].tolist()[:2] == [False, True]


def test_one_of_several_vehicles_is_enough(tmp_path: Path) -> None:
    """The small van keeps milk, the large one does not: O1 goes by the large one, O3 by the small one."""
    vans = carried(tmp_path, vehicle(id="large", temperatures="ambient"), vehicle(id="small", capacity_kg=5))
    assert vans.kept.all()
    assert (vans.excess <= 0).all()
    assert vans.usable.tolist() == [[True, True, False, False, True], [False, True, True, True, True]]


def test_a_split_shipment_takes_the_lines_of_the_vehicle_that_takes_most(tmp_path: Path) -> None:
    """One van keeps chilled goods only, the other ambient ones only: O1 goes whole by the other."""
    vans = carried(
        tmp_path, vehicle(temperatures="chilled"), vehicle(id="dry", temperatures="ambient"), split="order"
    )
    assert vans.load.lines.tolist() == [2, 1, 1, 1, 1]
    assert vans.usable.tolist() == [[False, False, True, True, False], [True, True, False, False, True]]


def test_trips_are_there_and_back(tmp_path: Path) -> None:
    """To C3 700 s, back 900 s, 8 and 9 km; 2 km more than the 15 km that the van may drive."""
    matrix = [
        {"from_id": "W1", "to_id": "customer:C3", "profile": "van", "distance_m": 8000, "duration_s": 700},
        {"from_id": "customer:C3", "to_id": "W1", "profile": "van", "distance_m": 9000, "duration_s": 900},
    ]
    some = screen(small(tmp_path, {"network": {"method": "matrix"}}, matrix=matrix))
    trips = round_trips(some.travel, "W1", ["customer:C3"], [vehicle(max_distance_km=15), vehicle(id="far")])
    assert trips.out_s.tolist() == [[700], [700]]
    assert trips.back_s.tolist() == [[900], [900]]
    assert trips.beyond_m.tolist() == [[2000], [-np.inf]]


def test_trips_to_many_addresses_equal_trips_to_each(tmp_path: Path) -> None:
    """150 addresses are asked for in three parts."""
    some = screen(small(tmp_path))
    few = ["customer:C1", "customer:C2", "order:O4"]
    many = round_trips(some.travel, "W1", few * 50, [vehicle()])
    each = round_trips(some.travel, "W1", few, [vehicle()])
    assert many.out_s.tolist() == [each.out_s[0].tolist() * 50]
    assert many.take(np.array([149])).back_s[0, 0] == each.back_s[0, 2]


def wave(opens: str = "2026-03-02T09:00") -> Wave:
    return Wave(np.array([0]), instants("2026-03-02T09:00"), instants("2026-03-02T13:00"), instants(opens))


def trips(*ways: tuple[int, int]) -> RoundTrips:
    """Durations out and back by vehicle type, for one address."""
    out = np.array([[way[0]] for way in ways])
    back = np.array([[way[1]] for way in ways])
    return RoundTrips(out, back, np.zeros_like(out, dtype=np.float64))


def test_service_starts_after_the_way_and_the_van_returns_in_time() -> None:
    """Off at 9:00, there at 10:00, 10 minutes of service, back at 11:10: 110 minutes before the wave's end."""
    start, overrun = soonest(CALENDAR, [vehicle()], np.array([[True]]), trips((3600, 3600)), wave(), 600)
    assert start.tolist() == [at("2026-03-02T10:00")]
    assert overrun.tolist() == [-6600]


def test_a_van_waits_for_the_window() -> None:
    """The window opens at 12:30: service until 12:40, back at 13:40, 40 minutes late."""
    start, overrun = soonest(
        CALENDAR, [vehicle()], np.array([[True]]), trips((3600, 3600)), wave("2026-03-02T12:30"), 600
    )
    assert shown(start[0]) == "2026-03-02T12:30"
    assert overrun.tolist() == [2400]


def test_the_soonest_vehicle_that_returns_in_time_is_taken() -> None:
    """The fast one is off duty from 10:00; of the others the one whose shift starts at 9:30 is too late for nothing.

    Fast: off at 9:00, there 9:30, back 10:10, ten minutes after its shift. Slow: there at 10:30, back at 11:40.
    """
    vehicles = [vehicle(shift_end="10:00"), vehicle(id="slow", shift_start="09:30")]
    usable = np.array([[True], [True]])
    start, overrun = soonest(CALENDAR, vehicles, usable, trips((1800, 1800), (3600, 3600)), wave(), 600)
    assert shown(start[0]) == "2026-03-02T10:30"
    assert overrun.tolist() == [11 * 3600 + 40 * 60 - 13 * 3600]


def test_vehicles_that_cannot_carry_it_do_not_count() -> None:
    """The only usable type is 600 s late."""
    usable = np.array([[False], [True]])
    start, overrun = soonest(
        CALENDAR, [vehicle(), vehicle(id="slow")], usable, trips((60, 60), (7200, 7200)), wave(), 600
    )
    assert overrun.tolist() == [600]
    assert shown(start[0]) == "2026-03-02T11:00"
