"""Removals keep together what belongs together."""

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.ruin import close_route, doom, ruin
from optimizer.routing.problem import Backhauls, Client, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import absent_of, chain_of, routes_of
from tests.helpers.routing_spread import square

PLACES = line(0, 10, 20, 30, 40)


def test_both_ends_of_a_shipment_go() -> None:
    """Whoever takes off a pickup takes off its delivery, and one unit is absent."""
    clients = [Client("from", 1), Client("b", 2), Client("to", 3)]
    problem = problem_of(PLACES, clients, shipments=(Shipment("from", "to"),))
    data, chain = chain_of(problem, ("from", "b", "to"))
    doom(data, chain.scratch, 1)
    close_route(data, chain.plan, chain.scratch, 0, False)
    assert routes_of(problem, chain.plan) == [("b",)]
    assert absent_of(chain.plan) == {0}


def test_prefix_stays() -> None:
    """What is fixed to a vehicle stays on its route."""
    problem = problem_of(PLACES, [Client("a", 1), Client("b", 2)], [van(prefix=("a",))])
    data, chain = chain_of(problem, ("a", "b"))
    close_route(data, chain.plan, chain.scratch, 0, True)
    assert routes_of(problem, chain.plan) == [("a",)]


@pytest.mark.parametrize(("gone", "left"), [(("a",), [("b",)]), (("b",), [("a",)]), (("a", "b"), [])])
def test_trips_without_clients_go(gone: tuple[str, ...], left: list[tuple[str, ...]]) -> None:
    """A trip without clients is not driven, and a route without any is none."""
    clients = [Client("a", 1, delivery=(60,)), Client("b", 2, delivery=(60,))]
    problem = problem_of(PLACES, clients, [van(reload_depots=("D",))])
    data, chain = chain_of(problem, ("a", "D", "b"))
    for name in gone:
        doom(data, chain.scratch, {"a": 1, "b": 2}[name])
    close_route(data, chain.plan, chain.scratch, 0, False)
    assert routes_of(problem, chain.plan) == left
    assert chain.plan[col.ROUTES] == len(left)


def test_reload_that_is_no_longer_needed_goes() -> None:
    """When what is left fits into one trip, it is one."""
    clients = [Client("a", 1, delivery=(60,)), Client("b", 2, delivery=(30,)), Client("c", 2, delivery=(30,))]
    problem = problem_of(PLACES, clients, [van(reload_depots=("D",))])
    data, chain = chain_of(problem, ("a", "D", "b", "c"))
    doom(data, chain.scratch, 3)
    close_route(data, chain.plan, chain.scratch, 0, False)
    assert routes_of(problem, chain.plan) == [("a", "b")]


def test_route_that_cannot_hold_without_the_removed_is_cleared() -> None:
    """A trip left with collections only breaks the order of backhauls, so they go too."""
    clients = [Client("a", 1, delivery=(1,)), Client("b", 2, pickup=(1,))]
    problem = problem_of(PLACES, clients, backhauls=Backhauls.LAST_AFTER_DELIVERY)
    data, chain = chain_of(problem, ("a", "b"))
    doom(data, chain.scratch, 1)
    close_route(data, chain.plan, chain.scratch, 0, False)
    assert routes_of(problem, chain.plan) == []
    assert absent_of(chain.plan) == {0, 1}


def test_strings_of_neighbouring_routes_go() -> None:
    """Some ten clients go on average, never none, and who is on no route is absent."""
    problem = square(60)
    data, chain = chain_of(problem)
    removed = []
    for _ in range(100):
        copy = chain.plan.copy()
        ruin(data, copy, chain.scratch)
        removed.append(int(copy[col.ABSENT]))
        assert copy[col.ABSENT] + sum(len(route) for route in routes_of(problem, copy)) == 60
    assert min(removed) >= 1
    assert 6 < sum(removed) / 100 < 14
