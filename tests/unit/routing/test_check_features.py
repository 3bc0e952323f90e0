"""Of every feature a problem may have, the checker catches a plan that would hold but for it."""

from dataclasses import dataclass
from typing import Any

import pytest

from optimizer.routing.check import check, cost
from optimizer.routing.engines.interface import Capability, features
from optimizer.routing.problem import (
    UNLIMITED,
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
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20)
BOTH = (Client("a", 1), Client("b", 2))
PLAIN = problem_of(ROAD, BOTH)


@dataclass(frozen=True)
class Broken:
    """A problem with the feature, the rule that a plan breaks, and the problem for which the plan holds.

    ``order`` is that of the one route; None: of both clients.
    """

    problem: Problem
    rule: str
    holds_for: Problem = PLAIN
    order: tuple[Stop, ...] = ("a", "b")

    @property
    def plan(self) -> Solution:
        """The plan."""
        return timed_solution(self.holds_for, [(self.holds_for.vehicle_types[0].id, self.order)])


def by(rule: str, **changes: Any) -> Broken:  # noqa: ANN401
    """Change the van."""
    return Broken(PLAIN.replace(vehicle_types=(van(**changes),)), rule)


def first(rule: str, **changes: Any) -> Broken:  # noqa: ANN401
    """Change the first client."""
    return Broken(PLAIN.replace(clients=(Client("a", 1, **changes), BOTH[1])), rule)


def depot(rule: str, **changes: Any) -> Broken:  # noqa: ANN401
    """Change the depot."""
    return Broken(PLAIN.replace(depots=(Depot("D", 0, **changes),)), rule)


def ways(rule: str, matrix: Matrix) -> Broken:
    """Change the matrix."""
    return Broken(PLAIN.replace(matrices={"default": matrix}), rule)


def shipped(rule: str, *order: str, first_end: dict[str, Any] | None = None, **changes: Any) -> Broken:  # noqa: ANN401
    """Ship from a to b, beside a delivery c and a collection d."""
    clients = (
        Client("a", 1, **(first_end or {})),
        Client("b", 2),
        Client("c", 1, delivery=(1,)),
        Client("d", 2, pickup=(1,)),
    )
    problem = problem_of(ROAD, clients, shipments=(Shipment("a", "b", (1,)),), **changes)
    free = problem_of(ROAD, [Client(one.id, one.location) for one in clients])
    return Broken(problem, rule, free, order)


def tied(rule: str, order: tuple[Stop, ...], *clients: Client, **changes: Any) -> Broken:  # noqa: ANN401
    """Give clients of any sort, and one van that may load again."""
    kinds = changes.pop("vehicle_types", [van(reload_depots=("D",))])
    free = problem_of(ROAD, [Client(one.id, one.location) for one in clients], [van(reload_depots=("D",))])
    return Broken(problem_of(ROAD, clients, kinds, **changes), rule, free, order)


DEPOTS = (Depot("D", 0), Depot("E", 1))
NO_WAY = ROAD.duration.copy()
NO_WAY[1, 2] = UNLIMITED
ONE_WAY = ROAD.duration.copy()
ONE_WAY[1, 2] = 11

CASES = {
    Capability.SEVERAL_MEASURES: tied(
        "capacity",
        ("a", "b"),
        Client("a", 1, delivery=(1, 1)),
        Client("b", 2, delivery=(1, 1)),
        measures=("kg", "m3"),
        vehicle_types=[van(capacity=(9, 1))],
    ),
    Capability.SEVERAL_DEPOTS: Broken(
        PLAIN.replace(depots=DEPOTS, vehicle_types=(van(start_depot="E"), van("other"))), "depot"
    ),
    Capability.DEPOT_WINDOW: depot("depot-window", window=(5, 900)),
    Capability.DEPOT_SERVICE: depot("travel-time", service_s=3),
    Capability.SEVERAL_VEHICLE_TYPES: Broken(
        PLAIN.replace(vehicle_types=(van(count=0), van("other"))), "vehicle-count"
    ),
    Capability.FIXED_COST: by("route-cost", fixed_cost=1),
    Capability.DURATION_COST: by("route-cost", cost_per_duration=1),
    Capability.OVERTIME: by("route-cost", overtime_after=39, cost_per_overtime=1),
    Capability.SHIFT: by("shift", shift=(0, 39)),
    Capability.MAX_DISTANCE: by("max-distance", max_distance=39),
    Capability.MAX_DURATION: by("max-duration", max_duration=39),
    Capability.OTHER_END_DEPOT: Broken(
        PLAIN.replace(depots=DEPOTS, vehicle_types=(van(end_depot="E"),)), "depot"
    ),
    Capability.OPEN_ROUTES: by("depot", open_end=True),
    Capability.RELOADS: tied(
        "reload-depot",
        ("a", LoadAt("D"), "b"),
        *BOTH,
        vehicle_types=[van(reload_depots=("E",))],
        depots=DEPOTS,
    ),
    Capability.BREAKS: by("break-required", breaks=(Break("noon", 5, (0, 20)),)),
    Capability.TIME_WINDOWS: first("time-window", windows=((11, 20),)),
    Capability.SEVERAL_TIME_WINDOWS: first("time-window", windows=((0, 9), (11, 20))),
    Capability.RELEASE_TIMES: first("release-time", release_s=1),
    Capability.OPTIONAL_CLIENTS: Broken(
        PLAIN.replace(clients=(BOTH[0], Client("b", 2, required=False, prize=7))),
        "cost",
        PLAIN.replace(clients=(BOTH[0], Client("b", 2, required=False))),
        ("a",),
    ),
    Capability.GROUPS: tied(
        "group",
        ("a", "b"),
        *(Client(one.id, one.location, required=False) for one in BOTH),
        groups=(Group("either", ("a", "b")),),
    ),
    Capability.VEHICLE_RESTRICTIONS: Broken(
        PLAIN.replace(
            clients=(Client("a", 1, vehicle_types=frozenset({"other"})), BOTH[1]),
            vehicle_types=(van(), van("other")),
        ),
        "vehicle-allowed",
    ),
    Capability.SKILLS: first("skill", skills=frozenset({"lift"})),
    Capability.PICKUPS: tied(
        "capacity", ("a", "b"), Client("a", 1, pickup=(60,)), Client("b", 2, pickup=(60,))
    ),
    Capability.BACKHAULS: tied(
        "backhaul-order",
        ("a", "b"),
        Client("a", 1, pickup=(1,)),
        Client("b", 2, delivery=(1,)),
        backhauls=Backhauls.LAST,
    ),
    Capability.SHIPMENTS: shipped("shipment-order", "b", "a", "c", "d"),
    Capability.SHIPMENT_WINDOWS: shipped(
        "time-window", "a", "b", "c", "d", first_end={"windows": ((0, 9), (11, 20))}
    ),
    Capability.SHIPMENT_RELEASES: shipped("release-time", "a", "b", "c", "d", first_end={"release_s": 1}),
    Capability.SHIPMENT_BACKHAULS: shipped("backhaul-order", "a", "b", "d", "c", backhauls=Backhauls.LAST),
    Capability.SEVERAL_PROFILES: Broken(
        PLAIN.replace(
            vehicle_types=(van(profile="slow"), van("other")),
            matrices={"default": ROAD, "slow": line(0, 10, 20, pace=2)},
        ),
        "travel-time",
    ),
    Capability.ASYMMETRIC: ways("travel-time", Matrix(ONE_WAY, ONE_WAY)),
    Capability.BLOCKED_PAIRS: ways("unreachable", Matrix(NO_WAY, NO_WAY)),
    Capability.TRAFFIC: ways("travel-time", Matrix(ROAD.distance, ROAD.duration, Traffic((0,), (500,)))),
    Capability.PREFIX: by("prefix", prefix=("b",)),
    Capability.STABILITY: Broken(
        PLAIN.replace(stability=Stability({"a": ("other", 10)}, vehicle_change_cost=5)), "cost"
    ),
    Capability.BALANCE: Broken(PLAIN.replace(longest_route_cost=1), "cost"),
}


@pytest.mark.parametrize("capability", CASES)
def test_plan_that_ignores_a_feature_is_caught(capability: Capability) -> None:
    """It holds without the feature; with it, its rule is named, or the cost is another one."""
    case = CASES[capability]
    assert capability in features(case.problem)
    assert check(case.holds_for, case.plan) == ()
    if case.rule == "cost":
        assert check(case.problem, case.plan) == ()
        assert cost(case.problem, case.plan) > cost(case.holds_for, case.plan)
    else:
        assert case.rule in {violation.rule for violation in check(case.problem, case.plan)}


def test_every_feature_has_a_case() -> None:
    """Who adds a feature adds the plan that ignores it."""
    assert set(CASES) == set(Capability)
