"""Cases of depots, who may visit whom, and ways between places, for every engine."""

import numpy as np

from optimizer.routing.engines import Capability
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem, Window
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, Case, case


def near_depot_open(window: Window) -> Problem:
    """Offer a near depot that is open at times, and a far one that always is."""
    return problem_of(
        line(0, 40, 10),
        [Client("a", 2, windows=((0, 55),))],
        [van(), van("far", start_depot="E")],
        [Depot("D", 0, window), Depot("E", 1)],
    )


def cheap_or_dear(*clients: Client) -> Problem:
    """Two types, of which one costs three times as much."""
    return problem_of(CROSS, clients, [van("cheap"), van("dear", cost_per_distance=3)])


def van_or_bike(price: int) -> Problem:
    """Take the path of 5 at a price or the road of 10."""
    kinds = [van(), van("bike", profile="path", cost_per_distance=price)]
    return problem_of({"default": line(0, 10), "path": line(0, 5)}, [Client("a", 1)], kinds)


def torn(price: int) -> Problem:
    """Two clients with no way between them, all costs times a price."""
    ways = np.array([[0, 10, 10], [10, 0, UNLIMITED], [10, UNLIMITED, 0]])
    kind = van(count=2, fixed_cost=7 * price, cost_per_distance=price)
    return problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)], [kind])


#: From a to b in no time, from b to a by the depot only.
ONE_WAY = np.array([[0, 1, 10], [10, 0, UNLIMITED], [1, 10, 0]])

CASES: dict[Capability, list[Case]] = {
    Capability.SEVERAL_DEPOTS: [
        case(
            "each-end-of-the-road-from-its-depot",
            problem_of(
                line(0, 100, 10, 90),
                [Client("a", 2), Client("b", 3)],
                [van("north"), van("south", start_depot="E")],
                [Depot("D", 0), Depot("E", 1)],
            ),
            40,
            ("north", "a"),
            ("south", "b"),
        ),
    ],
    Capability.OTHER_END_DEPOT: [
        case(
            # the way back is not driven, and the unused vehicle's way from depot to depot costs nothing
            "route-ends-at-another-depot",
            problem_of(
                line(0, 100, 90),
                [Client("a", 2)],
                [van(count=2, end_depot="E", cost_per_duration=1)],
                [Depot("D", 0), Depot("E", 1)],
            ),
            200,
        ),
    ],
    Capability.DEPOT_WINDOW: [
        case("depot-opens-too-late", near_depot_open((50, 900)), 60, ("far", "a")),
        case("depot-closes-too-early", near_depot_open((0, 15)), 60, ("far", "a")),
    ],
    Capability.VEHICLE_RESTRICTIONS: [
        case(
            "cheap-type-may-visit-both",
            cheap_or_dear(Client("a", EAST, vehicle_types=frozenset({"cheap"})), Client("b", EAST)),
            20,
        ),
        case(
            "dear-type-for-whom-only-it-may-visit",
            cheap_or_dear(Client("a", EAST, vehicle_types=frozenset({"dear"})), Client("b", FAR_EAST)),
            60 + 40,
            ("dear", "a"),
            ("cheap", "b"),
        ),
        case(
            "two-permissions-at-one-place",
            problem_of(
                CROSS,
                [Client(name, EAST, vehicle_types=frozenset({name})) for name in ("x", "y")],
                [van("x"), van("y")],
            ),
            40,
            ("x", "x"),
            ("y", "y"),
        ),
    ],
    Capability.SEVERAL_PROFILES: [
        case("cheap-path", van_or_bike(1), 10, ("bike", "a")),
        case("dear-path", van_or_bike(3), 20, ("van", "a")),
        case(
            "slow-path-misses-the-window",
            problem_of(
                {"default": line(0, 10), "path": line(0, 10, pace=3)},
                [Client("a", 1, windows=((0, 20),))],
                [van(cost_per_distance=9), van("bike", profile="path")],
            ),
            180,
            ("van", "a"),
        ),
    ],
    Capability.BLOCKED_PAIRS: [
        case("no-way-between-two-clients", torn(1), 54),
        case("no-way-however-finely-costs-are-counted", torn(10**6), 54 * 10**6),
        case(
            "one-way-street",
            problem_of(
                Matrix(ONE_WAY, ONE_WAY),
                [Client("a", 1), Client("b", 2)],
            ),
            30,
            ("van", "b", "a"),
        ),
    ],
}
