"""``optimizer route``."""

import os
from pathlib import Path
from typing import Any

import pytest

from optimizer.core.progress import Progress
from optimizer.routing import engines
from tests.helpers.cli import VRP, found_by, invoke, invoke_json


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a routing problem with two clients: 5 to one, 5 on to the other, 1 back."""
    path = tmp_path / "small.vrp"
    path.write_text(VRP, encoding="utf-8")
    return path


def _route(file: Path, *more: str | Path) -> tuple[Any, ...]:
    return ("route", file, "--iterations", "20", *more)


def test_routes_for_people(file: Path) -> None:
    """One line of result; the routes and what found them on standard error."""
    result = invoke(*_route(file))
    assert result.exit_code == 0
    assert result.stdout == "small: feasible, cost 11, 1 route, 0 unserved, checked\n"
    assert "    1: " in result.stderr
    assert "seed 1, " in result.stderr
    quiet = invoke(*_route(file, "--quiet"))
    assert (quiet.stdout, quiet.stderr) == (result.stdout, "")


@pytest.mark.parametrize("engine", ["auto", "pyvrp", "ortools"])
def test_routes_for_machines(file: Path, engine: str) -> None:
    """Every engine's document has the same keys."""
    exit_code, document = invoke_json(*_route(file, "--engine", engine, "--seed", "3"))
    assert exit_code == 0
    assert (document["cost"], document["clients"], document["seed"]) == (11.0, 2, 3)
    assert [sorted(route) for route in document["routes"]] == [["1", "2"]]
    assert document["unserved"] == []
    assert document["checked"] == {"routes": 1, "visits": 2}


def test_a_file_of_routes(file: Path, tmp_path: Path) -> None:
    """In VRPLIB's form; an existing one stays unless force is given, and is told before anything is solved."""
    out = tmp_path / "deep" / "plan.sol"
    assert invoke(*_route(file, "--out", out)).exit_code == 0
    assert out.read_text(encoding="utf-8").splitlines()[-1] == "Cost 11"
    out.write_text("mine", encoding="utf-8")
    assert found_by(*_route(file, "--out", out)) == (2, [("file-exists", str(out))])
    assert out.read_text(encoding="utf-8") == "mine"
    assert invoke(*_route(file, "--out", out, "--force")).exit_code == 0
    assert out.read_text(encoding="utf-8") != "mine"
    assert [path.name for path in out.parent.iterdir()] == ["plan.sol"]


def test_a_time_limit(file: Path) -> None:
    """It is kept by the engine, reading included; how long it took is said."""
    exit_code, document = invoke_json("route", file, "--time", "0.2")
    assert exit_code == 0
    assert document["cost"] == 11.0
    assert document["runtime_s"] > 0


def test_time_counts_from_the_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reading took is not there for solving; an iteration limit stands alone."""
    given: list[Any] = []
    real = engines.solve

    def noted(problem: Any, params: Any, **options: Any) -> Any:  # noqa: ANN401 (stands in)
        given.append(params)
        return real(problem, params.replace(time_limit_s=None, iteration_limit=5), **options)

    monkeypatch.setattr(engines, "solve", noted)
    invoke("route", file, "--time", "30")
    invoke("route", file, "--iterations", "7", "--threads", "2")
    assert 0 < given[0].time_limit_s < 30
    assert (given[1].time_limit_s, given[1].iteration_limit, given[1].threads) == (None, 7, 2)


def test_clients_that_no_vehicle_can_carry(file: Path, tmp_path: Path) -> None:
    """Exit code 3 with the reason; the best partial plan is given all the same."""
    file.write_text(VRP.replace("2 7\n", "2 21\n"), encoding="utf-8")
    result = invoke(*_route(file, "--out", tmp_path / "plan.sol"))
    assert result.exit_code == 3
    assert "infeasible" in result.stdout
    assert "1 unserved" in result.stdout
    assert "  unserved 1: client-capacity: " in result.stdout
    assert ". To fix: raise the load capacity" in result.stdout
    assert "Route #1: 2" in (tmp_path / "plan.sol").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "place"),
    [("NAME : x\nNONSENSE\n", "small.vrp"), ("", "small.vrp"), (None, "nowhere.vrp")],
)
def test_a_file_that_is_no_problem(file: Path, text: str | None, place: str) -> None:
    """The file is named."""
    if text is None:
        file = file.with_name("nowhere.vrp")
    else:
        file.write_text(text, encoding="utf-8")
    exit_code, findings = found_by(*_route(file))
    assert exit_code == 2
    assert all(place in found for _, found in findings)


def test_an_interrupt_gives_the_best_so_far(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit code 130, shown and written."""
    real = engines.solve

    def interrupted(problem: Any, params: Any, *, progress: Progress, **options: Any) -> Any:  # noqa: ANN401
        os.kill(os.getpid(), 2)
        assert progress.cancelled()
        return real(problem, params, **options)

    monkeypatch.setattr(engines, "solve", interrupted)
    result = invoke(*_route(file, "--out", file.with_suffix(".sol")))
    assert result.exit_code == 130
    assert "cost 11" in result.stdout
    assert file.with_suffix(".sol").exists()
