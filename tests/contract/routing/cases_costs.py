"""Cases of capacities, fleets and what they cost, for every engine."""

import numpy as np

from optimizer.routing.engines import Capability
from optimizer.routing.problem import Client, Matrix, Problem
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, WEST, Case, case


def two_measures(*capacity: int) -> Problem:
    """Two clients at one place who take one of each measure."""
    clients = [Client("a", EAST, delivery=(1, 1)), Client("b", EAST, delivery=(1, 1))]
    return problem_of(CROSS, clients, [van(count=2, capacity=capacity)], measures=("kg", "m3"))


def own_or_hired(place: int) -> Problem:
    """One client at 10 or 50, for a vehicle with a fixed cost or one that is dear by distance."""
    kinds = [van("own", fixed_cost=50), van("hired", cost_per_distance=3)]
    return problem_of(line(0, 10, 50), [Client("a", place)], kinds)


def short_or_fast(per_distance: int, per_duration: int) -> Problem:
    """Visit two clients the short way round, which is slow, or the fast way, which is long."""
    distance = np.array([[0, 2, 20], [20, 0, 2], [2, 20, 0]])
    duration = np.array([[0, 50, 3], [3, 0, 50], [50, 3, 0]])
    kind = van(cost_per_distance=per_distance, cost_per_duration=per_duration)
    return problem_of(Matrix(distance, duration), [Client("a", 1), Client("b", 2)], [kind])


#: The shorter way round visits b first.
TURNED = np.array([[0, 10, 1], [1, 0, 10], [10, 1, 0]])

CASES: dict[Capability, list[Case]] = {
    Capability.SEVERAL_MEASURES: [
        case("first-measure-is-scarce", two_measures(1, 9), 40),
        case("second-measure-is-scarce", two_measures(9, 1), 40),
    ],
    Capability.SEVERAL_VEHICLE_TYPES: [
        case(
            "one-cheap-vehicle-and-one-dear",
            problem_of(
                CROSS,
                [Client("a", EAST, delivery=(1,)), Client("b", EAST, delivery=(1,))],
                [van("cheap", capacity=(1,)), van("dear", capacity=(1,), cost_per_distance=3)],
            ),
            20 + 60,
        ),
    ],
    Capability.FIXED_COST: [
        case(
            # two tours would be 20 each
            "one-tour-for-its-fixed-cost",
            problem_of(CROSS, [Client("a", EAST), Client("b", WEST)], [van(count=2, fixed_cost=5)]),
            45,
        ),
        case("fixed-cost-is-too-much-for-a-near-client", own_or_hired(1), 60, ("hired", "a")),
        case("fixed-cost-pays-for-a-far-client", own_or_hired(2), 150, ("own", "a")),
    ],
    Capability.DURATION_COST: [
        case("by-distance-alone", short_or_fast(1, 0), 6, ("van", "a", "b")),
        case("by-duration-alone", short_or_fast(0, 1), 9, ("van", "b", "a")),
        case("by-distance-above-all", short_or_fast(20, 1), 270, ("van", "a", "b")),
        case("by-duration-above-all", short_or_fast(1, 20), 240, ("van", "b", "a")),
        case(
            # waiting between the windows would cost 60 more than the second van
            "waiting-is-paid",
            problem_of(
                CROSS,
                [Client("a", EAST, windows=((0, 10),)), Client("b", FAR_EAST, windows=((100, 200),))],
                [van(count=2, fixed_cost=10, cost_per_distance=0, cost_per_duration=1)],
            ),
            20 + 40 + 20,
        ),
    ],
    Capability.PICKUPS: [
        case(
            "collections-fill-the-vehicle",
            problem_of(
                CROSS, [Client("a", EAST, pickup=(60,)), Client("b", EAST, pickup=(60,))], [van(count=2)]
            ),
            40,
        ),
        case(
            "delivery-makes-room-for-a-collection",
            problem_of(
                Matrix(TURNED, TURNED),
                [Client("a", 1, delivery=(100,)), Client("b", 2, pickup=(100,))],
            ),
            30,
            ("van", "a", "b"),
        ),
        case(
            "full-load-there-and-back",
            problem_of(CROSS, [Client("a", EAST, delivery=(100,), pickup=(100,))]),
            20,
        ),
    ],
    Capability.OPTIONAL_CLIENTS: [
        case("prize-below-the-way", problem_of(CROSS, [Client("a", EAST, required=False, prize=19)]), 19),
        case(
            "prize-above-the-way",
            problem_of(CROSS, [Client("a", EAST, required=False, prize=21)]),
            20,
            ("van", "a"),
        ),
    ],
}
