"""What ``route`` says when it is done."""

import json
from pathlib import Path

import pytest

from optimizer.cli.route_result import show_result
from optimizer.core.params import Params
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.engines import solve
from optimizer.routing.formats import RoutingFile, read_file
from optimizer.routing.solution import Solution
from tests.helpers.cli import VRP

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
