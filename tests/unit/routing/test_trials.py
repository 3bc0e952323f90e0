"""Insertions tried one by one hold every rule, and cost what the plan costs more."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.routing import trials
from optimizer.routing.check import check, cost
from optimizer.routing.insertion import Insertion
from optimizer.routing.marginal import InsertionTable, removal_saving
from optimizer.routing.problem import (
    Backhauls,
    Break,
    Client,
    Depot,
    Group,
    Matrix,
    Problem,
    Shipment,
    Stability,
    Traffic,
)
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Stop
from optimizer.routing.trials import Trials, Tried
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30, 40)
Tours = list[tuple[str, list[Stop]]]


def added(problem: Problem, before: Tours, after: Tours) -> int:
    """Cost of one plan less that of another; the later one must hold."""
    plan = timed_solution(problem, after)
    assert check(problem, plan, partial=True) == ()
    return cost(problem, plan) - cost(problem, timed_solution(problem, before))


PLACED = [Client("a", 1, delivery=(50,)), Client("b", 3, delivery=(50,)), Client("x", 2, delivery=(40,))]


@pytest.mark.parametrize(
    ("changes", "kind", "after"),
    [
        ({}, {"reload_depots": ("D",)}, [("van", ["a", "b", LoadAt("D"), "x"])]),
        ({}, {"count": 2, "prefix": ()}, [("van", ["a", "b"]), ("van", ["x"])]),
        ({"longest_route_cost": 9}, {"count": 2}, [("van", ["a", "b"]), ("van", ["x"])]),
        (
            {"stability": Stability({"x": ("van", 0), "a": ("bike", 10)}, 7, 3, 5)},
            {"capacity": (200,), "cost_per_duration": 1},
            [("van", ["a", "x", "b"])],
        ),
        ({}, {"capacity": (200,), "breaks": (Break("rest", 5, (8, 12)),)}, [("van", ["a", "x", "b"])]),
        ({}, {"capacity": (200,), "prefix": ("a", "b")}, [("van", ["a", "b", "x"])]),
    ],
)
def test_insertion_costs_what_the_plan_costs_more(
    changes: dict[str, Any], kind: dict[str, Any], after: Tours
) -> None:
    """The cheapest insertion is that of the plan named, in cost, though other positions are shorter."""
    before: Tours = [("van", ["a", "b"])]
    problem = problem_of(ROAD, PLACED, [van(**kind)], **changes)
    found = InsertionTable(problem, timed_solution(problem, before)).cheapest(PLACED[2])
    assert found is not None
    assert found.cost == added(problem, before, after)


def test_longest_route_is_charged_only_beyond_the_longest() -> None:
    """A route that stays below the longest adds nothing to its price, the longest itself all that it grows."""
    problem = problem_of(ROAD, PLACED, [van(count=2, capacity=(50,))], longest_route_cost=9)
    plan = timed_solution(problem, [("van", ["a"]), ("van", ["b"])])
    trials = Trials(problem, plan)
    near = trials.search(Client("new", 2)).insertion
    far = trials.search(Client("far", 4)).insertion
    assert near is not None
    assert far is not None
    assert (near.cost, near.route) == (0, 1)
    assert (far.cost, far.route) == (20 + 9 * 20, 1)


def test_longest_route_may_become_shorter() -> None:
    """Where a detour is shorter than the direct way, the price of the longest route falls to the next."""
    ways = np.array([[0, 10, 30, 5], [10, 0, 9, 9], [30, 9, 0, 1], [5, 9, 1, 0]])
    clients = [Client("a", 1), Client("b", 2), Client("x", 3)]
    problem = problem_of(Matrix(ways, ways), clients, [van(count=2)], longest_route_cost=1)
    before: Tours = [("van", ["a"]), ("van", ["b"])]
    found = InsertionTable(problem, timed_solution(problem, before)).cheapest(clients[2])
    assert found is not None
    assert found.cost == added(problem, before, [("van", ["a"]), ("van", ["x", "b"])]) == -24 - 24


def test_shipment_is_tried_at_pairs_of_positions() -> None:
    """A shipment goes where its goods have room from one end to the other."""
    clients = [*PLACED[:2], Client("p", 2), Client("q", 4)]
    problem = problem_of(ROAD, clients, shipments=(Shipment("p", "q", (60,)),))
    before: Tours = [("van", ["a", "b"])]
    found = InsertionTable(problem, timed_solution(problem, before)).search(clients[2:]).insertion
    assert found is not None
    assert found.cost == added(problem, before, [("van", ["a", "b", "p", "q"])]) == 40
    assert (found.route, found.position) == (0, 2)
    full = problem.replace(shipments=(Shipment("p", "q", (101,)),))
    assert InsertionTable(full, timed_solution(full, before)).search(clients[2:]) == Tried(None)


def test_collections_are_tried_after_deliveries() -> None:
    """Where collections come last, one is inserted behind the last delivery."""
    clients = [*PLACED[:2], Client("p", 2, pickup=(5,))]
    problem = problem_of(ROAD, clients, backhauls=Backhauls.LAST)
    found = InsertionTable(problem, timed_solution(problem, [("van", ["a", "b"])])).cheapest(clients[2])
    assert found is not None
    assert (found.cost, found.position) == (0, 2)


def test_second_alternative_is_not_inserted() -> None:
    """A client whose group is visited already fits nowhere."""
    clients = [replace(client, required=False) for client in PLACED]
    problem = problem_of(ROAD, clients, [van(capacity=(200,))], groups=(Group("g", ("a", "x")),))
    plan = timed_solution(problem, [("van", ["a", "b"])])
    assert InsertionTable(problem, plan).cheapest(clients[2]) is None
    assert InsertionTable(problem, plan).cheapest(replace(clients[2], id="new")) is not None


def test_traffic_decides_where_a_client_fits() -> None:
    """Behind a jam the window of the newcomer can be held only before the others."""
    jam = Traffic((0, 12, 60), (1000, 100, 1000))
    clients = [Client("a", 2), Client("x", 1, windows=((0, 15),))]
    problem = problem_of(Matrix(ROAD.distance, ROAD.duration, jam), clients)
    found = InsertionTable(problem, timed_solution(problem, [("van", ["a"])])).cheapest(clients[1])
    assert found is not None
    assert found.position == 0


TWO_TRIPS: list[Stop] = ["a", "b", LoadAt("D"), "x"]


@pytest.mark.parametrize(("client", "rest"), [("x", ["a", "b"]), ("a", ["b", LoadAt("D"), "x"])])
def test_removal_takes_empty_trips_along(client: str, rest: list[Stop]) -> None:
    """The saving counts a reload that is no longer needed, and keeps one that is."""
    problem = problem_of(ROAD, PLACED, [van(reload_depots=("D",))])
    route, left = (timed_solution(problem, [("van", stops)]).routes[0] for stops in (TWO_TRIPS, rest))
    assert removal_saving(problem, route, client) == route.cost - left.cost


def test_removal_of_one_end_removes_the_shipment() -> None:
    """Neither end of a shipment stays without the other."""
    clients = [*PLACED[:2], Client("p", 2), Client("q", 4)]
    problem = problem_of(ROAD, clients, shipments=(Shipment("p", "q", (60,)),))
    route = timed_solution(problem, [("van", ["a", "b", "p", "q"])]).routes[0]
    assert removal_saving(problem, route, "p") == removal_saving(problem, route, "q") == 40
    alone = timed_solution(problem, [("van", ["p", "q"])]).routes[0]
    assert removal_saving(problem, alone, "q") == alone.cost


def test_removal_that_leaves_collections_only_saves_nothing() -> None:
    """Where a trip must deliver, its only delivery cannot leave."""
    clients = [PLACED[0], Client("p", 2, pickup=(5,))]
    problem = problem_of(ROAD, clients, backhauls=Backhauls.LAST_AFTER_DELIVERY)
    route = timed_solution(problem, [("van", ["a", "p"])]).routes[0]
    assert removal_saving(problem, route, "a") == 0
    assert removal_saving(problem, route, "p") == 20


@pytest.mark.parametrize(("most", "complete"), [(0, False), (21, False), (22, True), (None, True)])
def test_effort_is_bounded(most: int | None, complete: bool) -> None:
    """Of two orders that only the break forbids so many are timed; an unused vehicle is tried in any case."""
    rested = van(end_depot="E", breaks=(Break("rest", 30, (5, 15)),))
    clients = [Client("a", 2, windows=((20, 60),)), Client("x", 1, windows=((10, 44),), service_s=20)]
    depots = [Depot("D", 0, (0, 4)), Depot("E", 0)]
    problem = problem_of(ROAD, clients, [rested, van("spare", end_depot="E")], depots)
    tried = Trials(problem, timed_solution(problem, [("van", ["a"])])).search(clients[1], most=most)
    assert tried == Tried(Insertion(20, "spare", None, 0), complete)


@pytest.mark.parametrize(
    ("kind", "client", "fixes"),
    [
        ({}, {"delivery": (4,)}, ["raise the load capacity of van by 4"]),
        ({"capacity": (103,), "max_distance": 69}, {"delivery": (4,)}, []),
        (
            {"capacity": (103,), "prefix": ("a", "b")},
            {"delivery": (4,)},
            ["raise the load capacity of van by 1"],
        ),
        ({"breaks": (Break("rest", 30, (5, 15)),)}, {"windows": ((0, 29),)}, []),
        ({"breaks": (Break("rest", 2, (5, 90)),)}, {"windows": ((0, 39),)}, ["let its window end 1 s later"]),
    ],
)
def test_missed_limits_are_raised_only_where_that_is_enough(
    kind: dict[str, Any], client: dict[str, Any], fixes: list[str]
) -> None:
    """Each change is tried by timing the route with it, prefixes held; where breaks ask for more, it is not told."""
    problem = problem_of(ROAD, PLACED, [van(**kind)])
    new = replace(Client("new", 4), **client)
    plan = timed_solution(problem, [("van", ["a", "b"])])
    assert list(Trials(problem, plan).misses([new], 5)) == fixes
    assert list(InsertionTable(problem, plan).misses([new], 5)) == fixes


@pytest.mark.parametrize(
    ("kind", "amount", "ends", "fixes"),
    [
        ({}, 45, {}, ["raise the load capacity of van by 45"]),
        ({"capacity": (104,)}, 5, {}, ["raise the load capacity of van by 1"]),
        ({}, 0, {"windows": ((0, 39),)}, ["let the window of q end 1 s later"]),
        ({"max_distance": 79}, 0, {}, ["let routes of van be 1 m longer"]),
        ({"max_duration": 79}, 0, {}, ["raise the maximum duration of van by 1 s"]),
        (
            {"shift": (0, 78)},
            0,
            {},
            ["let the shift of van and the opening of its depots end 2 s later"],
        ),
    ],
)
def test_missed_limits_of_a_shipment(
    kind: dict[str, Any], amount: int, ends: dict[str, Any], fixes: list[str]
) -> None:
    """Are raised with both ends visited one after the other, and a window is told by whose it is."""
    clients = [*PLACED[:2], Client("p", 4), Client("q", 4, **ends)]
    problem = problem_of(ROAD, clients, [van(**kind)], shipments=(Shipment("p", "q", (amount,)),))
    plan = timed_solution(problem.replace(vehicle_types=(van(),)), [("van", ["a", "b"])])
    assert list(InsertionTable(problem, plan).misses(problem.clients[2:], 50)) == fixes


@pytest.mark.parametrize(("most", "timed"), [(1, 1), (24, 1), (25, 2), (100, 3)])
def test_effort_for_missed_limits_is_bounded(most: int, timed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the three gaps that miss a window only so many are timed: of three stops, with three ways to rest or not."""
    orders: list[Any] = []
    monkeypatch.setattr(trials, "schedule_stops", lambda *order: orders.append(order))
    problem = problem_of(ROAD, PLACED, [van(breaks=(Break("rest", 30, (5, 15)),))])
    plan = timed_solution(problem.replace(vehicle_types=(van(),)), [("van", ["a", "b"])])
    late = Client("new", 4, windows=((0, 5),))
    assert list(Trials(problem, plan).misses([late], most)) == []
    assert len(orders) == timed


def test_prefixes_cost_no_effort() -> None:
    """Gaps before what is fixed are passed over untimed."""
    problem = problem_of(ROAD, PLACED, [van(prefix=("a", "b"))])
    tried = Trials(problem, timed_solution(problem, [("van", ["a", "b"])]))
    assert list(tried.misses([Client("new", 2, delivery=(4,))], 1)) == ["raise the load capacity of van by 4"]
