"""``route`` says why a client is left out, and the change it names serves the client."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from optimizer.routing import reasons
from tests.helpers.cli import invoke_json

Edit = Callable[[Any], None]

VRPLIB = """NAME : road
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
VEHICLES : 1
CAPACITY : 9
NODE_COORD_SECTION
1 0 0
2 10 0
3 30 0
DEMAND_SECTION
1 0
2 5
3 4
DEPOT_SECTION
1
-1
EOF
"""


def ride(vehicle: dict[str, Any], *jobs: dict[str, Any]) -> dict[str, Any]:
    """Return a problem in VROOM's format: one vehicle on a road with a place every ten seconds, jobs at the third."""
    road = [[10 * abs(origin - place) for place in range(4)] for origin in range(4)]
    return {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0} | vehicle],
        "jobs": [{"id": number, "location_index": 3} | job for number, job in enumerate(jobs, 1)],
        "matrices": {"car": {"durations": road}},
    }


def one_more(problem: dict[str, Any]) -> None:
    """Add a vehicle like the first."""
    problem["vehicles"].append(problem["vehicles"][0] | {"id": 2})


def of_vehicle(**changes: Any) -> Edit:  # noqa: ANN401
    """Change the vehicle."""
    return lambda problem: problem["vehicles"][0].update(changes)


def of_job(**changes: Any) -> Edit:  # noqa: ANN401
    """Change the last job."""
    return lambda problem: problem["jobs"][-1].update(changes)


def both(first: Edit, second: Edit) -> Edit:
    """Make two changes."""

    def edit(problem: dict[str, Any]) -> None:
        first(problem)
        second(problem)

    return edit


NOON = {"breaks": [{"id": 1, "service": 9, "time_windows": [[10, 35]]}]}

RIDES: dict[str, tuple[str, dict[str, Any], str, Edit]] = {
    "capacity": (
        reasons.CAPACITY,
        ride({"capacity": [4]}, {"delivery": [6]}),
        "raise the amount1 capacity of vehicle1 by 2",
        of_vehicle(capacity=[6]),
    ),
    "window": (
        reasons.WINDOW_UNREACHABLE,
        ride({}, {"time_windows": [[0, 20]]}),
        "let its window end 10 s later",
        of_job(time_windows=[[0, 30]]),
    ),
    "skill": (
        reasons.SKILL,
        ride({"skills": [1]}, {"skills": [1, 2]}),
        "give vehicle1 the skill 2",
        of_vehicle(skills=[1, 2]),
    ),
    "shift": (
        reasons.SHIFT_TOO_SHORT,
        ride({"time_window": [5, 60]}, {"service": 7}),
        "let the shift of vehicle1 and the opening of its depots end 12 s later",
        of_vehicle(time_window=[5, 72]),
    ),
    "break": (
        reasons.BREAKS,
        ride({"time_window": [0, 66], **NOON}, {}),
        "let the shift of vehicle1 end 3 s later",
        of_vehicle(time_window=[0, 69]),
    ),
    "travel": (
        reasons.MAX_DISTANCE,
        ride({"max_travel_time": 50}, {}),
        "let routes of vehicle1 be 10 s longer",
        of_vehicle(max_travel_time=60),
    ),
    "vehicle": (
        reasons.NO_VEHICLE_LEFT,
        ride({"capacity": [5]}, {"delivery": [5]}, {"delivery": [5]}),
        "add 1 vehicle of type vehicle1, which would serve it for 60 units of cost, "
        "or raise the amount1 capacity of vehicle1 by 5",
        one_more,
    ),
    "nearest-route": (
        reasons.NO_VEHICLE_LEFT,
        ride({"capacity": [9]}, {"delivery": [5]}, {"delivery": [5]}),
        "add 1 vehicle of type vehicle1, which would serve it for 60 units of cost, "
        "or raise the amount1 capacity of vehicle1 by 1",
        of_vehicle(capacity=[10]),
    ),
    "window-and-travel": (
        reasons.MAX_DISTANCE,
        ride({"max_travel_time": 50, "capacity": [1]}, {"time_windows": [[0, 20]]}),
        "let routes of vehicle1 be 10 s longer and let its window end 10 s later",
        both(of_vehicle(max_travel_time=60), of_job(time_windows=[[0, 30]])),
    ),
}


def lines(*edits: tuple[str, str]) -> str:
    """Edit the VRPLIB file."""
    text = VRPLIB
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def before_depots(section: str, *rows: str) -> tuple[str, str]:
    """Insert a section before that of the depots."""
    return "DEPOT_SECTION", "\n".join((section, *rows, "DEPOT_SECTION"))


PRIZES = ("PRIZE_SECTION", "1 0", "2 0", "3 25")
LOADS_AGAIN = before_depots("VEHICLES_RELOAD_DEPOT_SECTION", "1 1")
VRPS: dict[str, tuple[str, str, str, tuple[str, str]]] = {
    "prize": (
        reasons.NOT_WORTH_PRIZE,
        lines(before_depots(*PRIZES)),
        "raise its prize by more than 15 units of cost",
        ("3 25", "3 40.1"),
    ),
    "distance": (
        reasons.MAX_DISTANCE,
        lines(("CAPACITY", "DISTANCE : 50\nCAPACITY")),
        "let routes of vehicle1 be 10 units longer",
        ("DISTANCE : 50", "DISTANCE : 60"),
    ),
    "duration": (
        reasons.MAX_DURATION,
        lines(("CAPACITY", "VEHICLES_MAX_DURATION : 59.5\nCAPACITY")),
        "raise the maximum duration of vehicle1 by 0.5 units",
        ("59.5", "60"),
    ),
    "reload": (
        reasons.RELOADS,
        lines(("CAPACITY : 9", "VEHICLES_MAX_RELOADS : 0\nCAPACITY : 5"), LOADS_AGAIN),
        "raise the number of reloads of vehicle1 by 1",
        ("RELOADS : 0", "RELOADS : 1"),
    ),
    "allowed": (
        reasons.NO_VEHICLE_TYPE,
        lines(before_depots("VEHICLES_ALLOWED_CLIENTS_SECTION", "1 2")),
        "allow 1 vehicle type (vehicle1)",
        ("1 2\nDEPOT", "1 2 3\nDEPOT"),
    ),
}


def left_out(path: Path, text: str, *options: str) -> list[tuple[str, str]]:
    """Reason and change of everyone whom the plan for a file leaves out."""
    path.write_text(text, encoding="utf-8")
    _, told = invoke_json("route", path, "--iterations", "20", *options)
    return [(one["reason"], one["fix"]) for one in told["unserved"]]


@pytest.mark.parametrize(("reason", "problem", "fix", "change"), RIDES.values(), ids=RIDES)
def test_a_job_and_its_cure(
    tmp_path: Path, reason: str, problem: dict[str, Any], fix: str, change: Edit
) -> None:
    """The reason and the smallest change of a job of VROOM's are told; with the change it is done."""
    problem = copy.deepcopy(problem)
    assert left_out(tmp_path / "road.json", json.dumps(problem)) == [(reason, fix)]
    change(problem)
    assert left_out(tmp_path / "road.json", json.dumps(problem)) == []


@pytest.mark.parametrize(("reason", "text", "fix", "change"), VRPS.values(), ids=VRPS)
def test_a_node_and_its_cure(
    tmp_path: Path, reason: str, text: str, fix: str, change: tuple[str, str]
) -> None:
    """Amounts are told in the file's unit, whatever the scale of its integers; with the change it is visited."""
    path, exact = tmp_path / "road.vrp", ("--rounding", "exact")
    assert left_out(path, text, *exact) == [(reason, fix)]
    assert change[0] in text
    assert left_out(path, text.replace(*change, 1), *exact) == []
