"""Clients beyond any route are told from those that are only beyond a route of their own."""

from typing import Any

import numpy as np
import pytest

from optimizer.routing.matrix import PlanarMatrix
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Shipment, Traffic
from optimizer.routing.reach import Reach, shortest_ways
from optimizer.routing.reasons import servable
from tests.helpers.routing import line, problem_of, van


def test_shortest_ways_go_over_other_places() -> None:
    """The shortest way may be longer in legs, follows directions, and is UNLIMITED where there is none."""
    legs = np.array([[0, 10, 3, UNLIMITED], [1, 0, 1, UNLIMITED], [9, 4, 0, UNLIMITED], [1, 1, 1, 0]])
    assert shortest_ways(legs, 0).tolist() == [0, 7, 3, UNLIMITED]
    assert shortest_ways(legs.T, 0).tolist() == [0, 1, 5, 1]


def test_client_behind_a_one_way_street_is_served_over_another() -> None:
    """A client without a direct way from the depot is kept if there is a way over others."""
    ways = np.array([[0, 5, UNLIMITED], [5, 0, 5], [5, 5, 0]])
    clients = [Client("a", 1), Client("b", 2)]
    problem = problem_of(Matrix(ways, ways), clients)
    assert servable(problem) == problem.clients
    assert servable(problem.replace(clients=problem.clients[1:])) == ()


#: From the depot D to a and back; b is cut off. All ways from and to E are free, as of a start anywhere.
CUT_OFF = np.array([[0, 5, UNLIMITED, 0], [5, 0, UNLIMITED, 0], [UNLIMITED] * 2 + [0] * 2, [0] * 4])


@pytest.mark.parametrize(
    ("depots", "client", "excluded"),
    [
        ({}, "b", True),
        ({}, "a", False),
        ({"start_depot": "E", "end_depot": "D"}, "b", True),
        ({"start_depot": "D", "end_depot": "E"}, "b", True),
        ({"start_depot": "E", "open_end": True}, "b", False),
        ({"reload_depots": ("E",)}, "b", False),
    ],
)
def test_depots_of_other_vehicles_are_no_way(depots: dict[str, Any], client: str, excluded: bool) -> None:
    """Only a depot where the vehicle starts, ends or loads again brings it nearer, and the ends only at the ends."""
    problem = problem_of(
        Matrix(CUT_OFF, CUT_OFF),
        [Client("a", 1), Client("b", 2)],
        [van(**depots), van("other", start_depot="E")],
        [Depot("D", 0), Depot("E", 3)],
    )
    assert Reach(problem).excludes(problem.vehicle_types[0], problem.client_by_id[client]) is excluded


@pytest.mark.parametrize(
    ("kind", "client", "excluded"),
    [
        ({}, {}, False),
        ({"max_distance": 40, "max_duration": 83, "shift": (10, 93)}, {}, False),
        ({"max_distance": 39}, {}, True),
        ({"max_duration": 82}, {}, True),
        ({"shift": (10, 92)}, {}, True),
        ({"shift": (501, 900)}, {}, True),
        ({"capacity": (4,)}, {}, True),
        ({"capacity": (6,)}, {"pickup": (7,)}, True),
        ({"capacity": (6,)}, {"pickup": (6,)}, False),
        ({"capacity": (6,)}, {"delivery": (), "pickup": (7,)}, True),
        ({}, {"windows": ((0, 10), (20, 39))}, True),
        ({}, {"windows": ((0, 10), (20, 40))}, False),
        ({}, {"windows": ((500, 600),)}, True),
        ({}, {"windows": ((0, 40), (490, 495))}, False),
        ({}, {"release_s": 501}, True),
    ],
)
def test_limits_that_no_route_can_hold(kind: dict[str, Any], client: dict[str, Any], excluded: bool) -> None:
    """Each limit excludes the client just when the shortest way there and back breaks it."""
    one = Client("a", 1, **{"delivery": (5,), "service_s": 3, **client})
    problem = problem_of(line(0, 20, pace=2), [one], [van(**kind)], [Depot("D", 0, (0, 500))])
    assert Reach(problem).excludes(problem.vehicle_types[0], one) is excluded
    assert (servable(problem) == ()) is excluded


@pytest.mark.parametrize(("release", "excluded"), [(30, False), (31, True)])
def test_depot_that_closes_before_the_goods_are_ready(release: int, excluded: bool) -> None:
    """A vehicle may still leave at the instant its depot closes."""
    depots = [Depot("D", 0, (0, 30)), Depot("E", 0)]
    problem = problem_of(line(0, 20), [Client("a", 1, release_s=release)], [van(end_depot="E")], depots)
    assert Reach(problem).excludes(problem.vehicle_types[0], problem.clients[0]) is excluded


@pytest.mark.parametrize(
    ("kind", "client", "depot", "excluded"),
    [
        ({"open_end": True, "max_distance": 20, "shift": (0, 500)}, {}, {}, False),
        ({"open_end": True, "max_distance": 19}, {}, {}, True),
        ({"open_end": True}, {"windows": ((490, 500),)}, {}, False),
        ({"shift": (0, 92)}, {}, {"service_s": 9}, False),
        ({"shift": (0, 91)}, {}, {"service_s": 9}, True),
        ({"max_duration": 91}, {}, {"service_s": 9}, True),
        ({}, {"release_s": 505}, {"service_s": 4}, True),
        ({}, {"release_s": 400, "windows": ((0, 439),)}, {}, True),
        ({"reload_depots": ("D",)}, {"release_s": 400, "windows": ((0, 439),)}, {}, False),
    ],
)
def test_loading_open_ends_and_reloads_are_known(
    kind: dict[str, Any], client: dict[str, Any], depot: dict[str, Any], excluded: bool
) -> None:
    """Loading delays the route, an open one needs no way back, and a reload may bring goods of later release."""
    one = Client("a", 1, **{"service_s": 3, **client})
    problem = problem_of(line(0, 20, pace=2), [one], [van(**kind)], [Depot("D", 0, (0, 500), **depot)])
    assert Reach(problem).excludes(problem.vehicle_types[0], one) is excluded


@pytest.mark.parametrize(
    ("rate", "until", "excluded"), [(500, 80, False), (499, 80, True), (2000, 20, False)]
)
def test_traffic_moves_the_earliest_arrival(rate: int, until: int, excluded: bool) -> None:
    """Half the rate doubles the time there; twice the rate halves it."""
    road = line(0, 20, pace=2)
    jammed = Matrix(road.distance, road.duration, Traffic((0,), (rate,)))
    problem = problem_of(jammed, [Client("a", 1, windows=((0, until),))], [van(max_duration=160)])
    assert Reach(problem).excludes(problem.vehicle_types[0], problem.clients[0]) is excluded


def test_shipment_that_no_vehicle_holds_is_excluded_at_both_ends() -> None:
    """The goods of a shipment are a load at either end."""
    clients = [Client("a", 1), Client("b", 1)]
    problem = problem_of(line(0, 20), clients, shipments=(Shipment("a", "b", (101,)),))
    reach = Reach(problem)
    assert all(reach.excludes(problem.vehicle_types[0], client) for client in clients)


def test_computed_matrix_proves_only_what_needs_no_way() -> None:
    """Where looking at all ways is to be avoided, a client is excluded by its load and not by its distance."""
    places = PlanarMatrix(np.array([[0.0, 0.0], [3.0, 4.0]]), lambda way: np.floor(way).astype(np.int64))
    clients = [Client("far", 1), Client("heavy", 1, delivery=(101,))]
    problem = problem_of(places, clients, [van(max_distance=9)])
    reach = Reach(problem)
    assert [reach.excludes(problem.vehicle_types[0], one) for one in clients] == [False, True]
