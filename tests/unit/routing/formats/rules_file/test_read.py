"""Rules files as planners write them, and what is told of those that are wrong."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats.rules_file.models import Overtime, Period, Rules
from optimizer.routing.formats.rules_file.read import read_rules

EVERYTHING = """
traffic:
  - profile: car
    periods: [{from: 0, rate: 1}, {from: 25200.5, rate: 0.6}]
balance: {cost_per_distance_of_longest_route: 2}
keep: {cost_per_changed_vehicle: 500, cost_per_time_moved: 1, tolerance: 900}
overtime: {after: 28800, cost_per_time: 0.005}
vehicles:
  3: {begins_with: [12, "007"], overtime: {after: 0, cost_per_time: 2}}
locks: {17: 3, "고객": "van 1"}
"""
IN_JSON = """{"traffic": [{"profile": "car", "periods": [{"from": 0, "rate": 1}, {"from": 25200.5, "rate": 0.6}]}],
\t"balance": {"cost_per_distance_of_longest_route": 2},
\t"keep": {"cost_per_changed_vehicle": 500, "cost_per_time_moved": 1, "tolerance": 900},
\t"overtime": {"after": 28800, "cost_per_time": 0.005},
\t"vehicles": {"3": {"begins_with": [12, "007"], "overtime": {"after": 0, "cost_per_time": 2}}},
\t"locks": {"17": 3, "고객": "van 1"}}"""


def _read(
    folder: Path, text: str, name: str = "rules.yaml"
) -> tuple[Rules | None, list[tuple[str, str, str]]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    written, found = read_rules(path)
    told = [(one.code, one.place.column or "", one.cause) for one in found]
    return None if written is None else written.rules, told


def test_everything(tmp_path: Path) -> None:
    """Names are texts however they are written; YAML and JSON say the same."""
    rules, found = _read(tmp_path, EVERYTHING)
    assert rules is not None
    assert found == []
    assert rules.traffic[0].periods[1] == Period.model_validate({"from": 25200.5, "rate": 0.6})
    assert rules.vehicles["3"].begins_with == ("12", "007")
    assert rules.vehicles["3"].overtime == Overtime(after=0, cost_per_time=2)
    assert rules.locks == {"17": "3", "고객": "van 1"}
    assert _read(tmp_path, IN_JSON, "rules.json") == (rules, [])


@pytest.mark.parametrize(
    "text", ["# nothing yet\n", "{}", "vehicles: {}\ntraffic: []\n", "locks:\nvehicles:\ntraffic:\nkeep:\n"]
)
def test_nothing(tmp_path: Path, text: str) -> None:
    """Rules that say nothing are rules."""
    rules, found = _read(tmp_path, text)
    assert rules == Rules()
    assert found == []


@pytest.mark.parametrize(
    ("text", "code", "place", "cause"),
    [
        ("- 1", "route-rules-value", "", "a block of keys is expected, not a list"),
        ("balanc: 1", "route-rules-key", "balanc", "'balanc' is not a known key here (line 1)"),
        ("3: 1", "route-rules-key", "3", "'3' is not a known key here (line 1)"),
        ("traffic: 0", "route-rules-value", "traffic", "a list is expected, not 0 (line 1)"),
        ("overtime: {after: 1}", "route-rules-key", "overtime.cost_per_time", "the key is missing"),
        ("vehicles: {3: {5: 1}}", "route-rules-key", "vehicles.3.5", "'5' is not a known key here (line 1)"),
        ("locks: [a]", "route-rules-value", "locks", "a block of keys is expected, not a list (line 1)"),
        ("locks: {1: [2]}", "route-rules-value", "locks.1", "a list is not a name (line 1)"),
        ("locks: {1: true}", "route-rules-value", "locks.1", "true is not a name (line 1)"),
        ("locks: {1.5: a}", "route-rules-value", "locks.1.5", "1.5 is not a name (line 1)"),
        ("locks: {a: ''}", "route-rules-value", "locks.a", "the name is empty (line 1)"),
        (
            "vehicles: {3: 4}",
            "route-rules-value",
            "vehicles.3",
            "a block of keys is expected, not 4 (line 1)",
        ),
        (
            "vehicles:\n  3: {begins_with: a}",
            "route-rules-value",
            "vehicles.3.begins_with",
            "a list is expected, not 'a' (line 2)",
        ),
        (
            "vehicles: {3: {begins_with: [a, {}]}}",
            "route-rules-value",
            "vehicles.3.begins_with[1]",
            "a block of keys is not a name (line 1)",
        ),
        ("traffic: [{}]", "route-rules-key", "traffic[0].periods", "the key is missing"),
        ("traffic: [{periods: []}]", "route-rules-value", "traffic[0].periods", "the list is empty (line 1)"),
        ("keep: {tolerance: -1}", "route-rules-value", "keep.tolerance", "-1 is too small (line 1)"),
        (
            "keep: {tolerance: 9e9}",
            "route-rules-value",
            "keep.tolerance",
            "9000000000.0 is too large (line 1)",
        ),
        ("keep: {tolerance: .inf}", "route-rules-value", "keep.tolerance", "inf is not a number (line 1)"),
        ("keep: {tolerance: '5'}", "route-rules-value", "keep.tolerance", "'5' is not a number (line 1)"),
        ("keep: {tolerance: true}", "route-rules-value", "keep.tolerance", "true is not a number (line 1)"),
        (
            "keep: {cost_per_time_moved: 0.0000001}",
            "route-rules-value",
            "keep.cost_per_time_moved",
            "1e-07 has more than 6 decimals (line 1)",
        ),
    ],
)
def test_what_is_wrong(tmp_path: Path, text: str, code: str, place: str, cause: str) -> None:
    """The key path, the cause and the line are told."""
    rules, found = _read(tmp_path, text)
    assert rules is None
    assert found == [(code, place, cause)]


@pytest.mark.parametrize("rate", ["0", "-1", "0.0004", "11", ".nan", "'1'"])
def test_rates(tmp_path: Path, rate: str) -> None:
    """Nothing stands still, goes back, or is ten times as fast as in free traffic."""
    _, found = _read(tmp_path, f"traffic: [{{periods: [{{from: 0, rate: {rate}}}]}}]")
    assert [(code, place) for code, place, _ in found] == [
        ("route-rules-value", "traffic[0].periods[0].rate")
    ]


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("traffc: 1", "traffic"),
        ("traffic: [{profil: a, periods: [{from: 0, rate: 1}]}]", "profile"),
        ("traffic: [{periods: [{from: 0, rate: 1, frm: 1}]}]", "from"),
        ("balance: {cost_per_distance_of_longest_route: 1, cost_per_distance: 1}", "cost_per_distance_of"),
        ("keep: {tolerence: 1}", "tolerance"),
        ("overtime: {after: 1, cost_per_time: 1, cost_per_hour: 1}", "cost_per_time"),
        ("vehicles: {begins_with: {begin_with: []}}", "begins_with"),
        ("vehicles: {a: {overtime: {after: 1, cost_per_time: 1, afte: 1}}}", "after"),
    ],
)
def test_keys_that_are_misspelt(tmp_path: Path, place: str, near: str) -> None:
    """At every place the key that is most like it is named."""
    path = tmp_path / "rules.yaml"
    path.write_text(place, encoding="utf-8")
    (finding,) = read_rules(path)[1]
    assert finding.code == "route-rules-key"
    assert f"Did you mean '{near}" in finding.action


def test_all_at_once(tmp_path: Path) -> None:
    """Keys that come twice among them: a client on two vehicles is one."""
    _, found = _read(tmp_path, "locks: {1: a, 1: b}\nkeep: {tolerance: x, price: 1}\nbalance: 7\n")
    assert {(code, place) for code, place, _ in found} == {
        ("duplicate-key", "locks.1"),
        ("route-rules-value", "keep.tolerance"),
        ("route-rules-key", "keep.price"),
        ("route-rules-value", "balance"),
    }


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("rules.yaml", "locks: [", "bad-yaml"),
        ("rules.json", "{", "route-file-format"),
        ("rules.json", '{"locks": {"1": "a", "1": "b"}}', "route-file-format"),
        ("rules.yaml", " ", "route-file-unreadable"),
    ],
)
def test_what_is_no_rules_file_at_all(tmp_path: Path, name: str, text: str, code: str) -> None:
    """Neither YAML nor JSON, with a key twice in JSON, or empty."""
    with pytest.raises(InputError, match=code):
        _read(tmp_path, text, name)
