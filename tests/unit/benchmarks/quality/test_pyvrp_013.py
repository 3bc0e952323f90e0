"""The problem reaches PyVRP 0.13 in plain values, and its routes come back in the planner's ids."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from benchmarks.quality import pyvrp_013
from benchmarks.quality.passed_over import PassedOverError
from benchmarks.quality.peers import Task
from benchmarks.quality.run import Effort, run
from benchmarks.quality.sets import Instance
from optimizer.core.params import Params
from optimizer.routing.check import check
from optimizer.routing.engines.pyvrp_data import translate
from optimizer.routing.formats import read
from optimizer.routing.problem import Backhauls, Client, Depot, Group, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.unit.benchmarks.quality.test_pyvrp_file import TINY

LIMITS = Params(time_limit_s=7.0, seed=3)
#: Two depots, a van that loads again, one that the second client may not be visited by, alternatives and a prize.
RICH = problem_of(
    line(0, 10, 20, 30, 40),
    [
        Client("a", 2, delivery=(60,), windows=((0, 50),), service_s=3),
        Client("b", 3, delivery=(60,), vehicle_types=frozenset({"van"})),
        Client("c", 4, pickup=(5,), required=False, prize=9),
        Client("home", 1, required=False),
        Client("locker", 2, required=False),
    ],
    [van(reload_depots=("E",), fixed_cost=7), van("other", start_depot="E", max_distance=99)],
    [Depot("D", 0, (1, 900), 2), Depot("E", 1)],
    groups=(Group("parcel", ("home", "locker")),),
)


def test_plain_values() -> None:
    """Nothing but what JSON holds, under PyVRP's names."""
    found = pyvrp_013.described(translate(RICH))
    assert json.loads(json.dumps(found)) == found
    assert found["depots"][0] == {"tw_early": 1, "tw_late": 900, "service_duration": 2}
    first, _, third = found["clients"][:3]
    assert (first["delivery"], first["tw_late"], first["service_duration"]) == ([60], 50, 3)
    assert (third["pickup"], third["prize"], third["required"]) == ([5], 9, False)
    assert found["groups"] == [{"clients": [3, 4], "required": True}]
    own, other = found["vehicle_types"]
    assert (own["fixed_cost"], own["reload_depots"], own["start_depot"]) == (7, [1], 0)
    assert (other["max_distance"], other["start_depot"], other["profile"]) == (99, 1, 1)
    assert found["profiles"] == 2


def test_matrices_are_over_depots_then_clients() -> None:
    """Clients at one place have rows of their own; who may not be visited is out of reach of that profile alone."""
    found = pyvrp_013.matrices(translate(RICH))
    assert {name: array.shape for name, array in found.items()} == dict.fromkeys(
        ("distance0", "duration0", "distance1", "duration1"), (7, 7)
    )
    assert found["distance0"][0].tolist() == [0, 10, 20, 30, 40, 10, 20]
    assert found["duration1"][0, 3] > 10 * found["duration0"][0, 3]


def test_backhauls_are_in_the_matrix() -> None:
    """A leg from a collection to a delivery takes longer than any route may."""
    clients = [Client("d", 1, delivery=(1,)), Client("p", 2, pickup=(1,))]
    problem = problem_of(line(0, 10, 20), clients, backhauls=Backhauls.LAST)
    durations = pyvrp_013.matrices(translate(problem))["duration0"]
    assert durations[1, 2] == 10
    # longer than out, between them and back
    assert durations[2, 1] > 10 + 20 + 20


def answering(monkeypatch: pytest.MonkeyPatch, **answer: object) -> list[dict[str, Any]]:
    """Let the other environment give this answer; returns what it is asked."""
    asked: list[dict[str, Any]] = []

    def call(*command: str, timeout: float | None = None) -> None:
        assert timeout is not None
        folder = Path(command[-1])
        asked.append(json.loads((folder / "problem.json").read_text(encoding="utf-8")))
        written = folder / "matrices.npz"
        asked[-1]["arrays"] = sorted(np.load(written)) if written.exists() else []
        (folder / "answer.json").write_text(json.dumps({"version": "0.13.4", **answer}), encoding="utf-8")

    monkeypatch.setattr(pyvrp_013, "_call", call)
    return asked


def test_routes_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """With reloads between trips; limits and seed are passed on, costs over time noted."""
    trips = [{"depot": 0, "clients": [3, 0]}, {"depot": 1, "clients": [1]}]
    asked = answering(monkeypatch, feasible=True, trace=[[0.5, 100.0]], routes=[{"kind": 0, "trips": trips}])
    task = Task(RICH, LIMITS, [])
    solution, version = pyvrp_013.solve(task)
    assert check(RICH, solution) == ()
    (route,) = solution.routes
    assert [visit.client for visit in route.visits] == ["home", "a", "b"]
    assert [(reload.depot, reload.position) for reload in route.reloads] == [("E", 2)]
    assert (version, task.trace) == ("pyvrp 0.13.4", [(0.5, 100.0)])
    (one,) = asked
    assert (one["time_limit_s"], one["iteration_limit"], one["seed"]) == (7.0, None, 3)
    assert one["arrays"] == ["distance0", "distance1", "duration0", "duration1"]


def test_a_file_is_left_to_its_own_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with its rounding, and nothing of the problem is passed on; another cost than told is refused."""
    file = tmp_path / "x.vrp"
    file.write_text(TINY, encoding="utf-8")
    problem = read(file, "round")
    routes = [{"kind": 0, "trips": [{"depot": 0, "clients": [1, 0]}]}]
    asked = answering(monkeypatch, feasible=True, cost=14, trace=[], routes=routes)
    task = Task(problem, LIMITS, [], file, "round")
    solution, _ = pyvrp_013.solve(task)
    assert [[visit.client for visit in route.visits] for route in solution.routes] == [["2", "1"]]
    assert asked == [
        {
            "file": str(file),
            "rounding": "round",
            "time_limit_s": 7.0,
            "iteration_limit": None,
            "seed": 3,
            "arrays": [],
        }
    ]
    answering(monkeypatch, feasible=True, cost=13, trace=[], routes=routes)
    with pytest.raises(RuntimeError, match="costs 13, which is 14 by our reading"):
        pyvrp_013.solve(task)


def test_no_plan_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with the other searches."""
    answering(monkeypatch, feasible=False, trace=[], routes=[])
    with pytest.raises(RuntimeError, match="no feasible plan"):
        pyvrp_013.solve(Task(RICH, LIMITS, []))


def test_shipments_are_passed_over() -> None:
    """They came with 0.14."""
    problem = problem_of(line(0, 10, 20), [Client("p", 1), Client("d", 2)], shipments=(Shipment("p", "d"),))
    with pytest.raises(PassedOverError, match="shipments"):
        pyvrp_013.solve(Task(problem, LIMITS, []))


def test_the_environment_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And anew where it was made of other pins."""
    calls: list[tuple[str, ...]] = []

    def call(*command: str) -> None:
        calls.append(command)
        tmp_path.joinpath("env").mkdir(exist_ok=True)

    monkeypatch.setattr(pyvrp_013, "_call", call)
    folder = tmp_path / "env"
    for _ in range(2):
        pyvrp_013.prepare(folder)
    assert [command[2] for command in calls] == ["venv", "pip"]
    (folder / "peers-constraints.txt").write_text("pyvrp==0.13.3\n", encoding="utf-8")
    pyvrp_013.prepare(folder)
    assert len(calls) == 4


def test_an_environment_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passes its peer over; what a command says last is the reason."""
    with pytest.raises(RuntimeError, match="No such file"):
        pyvrp_013._call(str(tmp_path / "nowhere"))
    with pytest.raises(RuntimeError, match="it is gone"):
        pyvrp_013._call(sys.executable, "-c", "import sys; sys.exit('it is gone')")

    def fail() -> None:
        msg = "no registry"
        raise RuntimeError(msg)

    monkeypatch.setattr(pyvrp_013, "prepare", fail)
    told = io.StringIO()
    console = Console(file=told, width=200)
    instance = Instance(tmp_path / "x.vrp", "round", 1.0, in_integers=False)
    rows = run([instance], [pyvrp_013.NAME], [1], Effort(1.0), tmp_path / "runs.csv", console)
    assert rows == []
    assert "pyvrp-0.13.4: passed over: no registry" in told.getvalue()
