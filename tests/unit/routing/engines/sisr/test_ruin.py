"""Removals keep together what belongs together."""

from typing import Any

import numpy as np
import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.memory import table
from optimizer.routing.engines.sisr.ruin import NEAR_ABSENT, close_route, doom, doom_string, ruin
from optimizer.routing.problem import Backhauls, Client, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import absent_of, chain_of, routes_of, stop_figures
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


def test_absent_near_the_ruined_are_called_and_any_other() -> None:
    """Of eighty absent clients in a row those near the seed are due on changed routes, and one of all on any."""
    clients = [Client(f"c{place}", place, required=False) for place in range(1, 162)]
    data, chain = chain_of(problem_of(line(*range(162)), clients, [van(max_distance=160)]))
    scratch, due = chain.scratch, table(chain.scratch, col.DUE)
    for unit in absent_of(chain.plan):
        due[unit] = 0
    absent = len(absent_of(chain.plan))
    ruin(data, chain.plan, scratch)
    called = sorted(due[sorted(absent_of(chain.plan))].tolist())
    assert absent >= 80
    assert 0 < called.count(col.NEARBY) <= NEAR_ABSENT + 1
    assert called.count(col.FRESH) >= 1
    assert called.count(0) > 0


def test_missing_clients_are_ruined_around() -> None:
    """While a required client far from all others is missing, about half of the ruins are around it."""
    places = line(0, *range(1, 81), 1000)
    clients = [Client(f"c{place}", place) for place in range(1, 82)]
    data, chain = chain_of(problem_of(places, clients, [van(max_distance=200)]))
    due, near = table(chain.scratch, col.DUE), 0
    assert absent_of(chain.plan) == {80}
    for _ in range(100):
        due[:] = 0
        copy = chain.plan.copy()
        ruin(data, copy, chain.scratch)
        near += stop_figures(copy, 0, col.NODE)[-2] < 80
    assert near > 30


@pytest.mark.parametrize("trip", [range(1, 9), range(10, 18)])
def test_string_stays_within_its_trip(trip: range) -> None:
    """What is removed around a client lies on its trip, though the vehicle drives another."""
    clients = [Client(f"c{number}", number, delivery=(10,)) for number in range(1, 17)]
    problem = problem_of(line(*range(17)), clients, [van(reload_depots=("D",))])
    names = [client.id for client in clients]
    data, chain = chain_of(problem, (*names[:8], "D", *names[8:]))
    nodes = stop_figures(chain.plan, 0, col.NODE)
    lengths = set()
    for at in trip:
        for _ in range(20):
            doom_string(data, chain.plan, chain.scratch, 0, at, 6.0)
            doomed = np.flatnonzero(table(chain.scratch, col.DOOMED))
            table(chain.scratch, col.DOOMED)[:] = 0
            assert {nodes.index(node) for node in doomed.tolist()} <= set(trip)
            lengths.add(len(doomed))
    assert lengths == set(range(1, 7))


def test_trips_of_one_route_are_ruined_together() -> None:
    """A vehicle that drives two trips past the same clients loses some of both."""
    clients = [Client(f"c{number}", number, delivery=(20,)) for number in range(1, 11)]
    problem = problem_of(line(*range(11)), clients, [van(reload_depots=("D",))])
    names = [client.id for client in clients]
    data, chain = chain_of(problem, (*names[::2], "D", *names[1::2]))
    both = 0
    for _ in range(50):
        copy = chain.plan.copy()
        ruin(data, copy, chain.scratch)
        both += {unit % 2 for unit in absent_of(copy)} == {0, 1}
    assert both > 10


@pytest.mark.parametrize("amounts", [{"delivery": (40,)}, {"pickup": (40,)}])
def test_reload_stays_where_one_trip_cannot_carry_all(amounts: dict[str, Any]) -> None:
    """Two trips too full for one are left as they are, collected goods as well as delivered ones."""
    clients = [Client(name, place, **amounts) for place, name in enumerate("abcd", start=1)]
    problem = problem_of(PLACES, clients, [van(reload_depots=("D",))])
    data, chain = chain_of(problem, ("a", "b", "D", "c", "d"))
    doom(data, chain.scratch, 1)
    close_route(data, chain.plan, chain.scratch, 0, False)
    assert routes_of(problem, chain.plan) == [("b", "D", "c", "d")]
