"""What ``route`` says of a routing file of each format that is malformed, contradictory or at the border."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.cli import found_by, invoke_json
from tests.helpers.routing_files import EXPLICIT, LILIM, PAIRS, RICH, SOLOMON, VROOM, VRP

NUMBER, CONTRADICTION, FORMAT = "route-file-number", "route-file-contradiction", "route-file-format"

#: Text, what is replaced in it and by what, code and line.
LINES: dict[str, tuple[str, str, str, str, int]] = {
    "vrplib-count": (VRP, "DIMENSION : 3", "DIMENSION : 4", CONTRADICTION, 10),
    "vrplib-no-section": (VRP, "DEMAND_SECTION\n1 0\n2 7\n3 5\n", "", CONTRADICTION, 6),
    "vrplib-not-square": (EXPLICIT, "5 0 inf", "5 0", CONTRADICTION, 11),
    "vrplib-negative": (VRP, "2 7", "2 -7", NUMBER, 13),
    "vrplib-overflow": (VRP, "2 3 4", "2 1e300 4", NUMBER, 9),
    "vrplib-window": (RICH, "4 5 95", "4 95 5", CONTRADICTION, 37),
    "vrplib-depot": (VRP, "DEPOT_SECTION\n1", "DEPOT_SECTION\n9", CONTRADICTION, 16),
    "vrplib-vehicle-depot": (RICH, "3 2\nVEHICLES_RELOAD", "3 6\nVEHICLES_RELOAD", CONTRADICTION, 57),
    "vrplib-cycle": (PAIRS, "3 -3 0 200 2 2 0", "3 -3 0 200 2 0 2", CONTRADICTION, 16),
    "solomon-count": (SOLOMON, "12         50          9", "12         50", FORMAT, 11),
    "solomon-no-section": (SOLOMON, "NUMBER     CAPACITY\n  2         20\n", "", FORMAT, 6),
    "solomon-no-customers": (SOLOMON, SOLOMON[SOLOMON.index("CUSTOMER") :], "", FORMAT, 5),
    "solomon-no-rows": (SOLOMON, SOLOMON[SOLOMON.index("    0      0") :], "", FORMAT, 8),
    "solomon-negative": (SOLOMON, "10         12", "-10         12", NUMBER, 11),
    "solomon-overflow": (SOLOMON, "10         12", "1e40         12", NUMBER, 11),
    "solomon-window": (SOLOMON, "12         50", "52         50", CONTRADICTION, 11),
    "solomon-numbers": (SOLOMON, "    1      1 ", "    7      1 ", CONTRADICTION, 11),
    "lilim-count": (LILIM, "4 0 1 -5 0 400 1 3 0\n", "", CONTRADICTION, 5),
    "lilim-no-section": (LILIM, "3 10 1\n", "", "route-file-kind", 1),
    "lilim-negative": (LILIM, "0 200", "-1 200", NUMBER, 4),
    "lilim-overflow": (LILIM, "1 3 4", "1 3e200 4", NUMBER, 3),
    "lilim-window": (LILIM, "10 300", "310 300", CONTRADICTION, 5),
    "lilim-cycle": (LILIM, "2 6 8 -6 0 200 2 1 0", "2 6 8 -6 0 200 2 0 1", CONTRADICTION, 3),
}


@pytest.mark.parametrize(("text", "old", "new", "code", "line"), LINES.values(), ids=LINES)
def test_a_line_that_is_wrong(tmp_path: Path, text: str, old: str, new: str, code: str, line: int) -> None:
    """One finding under its code at its line; exit code 2."""
    assert old in text
    path = tmp_path / "problem.txt"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert found_by("route", path) == (2, [(code, f"{path.name} row {line}")])


#: Path of a key of VROOM's document, its new value (None: it is taken out), code and path told.
KEYS: dict[str, tuple[tuple[str | int, ...], Any, str, str]] = {
    "count": (("jobs", 0, "delivery"), [1, 2, 3], CONTRADICTION, "jobs[0]"),
    "no-section": (("vehicles",), None, FORMAT, ""),
    "not-square": (("matrices", "car", "durations", 3), [1, 2], CONTRADICTION, "matrices.car.durations[3]"),
    "negative": (("jobs", 0, "service"), -1, NUMBER, "jobs[0].service"),
    "overflow": (("matrices", "car", "durations", 0, 1), 2**64, NUMBER, "matrices.car.durations[0][1]"),
    "window": (("jobs", 2, "time_windows", 0), [900, 0], CONTRADICTION, "jobs[2].time_windows[0]"),
    "depot": (("vehicles", 1, "start_index"), 9, CONTRADICTION, "vehicles[1].start_index"),
    "unknown": (("jobs", 0, "colour"), "red", "route-file-unknown-field", "jobs[0].colour"),
}


@pytest.mark.parametrize(("path", "value", "code", "told"), KEYS.values(), ids=KEYS)
def test_a_key_that_is_wrong(
    tmp_path: Path, path: tuple[str | int, ...], value: object, code: str, told: str
) -> None:
    """One finding under its code at the path of the key; exit code 2."""
    document = copy.deepcopy(VROOM)
    inside: Any = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    if value is None:
        del inside[path[-1]]
    exit_code, findings = found_by("route", _json(tmp_path, document))
    assert (exit_code, findings) == (2, [(code, f"problem.json, {told}" if told else "problem.json")])


def _json(folder: Path, document: object) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


#: A file, exit code, and how many are served and unserved.
BORDERS: dict[str, tuple[str, int, int, int]] = {
    "vrplib-no-client": ("DIMENSION : 1\nNODE_COORD_SECTION\n1 0 0\nEOF\n", 0, 0, 0),
    "vrplib-one-client": ("DIMENSION : 2\nNODE_COORD_SECTION\n1 0 0\n2 3 4\nEOF\n", 0, 1, 0),
    "vrplib-no-vehicle": (VRP.replace("CAPACITY", "VEHICLES : 0\nCAPACITY", 1), 3, 0, 2),
    "vrplib-no-way": (EXPLICIT.replace("0 4 9", "0 4 inf").replace("9 2 0", "inf 2 0"), 3, 1, 1),
    "solomon-no-client": (SOLOMON[: SOLOMON.index("    1      1")], 0, 0, 0),
    "solomon-one-client": (SOLOMON, 0, 1, 0),
    "solomon-no-vehicle": (SOLOMON.replace("  2         20", "  0         20"), 3, 0, 1),
    "lilim-no-client": ("3 10 1\n0 0 0 0 0 500 0 0 0\n", 0, 0, 0),
    "lilim-one-shipment": ("".join(LILIM.splitlines(keepends=True)[:4]), 0, 2, 0),
    "lilim-no-vehicle": (LILIM.replace("3 10 1", "0 10 1"), 3, 0, 4),
    "vroom-no-job": (
        json.dumps(VROOM | {"jobs": [], "shipments": [], "vehicles": VROOM["vehicles"][1:]}),
        0,
        0,
        0,
    ),
    "vroom-no-vehicle": (json.dumps(VROOM | {"vehicles": []}), 0, 0, 5),
}


def no_way(*pairs: tuple[int, int]) -> str:
    """Return VROOM's document with ``null`` for the ways between some places."""
    document = copy.deepcopy(VROOM)
    for start, end in pairs:
        document["matrices"]["car"]["durations"][start][end] = None
    return json.dumps(document)


@pytest.mark.parametrize(
    ("pairs", "unserved", "fixes"),
    [
        ([(2, 1), (1, 2)], [], []),
        ([(0, 2), (1, 2), (3, 2), (4, 2)], ["2"], ["from depot place0 to client 2"]),
        (
            [(place, 2) for place in range(5) if place != 2]
            + [(2, place) for place in range(5) if place != 2],
            ["2"],
            ["from depot place0 to client 2", "from client 2 to depot place0"],
        ),
    ],
    ids=["way-round", "no-way-there", "no-way-at-all"],
)
def test_a_matrix_with_pairs_that_cannot_be_travelled(
    tmp_path: Path, pairs: list[tuple[int, int]], unserved: list[str], fixes: list[str]
) -> None:
    """``null`` is no way: another is taken; whom none leads to, or from, is left out, every way lacking being named."""
    path = tmp_path / "problem.json"
    path.write_text(no_way(*pairs), encoding="utf-8")
    exit_code, told = invoke_json("route", path, "--iterations", "20")
    assert (exit_code, [one["client"] for one in told["unserved"]]) == (0, unserved)
    for one in told["unserved"]:
        assert one["reason"] == "client-unreachable"
        assert one["fix"].count("give the way") == len(fixes)
        assert all(f"give the way {way} a distance and a duration" in one["fix"] for way in fixes)


@pytest.mark.parametrize(("text", "exit_code", "served", "unserved"), BORDERS.values(), ids=BORDERS)
def test_the_smallest_problems(tmp_path: Path, text: str, exit_code: int, served: int, unserved: int) -> None:
    """There is always a plan, and a reason and a change for everyone it leaves out; VROOM's tasks may be left out."""
    path = tmp_path / "problem.txt"
    path.write_text(text, encoding="utf-8")
    found, told = invoke_json("route", path, "--iterations", "2")
    assert (found, told["checked"]["visits"], len(told["unserved"])) == (exit_code, served, unserved)
    assert all(one["reason"] and one["detail"] and one["fix"] for one in told["unserved"])


COUNT = 1000
SAME: dict[str, str] = {
    "solomon": SOLOMON[: SOLOMON.index("    0      0")].replace("  2         20", "  60         20")
    + "".join(f"{row} 7 7 {int(row > 0)} 0 9999 0\n" for row in range(COUNT + 1)),
    "lilim": "60 20 1\n0 7 7 0 0 9999 0 0 0\n"
    + "".join(
        f"{row} 7 7 1 0 9999 0 0 {row + 1}\n{row + 1} 7 7 -1 0 9999 0 {row} 0\n" for row in range(1, COUNT, 2)
    ),
    "vroom": json.dumps(
        {
            "vehicles": [{"id": 1, "start_index": 0, "end_index": 0}],
            "jobs": [{"id": row, "location_index": 1} for row in range(COUNT)],
            "matrix": [[0, 0], [0, 0]],
        }
    ),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_a_thousand_at_one_place(tmp_path: Path, text: str) -> None:
    """Cost nothing to reach, and are all served."""
    path = tmp_path / "same.txt"
    path.write_text(text, encoding="utf-8")
    exit_code, told = invoke_json("route", path, "--iterations", "2")
    assert (exit_code, told["cost"], told["unserved"]) == (0, 0.0, [])
    assert told["checked"]["visits"] == COUNT
