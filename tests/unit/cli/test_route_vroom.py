"""``optimizer route`` with the examples that VROOM documents: the figures are theirs, and so are the outcomes.

References
----------
.. [1] Coupey, J., J.-M. Nicod and C. Varnier. VROOM: Vehicle Routing Open-source Optimization Machine.
   https://github.com/VROOM-Project/vroom, ``docs/API.md``, ``docs/example_1.json`` to ``docs/example_3.json`` and
   their ``_sol.json``; ``docs/API.md`` of version 1.1.0 has the matrix of eight places.
.. [2] https://github.com/VROOM-Project/vroom-express, ``README.md``.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.cli import REPOSITORY, found_by, invoke_json

HOME = [2.35044, 48.71764]
PLACES = {
    1: [1.98935, 48.701],
    2: [2.03655, 48.61128],
    3: [2.39719, 49.07611],
    4: [2.41808, 49.22619],
    5: [2.28325, 48.5958],
    6: [2.89357, 48.90736],
}
#: The day begins.
OPEN = 1_600_416_000


def answer(folder: Path, problem: dict[str, Any], *more: str) -> dict[str, Any]:
    """Return the plan for a problem as the command writes it."""
    path, out = folder / "example.json", folder / "plan.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    exit_code, _ = invoke_json("route", path, "--iterations", "20", "--out", out, *more)
    assert exit_code == 0
    plan: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return plan


def done(plan: dict[str, Any]) -> dict[int, list[tuple[str, int]]]:
    """Kind and id of the steps between start and end, by vehicle."""
    return {
        route["vehicle"]: [(step["type"], step["id"]) for step in route["steps"][1:-1]]
        for route in plan["routes"]
    }


def task(number: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (keys of a document)
    """Return a task of five minutes at its place."""
    return {"id": number, "service": 300, "location": PLACES[number], **more}


def example_1() -> dict[str, Any]:
    """Two vehicles, four jobs and a shipment with capacities, skills, windows and a break [1]_."""
    shared = {"start": HOME, "end": HOME, "capacity": [4], "time_window": [OPEN, OPEN + 14_400]}
    rest = {"id": 2, "service": 300, "time_windows": [[OPEN + 7200, OPEN + 9000]]}
    return {
        "vehicles": [
            {"id": 1, "skills": [1, 14], **shared},
            {"id": 2, "skills": [2, 14], "breaks": [rest], **shared},
        ],
        "jobs": [
            task(1, delivery=[1], skills=[1], time_windows=[[OPEN + 3600, OPEN + 7200]]),
            task(2, pickup=[1], skills=[1]),
            task(5, delivery=[1], skills=[14]),
            task(6, delivery=[1], skills=[14]),
        ],
        "shipments": [{"amount": [1], "skills": [2], "pickup": task(4), "delivery": task(3)}],
    }


def test_example_1(tmp_path: Path) -> None:
    """Everybody is served by the vehicle that VROOM sends, within windows and shifts, with the break."""
    plan = answer(tmp_path, example_1(), "--speed", "60")
    summary = plan["summary"]
    told = {"routes": 2, "unassigned": 0, "delivery": [4], "pickup": [2], "setup": 0, "service": 2100}
    assert {key: summary[key] for key in told} == told
    assert (plan["code"], plan["unassigned"], summary["priority"]) == (0, [], 0)
    vehicles = done(plan)
    assert sorted(vehicles[1]) == [("job", 1), ("job", 2), ("job", 5)]
    assert [step for step in vehicles[2] if step[0] != "break"] == [
        ("job", 6),
        ("pickup", 4),
        ("delivery", 3),
    ]
    steps = {(step["type"], step.get("id")): step for route in plan["routes"] for step in route["steps"]}
    begun = {key: step["arrival"] + step["waiting_time"] for key, step in steps.items()}
    assert OPEN + 3600 <= begun["job", 1] <= OPEN + 7200
    assert OPEN + 7200 <= begun["break", 2] <= OPEN + 9000
    assert all(OPEN <= step["arrival"] <= OPEN + 14_400 for step in steps.values())
    assert steps["job", 1]["location"] == PLACES[1]


def test_example_1_asks_for_a_road_server(tmp_path: Path) -> None:
    """Which is not there: the refusal names the speed to give instead."""
    path = tmp_path / "example.json"
    path.write_text(json.dumps(example_1()), encoding="utf-8")
    assert found_by("route", path) == (2, [("route-file-unsupported", "example.json")])


EXAMPLE_2 = {
    "vehicles": [{"id": 0, "start_index": 0, "end_index": 3}],
    "jobs": [{"id": 1414, "location_index": 1}, {"id": 1515, "location_index": 2}],
    "matrix": [[0, 2104, 197, 1299], [2103, 0, 2255, 3152], [197, 2256, 0, 1102], [1299, 3153, 1102, 0]],
}


def test_example_2(tmp_path: Path) -> None:
    """With a matrix in the file: a cost of 5461, and VROOM's arrivals."""
    plan = answer(tmp_path, EXAMPLE_2)
    assert (plan["summary"]["cost"], plan["summary"]["duration"], plan["unassigned"]) == (5461, 5461, [])
    assert done(plan) == {0: [("job", 1414), ("job", 1515)]}
    assert [step["arrival"] for step in plan["routes"][0]["steps"]] == [0, 2104, 4359, 5461]


def test_the_command_that_takes_the_place_of_vrooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the page has it: the answer is in the file, which is not overwritten; what is printed is another document."""
    page = (REPOSITORY / "docs" / "routing-formats.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ {4}optimizer (route problem\.json .*)$", page, re.MULTILINE)
    assert "vroom -i problem.json -o solution.json -t 2 -l 10" in page
    words = line.replace("--time 10", "--time 0.1").split()
    monkeypatch.chdir(tmp_path)
    Path("problem.json").write_text(json.dumps(EXAMPLE_2), encoding="utf-8")
    exit_code, printed = invoke_json(*words)
    answered = json.loads(Path("solution.json").read_text(encoding="utf-8"))
    assert (exit_code, answered["code"], answered["summary"]["cost"]) == (0, 0, 5461)
    assert printed["cost"] == 5461
    assert [route["stops"] for route in printed["routes"]] == [[{"client": "1414"}, {"client": "1515"}]]
    assert found_by(*words) == (2, [("file-exists", "solution.json")])


#: Seconds between eight places.
EIGHT = [
    [0, 2104, 197, 959, 1975, 436, 418, 1299],
    [2103, 0, 2255, 2812, 1455, 2539, 1685, 3152],
    [197, 2256, 0, 762, 2172, 633, 570, 1102],
    [959, 2813, 762, 0, 2934, 1395, 1127, 340],
    [1975, 1456, 2172, 2934, 0, 2020, 2169, 3274],
    [435, 2539, 632, 1394, 2019, 0, 853, 1734],
    [418, 1686, 570, 1127, 2169, 854, 0, 1467],
    [1299, 3153, 1102, 340, 3274, 1735, 1467, 0],
]


def test_the_matrix_of_eight_places(tmp_path: Path) -> None:
    """From the first to the last by way of all others: a cost of 7268, in VROOM's order."""
    problem = {
        "vehicles": [{"id": 0, "start_index": 0, "end_index": 7}],
        "jobs": [{"id": row, "location_index": row} for row in range(1, 7)],
        "matrix": EIGHT,
    }
    plan = answer(tmp_path, problem)
    assert plan["summary"]["cost"] == 7268
    assert done(plan) == {0: [("job", number) for number in (5, 4, 1, 6, 2, 3)]}


def test_jobs_are_asked_for(tmp_path: Path) -> None:
    """Version 1.1.0 took the rows of a matrix for jobs if there were none; as VROOM today, this is refused."""
    path = tmp_path / "example.json"
    problem = {"vehicles": [{"id": 0, "start_index": 0, "end_index": 7}], "matrix": EIGHT}
    path.write_text(json.dumps(problem), encoding="utf-8")
    assert found_by("route", path) == (2, [("route-file-format", "example.json")])


def test_a_request_with_options(tmp_path: Path) -> None:
    """The body of the example of VROOM's server [2]_ is a file as any: the option, geometry, changes no plan."""
    home = [2.3526, 48.8604]
    problem = {
        "vehicles": [{"id": 0, "start": home, "end": home}],
        "jobs": [{"id": 0, "location": [2.3691, 48.8532]}, {"id": 1, "location": [2.2911, 48.8566]}],
        "options": {"g": True},
    }
    plan = answer(tmp_path, problem, "--speed", "40")
    assert sorted(done(plan)[0]) == [("job", 0), ("job", 1)]
    assert plan["unassigned"] == []


def example_3() -> dict[str, Any]:
    """Two vehicles with a route each, of jobs that are too many for their capacities [1]_."""
    shared = {"start": HOME, "end": HOME, "capacity": [4], "time_window": [OPEN, OPEN + 10_800]}
    early = {"time_windows": [[OPEN, OPEN + 7200]]}
    routes = {1: ({"type": "start"}, 1, 2, 5), 2: ({"type": "start", "service_after": OPEN - 800}, 6, 4, 3)}
    return {
        "vehicles": [
            {
                "id": number,
                **shared,
                "steps": [start, *({"type": "job", "id": one} for one in jobs), {"type": "end"}],
            }
            for number, (start, *jobs) in routes.items()
        ],
        "jobs": [
            task(1, delivery=[2]),
            task(2, delivery=[2]),
            task(3, delivery=[1], **early),
            task(4, delivery=[1], **early),
            task(5, delivery=[3]),
            task(6, delivery=[1], **early),
        ],
    }


def test_example_3(tmp_path: Path) -> None:
    """What VROOM times with violations, ten units for a capacity of eight, is planned without: one job is left."""
    plan = answer(tmp_path, example_3(), "--speed", "70")
    assert (plan["summary"]["violations"], plan["summary"]["unassigned"]) == ([], 1)
    assert [one["reason"] for one in plan["unassigned"]] == ["client-no-vehicle-left"]
    assert all(route["delivery"][0] <= 4 for route in plan["routes"])


@pytest.mark.parametrize("plan_mode", [True, 1])
def test_example_3_in_plan_mode(tmp_path: Path, plan_mode: object) -> None:
    """As VROOM's documentation runs it: refused by the name of the option."""
    path = tmp_path / "example.json"
    path.write_text(json.dumps({**example_3(), "options": {"c": plan_mode}}), encoding="utf-8")
    found = found_by("route", path, "--speed", "70")
    assert found == (2, [("route-file-unsupported", "example.json, options.c")])
