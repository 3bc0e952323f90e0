"""Routing files are told apart by content, and refused by name where they are none."""

import json
from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import Objective, read, read_file
from optimizer.routing.problem import Problem
from tests.helpers.routing_files import LILIM, RICH, SOLOMON, VROOM, VRP, parsed


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return path


def _refused(path: Path) -> tuple[str, str, str]:
    """Code, cause and action of the one finding."""
    with pytest.raises(InputError) as caught:
        read(path)
    (finding,) = caught.value.findings
    return finding.code, finding.cause, finding.action


@pytest.mark.parametrize("name", ["orders.csv", "scenario.yaml", "notes.txt"])
def test_a_file_in_another_format(tmp_path: Path, name: str) -> None:
    """A table is not a VRPLIB file with a wrong field; a scenario's file leads to its command."""
    path = tmp_path / name
    path.write_text("id,customer_id\nO1,C1\n", encoding="utf-8")
    code, cause, action = _refused(path)
    assert (code, cause) == ("route-file-kind", "it is in none of the formats of routing files")
    assert ("`optimizer solve`" in action) == (name != "notes.txt")


@pytest.mark.parametrize(
    ("text", "objective", "clients", "factor"),
    [
        (VRP, Objective.COST, 2, 1),
        (RICH, Objective.COST, 4, 1),
        (SOLOMON, Objective.COST, 1, 10),
        (LILIM, Objective.VEHICLES_FIRST, 4, 1000),
        (json.dumps(VROOM), Objective.TASKS_FIRST, 5, 1),
    ],
)
def test_content_tells_the_format(
    tmp_path: Path, text: str, objective: Objective, clients: int, factor: int
) -> None:
    """Whatever the file's name; each format has its own rounding and objective."""
    found = parsed(tmp_path, text)
    assert found.objective is objective
    assert len(found.problem.clients) == clients
    assert found.problem.scale.distance_factor == factor


def test_the_problem_alone(tmp_path: Path) -> None:
    """``read`` gives the problem of the file, in the rounding asked for."""
    problem = read(_file(tmp_path, VRP), "exact")
    assert isinstance(problem, Problem)
    assert problem.matrices["default"].distance[0].tolist() == [0, 5000, 1414]


def test_a_speed_is_for_files_without_distances(tmp_path: Path) -> None:
    """Elsewhere it would be ignored, so it is refused."""
    with pytest.raises(InputError, match="a speed is only for"):
        read_file(_file(tmp_path, VRP), None, 40.0)


def test_a_rounding_is_for_files_of_decimals(tmp_path: Path) -> None:
    """A problem in VROOM's format has none to round."""
    with pytest.raises(InputError, match="whole numbers"):
        read_file(_file(tmp_path, json.dumps(VROOM)), "exact")
