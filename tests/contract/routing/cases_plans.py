"""Cases of skills, several windows, one-way roads, locks, stability and balance."""

import numpy as np

from optimizer.routing.engines import Capability
from optimizer.routing.problem import Client, Matrix, Problem, Stability
from optimizer.routing.schedule import timed_solution
from optimizer.routing.stability import stability_of
from tests.helpers.routing import problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, FAR_WEST, WEST, Case, case, ring

SKILLED = [
    case(
        "skill",
        problem_of(
            CROSS,
            [Client("a", EAST, skills=frozenset({"lift", "cold"})), Client("b", FAR_EAST)],
            [
                van("cheap", skills=frozenset({"cold"})),
                van("dear", skills=frozenset({"lift", "cold", "crane"}), cost_per_distance=3),
            ],
        ),
        60 + 40,
        ("dear", "a"),
        ("cheap", "b"),
    ),
    case(
        "skill-and-permission",
        problem_of(
            CROSS,
            [Client("a", EAST, skills=frozenset({"lift"}), vehicle_types=frozenset({"cheap", "dear"}))],
            [
                van("cheap"),
                van("dear", skills=frozenset({"lift"}), cost_per_distance=3),
                van("other", skills=frozenset({"lift"})),
            ],
        ),
        60,
        ("dear", "a"),
    ),
]

WINDOWS = [
    case(
        # between its two windows a is closed: one van would take 60, two take 20 each
        "closed-between-two-windows",
        problem_of(
            CROSS,
            [Client("a", EAST, windows=((0, 5), (100, 110))), Client("b", WEST, windows=((35, 60),))],
            [van(count=2, fixed_cost=7, cost_per_distance=0, cost_per_duration=1)],
        ),
        54,
    ),
    case(
        "first-window-is-over-before-the-release",
        problem_of(
            CROSS,
            [
                Client("a", EAST, windows=((0, 20), (80, 90)), release_s=30),
                Client("b", WEST, windows=((0, 70),)),
            ],
            [van(cost_per_distance=0, cost_per_duration=1)],
        ),
        40,
        ("van", "b", "a"),
    ),
    case(
        "optional-client-of-two-windows",
        problem_of(
            CROSS,
            [
                Client("a", EAST, windows=((0, 5), (40, 50)), required=False, prize=25),
                Client("b", WEST, windows=((0, 10),)),
            ],
        ),
        40,
        ("van", "b", "a"),
    ),
]

ASYMMETRIC = [
    case(
        "round-the-ring",
        problem_of(ring(5), [Client(str(place), place) for place in (3, 1, 4, 2)]),
        5,
        ("van", "1", "2", "3", "4"),
    ),
]

FIXED = [
    case(
        "beginning-of-the-route",
        problem_of(
            CROSS,
            [Client("a", EAST), Client("b", FAR_EAST), Client("c", WEST)],
            [van(prefix=("a", "c"))],
        ),
        80,
        ("van", "a", "c", "b"),
    ),
    case(
        "beginning-of-the-dear-route",
        problem_of(
            CROSS,
            [Client("a", EAST), Client("b", WEST)],
            [van("dear", cost_per_distance=2, prefix=("a",)), van("cheap")],
        ),
        60,
        ("dear", "a"),
        ("cheap", "b"),
    ),
    case(
        "optional-client-that-is-fixed",
        problem_of(CROSS, [Client("a", EAST, required=False, prize=1)], [van(prefix=("a",))]),
        20,
        ("van", "a"),
    ),
]


def replanned(**costs: int) -> Problem:
    """Yesterday a dear van visited a at 10; there is a cheap one now."""
    kinds = [van("cheap"), van("dear", cost_per_distance=2)]
    stability = Stability({"a": ("dear", 10), "gone": ("dear", 3)}, **costs)
    return problem_of(CROSS, [Client("a", EAST)], kinds, stability=stability)


def turned(**costs: int) -> Problem:
    """Yesterday's tour through a at 10 and b at 30 is 5 longer than the other way round."""
    ways = np.array([[0, 10, 10], [5, 0, 20], [10, 20, 0]])
    stability = Stability({"a": ("van", 10), "b": ("van", 30)}, **costs)
    return problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)], stability=stability)


def locked(**costs: int) -> Problem:
    """Yesterday van 1 went to a and c, and van 2 to b; today c is on van 2, which is to reach b early."""
    clients = [
        Client("a", EAST),
        Client("b", FAR_EAST, windows=((0, 30),)),
        Client("c", WEST, vehicle_types=frozenset({"van 2"})),
    ]
    problem = problem_of(CROSS, clients, [van("van 1"), van("van 2")])
    earlier = timed_solution(problem, [("van 1", ["a", "c"]), ("van 2", ["b"])])
    return problem.replace(stability=stability_of(problem, earlier, **costs))


def begun(**costs: int) -> Problem:
    """Yesterday van 1 went to a and b; today van 2 has left for a already."""
    problem = problem_of(CROSS, [Client("a", EAST), Client("b", FAR_EAST)], [van("van 1"), van("van 2")])
    earlier = timed_solution(problem, [("van 1", ["a", "b"])])
    kinds = (van("van 1"), van("van 2", prefix=("a",)))
    return problem.replace(vehicle_types=kinds, stability=stability_of(problem, earlier, **costs))


STABLE = [
    case("change-of-vehicle-is-worth-it", replanned(vehicle_change_cost=15), 35, ("cheap", "a")),
    case("change-of-vehicle-is-too-dear", replanned(vehicle_change_cost=25), 40, ("dear", "a")),
    case("arrivals-are-kept", turned(shift_cost=1), 40, ("van", "a", "b")),
    case("arrivals-may-move-a-little", turned(shift_cost=1, tolerance_s=20), 35, ("van", "b", "a")),
    # c changes its van at any price; a does so where the way of 20 costs more than the change
    case("lock-and-dear-change", locked(vehicle_change_cost=25), 105, ("van 1", "a"), ("van 2", "b", "c")),
    case("lock-and-cheap-change", locked(vehicle_change_cost=15), 90),
    # a changes its van at any price; b does so where the way of 20 costs more than the change
    case("beginning-and-dear-change", begun(vehicle_change_cost=25), 85, ("van 2", "a"), ("van 1", "b")),
    case("beginning-and-cheap-change", begun(vehicle_change_cost=15), 70, ("van 2", "a", "b")),
]


def shared_out(price: int) -> Problem:
    """Place a client in the east and one in the west, for one tour of 40 or two of 20."""
    clients = [Client("a", EAST), Client("b", WEST)]
    return problem_of(CROSS, clients, [van(count=2, fixed_cost=5)], longest_route_cost=price)


BALANCED = [
    case("longest-route-is-free", shared_out(0), 45),
    case("longest-route-has-a-price", shared_out(1), 70),
    case(
        "short-routes-are-not-lengthened",
        problem_of(CROSS, [Client("a", EAST), Client("b", FAR_WEST)], [van(count=2)], longest_route_cost=1),
        60 + 40,
    ),
]

CASES: dict[Capability, list[Case]] = {
    Capability.SKILLS: SKILLED,
    Capability.SEVERAL_TIME_WINDOWS: WINDOWS,
    Capability.ASYMMETRIC: ASYMMETRIC,
    Capability.PREFIX: FIXED,
    Capability.STABILITY: STABLE,
    Capability.BALANCE: BALANCED,
}
