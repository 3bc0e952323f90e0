"""Depots, clients, groups and shipments of VRPLIB files."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.problem import Depot, Group, Shipment
from tests.helpers.routing_files import PAIRS, RICH, VRP, parsed


def test_depots(tmp_path: Path) -> None:
    """Have windows, and the duration of their own row as that of loading."""
    rows = "".join(f"{node} {10 * node}\n" for node in range(1, 7))
    text = RICH.replace("SERVICE_TIME : 2\n", "").replace(
        "RELEASE", f"SERVICE_TIME_SECTION\n{rows}RELEASE", 1
    )
    assert parsed(tmp_path, text).problem.depots == (
        Depot("depot1", 0, (0, 500), 10),
        Depot("depot2", 1, (0, 400), 20),
    )


def test_service_of_all_is_not_that_of_depots(tmp_path: Path) -> None:
    """A single service time is that of clients."""
    problem = parsed(tmp_path, RICH).problem
    assert {depot.service_s for depot in problem.depots} == {0}
    assert {client.service_s for client in problem.clients} == {2}


def test_prizes_make_clients_optional(tmp_path: Path) -> None:
    """One of zero means that the client is required; those of a group are optional whatever their prize."""
    problem = parsed(tmp_path, RICH).problem
    assert [(client.id, client.required, client.prize) for client in problem.clients] == [
        ("2", True, 0),
        ("3", False, 30),
        ("4", False, 0),
        ("5", False, 11),
    ]


def test_groups(tmp_path: Path) -> None:
    """Exactly one of the clients is visited; a client alone in a group is in none."""
    assert parsed(tmp_path, RICH).problem.groups == (Group("group1", ("4", "5")),)


def test_shipments(tmp_path: Path) -> None:
    """The section pairs nodes by the file's numbers, and gives windows and service; an unpaired node is a client."""
    problem = parsed(tmp_path, PAIRS).problem
    assert problem.shipments == (Shipment("1", "2", (3,)), Shipment("3", "4", (4,)))
    assert [client.delivery for client in problem.clients] == [(0,), (0,), (0,), (0,), (2,)]
    assert problem.client_by_id["3"].windows == ((0, 100),)
    assert problem.client_by_id["2"].service_s == 2
    assert problem.depots[0].window == (0, 500)


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("2 3 0 100 2 0 3", "2 3 0 100 2 0 2", "paired with itself"),
        ("2 3 0 100 2 0 3", "2 3 0 100 2 3 3", "before itself"),
        ("2 3 0 100 2 0 3", "2 3 0 100 2 0 5", "in return"),
        ("2 3 0 100 2 0 3", "2 3 0 100 2 0 1", "no client"),
        ("2 3 0 100 2 0 3", "2 3 0 100 2 0 9", "no client"),
        ("2 3 0 100 2 0 3", "2 4 0 100 2 0 3", "picks up 4"),
        ("2 3 0 100 2 0 3", "2 3 100 0 2 0 3", "before it starts"),
        ("6 2 0 300 2 0 0", "6 -2 0 300 2 0 0", "no pickup"),
        ("1 0 0 500 0 0 0", "1 4 0 500 0 0 0", "is a depot and has a demand"),
        ("TYPE : PDPTW", "TYPE : VRPSPDTW", "holds amounts"),
    ],
)
def test_pairs_that_contradict_each_other(tmp_path: Path, old: str, new: str, cause: str) -> None:
    """A cycle of precedence, a sibling that is not there or not of this mind, goods that appear or vanish."""
    with pytest.raises(InputError, match=cause):
        parsed(tmp_path, PAIRS.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("1 5 6\n2 3\n", "1 5 6\n2 3 5\n", "in two groups"),
        ("1 5 6\n2 3\n", "1 5 6\n2 1\n", "is a depot"),
        ("1 0\n2 0\n3 0\n4 7", "1 3\n2 0\n3 0\n4 7", "release time"),
        ("6 3 2\n", "6 3 2\n7 1 1\n", "not in 1..6"),
        ("6 3 2\n", "6 -3 2\n", "negative"),
    ],
)
def test_nodes_that_contradict_the_rest(tmp_path: Path, old: str, new: str, cause: str) -> None:
    """Groups that overlap, depots that want something, nodes that are not there, less than nothing."""
    assert old in RICH
    with pytest.raises(InputError, match=cause):
        parsed(tmp_path, RICH.replace(old, new, 1))


@pytest.mark.parametrize("rows", ["-1", "", "1\n1", "1.5", "2 9", "1\n-1\n2", "1 -1 2", "1\n-1\n-1"])
def test_wrong_depots(tmp_path: Path, rows: str) -> None:
    """None, twice the same, half a node, one that is not there, or one behind the end."""
    with pytest.raises(InputError) as caught:
        parsed(tmp_path, VRP.replace("DEPOT_SECTION\n1\n-1", f"DEPOT_SECTION\n{rows}"))
    assert caught.value.findings[0].code == "route-file-contradiction"


#: Prizes of all nodes of :data:`PAIRS` but one, which is filled in, and the depot.
PRIZES = "PRIZE_SECTION\n1 0\n2 9\n3 {prize}\n4 0\n5 0\n6 0\nPICKUP_AND"
GROUPS = "MUTUALLY_EXCLUSIVE_GROUP_SECTION\n1 3 6\nPICKUP_AND"


@pytest.mark.parametrize(
    ("section", "cause"),
    [(PRIZES.format(prize=0), "both have a prize, or neither"), (GROUPS, "also in a group")],
)
def test_siblings_that_are_torn_apart(tmp_path: Path, section: str, cause: str) -> None:
    """By a prize or a group of one of them, are told with the line of their pickup."""
    text = PAIRS.replace("PICKUP_AND", section)
    with pytest.raises(InputError, match=cause) as caught:
        parsed(tmp_path, text)
    assert text.splitlines()[(caught.value.findings[0].place.row or 0) - 1] == "2 3 0 100 2 0 3"
    assert parsed(tmp_path, PAIRS.replace("PICKUP_AND", PRIZES.format(prize=4))).problem.shipments


def test_collections_apart_from_deliveries(tmp_path: Path) -> None:
    """A client of both in a file whose type parts them is told with its line."""
    text = VRP.replace("CVRP", "VRPB").replace("DEPOT_S", "BACKHAUL_SECTION\n1 0\n2 0\n3 8\nDEPOT_S")
    with pytest.raises(InputError, match="node 3 has a delivery and a collection") as caught:
        parsed(tmp_path, text)
    assert text.splitlines()[(caught.value.findings[0].place.row or 0) - 1] == "3 8"


def test_the_first_node_is_the_depot_where_none_is_named(tmp_path: Path) -> None:
    """As in the benchmark sets."""
    problem = parsed(tmp_path, VRP.replace("DEPOT_SECTION\n1\n-1\n", "")).problem
    assert [depot.id for depot in problem.depots] == ["depot1"]


def test_a_depot_alone(tmp_path: Path) -> None:
    """A file without clients is a problem with nothing to do."""
    text = VRP.replace("DIMENSION : 3", "DIMENSION : 1")
    for row in ("2 3 4\n", "3 -1 1\n", "2 7\n", "3 5\n"):
        text = text.replace(row, "")
    problem = parsed(tmp_path, text).problem
    assert problem.clients == ()
    assert problem.vehicle_types[0].count == 0
