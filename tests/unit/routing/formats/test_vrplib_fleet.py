"""Vehicles of VRPLIB files."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.problem import UNLIMITED, VehicleType
from tests.helpers.routing_files import RICH, VRP, parsed


def test_vehicles_alike_are_one_type(tmp_path: Path) -> None:
    """Named after its first vehicle, with everything the file says of it."""
    assert parsed(tmp_path, RICH).problem.vehicle_types == (
        VehicleType(
            "vehicle1",
            2,
            (9, 9),
            "depot1",
            fixed_cost=6,
            shift=(0, 500),
            max_distance=80,
            max_duration=900,
            reload_depots=("depot1", "depot2"),
            max_reloads=1,
        ),
        VehicleType(
            "vehicle3",
            1,
            (5, 2),
            "depot2",
            fixed_cost=4,
            cost_per_distance=2,
            shift=(0, 400),
            max_distance=70,
            max_duration=900,
            max_reloads=0,
        ),
    )


def test_clients_of_some_vehicles_only(tmp_path: Path) -> None:
    """Each client names the types that may visit it; where every vehicle may visit all, none does."""
    clients = parsed(tmp_path, RICH).problem.clients
    assert [sorted(client.vehicle_types or ()) for client in clients] == [
        ["vehicle1"],
        ["vehicle1"],
        ["vehicle1", "vehicle3"],
        ["vehicle1", "vehicle3"],
    ]
    everyone = parsed(tmp_path, RICH.replace("3 5 6\nMUT", "3 3 4 5 6\nMUT")).problem
    assert {client.vehicle_types for client in everyone.clients} == {None}


def test_vehicles_start_at_the_first_depot_where_nothing_is_said(tmp_path: Path) -> None:
    """As many as there are clients."""
    text = VRP.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n1\n2").replace("2 7", "2 0")
    (kind,) = parsed(tmp_path, text).problem.vehicle_types
    assert (kind.id, kind.start_depot, kind.count) == ("vehicle1", "depot1", 1)


def test_no_vehicles(tmp_path: Path) -> None:
    """Are a type of none, so that what would help can be said."""
    (kind,) = parsed(tmp_path, VRP.replace("CAPACITY", "VEHICLES : 0\nCAPACITY")).problem.vehicle_types
    assert (kind.id, kind.count, kind.capacity) == ("vehicle1", 0, (10,))


@pytest.mark.parametrize(
    ("extra", "distance", "duration"),
    [
        ("DISTANCE : 50\n", 50, UNLIMITED),
        ("DISTANCE : 50\nSERVICE_TIME : 1\n", UNLIMITED, 50),
        ("VEHICLES_MAX_DISTANCE : 40\n", 40, UNLIMITED),
        ("VEHICLES_MAX_DURATION : 30\n", UNLIMITED, 30),
    ],
)
def test_limits_of_routes(tmp_path: Path, extra: str, distance: int, duration: int) -> None:
    """``DISTANCE`` includes service where there is some, as in the sets it comes from."""
    (kind,) = parsed(tmp_path, VRP.replace("CAPACITY", f"{extra}CAPACITY", 1)).problem.vehicle_types
    assert (kind.max_distance, kind.max_duration) == (distance, duration)


def test_nothing_to_carry_needs_no_capacity(tmp_path: Path) -> None:
    """A file without demands may leave it out."""
    text = VRP.replace("CAPACITY : 10\n", "").replace("DEMAND_SECTION\n1 0\n2 7\n3 5\n", "")
    assert parsed(tmp_path, text).problem.vehicle_types[0].capacity == (0,)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("3 2\nVEHICLES_RELOAD", "3 4\nVEHICLES_RELOAD", "3 4"),
        ("3 2\nVEHICLES_RELOAD", "3 1 2\nVEHICLES_RELOAD", "3 1 2"),
        ("1 1 2\n2 1 2\n3\n", "1 1 2\n2 1 6\n3\n", "2 1 6"),
        ("3 5 6\nMUT", "3 5 1\nMUT", "3 5 1"),
        ("3 5 2\nTIME", "3 5 2\n4 5 2\nTIME", "1 9 9"),
        ("1 9 9\n2 9 9\n3 5 2", "1 8\n2 9\n3 5", "1 8"),
        ("3 2\nVEHICLES_ALLOWED", "3 1.5\nVEHICLES_ALLOWED", "3 1.5"),
    ],
)
def test_vehicles_that_contradict_the_rest(tmp_path: Path, old: str, new: str, line: str) -> None:
    """A depot that is none, a client that is one, too many rows, other measures than demands, broken prices."""
    assert old in RICH
    text = RICH.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, text)
    (finding,) = caught.value.findings
    assert text.splitlines()[(finding.place.row or 0) - 1] == line
