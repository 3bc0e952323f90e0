"""Runs take turns, are kept, and are not made twice."""

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks import tables
from benchmarks.quality import run as room
from benchmarks.quality.generator import generate, recipes
from benchmarks.quality.run import PAIR, Effort, run, thinned
from benchmarks.quality.sets import Instance

EFFORT = Effort(None, 5, 1)
QUIET = Console(quiet=True)


def instance(name: str, **options: Any) -> Instance:  # noqa: ANN401
    """Return an instance whose best-known cost is 100."""
    return Instance(Path(f"{name}.vrp"), "round", 100.0, **{"in_integers": False} | options)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int]]:
    """Answer every task at once with a cost of 1000 + seed in tenths, and note what was asked."""
    found = []

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
    assert len(tables.read(path)) == 3


def test_failed_and_passed_over_runs_leave_no_row(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """They are tried again next time."""
    assert (
        run([instance("A")], ["vroom", "hgs", "ours"], [1], EFFORT, tmp_path / "q.csv", QUIET)[0]["peer"]
        == "ours"
    )
    assert len(asked) == 3


def test_a_pair_counts_the_better_of_two(asked: list[tuple[str, str, int]], tmp_path: Path) -> None:
    """Seed 2 of the pair runs seeds 3 and 4; memory adds up."""
    row = run([instance("A")], [PAIR], [2], EFFORT, tmp_path / "q.csv", QUIET)[0]
    assert sorted(asked) == [("A", "pyvrp", 3), ("A", "pyvrp", 4)]
    assert (row["cost"], row["peak_mb"]) == ("100.3", "100")


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("failing", "costs"), [({3}, ["100.4"]), ({3, 4}, [])])
def test_one_of_a_pair_may_fail(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failing: set[int], costs: list[str]
) -> None:
    """The other one counts; without any there is no row."""
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
    """A plan that breaks a rule, and a process that fails, give no row but their reason."""

    def answer(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        if report is not None:
            Path(command[-1]).write_text(json.dumps(report), encoding="utf-8")
        return subprocess.CompletedProcess(command, 0 if report else 1, "", "Traceback\nboom")

    monkeypatch.setattr(subprocess, "run", answer)
    console = Console(record=True, width=200, file=io.StringIO())
    assert run([instance("A")], ["ours"], [1], EFFORT, tmp_path / "q.csv", console) == []
    assert message in console.export_text()


def test_thinned_keeps_the_last_point_of_each_part() -> None:
    """The end is always kept."""
    points = [(0.1, 9.0), (0.2, 8.0), (9.9, 7.0), (10.0, 6.0)]
    assert thinned(points, steps=2) == [(0.2, 8.0), (9.9, 7.0), (10.0, 6.0)]
    assert thinned([]) == []
