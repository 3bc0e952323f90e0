"""Routing files: what is read, and what is refused with its line."""

from pathlib import Path

import numpy as np
import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import RoutingFile, geometry, read, sol
from optimizer.routing.formats.routing_file import cost_text
from optimizer.routing.problem import UNLIMITED
from optimizer.routing.solution import Route, Solution, Visit

VRP = """NAME : small
COMMENT : "made up"
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 -1 1
DEMAND_SECTION
1 0
2 7
3 5
DEPOT_SECTION
1
-1
EOF
"""
SOLOMON = """S1

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0         0          0          0        100          0
    1      1         1         10         12         50          9
"""


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
    ("layout", "numbers"),
    [
        ("FULL_MATRIX", "0 1 2\n1 0 3\n2 3 0"),
        ("LOWER_ROW", "1\n2 3"),
        ("UPPER_ROW", "1 2\n3"),
        ("LOWER_DIAG_ROW", "0 1 0 2 3 0"),
        ("UPPER_DIAG_ROW", "0 1 2 0 3 0"),
    ],
)
def test_vrplib_explicit_matrices(tmp_path: Path, layout: str, numbers: str) -> None:
    """Every layout of the same matrix gives the same distances."""
    text = VRP.replace("EUC_2D", f"EXPLICIT\nEDGE_WEIGHT_FORMAT : {layout}").replace(
        "NODE_COORD_SECTION\n1 0 0\n2 3 4\n3 -1 1", f"EDGE_WEIGHT_SECTION\n{numbers}"
    )
    distance = read(_file(tmp_path, text)).matrices["default"].distance
    assert distance.tolist() == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]


def test_solomon_is_in_tenths(tmp_path: Path) -> None:
    """Distance sqrt(2) is truncated to 14 tenths; windows, service and shift are in tenths too."""
    problem = read(_file(tmp_path, SOLOMON))
    assert problem.matrices["default"].distance[0, 1] == 14
    assert problem.clients[0].windows == ((120, 500),)
    assert problem.clients[0].service_s == 90
    assert problem.vehicle_types[0].shift == (0, 1000)
    assert problem.vehicle_types[0].count == 2


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("CAPACITY : 10", "CAPACITY : ten", "route-file-number", 6),
        ("CAPACITY : 10", "CAPACITY", "route-file-format", 6),
        ("CAPACITY : 10", "", "route-file-contradiction", None),
        ("CAPACITY : 10", "CAPACITY : 1.5", "route-file-number", 6),
        ("CAPACITY : 10", "CAPACITY : 1e300", "route-file-number", 6),
        ("CAPACITY : 10", "CAPACTIY : 10", "route-file-unknown-field", 6),
        ("CAPACITY : 10", "NAME : again", "route-file-format", 6),
        ("CAPACITY : 10", "7 7 7", "route-file-format", 6),
        ("DIMENSION : 3", "", "route-file-format", None),
        ("DIMENSION : 3", "DIMENSION : 4", "route-file-contradiction", 10),
        ("EUC_2D", "GEO", "route-file-unknown-field", 5),
        ("EUC_2D", "EXPLICIT", "route-file-contradiction", None),
        ("EUC_2D", "EXPLICIT\nEDGE_WEIGHT_FORMAT : ODD", "route-file-unknown-field", 6),
        ("2 3 4", "2 3", "route-file-format", 9),
        ("2 3 4", "1 3 4", "route-file-contradiction", 9),
        ("2 3 4", "9 3 4", "route-file-contradiction", 9),
        ("2 3 4", "2 3 nan", "route-file-number", 9),
        ("2 7", "2 -7", "route-file-number", 13),
        ("2 7", "2 7.5", "route-file-number", 13),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n8", "route-file-contradiction", 16),
        ("DEPOT_SECTION", "DEMAND_SECTION", "route-file-format", 15),
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


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("  2         20", "  2", "route-file-format", 5),
        ("NUMBER     CAPACITY", "HOW MANY", "route-file-format", None),
        ("    1      1  ", "    2      1  ", "route-file-contradiction", 11),
        ("12         50", "60         50", "route-file-contradiction", 11),
        ("12         50          9", "12         50", "route-file-format", 11),
        (
            "    0      0         0          0          0        100          0\n",
            "",
            "route-file-contradiction",
            10,
        ),
    ],
)
def test_solomon_refuses_with_the_line(
    tmp_path: Path, old: str, new: str, code: str, row: int | None
) -> None:
    """A malformed Solomon file gives a code and the line."""
    with pytest.raises(InputError) as caught:
        read(_file(tmp_path, SOLOMON.replace(old, new, 1)))
    assert (caught.value.findings[0].code, caught.value.findings[0].place.row) == (code, row)


def test_solomon_without_rows_is_refused(tmp_path: Path) -> None:
    """A Solomon file that ends after its header names the missing depot."""
    with pytest.raises(InputError, match="depot"):
        read(_file(tmp_path, SOLOMON.split("SERVICE   TIME")[0] + "SERVICE   TIME\n"))


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    """An empty and a binary file each give route-file-unreadable."""
    binary = tmp_path / "binary.vrp"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (_file(tmp_path, "  \n"), binary):
        with pytest.raises(InputError) as caught:
            read(path)
        assert caught.value.findings[0].code == "route-file-unreadable"


def _refused(path: Path) -> tuple[str, str, str]:
    """Code, cause and action of the one finding."""
    with pytest.raises(InputError) as caught:
        read(path)
    (finding,) = caught.value.findings
    return finding.code, finding.cause, finding.action


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """One of a like name beside it is suggested."""
    _file(tmp_path, VRP)
    code, cause, action = _refused(tmp_path / "problm.vrp")
    assert (code, cause) == ("route-file-missing", "there is no such file")
    assert action == "Did you mean 'problem.vrp'?"
    assert _refused(tmp_path / "no" / "such.vrp")[2] == "Correct the path."


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A scenario's folder belongs to another command, which is named."""
    code, cause, action = _refused(tmp_path)
    assert (code, cause) == ("route-file-missing", "is a folder, not a file")
    assert "optimizer solve" not in action
    (tmp_path / "scenario.yaml").touch()
    assert "`optimizer solve`" in _refused(tmp_path)[2]


@pytest.mark.parametrize("name", ["orders.csv", "scenario.yaml", "notes.txt"])
def test_a_file_in_another_format(tmp_path: Path, name: str) -> None:
    """A table is not a VRPLIB file with a wrong field; a scenario's file leads to its command."""
    path = tmp_path / name
    path.write_text("id,customer_id\nO1,C1\n", encoding="utf-8")
    code, cause, action = _refused(path)
    assert (code, cause) == ("route-file-kind", "it is in none of the formats of routing files")
    assert ("`optimizer solve`" in action) == (name != "notes.txt")


def test_rounding_conventions() -> None:
    """1.2345 and 2.5 under each convention."""
    values = np.array([1.2345, 2.5])
    assert [geometry.convert(values, name).tolist() for name in ("round", "trunc", "dimacs", "exact")] == [
        [1, 3],
        [1, 2],
        [12, 25],
        [1235, 2500],
    ]
    with pytest.raises(ValueError, match="rounding"):
        geometry.convert(values, "up")


def test_sol_text_is_in_file_units(tmp_path: Path) -> None:
    """A Solomon cost of 28 tenths is written 2.8."""
    problem = read(_file(tmp_path, SOLOMON))
    route = Route("vehicle", "0", "0", (Visit("1", 0, 0, 0),), 0, UNLIMITED, 28, 28)
    assert sol.write(RoutingFile(problem), Solution((route,)), 28) == "Route #1: 1\nCost 2.8\n"
    assert cost_text(28, read(_file(tmp_path, VRP))) == "28"
