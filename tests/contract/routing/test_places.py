"""Depots, who may visit whom, and ways between places; each case's cost tells whether the feature was heeded."""

from typing import Any

import numpy as np
import pytest

from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, WEST, solved


def test_several_depots(engine: str) -> None:
    """Each client is served from its own end of the road."""
    problem = problem_of(
        line(0, 100, 10, 90),
        [Client("a", 2), Client("b", 3)],
        [van("north"), van("south", start_depot="E")],
        [Depot("D", 0), Depot("E", 1)],
    )
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("north", "a"), ("south", "b")}, 40)


def test_route_that_ends_at_another_depot(engine: str) -> None:
    """The way back is not driven, and the unused vehicle's way from depot to depot costs nothing."""
    problem = problem_of(
        line(0, 100, 90),
        [Client("a", 2)],
        [van(count=2, end_depot="E", cost_per_duration=1)],
        [Depot("D", 0), Depot("E", 1)],
    )
    assert solved(problem, engine)[1] == 200


def test_depot_that_no_vehicle_uses(engine: str) -> None:
    """A depot without vehicles is not one more place to visit."""
    depots = [Depot("unused", FAR_EAST), Depot("D", 0), Depot("closed", WEST, (3, 3))]
    clients = [Client("a", EAST), Client("b", WEST)]
    assert solved(problem_of(CROSS, clients, [van(), van("x", count=0)], depots), engine)[1] == 40


@pytest.mark.parametrize("window", [(50, 900), (0, 15)])
def test_depot_windows(engine: str, window: tuple[int, int]) -> None:
    """The near depot opens too late or closes too early; the far one serves the client."""
    problem = problem_of(
        line(0, 40, 10),
        [Client("a", 2, windows=((0, 55),))],
        [van(), van("far", start_depot="E")],
        [Depot("D", 0, window), Depot("E", 1)],
    )
    solution, cost = solved(problem, engine)
    assert (tours(solution), cost) == ({("far", "a")}, 60)


@pytest.mark.parametrize(
    "useless",
    [
        {"shift": (900, 950)},
        {"shift": (600, 950), "end_depot": "E"},
        {"max_distance": 19, "end_depot": "E"},
        {"max_duration": 19, "end_depot": "E"},
        {"count": 0},
    ],
)
def test_vehicle_that_can_never_drive_is_no_obstacle(engine: str, useless: dict[str, Any]) -> None:
    """A vehicle that can never leave its depot, or never reach its last one, stays unused."""
    depots = [Depot("D", 0, (0, 500)), Depot("E", FAR_EAST)]
    problem = problem_of(CROSS, [Client("a", EAST)], [van(), van("useless", **useless)], depots)
    assert tours(solved(problem, engine)[0]) == {("van", "a")}


def test_vehicles_allowed(engine: str) -> None:
    """Of two clients at one place, the one that the cheap type may not visit takes the dear one."""
    kinds = [van("cheap"), van("dear", cost_per_distance=3)]
    clients = [Client("a", EAST, vehicle_types=frozenset({"cheap"})), Client("b", EAST)]
    assert solved(problem_of(CROSS, clients, kinds), engine)[1] == 20
    clients = [Client("a", EAST, vehicle_types=frozenset({"dear"})), Client("b", FAR_EAST)]
    solution, cost = solved(problem_of(CROSS, clients, kinds), engine)
    assert (tours(solution), cost) == ({("dear", "a"), ("cheap", "b")}, 100)


def test_two_permissions_at_one_place(engine: str) -> None:
    """Clients at the same place are restricted separately."""
    kinds = [van("x"), van("y")]
    clients = [Client(name, EAST, vehicle_types=frozenset({name})) for name in ("x", "y")]
    assert tours(solved(problem_of(CROSS, clients, kinds), engine)[0]) == {("x", "x"), ("y", "y")}


@pytest.mark.parametrize(("price", "kind", "cost"), [(1, "bike", 10), (3, "van", 20)])
def test_matrix_per_profile(engine: str, price: int, kind: str, cost: int) -> None:
    """The bike takes the path of 5, the van the road of 10; the price of the path decides."""
    kinds = [van(), van("bike", profile="path", cost_per_distance=price)]
    matrices = {"default": line(0, 10), "path": line(0, 5)}
    solution, found = solved(problem_of(matrices, [Client("a", 1)], kinds), engine)
    assert (tours(solution), found) == ({(kind, "a")}, cost)


def test_travel_time_per_profile(engine: str) -> None:
    """The slow bike cannot hold the window that the van holds."""
    kinds = [van(cost_per_distance=9), van("bike", profile="path")]
    matrices = {"default": line(0, 10), "path": line(0, 10, pace=3)}
    clients = [Client("a", 1, windows=((0, 20),))]
    assert tours(solved(problem_of(matrices, clients, kinds), engine)[0]) == {("van", "a")}


@pytest.mark.parametrize("price", [1, 10**6])
def test_blocked_pair(engine: str, price: int) -> None:
    """Clients with no way between them need two tours, however finely costs are counted."""
    ways = np.array([[0, 10, 10], [10, 0, UNLIMITED], [10, UNLIMITED, 0]])
    clients = [Client("a", 1), Client("b", 2)]
    kind = van(count=2, fixed_cost=7 * price, cost_per_distance=price)
    assert solved(problem_of(Matrix(ways, ways), clients, [kind]), engine)[1] == 54 * price


def test_blocked_direction(engine: str) -> None:
    """A one-way street forces the longer way round."""
    ways = np.array([[0, 1, 10], [10, 0, UNLIMITED], [1, 10, 0]])
    solution, cost = solved(problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)]), engine)
    assert (tours(solution), cost) == ({("van", "b", "a")}, 30)
