"""PyVRP gets the problem's figures, and none so large that its sums overflow."""

from typing import Any

import numpy as np
import pytest
import pyvrp

from optimizer.routing.engines.pyvrp_data import Translation, surplus, translate, with_prizes
from optimizer.routing.problem import UNLIMITED, Client, Depot, Group, Matrix, Problem, Shipment
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution
from tests.helpers.routing import line, problem_of, van

CLIENTS = [
    Client("a", 1, delivery=(3,), vehicle_types=frozenset({"van"})),
    Client("b", 2, required=False, prize=9, windows=((5, 90),)),
]


def blocked() -> Matrix:
    """Return a road without a way from place 1 to place 2."""
    ways = line(0, 10, 20).distance.copy()
    ways[1, 2] = UNLIMITED
    return Matrix(ways, 2 * ways.clip(max=50) + (ways == UNLIMITED) * (UNLIMITED - 100))


def test_blocked_legs_end_beyond_the_horizon() -> None:
    """A leg without a way is no longer than the longest one, and takes one unit more than any route may."""
    translation = translate(problem_of(blocked(), CLIENTS))
    distance, duration = translation.data.distance_matrix(0), translation.data.duration_matrix(0)
    assert (distance[1, 2], duration[1, 2]) == (20, translation.horizon + 1)
    assert distance.max() == 20
    assert duration.max() == translation.horizon + 1
    assert translation.data.vehicle_type(0).tw_late == translation.horizon


def test_what_has_no_limit_has_none_for_pyvrp() -> None:
    """Without windows it does no work on time; with one, all routes end by the horizon."""
    free = [Client("a", 1), Client("b", 2)]
    data = translate(problem_of(line(0, 10, 20), free, [van(max_distance=90)])).data
    kind = data.vehicle_type(0)
    assert not data.has_time_windows()
    assert (kind.tw_late, kind.shift_duration, kind.max_distance) == (2**63 - 1, 2**63 - 1, 90)


@pytest.mark.parametrize(
    "changes",
    [
        {"clients": (Client("a", 1, windows=((0, 50),)),)},
        {"clients": (Client("a", 1, release_s=3),)},
        {"clients": (Client("a", 1, vehicle_types=frozenset({"bike"})),)},
        {"depots": (Depot("D", 0, (0, 60)),)},
        {"vehicle_types": (van(shift=(5, UNLIMITED)),)},
        {"matrices": {"default": blocked()}, "clients": (Client("a", 1), Client("b", 2))},
    ],
)
def test_what_depends_on_time_ends_by_the_horizon(changes: dict[str, Any]) -> None:
    """Windows, releases, shifts, and clients or legs that are barred by their time."""
    plain = problem_of(line(0, 10, 20), [Client("a", 1)], [van(), van("bike")])
    timed = translate(plain.replace(**changes))
    assert timed.data.has_time_windows()
    assert timed.data.vehicle_type(0).tw_late == timed.horizon


def test_forbidden_clients_make_a_profile_of_their_own() -> None:
    """A type that may not visit a client gets a matrix in which the client is out of time; others share one."""
    kinds = [van(), van("bike"), van("car")]
    translation = translate(problem_of(line(0, 10, 20), CLIENTS, kinds))
    data = translation.data
    assert [data.vehicle_type(number).profile for number in range(3)] == [0, 1, 1]
    closed = data.duration_matrix(1) == translation.horizon + 1
    assert closed.tolist() == [[False, True, False], [True, False, True], [False, True, False]]
    assert np.array_equal(data.duration_matrix(0), line(0, 10, 20).duration)


def test_unused_types_and_surplus_vehicles_are_not_translated() -> None:
    """No more vehicles than clients, and no type without any."""
    problem = problem_of(line(0, 10, 20), CLIENTS, [van(count=99), van("none", count=0)], [Depot("D", 0)])
    translation = translate(problem)
    assert translation.data.num_vehicles == 2
    assert [kind.id for kind in translation.kinds] == ["van"]


def test_prizes_make_everyone_optional() -> None:
    """Required clients become optional at the given prize, optional ones keep theirs, all else stays."""
    translation = translate(problem_of(line(0, 10, 20), CLIENTS))
    data = with_prizes(translation, 1000)
    assert [(c.required, c.prize) for c in data.clients()] == [(False, 1000), (False, 9)]
    assert (data.client(0).delivery, data.client(1).tw_early, data.client(1).tw_late) == ([3], 5, 90)


def test_warm_start_keeps_what_fits() -> None:
    """Unknown clients, repeated clients and surplus routes of the start are dropped."""
    problem = problem_of(line(0, 10, 20, 30), [*CLIENTS, Client("c", 3)], [van(count=2)])
    tour = timed_solution(problem, [("van", ["a", "c"])]).routes[0]
    smaller = translate(problem_of(line(0, 10, 20), CLIENTS))
    kept = smaller.warm_start(smaller.data, Solution((tour, tour)))
    assert [[visit.idx for visit in route if visit.is_client()] for route in kept.routes()] == [[0]]


def tied(*, required: bool = True) -> Problem:
    """Return a problem of a shipment, two alternatives, a client of two windows and a plain one."""
    clients = [
        Client("p", 1, prize=3, required=required),
        Client("d", 2, prize=4, required=required),
        Client("home", 3, required=False, prize=9),
        Client("locker", 4, required=False, prize=5, windows=((0, 5), (10, 20))),
        Client("twice", 5, windows=((0, 5), (10, 20)), prize=8),
        Client("once", 6, windows=((2, 7),)),
    ]
    return problem_of(
        line(0, 10, 20, 30, 40, 50, 60),
        clients,
        shipments=(Shipment("p", "d", (7,)),),
        groups=(Group("parcel", ("home", "locker")),),
    )


def test_alternatives_and_windows_become_groups() -> None:
    """Copies of an alternative join its group; a client of two windows is a group of its own."""
    data = translate(tied()).data
    assert [group.clients for group in data.groups()] == [[0, 1, 2], [3, 4]]
    assert all(group.required for group in data.groups())
    assert [client.required for client in data.clients()] == [False] * 5 + [True]
    assert [client.prize for client in data.clients()] == [9, 5, 5, 0, 0, 0]
    assert [client.tw_late for client in data.clients()][1:] == [5, 20, 5, 20, 7]


@pytest.mark.parametrize(("required", "prize"), [(True, 0), (False, 7)])
def test_shipment_has_the_prizes_of_both_ends(*, required: bool, prize: int) -> None:
    """Its amount lies between its ends; a required one has no prize."""
    data = translate(tied(required=required)).data
    (shipment,) = data.shipments()
    assert (shipment.required, shipment.prize, shipment.amount) == (required, prize, [7])
    assert (shipment.pickup.location, shipment.delivery.location) == (5, 6)


def test_prizes_make_groups_and_shipments_optional() -> None:
    """Members of a required group keep what they differ by; a shipment counts as the two clients it is."""
    translation = translate(tied())
    data = with_prizes(translation, 1000)
    assert not any(group.required for group in data.groups())
    assert [client.prize for client in data.clients()] == [1009, 1005, 1005, 1000, 1000, 1000]
    assert [(one.required, one.prize) for one in data.shipments()] == [(False, 2000)]
    optional = with_prizes(translate(tied(required=False)), 1000)
    assert [(one.required, one.prize) for one in optional.shipments()] == [(False, 7)]


def test_one_client_beside_one_shipment_is_copied() -> None:
    """Else PyVRP would find neighbours of neither."""
    problem = problem_of(
        line(0, 10, 20, 30), [Client("p", 1), Client("a", 2), Client("d", 3)], shipments=(Shipment("p", "d"),)
    )
    data = translate(problem).data
    assert [group.clients for group in data.groups()] == [[0, 1]]
    assert data.num_locations == 4
    neighbours = pyvrp.search.compute_neighbours(data)
    assert any(one.is_shipment() for one in neighbours[pyvrp.Activity(pyvrp.ActivityType.CLIENT, 1)])


def test_surplus_is_what_pyvrp_counts_too_much() -> None:
    """All prizes of a group but the largest, whoever of it is visited."""
    translation = translate(tied(required=False))
    assert surplus(translation.data) == 5 + 5
    data = with_prizes(translation, 1000)
    assert surplus(data) == 1005 + 1005 + 1000
    none = pyvrp.Solution(data, [])
    assert none.uncollected_prizes() - surplus(data) == 7 + 1009 + 1000 + 1000


def test_vehicle_has_its_overtime_and_reloads() -> None:
    """The nominal duration ends where overtime begins, or at the hard limit."""
    kinds = [
        van("long", overtime_after=50, cost_per_overtime=3, max_duration=80),
        van("short", overtime_after=90, max_duration=80, reload_depots=("E",)),
        van("open", open_end=True, reload_depots=("E", "D"), max_reloads=1),
    ]
    clients = [Client("a", 1), Client("b", 2)]
    problem = problem_of(line(0, 10, 20), clients, kinds, [Depot("D", 0), Depot("E", 1, service_s=6)])
    long, short, open_ended = translate(problem).data.vehicle_types()
    assert (long.shift_duration, long.max_overtime, long.unit_overtime_cost) == (50, 30, 3)
    assert (short.shift_duration, short.max_overtime, short.reload_depots, short.max_reloads) == (
        80,
        0,
        [1],
        2,
    )
    assert (open_ended.end_depot, open_ended.reload_depots, open_ended.max_reloads) == (2, [1, 0], 1)
    assert [depot.service_duration for depot in translate(problem).data.depots()] == [0, 6, 0]


@pytest.mark.parametrize(("loading", "release"), [(0, 40), (15, 25), (50, 0)])
def test_loading_may_begin_before_the_release(loading: int, release: int) -> None:
    """PyVRP's release is the begin of loading, ours its end."""
    depots = [Depot("D", 0, service_s=loading), Depot("unused", 1)]
    problem = problem_of(line(0, 10), [Client("a", 1, release_s=40)], [van()], depots)
    assert translate(problem).data.client(0).release_time == release


def test_client_released_too_late_is_left_out() -> None:
    """PyVRP would take it for a mistake."""
    clients = [Client("a", 1, windows=((0, 30),), release_s=40), Client("b", 1)]
    problem = problem_of(line(0, 10), clients)
    translation = translate(problem)
    assert translation.data.client(0).release_time == 30
    route = pyvrp.Route(translation.data, [0], 0)
    assert not route.is_feasible()


def test_least_loading_counts_where_depots_differ() -> None:
    """So that goods are never loaded too early, wherever that is."""
    depots = [Depot("D", 0, service_s=15), Depot("E", 1, service_s=5)]
    problem = problem_of(line(0, 10), [Client("a", 1, release_s=40)], [van(reload_depots=("E",))], depots)
    assert translate(problem).data.client(0).release_time == 35


def written(translation: Translation, problem: Problem, *activities: str) -> Solution:
    """Return a route of the first vehicle, of activities such as C0, D0, P0 (pickup) and B0 (delivery)."""
    kinds = {
        "C": pyvrp.ActivityType.CLIENT,
        "D": pyvrp.ActivityType.DEPOT,
        "P": pyvrp.ActivityType.PICKUP,
        "B": pyvrp.ActivityType.DELIVERY,
    }
    stops = [pyvrp.Activity(kinds[one[0]], int(one[1:])) for one in activities]
    found = pyvrp.Solution(translation.data, [pyvrp.Route(translation.data, stops, 0)])
    return translation.written(problem, found)


def test_solution_is_written_with_reloads_and_shipments() -> None:
    """Each activity is what its index stands for."""
    problem = tied().replace(vehicle_types=(van(reload_depots=("D",)),))
    problem = problem.replace(clients=(*problem.clients[:4], Client("b", 2)))
    solution = written(translate(problem), problem, "C3", "D0", "P0", "C0", "B0")
    assert solution == timed_solution(problem, [("van", ["b", LoadAt("D"), "p", "home", "d"])])
