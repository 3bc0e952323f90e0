"""Rules in the problem of a routing file."""

import json
from pathlib import Path

import pytest
import yaml

from optimizer.core.errors import InputError
from optimizer.routing.formats import RoutingFile
from optimizer.routing.formats.rules_file import with_rules
from optimizer.routing.matrix import Traffic
from optimizer.routing.problem import Stability
from tests.helpers.routing_files import LILIM, PAIRS, RICH, SOLOMON, VROOM, VRP, parsed, parsed_json

#: A price that asks for the smallest cost units.
FINE = {"after": 0, "cost_per_time": 0.000001}


def _ruled(folder: Path, file: RoutingFile, rules: object, start: str | None = None) -> RoutingFile:
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    if start is None:
        return with_rules(file, path)
    old = folder / ("old.json" if start.startswith("{") else "old.sol")
    old.write_text(start, encoding="utf-8")
    return with_rules(file, path, old)


def test_rules_that_say_nothing(tmp_path: Path) -> None:
    """Leave vehicles and names as they are."""
    file = parsed(tmp_path, RICH)
    ruled = _ruled(tmp_path, file, {})
    assert ruled.problem.vehicle_types == file.problem.vehicle_types
    assert ruled.problem.clients == file.problem.clients
    assert (ruled.fleet, ruled.problem.stability, ruled.problem.longest_route_cost) == (file.fleet, None, 0)


def test_times_are_those_of_the_file(tmp_path: Path) -> None:
    """Tenths in the problem of a Solomon file; rates are thousandths of the speed in free traffic."""
    rules = {
        "traffic": [{"periods": [{"from": 2.5, "rate": 0.25}, {"from": 9, "rate": 1.5}]}],
        "overtime": {"after": 7.5, "cost_per_time": 3},
    }
    problem = _ruled(tmp_path, parsed(tmp_path, SOLOMON), rules).problem
    assert problem.matrices["default"].traffic == Traffic((0, 25, 90), (1000, 250, 1500))
    (kind,) = problem.vehicle_types
    assert (kind.id, kind.count, kind.overtime_after, kind.cost_per_overtime) == ("vehicle", 2, 75, 3)


def test_the_overtime_of_all(tmp_path: Path) -> None:
    """Is that of vehicles with other rules too, and not of one with an overtime of its own."""
    own: tuple[dict[str, object], ...] = {"begins_with": []}, {"overtime": {"after": 9, "cost_per_time": 2}}
    rules = {"overtime": {"after": 7, "cost_per_time": 3}, "vehicles": dict(zip("12", own, strict=True))}
    kinds = _ruled(tmp_path, parsed(tmp_path, LILIM), rules).problem.vehicle_types
    assert [(kind.overtime_after, kind.cost_per_overtime) for kind in kinds] == [
        (7000, 3),
        (9000, 2),
        (7000, 3),
    ]


def test_traffic_of_profiles(tmp_path: Path) -> None:
    """An entry is for all matrices of its profile, whatever the vehicles pay for; one without for all others."""
    vehicles = [
        {"id": 1, "start_index": 0, "capacity": [9, 9]},
        {"id": 2, "start_index": 0, "capacity": [9, 9], "speed_factor": 0.5},
        {"id": 3, "start_index": 0, "capacity": [9, 9], "profile": "bike"},
    ]
    matrices = {**VROOM["matrices"], "bike": VROOM["matrices"]["car"]}
    file = parsed_json(tmp_path, {**VROOM, "vehicles": vehicles, "matrices": matrices})
    half, third = ([{"from": 0, "rate": rate}] for rate in (0.5, 0.333))

    def rates(*rules: object) -> list[tuple[int, ...] | None]:
        problem = _ruled(tmp_path, file, {"traffic": list(rules)}).problem
        traffic = [problem.matrices[kind.profile].traffic for kind in problem.vehicle_types]
        return [None if one is None else one.rates for one in traffic]

    assert rates({"profile": "car", "periods": half}) == [(500,), (500,), None]
    assert rates({"profile": "car", "periods": half}, {"periods": third}) == [(500,), (500,), (333,)]


def test_locks_and_beginnings(tmp_path: Path) -> None:
    """Both ends of a shipment are locked; the vehicle that is named is one of its own."""
    rules = {"locks": {"1": "2"}, "vehicles": {"1": {"begins_with": ["3"]}}}
    problem = _ruled(tmp_path, parsed(tmp_path, PAIRS), rules).problem
    allowed = {client.id: client.vehicle_types for client in problem.clients}
    assert allowed == {"1": {"vehicle2"}, "2": {"vehicle2"}, "3": None, "4": None, "5": None}
    assert [(kind.id, kind.count, kind.prefix) for kind in problem.vehicle_types] == [
        ("vehicle1", 1, ("3",)),
        ("vehicle2", 1, ()),
    ]


def test_the_plan_to_keep_to(tmp_path: Path) -> None:
    """Its vehicles are told apart, and those it does not use are not; clients that are gone are left out."""
    text = VRP.replace("CAPACITY", "VEHICLES : 5\nCAPACITY")
    keep = {"keep": {"cost_per_changed_vehicle": 7}}
    ruled = _ruled(tmp_path, parsed(tmp_path, text), keep, "Route #2: 1 9\nRoute #4: 2\n")
    assert ruled.problem.stability == Stability({"1": ("vehicle2", 0), "2": ("vehicle4", 0)}, 7, 0, 0)
    assert [kind for _, kind in ruled.fleet] == ["vehicle1", "vehicle2", "vehicle1", "vehicle4", "vehicle1"]


def test_times_to_keep_to(tmp_path: Path) -> None:
    """In the problem's units; where only times have a price, vehicles are not told apart."""
    step = {"type": "job", "id": 1, "arrival": 12.5}
    start = json.dumps({"routes": [{"vehicle": 2, "steps": [step]}]})
    keep = {"keep": {"cost_per_time_moved": 2, "tolerance": 1.5}}
    ruled = _ruled(tmp_path, parsed(tmp_path, SOLOMON), keep, start)
    assert ruled.fleet == ()
    assert ruled.problem.stability == Stability({"1": ("vehicle2", 125)}, 0, 2, 15)


def test_keeping_at_no_price(tmp_path: Path) -> None:
    """Is no price on changes, which most engines lack."""
    ruled = _ruled(tmp_path, parsed(tmp_path, VRP), {"keep": {"tolerance": 5}}, "Route #1: 1\n")
    assert ruled.problem.stability is None


def test_prices_with_decimals(tmp_path: Path) -> None:
    """Cost units become smaller, and what the file prices is the same in the file's own units."""
    rules = {
        "overtime": {"after": 5, "cost_per_time": 0.5},
        "vehicles": {"1": {"overtime": {"after": 5, "cost_per_time": 0.2}}},
    }
    ruled = _ruled(tmp_path, parsed(tmp_path, RICH), rules)
    assert ruled.problem.scale.cost_per_minor_unit == 10
    kinds = ruled.problem.vehicle_types
    assert [(kind.fixed_cost, kind.cost_per_distance, kind.cost_per_overtime) for kind in kinds] == [
        (60, 10, 2),
        (60, 10, 5),
        (40, 20, 5),
    ]


@pytest.mark.parametrize(
    ("text", "rules", "key"),
    [
        (LILIM, {"balance": {"cost_per_distance_of_longest_route": 8e9}}, None),
        (
            json.dumps(VROOM),
            {"overtime": {"after": 0, "cost_per_time": 7999999999.999999}},
            "overtime.cost_per_time",
        ),
        (
            RICH,
            {"keep": {"cost_per_changed_vehicle": 0.000001}, "overtime": {"after": 0, "cost_per_time": 8e9}},
            "overtime.cost_per_time",
        ),
        (
            RICH,
            {
                "keep": {"cost_per_time_moved": 0.000001},
                "vehicles": {"3": {"overtime": {"after": 0, "cost_per_time": 9000000}}},
            },
            "vehicles.3.overtime.cost_per_time",
        ),
        (RICH.replace("3 4\nVEHICLES_UNIT", "3 9000000\nVEHICLES_UNIT"), {"overtime": FINE}, None),
        (RICH.replace("3 2\nVEHICLES_ALLOWED", "3 9000000\nVEHICLES_ALLOWED"), {"overtime": FINE}, None),
    ],
)
def test_prices_that_cannot_be_counted(tmp_path: Path, text: str, rules: object, key: str | None) -> None:
    """Are told by their keys, and not cut; where those of the file or all together are too large, there is none."""
    with pytest.raises(InputError) as caught:
        _ruled(tmp_path, parsed(tmp_path, text), rules, "Cost 0\n")
    found = [(one.code, one.place.file, one.place.column) for one in caught.value.findings]
    assert found == [("route-rules-value", "rules.yaml", key)]
