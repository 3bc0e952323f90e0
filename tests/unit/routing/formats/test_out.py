"""Which format a plan is written or read in."""

import json
from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.engines import solve
from optimizer.routing.formats.out import planned, read_start, refuse_suffix, writer
from optimizer.routing.formats.routing_file import EarlierRoute
from optimizer.routing.schedule import stops_of
from optimizer.routing.solution import LoadAt, Solution
from tests.helpers.routing_files import EXPLICIT, RICH, VROOM, VRP, parsed, parsed_json


@pytest.mark.parametrize(
    ("name", "first"),
    [("a.sol", "Route #1"), ("a.JSON", "{"), ("a.geojson", '{"type"'), ("a.csv", "\ufeffroute,")],
)
def test_the_suffix_says(tmp_path: Path, name: str, first: str) -> None:
    """In small or capital letters."""
    file = parsed(tmp_path, VRP)
    result = solve(file.problem, Params(iteration_limit=20, seed=1))
    assert writer(Path(name), file)(file, result).startswith(first)


def test_what_is_printed_is_in_the_form_of_the_problem(tmp_path: Path) -> None:
    """VROOM's for its own, VRPLIB's for all others."""
    for file, form in ((parsed(tmp_path, VRP), ".sol"), (parsed_json(tmp_path, VROOM), ".json")):
        assert writer(Path("-"), file) is writer(Path(f"plan{form}"), file)


def test_suffixes_that_name_nothing(tmp_path: Path) -> None:
    """Are refused with those that do; GeoJSON needs coordinates."""
    for name in ("plan.xlsx", "plan"):
        with pytest.raises(InputError, match=r"\.sol, \.json, \.geojson, \.csv") as caught:
            refuse_suffix(Path(name))
        assert caught.value.findings[0].code == "route-out-format"
    with pytest.raises(InputError, match=r"End the file's name in \.html\."):
        refuse_suffix(Path("plot.svg"), (".html",))
    with pytest.raises(InputError, match="no coordinates"):
        writer(Path("plan.geojson"), parsed(tmp_path, EXPLICIT))


@pytest.mark.parametrize("suffix", [".sol", ".json"])
def test_a_plan_comes_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    """The same routes at the same times, of either format that holds them all."""
    file = parsed(tmp_path, RICH)
    result = solve(file.problem, Params(iteration_limit=50, seed=1))
    assert result.solution is not None
    path = tmp_path / f"old{suffix}"
    path.write_text(writer(path, file)(file, result), encoding="utf-8")
    earlier = read_start(path, file)
    assert earlier.solution == result.solution
    assert earlier.used == earlier.visits == 3


def test_route_of_a_vehicle_that_is_gone_is_used(tmp_path: Path) -> None:
    """Another vehicle takes it over."""
    path = tmp_path / "old.json"
    path.write_text('{"routes": [{"vehicle": 55, "steps": [{"type": "job", "id": 1}]}]}', encoding="utf-8")
    earlier = read_start(path, parsed_json(tmp_path, VROOM))
    assert [stops_of(route) for route in earlier.solution.routes] == [("1",)]
    assert (earlier.used, earlier.visits) == (1, 1)


@pytest.mark.parametrize("name", ["old.sol", "old.json"])
def test_a_day_on_which_nobody_was_served_is_a_start(tmp_path: Path, name: str) -> None:
    """As written, though it has no routes: what was lacking is there today, and all are served."""
    poor = parsed(tmp_path, VRP.replace("CAPACITY : 10", "CAPACITY : 1"))
    path, params = tmp_path / name, Params(iteration_limit=20, seed=1)
    path.write_text(writer(path, poor)(poor, solve(poor.problem, params)), encoding="utf-8")
    today = parsed(tmp_path, VRP)
    earlier = read_start(path, today)
    assert (earlier.solution, earlier.used, earlier.visits) == (Solution((), ("1", "2")), 0, 0)
    result = solve(today.problem, params, start=earlier.solution)
    assert result.solution is not None
    assert result.solution.unserved == ()


def test_what_no_longer_fits_is_kept_as_an_order(tmp_path: Path) -> None:
    """A route that is too late for its last client is not lost; new clients are unserved."""
    file = parsed(tmp_path, RICH.replace("3 0 90\n", "3 0 1\n"))
    found = planned(file, (EarlierRoute("vehicle1", ("3", "2")),))
    assert [visit.client for visit in found.routes[0].visits] == ["3", "2"]
    assert found.routes[0].end == 0
    assert found.unserved == ("4", "5")


#: Three clients of one vehicle that each fill it; the last one's window is filled in.
TRIPS = """DIMENSION : 4
VEHICLES : 1
CAPACITY : 7
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 0 5
4 6 8
DEMAND_SECTION
1 0
2 7
3 7
4 7
TIME_WINDOW_SECTION
1 0 500
2 0 500
3 0 500
4 0 {until}
VEHICLES_RELOAD_DEPOT_SECTION
1 1
DEPOT_SECTION
1
-1
"""


@pytest.mark.parametrize(("until", "kept"), [(500, ("1", "2", "3")), (3, ("1", "2"))])
def test_trips_outlive_a_client_that_is_too_late(tmp_path: Path, until: int, kept: tuple[str, ...]) -> None:
    """Its own is given up, the others stay trips; only what holds is counted as used."""
    file = parsed(tmp_path, TRIPS.format(until=until))
    path = tmp_path / "old.sol"
    path.write_text("Route #1: 1 0 2 0 3\n", encoding="utf-8")
    earlier = read_start(path, file)
    (route,) = earlier.solution.routes
    loads = LoadAt("depot1")
    assert stops_of(route) == tuple(stop for client in kept for stop in (loads, client))[1:]
    assert (earlier.used, earlier.visits) == (len(kept), 3)


def test_an_order_that_cannot_be_timed_has_its_reloads(tmp_path: Path) -> None:
    """Where they were between its clients."""
    stops = ("1", LoadAt("depot1"), "2", LoadAt("depot1"), "3")
    found = planned(parsed(tmp_path, TRIPS.format(until=3)), (EarlierRoute("vehicle1", stops),))
    assert stops_of(found.routes[0]) == stops
    assert found.routes[0].end == 0


@pytest.mark.parametrize("suffix", [".json", ".geojson", ".csv"])
def test_alternatives_of_who_is_visited_are_not_unserved(tmp_path: Path, suffix: str) -> None:
    """Of two places for one client, one is enough."""
    file = parsed(tmp_path, RICH)
    result = solve(file.problem, Params(iteration_limit=50, seed=1))
    assert result.solution is not None
    assert len(result.solution.unserved) == 1
    text = writer(Path(f"plan{suffix}"), file)(file, result)
    assert "unserved" not in text
    if suffix == ".json":
        document = json.loads(text)
        assert (document["unassigned"], document["summary"]["unassigned"]) == ([], 0)


def test_a_search_from_a_plan_is_no_worse(tmp_path: Path) -> None:
    """Even without any search to speak of."""
    file = parsed(tmp_path, VRP)
    start = planned(file, (EarlierRoute("vehicle1", ("1",)), EarlierRoute("vehicle1", ("2",))))
    result = solve(file.problem, Params(iteration_limit=1, seed=1), start=start)
    assert (result.objective or 0) <= 12


def test_a_start_that_is_not_there(tmp_path: Path) -> None:
    """Is named."""
    with pytest.raises(InputError) as caught:
        read_start(tmp_path / "old.sol", parsed(tmp_path, VRP))
    assert caught.value.findings[0].code == "route-file-missing"


def test_nothing_is_written_of_no_plan(tmp_path: Path) -> None:
    """An empty plan has no routes."""
    file = parsed(tmp_path, VRP)
    empty: Result[Solution] = Result("routing", Status.OPTIMAL, "x", "1", 0.0, solution=Solution(()))
    assert writer(Path("a.sol"), file)(file, empty) == "Cost 0\n"
