"""PyVRP's locations and the legs that are barred between them."""

import numpy as np

from optimizer.routing.engines.pyvrp_grid import Grid
from optimizer.routing.engines.pyvrp_visits import visits
from optimizer.routing.problem import Backhauls, Client, Depot, Problem, Shipment
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30, pace=2)
BARRED = 1000


def grid_of(problem: Problem) -> Grid:
    """Return the grid of all vehicle types, with a horizon of 999."""
    return Grid(problem, visits(problem), problem.vehicle_types, BARRED - 1)


def test_locations_are_depots_visits_shipments_and_nowhere() -> None:
    """In this order, each end of a shipment on its own."""
    clients = [Client("p", 1), Client("a", 2), Client("d", 3)]
    depots = [Depot("D", 0), Depot("E", 3)]
    problem = problem_of(
        ROAD, clients, [van(open_end=True), van("x")], depots, shipments=(Shipment("p", "d"),)
    )
    grid = grid_of(problem)
    assert (grid.of_visit(visits(problem)[0]), grid.of_shipment(0)) == (2, (3, 4))
    assert (grid.nowhere, grid.size) == (5, 6)
    (distance,), (duration,) = grid.matrices()
    rows = [0, 3, 2, 1, 3]
    assert np.array_equal(distance[:5, :5], ROAD.distance[np.ix_(rows, rows)])
    assert np.array_equal(duration[:5, :5], ROAD.duration[np.ix_(rows, rows)])


def test_there_is_no_way_to_nowhere_and_none_back() -> None:
    """An open route ends at no cost; nothing begins there."""
    (distance,), (duration,) = grid_of(problem_of(ROAD, [Client("a", 1)], [van(open_end=True)])).matrices()
    assert distance[:, -1].tolist() == duration[:, -1].tolist() == [0, 0, 0]
    assert duration[-1, :-1].tolist() == [BARRED] * 2


def test_without_open_routes_there_is_no_nowhere() -> None:
    """The matrices are as large as there are places."""
    grid = grid_of(problem_of(ROAD, [Client("a", 1)]))
    assert (grid.size, grid.matrices()[0][0].shape) == (2, (2, 2))


def test_vehicles_get_matrices_without_whom_they_may_not_visit() -> None:
    """Ends of shipments, skills and permissions alike; types that may visit the same share theirs."""
    clients = [Client("p", 1), Client("d", 2, skills=frozenset({"lift"}))]
    kinds = [
        van("able", skills=frozenset({"lift"})),
        van("plain"),
        van("also plain", skills=frozenset({"x"})),
    ]
    grid = grid_of(problem_of(ROAD, clients, kinds, shipments=(Shipment("p", "d"),)))
    assert grid.profile_of == {"able": 0, "plain": 1, "also plain": 1}
    closed = [(legs == BARRED).tolist() for legs in grid.matrices()[1]]
    assert closed[0] == [[False] * 3] * 3
    assert closed[1] == [[False, False, True], [False, False, True], [True, True, False]]


def test_clients_whom_nobody_can_serve_are_out_of_the_way() -> None:
    """No vehicle can reach either end of a shipment that is due before it can be fetched."""
    clients = [Client("p", 1, windows=((9, 9),)), Client("d", 2, windows=((0, 8),))]
    durations = grid_of(problem_of(ROAD, clients, shipments=(Shipment("p", "d"),))).matrices()[1]
    assert durations[0].tolist() == [[0, BARRED, BARRED], [BARRED, 0, BARRED], [BARRED, BARRED, 0]]


def test_legs_against_the_order_of_a_trip_are_barred() -> None:
    """From a collection to a delivery, and no other."""
    clients = [Client("c", 1, pickup=(1,)), Client("d", 2, delivery=(1,))]
    problem = problem_of(ROAD, clients, backhauls=Backhauls.LAST)
    assert np.argwhere(grid_of(problem).matrices()[1][0] == BARRED).tolist() == [[1, 2]]
