"""What ``route`` says when it is done."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.cli.route_result import show_result
from optimizer.core.params import Params
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.engines import solve
from optimizer.routing.formats import RoutingFile, read_file
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution
from tests.helpers.cli import VRP
from tests.helpers.routing_files import RICH, parsed

LEFT = Unserved("client", "2", "client-capacity", "21 of 20", "a larger vehicle")
NONE: Result[Solution] = Result("routing", Status.ERROR, "pyvrp", "0.13", iterations=1, unserved=(LEFT,))


@pytest.fixture
def file(tmp_path: Path) -> RoutingFile:
    """Read a routing problem with two clients."""
    path = tmp_path / "small.vrp"
    path.write_text(VRP, encoding="utf-8")
    return read_file(path)


def test_what_was_checked_is_counted(file: RoutingFile, capsys: pytest.CaptureFixture[str]) -> None:
    """Every route and every visit of the plan."""
    result = solve(file.problem, Params(iteration_limit=20))
    show_result(file, result, 1.23456, as_json=True, quiet=False)
    document = json.loads(capsys.readouterr().out)
    assert document["checked"] == {"routes": 1, "visits": 2}
    assert document["runtime_s"] == 1.235


def test_without_a_plan_nothing_was_checked(file: RoutingFile, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is said to have been."""
    show_result(file, NONE, 1.0, as_json=True, quiet=False)
    document = json.loads(capsys.readouterr().out)
    assert (document["checked"], document["cost"], document["routes"]) == (None, None, [])
    assert document["unserved"] == [
        {"client": "2", "reason": "client-capacity", "detail": "21 of 20", "fix": "a larger vehicle"}
    ]
    show_result(file, NONE, 1.0, as_json=False, quiet=False)
    output = capsys.readouterr()
    assert output.out.splitlines()[0] == "small: error, cost none, 0 routes, 1 unserved, no plan"
    assert output.err == "pyvrp 0.13, seed 0, 1 iteration\n"


@pytest.fixture
def rich(tmp_path: Path) -> tuple[RoutingFile, Result[Solution]]:
    """Two of three unlike vehicles drive, the first one in two trips."""
    file = parsed(tmp_path, RICH)
    plan = timed_solution(file.problem, [("vehicle1", ["2", LoadAt("depot2"), "3"]), ("vehicle3", ["5"])])
    return file, Result("routing", Status.FEASIBLE, "x", "1", objective=1, solution=plan)


def test_machines_are_told_who_drives_and_loads_where(
    rich: tuple[RoutingFile, Result[Solution]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each route has its vehicle, the vehicle's type, and its stops with the depots where it loads again."""
    show_result(*rich, 1.0, as_json=True, quiet=False)
    assert json.loads(capsys.readouterr().out)["routes"] == [
        {
            "vehicle": "1",
            "vehicle_type": "vehicle1",
            "stops": [{"client": "2"}, {"reload": "depot2"}, {"client": "3"}],
        },
        {"vehicle": "3", "vehicle_type": "vehicle3", "stops": [{"client": "5"}]},
    ]


def test_people_are_told_who_drives_where_vehicles_differ(
    rich: tuple[RoutingFile, Result[Solution]], file: RoutingFile, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where all are alike, the number of the route says enough."""
    show_result(*rich, 1.0, as_json=False, quiet=False)
    assert capsys.readouterr().err.splitlines()[:2] == [
        "    1, vehicle 1: 2 [depot2] 3",
        "    2, vehicle 3: 5",
    ]
    alike = timed_solution(file.problem, [("vehicle1", ["1", "2"])])
    show_result(file, replace(rich[1], solution=alike), 1.0, as_json=False, quiet=False)
    assert capsys.readouterr().err.splitlines()[0] == "    1: 1 2"
