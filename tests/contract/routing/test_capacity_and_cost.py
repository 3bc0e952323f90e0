"""Capacities, vehicles and what they cost; each case's cost tells whether the feature was heeded."""

import numpy as np
import pytest

from optimizer.routing.problem import Client, Matrix
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_engines import CROSS, EAST, WEST, solved


def test_capacity(engine: str) -> None:
    """Two clients that fill a van each need two vans (40), though one tour would be 20 shorter."""
    clients = [Client("a", EAST, delivery=(60,)), Client("b", EAST, delivery=(60,))]
    assert solved(problem_of(CROSS, clients, [van(count=2)]), engine)[1] == 40


@pytest.mark.parametrize("scarce", [0, 1])
def test_every_measure_has_its_capacity(engine: str, scarce: int) -> None:
    """The capacity of each measure holds, whichever is scarce."""
    capacity = tuple(1 if index == scarce else 9 for index in range(2))
    clients = [Client("a", EAST, delivery=(1, 1)), Client("b", EAST, delivery=(1, 1))]
    problem = problem_of(CROSS, clients, [van(count=2, capacity=capacity)], measures=("kg", "m3"))
    assert solved(problem, engine)[1] == 40


@pytest.mark.parametrize(
    ("per_distance", "per_duration", "order", "cost"),
    [(1, 0, ("a", "b"), 6), (0, 1, ("b", "a"), 9), (20, 1, ("a", "b"), 270), (1, 20, ("b", "a"), 240)],
)
def test_distance_and_duration_cost(
    engine: str, per_distance: int, per_duration: int, order: tuple[str, str], cost: int
) -> None:
    """The short way round is slow and the fast way long: each price takes its own way."""
    distance = np.array([[0, 2, 20], [20, 0, 2], [2, 20, 0]])
    duration = np.array([[0, 50, 3], [3, 0, 50], [50, 3, 0]])
    problem = problem_of(
        Matrix(distance, duration),
        [Client("a", 1), Client("b", 2)],
        [van(cost_per_distance=per_distance, cost_per_duration=per_duration)],
    )
    solution, found = solved(problem, engine)
    assert tours(solution) == {("van", *order)}
    assert found == cost


def test_fixed_cost(engine: str) -> None:
    """A fixed cost per vehicle makes one tour of 40 cheaper than two of 20."""
    clients = [Client("a", EAST), Client("b", WEST)]
    assert solved(problem_of(CROSS, clients, [van(count=2, fixed_cost=5)]), engine)[1] == 45


def test_fixed_cost_per_vehicle_type(engine: str) -> None:
    """The type with the fixed cost is used for the far client only."""
    kinds = [van("own", fixed_cost=50), van("hired", cost_per_distance=3)]
    near, far = Client("a", 1), Client("b", 2)
    assert solved(problem_of(line(0, 10, 50), [near], kinds), engine)[1] == 60
    assert solved(problem_of(line(0, 10, 50), [far], kinds), engine)[1] == 150


def test_vehicle_count(engine: str) -> None:
    """With one cheap vehicle the second client needs the dear one."""
    kinds = [van("cheap", capacity=(1,)), van("dear", capacity=(1,), cost_per_distance=3)]
    clients = [Client("a", EAST, delivery=(1,)), Client("b", EAST, delivery=(1,))]
    assert solved(problem_of(CROSS, clients, kinds), engine)[1] == 20 + 60


def test_large_money_in_fine_units_is_no_excuse(engine: str) -> None:
    """One kilogram too much is not bought off by saving a fixed cost of a thousand million."""
    clients = [Client(f"c{n}", EAST, delivery=(51,)) for n in range(4)]
    problem = problem_of(CROSS, clients, [van(count=4, fixed_cost=10**9, cost_per_distance=10**4)])
    assert solved(problem, engine)[1] == 4 * (10**9 + 20 * 10**4)


def test_collections_fill_the_vehicle(engine: str) -> None:
    """Two collections that fill a van each need two vans."""
    clients = [Client("a", EAST, pickup=(60,)), Client("b", EAST, pickup=(60,))]
    assert solved(problem_of(CROSS, clients, [van(count=2)]), engine)[1] == 40


def test_delivery_makes_room_for_collection(engine: str) -> None:
    """A full load is delivered before a full load is collected, though that way is longer."""
    ways = np.array([[0, 10, 1], [1, 0, 10], [10, 1, 0]])
    clients = [Client("a", 1, delivery=(100,)), Client("b", 2, pickup=(100,))]
    solution, cost = solved(problem_of(Matrix(ways, ways), clients), engine)
    assert (tours(solution), cost) == ({("van", "a", "b")}, 30)


def test_delivery_and_collection_at_one_client(engine: str) -> None:
    """A client may receive a full load and hand over another."""
    client = Client("a", EAST, delivery=(100,), pickup=(100,))
    assert solved(problem_of(CROSS, [client]), engine)[1] == 20


@pytest.mark.parametrize(("prize", "cost", "visited"), [(19, 19, 0), (21, 20, 1)])
def test_optional_client(engine: str, prize: int, cost: int, visited: int) -> None:
    """An optional client is visited only for a prize above its cost of 20."""
    solution, found = solved(problem_of(CROSS, [Client("a", EAST, required=False, prize=prize)]), engine)
    assert (found, len(solution.routes)) == (cost, visited)


def test_required_client_with_prize_is_served(engine: str) -> None:
    """A required client is served whatever it costs, and its prize is no cost."""
    assert solved(problem_of(CROSS, [Client("a", EAST, prize=3)]), engine)[1] == 20
