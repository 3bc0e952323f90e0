"""``optimizer route --rules``: each rule changes a small plan that is known by hand."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers.cli import VRP, found_by, invoke, invoke_json
from tests.helpers.routing_files import LILIM

#: On a line: client 3 at -10, the depot at 0, clients 1 and 2 at 10 and 20. One vehicle does it all for 60 and its 5.
LINE = """NAME : line
TYPE : CVRP
DIMENSION : 4
VEHICLES : 3
VEHICLES_FIXED_COST : 5
CAPACITY : 3
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 10 0
3 20 0
4 -10 0
DEMAND_SECTION
1 0
2 1
3 1
4 1
DEPOT_SECTION
1
-1
EOF
"""
#: The same with windows that one vehicle keeps, going east first.
TIMED = LINE.replace(
    "DEPOT_SECTION", "TIME_WINDOW_SECTION\n1 0 500\n2 0 500\n3 0 30\n4 0 60\nDEPOT_SECTION"
).replace("CVRP", "VRPTW")


def planned(
    folder: Path, text: str, rules: object = None, *more: str | Path
) -> tuple[int, Any, dict[str, list[str]]]:
    """Exit code, document, and clients by vehicle of a routing file solved under rules."""
    path = folder / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    asked: tuple[str | Path, ...] = ()
    if rules is not None:
        (folder / "rules.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")
        asked = ("--rules", folder / "rules.yaml")
    exit_code, told = invoke_json("route", path, *asked, "--iterations", 60, "--threads", 1, *more)
    tours = {one["vehicle"]: [stop["client"] for stop in one["stops"]] for one in told.get("routes", ())}
    return exit_code, told, tours


def test_without_rules(tmp_path: Path) -> None:
    """One vehicle is best for both files, also with rules that change nothing, which no engine lacks."""
    idle = {
        "traffic": [{"periods": [{"from": 5, "rate": 1}]}],
        "balance": {"cost_per_distance_of_longest_route": 0},
        "overtime": {"after": 9, "cost_per_time": 0},
        "vehicles": {"2": {"begins_with": []}},
    }
    for text in (LINE, TIMED):
        for rules in (None, {}, idle):
            exit_code, told, tours = planned(tmp_path, text, rules, "--engine", "pyvrp")
            assert (exit_code, told["cost"], len(tours)) == (0, 65, 1)


def test_traffic(tmp_path: Path) -> None:
    """From 20 on everything takes twice as long, so that no single vehicle keeps both windows any more."""
    slow = {"traffic": [{"periods": [{"from": 0, "rate": 1}, {"from": 20, "rate": 0.5}]}]}
    exit_code, told, tours = planned(tmp_path, TIMED, slow)
    assert (exit_code, told["cost"], sorted(map(len, tours.values()))) == (0, 70, [1, 2])
    # before the first period traffic is free
    later = {"traffic": [{"periods": [{"from": 20, "rate": 0.5}]}]}
    assert planned(tmp_path, TIMED, later)[1]["cost"] == 70
    # from 60 on nothing is left to be reached
    assert planned(tmp_path, TIMED, {"traffic": [{"periods": [{"from": 60, "rate": 0.5}]}]})[1]["cost"] == 65


def test_balance(tmp_path: Path) -> None:
    """One route of 60 pays 60 more, the longer of two 40: a second vehicle pays, and not at an eighth of the price."""
    _, told, tours = planned(tmp_path, LINE, {"balance": {"cost_per_distance_of_longest_route": 1}})
    assert (told["cost"], sorted(map(len, tours.values()))) == (110, [1, 2])
    _, told, tours = planned(tmp_path, LINE, {"balance": {"cost_per_distance_of_longest_route": 0.125}})
    assert (told["cost"], len(tours)) == (72.5, 1)


def test_overtime_of_all(tmp_path: Path) -> None:
    """Beyond 40 every unit costs one more: two routes keep within it for the price of a vehicle."""
    _, told, tours = planned(tmp_path, LINE, {"overtime": {"after": 40, "cost_per_time": 1}})
    assert (told["cost"], sorted(map(len, tours.values()))) == (70, [1, 2])
    _, told, tours = planned(tmp_path, LINE, {"overtime": {"after": 40, "cost_per_time": 0.125}})
    assert (told["cost"], len(tours)) == (67.5, 1)


def test_overtime_of_one(tmp_path: Path) -> None:
    """A vehicle with an overtime of its own stands aside for one without; its own replaces that of all."""
    _, told, tours = planned(
        tmp_path, LINE, {"vehicles": {"1": {"overtime": {"after": 0, "cost_per_time": 9}}}}
    )
    assert (told["cost"], [*tours]) == (65, ["2"])
    free = {
        "overtime": {"after": 0, "cost_per_time": 9},
        "vehicles": {"3": {"overtime": {"after": 0, "cost_per_time": 0}}},
    }
    _, told, tours = planned(tmp_path, LINE, free)
    assert (told["cost"], [*tours]) == (65, ["3"])


def test_a_fixed_beginning(tmp_path: Path) -> None:
    """Vehicle 2 goes east and west first; to have it come back for the farthest is cheaper than another vehicle."""
    exit_code, told, tours = planned(tmp_path, LINE, {"vehicles": {"2": {"begins_with": ["1", "3"]}}})
    assert (exit_code, told["cost"], tours) == (0, 85, {"2": ["1", "3", "2"]})


def test_locks(tmp_path: Path) -> None:
    """Names may be written as numbers; the third client goes where it costs nothing more."""
    exit_code, told, tours = planned(tmp_path, LINE, {"locks": {3: 2, "1": "1"}})
    assert (exit_code, told["cost"], tours["2"], sorted(tours["1"])) == (0, 70, ["3"], ["1", "2"])


def test_a_lock_that_cannot_be_kept(tmp_path: Path) -> None:
    """Two clients of two units on a vehicle for three: one is left out unless another may visit it; exit code 3."""
    text = LINE.replace("2 1\n3 1\n4 1\n", "2 2\n3 2\n4 1\n")
    exit_code, told, tours = planned(tmp_path, text, {"locks": {"1": "3", "2": "3"}})
    assert (exit_code, told["status"], len(told["unserved"])) == (3, "infeasible", 1)
    (left_out,) = told["unserved"]
    assert left_out["reason"] == "client-no-vehicle-left"
    assert "let vehicle1 visit it" in left_out["fix"].split(", or ")
    assert [*tours] == ["3"]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Write yesterday's plan: vehicle 1 goes to 1, vehicle 2 to 2 and 3."""
    path = tmp_path / "old.sol"
    path.write_text("Route #1: 1\nRoute #2: 2 3\nCost 90\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("price", "cost", "tours"),
    [
        (10, 75, {"2": {"1", "2", "3"}}),
        (30, 90, {"1": {"1"}, "2": {"2", "3"}}),
        (0.5, 65.5, {"2": {"1", "2", "3"}}),
    ],
)
def test_clients_are_kept_on_their_vehicles(
    tmp_path: Path, old: Path, price: float, cost: float, tours: dict[str, set[str]]
) -> None:
    """One vehicle for all saves 25: that is more than one change at 10 costs, and less than one at 30."""
    exit_code, told, found = planned(
        tmp_path, LINE, {"keep": {"cost_per_changed_vehicle": price}}, "--start", old
    )
    assert (exit_code, told["cost"]) == (0, cost)
    assert {vehicle: set(clients) for vehicle, clients in found.items()} == tours
    assert told["start"] == {"used": 3, "visits": 3}


@pytest.mark.parametrize(
    ("keep", "cost", "tour"),
    [
        ({"cost_per_time_moved": 1}, 85, ["1", "3", "2"]),
        ({"cost_per_time_moved": 1, "tolerance": 40}, 65, None),
        ({}, 65, None),
    ],
)
def test_arrivals_are_kept(
    tmp_path: Path, keep: dict[str, float], cost: float, tour: list[str] | None
) -> None:
    """Yesterday's tour is 20 longer than today's, which moves arrivals by 60 in all, none by more than 40."""
    steps = [{"type": "job", "id": int(one), "arrival": at} for one, at in (("1", 10), ("3", 30), ("2", 60))]
    old = tmp_path / "old.json"
    old.write_text(json.dumps({"routes": [{"vehicle": 1, "steps": steps}]}), encoding="utf-8")
    exit_code, told, tours = planned(tmp_path, LINE, {"keep": keep}, "--start", old)
    assert (exit_code, told["cost"]) == (0, cost)
    assert tour is None or [*tours.values()] == [tour]


def test_keeping_needs_a_start_that_tells_times(tmp_path: Path, old: Path) -> None:
    """A plan in VRPLIB's form has none."""
    (tmp_path / "problem.vrp").write_text(LINE, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("keep: {cost_per_time_moved: 1}\n", encoding="utf-8")
    asked = ("route", tmp_path / "problem.vrp", "--rules", tmp_path / "rules.yaml")
    assert found_by(*asked) == (2, [("route-rules-contradiction", "rules.yaml, keep")])
    place = "rules.yaml, keep.cost_per_time_moved"
    assert found_by(*asked, "--start", old) == (2, [("route-rules-contradiction", place)])


@pytest.mark.parametrize("suffix", [".sol", ".json"])
def test_a_plan_is_started_from_again(tmp_path: Path, suffix: str) -> None:
    """With the rules it was made with, or without any; its vehicles are those it names."""
    rules = {"locks": {"3": "2", "1": "3"}}
    out = tmp_path / f"old{suffix}"
    planned(tmp_path, LINE, rules, "--out", out)
    keep = {**rules, "keep": {"cost_per_changed_vehicle": 100}}
    for again, cost in ((rules, 70), (None, 65), (keep, 70)):
        exit_code, told, tours = planned(tmp_path, LINE, again, "--start", out)
        assert (exit_code, told["cost"], told["start"]) == (0, cost, {"used": 3, "visits": 3})
        assert again is None or {name: sorted(one) for name, one in tours.items()} == {
            "2": ["3"],
            "3": ["1", "2"],
        }


def test_vehicles_in_every_output(tmp_path: Path) -> None:
    """The vehicle that a rule names is the one that is told, and a vehicle that stays has an empty route."""
    rules = {"locks": {"3": "2", "1": "3", "2": "3"}}
    outs = {suffix: tmp_path / f"plan{suffix}" for suffix in (".sol", ".json", ".geojson", ".csv")}
    for out in outs.values():
        planned(tmp_path, LINE, rules, "--out", out, "--plot", tmp_path / "plan.html", "--force")
    lines = outs[".sol"].read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["Route #1:", "Route #2: 3"]
    assert sorted(lines[2].removeprefix("Route #3: ").split()) == ["1", "2"]
    plan = json.loads(outs[".json"].read_text(encoding="utf-8"))
    assert {route["vehicle"]: len(route["steps"]) for route in plan["routes"]} == {2: 3, 3: 4}
    features = json.loads(outs[".geojson"].read_text(encoding="utf-8"))["features"]
    assert {one["properties"]["vehicle"] for one in features} == {"2", "3"}
    rows = list(csv.DictReader(outs[".csv"].read_text(encoding="utf-8-sig").splitlines()))
    assert {(row["vehicle"], row["id"]) for row in rows if row["type"] == "client"} == {
        ("2", "3"),
        ("3", "1"),
        ("3", "2"),
    }
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "vehicle 2: 1 stops" in page
    assert "vehicle 3: 2 stops" in page


#: Two cars and a bike at one place, jobs in either direction at 100 and 200 seconds.
DAY: dict[str, Any] = {
    "vehicles": [
        {"id": 7, "start_index": 0, "end_index": 0, "time_window": [0, 900]},
        {"id": 9, "start_index": 0, "end_index": 0, "time_window": [0, 900]},
        {"id": 8, "start_index": 0, "end_index": 0, "profile": "bike", "time_window": [0, 900]},
    ],
    "jobs": [{"id": 1, "location_index": 1}, {"id": 2, "location_index": 2}],
    "matrices": {
        "car": {"durations": [[0, 100, 200], [100, 0, 300], [200, 300, 0]]},
        "bike": {"durations": [[0, 110, 210], [110, 0, 320], [210, 320, 0]]},
    },
}


def test_vrooms_problems(tmp_path: Path) -> None:
    """One car does it all in 600 seconds of travel; where cars crawl, only the bike is back in time."""
    assert planned(tmp_path, json.dumps(DAY))[1]["cost"] == 600
    crawling = {"traffic": [{"profile": "car", "periods": [{"from": 0, "rate": 0.2}]}]}
    _, told, tours = planned(tmp_path, json.dumps(DAY), crawling)
    assert (told["cost"], [*tours], told["unserved"]) == (640, ["8"], [])
    _, told, tours = planned(tmp_path, json.dumps(DAY), {"locks": {"1": "9", "2": 8}})
    assert (told["cost"], tours) == (200 + 420, {"9": ["1"], "8": ["2"]})


def test_tasks_still_come_before_cost(tmp_path: Path) -> None:
    """However much rules cost in VROOM's format; the cost told has no prizes in it."""
    dear = {
        "overtime": {"after": 0, "cost_per_time": 1000},
        "balance": {"cost_per_distance_of_longest_route": 50},
    }
    text = json.dumps({**DAY, "vehicles": DAY["vehicles"][:1]})
    exit_code, told, tours = planned(tmp_path, text, dear)
    assert (exit_code, told["unserved"], told["cost"]) == (0, [], 600 + 600_000 + 30_000)
    left_out = {**DAY, "vehicles": [{**DAY["vehicles"][0], "time_window": [0, 300]}]}
    _, told, tours = planned(tmp_path, json.dumps(left_out), dear)
    assert (told["cost"], tours, len(told["unserved"])) == (200 + 200_000 + 10_000, {"7": ["1"]}, 1)


def test_vehicles_still_come_before_cost(tmp_path: Path) -> None:
    """However much rules cost in Li-Lim's format; what comes second then is called cost."""
    (tmp_path / "problem.txt").write_text(LILIM, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("overtime: {after: 0, cost_per_time: 1000}\n", encoding="utf-8")
    asked = ("route", tmp_path / "problem.txt", "--rules", tmp_path / "rules.yaml", "--iterations", 60)
    _, told = invoke_json(*asked)
    assert (told["vehicles"], told["objective"]) == (1, "vehicles, then cost")
    assert told["cost"] > 21708
    assert "1 vehicle, cost " in invoke(*asked).stdout


def test_an_engine_that_lacks_a_rule(tmp_path: Path) -> None:
    """Is refused by name."""
    (tmp_path / "small.vrp").write_text(VRP, encoding="utf-8")
    (tmp_path / "rules.json").write_text('{"vehicles": {"1": {"begins_with": ["2"]}}}', encoding="utf-8")
    asked = ("route", tmp_path / "small.vrp", "--rules", tmp_path / "rules.json", "--iterations", 5)
    assert found_by(*asked, "--engine", "pyvrp") == (2, [("engine-lacks-feature", "solve, engine")])
    assert invoke(*asked).exit_code == 0


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Before anything is solved, each with its place; exit code 2."""
    rules = {
        "traffic": [{"periods": [{"from": 9, "rate": 1}, {"from": 9, "rate": 2}]}],
        "vehicles": {"2": {"begins_with": ["4"]}, "9": {}},
        "locks": {"2": "van"},
    }
    exit_code, told, _ = planned(tmp_path, LINE, rules)
    assert (exit_code, [(one["code"], one["column"]) for one in told["findings"]]) == (
        2,
        [
            ("route-rules-contradiction", "traffic[0].periods[1].from"),
            ("route-rules-unknown", "vehicles.2.begins_with[0]"),
            ("route-rules-unknown", "vehicles.9"),
            ("route-rules-unknown", "locks.2"),
        ],
    )
    assert all(one["file"] == "rules.yaml" and one["cause"] and one["action"] for one in told["findings"])
