"""VROOM's JSON problems as a whole: what they become, and that they are solved."""

import copy
from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.routing.engines import solve
from optimizer.routing.formats import RoutingFile
from optimizer.routing.formats.routing_file import EarlierRoute, Task
from optimizer.routing.problem import UNLIMITED, Shipment
from optimizer.routing.solution import Solution
from tests.helpers.routing_files import VROOM, parsed_json

LINE = [[0, 100, 200, 300], [100, 0, 100, 200], [200, 100, 0, 100], [300, 200, 100, 0]]


def _solved(file: RoutingFile) -> Result[Solution]:
    return solve(file.problem, Params(iteration_limit=60, seed=1))


def _on_a_line(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 (keys of a document)
    """Return a document of places 100 s apart on a line, a vehicle at the first and a job at each other."""
    return {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
        "jobs": [{"id": number, "location_index": number} for number in (1, 2, 3)],
        "matrices": {"car": {"durations": LINE}},
        **changes,
    }


def test_a_full_problem(tmp_path: Path) -> None:
    """Everything in it reaches the problem, or stands beside it."""
    file = parsed_json(tmp_path, VROOM)
    problem = file.problem
    assert [client.id for client in problem.clients] == ["1", "2", "3", "pickup-1", "delivery-1"]
    assert problem.shipments == (Shipment("pickup-1", "delivery-1", (1, 1)),)
    job = problem.client_by_id["2"]
    assert (job.pickup, job.service_s, job.skills, job.required) == ((1, 0), 5, frozenset({"1"}), False)
    assert problem.client_by_id["3"].windows == ((0, 900), (1000, 2000))
    van, other = problem.vehicle_types
    assert (van.id, van.count, van.capacity, van.fixed_cost) == ("vehicle7", 1, (4, 9), 10)
    assert (van.shift, van.max_distance, van.skills) == ((0, 5000), 4000, frozenset({"1", "2"}))
    assert (other.shift, other.max_distance, other.fixed_cost) == ((0, UNLIMITED), UNLIMITED, 0)
    assert van.profile == other.profile
    assert file.fleet == (("7", "vehicle7"), ("8", "vehicle8"))
    assert file.tasks["2"] == Task("job", 2, 5, 10)
    assert file.tasks["pickup-1"] == Task("pickup", 1, 0, 5, "shop")
    assert file.vehicle_notes == {"7": "van"}
    assert file.tours == (EarlierRoute("vehicle7", ("3", "1"), "7"),)
    assert file.point(0) == (126.9, 37.5)
    assert file.point(3) is None


def test_travel_time_is_the_cost(tmp_path: Path) -> None:
    """There and back over three places; waiting and service cost nothing."""
    document = _on_a_line()
    document["jobs"][1] |= {"service": 500, "time_windows": [[5000, 6000]]}
    file = parsed_json(tmp_path, document)
    result = _solved(file)
    assert result.solution is not None
    assert file.cost(result.solution, int(result.objective or 0)) == 600


def test_a_tour_between_two_depots(tmp_path: Path) -> None:
    """Of an asymmetric matrix, under its old name: 210 + 220 + 130 one way round, 340 + 215 + 400 the other."""
    document = {
        "vehicles": [{"id": 0, "start_index": 0, "end_index": 3}],
        "jobs": [{"id": 1414, "location_index": 1}, {"id": 1515, "location_index": 2}],
        "matrix": [[0, 210, 340, 900], [205, 0, 220, 400], [335, 215, 0, 130], [900, 405, 135, 0]],
    }
    result = _solved(parsed_json(tmp_path, document))
    assert result.solution is not None
    assert [visit.client for visit in result.solution.routes[0].visits] == ["1414", "1515"]
    assert result.objective == 560


def test_a_vehicle_that_ends_anywhere(tmp_path: Path) -> None:
    """Pays for the way there only."""
    result = _solved(parsed_json(tmp_path, _on_a_line(vehicles=[{"id": 1, "start_index": 0}])))
    assert result.solution is not None
    assert (result.objective, result.solution.routes[0].end_depot) == (300, None)


def test_a_vehicle_that_starts_anywhere(tmp_path: Path) -> None:
    """Pays from its first stop only."""
    file = parsed_json(tmp_path, _on_a_line(vehicles=[{"id": 1, "end_index": 0}]))
    result = _solved(file)
    assert result.solution is not None
    assert result.objective == 300
    assert [visit.client for visit in result.solution.routes[0].visits] == ["3", "2", "1"]
    assert file.coordinates is None


@pytest.mark.parametrize(
    ("priorities", "served"), [((0, 0, 9), {"3"}), ((9, 0, 0), {"1"}), ((5, 5, 9), {"1", "2"})]
)
def test_the_sum_of_priorities_comes_first(
    tmp_path: Path, priorities: tuple[int, ...], served: set[str]
) -> None:
    """Where one unit or two half ones can be carried; two of priority 5 are worth more than one of 9."""
    document = _on_a_line()
    document["vehicles"][0]["capacity"] = [2]
    for job, priority, amount in zip(document["jobs"], priorities, (1, 1, 2), strict=True):
        job |= {"priority": priority, "delivery": [amount if priorities == (5, 5, 9) else 2]}
    result = _solved(parsed_json(tmp_path, document))
    assert result.solution is not None
    assert {visit.client for visit in result.solution.routes[0].visits} == served
    assert {one.reason for one in result.unserved} == {"client-no-vehicle-left"}


def test_more_tasks_come_before_cost(tmp_path: Path) -> None:
    """The farthest and dearest job is done all the same, and with alike vehicles the fixed cost is paid once."""
    costly = {"fixed": 5000, "per_hour": 36_000}
    vehicles = [{"id": one, "start_index": 0, "end_index": 0, "costs": costly} for one in (1, 2)]
    file = parsed_json(tmp_path, _on_a_line(vehicles=vehicles))
    assert [(kind.id, kind.count) for kind in file.problem.vehicle_types] == [("vehicle1", 2)]
    result = _solved(file)
    assert result.solution is not None
    assert not result.unserved
    assert result.objective == 5000 + 6000


def test_a_limited_number_of_tasks(tmp_path: Path) -> None:
    """Two of three jobs, and the nearest two at that."""
    document = _on_a_line()
    document["vehicles"][0]["max_tasks"] = 2
    file = parsed_json(tmp_path, document)
    result = _solved(file)
    assert result.solution is not None
    assert {visit.client for visit in result.solution.routes[0].visits} == {"1", "2"}
    assert file.named == 0


def test_travel_time_is_limited_without_service(tmp_path: Path) -> None:
    """400 s of travel reach the second place and back, however long the service."""
    document = _on_a_line()
    document["vehicles"][0]["max_travel_time"] = 400
    document["jobs"][0]["service"] = 9000
    result = _solved(parsed_json(tmp_path, document))
    assert [one.id for one in result.unserved] == ["3"]


def test_skills(tmp_path: Path) -> None:
    """A job that no vehicle has the skills for is left out."""
    document = _on_a_line()
    document["vehicles"][0]["skills"] = [1]
    document["jobs"][0]["skills"] = [1]
    document["jobs"][1]["skills"] = [1, 2]
    result = _solved(parsed_json(tmp_path, document))
    assert [one.id for one in result.unserved] == ["2"]


def test_setup_where_a_vehicle_starts(tmp_path: Path) -> None:
    """Is not due for its first task, which no service duration says; where it ends, or without a setup, all is well."""
    home = {"id": 4, "location_index": 0, "service": 10}
    vehicles = [{"id": 1, "start_index": 1, "end_index": 0}, {"id": 2, "start_index": 0}]
    with_setup = _on_a_line(vehicles=vehicles, jobs=[{**home, "setup": 600}])
    with pytest.raises(InputError, match=r"vehicles\[1\] starts at this place") as caught:
        parsed_json(tmp_path, with_setup)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.column) == ("route-file-unsupported", "jobs[0].setup")
    ends_there = parsed_json(tmp_path, {**with_setup, "vehicles": vehicles[:1]})
    assert ends_there.problem.clients[0].service_s == 610
    assert (
        parsed_json(tmp_path, _on_a_line(vehicles=vehicles, jobs=[home])).problem.clients[0].service_s == 10
    )


def test_as_the_crow_flies(tmp_path: Path) -> None:
    """A file without matrices needs a speed: 111.2 km to the next degree take an hour and 51 minutes at 60 km/h."""
    document = {
        "vehicles": [{"id": 1, "start": [0.0, 0.0], "end": [0.0, 0.0]}],
        "jobs": [{"id": 1, "location": [1.0, 0.0]}],
    }
    with pytest.raises(InputError) as caught:
        parsed_json(tmp_path, document)
    assert caught.value.findings[0].code == "route-file-unsupported"
    file = parsed_json(tmp_path, document, 60)
    matrix = file.problem.matrices[file.problem.vehicle_types[0].profile]
    assert matrix.duration[0, 1] == 6672
    metres = file.distance(file.problem.vehicle_types[0].profile)
    assert metres is not None
    assert metres[0, 1] == 111_195


def test_nothing_to_do_and_nobody_to_do_it(tmp_path: Path) -> None:
    """Are problems with empty plans."""
    empty: dict[str, Any] = {"jobs": [], "vehicles": []}
    for document in (empty, _on_a_line(jobs=[]), _on_a_line(vehicles=[])):
        result = _solved(parsed_json(tmp_path, document))
        assert result.solution is not None
        assert result.solution.routes == ()


@pytest.mark.parametrize(
    ("gone", "cause"), [(("vehicles",), "no vehicles"), (("jobs", "shipments"), "neither jobs")]
)
def test_what_a_problem_must_have(tmp_path: Path, gone: tuple[str, ...], cause: str) -> None:
    """Vehicles, and jobs or shipments: without them it is hardly what was meant."""
    document = {key: value for key, value in VROOM.items() if key not in gone}
    with pytest.raises(InputError, match=cause) as caught:
        parsed_json(tmp_path, document)
    assert caught.value.findings[0].code == "route-file-format"


@pytest.mark.parametrize("options", [{}, {"g": True, "t": 4, "x": 5, "l": 10}, {"c": False}])
def test_options_of_a_request(tmp_path: Path, options: dict[str, object]) -> None:
    """Those of VROOM's own command line leave the problem as it is: they say how it searches and what it writes."""
    with_options = parsed_json(tmp_path, {**VROOM, "options": options})
    assert with_options.problem.clients == parsed_json(tmp_path, VROOM).problem.clients


@pytest.mark.parametrize(
    ("options", "place", "code"),
    [
        ({"c": True}, "options.c", "route-file-unsupported"),
        ({"q": 1}, "options.q", "route-file-unknown-field"),
        ([], "options", "route-file-format"),
    ],
)
def test_options_that_are_refused(tmp_path: Path, options: object, place: str, code: str) -> None:
    """Plan mode, which is another question, and what is no option of VROOM."""
    with pytest.raises(InputError) as caught:
        parsed_json(tmp_path, {**VROOM, "options": options})
    assert [(one.place.column, one.code) for one in caught.value.findings] == [(place, code)]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("vehicles", 0, "costs", "per_task_hour"), 5, "route-file-unsupported"),
        (("jobs", 0, "service_per_type"), {"van": 5}, "route-file-unsupported"),
        (("vehicles", 0, "max_distance"), 5000, "route-file-unsupported"),
        (("vehicles", 0, "colour"), "red", "route-file-unknown-field"),
        (("jobs", 0, "locationindex"), 1, "route-file-unknown-field"),
        (("jobs", 0, "location_index"), 9, "route-file-contradiction"),
        (("jobs", 0, "priority"), 101, "route-file-number"),
        (("jobs", 0, "delivery"), [1], "route-file-contradiction"),
        (("jobs", 0, "id"), 2, "route-file-contradiction"),
        (("vehicles", 0, "time_window"), [5, 4], "route-file-contradiction"),
        (("vehicles", 0, "profile"), "bike", "route-file-contradiction"),
        (("vehicles", 0, "speed_factor"), 0, "route-file-format"),
        (("matrices", "car", "durations", 1), [0, 1, 2], "route-file-contradiction"),
        (("matrices", "car", "durations", 1, 0), -1, "route-file-number"),
        (("matrices", "car", "durations", 1, 1), 1, "route-file-number"),
        (("shipments", 0, "delivery", "id"), 1.5, "route-file-number"),
        (("vehicles", 0, "steps", 1, "id"), 99, "route-file-contradiction"),
    ],
)
def test_refused_by_the_path_of_its_key(
    tmp_path: Path, path: tuple[str | int, ...], value: object, code: str
) -> None:
    """What cannot be held, is unknown, or contradicts the rest."""
    document = copy.deepcopy(VROOM)
    inside: Any = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    with pytest.raises(InputError) as caught:
        parsed_json(tmp_path, document)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.cause
    assert finding.action
    assert (finding.place.column or "").startswith(str(path[0]))
