"""Insertions that are found and carried out."""

import numpy as np
import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.insert import fill_alone, open_route, put
from optimizer.routing.engines.sisr.memory import empty_plan, empty_scratch, rows, table
from optimizer.routing.problem import Client, Group, Matrix, Problem, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import absent_of, chain_of, routes_of

PLACES = line(0, 10, 20, 30, 40)


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (problem_of(PLACES, [Client("a", 2), Client("b", 1), Client("c", 3)]), [("b", "a", "c")]),
        (
            problem_of(PLACES, [Client("a", 2, required=False, prize=39), Client("b", 1)]),
            [("b", "a")],
        ),
        (problem_of(PLACES, [Client("a", 4, required=False, prize=59), Client("b", 1)]), [("b",)]),
        (
            problem_of(
                PLACES,
                [Client("far", 3, required=False, prize=5), Client("near", 1, required=False)],
                groups=(Group("g", ("far", "near")),),
            ),
            [("near",)],
        ),
        (
            problem_of(PLACES, [Client("to", 1), Client("from", 2)], shipments=(Shipment("from", "to"),)),
            [("from", "to")],
        ),
    ],
)
def test_first_plan_inserts_where_it_is_cheapest(problem: Problem, expected: list[tuple[str, ...]]) -> None:
    """Clients join routes where the detour is least, if it is worth their prize; of alternatives the cheapest."""
    _, chain = chain_of(problem)
    routes = routes_of(problem, chain.plan)
    assert [set(one) for one in routes] == [set(one) for one in expected]
    assert len(routes[0]) > 2 or routes == expected or routes == [one[::-1] for one in expected]


def test_detours_longer_than_twice_the_longest_leg() -> None:
    """Three new legs, each as long as any, are driven if nothing shorter serves a shipment."""
    far = 50 * 3**0.5
    places = np.array([(0.0, 0.0), (1.0, 0.0), (100.0, 0.0), (50.0, far)])
    ways = np.rint(np.hypot(*(places[:, None] - places).T)).astype(np.int64)
    clients = [Client("a", 1), Client("from", 2), Client("to", 3)]
    kind = van(prefix=("a",), shift=(0, 1000))
    problem = problem_of(Matrix(ways, ways), clients, [kind], shipments=(Shipment("from", "to"),))
    _, chain = chain_of(problem, ("a",))
    assert routes_of(problem, chain.plan) == [("a", "from", "to")]


def test_route_that_loads_again() -> None:
    """What exceeds the capacity is brought on a second trip of the only van."""
    clients = [Client("a", 1, delivery=(60,)), Client("b", 1, delivery=(60,))]
    problem = problem_of(PLACES, clients, [van(reload_depots=("D",))])
    _, chain = chain_of(problem)
    assert set(routes_of(problem, chain.plan)) <= {("a", "D", "b"), ("b", "D", "a")}


def test_another_vehicle_rather_than_another_trip() -> None:
    """Where both cost the same, the free vehicle is taken: it leaves more time."""
    clients = [Client("a", 1, delivery=(60,)), Client("b", 1, delivery=(60,))]
    problem = problem_of(PLACES, clients, [van(count=2, reload_depots=("D",))])
    _, chain = chain_of(problem)
    assert sorted(routes_of(problem, chain.plan)) == [("a",), ("b",)]


def test_client_without_place_stays_absent() -> None:
    """Without room for all, a required client is missing, and costs nothing."""
    clients = [Client("a", 1, delivery=(60,)), Client("b", 1, delivery=(60,))]
    problem = problem_of(PLACES, clients)
    _, chain = chain_of(problem)
    assert (len(absent_of(chain.plan)), chain.plan[col.MISSING], chain.plan[col.TOTAL]) == (1, 1, 20)


def test_routes_to_nothing_but_a_client() -> None:
    """Each vehicle type's route to a client alone is known; NEVER where it cannot hold."""
    clients = [Client("a", 1, vehicle_types=frozenset({"y"})), Client("b", 4)]
    problem = problem_of(PLACES, clients, [van("x", fixed_cost=7), van("y", max_distance=50)])
    data, chain = chain_of(problem)
    fill_alone(data, chain.scratch)
    alone = rows(chain.scratch, col.ALONE, 3)
    assert alone[:, 1:].tolist() == [[col.NEVER, 87], [20, col.NEVER]]


def test_nodes_are_put_in_their_order() -> None:
    """A node comes right behind its position."""
    data, _ = chain_of(problem := problem_of(PLACES, [Client("a", 1), Client("b", 2)]))
    plan, scratch = empty_plan(data, 1, 8), empty_scratch(data, 1, 8, 0, 0)
    del scratch
    slot = open_route(data, plan, 0)
    put(plan, slot, 0, 2)
    put(plan, slot, 0, 1)
    assert routes_of(problem, plan) == [("a", "b")]
    assert (open_route(data, plan, 0), plan[col.CROWDED]) == (-1, 2)
    assert table(plan, col.USED_TABLE).tolist() == [1]
