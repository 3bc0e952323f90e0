"""Copies of clients leave just those orders of visits that the problem allows."""

from itertools import permutations, product

import pytest

from optimizer.routing.check import check
from optimizer.routing.engines.pyvrp_visits import ANY_TIME, Part, never_served, out_of_order, visits
from optimizer.routing.problem import Backhauls, Client, Problem, Shipment
from optimizer.routing.schedule import timed_solution
from tests.helpers.routing import line, problem_of

MIXED_LOT = [
    Client("n", 1),
    Client("d", 2, delivery=(1,)),
    Client("c", 3, pickup=(1,)),
    Client("m", 4, delivery=(0,)),
    Client("e", 5, delivery=(1,)),
]
ROAD = line(0, 1, 2, 3, 4, 5)


def allowed(problem: Problem, order: tuple[str, ...]) -> bool:
    """Whether some visits of the clients in this order use no forbidden leg from the depot on."""
    made = visits(problem)
    against = out_of_order(problem, made)
    choices = ([1 + one.place for one in made if one.client.id == client] for client in order)
    return any(
        not any(against[a, b] for a, b in zip((0, *places), (*places, 0), strict=True))
        for places in product(*choices)
    )


@pytest.mark.parametrize("rule", Backhauls)
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_legs_forbid_what_the_checker_forbids(rule: Backhauls, size: int) -> None:
    """For every order of deliveries, collections and clients with neither, under every rule."""
    problem = problem_of(ROAD, MIXED_LOT, backhauls=rule)
    for order in permutations([client.id for client in MIXED_LOT], size):
        broken = check(problem, timed_solution(problem, [("van", order)]), partial=True)
        assert allowed(problem, order) == (not broken), order


def test_client_is_copied_per_window_and_part() -> None:
    """Windows of a client share a place; windows that are over at its release are left out."""
    client = Client("a", 1, windows=((0, 5), (10, 20), (30, 40)), release_s=6)
    found = visits(problem_of(ROAD, [client, Client("b", 2)], backhauls=Backhauls.LAST))
    assert [(one.client.id, one.window, one.part, one.place) for one in found] == [
        ("a", (10, 20), Part.AMONG, 0),
        ("a", (30, 40), Part.AMONG, 0),
        ("a", (10, 20), Part.BEHIND, 1),
        ("a", (30, 40), Part.BEHIND, 1),
        ("b", ANY_TIME, Part.AMONG, 2),
        ("b", ANY_TIME, Part.BEHIND, 3),
    ]


def test_ends_of_shipments_are_no_visits() -> None:
    """They are part of shipments."""
    problem = problem_of(ROAD, [Client("p", 1), Client("a", 2), Client("d", 3)])
    assert [one.client.id for one in visits(problem.replace(shipments=(Shipment("p", "d"),)))] == ["a"]


@pytest.mark.parametrize(
    ("closes", "release", "never"), [(49, 0, "pd"), (50, 0, ""), (50, 19, ""), (50, 20, "a")]
)
def test_clients_whom_nobody_can_serve(closes: int, release: int, never: str) -> None:
    """A shipment is due before it can be fetched, or all windows are over at the release; one stays, for show."""
    clients = [
        Client("p", 1, windows=((50, 60),)),
        Client("d", 2, windows=((0, closes),)),
        Client("a", 3, windows=((0, 9), (12, 19)), release_s=release),
    ]
    problem = problem_of(ROAD, clients, shipments=(Shipment("p", "d"),))
    assert never_served(problem) == set(never)
    assert (12, 19) in [one.window for one in visits(problem)]
