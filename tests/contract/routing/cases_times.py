"""Cases of limits of routes, windows and releases, for every engine."""

from typing import Any

from optimizer.routing.engines import Capability
from optimizer.routing.problem import Client, Problem
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, WEST, Case, case

#: The road at half the speed, so that distances and durations differ.
SLOW = line(0, 10, 20, -10, -20, pace=2)


def cheap_within(**limit: Any) -> Problem:  # noqa: ANN401
    """One client at a distance of 40 and a duration of 80 there and back; only the dear van has no limit."""
    kinds = [van("cheap", **limit), van("dear", cost_per_distance=3)]
    return problem_of(SLOW, [Client("a", FAR_EAST)], kinds)


def one_or_two_vans(**limit: Any) -> Problem:  # noqa: ANN401
    """One tour to both sides takes 46 with service; two vans cost 5 more."""
    clients = [Client("a", EAST, service_s=3), Client("b", WEST, service_s=3)]
    return problem_of(CROSS, clients, [van(count=2, fixed_cost=5, **limit)])


CASES: dict[Capability, list[Case]] = {
    Capability.SHIFT: [
        case("shift-too-short", cheap_within(shift=(0, 79)), 120, ("dear", "a")),
        case("late-shift-too-short", cheap_within(shift=(30, 109)), 120, ("dear", "a")),
        case("shift-just-long-enough", cheap_within(shift=(0, 80)), 40, ("cheap", "a")),
        case("two-clients-in-two-shifts", one_or_two_vans(shift=(0, 45)), 50),
    ],
    Capability.MAX_DISTANCE: [
        case("route-too-long", cheap_within(max_distance=39), 120, ("dear", "a")),
        case("route-just-short-enough", cheap_within(max_distance=40), 40, ("cheap", "a")),
        case("two-clients-on-two-short-routes", one_or_two_vans(max_distance=39), 50),
    ],
    Capability.MAX_DURATION: [
        case("route-takes-too-long", cheap_within(max_duration=79), 120, ("dear", "a")),
        case("route-is-just-fast-enough", cheap_within(max_duration=80), 40, ("cheap", "a")),
        case("two-clients-on-two-fast-routes", one_or_two_vans(max_duration=45), 50),
    ],
    Capability.TIME_WINDOWS: [
        case(
            # without windows 60
            "windows-on-both-sides-in-turn",
            problem_of(
                CROSS,
                [
                    Client("a", EAST, windows=((0, 10),)),
                    Client("b", FAR_EAST, windows=((100, 200),)),
                    Client("c", WEST, windows=((50, 60),)),
                ],
            ),
            80,
            ("van", "a", "c", "b"),
        ),
        case(
            "service-leaves-no-time-for-the-second",
            problem_of(
                CROSS,
                [
                    Client("a", EAST, windows=((0, 12),), service_s=20),
                    Client("b", WEST, windows=((0, 32),)),
                ],
                [van(count=2, fixed_cost=7)],
            ),
            54,
        ),
    ],
    Capability.RELEASE_TIMES: [
        case(
            # without the release one van takes 40 + 7
            "released-too-late-for-the-others",
            problem_of(
                CROSS,
                [Client("a", EAST, windows=((0, 30),)), Client("b", FAR_EAST, release_s=50)],
                [van(count=2, fixed_cost=7)],
            ),
            74,
        ),
    ],
}
