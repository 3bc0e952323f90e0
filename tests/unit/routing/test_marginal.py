"""What a client's removal saves, and what one more client costs."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.routing.marginal import Insertion, InsertionTable, removal_saving
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix
from optimizer.routing.schedule import timed_solution
from tests.helpers.routing import line, problem_of, van

PLACES = line(0, 10, 20, 30, 40)
FAR = Client("far", 3, delivery=(50,), service_s=5)
NEAR = Client("near", 1, delivery=(50,))


def test_removal_saves_the_detour_and_the_service() -> None:
    """Removing the farthest client saves its detour's distance and time."""
    problem = problem_of(PLACES, [NEAR, FAR], [van(fixed_cost=7, cost_per_distance=2, cost_per_duration=3)])
    route = timed_solution(problem, [("van", ["near", "far"])]).routes[0]
    assert removal_saving(problem, route, "far") == 2 * 40 + 3 * 45
    assert removal_saving(problem, route, "near") == 0


def test_removal_of_the_only_client_saves_the_route() -> None:
    """Without its only client the route, fixed cost included, is gone."""
    problem = problem_of(PLACES, [NEAR], [van(fixed_cost=7)])
    route = timed_solution(problem, [("van", ["near"])]).routes[0]
    assert removal_saving(problem, route, "near") == 27


def test_removal_that_breaks_the_rest_saves_nothing() -> None:
    """Where the others cannot be visited without the client, nothing is saved."""
    ways = np.array([[0, 1, 9], [9, 0, 1], [1, 9, 0]])
    ways[0, 2] = UNLIMITED
    problem = problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)])
    route = timed_solution(problem, [("van", ["a", "b"])]).routes[0]
    assert removal_saving(problem, route, "a") == 0


def test_removal_of_a_stranger_is_refused() -> None:
    """Asking for a client that is not on the route is an error, not a saving of zero."""
    problem = problem_of(PLACES, [NEAR, FAR])
    route = timed_solution(problem, [("van", ["near"])]).routes[0]
    with pytest.raises(ValueError, match="client 'far' is not on the route"):
        removal_saving(problem, route, "far")


def test_insertion_takes_the_cheapest_leg() -> None:
    """A client on the way costs its service only, and a new client need not belong to the problem."""
    problem = problem_of(PLACES, [NEAR, FAR], [van(cost_per_duration=3)])
    plan = timed_solution(problem, [("van", ["near", "far"])])
    assert InsertionTable(problem, plan).cheapest(Client("x", 2, service_s=4)) == Insertion(12, "van", 0, 1)
    assert InsertionTable(problem, plan).cheapest(Client("y", 4)) == Insertion(20 + 60, "van", 0, 1)


def test_insertion_opens_a_new_route_where_that_is_cheaper_or_needed() -> None:
    """An unused vehicle is offered with its fixed cost; a used one is not offered twice."""
    problem = problem_of(PLACES, [FAR], [van(), van("bike", fixed_cost=5, capacity=(10,))])
    plan = timed_solution(problem, [("van", ["far"])])
    small, large = Client("s", 1, windows=((500, 600),)), Client("l", 1, delivery=(60,))
    assert InsertionTable(problem, plan).cheapest(replace(small, delivery=(10,))) == Insertion(0, "van", 0, 0)
    tight = problem.replace(vehicle_types=(van(max_duration=66), problem.vehicle_types[1]))
    assert InsertionTable(tight, plan).cheapest(replace(small, windows=((0, 20),), service_s=9)) == Insertion(
        25, "bike", None, 0
    )
    assert InsertionTable(problem, plan).cheapest(large) is None


@pytest.mark.parametrize(
    "client",
    [
        Client("x", 2, delivery=(1,)),
        Client("x", 2, pickup=(101,)),
        Client("x", 4),
        Client("x", 2, windows=((0, 19),)),
        Client("x", 2, windows=((500, 600),)),
        Client("x", 2, release_s=11),
        Client("x", 2, service_s=31),
        Client("x", 2, vehicle_types=frozenset({"bike"})),
    ],
)
def test_insertion_respects_every_limit(client: Client) -> None:
    """Capacity, maximum distance and duration, windows, release and allowed vehicles each forbid it."""
    problem = problem_of(
        PLACES,
        [NEAR, replace(FAR, windows=((30, 40),))],
        [van(max_distance=60, max_duration=95, shift=(0, 200)), van("bike", count=0)],
        [Depot("D", 0, (0, 300))],
    )
    plan = timed_solution(problem, [("van", ["near", "far"])])
    assert InsertionTable(problem, plan).cheapest(Client("x", 2)) == Insertion(0, "van", 0, 1)
    assert InsertionTable(problem, plan).cheapest(client) is None


def test_insertion_respects_loads_along_the_route() -> None:
    """A collection fits only where the vehicle has unloaded enough."""
    problem = problem_of(PLACES, [replace(NEAR, delivery=(60,)), replace(FAR, delivery=(40,))])
    plan = timed_solution(problem, [("van", ["near", "far"])])
    assert InsertionTable(problem, plan).cheapest(Client("x", 2, pickup=(60,))) == Insertion(0, "van", 0, 1)
    assert InsertionTable(problem, plan).cheapest(Client("x", 2, pickup=(61,))) == Insertion(0, "van", 0, 2)
    assert InsertionTable(problem, plan).cheapest(Client("x", 2, pickup=(101,))) is None


def test_insertion_moves_other_visits_to_their_later_windows() -> None:
    """A client is visited in another of its windows where that makes room; the newcomer's are all tried."""
    problem = problem_of(PLACES, [Client("a", 2, windows=((20, 25), (90, 95)))], [van(max_duration=115)])
    plan = timed_solution(problem, [("van", ["a"])])
    assert plan.routes[0].visits[0].start == 20
    newcomer = Client("x", 1, service_s=20, windows=((5, 30), (60, 75)))
    assert InsertionTable(problem, plan).cheapest(newcomer) == Insertion(0, "van", 0, 0)
    late = Client("x", 1, windows=((0, 5), (31, 40)))
    assert InsertionTable(problem, plan).cheapest(late) == Insertion(0, "van", 0, 0)
    assert InsertionTable(problem, plan).cheapest(replace(late, windows=((0, 5), (200, 210)))) is None


def test_insertion_avoids_blocked_pairs_and_uses_the_vehicles_own_matrix() -> None:
    """A blocked leg is never offered, and each profile has its own distances."""
    ways = np.array([[0, UNLIMITED], [5, 0]])
    problem = problem_of(
        {"default": Matrix(ways, ways), "path": line(0, 3)}, [], [van(), van("bike", profile="path")]
    )
    assert InsertionTable(problem, timed_solution(problem, [])).cheapest(Client("x", 1)) == Insertion(
        6, "bike", None, 0
    )


def test_insertion_behind_a_wait_knows_the_time() -> None:
    """After waiting for a late window the van is as late as that window, not later."""
    clients = [Client("a", 1, windows=((0, 10),)), Client("b", 2, windows=((100, 115),))]
    problem = problem_of(PLACES, clients, [van(cost_per_duration=1)])
    plan = timed_solution(problem, [("van", ["a", "b"])])
    newcomer = Client("x", 3, windows=((110, 110),))
    assert InsertionTable(problem, plan).cheapest(newcomer) == Insertion(40, "van", 0, 2)
    assert InsertionTable(problem, plan).cheapest(replace(newcomer, windows=((109, 109),))) is None


def test_insertion_needs_a_way_back() -> None:
    """A place that can be reached but not left takes no client."""
    ways = np.array([[0, 5], [UNLIMITED, 0]])
    problem = problem_of(Matrix(ways, ways), [])
    assert InsertionTable(problem, timed_solution(problem, [])).cheapest(Client("x", 1)) is None


def test_no_vehicle_no_insertion() -> None:
    """Without any vehicle nothing can be inserted."""
    problem = problem_of(PLACES, [], [van(count=0)])
    assert InsertionTable(problem, timed_solution(problem, [])).cheapest(NEAR) is None
