"""A routing problem that contradicts itself is refused by name."""

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem
from tests.helpers.routing import line, problem_of, van

GOOD = problem_of(line(0, 10, 20), [Client("a", 1, delivery=(1,)), Client("b", 2)])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"depots": GOOD.depots * 2}, "depot 'D': id is used twice"),
        ({"depots": (Depot("D", 3),)}, "depot 'D': location must be between 0 and 2, got 3"),
        ({"depots": (Depot("D", 0, (5, 4)),)}, "depot 'D': window"),
        ({"clients": GOOD.clients[:1] * 2}, "client 'a': id is used twice"),
        ({"clients": (Client("a", -1),)}, "client 'a': location"),
        ({"clients": (Client("a", 1, delivery=(1, 2)),)}, "client 'a': delivery has 2 entries for the 1"),
        ({"clients": (Client("a", 1, pickup=(-1,)),)}, "client 'a': pickup of load"),
        ({"clients": (Client("a", 1, service_s=-1),)}, "client 'a': service_s"),
        ({"clients": (Client("a", 1, release_s=-1),)}, "client 'a': release_s"),
        ({"clients": (Client("a", 1, prize=-1),)}, "client 'a': prize"),
        ({"clients": (Client("a", 1, windows=((3, 2),)),)}, "client 'a': windows must satisfy"),
        ({"clients": (Client("a", 1, windows=((5, 9), (0, 4))),)}, "client 'a': windows must be sorted"),
        ({"clients": (Client("a", 1, windows=((0, 5), (5, 9))),)}, "client 'a': windows must be sorted"),
        ({"clients": (Client("a", 1, vehicle_types=frozenset({"x"})),)}, r"client 'a': .*unknown.*\['x'\]"),
        ({"vehicle_types": (van(), van())}, "vehicle type 'van': id is used twice"),
        ({"vehicle_types": (van(count=-1),)}, "vehicle type 'van': count"),
        ({"vehicle_types": (van(capacity=(1, 2)),)}, "vehicle type 'van': capacity has 2 entries"),
        ({"vehicle_types": (van(capacity=(-1,)),)}, "vehicle type 'van': capacity of load"),
        ({"vehicle_types": (van(fixed_cost=-1),)}, "vehicle type 'van': fixed_cost"),
        ({"vehicle_types": (van(cost_per_distance=-1),)}, "vehicle type 'van': cost_per_distance"),
        ({"vehicle_types": (van(cost_per_duration=-1),)}, "vehicle type 'van': cost_per_duration"),
        ({"vehicle_types": (van(max_distance=-1),)}, "vehicle type 'van': max_distance"),
        ({"vehicle_types": (van(max_duration=UNLIMITED + 1),)}, "vehicle type 'van': max_duration"),
        ({"vehicle_types": (van(shift=(9, 8)),)}, "vehicle type 'van': shift"),
        ({"vehicle_types": (van(start_depot="X"),)}, "vehicle type 'van': start_depot 'X' is not a depot"),
        ({"vehicle_types": (van(end_depot="X"),)}, "vehicle type 'van': end_depot 'X' is not a depot"),
        ({"vehicle_types": (van(profile="x"),)}, "vehicle type 'van': profile 'x' has no matrix"),
        ({"matrices": {}}, "at least one profile"),
        ({"matrices": {"default": line(0, 1, 2), "x": line(0, 1)}}, "differ in size"),
    ],
)
def test_contradiction_is_refused_by_name(changes: dict[str, Any], message: str) -> None:
    """Whatever contradicts itself raises a ValueError naming the entity and field."""
    with pytest.raises(ValueError, match=message):
        GOOD.replace(**changes)


@pytest.mark.parametrize(
    ("distance", "duration", "message"),
    [
        ([[0, 1]], [[0, 1]], "distance: must be square"),
        ([[0]], [[0, 1], [1, 0]], "duration: shape"),
        ([[0, 0.5], [1, 0]], [[0, 1], [1, 0]], "distance: must hold integers"),
        ([[0, 1], [1, 0]], [[0, -1], [1, 0]], "duration: values must be between"),
        ([[0, 1], [1, 0]], [[0, UNLIMITED + 1], [1, 0]], "duration: values must be between"),
        ([[0, 1], [1, 7]], [[0, 1], [1, 0]], "distance: diagonal must be zero, location 1"),
        ([[0, UNLIMITED], [1, 0]], [[0, 1], [1, 0]], r"pair \(0, 1\) is blocked in one"),
    ],
)
def test_bad_matrix_is_refused(distance: list[Any], duration: list[Any], message: str) -> None:
    """A matrix that is not square, integer, non-negative, zero on its diagonal and consistent is refused."""
    with pytest.raises(ValueError, match=message):
        Matrix(np.array(distance), np.array(duration))


def test_matrix_cannot_be_changed_from_outside() -> None:
    """Changing the array a matrix was made of does not change the matrix, and its own is read-only."""
    array = np.array([[0, 1], [1, 0]])
    matrix = Matrix(array, array)
    array[0, 1] = 5
    assert matrix.distance[0, 1] == 1
    with pytest.raises(ValueError, match="read-only"):
        matrix.duration[0, 1] = 5


def test_matrix_is_shared_between_copies() -> None:
    """Replacing the clients of a problem does not copy its matrices."""
    assert GOOD.replace(clients=()).matrices["default"] is GOOD.matrices["default"]


def test_blocked_pairs_are_those_without_a_way() -> None:
    """A pair that holds UNLIMITED in both arrays is blocked, no other."""
    ways = np.array([[0, UNLIMITED], [1, 0]])
    assert Matrix(ways, ways).blocked.tolist() == [[False, True], [False, False]]


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
