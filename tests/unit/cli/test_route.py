"""``optimizer route``."""

import json
import os
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from optimizer.cli import route
from optimizer.core.progress import Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing import engines
from tests.helpers.cli import VRP, found_by, invoke, invoke_json
from tests.helpers.routing_files import LILIM, VROOM


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
    (route,) = document["routes"]
    assert (route["vehicle"], route["vehicle_type"]) == ("1", "vehicle1")
    assert sorted(stop["client"] for stop in route["stops"]) == ["1", "2"]
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
    monkeypatch.setattr(route, "usable_cores", lambda: 3)
    invoke("route", file, "--time", "30")
    invoke("route", file, "--iterations", "7", "--threads", "2")
    assert 0 < given[0].time_limit_s < 30
    assert (given[0].seed, given[0].threads) == (1, 3)
    assert (given[1].time_limit_s, given[1].iteration_limit, given[1].threads) == (None, 7, 2)


def test_importing_the_search_is_within_the_limit(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that takes five of thirty seconds, twenty-five are left for the search."""
    clock, given = [100.0], []

    class Slow(ModuleType):
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (of any kind)
            clock[0] += 5.0 * (name == "solve")
            setattr(self, name, found := getattr(engines, name))
            return found

    def noted(problem: Any, params: Any, **options: Any) -> Any:  # noqa: ANN401 (stands in)
        given.append(params.time_limit_s)
        return real(problem, params.replace(time_limit_s=None, iteration_limit=5), **options)

    real = engines.solve
    monkeypatch.setattr(engines, "solve", noted)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setitem(sys.modules, "optimizer.routing.engines", Slow("optimizer.routing.engines"))
    invoke("route", file, "--time", "30", "--quiet")
    assert given == [25.0]


def test_an_engine_that_fails_is_no_infeasible_problem(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is that of an internal error, and it is said that there is no plan."""
    failed = Result[Any]("routing", Status.ERROR, "broken", "1")
    monkeypatch.setattr(engines, "solve", lambda *_, **__: failed)
    result = invoke(*_route(file))
    assert result.exit_code == 1
    assert "error, cost none, 0 routes, 0 unserved, no plan" in result.stdout


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


@pytest.mark.parametrize("suffix", [".sol", ".json", ".geojson", ".csv"])
def test_the_suffix_says_how_the_plan_is_written(file: Path, tmp_path: Path, suffix: str) -> None:
    """And one that says nothing is refused before anything is solved."""
    out = tmp_path / f"plan{suffix}"
    assert invoke(*_route(file, "--out", out)).exit_code == 0
    assert out.stat().st_size
    assert found_by(*_route(file, "--out", tmp_path / "plan.txt"))[1] == [
        ("route-out-format", str(tmp_path / "plan.txt"))
    ]


def test_a_plan_is_printed(file: Path, tmp_path: Path) -> None:
    """Alone on standard output, in the form of the problem; all else goes to standard error, and no file is made."""
    result = invoke(*_route(file, "--out", "-"))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Cost 11"
    assert result.stdout.startswith("Route #1: ")
    assert "cost 11, 1 route, 0 unserved, checked" in result.stderr
    vroom = tmp_path / "problem.json"
    vroom.write_text(json.dumps(VROOM), encoding="utf-8")
    result = invoke(*_route(vroom, "--out", "-", "--quiet"))
    assert json.loads(result.stdout)["summary"]["unassigned"] == 0
    file.write_text(VRP.replace("2 7\n", "2 21\n"), encoding="utf-8")
    result = invoke(*_route(file, "--out", "-"))
    assert (result.exit_code, result.stdout.splitlines()) == (3, ["Route #1: 2", "Cost 2"])
    assert "unserved 1: client-capacity" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["problem.json", "small.vrp"]
    assert found_by(*_route(file, "--out", "-")) == (2, [("route-out-format", "-")])
    assert found_by(*_route(file, "--plot", "-")) == (2, [("route-out-format", "-")])


def test_a_plot(file: Path, tmp_path: Path) -> None:
    """One page that opens offline; an existing one stays unless force is given."""
    plot = tmp_path / "plan.html"
    assert invoke(*_route(file, "--plot", plot)).exit_code == 0
    assert "<svg " in plot.read_text(encoding="utf-8")
    assert found_by(*_route(file, "--plot", plot)) == (2, [("file-exists", str(plot))])


@pytest.mark.parametrize("plot", ["same.sol", "plan.svg", "plan"])
def test_a_plot_that_is_no_page(
    file: Path, tmp_path: Path, plot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file of the plan itself, for one, is refused before anything is solved."""
    monkeypatch.setattr(engines, "solve", None)
    target = tmp_path / plot
    asked = ("--out", tmp_path / "same.sol", "--plot", target, "--force")
    assert found_by(*_route(file, *asked)) == (2, [("route-out-format", str(target))])


def test_what_is_used_of_a_start(file: Path, tmp_path: Path) -> None:
    """Clients that the problem does not have are counted, in words and in the document."""
    old = tmp_path / "old.sol"
    old.write_text("Route #1: 2 7\nRoute #2: 8\n", encoding="utf-8")
    assert "1 of 3 visits of the start plan were used\n" in invoke(*_route(file, "--start", old)).stderr
    assert invoke_json(*_route(file, "--start", old))[1]["start"] == {"used": 1, "visits": 3}
    assert invoke_json(*_route(file))[1]["start"] is None


def test_what_does_not_hold_of_a_start_is_not_used(file: Path, tmp_path: Path) -> None:
    """Of a route that has become too heavy, one visit is."""
    old = tmp_path / "old.sol"
    old.write_text("Route #1: 1 2\n", encoding="utf-8")
    file.write_text(VRP.replace("CAPACITY : 20", "CAPACITY : 10"), encoding="utf-8")
    assert "1 of 2 visits of the start plan were used\n" in invoke(*_route(file, "--start", old)).stderr


@pytest.mark.parametrize("suffix", [".sol", ".json"])
def test_an_earlier_plan_is_started_from(
    file: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As written by the command itself; the search is handed its routes."""
    old = tmp_path / f"old{suffix}"
    invoke(*_route(file, "--out", old))
    given: list[Any] = []
    real = engines.solve

    def noted(problem: Any, params: Any, **options: Any) -> Any:  # noqa: ANN401 (stands in)
        given.append(options["start"])
        return real(problem, params, **options)

    monkeypatch.setattr(engines, "solve", noted)
    assert invoke(*_route(file, "--start", old)).exit_code == 0
    assert invoke(*_route(file)).exit_code == 0
    assert sorted(visit.client for visit in given[0].routes[0].visits) == ["1", "2"]
    assert given[1] is None


def test_a_start_that_is_no_plan(file: Path, tmp_path: Path) -> None:
    """Is told by its name."""
    (tmp_path / "old.sol").write_text("nothing", encoding="utf-8")
    exit_code, findings = found_by(*_route(file, "--start", tmp_path / "old.sol"))
    assert (exit_code, findings) == (2, [("route-file-format", "old.sol")])


def test_a_problem_in_vrooms_format(tmp_path: Path) -> None:
    """Is solved by the same command, starting from the steps it gives; tasks are optional, so the code is 0."""
    document = {**VROOM, "vehicles": VROOM["vehicles"][1:], "jobs": VROOM["jobs"][:2]}
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    out = tmp_path / "plan.json"
    exit_code, told = invoke_json(*_route(path, "--out", out))
    assert exit_code == 0
    assert [one["client"] for one in told["unserved"]] == ["2"]
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert plan["routes"][0]["vehicle"] == 8
    assert plan["summary"]["cost"] == told["cost"]
    assert plan["unassigned"][0]["reason"] == "client-skill"


def test_vehicles_come_first_where_the_format_says_so(tmp_path: Path) -> None:
    """They and the distance are told apart."""
    path = tmp_path / "small.txt"
    path.write_text(LILIM, encoding="utf-8")
    assert "1 vehicle, distance 21.708" in invoke(*_route(path)).stdout
    told = invoke_json(*_route(path))[1]
    assert (told["vehicles"], told["cost"], told["objective"]) == (1, 21.708, "vehicles, then distance")


@pytest.mark.parametrize(
    ("old", "new", "exit_code", "unserved"),
    [
        ("CAPACITY", "VEHICLES : 0\nCAPACITY", 3, 2),
        ("2 3 4", "2 0 0", 0, 0),
        ("DIMENSION : 3", "DIMENSION : 3\nDISTANCE : 9", 3, 1),
    ],
)
def test_borders(file: Path, old: str, new: str, exit_code: int, unserved: int) -> None:
    """No vehicles, clients at the depot, and one that is too far: each has a plan, and reasons for the rest."""
    file.write_text(VRP.replace(old, new, 1), encoding="utf-8")
    found, told = invoke_json(*_route(file))
    assert (found, len(told["unserved"])) == (exit_code, unserved)
    assert all(one["reason"] and one["fix"] for one in told["unserved"])


def test_a_thousand_clients_at_one_place(tmp_path: Path) -> None:
    """Cost nothing to reach, and are all served."""
    rows = range(1, 1002)
    path = tmp_path / "same.vrp"
    path.write_text(
        f"DIMENSION : {len(rows)}\nCAPACITY : 100\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n"
        + "".join(f"{row} 7 7\n" for row in rows)
        + "DEMAND_SECTION\n"
        + "".join(f"{row} {int(row > 1)}\n" for row in rows),
        encoding="utf-8",
    )
    exit_code, told = invoke_json("route", path, "--iterations", "2")
    assert (exit_code, told["cost"], told["unserved"]) == (0, 0.0, [])


def test_fine_priorities_and_dear_ways(tmp_path: Path) -> None:
    """Prizes of many jobs that no sum over all of them times their number could hold are no obstacle."""
    problem = {
        "matrix": [[0, 400], [400, 0]],
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, "costs": {"per_hour": 3_600_000}}],
        "jobs": [{"id": number, "location_index": 1, "priority": 50 + number % 50} for number in range(520)],
    }
    path = tmp_path / "fine.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    exit_code, told = invoke_json("route", path, "--iterations", "20", "--engine", "pyvrp")
    assert (exit_code, told["unserved"]) == (0, [])


def test_costs_beyond_exact_sums(tmp_path: Path) -> None:
    """Are an error of the input, which says what to change."""
    numbers = range(1, 1001)
    header = VRP.replace("DIMENSION : 3", "DIMENSION : 1000").split("1 0 0")[0]
    nodes = "\n".join(f"{number} {250_000_000 * (number % 9)} 0" for number in numbers)
    demands = "\n".join(f"{number} 0" for number in numbers)
    path = tmp_path / "wide.vrp"
    path.write_text(
        f"{header}{nodes}\nDEMAND_SECTION\n{demands}\nDEPOT_SECTION\n1\n-1\nEOF\n", encoding="utf-8"
    )
    found = found_by("route", path, "--rounding", "exact", "--iterations", "1", "--engine", "pyvrp")
    assert found == (2, [("routing-costs-too-large", "small")])
