"""Routing files are told apart by content, and refused by name where they are none."""

import json
from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import Objective, read, read_file
from optimizer.routing.problem import Problem
from tests.helpers.routing_files import LILIM, PAIRS, RICH, SOLOMON, VROOM, VRP, parsed


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


@pytest.mark.parametrize(
    ("text", "changes", "rows"),
    [
        (VRP, {"TYPE : CVRP": "TPYE : CVRP", "CAPACITY : 10": "COLOUR_SECTION\n1 2\n2 2"}, [3, 6]),
        (VRP, {"2 3 4": "2 3 x", "3 -1 1": "3 -1 nan"}, [9, 10]),
        (VRP, {"2 7": "2 -7", "3 5": "9 5"}, [13, 14]),
        (RICH, {"VEHICLES_MAX_DURATION : 900": "DEMAND_SECTION\n1 9\nVEHICLES_MAX_RELOADS : 1"}, [18, 65]),
        (RICH, {"2 0 400\n3 0 90\n4 5 95": "2 400 0\n3 0 90\n4 95 5"}, [35, 37]),
        (PAIRS, {"2 3 0 100 2 0 3": "2 3 100 0 2 0 3", "6 2 0 300 2 0 0": "6 2 0 300"}, [16, 20]),
        (SOLOMON, {"100          0": "100", "12         50": "60         50"}, [10, 11]),
        (SOLOMON, {"    0      0 ": "    7      0 ", "    1      1 ": "    9      1 "}, [10, 11]),
        (SOLOMON, {"    0      0 ": "    7      0 ", "    1      1 ": "    8      1 "}, [10]),
        (LILIM, {"1 3 4 6 0 100": "1 3 4 6 100 0", "2 6 8 -6": "2 6 8 x", "4 0 1 -5": "7 0 1 -5"}, [3, 4, 6]),
        (LILIM, {"1 3 4 6": "5 3 4 6"}, [3]),
    ],
)
def test_what_is_wrong_with_rows_by_themselves_is_told_at_once(
    tmp_path: Path, text: str, changes: dict[str, str], rows: list[int]
) -> None:
    """All unknown fields, doubles, or rows of a section; what follows from one of them is not told again."""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, text)
    assert sorted(one.place.row or 0 for one in caught.value.findings) == rows


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("DIMENSION : 3\n", "", 17),
        ("1 0\n2 7\n3 5\n", "", 11),
        ("1 0 0\n2 3 4\n3 -1 1\n", "", 7),
        ("1\n-1\n", "", 15),
        ("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_SECTION", 6),
        ("DEPOT_SECTION", "CAPACITY_SECTION\nDEPOT_SECTION", 15),
    ],
)
def test_what_is_missing_has_a_line(tmp_path: Path, old: str, new: str, row: int) -> None:
    """That of the empty section's name, or the last one for a field that is nowhere."""
    assert old in VRP
    text = VRP.replace(old, new, 1)
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, text.replace("CAPACITY : 10\n", "VEHICLES : 1\n") if "CAPACITY_S" in new else text)
    assert [one.place.row for one in caught.value.findings] == [row]
