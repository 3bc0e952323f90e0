"""What is asked in plain values reaches PyVRP's own classes; its routes are told in plain values."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks.quality import pyvrp_013_search

ASKED: dict[str, Any] = {
    "depots": [{"tw_late": 9}, {"tw_late": 8}],
    "clients": [{"delivery": [1]}, {"delivery": [2]}, {"delivery": [3]}],
    "vehicle_types": [{"num_available": 2}],
    "groups": [{"clients": [0, 1], "required": True}],
    "profiles": 1,
    "time_limit_s": None,
    "iteration_limit": 2,
    "seed": 5,
}
DATA = SimpleNamespace(num_depots=2)
MATRICES: dict[str, Any] = {"distance0": np.ones((5, 5)), "duration0": np.zeros((5, 5))}


def _made(kind: str) -> Callable[..., tuple[Any, ...]]:
    return lambda *given, **named: (kind, *given, *named.items())


def _trip(depot: int, *places: int) -> SimpleNamespace:
    return SimpleNamespace(start_depot=lambda: depot, visits=lambda: list(places))


class Old(ModuleType):
    """Stands for PyVRP 0.13: remembers what it is given, and counts how often it may go on."""

    def __init__(self) -> None:
        super().__init__("pyvrp")
        for kind in ("Client", "Depot", "VehicleType", "ClientGroup"):
            setattr(self, kind, _made(kind))
        self.iterations = 0
        self.seed = 0
        self.file = ("", "")

    def ProblemData(self, *given: object) -> SimpleNamespace:  # noqa: N802 (as PyVRP calls it)
        """Remember what the problem consists of."""
        return SimpleNamespace(num_depots=len(ASKED["depots"]), given=given)

    def read(self, file: str, rounding: str) -> SimpleNamespace:
        """Read a file with two depots."""
        self.file = file, rounding
        return SimpleNamespace(num_depots=2)

    def solve(
        self, data: object, stop: Callable[[float], bool], *, seed: int, collect_stats: bool, display: bool
    ) -> SimpleNamespace:
        """Find a plan of cost 8, then 7, then no better one."""
        del data, collect_stats, display
        self.seed = seed
        for cost in (float(np.iinfo(np.int64).max), 8.0, 7.0, 7.0):
            if stop(cost):
                break
            self.iterations += 1
        route = SimpleNamespace(vehicle_type=lambda: 0, trips=lambda: [_trip(0, 3, 2), _trip(1, 4)])
        return SimpleNamespace(best=SimpleNamespace(is_feasible=lambda: True, routes=lambda: [route]))


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> Old:
    """Put the stand-in in PyVRP's place."""
    module = Old()
    monkeypatch.setitem(sys.modules, "pyvrp", module)
    return module


@pytest.mark.usefixtures("old")
def test_the_problem_in_its_own_classes() -> None:
    """Clients, depots, types, matrices and groups in the order that 0.13 takes them."""
    clients, depots, kinds, distances, durations, groups = pyvrp_013_search.problem_data(
        ASKED, MATRICES
    ).given
    assert clients[2] == ("Client", 0, 0, ("delivery", [3]))
    assert depots[1] == ("Depot", 0, 0, ("tw_late", 8))
    assert kinds == [("VehicleType", ("num_available", 2))]
    assert (distances[0] is MATRICES["distance0"], durations[0] is MATRICES["duration0"]) == (True, True)
    assert groups == [("ClientGroup", ("clients", [0, 1]), ("required", True))]


def test_routes_and_costs_over_time(old: Old) -> None:
    """Clients are told by their number among clients; the search ends with its iterations."""
    found = pyvrp_013_search.search(DATA, ASKED)
    assert found["routes"] == [
        {"kind": 0, "trips": [{"depot": 0, "clients": [1, 0]}, {"depot": 1, "clients": [2]}]}
    ]
    assert [cost for _, cost in found["trace"]] == [8.0, 7.0]
    assert found["cost"] == 7.0
    assert (found["feasible"], old.iterations, old.seed) == (True, 2, 5)


def test_time_ends_the_search(old: Old) -> None:
    """As soon as it is up."""
    pyvrp_013_search.search(DATA, ASKED | {"time_limit_s": 0.0, "iteration_limit": None})
    assert old.iterations == 0


@pytest.mark.usefixtures("old")
def test_from_file_to_file(tmp_path: Path) -> None:
    """The answer names the version that is installed."""
    (tmp_path / "problem.json").write_text(json.dumps(ASKED), encoding="utf-8")
    np.savez(tmp_path / "matrices.npz", **MATRICES)
    pyvrp_013_search.main(tmp_path)
    answer = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert answer["version"][0].isdigit()
    assert len(answer["routes"]) == 1


def test_a_file_is_left_to_its_own_reader(old: Old, tmp_path: Path) -> None:
    """With the rounding asked for; no matrices are needed."""
    limits = {name: ASKED[name] for name in ("time_limit_s", "iteration_limit", "seed")}
    asked = {"file": "x.vrp", "rounding": "round", **limits}
    (tmp_path / "problem.json").write_text(json.dumps(asked), encoding="utf-8")
    pyvrp_013_search.main(tmp_path)
    assert old.file == ("x.vrp", "round")
    assert json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))["cost"] == 7.0
