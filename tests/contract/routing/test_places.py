"""Depots and vehicles that are of no use to anybody are no obstacle."""

from typing import Any

import pytest

from optimizer.routing.problem import Client, Depot
from tests.helpers.routing import problem_of, tours, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, WEST, solved


def test_depot_that_no_vehicle_uses(engine: str) -> None:
    """A depot without vehicles is not one more place to visit."""
    depots = [Depot("unused", FAR_EAST), Depot("D", 0), Depot("closed", WEST, (3, 3))]
    clients = [Client("a", EAST), Client("b", WEST)]
    assert solved(problem_of(CROSS, clients, [van(), van("x", count=0)], depots), engine)[1] == 40


@pytest.mark.parametrize(
    "useless",
    [
        {"shift": (900, 950)},
        {"shift": (600, 950), "end_depot": "E"},
        {"max_distance": 19, "end_depot": "E"},
        {"max_duration": 19, "end_depot": "E"},
        {"count": 0},
    ],
)
def test_vehicle_that_can_never_drive_is_no_obstacle(engine: str, useless: dict[str, Any]) -> None:
    """A vehicle that can never leave its depot, or never reach its last one, stays unused."""
    depots = [Depot("D", 0, (0, 500)), Depot("E", FAR_EAST)]
    problem = problem_of(CROSS, [Client("a", EAST)], [van(), van("useless", **useless)], depots)
    assert tours(solved(problem, engine)[0]) == {("van", "a")}
