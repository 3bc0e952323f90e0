"""Plans as tables."""

import csv
from pathlib import Path

from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.routing.formats import RoutingFile, stops_csv
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing_files import RICH, SOLOMON, VROOM, parsed, parsed_json


def _rows(file: RoutingFile, kind: str, *stops: Stop, left: tuple[str, ...] = ()) -> list[dict[str, str]]:
    route = schedule(file.problem, kind, stops)
    assert route is not None
    unserved = tuple(Unserved("client", one, "client-capacity", "too much, by far", "less") for one in left)
    solution = Solution((route,), left)
    text = stops_csv.write(
        file, Result("routing", Status.FEASIBLE, "x", "1", solution=solution, unserved=unserved)
    )
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text.lstrip("\ufeff").splitlines()))


def test_a_row_per_stop(tmp_path: Path) -> None:
    """With place, times, distance and loads; whom nobody visits comes last, with the reason."""
    rows = _rows(parsed(tmp_path, RICH), "vehicle1", "2", LoadAt("depot2"), "3", left=("4",))
    assert [(row["route"], row["stop"], row["type"], row["id"]) for row in rows] == [
        ("1", "0", "start", "depot1"),
        ("1", "1", "client", "2"),
        ("1", "2", "reload", "depot2"),
        ("1", "3", "client", "3"),
        ("1", "4", "end", "depot1"),
        ("", "", "unserved", "4"),
    ]
    assert (rows[1]["x"], rows[1]["y"], rows[1]["distance"]) == ("3.0", "4.0", "5")
    assert (rows[0]["load1"], rows[2]["load1"]) == ("4", "5")
    assert (rows[5]["x"], rows[5]["detail"], rows[5]["arrival"]) == ("0.0", "too much, by far", "")


def test_units_of_the_file(tmp_path: Path) -> None:
    """Tenths have a decimal."""
    rows = _rows(parsed(tmp_path, SOLOMON), "vehicle", "1")
    assert (rows[1]["start"], rows[1]["departure"], rows[2]["distance"]) == ("12.0", "21.0", "2.8")


def test_ids_are_no_formulas(tmp_path: Path) -> None:
    """A spreadsheet shows one that begins like a formula as it is; unknown places and distances are empty."""
    document = {**VROOM, "jobs": [{"id": "=1+1", "location_index": 2}]}
    document["vehicles"] = [{key: value for key, value in VROOM["vehicles"][0].items() if key != "steps"}]
    rows = _rows(parsed_json(tmp_path, document), "vehicle7", "=1+1")
    assert rows[1]["id"] == "'=1+1"
    assert (rows[1]["x"], rows[1]["distance"]) == ("", "")
