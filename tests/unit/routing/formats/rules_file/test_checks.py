"""Rules that do not go with the routing file, or with each other."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from optimizer.core.errors import InputError
from optimizer.routing.formats import RoutingFile
from optimizer.routing.formats.rules_file import with_rules
from tests.helpers.routing_files import PAIRS, RICH, VROOM, VRP, parsed, parsed_json

UNKNOWN, CONTRADICTION = "route-rules-unknown", "route-rules-contradiction"


def _found(
    folder: Path, file: RoutingFile, rules: object, start: Path | None = None
) -> list[tuple[str, str]]:
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    try:
        with_rules(file, path, start)
    except InputError as error:
        return [(one.code, one.place.column or "") for one in error.findings]
    return []


def _periods(*starts: float) -> list[dict[str, float]]:
    return [{"from": start, "rate": 1} for start in starts]


#: Routing file, rules, and what is found.
CASES: dict[str, tuple[str, Any, list[tuple[str, str]]]] = {
    "periods-fall": (
        VRP,
        {"traffic": [{"periods": _periods(5, 9, 7)}]},
        [(CONTRADICTION, "traffic[0].periods[2].from")],
    ),
    "periods-equal-once-rounded": (
        VRP,
        {"traffic": [{"periods": _periods(5, 5.2)}]},
        [(CONTRADICTION, "traffic[0].periods[1].from")],
    ),
    "profile-twice": (
        VRP,
        {"traffic": [{"periods": _periods(0)}, {"periods": _periods(0)}]},
        [(CONTRADICTION, "traffic[1]")],
    ),
    "profile-of-a-file-without": (
        VRP,
        {"traffic": [{"profile": "car", "periods": _periods(0)}]},
        [(UNKNOWN, "traffic[0].profile")],
    ),
    "profile-unknown": (
        json.dumps(VROOM),
        {
            "traffic": [
                {"profile": "cart", "periods": _periods(0)},
                {"profile": "car", "periods": _periods(0)},
            ]
        },
        [(UNKNOWN, "traffic[0].profile")],
    ),
    "vehicle-unknown": (VRP, {"vehicles": {"3": {}}}, [(UNKNOWN, "vehicles.3")]),
    "vehicle-of-nobody": (
        VRP.replace("CAPACITY", "VEHICLES : 0\nCAPACITY"),
        {"locks": {"1": "1"}},
        [(UNKNOWN, "locks.1")],
    ),
    "lock-of-unknown": (VRP, {"locks": {"7": "8"}}, [(UNKNOWN, "locks.7"), (UNKNOWN, "locks.7")]),
    "beginning-with-unknown": (
        VRP,
        {"vehicles": {"1": {"begins_with": ["1", "7"]}}},
        [(UNKNOWN, "vehicles.1.begins_with[1]")],
    ),
    "beginning-with-one-twice": (
        VRP,
        {"vehicles": {"1": {"begins_with": ["1", "1"]}}},
        [(CONTRADICTION, "vehicles.1.begins_with[1]")],
    ),
    "two-beginnings-with-one": (
        VRP,
        {"vehicles": {"1": {"begins_with": ["1"]}, "2": {"begins_with": ["2", "1"]}}},
        [(CONTRADICTION, "vehicles.2.begins_with[1]")],
    ),
    "lock-against-beginning": (
        VRP,
        {"vehicles": {"1": {"begins_with": ["1"]}}, "locks": {"1": "2", "2": "1"}},
        [(CONTRADICTION, "locks.1")],
    ),
    "lock-with-beginning": (VRP, {"vehicles": {"1": {"begins_with": ["1"]}}, "locks": {"1": "1"}}, []),
    # vehicle 3 may visit clients 4 and 5 only
    "lock-that-is-not-allowed": (RICH, {"locks": {"2": "3", "4": "3"}}, [(CONTRADICTION, "locks.2")]),
    "beginning-that-is-not-allowed": (
        RICH,
        {"vehicles": {"3": {"begins_with": ["3"]}}},
        [(CONTRADICTION, "vehicles.3.begins_with[0]")],
    ),
    # job 2 needs a skill that vehicle 8 lacks
    "lock-without-the-skill": (
        json.dumps(VROOM),
        {"locks": {"2": "8", "1": "8"}},
        [(CONTRADICTION, "locks.2")],
    ),
    # clients 4 and 5 are alternatives
    "two-alternatives": (
        RICH,
        {"vehicles": {"1": {"begins_with": ["4"]}, "3": {"begins_with": ["5"]}}},
        [(CONTRADICTION, "vehicles.3.begins_with[0]")],
    ),
    "alternatives-locked": (RICH, {"locks": {"4": "1", "5": "2"}}, []),
    # fetched at 1 and brought to 2, fetched at 3 and brought to 4
    "shipment-torn-by-locks": (PAIRS, {"locks": {"1": "1", "2": "2"}}, [(CONTRADICTION, "locks.2")]),
    "shipment-torn-by-beginnings": (
        PAIRS,
        {"vehicles": {"1": {"begins_with": ["1"]}, "2": {"begins_with": ["3", "2"]}}},
        [(CONTRADICTION, "vehicles.2.begins_with[1]")],
    ),
    "brought-before-it-is-fetched": (
        PAIRS,
        {"vehicles": {"1": {"begins_with": ["2", "1"]}}},
        [(CONTRADICTION, "vehicles.1.begins_with[0]")],
    ),
    "brought-and-never-fetched": (
        PAIRS,
        {"vehicles": {"1": {"begins_with": ["3", "2"]}}},
        [(CONTRADICTION, "vehicles.1.begins_with[1]")],
    ),
    "fetched-and-brought": (PAIRS, {"vehicles": {"1": {"begins_with": ["1", "3", "2"]}}}, []),
    # routes of this file last 900 at most, and shifts 500
    "overtime-after-the-shift": (
        RICH,
        {"overtime": {"after": 501, "cost_per_time": 1}},
        [(CONTRADICTION, "overtime.after")],
    ),
    # vehicles 1 and 2 have a shift of 500, vehicle 3 of 400
    "overtime-of-one-after-its-shift": (
        RICH,
        {
            "overtime": {"after": 450, "cost_per_time": 1},
            "vehicles": {"3": {"overtime": {"after": 401, "cost_per_time": 1}}},
        },
        [(CONTRADICTION, "vehicles.3.overtime.after")],
    ),
    "overtime-of-all-others-after-their-shift": (
        RICH,
        {
            "overtime": {"after": 450, "cost_per_time": 1},
            "vehicles": {name: {"overtime": {"after": 9, "cost_per_time": 1}} for name in ("1", "2")},
        },
        [(CONTRADICTION, "overtime.after")],
    ),
    "nothing-to-keep-to": (VRP, {"keep": {}}, [(CONTRADICTION, "keep")]),
    "two-blocks": (
        RICH,
        {"keep": {"cost_per_changed_vehicle": 1}, "overtime": {"after": 900, "cost_per_time": 1}},
        [(CONTRADICTION, "keep"), (CONTRADICTION, "overtime.after")],
    ),
}


@pytest.mark.parametrize(("text", "rules", "found"), CASES.values(), ids=CASES)
def test_what_does_not_go_together(
    tmp_path: Path, text: str, rules: object, found: list[tuple[str, str]]
) -> None:
    """Each contradiction has its code and the path of its key; what merely says a thing twice is fine."""
    assert _found(tmp_path, parsed(tmp_path, text), rules) == found


def test_traffic_of_a_profile_without_vehicles(tmp_path: Path) -> None:
    """Is told as such though the file has its matrix, with the profile that may be meant."""
    file = parsed_json(
        tmp_path, {**VROOM, "matrices": {**VROOM["matrices"], "cart": VROOM["matrices"]["car"]}}
    )
    path = tmp_path / "rules.yaml"
    path.write_text("traffic: [{profile: cart, periods: [{from: 0, rate: 1}]}]", encoding="utf-8")
    with pytest.raises(InputError, match=r"no vehicle .* the profile 'cart' .*Did you mean 'car'"):
        with_rules(file, path)


def test_a_route_that_is_longest_in_nothing(tmp_path: Path) -> None:
    """Vehicles that pay by the hour and by the kilometre cannot be compared; at no price nobody asks."""
    document = copy.deepcopy(VROOM)
    document["vehicles"] = [
        {"id": 1, "start_index": 0, "capacity": [1, 1]},
        {"id": 2, "start_index": 0, "capacity": [1, 1], "costs": {"per_hour": 0, "per_km": 5}},
    ]
    document["matrices"]["car"]["distances"] = document["matrices"]["car"]["durations"]
    file = parsed_json(tmp_path, document)
    assert _found(tmp_path, file, {"balance": {"cost_per_distance_of_longest_route": 1}}) == [
        (CONTRADICTION, "balance")
    ]
    assert _found(tmp_path, file, {"balance": {"cost_per_distance_of_longest_route": 0}}) == []


def test_traffic_between_too_many_places(tmp_path: Path) -> None:
    """Where distances are computed when looked at there is none."""
    rows = "".join(f"{row} {row} 0\n" for row in range(1, 5003))
    text = f"DIMENSION : 5002\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n{rows}"
    file = parsed(tmp_path, text)
    assert _found(tmp_path, file, {"traffic": [{"periods": _periods(0)}]}) == [(CONTRADICTION, "traffic")]


def test_a_start_that_is_no_plan(tmp_path: Path) -> None:
    """Is told along with what is wrong with the rules."""
    start = tmp_path / "old.sol"
    start.write_text("Route #1: 1 1\n", encoding="utf-8")
    path = tmp_path / "rules.yaml"
    path.write_text("{keep: {}, vehicles: {9: {}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        with_rules(parsed(tmp_path, VRP), path, start)
    assert [(one.code, one.place.file) for one in caught.value.findings] == [
        ("route-file-contradiction", "old.sol"),
        (UNKNOWN, "rules.yaml"),
    ]


def test_the_name_that_is_meant(tmp_path: Path) -> None:
    """Is told where one is like it."""
    path = tmp_path / "rules.yaml"
    path.write_text("locks: {pickup1: 7}\n", encoding="utf-8")
    with pytest.raises(InputError, match="Did you mean 'pickup-1'"):
        with_rules(parsed_json(tmp_path, VROOM), path)
