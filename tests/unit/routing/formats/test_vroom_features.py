"""What VROOM documents of its problems is in the plans for them: a case for each feature, alone and together."""

import json
from pathlib import Path
from typing import Any

import pytest

from optimizer.core.params import Params
from optimizer.routing.engines import solve
from optimizer.routing.formats import geometry, plan_json
from optimizer.routing.formats.out import planned
from tests.helpers.routing_files import parsed_json

#: A straight road through the depot at 0: seconds to the west of it and to the east.
ROAD = (0, -300, -600, 300, 600, 900)
AWAY = [[abs(origin - place) for place in ROAD] for origin in ROAD]
WEST, FAR_WEST, EAST, FAR_EAST, END = 1, 2, 3, 4, 5


def answer(
    folder: Path, vehicles: list[dict[str, Any]], tasks: list[dict[str, Any]], **document: object
) -> dict[str, Any]:
    """Return the plan for vehicles that start and end at the depot, and numbered jobs, as VROOM would write it."""
    file = parsed_json(
        folder,
        {
            "vehicles": [
                {"id": number, "start_index": 0, "end_index": 0} | one
                for number, one in enumerate(vehicles, 1)
            ],
            "jobs": [{"id": number} | one for number, one in enumerate(tasks, 1)],
            "matrices": {"car": {"durations": AWAY}},
            **document,
        },
    )
    start = planned(file, file.tours) if file.tours else None
    result = solve(file.problem, Params(iteration_limit=60, seed=1), start=start)
    told: dict[str, Any] = json.loads(plan_json.write(file, result))
    assert told["code"] == 0
    return told


def at(place: int, **job: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a job at a place."""
    return {"location_index": place, **job}


def told(plan: dict[str, Any]) -> tuple[int, dict[int, list[str]], list[int]]:
    """Cost, steps between start and end by vehicle, and ids of what is unassigned."""
    routes = {
        route["vehicle"]: [f"{step['type']} {step['id']}" for step in route["steps"][1:-1]]
        for route in plan["routes"]
    }
    return plan["summary"]["cost"], routes, [one["id"] for one in plan["unassigned"]]


def test_everything_at_once(tmp_path: Path) -> None:
    """Skills part the work, a window holds, goods are fetched before they are brought, and who is under way rests."""
    rest = {"breaks": [{"id": 9, "service": 300, "time_windows": [[3000, 3600]]}]}
    shift: dict[str, Any] = {"capacity": [4], "time_window": [1000, 9000], **rest}
    plan = answer(
        tmp_path,
        [{"skills": [1, 14], **shift}, {"skills": [2, 14], **shift}],
        [
            at(FAR_WEST, service=300, delivery=[1], skills=[1], time_windows=[[3200, 3500]]),
            at(WEST, service=300, delivery=[2], skills=[1]),
            at(EAST, service=300, delivery=[1], skills=[14]),
        ],
        shipments=[
            {
                "amount": [3],
                "skills": [2],
                "pickup": {"id": 4, "service": 300, "location_index": FAR_EAST},
                "delivery": {"id": 5, "service": 300, "location_index": END},
            }
        ],
    )
    cost, routes, unassigned = told(plan)
    assert (cost, unassigned) == (2 * 600 + 2 * 900, [])
    west, east = routes[1], routes[2]
    assert sorted(west) == ["break 9", "job 1", "job 2"]
    assert set(east) >= {"pickup 4", "delivery 5", "job 3"}
    assert east.index("pickup 4") < east.index("delivery 5")
    steps = {(step["type"], step.get("id")): step for route in plan["routes"] for step in route["steps"]}
    assert 3000 <= steps["break", 9]["arrival"] + steps["break", 9]["waiting_time"] <= 3600
    done = steps["job", 1]
    assert 3200 <= done["arrival"] + done["waiting_time"] <= 3500


def test_several_windows_of_a_job(tmp_path: Path) -> None:
    """Both jobs are done in the order that the windows of the first allow."""
    tasks = [at(WEST, time_windows=[[0, 200], [1500, 1600]]), at(FAR_EAST, time_windows=[[0, 700]])]
    assert told(answer(tmp_path, [{}], tasks)) == (1800, {1: ["job 2", "job 1"]}, [])


def test_several_breaks(tmp_path: Path) -> None:
    """A route under way at the end of both windows has both, in turn."""
    breaks = [
        {"id": 1, "service": 100, "time_windows": [[0, 400]]},
        {"id": 2, "service": 50, "time_windows": [[500, 900]]},
    ]
    plan = answer(tmp_path, [{"breaks": breaks, "time_window": [0, 2000]}], [at(EAST, service=800)])
    (steps,) = told(plan)[1].values()
    assert [step for step in steps if step.startswith("break")] == ["break 1", "break 2"]
    assert "job 1" in steps


@pytest.mark.parametrize(
    ("costs", "cost", "vehicles"),
    [
        ({}, 1200, 2),
        ({"fixed": 100}, 1200 + 100, 1),
        ({"per_hour": 7200}, 2400, 2),
        ({"per_hour": 0, "per_km": 2000}, 2 * 120, 2),
        ({"per_hour": 3600, "per_km": 1000}, 1200 + 120, 2),
    ],
)
def test_costs_of_vehicles(tmp_path: Path, costs: dict[str, int], cost: int, vehicles: int) -> None:
    """By use, by the hour and by the kilometre; a tenth of a metre is driven in a second."""
    metres = [[duration // 10 for duration in row] for row in AWAY]
    plan = answer(
        tmp_path,
        [{"costs": costs}, {"costs": costs}],
        [at(WEST), at(EAST)],
        matrices={"car": {"durations": AWAY, "distances": metres}},
    )
    found, routes, unassigned = told(plan)
    assert (found, unassigned) == (cost, [])
    assert len(routes) <= vehicles


def test_a_matrix_of_costs(tmp_path: Path) -> None:
    """It is paid, while durations say when a job is reached."""
    dear = [[9 * duration for duration in row] for row in AWAY]
    plan = answer(
        tmp_path,
        [{}],
        [at(EAST, time_windows=[[0, 300]])],
        matrices={"car": {"durations": AWAY, "costs": dear}},
    )
    assert told(plan) == (9 * 600, {1: ["job 1"]}, [])


@pytest.mark.parametrize("costs", [{}, {"per_hour": 0, "per_km": 2}, {"per_hour": 1800, "per_km": 2}])
def test_places_of_which_not_all_distances_are_held(
    tmp_path: Path, costs: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Are planned as few are, whatever is paid for, and wherever vehicles start."""
    corners = [[126.9, 37.5], [127.0, 37.5], [127.1, 37.6], [126.8, 37.6]]
    document = {
        "vehicles": [
            {"id": 1, "start": corners[0], "end": corners[0], "costs": costs},
            {"id": 2, "end": corners[3], "costs": costs, "speed_factor": 1.5, "time_window": [0, 2000]},
        ],
        "jobs": [{"id": number, "location": place} for number, place in enumerate(corners[1:], 1)],
    }
    written = []
    for held in (5001, 2):
        monkeypatch.setattr(geometry, "LARGEST_HELD", held)
        file = parsed_json(tmp_path, document, 40)
        assert {one.computed for one in file.problem.matrices.values()} == {held == 2}
        result = solve(file.problem, Params(iteration_limit=60, seed=1))
        plan = json.loads(plan_json.write(file, result))
        assert plan["unassigned"] == []
        written.append((plan["summary"]["cost"], plan["summary"]["distance"], plan["routes"]))
    assert written[0] == written[1]


def test_speeds_and_profiles(tmp_path: Path) -> None:
    """The bike is slower than the car, the second car twice as fast as the first."""
    slow = [[4 * duration for duration in row] for row in AWAY]
    matrices = {"car": {"durations": AWAY}, "bike": {"durations": slow}}
    vehicles: list[dict[str, Any]] = [
        {"profile": "bike"},
        {"profile": "car"},
        {"profile": "car", "speed_factor": 2},
    ]
    plan = answer(tmp_path, vehicles, [at(EAST)], matrices=matrices)
    assert told(plan) == (300, {3: ["job 1"]}, [])


def test_pickups_of_jobs_take_room_that_deliveries_leave(tmp_path: Path) -> None:
    """What is full of deliveries collects only after them; what is collected never exceeds the capacity."""
    tasks = [at(EAST, pickup=[4]), at(FAR_EAST, delivery=[4]), at(END, pickup=[1], priority=3)]
    cost, routes, unassigned = told(answer(tmp_path, [{"capacity": [4]}], tasks))
    assert (cost, routes, unassigned) == (1800, {1: ["job 2", "job 3"]}, [1])


def test_the_longest_way_of_a_vehicle(tmp_path: Path) -> None:
    """In seconds, or in metres for who pays by the kilometre."""
    far: dict[str, Any] = {"max_travel_time": 1200}
    assert told(answer(tmp_path, [far], [at(FAR_EAST), at(END)]))[2] == [2]
    by_km: dict[str, Any] = {"max_distance": 1200, "costs": {"per_hour": 0, "per_km": 1000}}
    matrices = {"car": {"durations": AWAY, "distances": AWAY}}
    assert told(answer(tmp_path, [by_km], [at(FAR_EAST), at(END)], matrices=matrices))[2] == [2]


def test_tasks_of_a_vehicle_are_limited(tmp_path: Path) -> None:
    """The two of the highest priorities are done."""
    tasks = [at(EAST, priority=1), at(FAR_EAST, priority=9), at(END, priority=8)]
    assert told(answer(tmp_path, [{"max_tasks": 2}], tasks))[2] == [1]


def test_setup_is_part_of_the_stop(tmp_path: Path) -> None:
    """With 100 s to set up and 200 s of service the vehicle leaves 300 s after it came."""
    plan = answer(tmp_path, [{"time_window": [0, 900]}], [at(EAST, setup=100, service=200)])
    step = plan["routes"][0]["steps"][1]
    assert (step["setup"], step["service"]) == (100, 200)
    assert plan["routes"][0]["steps"][-1]["arrival"] - step["arrival"] == 100 + 200 + 300
    assert told(answer(tmp_path, [{"time_window": [0, 899]}], [at(EAST, setup=100, service=200)]))[2] == [1]


def test_steps_are_where_the_search_begins(tmp_path: Path) -> None:
    """They are never made worse."""
    steps = [{"type": "start"}, {"type": "job", "id": 1}, {"type": "job", "id": 2}, {"type": "end"}]
    plan = answer(tmp_path, [{"steps": steps}], [at(WEST), at(EAST)])
    assert told(plan)[0] == 1200
