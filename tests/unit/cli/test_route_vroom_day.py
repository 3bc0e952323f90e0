"""``optimizer route`` with a day of two vans in VROOM's format, by coordinates alone."""

import json
from pathlib import Path
from typing import Any

from tests.helpers.cli import found_by, invoke_json

#: Two vans with breaks, jobs and a shipment around a depot in Seoul; only one van may take heavy goods.
DAY: dict[str, Any] = {
    "vehicles": [
        {
            "id": number,
            "description": f"van {number}",
            "start": [126.98, 37.56],
            "end": [126.98, 37.56],
            "capacity": [4],
            "skills": skills,
            "time_window": [28800, 43200],
            "breaks": [
                {"id": number, "service": 600, "time_windows": [[34200, 36000]], "description": "tea"}
            ],
        }
        for number, skills in ((1, [1, 14]), (2, [1, 4]))
    ],
    "jobs": [
        {
            "id": 1,
            "location": [127.01, 37.57],
            "delivery": [1],
            "service": 300,
            "time_windows": [[36000, 39600]],
        },
        {"id": 2, "location": [126.92, 37.55], "pickup": [1], "setup": 60, "service": 240, "skills": [1]},
        {
            "id": 3,
            "location": [127.03, 37.5],
            "delivery": [2],
            "skills": [14],
            "time_windows": [[36600, 39000]],
        },
        {
            "id": 4,
            "location": [126.9, 37.6],
            "delivery": [1],
            "skills": [14],
            "time_windows": [[30000, 32400]],
        },
        {"id": 5, "location": [127.1, 37.51], "pickup": [1], "skills": [2], "priority": 5},
    ],
    "shipments": [
        {
            "amount": [1],
            "skills": [4],
            "pickup": {"id": 6, "location": [126.95, 37.53], "service": 300},
            "delivery": {
                "id": 6,
                "location": [127.05, 37.58],
                "service": 300,
                "time_windows": [[30000, 42000]],
            },
        }
    ],
}


def test_vrooms_features_together(tmp_path: Path) -> None:
    """Two vans by coordinates alone serve all they have skills for, with their breaks, in VROOM's form of answer."""
    path, out = tmp_path / "day.json", tmp_path / "plan.json"
    path.write_text(json.dumps(DAY), encoding="utf-8")
    exit_code, told = invoke_json("route", path, "--iterations", "20", "--speed", "30", "--out", out)
    assert exit_code == 0
    assert [(one["client"], one["reason"]) for one in told["unserved"]] == [("5", "client-skill")]
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert [(one["type"], one["id"]) for one in plan["unassigned"]] == [("job", 5)]
    done = {
        route["vehicle"]: {(step["type"], step.get("id")) for step in route["steps"]}
        for route in plan["routes"]
    }
    assert {("job", 3), ("job", 4), ("break", 1)} <= done[1]
    assert {("pickup", 6), ("delivery", 6)} <= done[2]
    assert {("job", 1), ("job", 2)} <= done[1] | done[2]
    (rest,) = (one for one in plan["routes"][0]["steps"] if one["type"] == "break")
    assert plan["routes"][0]["vehicle"] == rest["id"] == 1
    assert 34200 <= rest["arrival"] + rest["waiting_time"] <= 36000
    assert rest["service"] == 600
    starts = {
        step["id"]: step for route in plan["routes"] for step in route["steps"] if step["type"] == "job"
    }
    assert 36000 <= starts[1]["arrival"] + starts[1]["waiting_time"] <= 39600
    assert starts[1]["location"] == [127.01, 37.57]
    assert (starts[2]["setup"], starts[2]["service"]) == (60, 240)
    assert (plan["summary"]["priority"], plan["routes"][0]["description"]) == (0, "van 1")
    assert all(28800 <= step["arrival"] <= 43200 for route in plan["routes"] for step in route["steps"])


def test_a_speed_as_the_crow_flies(tmp_path: Path) -> None:
    """Stands in for matrices, which are asked for without it."""
    path = tmp_path / "problem.json"
    document = {"vehicles": [{"id": 1, "start": [0, 0]}], "jobs": [{"id": 1, "location": [0.1, 0]}]}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert found_by("route", path, "--iterations", "20")[1] == [("route-file-unsupported", "problem.json")]
    exit_code, told = invoke_json("route", path, "--iterations", "20", "--speed", "40")
    assert (exit_code, told["cost"]) == (0, 1001.0)
