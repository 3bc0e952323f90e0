"""Runs take turns, are kept, and are not made twice."""

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks import machine
from benchmarks.quality import rows as written
from benchmarks.quality import run as room
from benchmarks.quality.generator import generate, recipes
from benchmarks.quality.rows import PAIR
from benchmarks.quality.run import Effort, run, thinned, wanted
from benchmarks.quality.sets import Instance

EFFORT = Effort(None, 5, 1)
QUIET = Console(quiet=True)


def instance(name: str, **options: Any) -> Instance:  # noqa: ANN401
    """Return an instance whose best-known cost is 100."""
    return Instance(Path(f"{name}.vrp"), "round", 100.0, **{"in_integers": False} | options)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int]]:
    """Answer every task at once with a cost of 1000 + seed in tenths, and note what was asked; all at one commit."""
    found = []
    monkeypatch.setattr(machine, "commit", lambda: "abc123")

    def solved(one: Instance, peer: str, seed: int, _effort: Effort) -> dict[str, Any]:
        found.append((one.name, peer, seed))
        if peer == "vroom":
            return {"passed_over": "not made for it"}
        if peer == "hgs":
            msg = "out of order"
            raise RuntimeError(msg)
        cost = 1000 + seed
        figures = {
            "clients": 9,
            "version": "1",
            "factor": 10,
            "vehicles": 3,
            "distance": 103.0,
            "seconds": 1.0,
        }
        return figures | {"cost": cost, "peak_mb": 50.0, "trace": [[0.5, 2000], [1.0, cost]]}

    monkeypatch.setattr(room, "_solved", solved)
    return found


def test_peers_take_turns(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """The order of the peers turns round with each seed and instance."""
    run([instance("A"), instance("B")], ["ours", "pyvrp"], [1, 2], EFFORT, tmp_path / "q.csv", QUIET)
    assert asked[:4] == [("A", "ours", 1), ("A", "pyvrp", 1), ("A", "pyvrp", 2), ("A", "ours", 2)]
    assert asked[4] == ("B", "pyvrp", 1)


def test_gap_is_in_the_unit_of_the_best_known(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """Costs in tenths are compared with a best-known cost in the file's unit, or in tenths."""
    assert not asked
    rows = run([instance("A")], ["ours"], [1], EFFORT, tmp_path / "q.csv", QUIET)
    assert (rows[0]["cost"], rows[0]["gap"], rows[0]["trace"]) == ("100.1", "0.100", "0.5:100.000 1.0:0.100")
    rows = run([instance("B", in_integers=True)], ["ours"], [1], EFFORT, tmp_path / "q.csv", QUIET)
    assert (rows[0]["cost"], rows[0]["gap"]) == ("1001", "901.000")


def test_vehicles_come_first(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """Distances are compared where the number of vehicles is the best known."""
    assert not asked
    same, more = instance("A", best_vehicles=3), instance("B", best_vehicles=2)
    rows = run([same, more], ["ours"], [1], EFFORT, tmp_path / "q.csv", QUIET)
    assert [(row["gap"], row["best_vehicles"]) for row in rows] == [("3.000", "3"), ("", "2")]


def test_finished_runs_are_not_made_again(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """A second call makes only what is missing; other limits are other runs."""
    path = tmp_path / "q.csv"
    run([instance("A")], ["ours"], [1], EFFORT, path, QUIET)
    assert len(run([instance("A")], ["ours"], [1, 2], EFFORT, path, QUIET)) == 2
    assert [seed for _, _, seed in asked] == [1, 2]
    run([instance("A")], ["ours"], [1], replace(EFFORT, iteration_limit=6), path, QUIET)
    assert len(asked) == 3
    assert len(written.read(path)) == 3


@pytest.mark.parametrize(("commit", "again"), [("abc123", []), ("def456", ["ours"])])
def test_runs_of_ours_are_of_the_code_of_today(
    asked: list[tuple[str, str, int]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    commit: str,
    again: list[str],
) -> None:
    """Those of another commit are made again, and replaced; those of peers are kept."""
    path = tmp_path / "q.csv"
    run([instance("A")], ["ours", "pyvrp"], [1], EFFORT, path, QUIET)
    monkeypatch.setattr(machine, "commit", lambda: commit)
    run([instance("A")], ["ours", "pyvrp"], [1], EFFORT, path, QUIET)
    assert [peer for _, peer, _ in asked] == ["ours", "pyvrp", *again]
    assert {row["peer"]: row["commit"] for row in written.read(path)} == {"ours": commit, "pyvrp": "abc123"}


def test_code_that_no_commit_holds_is_never_the_same(
    asked: list[tuple[str, str, int]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A label with a plus says only that something changed."""
    monkeypatch.setattr(machine, "commit", lambda: "abc123+")
    for _ in range(2):
        run([instance("A")], ["ours"], [1], EFFORT, tmp_path / "q.csv", QUIET)
    assert len(asked) == 2


def test_all_runs_are_made_again_on_request(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """Those asked for, of peers too; rows of others stay."""
    path = tmp_path / "q.csv"
    run([instance("A"), instance("B")], ["pyvrp"], [1], EFFORT, path, QUIET)
    run([instance("A")], ["pyvrp"], [1], EFFORT, path, QUIET, fresh=True)
    assert [name for name, _, _ in asked] == ["A", "B", "A"]
    assert [row["instance"] for row in written.read(path)] == ["A", "B"]


@pytest.mark.usefixtures("asked")
def test_rows_that_others_add_meanwhile_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two measurements may write to one file."""
    path = tmp_path / "q.csv"
    at_once = room._solved

    def solved(one: Instance, *task: Any) -> dict[str, Any]:  # noqa: ANN401
        if one.name == "A":
            run([instance("B")], ["ours"], [1], EFFORT, path, QUIET)
        return at_once(one, *task)

    monkeypatch.setattr(room, "_solved", solved)
    run([instance("A")], ["ours"], [1], EFFORT, path, QUIET)
    assert [row["instance"] for row in written.read(path)] == ["A", "B"]


def test_gaps_of_kept_runs_are_to_the_best_known_of_today(
    asked: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    """A better reference changes what is told of a run that is not made again."""
    path = tmp_path / "q.csv"
    run([instance("A")], ["pyvrp"], [1], EFFORT, path, QUIET)
    better = replace(instance("A"), best_cost=91.0)
    (row,) = run([better], ["pyvrp"], [1], EFFORT, path, QUIET)
    assert (row["gap"], len(asked)) == ("10.000", 1)


def test_failed_runs_leave_a_row_and_are_made_again(
    asked: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    """With the reason, and no cost; those that are passed over leave none."""
    path = tmp_path / "q.csv"
    for _ in range(2):
        rows = run([instance("A")], ["vroom", "hgs", "ours"], [1], EFFORT, path, QUIET)
        outcomes = {row["peer"]: (row["outcome"], row["cost"], row["gap"]) for row in rows}
        assert outcomes == {"hgs": ("failed: out of order", "", ""), "ours": ("found", "100.1", "0.100")}
    assert [peer for _, peer, _ in asked].count("hgs") == 2


def test_what_is_wanted_is_known_before(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """Every run, with the cores that are used, whether or not it comes to a row."""
    some = [instance("A"), instance("B")]
    keys = wanted(some, ["ours", "hgs"], [1, 2], replace(EFFORT, threads=2))
    assert len(keys) == 8
    assert ("A", "hgs", "2", "", "5", "1") in keys
    rows = run(some, ["ours", "hgs"], [1, 2], replace(EFFORT, threads=2), tmp_path / "q.csv", QUIET)
    assert {written.key(row) for row in rows} == keys
    assert len(asked) == 8


def test_a_pair_counts_the_better_of_two(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """Seed 2 of the pair runs seeds 3 and 4; memory adds up."""
    row = run([instance("A")], [PAIR], [2], EFFORT, tmp_path / "q.csv", QUIET)[0]
    assert sorted(asked) == [("A", "pyvrp", 3), ("A", "pyvrp", 4)]
    assert (row["cost"], row["peak_mb"], row["threads"]) == ("100.3", "100", "2")


@pytest.mark.usefixtures("asked")
def test_a_pair_is_passed_over_where_its_peer_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is not made for the problem either."""
    monkeypatch.setattr(room, "_solved", lambda *_task: {"passed_over": "is not given breaks"})
    console = Console(record=True, width=200, file=io.StringIO())
    assert run([instance("A")], [PAIR], [1], EFFORT, tmp_path / "q.csv", console) == []
    assert "passed over: is not given breaks" in console.export_text()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("failing", "costs"), [({3}, ["100.4"]), ({3, 4}, [""])])
def test_one_of_a_pair_may_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failing: set[int], costs: list[str]
) -> None:
    """The other one counts; without any the run failed."""
    one_of_two = room._solved

    def solved(one: Instance, peer: str, seed: int, effort: Effort) -> dict[str, Any]:
        if seed in failing:
            msg = "no plan"
            raise RuntimeError(msg)
        return one_of_two(one, peer, seed, effort)

    monkeypatch.setattr(room, "_solved", solved)
    rows = run([instance("A")], [PAIR], [2], EFFORT, tmp_path / "q.csv", QUIET)
    assert [row["cost"] for row in rows] == costs


def test_a_real_run_in_a_process_of_its_own(tmp_path: Path) -> None:
    """The plan is found, checked and measured."""
    recipe = recipes(6)[0]
    file = tmp_path / "g.vrp"
    file.write_text(generate(recipe), encoding="utf-8")
    one = Instance(file, "round", 1000.0, in_integers=False)
    rows = run([one], ["pyvrp"], [1], EFFORT, tmp_path / "q.csv", QUIET)
    assert rows[0]["clients"] == str(recipe.clients)
    assert float(rows[0]["cost"]) > 1000
    assert rows[0]["version"].startswith("pyvrp ")


@pytest.mark.parametrize(
    ("report", "message"),
    [({"violations": ["capacity: too much"]}, "does not hold: capacity"), (None, "boom")],
)
def test_what_a_process_answers_is_verified(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, report: dict[str, Any] | None, message: str
) -> None:
    """A plan that breaks a rule, and a process that fails, count as failed, with the reason."""

    def answer(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        if report is not None:
            Path(command[-1]).write_text(json.dumps(report), encoding="utf-8")
        return subprocess.CompletedProcess(command, 0 if report else 1, "", "Traceback\nboom")

    monkeypatch.setattr(subprocess, "run", answer)
    console = Console(record=True, width=200, file=io.StringIO())
    (row,) = run([instance("A")], ["ours"], [1], EFFORT, tmp_path / "q.csv", console)
    assert written.failed(row)
    assert message in row["outcome"]
    assert message in console.export_text()


def test_thinned_keeps_the_last_point_of_each_part() -> None:
    """The end is always kept."""
    points = [(0.1, 9.0), (0.2, 8.0), (9.9, 7.0), (10.0, 6.0)]
    assert thinned(points, steps=2) == [(0.2, 8.0), (9.9, 7.0), (10.0, 6.0)]
    assert thinned([]) == []
