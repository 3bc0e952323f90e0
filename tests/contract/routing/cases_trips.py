"""Cases of loading, reloads, open ends, overtime, breaks and traffic."""

from typing import Any

from optimizer.routing.engines import Capability
from optimizer.routing.problem import Break, Client, Depot, Matrix, Problem, Traffic
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, WEST, Case, case

#: Paid by time alone.
BY_TIME: dict[str, Any] = {"cost_per_distance": 0, "cost_per_duration": 1}


def parcels(count: int) -> list[Client]:
    """Return clients at the nearest place in the east, each of whom fills a vehicle."""
    return [Client(name, EAST, delivery=(100,)) for name in "abcd"[:count]]


def reload_problem(*clients: Client, loading: int = 0, **changes: Any) -> Problem:  # noqa: ANN401
    """One van that may load again at its depot, and one at three times the price that may not."""
    kinds = [van(**{"reload_depots": ("D",), **changes}), van("dear", cost_per_distance=3)]
    return problem_of(CROSS, clients, kinds, [Depot("D", 0, service_s=loading)])


LOADING = [
    case(
        "loading-delays-the-vehicle",
        problem_of(
            CROSS,
            [Client("a", EAST, windows=((0, 20),))],
            [van(), van("far", start_depot="E")],
            [Depot("D", 0, service_s=11), Depot("E", WEST)],
        ),
        40,
        ("far", "a"),
    ),
    case(
        "loading-is-paid",
        problem_of(CROSS, [Client("a", EAST)], [van(**BY_TIME)], [Depot("D", 0, service_s=15)]),
        35,
    ),
    case(
        # loading from 45 to 50
        "loading-begins-before-the-release",
        problem_of(
            CROSS,
            [Client("a", EAST, release_s=50, windows=((0, 60),))],
            depots=[Depot("D", 0, service_s=5)],
        ),
        20,
    ),
    case(
        "loading-counts-against-the-shift",
        problem_of(
            CROSS,
            [Client("a", EAST)],
            [van(shift=(0, 34)), van("dear", shift=(0, 35), cost_per_distance=3)],
            [Depot("D", 0, service_s=15)],
        ),
        60,
        ("dear", "a"),
    ),
]

RELOADS = [
    case("two-trips-by-one-van", reload_problem(*parcels(2)), 40),
    case("one-reload-at-most", reload_problem(*parcels(3), max_reloads=1), 40 + 60),
    case("no-reload", reload_problem(*parcels(2), max_reloads=0), 20 + 60),
    case(
        "reload-on-the-way",
        problem_of(
            line(0, 10, 30, 20),
            [Client("a", 1, delivery=(100,)), Client("b", 2, delivery=(100,))],
            [van(reload_depots=("D", "E"))],
            [Depot("D", 0), Depot("E", 3)],
        ),
        60,
    ),
    case(
        "collections-are-unloaded",
        reload_problem(Client("a", EAST, pickup=(100,)), Client("b", WEST, pickup=(100,))),
        40,
    ),
    case(
        "reload-waits-for-release",
        reload_problem(
            Client("a", EAST, windows=((0, 30),)),
            Client("b", EAST, release_s=50),
            fixed_cost=1,
        ),
        41,
        ("van", "a", "b"),
    ),
    case(
        # loading from 45, leaving at 50; the first trip begins to load at 15, to be at a by 30
        "loading-ends-as-goods-are-released",
        problem_of(
            CROSS,
            [Client("a", EAST, windows=((0, 30),)), Client("b", EAST, release_s=50)],
            [van(reload_depots=("D",), **BY_TIME)],
            [Depot("D", 0, service_s=5)],
        ),
        70 - 15,
        ("van", "a", "b"),
    ),
    case(
        "reload-depot-is-closed",
        problem_of(
            CROSS,
            parcels(2),
            [van(reload_depots=("D", "E"))],
            [Depot("D", 0), Depot("E", EAST, (0, 9))],
        ),
        40,
    ),
    case(
        "loading-again-takes-its-time",
        reload_problem(*parcels(2), loading=7, shift=(0, 53)),
        20 + 60,
    ),
]

OPEN = [
    case(
        "open-route-does-not-return",
        problem_of(CROSS, [Client("a", FAR_EAST), Client("b", WEST)], [van(open_end=True)]),
        40,
        ("van", "b", "a"),
    ),
    case(
        # the van is back neither within its shift nor while its depot is open, and need not be
        "open-route-with-time-windows",
        problem_of(
            CROSS,
            [Client("a", FAR_EAST, windows=((0, 20),)), Client("b", WEST, windows=((0, 90),))],
            [van(open_end=True, shift=(0, 50))],
            [Depot("D", 0, (0, 5))],
        ),
        50,
        ("van", "a", "b"),
    ),
    case(
        "open-route-ends-after-its-last-service",
        problem_of(
            CROSS,
            [Client("a", EAST, service_s=5)],
            [van(open_end=True, shift=(0, 14)), van("dear", cost_per_distance=3)],
        ),
        60,
        ("dear", "a"),
    ),
]

OVERTIME = [
    case(
        "overtime-is-dearer-than-a-second-van",
        problem_of(
            CROSS,
            [Client("a", EAST), Client("b", WEST)],
            [van(count=2, fixed_cost=5, overtime_after=30, cost_per_overtime=3)],
        ),
        50,
    ),
    case(
        "overtime-is-cheaper-than-a-second-van",
        problem_of(
            CROSS,
            [Client("a", EAST), Client("b", WEST)],
            [van(count=2, fixed_cost=60, overtime_after=30, cost_per_overtime=3)],
        ),
        60 + 40 + 30,
    ),
    case(
        "overtime-has-an-end",
        problem_of(
            CROSS,
            [Client("a", EAST), Client("b", WEST)],
            [van(count=2, fixed_cost=60, overtime_after=30, cost_per_overtime=3, max_duration=39)],
        ),
        160,
    ),
]

BREAKS = [
    case(
        # under way at 15, the driver must have begun to rest by then, which is after serving a
        "break-within-its-window",
        problem_of(
            CROSS,
            [Client("a", EAST, windows=((0, 12),))],
            [van(breaks=(Break("noon", 30, (5, 15)),), **BY_TIME)],
        ),
        50,
    ),
    case(
        "route-that-is-over-needs-no-break",
        problem_of(
            CROSS,
            [Client("a", EAST, windows=((0, 12),))],
            [van(breaks=(Break("noon", 30, (5, 22)),), **BY_TIME)],
        ),
        20,
    ),
    case(
        "break-makes-a-client-late",
        problem_of(
            CROSS,
            [Client("a", EAST, windows=((0, 12),)), Client("b", FAR_EAST, windows=((0, 40),))],
            [van(count=2, fixed_cost=5, breaks=(Break("noon", 30, (5, 15)),))],
        ),
        5 + 20 + 5 + 40,
    ),
]


def rush_hour(**changes: Any) -> Problem:  # noqa: ANN401
    """One van in traffic at half the speed until 100, and at three times the price a bike that is never held up."""
    kinds = [van(**changes), van("bike", profile="path", cost_per_distance=3)]
    roads = {"default": Matrix(CROSS.distance, CROSS.duration, Traffic((0, 100), (500, 1000))), "path": CROSS}
    return problem_of(roads, [Client("a", EAST, windows=((0, 19),))], kinds)


TRAFFIC = [
    case("traffic-makes-the-van-late", rush_hour(), 60, ("bike", "a")),
    case(
        "traffic-that-is-just-fast-enough",
        rush_hour().replace(clients=(Client("a", EAST, windows=((0, 20),)),)),
        20,
        ("van", "a"),
    ),
    case(
        "traffic-is-waited-for",
        rush_hour(**BY_TIME).replace(clients=(Client("a", EAST),)),
        20,
        ("van", "a"),
    ),
]

CASES: dict[Capability, list[Case]] = {
    Capability.DEPOT_SERVICE: LOADING,
    Capability.RELOADS: RELOADS,
    Capability.OPEN_ROUTES: OPEN,
    Capability.OVERTIME: OVERTIME,
    Capability.BREAKS: BREAKS,
    Capability.TRAFFIC: TRAFFIC,
}
