"""What holds of an earlier plan is carried over to a problem whose clients and rules have changed."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.routing.check import check
from optimizer.routing.problem import Client, Group, Problem, Shipment, VehicleType
from optimizer.routing.schedule import stops_of, timed_solution
from optimizer.routing.solution import LoadAt, Solution, Stop
from optimizer.routing.warm import carried_over
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30, 40)
CLIENTS = [Client(name, number, delivery=(30,)) for number, name in enumerate("abcd", start=1)]
KINDS = [van("van", count=2, capacity=(60,), reload_depots=("D",)), van("car")]
PROBLEM = problem_of(ROAD, CLIENTS, KINDS)
EARLIER = timed_solution(PROBLEM, [("van", ["a", "b"]), ("car", ["c", "d"])])


def carried(problem: Problem, earlier: Solution = EARLIER) -> list[tuple[str, tuple[Stop, ...]]]:
    """Vehicle types and stops that are carried over, which must hold."""
    solution = carried_over(problem, earlier)
    assert check(problem, solution, partial=True) == ()
    return [(route.vehicle_type, stops_of(route)) for route in solution.routes]


def test_plan_that_holds_is_kept() -> None:
    """Nothing changes where nothing has changed."""
    assert carried_over(PROBLEM, EARLIER) == EARLIER


def test_clients_come_and_go() -> None:
    """Clients gone since are removed, those added are listed as unserved for the engine to insert."""
    problem = PROBLEM.replace(clients=(*CLIENTS[1:], Client("new", 1)))
    assert carried(problem) == [("van", ("b",)), ("car", ("c", "d"))]
    assert carried_over(problem, EARLIER).unserved == ("new",)


def test_route_of_which_every_client_is_gone_is_dropped() -> None:
    """No empty route is carried over."""
    assert carried(PROBLEM.replace(clients=tuple(CLIENTS[2:]))) == [("car", ("c", "d"))]


def test_clients_that_break_a_route_are_left_out() -> None:
    """Where a route no longer holds, only the clients that break it are dropped."""
    late = PROBLEM.replace(clients=(replace(CLIENTS[0], windows=((0, 5),)), *CLIENTS[1:]))
    assert carried(late) == [("van", ("b",)), ("car", ("c", "d"))]
    heavy = PROBLEM.replace(clients=(*CLIENTS[:3], replace(CLIENTS[3], delivery=(71,))))
    assert carried(heavy) == [("van", ("a", "b")), ("car", ("c",))]


LONE = replace(KINDS[0], count=1)


@pytest.mark.parametrize("kinds", [[LONE], [LONE, van("car", count=0)]])
def test_route_without_a_vehicle_is_dropped(kinds: list[Any]) -> None:
    """A vehicle that is no longer there takes its route along where all others have one."""
    assert carried(PROBLEM.replace(vehicle_types=tuple(kinds))) == [("van", ("a", "b"))]


@pytest.mark.parametrize(
    ("kinds", "adopted"),
    [
        ([van("new")], ("new", ("c", "d"))),
        ([van("car", count=0), van("new")], ("new", ("c", "d"))),
        ([van("small", capacity=(30,)), van("new")], ("new", ("c", "d"))),
        ([van("none", capacity=(0,)), van("small", capacity=(30,))], ("small", ("c",))),
        ([van("early", shift=(0, 50)), van("new", prefix=("d",))], ("new", ("d", "c"))),
    ],
)
def test_route_of_a_vehicle_that_is_gone_goes_to_another(
    kinds: list[VehicleType], adopted: tuple[str, tuple[Stop, ...]]
) -> None:
    """The first free type on which all of it holds drives it; without one, the first on which some of it does."""
    problem = PROBLEM.replace(vehicle_types=(LONE, *kinds))
    assert carried(problem) == [("van", ("a", "b")), adopted]


def test_prefix_alone_is_nothing_of_a_route() -> None:
    """A vehicle that is bound to begin with a client waits for a route of which more than that holds."""
    earlier = timed_solution(PROBLEM, [("car", ["c", "d"]), ("van", ["a"])])
    problem = PROBLEM.replace(clients=tuple(CLIENTS[:2]), vehicle_types=(van("new", prefix=("b",)),))
    assert carried(problem, earlier) == [("new", ("b", "a"))]


def test_vehicle_that_only_some_may_use_is_told_from_its_like() -> None:
    """Types of equal terms are tried once, unless a client names one of them."""
    bound = (*CLIENTS[:3], replace(CLIENTS[3], vehicle_types=frozenset({"second"})))
    problem = PROBLEM.replace(clients=bound, vehicle_types=(LONE, van("first"), van("second")))
    assert carried(problem) == [("van", ("a", "b")), ("second", ("c", "d"))]


def test_client_is_carried_once() -> None:
    """A client that the earlier plan visits twice stays on the first of its routes."""
    twice = Solution((*EARLIER.routes, EARLIER.routes[0]))
    assert carried(PROBLEM, twice) == [("van", ("a", "b")), ("car", ("c", "d"))]


def test_reloads_are_kept_where_allowed() -> None:
    """A reload stays between clients; with the clients of its trip, or the right to reload, it goes."""
    earlier = timed_solution(PROBLEM, [("van", ["a", "b", LoadAt("D"), "c", "d"])])
    assert carried(PROBLEM, earlier) == [("van", ("a", "b", LoadAt("D"), "c", "d"))]
    assert carried(PROBLEM.replace(clients=tuple(CLIENTS[:2])), earlier) == [("van", ("a", "b"))]
    assert carried(PROBLEM.replace(clients=tuple(CLIENTS[2:])), earlier) == [("van", ("c", "d"))]
    kinds = (replace(KINDS[0], reload_depots=()), KINDS[1])
    assert carried(PROBLEM.replace(vehicle_types=kinds), earlier) == [("van", ("a", "b"))]


def shipped(amount: int) -> Problem:
    """Return a problem with goods from a to b, on a road with others."""
    ends = [replace(client, delivery=()) for client in CLIENTS[:2]]
    return PROBLEM.replace(clients=(*ends, *CLIENTS[2:]), shipments=(Shipment("a", "b", (amount,)),))


def test_shipments_stay_whole() -> None:
    """Both ends of a shipment are carried over on one trip in order, or neither is."""
    assert carried(shipped(10)) == [("van", ("a", "b")), ("car", ("c", "d"))]
    assert carried(shipped(61)) == [("car", ("c", "d"))]
    orders: tuple[list[Stop], ...] = (["b", "a"], ["a"], ["a", LoadAt("D"), "b"])
    for torn in orders:
        earlier = timed_solution(PROBLEM, [("van", torn)])
        assert carried(shipped(10), earlier) == []


def test_one_alternative_is_kept() -> None:
    """Of clients that have become alternatives the first one stays."""
    optional = tuple(replace(client, required=False) for client in CLIENTS)
    problem = PROBLEM.replace(clients=optional, groups=(Group("g", ("b", "c", "d")),))
    assert carried(problem) == [("van", ("a", "b"))]


def fixed(*prefix: str, **changes: Any) -> Problem:  # noqa: ANN401
    """Return the problem with a prefix for the car."""
    return PROBLEM.replace(vehicle_types=(KINDS[0], van("car", prefix=prefix, **changes)))


def test_prefix_comes_first() -> None:
    """Clients of a prefix move to its vehicle and its beginning, though the earlier plan knew nothing of it."""
    assert carried(fixed("d", "a")) == [("van", ("b",)), ("car", ("d", "a", "c"))]
    assert carried(fixed("d", "a"), Solution(())) == [("car", ("d", "a"))]


def test_prefix_that_does_not_fit_is_left_to_the_engine() -> None:
    """Where the whole prefix breaks a rule, its vehicle has no route; what was on it goes to another one."""
    assert carried(fixed("d", "a", capacity=(50,))) == [("van", ("b",)), ("van", ("c",))]


def test_prefix_is_carried_over_with_what_it_leaves_open() -> None:
    """The delivery of what is picked up at the beginning stays where it was, or comes at once where it was nowhere."""
    clients = tuple(Client(one.id, one.location) for one in CLIENTS)
    problem = PROBLEM.replace(
        clients=clients, vehicle_types=(KINDS[0], van("car", prefix=("d",))), shipments=(Shipment("d", "a"),)
    )
    for earlier, route in ((["c", "d", "b", "a"], ("d", "c", "b", "a")), (["c", "b"], ("d", "a", "c", "b"))):
        assert carried(problem, timed_solution(problem, [("car", earlier)])) == [("car", route)]


def test_alternative_of_a_prefix_is_not_kept() -> None:
    """Whoever is an alternative to a client of a prefix is left out, though its route comes first."""
    optional = tuple(replace(client, required=False) for client in CLIENTS)
    problem = fixed("d").replace(clients=optional, groups=(Group("g", ("b", "d")),))
    assert carried(problem) == [("van", ("a",)), ("car", ("d", "c"))]
