"""Every client left out has a reason, and making the change it names serves the client."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.routing import reasons
from optimizer.routing.problem import (
    UNLIMITED,
    Break,
    Client,
    Depot,
    Matrix,
    Problem,
    Scale,
    Shipment,
    VehicleType,
)
from optimizer.routing.reasons import explain, servable, shortfalls
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_cures import cured

ROAD = line(0, 10, 20, pace=2)
CLIENT = Client("a", 2, delivery=(5,), service_s=3)


def blocked() -> Matrix:
    """Return a road on which nobody comes back from place 2."""
    ways = ROAD.duration.copy()
    ways[2, 0] = UNLIMITED
    return Matrix(ways, ways)


@pytest.mark.parametrize(
    ("kind", "client", "reason", "amount", "cured_kind", "cured_client"),
    [
        ({"capacity": (3,)}, {}, reasons.CAPACITY, 2, {"capacity": (5,)}, {}),
        ({"capacity": (3,)}, {"delivery": (), "pickup": (4,)}, reasons.CAPACITY, 1, {"capacity": (4,)}, {}),
        ({"max_distance": 39}, {}, reasons.MAX_DISTANCE, 1, {"max_distance": 40}, {}),
        ({"max_duration": 80}, {}, reasons.MAX_DURATION, 3, {"max_duration": 83}, {}),
        ({"shift": (10, 90)}, {}, reasons.SHIFT_TOO_SHORT, 3, {"shift": (10, 93)}, {}),
        ({"shift": (10, 90)}, {"release_s": 95}, reasons.SHIFT_TOO_SHORT, 88, {"shift": (10, 178)}, {}),
        ({}, {"windows": ((0, 35),)}, reasons.WINDOW_UNREACHABLE, 5, {}, {"windows": ((0, 40),)}),
        (
            {"shift": (7, 500)},
            {"windows": ((0, 1), (3, 40))},
            reasons.WINDOW_UNREACHABLE,
            7,
            {},
            {"windows": ((0, 1), (3, 47))},
        ),
    ],
)
def test_smallest_change_serves_the_client(
    kind: dict[str, Any],
    client: dict[str, Any],
    reason: str,
    amount: int,
    cured_kind: dict[str, Any],
    cured_client: dict[str, Any],
) -> None:
    """A client that cannot be served alone has one reason; the change by its amount, and no less, cures it."""
    sick_van, sick_client = van(**kind), replace(CLIENT, **client)
    problem = problem_of(ROAD, [sick_client], [sick_van])
    assert servable(problem) == ()
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert (unserved.kind, unserved.id, unserved.reason) == ("client", "a", reason)
    assert f"{amount}" in unserved.fix
    assert [(one.reason, one.amount) for one in shortfalls(problem, sick_van, sick_client)] == [
        (reason, amount)
    ]
    cured = problem_of(ROAD, [replace(sick_client, **cured_client)], [replace(sick_van, **cured_kind)])
    assert shortfalls(cured, cured.vehicle_types[0], cured.clients[0]) == ()
    assert servable(cured) == cured.clients


def test_every_shortfall_of_a_vehicle_is_named() -> None:
    """Where one change is not enough, the fix names all."""
    problem = problem_of(ROAD, [replace(CLIENT, windows=((0, 30),))], [van(capacity=(1,), shift=(0, 60))])
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert unserved.reason == reasons.CAPACITY
    assert unserved.fix == (
        "raise the load capacity of van by 4 and let its window end 10 s later "
        "and let the shift of van and the opening of its depots end 23 s later"
    )


def test_the_vehicle_type_that_needs_least_is_named() -> None:
    """With several vehicle types the reason is that of the one that is nearest to serving the client."""
    kinds = [van("bike", capacity=(1,), max_distance=5), van("car", capacity=(3,)), van("truck", count=0)]
    (unserved,) = explain(problem_of(ROAD, [CLIENT], kinds), Solution((), ("a",)))
    assert unserved.fix == "raise the load capacity of car by 2"


def test_depot_that_closes_early_is_too_short_a_shift() -> None:
    """The opening of the end depot limits the return like the shift does."""
    problem = problem_of(ROAD, [CLIENT], depots=[Depot("D", 0, (0, 80))])
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert unserved.reason == reasons.SHIFT_TOO_SHORT
    assert "end 3 s later" in unserved.fix


def test_goods_ready_after_the_depot_closes() -> None:
    """The opening of the start depot must last until the goods are released."""
    depots = [Depot("D", 0, (0, 30)), Depot("E", 0)]
    problem = problem_of(ROAD, [replace(CLIENT, release_s=42)], [van(end_depot="E")], depots)
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert unserved.reason == reasons.SHIFT_TOO_SHORT
    assert "end 12 s later" in unserved.fix


def test_client_without_a_way_back_is_unreachable() -> None:
    """A blocked pair on the way to the client or back makes it unreachable."""
    (unserved,) = explain(problem_of(blocked(), [CLIENT]), Solution((), ("a",)))
    assert unserved.reason == reasons.UNREACHABLE
    assert unserved.detail == "van cannot travel from client a to depot D"
    assert unserved.fix == "give the way from client a to depot D a distance and a duration for van"


@pytest.mark.parametrize(
    ("kinds", "allowed", "fix"),
    [
        ([van(count=0)], None, "add 1 vehicle of type van"),
        ([van(), van("truck", count=0)], frozenset({"truck"}), "add 1 vehicle of type truck"),
        ([van()], frozenset[str](), "allow 1 vehicle type (van)"),
        (
            [van(capacity=(3,)), van("truck", count=0)],
            frozenset[str](),
            "allow 1 vehicle type (van) and raise the load capacity of van by 2",
        ),
        (
            [van("truck", count=0, capacity=(3,))],
            None,
            "add 1 vehicle of type truck and raise the load capacity of truck by 2",
        ),
        ([], None, "add 1 vehicle"),
    ],
)
def test_client_that_no_vehicle_may_visit(
    kinds: list[VehicleType], allowed: frozenset[str] | None, fix: str
) -> None:
    """Without a vehicle of an allowed type the fix is one vehicle, or one allowed type, and what that lacks besides."""
    problem = problem_of(ROAD, [replace(CLIENT, vehicle_types=allowed)], kinds)
    assert servable(problem) == ()
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert (unserved.reason, unserved.fix) == (reasons.NO_VEHICLE_TYPE, fix)


def two_clients(**changes: Any) -> Problem:  # noqa: ANN401
    """Return a problem of clients a and b, each of which fills the van."""
    clients = [replace(CLIENT, delivery=(100,)), Client("b", 1, **{"delivery": (100,), **changes})]
    return problem_of(ROAD, clients, scale=Scale(cost_per_minor_unit=10))


def test_client_that_fits_on_no_route_needs_a_vehicle() -> None:
    """When all vehicles are full, the fix is one more vehicle, with what it would cost."""
    problem = two_clients()
    (unserved,) = explain(problem, timed_solution(problem, [("van", ["a"])]))
    assert unserved.reason == reasons.NO_VEHICLE_LEFT
    assert unserved.fix == (
        "add 1 vehicle of type van, which would serve it for 2 units of cost, or raise the load capacity of van by 100"
    )
    assert unserved.detail == "it fits on no route, and the only vehicle that could serve it alone is in use"


def test_fixed_cost_is_told_apart() -> None:
    """What serving it costs is told without the fixed cost, which may only say that vehicles come first."""
    problem = two_clients().replace(vehicle_types=(van(count=2, fixed_cost=900, capacity=(100,)),))
    problem = problem.replace(clients=(*problem.clients, replace(problem.clients[1], id="c")))
    (unserved,) = explain(problem, timed_solution(problem, [("van", ["a"]), ("van", ["b"])]))
    assert unserved.fix == (
        "add 1 vehicle of type van, which would serve it for 2 units of cost besides its fixed cost, "
        "or raise the load capacity of van by 100"
    )
    assert "every vehicle that could serve it alone is in use" in unserved.detail


@pytest.mark.parametrize(
    ("kind", "client", "alternative"),
    [
        ({"capacity": (12,)}, {"delivery": (8,)}, ["raise the load capacity of van by 1"]),
        ({}, {"windows": ((0, 62),)}, ["let its window end 1 s later"]),
        ({"shift": (0, 85)}, {}, ["let the shift of van and the opening of its depots end 1 s later"]),
        ({"max_distance": 45}, {"location": 3}, ["let routes of van be 1 m longer"]),
        ({"max_duration": 85}, {}, ["raise the maximum duration of van by 1 s"]),
        ({"capacity": (12,), "shift": (0, 85)}, {"delivery": (8,)}, []),
        ({"max_duration": 95}, {"windows": ((80, 90),)}, []),
    ],
)
def test_smaller_change_than_a_vehicle_is_told_too(
    kind: dict[str, Any], client: dict[str, Any], alternative: list[str]
) -> None:
    """Where one limit of a route of the plan is all that is in the way, raising it by the amount is the alternative."""
    road = line(0, 10, 20, -3, pace=2)
    problem = problem_of(
        road,
        [replace(CLIENT, windows=((40, 40),)), replace(Client("b", 1, service_s=3), **client)],
        [van(**kind)],
    )
    plan = timed_solution(problem, [("van", ["a"])])
    (unserved,) = explain(problem, plan)
    assert unserved.reason == reasons.NO_VEHICLE_LEFT
    assert unserved.fix.split(", or ")[1:] == alternative
    for fix in alternative:
        assert explain(cured(problem, fix, "b"), plan)[0].reason == reasons.SEARCH_TIME


@pytest.mark.parametrize(
    ("most", "until", "alternative"),
    [
        (UNLIMITED, 39, ["let the window of q end 1 s later"]),
        (55, 40, ["let routes of van be 5 m longer"]),
        (55, 39, []),
    ],
)
def test_smaller_change_than_a_vehicle_is_told_of_shipments_too(
    most: int, until: int, alternative: list[str]
) -> None:
    """Of both ends, where one limit is in the way of visiting them one after the other."""
    clients = [Client("a", 3, windows=((10, 10),)), Client("p", 1), Client("q", 2, windows=((0, until),))]
    problem = problem_of(
        line(0, 10, 20, -10), clients, [van(max_distance=most)], shipments=(Shipment("p", "q", (1,)),)
    )
    plan = timed_solution(problem, [("van", ["a"])])
    found = explain(problem, plan)
    assert [(one.id, one.reason) for one in found] == [(end, reasons.NO_VEHICLE_LEFT) for end in "pq"]
    assert [one.fix.split(", or ")[1:] for one in found] == [alternative] * 2
    for fix in alternative:
        assert explain(cured(problem, fix, "p"), plan)[0].reason == reasons.SEARCH_TIME


def test_optional_client_that_costs_more_than_its_prize() -> None:
    """An optional client off the route is not worth its prize; the fix says by how much."""
    problem = problem_of(ROAD, [Client("a", 1), Client("b", 2, required=False, prize=15)])
    (unserved,) = explain(problem, timed_solution(problem, [("van", ["a"])]))
    assert unserved.reason == reasons.NOT_WORTH_PRIZE
    assert unserved.fix == "raise its prize by more than 5 units of cost"


@pytest.mark.parametrize("changes", [{"required": True}, {"required": False, "prize": 21}])
def test_client_that_could_still_be_inserted(changes: dict[str, Any]) -> None:
    """A client that could be inserted at a gain was missed by the search, and the reason says so."""
    problem = problem_of(ROAD, [Client("a", 1), Client("b", 2, **changes)])
    (unserved,) = explain(problem, timed_solution(problem, [("van", ["a"])]))
    assert unserved.reason == reasons.SEARCH_TIME


def test_distances_are_told_in_file_units() -> None:
    """Amounts are told in the unit the planner wrote, not in scaled integers."""
    problem = problem_of(
        line(0, 10, 20), [CLIENT], [van(max_distance=25)], scale=Scale("km", "min", distance_factor=10)
    )
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert unserved.fix == "let routes of van be 1.5 km longer"


@pytest.mark.parametrize(
    ("kind", "client", "detail", "fix"),
    [
        (
            {},
            {"windows": ((0, 35),)},
            "van arrives at 4 at the earliest, the window ends at 3.5",
            "let its window end 0.5 min later",
        ),
        (
            {"shift": (10, 90)},
            {},
            "van leaves at 1 and is back at 9.3 at the earliest, 0.3 min too late",
            "let the shift of van and the opening of its depots end 0.3 min later",
        ),
        (
            {"max_duration": 80},
            {},
            "serving it alone takes 8.3 min, a route of van may take 8 min",
            "raise the maximum duration of van by 0.3 min",
        ),
    ],
)
def test_times_are_told_in_file_units(
    kind: dict[str, Any], client: dict[str, Any], detail: str, fix: str
) -> None:
    """Instants and durations are told in the unit the planner wrote too."""
    scale = Scale("km", "min", distance_factor=10)
    problem = problem_of(ROAD, [replace(CLIENT, **client)], [van(**kind)], scale=scale)
    (unserved,) = explain(problem, Solution((), ("a",)))
    assert (unserved.detail, unserved.fix) == (detail, fix)


def test_complete_plan_has_nothing_to_explain() -> None:
    """Without unserved clients there are no reasons."""
    problem = problem_of(ROAD, [CLIENT])
    assert explain(problem, timed_solution(problem, [("van", ["a"])])) == ()


def test_servable_keeps_the_problems_order() -> None:
    """Only clients that no vehicle can serve alone are dropped."""
    clients = [Client("a", 1), Client("b", 2, delivery=(500,)), Client("c", 2)]
    assert [client.id for client in servable(problem_of(ROAD, clients))] == ["a", "c"]
    assert np.all(ROAD.duration == 2 * ROAD.distance)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one order of stops be timed per client."""
    monkeypatch.setattr(reasons, "_EFFORT", 1)


#: The driver rests while the only way to x and back in time is open.
RESTED = van(breaks=(Break("rest", 30, (5, 15)),), cost_per_duration=1, max_duration=95)


@pytest.mark.usefixtures("hasty")
def test_places_left_untried_are_told() -> None:
    """When the effort is used up, nothing is said of places that were not tried."""
    clients = [
        Client("a", 1, windows=((40, 41),)),
        Client("b", 1, windows=((40, 62),)),
        Client("x", 2, windows=((20, 60),)),
    ]
    problem = problem_of(line(0, 10, 20), clients, [RESTED])
    plan = timed_solution(problem, [("van", ["a", "b"])])
    (unserved,) = explain(problem, plan)
    assert unserved.detail.startswith("it fits in none of the likeliest places on routes"), unserved


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note whose shortfalls are looked at, by client and vehicle type."""
    pairs: list[str] = []

    def noted(problem: Problem, kind: VehicleType, *clients: Client) -> tuple[reasons.Shortfall, ...]:
        pairs.append(f"{clients[0].id} by {kind.id}")
        return shortfalls(problem, kind, *clients)

    monkeypatch.setattr(reasons, "shortfalls", noted)
    return pairs


#: Six vans, and as many clients out of reach of all of them.
MANY = problem_of(
    ROAD,
    [replace(CLIENT, id=name, windows=((0, 30 + number),)) for number, name in enumerate("abcdef")],
    [van(f"v{number}", capacity=(100 - number,)) for number in range(6)],
)


@pytest.mark.usefixtures("hasty")
def test_only_so_many_types_are_looked_at(looked: list[str]) -> None:
    """Where many clients are out of reach of many vehicle types, each is told by a few of these."""
    told = explain(MANY, Solution((), tuple(client.id for client in MANY.clients)))
    assert [one.fix for one in told] == [f"let its window end {10 - number} s later" for number in range(6)]
    assert len(looked) == 3 * len(MANY.clients)


@pytest.mark.usefixtures("hasty")
def test_only_so_many_types_are_looked_at_where_none_is_allowed(looked: list[str]) -> None:
    """So it is with clients that no vehicle may visit."""
    client = replace(CLIENT, vehicle_types=frozenset[str]())
    (told,) = explain(MANY.replace(clients=(client,)), Solution((), ("a",)))
    assert told.fix == "allow 1 vehicle type (v0)"
    assert looked == ["a by v0", "a by v1", "a by v2"]


def test_who_can_be_served_is_told_by_one_look(looked: list[str]) -> None:
    """What the first vehicle lacks is looked at; of all others no more is asked than whether they can."""
    assert servable(MANY) == ()
    small = MANY.replace(vehicle_types=(van("tiny", capacity=(0,)), *MANY.vehicle_types))
    open_ = small.replace(clients=tuple(replace(client, windows=()) for client in small.clients))
    assert servable(open_) == open_.clients
    assert looked == [*(f"{name} by v0" for name in "abcdef"), *(f"{name} by tiny" for name in "abcdef")]
