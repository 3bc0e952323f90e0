"""VRPLIB files: what is read, and what is refused with its line."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.core.params import Params
from optimizer.routing.engines import solve
from optimizer.routing.formats import read
from optimizer.routing.problem import Backhauls, Scale
from tests.helpers.routing_files import PAIRS, RICH, VRP, parsed


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return path


def test_vrplib_reads_nodes_demands_and_rounded_distances(tmp_path: Path) -> None:
    """Distance (0,0)-(3,4) is 5; (0,0)-(-1,1) is 1.414, rounded 1; demand and capacity are kept."""
    problem = read(_file(tmp_path, VRP))
    assert problem.matrices["default"].distance[0].tolist() == [0, 5, 1]
    assert [(client.id, client.delivery) for client in problem.clients] == [("1", (7,)), ("2", (5,))]
    assert problem.vehicle_types[0].capacity == (10,)
    assert problem.vehicle_types[0].count == 2
    assert problem.clients[0].windows == ()


def test_vrplib_optional_fields(tmp_path: Path) -> None:
    """Windows, service, vehicles and the distance limit of a file reach the problem."""
    extra = (
        "VEHICLES : 4\nDISTANCE : 99\nSERVICE_TIME : 6\n"
        "TIME_WINDOW_SECTION\n1 0 90\n2 10 20\n3 0 30\nNODE_COORD_SECTION"
    )
    problem = read(_file(tmp_path, VRP.replace("NODE_COORD_SECTION", extra, 1)))
    vehicle = problem.vehicle_types[0]
    assert (vehicle.count, vehicle.max_distance) == (4, 99)
    assert problem.clients[0].windows == ((10, 20),)
    assert problem.clients[0].service_s == 6
    assert problem.depots[0].window == (0, 90)


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("CAPACITY : 10", "CAPACITY : ten", "route-file-number", 6),
        ("CAPACITY : 10", "CAPACITY", "route-file-format", 6),
        ("CAPACITY : 10", "", "route-file-contradiction", 12),
        ("CAPACITY : 10", "CAPACITY : 1.5", "route-file-number", 6),
        ("CAPACITY : 10", "CAPACITY : 1e300", "route-file-number", 6),
        ("CAPACITY : 10", "CAPACTIY : 10", "route-file-unknown-field", 6),
        ("CAPACITY : 10", "NAME : again", "route-file-format", 6),
        ("CAPACITY : 10", "7 7 7", "route-file-format", 6),
        ("DIMENSION : 3", "", "route-file-format", 18),
        ("DIMENSION : 3", "DIMENSION : 4", "route-file-contradiction", 10),
        ("EUC_2D", "GEO", "route-file-unknown-field", 5),
        ("EUC_2D", "EXPLICIT", "route-file-contradiction", 5),
        ("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : ODD", "route-file-unknown-field", 6),
        ("2 3 4", "2 3", "route-file-format", 9),
        ("2 3 4", "1 3 4", "route-file-contradiction", 9),
        ("2 3 4", "9 3 4", "route-file-contradiction", 9),
        ("2 3 4", "2 3 nan", "route-file-number", 9),
        ("2 7", "2 -7", "route-file-number", 13),
        ("2 7", "2 7.5", "route-file-number", 13),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n8", "route-file-contradiction", 16),
        ("DEPOT_SECTION", "DEMAND_SECTION", "route-file-format", 15),
        ("DEMAND_SECTION\n1 0\n2 7\n3 5\n", "", "route-file-contradiction", 6),
        ("1 0\n2 7", "1 4\n2 7", "route-file-contradiction", 12),
        ("NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 -1 1\n", "", "route-file-contradiction", 5),
        (
            "DEPOT_SECTION",
            "TIME_WINDOW_SECTION\n1 0 9\n2 9 1\n3 0 9\nDEPOT_SECTION",
            "route-file-contradiction",
            17,
        ),
    ],
)
def test_vrplib_refuses_with_the_line(tmp_path: Path, old: str, new: str, code: str, row: int | None) -> None:
    """A malformed or contradictory VRPLIB file gives a code and the line."""
    with pytest.raises(InputError) as caught:
        read(_file(tmp_path, VRP.replace(old, new, 1)))
    finding = caught.value.findings[0]
    assert (finding.code, finding.place.row) == (code, row)
    assert finding.cause
    assert finding.action


def test_a_rich_file(tmp_path: Path) -> None:
    """Every field of the dialect reaches the problem; ids of clients are the file's numbers less one."""
    found = parsed(tmp_path, RICH)
    problem = found.problem
    assert [depot.id for depot in problem.depots] == ["depot1", "depot2"]
    assert [client.id for client in problem.clients] == ["2", "3", "4", "5"]
    assert problem.measures == ("load1", "load2")
    assert problem.scale == Scale("units", "units", 1, 1)
    assert problem.backhauls is Backhauls.MIXED
    assert found.fleet == (("1", "vehicle1"), ("2", "vehicle1"), ("3", "vehicle3"))
    assert found.depot_words == {"depot1": "0", "depot2": "1"}
    assert found.coordinates is not None
    assert found.coordinates[3].tolist() == [6.0, 8.0]


def test_backhauls_come_last_in_vrpb(tmp_path: Path) -> None:
    """And no trip has collections only; of another type they are mixed, unless it may mean the same."""
    text = VRP.replace("2 7\n", "2 0\n").replace(
        "DEPOT_SECTION", "BACKHAUL_SECTION\n1 0\n2 7\n3 0\nDEPOT_SECTION"
    )
    assert parsed(tmp_path, text).problem.backhauls is Backhauls.MIXED
    problem = parsed(tmp_path, text.replace("CVRP", "VRPB")).problem
    assert problem.backhauls is Backhauls.LAST_AFTER_DELIVERY
    assert problem.clients[0].pickup == (7,)
    for kind in ("VRPBTW", "ovrpb"):
        with pytest.raises(InputError, match="collections come after deliveries") as caught:
            parsed(tmp_path, text.replace("CVRP", kind))
        (finding,) = caught.value.findings
        assert (finding.code, finding.place.row) == ("route-file-unknown-field", 3)
        assert parsed(tmp_path, VRP.replace("CVRP", kind)).problem.backhauls is Backhauls.MIXED


def test_routes_are_open_in_ovrp(tmp_path: Path) -> None:
    """They end with their last client."""
    assert not parsed(tmp_path, VRP).problem.vehicle_types[0].open_end
    assert parsed(tmp_path, VRP.replace("CVRP", "OVRP")).problem.vehicle_types[0].open_end


def test_scaled_numbers(tmp_path: Path) -> None:
    """Times, prizes, limits and fixed costs take the scale of distances; goods, counts and unit costs do not."""
    problem = parsed(tmp_path, RICH, "exact").problem
    kind = problem.vehicle_types[1]
    assert (kind.fixed_cost, kind.max_distance, kind.max_duration) == (4000, 70_000, 900_000)
    assert (kind.cost_per_distance, kind.max_reloads, kind.capacity) == (2, 0, (5, 2))
    late = problem.client_by_id["3"]
    assert (late.windows, late.release_s, late.prize) == (((5000, 95_000),), 7000, 30_000)
    assert (late.service_s, late.delivery) == (2000, (5, 0))


@pytest.mark.parametrize("text", [RICH, PAIRS])
def test_what_is_read_is_solved(tmp_path: Path, text: str) -> None:
    """With every required client served, and the plan checked."""
    problem = parsed(tmp_path, text).problem
    result = solve(problem, Params(iteration_limit=50, seed=1))
    assert result.solution is not None
    assert not any(problem.client_by_id[client].required for client in result.solution.unserved)
