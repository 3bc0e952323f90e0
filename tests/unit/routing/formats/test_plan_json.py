"""Plans in the form of VROOM's answers."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.check import check, cost
from optimizer.routing.formats import RoutingFile, plan_json
from optimizer.routing.formats.routing_file import EarlierRoute
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing_files import RICH, SOLOMON, VROOM, parsed, parsed_json


def _result(file: RoutingFile, *tours: tuple[str, tuple[Stop, ...]]) -> Result[Solution]:
    routes = [schedule(file.problem, kind, stops) for kind, stops in tours]
    timed = tuple(route for route in routes if route is not None)
    assert len(timed) == len(tours)
    visited = {visit.client for route in timed for visit in route.visits}
    left = tuple(client.id for client in file.problem.clients if client.id not in visited)
    solution = Solution(timed, left)
    unserved = tuple(Unserved("client", one, "client-capacity", "too much", "less") for one in left)
    objective = cost(file.problem, solution)
    return Result("routing", Status.FEASIBLE, "x", "1", objective, solution=solution, unserved=unserved)


def _written(file: RoutingFile, *tours: tuple[str, tuple[Stop, ...]]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(plan_json.write(file, _result(file, *tours)))
    return document


def test_a_plan_of_a_problem_in_vrooms_format(tmp_path: Path) -> None:
    """Steps under the file's names with setup and service apart, totals, and who is left out and why."""
    file = parsed_json(tmp_path, VROOM)
    document = _written(file, ("vehicle7", ("pickup-1", "2", "delivery-1", "1")))
    (route,) = document["routes"]
    assert (route["vehicle"], route["description"], route["cost"]) == (
        7,
        "van",
        10 + 300 + 120 + 220 + 310 + 100,
    )
    assert (route["setup"], route["service"], route["priority"]) == (5, 70, 20)
    assert (route["delivery"], route["pickup"]) == ([2, 3], [2, 1])
    assert "distance" not in route
    shown = [(step["type"], step.get("id"), step["load"], step["duration"]) for step in route["steps"]]
    assert shown == [
        ("start", None, [1, 2], 0),
        ("pickup", 1, [2, 3], 300),
        ("job", 2, [3, 3], 420),
        ("delivery", 1, [2, 2], 640),
        ("job", 1, [1, 0], 950),
        ("end", None, [1, 0], 1050),
    ]
    assert route["steps"][1]["description"] == "shop"
    assert (route["steps"][2]["setup"], route["steps"][2]["service"]) == (5, 0)
    assert route["steps"][4]["location"] == [127.0, 37.5]
    assert document["unassigned"] == [
        {
            "type": "job",
            "id": 3,
            "location": [127.0, 37.5],
            "location_index": 1,
            "reason": "client-capacity",
            "detail": "too much",
            "fix": "less",
        }
    ]
    summary = document["summary"]
    assert (summary["cost"], summary["unassigned"], summary["routes"]) == (route["cost"], 1, 1)
    assert (document["code"], summary["duration"]) == (0, 1050)


def test_a_plan_of_a_benchmark_file(tmp_path: Path) -> None:
    """Clients are jobs of their ids, reloads are steps, and numbers are in the file's units."""
    file = parsed(tmp_path, RICH)
    document = _written(file, ("vehicle1", ("2", LoadAt("depot2"), "3")))
    steps = document["routes"][0]["steps"]
    assert [(step["type"], step.get("id")) for step in steps] == [
        ("start", None),
        ("job", 2),
        ("reload", "depot2"),
        ("job", 3),
        ("end", None),
    ]
    assert steps[0]["load"] == [4, 1]
    assert steps[2]["load"] == [5, 0]
    tenths = parsed(tmp_path, SOLOMON)
    assert _written(tenths, ("vehicle", ("1",)))["summary"]["distance"] == 2.8


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """As the routes it was written from, which hold."""
    for file, tours in (
        (
            parsed_json(tmp_path, VROOM),
            (("vehicle7", ("pickup-1", "2", "delivery-1", "1")), ("vehicle8", ("3",))),
        ),
        (parsed(tmp_path, RICH), (("vehicle1", ("2", LoadAt("depot2"), "3")), ("vehicle3", ("5",)))),
    ):
        result = _result(file, *tours)
        assert result.solution is not None
        assert not check(file.problem, result.solution, partial=True)
        found = plan_json.read_tours(file, plan_json.write(file, result), "plan.json").routes
        assert found == tuple(EarlierRoute(*tour) for tour in tours)


def test_when_clients_were_reached(tmp_path: Path) -> None:
    """As timed: in the problem's units, and before a break that the driver takes on arrival."""
    for file, tours in (
        (parsed(tmp_path, SOLOMON), (("vehicle", ("1",)),)),
        (parsed_json(tmp_path, _rested(90, 110)), (("vehicle1", ("1", "2")),)),
        (parsed_json(tmp_path, _rested(130)), (("vehicle1", ("1", "2")),)),
        (parsed_json(tmp_path, _rested(230, 240)), (("vehicle1", ("1", "2")),)),
    ):
        result = _result(file, *tours)
        assert result.solution is not None
        assert len(result.solution.routes[0].rests) == len(file.problem.vehicle_types[0].breaks)
        found = plan_json.read_tours(file, plan_json.write(file, result), "plan.json").arrivals
        assert found == {
            visit.client: visit.arrival for route in result.solution.routes for visit in route.visits
        }


def _rested(*times: int) -> dict[str, Any]:
    """Return a day of two jobs at 100 and 200 with a service of 30, and breaks that begin then or a little later."""
    rests = [{"id": time, "service": 20, "time_windows": [[time, time + 15]]} for time in times]
    vehicle = {"id": 1, "start_index": 0, "end_index": 0, "breaks": rests}
    jobs = [{"id": one, "location_index": one, "service": 30} for one in (1, 2)]
    ways = [[0, 100, 200], [100, 0, 100], [200, 100, 0]]
    return {"vehicles": [vehicle], "jobs": jobs, "matrix": ways}


@pytest.mark.parametrize("arrival", [None, "noon", True, -1, 1e300])
def test_when_a_client_was_reached_is_not_told(tmp_path: Path, arrival: object) -> None:
    """By a step without a time, or with what is none; and not of a client that is gone."""
    steps = [{"type": "job", "id": 1, "arrival": arrival}, {"type": "job", "id": 2, "arrival": 7.0}]
    plan = {"routes": [{"vehicle": 7, "steps": [*steps, {"type": "job", "id": 99, "arrival": 8}]}]}
    found = plan_json.read_tours(parsed_json(tmp_path, VROOM), json.dumps(plan), "plan.json")
    assert found.arrivals == {"2": 7}


def test_a_plan_without_routes(tmp_path: Path) -> None:
    """Of a day on which nobody could be served is a plan all the same."""
    file = parsed_json(tmp_path, VROOM)
    assert plan_json.read_tours(file, plan_json.write(file, _result(file)), "plan.json").routes == ()


def test_a_route_without_a_start(tmp_path: Path) -> None:
    """Begins at its first stop, as in VROOM's answers: every step is at a row that the file has."""
    vehicle = {"id": 7, "end_index": 0}
    job = {"id": 1, "location_index": 2}
    file = parsed_json(tmp_path, {**VROOM, "vehicles": [vehicle], "jobs": [job], "shipments": []})
    (route,) = _written(file, ("vehicle7", ("1",)))["routes"]
    assert [(step["type"], step["location_index"]) for step in route["steps"]] == [
        ("start", 2),
        ("job", 2),
        ("end", 0),
    ]
    assert (route["cost"], route["duration"]) == (210, 210)


@pytest.mark.parametrize("ident", ["007", "7", 7, "A-7", "1" * 14])
def test_ids_are_those_of_the_file(tmp_path: Path, ident: int | str) -> None:
    """Numbers stay numbers and texts of digits texts; a plan is found again by them."""
    vehicle = {"id": "007", "start_index": 0, "breaks": [{"id": "01", "time_windows": [[0, 900]]}]}
    job = {"id": ident, "location_index": 1}
    file = parsed_json(tmp_path, {**VROOM, "vehicles": [vehicle], "jobs": [job], "shipments": []})
    result = _result(file, ("vehicle007", (str(ident),)))
    text = plan_json.write(file, result)
    (route,) = json.loads(text)["routes"]
    assert route["vehicle"] == "007"
    told = {step["type"]: step["id"] for step in route["steps"] if "id" in step}
    assert told == {"break": "01", "job": ident}
    assert plan_json.read_tours(file, text, "plan.json").routes == (
        EarlierRoute("vehicle007", (str(ident),)),
    )


def test_what_is_gone_is_left_out(tmp_path: Path) -> None:
    """Tasks that the problem does not have; routes of vehicles that it does not have keep their names."""
    plan = {
        "routes": [
            {"vehicle": 7, "steps": [{"type": "job", "id": 99}, {"type": "job", "id": 1}, {"type": "break"}]},
            {"vehicle": 55, "steps": [{"type": "job", "id": 2}]},
        ]
    }
    found = plan_json.read_tours(parsed_json(tmp_path, VROOM), json.dumps(plan), "plan.json").routes
    assert found == (EarlierRoute("vehicle7", ("1",)), EarlierRoute("55", ("2",)))


#: Five clients; those at (9, 9) are at one place.
YESTERDAY = ["1 0 0", "2 3 4", "3 -1 1", "4 6 8", "5 9 9", "6 9 9"]


def _numbered(folder: Path, places: Sequence[str]) -> RoutingFile:
    """Return a problem of places, of which the first is the depot, numbered without gaps."""
    points = [place.split(maxsplit=1)[1] for place in places]
    rows = [f"{number} {point}" for number, point in enumerate(points, 1)]
    demands = [f"{number} {min(number - 1, 1)}" for number in range(1, len(rows) + 1)]
    head = [f"DIMENSION : {len(rows)}", "CAPACITY : 10", "EDGE_WEIGHT_TYPE : EUC_2D", "NODE_COORD_SECTION"]
    return parsed(folder, "\n".join([*head, *rows, "DEMAND_SECTION", *demands]))


@pytest.mark.parametrize(
    ("today", "order"),
    [
        (YESTERDAY, ("3", "1", "5", "2", "4")),
        ([*YESTERDAY[:1], *YESTERDAY[2:]], ("2", "1", "4")),
        ([*YESTERDAY[:2], *YESTERDAY[3:]], ("2", "1", "4")),
        ([*YESTERDAY[:5]], ("3", "1", "2", "4")),
        ([*YESTERDAY, "7 2 2"], ("3", "1", "5", "2", "4")),
        (["1 0 0", "2 7 7", *YESTERDAY[2:]], ("3", "5", "2", "4")),
    ],
    ids=["as it was", "first gone", "second gone", "one of a place gone", "one more", "first moved"],
)
def test_clients_called_anew_are_told_by_their_places(
    tmp_path: Path, today: list[str], order: tuple[str, ...]
) -> None:
    """Nobody has the seat of a client elsewhere: each has its own by its place, or none where that is not certain."""
    before = _numbered(tmp_path, YESTERDAY)
    text = plan_json.write(before, _result(before, ("vehicle1", ("3", "1", "5", "2", "4"))))
    found = plan_json.read_tours(_numbered(tmp_path, today), text, "plan.json")
    assert found.routes == (EarlierRoute("vehicle1", order),)
    assert found.visits == 5


def test_steps_without_places_are_of_the_clients_of_their_numbers(tmp_path: Path) -> None:
    """Once each, also where another step is told by its place; a place that is none is refused."""
    file = _numbered(tmp_path, YESTERDAY)
    steps: list[dict[str, Any]] = [{"type": "job", "id": 9, "location": [6, 8]}, {"type": "job", "id": 3}]
    plan = {"routes": [{"vehicle": 1, "steps": [*steps, {"type": "job", "id": 1}]}]}
    assert plan_json.read_tours(file, json.dumps(plan), "plan.json").routes == (
        EarlierRoute("vehicle1", ("3", "1")),
    )
    steps[0]["location"] = ["6", 8]
    with pytest.raises(InputError, match=r"routes\[0\]\.steps\[0\]\.location\[0\].*not a number"):
        plan_json.read_tours(file, json.dumps(plan), "plan.json")


@pytest.mark.parametrize("place", [[], [6], [6, 8, 0]])
def test_a_step_with_half_a_place(tmp_path: Path, place: list[int]) -> None:
    """Is refused, since it might be anybody's."""
    plan = {"routes": [{"vehicle": 1, "steps": [{"type": "job", "id": 1, "location": place}]}]}
    with pytest.raises(InputError, match=rf"steps\[0\]\.location: has {len(place)} numbers"):
        plan_json.read_tours(_numbered(tmp_path, YESTERDAY), json.dumps(plan), "plan.json")


def test_tasks_of_vrooms_format_keep_their_names_wherever_they_move(tmp_path: Path) -> None:
    """The file names them itself."""
    plan = {"routes": [{"vehicle": 7, "steps": [{"type": "job", "id": 1, "location": [1.0, 2.0]}]}]}
    found = plan_json.read_tours(parsed_json(tmp_path, VROOM), json.dumps(plan), "plan.json").routes
    assert found == (EarlierRoute("vehicle7", ("1",)),)


@pytest.mark.parametrize(
    ("plan", "cause"),
    [
        ([], "no plan"),
        ({}, "has no routes"),
        ({"code": 1, "error": "Invalid profile: car."}, "has no routes"),
        ({"routes": [5]}, "not an object"),
        ({"routes": [{"steps": []}]}, "has no vehicle"),
        ({"routes": [{"vehicle": 7, "steps": [{"type": "job", "id": 99}]}]}, "none of the problem's clients"),
        ({"routes": [{"vehicle": 7, "steps": [{"type": "job", "id": 1}] * 2}]}, "done twice"),
        (
            {"routes": [{"vehicle": 7, "steps": [{"type": "job", "id": one}]} for one in (1, 2)]},
            r"routes\[1\]\.vehicle: there is another route of vehicle 7",
        ),
        (
            {"routes": [{"vehicle": 7, "steps": [{"type": "job", "id": 1}, {"type": "jbo", "id": 2}]}]},
            r"routes\[0\]\.steps\[1\]\.type: 'jbo' is no step",
        ),
    ],
)
def test_what_is_no_plan_of_the_problem(tmp_path: Path, plan: object, cause: str) -> None:
    """Of another form, an error, somebody else's, or with a task, vehicle or kind of step that cannot be."""
    with pytest.raises(InputError, match=cause):
        plan_json.read_tours(parsed_json(tmp_path, VROOM), json.dumps(plan), "plan.json")
