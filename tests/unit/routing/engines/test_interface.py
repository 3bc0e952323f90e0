"""Features a problem uses are told from those it does not."""

from typing import Any

import numpy as np
import pytest

from optimizer.routing.engines import Capability, features
from optimizer.routing.engines.feature_table import EXAMPLES
from optimizer.routing.problem import UNLIMITED, Backhauls, Client, Depot, Group, Matrix, Problem
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10)
PLAIN = problem_of(ROAD, [Client("a", 1, delivery=(1,), service_s=5)])

#: What a feature cannot be used without.
ALONG: dict[Capability, set[Capability]] = {
    Capability.SEVERAL_DEPOTS: {Capability.SEVERAL_VEHICLE_TYPES},
    Capability.SEVERAL_PROFILES: {Capability.SEVERAL_VEHICLE_TYPES},
    Capability.SEVERAL_TIME_WINDOWS: {Capability.TIME_WINDOWS},
    Capability.SHIPMENT_WINDOWS: {
        Capability.SHIPMENTS,
        Capability.TIME_WINDOWS,
        Capability.SEVERAL_TIME_WINDOWS,
    },
    Capability.SHIPMENT_RELEASES: {Capability.SHIPMENTS, Capability.RELEASE_TIMES},
    Capability.SHIPMENT_BACKHAULS: {Capability.SHIPMENTS, Capability.BACKHAULS},
}


def test_plain_problem_uses_no_feature() -> None:
    """One capacity, one depot, one type paid by distance: nothing that needs a capability."""
    assert features(PLAIN) == frozenset()


@pytest.mark.parametrize("capability", Capability)
def test_feature_in_use_is_named(capability: Capability) -> None:
    """Each feature is named just when it is used."""
    assert features(EXAMPLES[capability]) == {capability} | ALONG.get(capability, set())


def with_van(**changes: Any) -> Problem:  # noqa: ANN401
    """Return the plain problem with another van."""
    return problem_of(ROAD, PLAIN.clients, [van(**changes)], [Depot("D", 0), Depot("E", 1)])


@pytest.mark.parametrize(
    "changes",
    [
        {"overtime_after": 5},
        {"cost_per_overtime": 5},
        {"reload_depots": ("E",), "max_reloads": 0},
        {"max_reloads": 3},
        {"end_depot": "D"},
    ],
)
def test_half_a_feature_is_none(changes: dict[str, Any]) -> None:
    """Overtime without a price or a limit, and reloads without a depot or none allowed, need nothing."""
    assert features(with_van(**changes)) == frozenset()


def test_open_route_uses_no_end_depot() -> None:
    """The end depot of an open route is not looked at."""
    assert features(with_van(open_end=True, end_depot="E")) == {Capability.OPEN_ROUTES}


def test_profile_that_no_vehicle_uses_needs_nothing() -> None:
    """Only matrices that a vehicle type names count."""
    ways = np.array([[0, UNLIMITED], [1, 0]])
    unused = PLAIN.replace(matrices={**PLAIN.matrices, "unused": Matrix(ways, ways)})
    assert features(unused) == frozenset()


def test_alternatives_are_optional_as_their_group_is() -> None:
    """Alternatives of a required group are no optional clients."""
    clients = (Client("a", 1, required=False),)
    for required, expected in (
        (True, {Capability.GROUPS}),
        (False, {Capability.GROUPS, Capability.OPTIONAL_CLIENTS}),
    ):
        groups = (Group("g", ("a",), required),)
        assert features(PLAIN.replace(clients=clients, groups=groups)) == expected


def test_asymmetry_is_found_wherever_it_is() -> None:
    """One pair that differs between there and back, in distance or duration, near or far from the diagonal."""
    size = 300
    flat = np.ones((size, size), dtype=np.int64)
    np.fill_diagonal(flat, 0)
    for place in ((0, 1), (299, 0), (150, 140), (5, 280)):
        bent = flat.copy()
        bent[place] = 2
        for matrix in (Matrix(bent, flat), Matrix(flat, bent)):
            assert features(problem_of(matrix, [])) == {Capability.ASYMMETRIC}
    assert features(problem_of(Matrix(flat, flat), [])) == frozenset()


def test_order_of_backhauls_is_one_feature() -> None:
    """Both orders need the same of an engine."""
    for order in (Backhauls.LAST, Backhauls.LAST_AFTER_DELIVERY):
        assert features(PLAIN.replace(backhauls=order)) == {Capability.BACKHAULS}
