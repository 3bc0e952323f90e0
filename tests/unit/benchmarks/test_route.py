"""Routing results are compared with the best known, and a run goes on where it stopped."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks import tables
from benchmarks.route import Protocol, PublicSet, best_known, data_folder, instances, run_set, solve, summary

QUIET = Console(quiet=True)
#: Stands for the optimizer: answers with the JSON in the file itself, and notes each call beside it.
FAKE = """
import pathlib, sys
path = pathlib.Path(sys.argv[2])
with path.with_suffix(".calls").open("a") as log:
    log.write(" ".join(sys.argv[3:]) + "\\n")
text = path.read_text()
print(text)
sys.exit(0 if text else "no such luck")
"""
GOOD: dict[str, Any] = {"status": "time_limit", "cost": 110, "routes": [["1", "2"], ["3"]], "checked": True}
GOOD |= {"violations": [], "runtime_s": 4.87, "unserved": [], "engine": "pyvrp 1"}


@pytest.fixture
def protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Protocol:
    """Make a data folder with two instances of the set x, and a stand-in for the command."""
    monkeypatch.setenv("OPTIMIZER_BENCH_DATA", str(tmp_path / "bench"))
    fake = tmp_path / "fake.py"
    fake.write_text(FAKE, encoding="utf-8")
    for name in ("A", "B"):
        put(tmp_path, name, GOOD)
    return Protocol(time_limit_s=2, seed=7, command=(sys.executable, str(fake)))


def put(tmp_path: Path, name: str, report: dict[str, Any] | None) -> None:
    folder = tmp_path / "bench" / "cvrp" / "x"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.vrp").write_text("" if report is None else json.dumps(report), encoding="utf-8")
    (folder / f"{name}.sol").write_text("Route #1: 1 2\nRoute #2: 3\nCost 100\n", encoding="utf-8")


def calls(tmp_path: Path, name: str) -> list[str]:
    log = tmp_path / "bench" / "cvrp" / "x" / f"{name}.calls"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_the_gap_is_per_cent_above_the_best_known(tmp_path: Path, protocol: Protocol) -> None:
    """110 against 100 is a gap of ten per cent; the command gets time and seed, and one thread."""
    rows = run_set(PublicSet.X, protocol, QUIET, tmp_path)
    assert [(row["instance"], row["gap"], row["clients"], row["feasible"]) for row in rows] == [
        ("A", "10.000", "3", "yes"),
        ("B", "10.000", "3", "yes"),
    ]
    assert calls(tmp_path, "A") == ["--json --time 2 --seed 7 --threads 1"]
    assert "mean gap 10.00 %" in (tmp_path / "route-x.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "flaw",
    [
        {"checked": False},
        {"violations": ["capacity"]},
        {"unserved": ["3"]},
        {"status": "infeasible"},
        {"cost": None},
    ],
)
def test_an_answer_that_is_no_plan_has_no_gap(
    tmp_path: Path, protocol: Protocol, flaw: dict[str, Any]
) -> None:
    """A cost counts only if the plan was checked, breaks no rule and serves everybody."""
    put(tmp_path, "A", GOOD | {"cost": 1} | flaw)
    row = run_set(PublicSet.X, protocol, QUIET, tmp_path, only=["A"])[0]
    assert row["feasible"] == "no"
    assert row["gap"] == ""


def test_a_run_goes_on_where_it_stopped(tmp_path: Path, protocol: Protocol) -> None:
    """What has a row is not solved again; another seed is another row."""
    run_set(PublicSet.X, protocol, QUIET, tmp_path, only=["A"])
    rows = run_set(PublicSet.X, protocol, QUIET, tmp_path)
    assert [row["instance"] for row in rows] == ["A", "B"]
    assert len(calls(tmp_path, "A")) == len(calls(tmp_path, "B")) == 1
    again = run_set(PublicSet.X, Protocol(2, 8, protocol.command), QUIET, tmp_path, only=["A"])
    assert [(row["instance"], row["seed"]) for row in again] == [("A", "8")]
    assert len(tables.read(tmp_path / "route-x.csv")) == 3


def test_earlier_rows_are_thrown_away_on_request(tmp_path: Path, protocol: Protocol) -> None:
    """A fresh run solves again what has a row already."""
    run_set(PublicSet.X, protocol, QUIET, tmp_path)
    put(tmp_path, "B", GOOD | {"cost": 105})
    rows = run_set(PublicSet.X, protocol, QUIET, tmp_path, only=["B"], fresh=True)
    assert [(row["instance"], row["gap"]) for row in rows] == [("B", "5.000")]
    assert len(tables.read(tmp_path / "route-x.csv")) == 1


def test_a_command_that_hangs_is_given_up(
    tmp_path: Path, protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that does not answer fails its file."""

    def hang(command: list[str], timeout: float, **_options: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(RuntimeError, match=r"A.vrp: no answer within 80 s"):
        solve(instances(PublicSet.X, data_folder())[0], protocol)


def test_a_failing_file_does_not_stop_the_others(tmp_path: Path, protocol: Protocol) -> None:
    """The rest is solved and kept; the failure is told at the end and tried again next time."""
    put(tmp_path, "A", None)
    with pytest.raises(RuntimeError, match=r"1 files failed .*A.vrp: exit code 1 .*no such luck"):
        run_set(PublicSet.X, protocol, QUIET, tmp_path)
    assert [row["instance"] for row in tables.read(tmp_path / "route-x.csv")] == ["B"]
    put(tmp_path, "A", GOOD)
    assert len(run_set(PublicSet.X, protocol, QUIET, tmp_path)) == 2


def test_a_missing_folder_says_so(protocol: Protocol, tmp_path: Path) -> None:
    """The message names the folder and the variable that names another."""
    with pytest.raises(FileNotFoundError, match=r"solomon is missing .* OPTIMIZER_BENCH_DATA"):
        run_set(PublicSet.SOLOMON, protocol, QUIET, tmp_path)
    with pytest.raises(FileNotFoundError, match="missing"):
        instances(PublicSet.X, tmp_path)


def test_data_lies_beside_the_project_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable it is ../shared/bench."""
    monkeypatch.delenv("OPTIMIZER_BENCH_DATA", raising=False)
    assert data_folder().parts[-2:] == ("shared", "bench")


@pytest.mark.parametrize(("text", "cost"), [("Route #1: 1\nCost 827.3\n", 827.3), ("COST : 27591", 27591)])
def test_best_known_cost(tmp_path: Path, text: str, cost: float) -> None:
    """Both spellings found in public files are read."""
    (tmp_path / "a.sol").write_text(text, encoding="utf-8")
    assert best_known(tmp_path / "a.sol") == cost


def test_a_solution_without_cost_is_refused(tmp_path: Path) -> None:
    """There is nothing to compare with."""
    (tmp_path / "a.sol").write_text("Route #1: 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="states no cost"):
        best_known(tmp_path / "a.sol")


def test_large_costs_are_written_in_full(tmp_path: Path, protocol: Protocol) -> None:
    """Seven digits and a decimal are not rounded away."""
    put(tmp_path, "A", GOOD | {"cost": 1234567.8})
    (row,) = run_set(PublicSet.X, protocol, QUIET, tmp_path, only=["A"])
    assert row["cost"] == "1234567.8"


def test_summary_names_the_worst() -> None:
    """Infeasible answers are counted, and left out of the mean."""
    rows = [
        {"instance": "A", "gap": "1.0", "feasible": "yes"},
        {"instance": "B", "gap": "3.0", "feasible": "yes"},
        {"instance": "C", "gap": "", "feasible": "no"},
    ]
    expected = "3 instances: mean gap 2.00 %, worst 3.00 % (B), 1 without a feasible solution."
    assert summary(rows) == expected
    assert summary(rows[2:]) == "1 instances, 1 without a feasible solution."
