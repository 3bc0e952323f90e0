"""Whatever a peer claims, the child reports what the checker and the costs of the problem say."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import child
from benchmarks.quality.passed_over import PassedOverError
from benchmarks.quality.peers import Task
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing_files import VRP

#: One vehicle carries 10; the clients take 7 and 5, and are 5 and 1 away from the depot, 5 from each other.
APART, TOGETHER = (("1",), ("2",)), (("1", "2"),)


@pytest.fixture
def task(tmp_path: Path) -> dict[str, Any]:
    """Ask a peer for the file with two clients."""
    file = tmp_path / "small.vrp"
    file.write_text(VRP, encoding="utf-8")
    limits = {"time_limit_s": None, "iteration_limit": 7, "seed": 3, "threads": 2}
    return {"file": str(file), "rounding": "round", "peer": "fake", **limits}


def answering(monkeypatch: pytest.MonkeyPatch, *routes: tuple[str, ...]) -> list[Task]:
    """Let every peer return these routes; returns what is asked."""
    asked: list[Task] = []

    def solve(one: Task) -> tuple[Solution, str]:
        asked.append(one)
        one.trace.append((0.0, 99.0))
        kind = one.problem.vehicle_types[0].id
        return timed_solution(one.problem, [(kind, stops) for stops in routes]), "fake 1"

    def peer(name: str) -> Any:  # noqa: ANN401
        assert name == "fake"
        return solve

    monkeypatch.setattr(child, "peer", peer)
    return asked


def test_a_good_plan_has_its_cost(monkeypatch: pytest.MonkeyPatch, task: dict[str, Any]) -> None:
    """What it costs is computed anew, ends the trace, and nothing is wrong with it."""
    asked = answering(monkeypatch, *APART)
    report = child.run(task)
    assert report["violations"] == []
    assert (report["cost"], report["distance"], report["vehicles"], report["clients"]) == (12, 12.0, 2, 2)
    assert [cost for _, cost in report["trace"]] == [99.0, 12.0]
    assert (report["version"], report["factor"]) == ("fake 1", 1)
    assert report["peak_mb"] > 1
    (one,) = asked
    limits = one.limits
    assert (limits.time_limit_s, limits.iteration_limit, limits.seed, limits.threads) == (None, 7, 3, 2)


@pytest.mark.parametrize(("routes", "wrong"), [(TOGETHER, "12"), (APART[:1], "client 2")])
def test_a_plan_that_does_not_hold_is_reported(
    monkeypatch: pytest.MonkeyPatch, task: dict[str, Any], routes: tuple[tuple[str, ...], ...], wrong: str
) -> None:
    """With what the checker says: a load of 12 where 10 fit, or that client 2 is left out."""
    answering(monkeypatch, *routes)
    (violation,) = child.run(task)["violations"]
    assert wrong in violation


@pytest.mark.parametrize("error", [PassedOverError, ImportError])
def test_a_peer_that_is_passed_over_says_why(
    monkeypatch: pytest.MonkeyPatch, task: dict[str, Any], tmp_path: Path, error: type[Exception]
) -> None:
    """What is written is JSON, with the reason and no figures."""

    def refuse(one: Task) -> tuple[Solution, str]:
        msg = f"is not asked for {len(one.problem.clients)} clients"
        raise error(msg)

    monkeypatch.setattr(child, "peer", lambda _name: refuse)
    asked, report = tmp_path / "task.json", tmp_path / "report.json"
    asked.write_text(json.dumps(task), encoding="utf-8")
    child.main(asked, report)
    assert json.loads(report.read_text(encoding="utf-8")) == {"passed_over": "is not asked for 2 clients"}


@pytest.mark.parametrize("name", ["ours", "sisr"])
def test_a_search_of_ours_that_cannot_be_imported_fails(
    monkeypatch: pytest.MonkeyPatch, task: dict[str, Any], name: str
) -> None:
    """A peer may not be installed; ours is."""

    def broken(_task: Task) -> tuple[Solution, str]:
        msg = "no numba"
        raise ImportError(msg)

    monkeypatch.setattr(child, "peer", lambda _name: broken)
    with pytest.raises(ImportError, match="no numba"):
        child.run(task | {"peer": name})
