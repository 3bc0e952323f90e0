"""What a strategy offers."""

from pathlib import Path

import pytest

from optimizer.options.offer import offer, temperature_bits, whole
from optimizer.scenario.base import Temperature
from optimizer.scenario.settings import CollectOption
from tests.helpers.scenarios import small_rows
from tests.unit.options.build import option, small


def test_temperature_classes_are_bits() -> None:
    """Ambient is 1, chilled 2, frozen 4; a class named twice counts once."""
    assert temperature_bits([Temperature.AMBIENT, Temperature.FROZEN, Temperature.AMBIENT]) == 5


def test_amounts_become_whole_units() -> None:
    """0.29 kg is 290,000 mg, though 0.29 * 1e6 is a hair less in binary."""
    assert whole(0.29, 1e6) == 290_000


def test_sources_are_of_the_named_kinds_whether_in_use_or_not(tmp_path: Path) -> None:
    """Parcels: W1, W2, S1, P1; collecting own stock: only sites where one can collect, though hubs were named."""
    scenario = small(tmp_path, {"options": option("store_pickup", source_kinds=["store", "warehouse"])})
    offered = offer(scenario, ["W1"])
    names = [[offered.sites[at].id for at in offered.sources(one)] for one in offered.options]
    assert names == [["W1", "W2", "S1", "P1"], ["W1", "W2"], ["S1"], ["W1", "W2"]]
    assert offered.in_use.tolist() == [True, False, False, False, False]


@pytest.mark.parametrize(("used", "points"), [(["L1", "L0", "W1"], ["L0", "L1"]), (["W1"], [])])
def test_points_are_those_in_use_by_id(tmp_path: Path, used: list[str], points: list[str]) -> None:
    """L0 stands after L1 in the file and comes before it."""
    sites = [*small_rows("sites"), {"id": "L0", "kind": "locker", "lat": 37.57, "lon": 126.99}]
    offered = offer(small(tmp_path, sites=sites), used)
    locker = offered.options[3]
    assert isinstance(locker, CollectOption)
    assert [offered.sites[at].id for at in offered.points(locker)] == points


def test_vehicles_that_cannot_drive_are_left_out(tmp_path: Path) -> None:
    """No vehicle of the type, or no stop allowed."""
    base = small_rows("vehicle_types")[0]
    rows = [{**base, "id": "A"}, {**base, "id": "B", "count": 0}, {**base, "id": "C", "max_stops": 0}]
    offered = offer(small(tmp_path, vehicle_types=rows), ["W1"])
    assert {at: [one.id for one in types] for at, types in offered.vehicles.items()} == {0: ["A"]}


def test_of_lanes_that_leave_at_the_same_time_the_smallest_id_counts(tmp_path: Path) -> None:
    """W1-L1 leaves at 6:00 and so does A-lane, the last row; B-lane leaves at 7:00."""
    rows = small_rows("lanes")
    rows.append({"id": "B-lane", "from_site": "W1", "to_site": "L1", "departs": "07:00"})
    rows.append({"id": "A-lane", "from_site": "W1", "to_site": "L1", "departs": "06:00"})
    offered = offer(small(tmp_path, lanes=rows), ["W1"])
    assert {offered.lanes[number].id for number in offered.lanes_between[0, 3]} == {"A-lane", "B-lane"}
