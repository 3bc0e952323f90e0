"""Reasons where a rule binds clients to vehicles, to each other or to an order of visits."""

from dataclasses import replace

import pytest

from optimizer.routing import reasons
from optimizer.routing.problem import Backhauls, Client, Group, Problem, Shipment, VehicleType
from optimizer.routing.reasons import explain, servable
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_cures import cured

ROAD = line(0, 10, 20, pace=2)
CLIENT = Client("a", 2, delivery=(5,), service_s=3)


def told(problem: Problem, solution: Solution) -> list[tuple[str, str, str]]:
    """Return who is left out, why, and the cure."""
    return [(one.id, one.reason, one.fix) for one in explain(problem, solution)]


def test_lacking_skill_is_named() -> None:
    """The type that lacks the fewest skills is named with them; a type that has them but no vehicle is not enough."""
    client = replace(CLIENT, skills=frozenset({"cold", "crane"}))
    kinds = [van(), van("cool", skills=frozenset({"cold"})), van("none", count=0, skills=client.skills)]
    problem = problem_of(ROAD, [client], kinds)
    assert servable(problem) == ()
    assert told(problem, Solution((), ("a",))) == [("a", reasons.SKILL, "give cool the skill crane")]
    only = problem.replace(vehicle_types=(kinds[2],))
    assert told(only, Solution((), ("a",)))[0][1:] == (
        reasons.NO_VEHICLE_TYPE,
        "add 1 vehicle of type none",
    )


def test_skill_is_not_all_that_is_lacking() -> None:
    """Who is given the skill must be able to serve the client; a type that lacks nothing else comes first."""
    client = replace(CLIENT, skills=frozenset({"cold"}))
    kinds = [van("bike", capacity=(3,)), van("van", capacity=(4,), max_distance=30)]
    fix = "give bike the skill cold and raise the load capacity of bike by 2"
    problem = problem_of(ROAD, [client], kinds)
    assert told(problem, Solution((), ("a",))) == [("a", reasons.SKILL, fix)]
    strong = problem.replace(vehicle_types=(*kinds, van("zeppelin")))
    assert told(strong, Solution((), ("a",)))[0][2] == "give zeppelin the skill cold"


def test_both_ends_of_a_shipment_have_its_reason() -> None:
    """A shipment has one reason, told at both of its ends."""
    clients = [Client("a", 1), Client("b", 2)]
    problem = problem_of(ROAD, clients, shipments=(Shipment("a", "b", (103,)),))
    assert servable(problem) == ()
    fix = "shipment from a to b: raise the load capacity of van by 3"
    assert told(problem, Solution((), ("a", "b"))) == [
        ("a", reasons.CAPACITY, fix),
        ("b", reasons.CAPACITY, fix),
    ]


@pytest.mark.parametrize(("prize", "reason"), [(10, reasons.NOT_WORTH_PRIZE), (21, reasons.SEARCH_TIME)])
def test_optional_shipment_is_worth_both_prizes(prize: int, reason: str) -> None:
    """The prizes of both ends are weighed against the one detour."""
    clients = [Client(name, number, required=False, prize=prize) for number, name in enumerate("ab", start=1)]
    problem = problem_of(ROAD, clients, shipments=(Shipment("a", "b"),))
    assert told(problem, Solution((), ("a", "b")))[0][1] == reason


def test_shipment_with_one_end_out_of_reach_is_not_servable() -> None:
    """Neither end is servable if one is out of reach; other clients are."""
    clients = [Client("a", 1), Client("b", 2, windows=((0, 39),)), Client("c", 1)]
    problem = problem_of(ROAD, clients, shipments=(Shipment("a", "b"),))
    assert [client.id for client in servable(problem)] == ["c"]


def test_optional_client_that_is_fixed_was_missed_by_the_search() -> None:
    """A prefix makes its clients as good as required: a higher prize would change nothing."""
    problem = problem_of(ROAD, [Client("a", 1, required=False)], [van(prefix=("a",))])
    assert told(problem, Solution((), ("a",)))[0][1] == reasons.SEARCH_TIME


GROUPED = problem_of(
    ROAD,
    [Client("a", 1, required=False, delivery=(500,)), Client("b", 2, required=False, delivery=(103,))],
    groups=(Group("g", ("a", "b")),),
)


def test_group_is_told_by_its_nearest_alternative() -> None:
    """A group has one reason: that of the alternative that needs least."""
    fix = "group g at b: raise the load capacity of van by 3"
    assert told(GROUPED, Solution((), ("a", "b"))) == [
        ("a", reasons.CAPACITY, fix),
        ("b", reasons.CAPACITY, fix),
    ]


def test_required_group_was_missed_by_the_search() -> None:
    """An alternative that can be inserted is one that the search missed, unless the group is optional."""
    problem = problem_of(ROAD, [Client("a", 1, required=False, prize=5)], groups=(Group("g", ("a",)),))
    assert told(problem, Solution((), ("a",)))[0][1] == reasons.SEARCH_TIME
    optional = problem.replace(groups=(Group("g", ("a",), required=False),))
    assert told(optional, Solution((), ("a",)))[0][1] == reasons.NOT_WORTH_PRIZE


def test_group_with_a_visit_has_nothing_to_explain() -> None:
    """Alternatives of a client that is visited are not unserved demand."""
    clients = [Client("a", 1, required=False), Client("b", 2, required=False)]
    problem = problem_of(ROAD, clients, groups=(Group("g", ("a", "b")),))
    assert explain(problem, timed_solution(problem, [("van", ["a"])])) == ()


@pytest.mark.parametrize(
    ("client", "kind", "backhauls", "reason", "fix"),
    [
        (
            Client("x", 1, pickup=(5,), windows=((0, 20),)),
            van(),
            Backhauls.LAST,
            reasons.BACKHAUL_ORDER,
            "allow deliveries and collections of van in any order",
        ),
        (
            Client("x", 1, delivery=(6,)),
            van(reload_depots=("D",), max_reloads=0),
            Backhauls.MIXED,
            reasons.RELOADS,
            "raise the number of reloads of van by 1",
        ),
        (
            Client("x", 1, windows=((0, 20),)),
            van(prefix=("a",)),
            Backhauls.MIXED,
            reasons.PREFIX,
            "free the beginning of the route of van",
        ),
    ],
)
def test_rule_of_order_in_the_way_is_named(
    client: Client, kind: VehicleType, backhauls: Backhauls, reason: str, fix: str
) -> None:
    """Where only the order of backhauls, a prefix or the number of reloads forbids it, that is the reason."""
    other = Client("a", 2, delivery=(95,), windows=((40, 80),))
    problem = problem_of(ROAD, [other, client], [kind], backhauls=backhauls)
    plan = timed_solution(problem, [("van", ["a"])])
    assert told(problem, plan) == [("x", reason, fix)]


def test_a_client_that_another_vehicle_would_have_to_begin_with() -> None:
    """The beginning to be freed is that of the vehicle it is fixed to, not of the one that could serve it."""
    kinds = [van("brief", shift=(0, 5), prefix=("x",)), van("other")]
    (found,) = explain(problem_of(ROAD, [Client("x", 1)], kinds), Solution((), ("x",)))
    assert found.reason == reasons.PREFIX
    assert found.detail == "other could serve it if the beginning of the route of brief were not fixed"
    assert found.fix == "free the beginning of the route of brief"


@pytest.mark.parametrize(
    ("other", "fix"),
    [
        (van("other"), ["let other visit it"]),
        (van("other", capacity=(4,)), []),
        (van("other", count=0), []),
    ],
)
def test_a_client_that_is_kept_to_a_full_vehicle(other: VehicleType, fix: list[str]) -> None:
    """Another vehicle on which it fits is named, since it need only be allowed; none on which it does not."""
    kept = replace(CLIENT, vehicle_types=frozenset({"van"}))
    problem = problem_of(ROAD, [Client("b", 1, delivery=(98,)), kept], [van(), other])
    (found,) = explain(problem, timed_solution(problem, [("van", ["b"])]))
    assert found.reason == reasons.NO_VEHICLE_LEFT
    assert found.fix.split(", or ")[1:] == [*fix, "raise the load capacity of van by 3"]


def test_a_shipment_that_is_kept_to_a_full_vehicle() -> None:
    """Another vehicle need be allowed at the end alone that is kept."""
    clients = [Client("b", 3), Client("p", 1, vehicle_types=frozenset({"van"})), Client("q", 2)]
    problem = problem_of(
        line(0, 5, 10, -5),
        clients,
        [van(max_duration=20), van("other", max_duration=80)],
        shipments=(Shipment("p", "q"),),
    )
    plan = timed_solution(problem, [("van", ["b"])])
    fixes = [fix.split(", or ")[1] for _, _, fix in told(problem, plan)]
    assert fixes == ["let other visit it"] * 2
    assert {reason for _, reason, _ in told(cured(problem, fixes[0], "p"), plan)} == {reasons.SEARCH_TIME}


def test_reloads_of_other_types_stay_as_they_are() -> None:
    """One more reload is tried of types that load again only; others may have no limit of their own to raise."""
    kinds = [van("a", reload_depots=("D",), max_reloads=1), van("b")]
    clients = [Client("x", 1, delivery=(100,), windows=((20, 20),))]
    problem = problem_of(ROAD, [*clients, replace(clients[0], id="y"), replace(clients[0], id="z")], kinds)
    plan = timed_solution(problem, [("a", ["x"]), ("b", ["y"])])
    assert told(problem, plan)[0][1] == reasons.NO_VEHICLE_LEFT
