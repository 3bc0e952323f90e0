"""The checker names every rule about places, trips, loads and order that an edited plan breaks."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.routing.check import check, cost
from optimizer.routing.problem import (
    Backhauls,
    Client,
    Depot,
    Group,
    Problem,
    Shipment,
    Stability,
)
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30, 40)


def rules(problem: Problem, solution: Solution, **options: bool) -> set[str]:
    """Names of the rules broken."""
    return {violation.rule for violation in check(problem, solution, **options)}


SHIPPED = problem_of(
    ROAD,
    [Client("a", 1), Client("b", 2), Client("c", 3, delivery=(60,))],
    [van(count=2, reload_depots=("D",))],
    shipments=(Shipment("a", "b", (70,)),),
)


def test_shipment_on_one_trip_holds() -> None:
    """A shipment that is fetched before it is brought, with room on board, breaks nothing."""
    assert check(SHIPPED, timed_solution(SHIPPED, [("van", ["c", "a", "b"])])) == ()


@pytest.mark.parametrize(
    ("tours", "rule"),
    [
        ([("van", ["c", "b", "a"])], "shipment-order"),
        ([("van", ["c", "a"]), ("van", ["b"])], "shipment-trip"),
        ([("van", ["c", "a", LoadAt("D"), "b"])], "shipment-trip"),
        ([("van", ["c", "a"])], "shipment-half"),
        ([("van", ["c", "b"])], "shipment-half"),
        ([("van", ["a", "c", "b"])], "capacity"),
    ],
)
def test_shipment_that_is_torn_apart_is_refused(tours: list[Any], rule: str) -> None:
    """Each end on its own, the wrong way round, on another route or trip, and too much on board are named."""
    assert rules(SHIPPED, timed_solution(SHIPPED, tours), partial=True) == {rule}


def test_shipment_fills_the_vehicle_between_its_ends_only() -> None:
    """The excess is found where the goods are on board, and told with its figures."""
    broken = check(SHIPPED, timed_solution(SHIPPED, [("van", ["a", "c", "b"])]))
    assert [str(one) for one in broken] == ["capacity: route 1: load 130 on leaving client a, capacity 100"]


HOMES = [
    Client(name, number, required=False, prize=prize)
    for number, (name, prize) in enumerate((("home", 9), ("locker", 5), ("store", 2)), start=1)
]
GROUPED = problem_of(ROAD, HOMES, groups=(Group("g", ("home", "locker", "store")),))


def test_one_alternative_of_a_group_holds() -> None:
    """One of a group is enough, and what is forgone is the largest prize less its own."""
    plan = timed_solution(GROUPED, [("van", ["locker"])])
    assert check(GROUPED, plan) == ()
    assert cost(GROUPED, plan) == 40 + 9 - 5


def test_two_alternatives_of_a_group_are_refused() -> None:
    """At most one of a group is visited."""
    twice = timed_solution(GROUPED, [("van", ["home", "store"])])
    assert rules(GROUPED, twice) == {"group"}
    assert cost(GROUPED, twice) == 60


def test_required_group_must_be_visited() -> None:
    """A required group without a visit is refused, unless the plan is partial; it forgoes the largest prize."""
    empty = timed_solution(GROUPED, [])
    assert rules(GROUPED, empty) == {"required-group"}
    assert rules(GROUPED, empty, partial=True) == set()
    optional = GROUPED.replace(groups=(replace(GROUPED.groups[0], required=False),))
    assert rules(optional, empty) == set()
    assert cost(GROUPED, empty) == 9


def test_skills_are_checked() -> None:
    """A vehicle that lacks a skill may not visit the client; one that has more may."""
    client = Client("a", 1, skills=frozenset({"cold"}))
    problem = problem_of(ROAD, [client], [van(skills=frozenset({"cold", "crane"}))])
    plan = timed_solution(problem, [("van", ["a"])])
    assert rules(problem, plan) == set()
    assert rules(problem.replace(vehicle_types=(van(skills=frozenset({"crane"})),)), plan) == {"skill"}


MIXED = problem_of(
    ROAD,
    [Client("d", 1, delivery=(5,)), Client("p", 2, pickup=(5,)), Client("n", 3), Client("q", 4, pickup=(1,))],
    [van(reload_depots=("D",))],
)


@pytest.mark.parametrize(
    ("order", "backhauls", "broken"),
    [
        (["p", "d", "n", "q"], Backhauls.MIXED, set()),
        (["p", "d", "n", "q"], Backhauls.LAST, {"backhaul-order"}),
        (["n", "d", "p", "q"], Backhauls.LAST_AFTER_DELIVERY, set()),
        (["d", "p", "n", "q"], Backhauls.LAST_AFTER_DELIVERY, set()),
        (["p", LoadAt("D"), "n", "d", "q"], Backhauls.LAST, set()),
        (["p", LoadAt("D"), "n", "d", "q"], Backhauls.LAST_AFTER_DELIVERY, {"backhaul-only"}),
        (["n", LoadAt("D"), "d", "q", "p"], Backhauls.LAST_AFTER_DELIVERY, set()),
    ],
)
def test_order_of_backhauls(order: list[Any], backhauls: Backhauls, broken: set[str]) -> None:
    """Collections follow deliveries on each trip, and where asked no trip only collects."""
    plan = timed_solution(MIXED, [("van", order)])
    assert rules(MIXED.replace(backhauls=backhauls), plan) == broken


TRIPS = problem_of(
    ROAD,
    [Client("a", 1, delivery=(60,), pickup=(30,)), Client("b", 2, delivery=(60,), pickup=(90,))],
    [van(reload_depots=("D",), max_reloads=1)],
    [Depot("D", 0), Depot("E", 4)],
)
TWO_TRIPS = timed_solution(TRIPS, [("van", ["a", LoadAt("D"), "b"])])


def test_each_trip_has_its_own_load() -> None:
    """What does not fit on one trip fits on two: a reload empties and fills the vehicle."""
    assert check(TRIPS, TWO_TRIPS) == ()
    assert rules(TRIPS, timed_solution(TRIPS, [("van", ["a", "b"])])) == {"capacity"}
    assert "capacity" in rules(TRIPS.replace(vehicle_types=(van(capacity=(80,)),)), TWO_TRIPS)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"max_reloads": 0}, "reload-count"), ({"reload_depots": ("E",)}, "reload-depot")],
)
def test_reload_that_is_not_allowed_is_refused(changes: dict[str, Any], rule: str) -> None:
    """How often and where a vehicle loads again is limited."""
    kind = replace(TRIPS.vehicle_types[0], **changes)
    assert rules(TRIPS.replace(vehicle_types=(kind,)), TWO_TRIPS) == {rule}


@pytest.mark.parametrize("position", [-1, 3])
def test_reload_outside_the_route_is_refused(position: int) -> None:
    """A reload after more clients than the route has is named, and the route not examined further."""
    route = TWO_TRIPS.routes[0]
    moved = replace(route, reloads=(replace(route.reloads[0], position=position),))
    assert rules(TRIPS, replace(TWO_TRIPS, routes=(moved,))) == {"position"}
    nowhere = replace(route, reloads=(replace(route.reloads[0], depot="X"),))
    assert rules(TRIPS, replace(TWO_TRIPS, routes=(nowhere,))) == {"unknown-id"}


def test_open_route_ends_with_its_last_client() -> None:
    """An open route has no end depot and no way back, in its times, its distance and its cost."""
    problem = problem_of(ROAD, [Client("a", 3, service_s=5)], [van(open_end=True, cost_per_duration=1)])
    plan = timed_solution(problem, [("van", ["a"])])
    assert check(problem, plan) == ()
    assert cost(problem, plan) == 30 + 35
    assert rules(problem, replace(plan, routes=(replace(plan.routes[0], end=36),))) >= {"travel-time"}
    returning = timed_solution(problem.replace(vehicle_types=(van(cost_per_duration=1),)), [("van", ["a"])])
    assert "depot" in rules(problem, returning)
    assert "depot" in rules(problem.replace(vehicle_types=(van(cost_per_duration=1),)), plan)


FIXED = problem_of(
    ROAD,
    [Client("a", 1), Client("b", 2), Client("c", 3, required=False)],
    [van(prefix=("b", "c")), van("free", count=2)],
)


@pytest.mark.parametrize(
    ("tours", "rule"),
    [
        ([("van", ["b", "c", "a"])], None),
        ([("van", ["b", "c"]), ("free", ["a"])], None),
        ([("van", ["c", "b", "a"])], "prefix"),
        ([("van", ["a", "b", "c"])], "prefix"),
        ([("free", ["b", "c", "a"])], "prefix"),
        ([("van", ["b", "a"])], "required-client"),
    ],
)
def test_prefix_is_kept(tours: list[Any], rule: str | None) -> None:
    """The route of a vehicle with a prefix begins with it, whoever else is visited after."""
    broken = rules(FIXED, timed_solution(FIXED, tours))
    assert broken == set() if rule is None else rule in broken


@pytest.mark.parametrize(
    ("tours", "broken"),
    [
        ([("van", ["b", "a"])], set()),
        ([("van", ["c", "a"])], set()),
        ([("free", ["a"])], set()),
        ([("free", ["b", "a"])], {"prefix"}),
        ([("van", ["a", "b"])], {"prefix"}),
        ([("van", ["a"]), ("free", ["c"])], {"prefix"}),
        ([("van", ["c", "b"])], {"prefix"}),
    ],
)
def test_prefix_with_a_client_left_out_still_binds_the_others(tours: list[Any], broken: set[str]) -> None:
    """A partial plan may leave out clients of a prefix; whoever is visited of it is the beginning, in its order."""
    assert rules(FIXED, timed_solution(FIXED, tours), partial=True) == broken


def test_departing_from_an_earlier_plan_costs() -> None:
    """Another vehicle and an arrival moved beyond the tolerance are charged, clients unknown then are not."""
    problem = problem_of(
        ROAD,
        [Client("a", 1), Client("b", 2), Client("c", 3)],
        [van()],
        stability=Stability({"a": ("van", 7), "b": ("truck", 20), "gone": ("van", 0)}, 50, 10, 2),
    )
    plan = timed_solution(problem, [("van", ["a", "b", "c"])])
    assert cost(problem, plan) == 60 + 10 * (10 - 7 - 2) + 50
    early = problem.replace(stability=Stability({"a": ("van", 15)}, 50, 10, 2))
    assert cost(early, plan) == 60 + 10 * (15 - 10 - 2)
    assert check(problem, plan) == ()


def test_longest_route_costs() -> None:
    """The price of balance is charged on the longest route only."""
    problem = problem_of(ROAD, [Client("a", 1), Client("b", 2)], [van(count=2)], longest_route_cost=3)
    assert cost(problem, timed_solution(problem, [("van", ["a"]), ("van", ["b"])])) == 60 + 3 * 40
    assert cost(problem, Solution((), ("a", "b"))) == 0
