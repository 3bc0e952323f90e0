"""Problems find their entities by id, can be copied, and can do without some clients."""

import pickle
from dataclasses import replace

import pytest

from optimizer.routing.problem import (
    Backhauls,
    Client,
    Group,
    Matrix,
    Problem,
    Shipment,
    Traffic,
)
from tests.helpers.routing import line, problem_of, van

GOOD = problem_of(line(0, 10, 20), [Client("a", 1, delivery=(1,)), Client("b", 2)])


def test_matrix_is_shared_between_copies() -> None:
    """Replacing the clients of a problem does not copy its matrices."""
    assert GOOD.replace(clients=()).matrices["default"] is GOOD.matrices["default"]


def test_look_up_by_id() -> None:
    """Entities are found by the planner's ids; a vehicle ends where it starts unless told otherwise."""
    assert GOOD.client_by_id["b"].location == 2
    assert GOOD.depot_by_id["D"].location == 0
    assert GOOD.vehicle_type_by_id["van"].last_depot == "D"
    assert replace(van(), end_depot="E").last_depot == "E"


def test_problem_survives_pickling() -> None:
    """A problem can be sent to another process."""
    copy: Problem = pickle.loads(pickle.dumps(GOOD))
    assert copy.clients == GOOD.clients
    assert (copy.matrices["default"].distance == GOOD.matrices["default"].distance).all()


TIED = problem_of(
    line(0, 10),
    [Client(name, 1, required=False) for name in "abcdef"],
    [van(prefix=("e", "f")), van("other", prefix=("c",))],
    shipments=(Shipment("a", "b"),),
    groups=(Group("g", ("c", "d")),),
)


@pytest.mark.parametrize(
    ("off", "clients", "groups", "prefixes"),
    [
        ("", "abcdef", ["cd"], ["ef", "c"]),
        ("a", "cdef", ["cd"], ["ef", "c"]),
        ("b", "cdef", ["cd"], ["ef", "c"]),
        ("c", "abdef", ["d"], ["ef", ""]),
        ("cd", "abef", [], ["ef", ""]),
        ("f", "abcde", ["cd"], ["e", "c"]),
        ("e", "abcdf", ["cd"], ["f", "c"]),
    ],
)
def test_clients_leave_with_what_ties_others_to_them(
    off: str, clients: str, groups: list[str], prefixes: list[str]
) -> None:
    """A shipment goes with either end, a group with its last alternative; of a prefix the others stay."""
    left = TIED.without(set(off))
    assert "".join(client.id for client in left.clients) == clients
    assert ["".join(group.clients) for group in left.groups] == groups
    assert ["".join(kind.prefix) for kind in left.vehicle_types] == prefixes
    assert bool(left.shipments) is ("a" in clients)


def test_ties_are_found_by_client() -> None:
    """Groups and shipments are looked up by any of their clients."""
    assert TIED.group_of["d"].id == "g"
    assert TIED.shipment_of["b"] is TIED.shipment_of["a"] is TIED.shipments[0]
    assert "e" not in TIED.group_of
    assert not TIED.backhauls_ordered
    assert TIED.replace(backhauls=Backhauls.LAST).backhauls_ordered


def test_free_traffic() -> None:
    """In free traffic the same ways take what they take at the usual rate."""
    road = line(0, 10)
    jammed = GOOD.replace(
        clients=(), matrices={"default": Matrix(road.distance, road.duration, Traffic((0,), (500,)))}
    )
    assert jammed.matrices["default"].arrival(0, 10) == 20
    assert jammed.in_free_traffic.matrices["default"].arrival(0, 10) == 10
