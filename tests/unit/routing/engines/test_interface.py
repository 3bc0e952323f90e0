"""Features a problem uses are told from those it does not."""

from typing import Any

import numpy as np
import pytest

from optimizer.routing.engines import Capability, features
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10)
PLAIN = problem_of(ROAD, [Client("a", 1, delivery=(1,), service_s=5)])


def with_client(**changes: Any) -> Problem:  # noqa: ANN401
    """Return the plain problem with another client."""
    return PLAIN.replace(clients=(Client("a", 1, **changes),))


def with_van(**changes: Any) -> Problem:  # noqa: ANN401
    """Return the plain problem with another van."""
    return problem_of(ROAD, PLAIN.clients, [van(**changes)], [Depot("D", 0), Depot("E", 1)])


def blocked() -> Problem:
    """Return the plain problem with a blocked pair."""
    ways = np.array([[0, UNLIMITED], [1, 0]])
    return PLAIN.replace(matrices={"default": Matrix(ways, ways)})


def test_plain_problem_uses_no_feature() -> None:
    """One capacity, one depot, one type paid by distance: nothing that needs a capability."""
    assert features(PLAIN) == frozenset()


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (problem_of(ROAD, [], [van(capacity=(1, 1))], measures=("a", "b")), {Capability.SEVERAL_MEASURES}),
        (
            problem_of(ROAD, [], [van(), van("x", start_depot="E")], [Depot("D", 0), Depot("E", 1)]),
            {Capability.SEVERAL_DEPOTS, Capability.SEVERAL_VEHICLE_TYPES},
        ),
        (
            problem_of({"default": ROAD, "p": ROAD}, [], [van(), van("x", profile="p")]),
            {Capability.SEVERAL_PROFILES, Capability.SEVERAL_VEHICLE_TYPES},
        ),
        (with_van(end_depot="E"), {Capability.OPEN_ROUTES}),
        (with_van(fixed_cost=1), {Capability.FIXED_COST}),
        (with_van(cost_per_duration=1), {Capability.DURATION_COST}),
        (with_van(shift=(0, 9)), {Capability.SHIFT}),
        (with_van(max_distance=9), {Capability.MAX_DISTANCE}),
        (with_van(max_duration=9), {Capability.MAX_DURATION}),
        (PLAIN.replace(depots=(Depot("D", 0, (0, 9)),)), {Capability.DEPOT_WINDOW}),
        (with_client(windows=((0, 9),)), {Capability.TIME_WINDOWS}),
        (
            with_client(windows=((0, 9), (11, 12))),
            {Capability.TIME_WINDOWS, Capability.SEVERAL_TIME_WINDOWS},
        ),
        (with_client(release_s=1), {Capability.RELEASE_TIMES}),
        (with_client(required=False), {Capability.OPTIONAL_CLIENTS}),
        (with_client(pickup=(1,)), {Capability.PICKUPS}),
        (with_client(vehicle_types=frozenset({"van"})), {Capability.VEHICLE_RESTRICTIONS}),
        (blocked(), {Capability.BLOCKED_PAIRS}),
    ],
)
def test_feature_in_use_is_named(problem: Problem, expected: set[Capability]) -> None:
    """Each feature is named just when it is used."""
    assert features(problem) == expected
