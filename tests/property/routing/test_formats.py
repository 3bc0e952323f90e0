"""Whatever becomes of a routing file, reading it gives a problem or a coded error."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.core.errors import InputError
from optimizer.routing.formats import RoutingFile
from optimizer.routing.formats.out import planned
from optimizer.routing.formats.plan_json import read_tours as read_json
from optimizer.routing.formats.rules_file import with_rules
from optimizer.routing.formats.sol import read_tours as read_sol
from tests.helpers.routing_files import EXPLICIT, LILIM, PAIRS, RICH, SOLOMON, VROOM, VRP, parsed

WORDS = (
    *(
        "-1",
        "0",
        "1",
        "2",
        "3",
        "7",
        "99",
        "0.5",
        "-0.5",
        "1e3",
        "1e10",
        "1e18",
        "1e308",
        "-1e308",
        "nan",
        "inf",
        "-inf",
    ),
    *(
        "8796093022207",
        "8796093022208",
        "99999999999999999999999",
        "1_0",
        "x",
        "EOF",
        ":",
        "{",
        "[",
        "\x00",
        "가",
    ),
    *(
        "DIMENSION : 100000000000",
        "VEHICLES : 0",
        "VEHICLES : 1000000000000",
        "DEPOT_SECTION",
        "CAPACITY : 0",
    ),
    *("TYPE : VRPB", "TYPE : OVRPB", "TYPE : OVRP", "DISTANCE : 5", "PRIZE_SECTION"),
    *("EDGE_WEIGHT_TYPE : CEIL_2D", "EDGE_WEIGHT_TYPE : EXACT_2D", "EXACT_2D"),
)
VALUES: tuple[object, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        2,
        -1,
        3.0,
        0.5,
        1e300,
        2**43,
        2**43 - 1,
        2**64,
        10**30,
        "",
        "x",
        "1",
        "\ud800",
    ),
    *([], [1], [2, 1], [1, 2], [[0]], [[0, 1], [1, 0]], {}, {"id": 1}, {"car": {}}),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """Text with a few of its lines or words changed, left out, doubled or moved."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        words = lines[at].split()
        how = draw(
            st.sampled_from(("word", "drop word", "add word", "drop line", "double", "swap", "cut", "line"))
        )
        if how == "word" and words:
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
            lines[at] = " ".join(words)
        elif how == "drop word" and words:
            del words[draw(st.integers(0, len(words) - 1))]
            lines[at] = " ".join(words)
        elif how == "add word":
            lines[at] += " " + draw(st.sampled_from(WORDS))
        elif how == "line":
            lines.insert(at, draw(st.sampled_from(WORDS)))
        elif how == "drop line" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif how == "cut":
            lines = lines[: at + 1]
    return "\n".join(lines)


@st.composite
def documents(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Document with a few values, anywhere in it, replaced, left out or added."""
    changed = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        inside: Any = changed
        while True:
            keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            deeper = isinstance(inside[key], dict | list) and draw(st.integers(0, 4))
            if deeper:
                inside = inside[key]
                continue
            if draw(st.booleans()):
                inside[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
            else:
                del inside[key]
            break
    return changed


def _is_read_or_refused(folder: Path, text: str, speed_km_h: float | None = None) -> bool:
    """Whether a text is refused with findings, or read as a problem that is one with its fleet, tours and words."""
    try:
        found = parsed(folder, text, None, speed_km_h)
    except InputError as error:
        return bool(error.findings)
    planned(found, found.tours)
    rows = {len(matrix.distance) for matrix in found.problem.matrices.values()}
    whole = found.coordinates is None or rows == {len(found.coordinates)}
    words = [*found.vehicle_notes.values(), *(vehicle for vehicle, _ in found.fleet)]
    words += [f"{task.id} {task.description}" for task in found.tasks.values()]
    " ".join(words).encode("utf-8")
    return whole and {kind for _, kind in found.fleet} <= found.problem.vehicle_type_by_id.keys()


@pytest.mark.parametrize(
    "valid",
    [VRP, RICH, PAIRS, EXPLICIT, SOLOMON, LILIM],
    ids=["vrp", "rich", "pairs", "explicit", "solomon", "lilim"],
)
@QUICK
@given(data=st.data())
def test_a_mutated_text_is_read_or_refused(tmp_path: Path, valid: str, data: st.DataObject) -> None:
    """No edit of a valid VRPLIB, Solomon or Li-Lim file ends in anything but a valid problem or a coded error."""
    assert _is_read_or_refused(tmp_path, data.draw(edits(valid)))


@QUICK
@given(document=documents(VROOM), speed_km_h=st.sampled_from((None, None, 30.0)))
def test_a_mutated_document_is_read_or_refused(
    tmp_path: Path, document: dict[str, Any], speed_km_h: float | None
) -> None:
    """No edit of a valid problem in VROOM's format does either."""
    assert _is_read_or_refused(tmp_path, json.dumps(document), speed_km_h)


@QUICK
@given(text=edits(json.dumps(VROOM, indent=1)))
def test_a_mutated_json_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    """Nor does an edit that leaves it no JSON at all."""
    assert _is_read_or_refused(tmp_path, text)


SOL = "Route #1: 2 3 1\nRoute #2: 5\nRoute #3: 4\nCost 12\n"
PLAN = {
    "code": 0,
    "routes": [
        {
            "vehicle": 7,
            "steps": [
                {"type": "start", "arrival": 0},
                {"type": "job", "id": 3},
                {"type": "pickup", "id": 1},
                {"type": "reload", "id": "place0"},
                {"type": "delivery", "id": 1},
                {"type": "end"},
            ],
        }
    ],
}


@pytest.mark.parametrize("read", [read_sol, read_json])
@QUICK
@given(data=st.data())
def test_a_mutated_plan_is_read_or_refused(
    tmp_path: Path, read: Callable[..., Any], data: st.DataObject
) -> None:
    """No edit of an earlier plan ends in anything but routes of the problem's clients or a coded error."""
    text = data.draw(edits(SOL)) if read is read_sol else json.dumps(data.draw(documents(PLAN)))
    file = parsed(tmp_path, RICH if read is read_sol else json.dumps(VROOM))
    try:
        tours = read(file, text, "plan")
    except InputError:
        return
    solution = planned(file, tours.routes)
    visited = [visit.client for route in solution.routes for visit in route.visits]
    assert len(set(visited)) == len(visited)
    assert {*visited, *solution.unserved} == file.problem.client_by_id.keys()


RULES = """traffic:
  - profile: car
    periods: [{from: 0, rate: 1}, {from: 300, rate: 0.5}]
balance: {cost_per_distance_of_longest_route: 2}
keep: {cost_per_changed_vehicle: 5, cost_per_time_moved: 1, tolerance: 9}
overtime: {after: 1000, cost_per_time: 0.5}
vehicles:
  7: {begins_with: [1, pickup-1], overtime: {after: 28, cost_per_time: 2}}
  "8": {}
locks:
  2: 7
  "3": "8"
"""
#: Start plan of the rules, in which everything is reached at some time.
OLD = {"routes": [{"vehicle": 8, "steps": [{"type": "job", "id": 1, "arrival": 5}]}]}


def _is_ruled_or_refused(folder: Path, file: RoutingFile, name: str, text: str) -> bool:
    """Whether rules are refused with findings, or make a file whose fleet, types and clients go together."""
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "old.json").write_text(json.dumps(OLD), encoding="utf-8")
    try:
        found = with_rules(file, folder / name, folder / "old.json")
    except InputError as error:
        return all(one.cause and one.action for one in error.findings)
    planned(found, found.tours)
    kinds = [kind for _, kind in found.fleet]
    return {kind.id: kind.count for kind in found.problem.vehicle_types} == {
        kind: kinds.count(kind) for kind in dict.fromkeys(kinds)
    }


@QUICK
@given(text=edits(RULES))
def test_mutated_rules_are_read_or_refused(tmp_path: Path, text: str) -> None:
    """No edit of a valid rules file ends in anything but a valid problem or coded errors."""
    assert _is_ruled_or_refused(tmp_path, parsed(tmp_path, json.dumps(VROOM)), "rules.yaml", text)


@QUICK
@given(document=documents(yaml.safe_load(RULES)))
def test_a_mutated_document_of_rules_is_read_or_refused(tmp_path: Path, document: dict[str, Any]) -> None:
    """Nor does one whose values are replaced, left out or added."""
    file = parsed(tmp_path, json.dumps(VROOM))
    assert _is_ruled_or_refused(tmp_path, file, "rules.json", json.dumps(document))
