"""Bounds that engines need in place of infinity."""

import json

import numpy as np
import pytest

from optimizer.core.errors import InputError
from optimizer.routing.engines.bounds import (
    cost_bound,
    depot_windows,
    horizon,
    longest_leg,
    mean_leg_cost,
    most_reloads,
    selective,
    stops_per_route,
    usable_types,
    vehicles_first,
)
from optimizer.routing.formats.vroom import parse
from optimizer.routing.problem import UNLIMITED, Break, Client, Depot, Group, Matrix, Stability, Traffic
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 500, pace=3)
CLIENTS = [Client("a", 1, service_s=7, windows=((100, 110),)), Client("b", 2, release_s=40)]


def test_horizon_is_after_every_route() -> None:
    """After the last opening come one longest leg away from each place and all services; no unused place."""
    assert horizon(problem_of(ROAD, CLIENTS)) == 100 + 60 + (30 + 7) + 60


def test_horizon_is_no_later_than_the_last_shift() -> None:
    """No route ends after the latest shift."""
    assert horizon(problem_of(ROAD, CLIENTS, [van(shift=(0, 90)), van("late", shift=(0, 120))])) == 120


def test_blocked_pairs_do_not_stretch_the_horizon() -> None:
    """A blocked pair has no duration, and is no longest leg."""
    ways = ROAD.duration.copy()
    ways[0, 1] = UNLIMITED
    problem = problem_of(Matrix(ways, ways), CLIENTS)
    assert horizon(problem) == 100 + 60 + (30 + 7) + 60
    assert longest_leg(problem, problem.vehicle_types[0]) == 60
    legs = np.array([60, 30, 30, 60, 30])
    assert mean_leg_cost(problem, problem.vehicle_types[0]) == pytest.approx(legs.sum() / 8)


def test_mean_leg_is_that_of_all_places() -> None:
    """Also of more places than are looked at together."""
    road = np.arange(700)
    problem = problem_of(line(*road), [Client(f"c{n}", n) for n in range(1, 700)])
    kind = van(cost_per_distance=2, cost_per_duration=3)
    expected = 5 * np.abs(np.subtract.outer(road, road)).mean()
    assert mean_leg_cost(problem, kind) == pytest.approx(expected)


def test_cost_bound_covers_the_dearest_plan() -> None:
    """Each client on a route of its own, out by the longest leg, back by its own longest, paid to the horizon."""
    kinds = [van(count=9, fixed_cost=11, cost_per_distance=2, cost_per_duration=5, shift=(17, 900))]
    clients = [CLIENTS[0], Client("b", 2, required=False, prize=13)]
    out_and_back = 2 * (20 + 10) + 2 * (20 + 20)
    assert cost_bound(problem_of(ROAD, clients, kinds)) == out_and_back + 2 * (11 + 5 * (257 - 17)) + 13


def test_cost_bound_counts_no_dear_vehicle_twice() -> None:
    """One dear vehicle beside a cheap one is paid once."""
    kinds = [van("dear", fixed_cost=1000), van("cheap", fixed_cost=10)]
    legs = (20 + 10) + (20 + 20)
    assert cost_bound(problem_of(ROAD, CLIENTS, kinds)) == legs + 1010
    assert cost_bound(problem_of(ROAD, CLIENTS, [van("dear", count=9, fixed_cost=1000)])) == legs + 2000


def test_cost_bound_refuses_to_overflow() -> None:
    """Costs beyond 64-bit sums are refused with cause and action, not silently wrapped."""
    dear = problem_of(ROAD, CLIENTS, [van(fixed_cost=2**43, cost_per_distance=2**43, count=2)], name="dear")
    with pytest.raises(InputError) as caught:
        cost_bound(dear.replace(matrices={"default": Matrix(ROAD.distance * 2**10, ROAD.duration)}))
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.file) == ("routing-costs-too-large", "dear")


def test_cost_bound_counts_who_must_be_visited() -> None:
    """Engines put the bound in place of the prize of required clients and groups only."""
    optional = [Client(f"{number}", 1, required=False, prize=2**43) for number in range(2**9)]
    problem = problem_of(ROAD, optional)
    assert cost_bound(problem) >= 2**52
    for changes in (
        {"clients": (*optional, *(Client(f"r{number}", 1) for number in range(2**9)))},
        {"groups": (Group("g", tuple(one.id for one in optional)),)},
    ):
        with pytest.raises(InputError):
            cost_bound(problem.replace(**changes))


def test_vehicles_that_can_never_drive_are_not_usable() -> None:
    """No vehicles, a shift outside the depot's opening, an end before the start, too short a duration."""
    kinds = [
        van("good", shift=(0, 60)),
        van("none", count=0),
        van("night", shift=(60, 70)),
        van("leaves too late", shift=(60, 300), end_depot="E"),
        van("back too late", end_depot="E", shift=(0, 99)),
        van("too short", end_depot="E", max_duration=49),
        van("long enough", end_depot="E", max_duration=50),
    ]
    problem = problem_of(ROAD, CLIENTS, kinds, [Depot("D", 0, (10, 50)), Depot("E", 1, (100, 200))])
    assert [kind.id for kind in usable_types(problem)] == ["good", "long enough"]
    assert depot_windows(problem, kinds[0]) == ((10, 50), (10, 50))


def test_horizon_leaves_time_for_reloads_loading_and_breaks() -> None:
    """Each of at most as many trips as clients begins with loading and the longest leg from a depot."""
    breaks = (Break("noon", 4, (0, 9)), Break("night", 5, (120, 130)))
    kinds = [van(reload_depots=("D",)), van("x", breaks=breaks)]
    problem = problem_of(ROAD, CLIENTS, kinds, [Depot("D", 0, service_s=11)])
    assert horizon(problem) == 120 + 3 * (11 + 60) + (30 + 7) + 60 + 9
    assert [most_reloads(problem, kind) for kind in kinds] == [2, 0]
    assert most_reloads(problem, van(reload_depots=("D",), max_reloads=1)) == 1


def test_horizon_leaves_time_for_the_worst_traffic() -> None:
    """At a rate of 300 legs take more than three times as long, rounded up."""
    traffic = Matrix(ROAD.distance, ROAD.duration, Traffic((0, 50), (1200, 300)))
    assert horizon(problem_of(traffic, CLIENTS)) == 100 + 200 + (100 + 7) + 200


def test_cost_bound_covers_overtime_reloads_balance_and_stability() -> None:
    """A leg to reload per client, overtime to the horizon, the longest route, and every arrival moved."""
    plain = problem_of(ROAD, CLIENTS, [van()])
    bound = cost_bound(plain)
    assert bound == (10 + 20) + 20
    assert cost_bound(plain.replace(longest_route_cost=3)) == bound + 3 * bound
    assert cost_bound(plain.replace(vehicle_types=(van(reload_depots=("D",)),))) == bound + 2 * 20
    paid = plain.replace(vehicle_types=(van(overtime_after=57, cost_per_overtime=2),))
    assert cost_bound(paid) == bound + 2 * (horizon(paid) - 57)
    stability = Stability({"a": ("van", 999), "b": ("van", 3)}, vehicle_change_cost=5, shift_cost=2)
    assert cost_bound(plain.replace(stability=stability)) == bound + 2 * (5 + 2 * 999)


@pytest.mark.parametrize(("prize", "choice"), [(51, False), (50, True), (0, True)])
def test_prizes_that_no_saving_outweighs_leave_no_choice(prize: int, choice: bool) -> None:
    """A client is optional in earnest if some plan costs as much as its prize; no plan costs more than 50 here."""
    client = Client("b", 2, required=False, prize=prize)
    assert selective(problem_of(ROAD, [CLIENTS[0], client])) == choice


@pytest.mark.parametrize(
    ("required", "prize", "choice"), [(True, 9, False), (False, 9, True), (False, 51, False)]
)
def test_choice_of_a_place_is_no_choice_of_a_client(required: bool, prize: int, choice: bool) -> None:
    """Whether a group is visited is a choice where it is optional, and its best place is worth little."""
    clients = [Client("a", 1, required=False), Client("b", 2, required=False, prize=prize)]
    assert selective(problem_of(ROAD, clients, groups=(Group("g", ("a", "b"), required),))) == choice


@pytest.mark.parametrize("priorities", [(0, 0, 0), (0, 3, 100)])
@pytest.mark.parametrize("fixed", [0, 9000])
def test_vroom_problems_leave_no_choice(priorities: tuple[int, ...], fixed: int) -> None:
    """VROOM's tasks come before cost: their prizes, whatever the priority, are more than any plan costs."""
    jobs = [
        {"id": n, "location": [2.0 + 0.1 * n, 48.0], "priority": priority}
        for n, priority in enumerate(priorities)
    ]
    costs = ({"fixed": fixed}, {"fixed": 3 * fixed, "per_hour": 1800})
    vehicles = [{"id": n, "start": [2.0, 48.0], "costs": cost} for n, cost in enumerate(costs)]
    problem = parse(json.dumps({"jobs": jobs, "vehicles": vehicles}), "jobs.json", speed_km_h=50.0).problem
    assert not any(client.required for client in problem.clients)
    assert not selective(problem)


def test_stops_per_route_count_alternatives_once() -> None:
    """Of three places of one client the one that takes least counts, and goods both ways share a vehicle."""
    alternatives = [Client(f"{n}", 1, delivery=(n,), required=False) for n in (90, 40, 70)]
    clients = [*alternatives, Client("a", 1, delivery=(60,)), Client("b", 2, pickup=(100,)), Client("c", 2)]
    problem = problem_of(ROAD, clients, [van(count=3)])
    grouped = problem.replace(groups=(Group("g", ("90", "40", "70")),))
    assert stops_per_route(problem) == 6 / 3
    assert stops_per_route(grouped) == 4 / 1


def test_open_route_may_end_anywhere_within_the_shift() -> None:
    """The end depot is not looked at, the loading is."""
    depots = [Depot("D", 0, (10, 50), 7), Depot("E", 1, (0, 3))]
    kinds = [
        van("open", open_end=True, end_depot="E", shift=(0, 90)),
        van("closed", end_depot="E", shift=(0, 90)),
        van("just", open_end=True, shift=(0, 17), max_duration=7),
        van("no time to load", open_end=True, shift=(0, 16)),
        van("too short to load", open_end=True, max_duration=6),
    ]
    problem = problem_of(ROAD, CLIENTS, kinds, depots)
    assert depot_windows(problem, kinds[0]) == ((10, 50), (0, 90))
    assert [kind.id for kind in usable_types(problem)] == ["open", "just"]


def test_vehicles_come_first() -> None:
    """Where their least fixed cost exceeds the ways to and from every client, and what else others cost."""
    clients = [Client("a", 1), Client("b", 2)]
    least = 4 * 20 + 1 + 2 * 7
    for fixed, first in ((least, True), (least - 15, False), (0, False)):
        kinds = [van(count=2, fixed_cost=fixed), van("dear", count=2, fixed_cost=fixed + 7 * bool(fixed))]
        assert vehicles_first(problem_of(line(0, 10, 20), clients, kinds)) is first
    none = van(count=0, fixed_cost=10**9)
    assert not vehicles_first(problem_of(line(0, 10), clients[:1], [none]))
