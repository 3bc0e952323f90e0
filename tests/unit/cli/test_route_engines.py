"""``optimizer route`` with the engines that ``auto`` takes for larger problems and longer searches."""

from pathlib import Path

import pytest

from tests.helpers.cli import VRP, found_by, invoke, invoke_json
from tests.helpers.routing_files import EXPLICIT, LILIM, PAIRS, RICH, SOLOMON

ENGINES = ("sisr", "portfolio")


def _written(folder: Path, text: str) -> Path:
    path = folder / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "cost"), [(VRP, 11.0), (EXPLICIT, 27.0), (RICH, 32.0), (SOLOMON, 2.8), (LILIM, 21.708)]
)
def test_named_engines(tmp_path: Path, engine: str, text: str, cost: float) -> None:
    """They find the least cost of small files of every format, and are named in the result."""
    exit_code, told = invoke_json("route", _written(tmp_path, text), "--engine", engine, "--iterations", "20")
    assert (exit_code, told["status"], told["cost"]) == (0, "feasible", cost)
    assert told["engine"].startswith(f"{engine} ")
    assert told["unserved"] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_plan_every_time(tmp_path: Path, engine: str) -> None:
    """Under an iteration limit and with the same seed, by one thread or two."""
    path = _written(tmp_path, PAIRS)
    limits = ("--engine", engine, "--iterations", "10", "--seed", "5")
    plans = [invoke_json("route", path, *limits, "--threads", threads)[1] for threads in (1, 2)]
    assert plans[0]["routes"] == plans[1]["routes"]
    visited = (stop["client"] for route in plans[0]["routes"] for stop in route["stops"])
    assert sorted(visited) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("threads", [1, 2])
def test_the_shortest_search(tmp_path: Path, engine: str, threads: int) -> None:
    """One iteration gives a plan."""
    limits = ("--engine", engine, "--iterations", "1", "--threads", str(threads))
    exit_code, told = invoke_json("route", _written(tmp_path, VRP), *limits)
    assert (exit_code, told["unserved"]) == (0, [])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_start_and_an_end(tmp_path: Path, engine: str) -> None:
    """An earlier plan is taken up, one client left over has its reason, and the plan is written."""
    (tmp_path / "old.sol").write_text("Route #1: 2 1\n", encoding="utf-8")
    path = _written(tmp_path, VRP.replace("CAPACITY : 20", "CAPACITY : 10\nVEHICLES : 1"))
    out = tmp_path / "plan.sol"
    limits = ("--engine", engine, "--iterations", "5", "--out", out)
    exit_code, told = invoke_json("route", path, "--start", tmp_path / "old.sol", *limits)
    assert (exit_code, told["status"]) == (3, "infeasible")
    assert told["start"] == {"used": 1, "visits": 2}
    (left,) = told["unserved"]
    assert left["reason"] == "client-no-vehicle-left"
    assert len(told["routes"]) == 1
    assert out.read_text(encoding="utf-8").startswith("Route #1: ")


def test_a_feature_that_an_engine_lacks(tmp_path: Path) -> None:
    """A break, which only one engine has, is refused by the other by name."""
    text = """{"matrix": [[0, 5], [5, 0]], "jobs": [{"id": 1, "location_index": 1}], "vehicles": [{"id": 1,
        "start_index": 0, "breaks": [{"id": 1, "service": 2, "time_windows": [[0, 3]]}]}]}"""
    path = _written(tmp_path, text)
    refused = found_by("route", path, "--engine", "portfolio", "--iterations", "1")
    assert refused == (2, [("engine-lacks-feature", "solve, engine")])
    assert invoke("route", path, "--engine", "sisr", "--iterations", "1").exit_code == 0


@pytest.mark.parametrize(("engine", "iterations"), [("sisr", 2), ("sisr", 120), ("portfolio", 2)])
@pytest.mark.parametrize("away", [0, 3])
def test_a_thousand_clients_at_one_place(tmp_path: Path, engine: str, iterations: int, away: int) -> None:
    """Every route has the same middle, by whose angle plans are divided between cores: all are planned all the same.

    With 120 iterations plans are divided a second time. The depot is where they are, or away: then the way there and
    back is all that a vehicle costs.
    """
    rows = range(1, 1002)
    nodes = "".join(f"{row} {7 if row > 1 else 7 - away} 7\n" for row in rows)
    demands = "".join(f"{row} {int(row > 1)}\n" for row in rows)
    header = f"DIMENSION : {len(rows)}\nCAPACITY : 100\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n"
    path = _written(tmp_path, f"{header}{nodes}DEMAND_SECTION\n{demands}")
    limits = ("--engine", engine, "--iterations", iterations, "--threads", 2)
    exit_code, told = invoke_json("route", path, *limits)
    assert (exit_code, told["unserved"]) == (0, [])
    assert told["cost"] == 2.0 * away * told["vehicles"]
    assert 10 <= told["vehicles"] < 20
