"""The table of segments knows loading, open ends, overtime and skills, and what it does not suit."""

from typing import Any

import pytest

from optimizer.routing.insertion import Insertion
from optimizer.routing.problem import (
    Backhauls,
    Break,
    Client,
    Depot,
    Matrix,
    Problem,
    Shipment,
    Stability,
    Traffic,
)
from optimizer.routing.schedule import timed_solution
from optimizer.routing.segments import SegmentTable
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30)
PLACED = [Client("a", 1), Client("b", 2)]


def inserted(kind: dict[str, Any], client: Client, service_s: int = 0) -> Insertion | None:
    """Insert a client into a route to a and b."""
    problem = problem_of(ROAD, PLACED, [van(**kind)], [Depot("D", 0, service_s=service_s)])
    return SegmentTable(problem, timed_solution(problem, [("van", ["a", "b"])])).cheapest(client)


def test_open_route_is_extended_one_way() -> None:
    """Behind the last client of an open route only the way there is added."""
    assert inserted({"open_end": True}, Client("x", 3)) == Insertion(10, "van", 0, 2)
    assert inserted({"open_end": True, "max_distance": 29}, Client("x", 3)) is None
    assert inserted({"open_end": True, "shift": (0, 30)}, Client("x", 3)) == Insertion(10, "van", 0, 2)


def test_overtime_is_charged_where_it_begins() -> None:
    """Of 20 more only what is beyond the threshold costs overtime."""
    kind = {"overtime_after": 45, "cost_per_overtime": 3, "cost_per_duration": 1}
    found = inserted(kind, Client("x", 3))
    assert found is not None
    assert found.cost == 20 + 20 + 3 * 15


def test_loading_delays_every_visit() -> None:
    """A window that could be held without loading is missed with it; goods are released while it loads."""
    late = Client("x", 3, windows=((0, 34),))
    assert inserted({}, late, service_s=4) is not None
    assert inserted({}, late, service_s=5) is None
    soon = Client("x", 3, release_s=5, windows=((0, 35),))
    assert inserted({}, soon, service_s=5) is not None
    assert inserted({}, soon, service_s=6) is None


def test_skills_are_needed() -> None:
    """A vehicle without the skill takes no client that asks for it."""
    cold = Client("x", 3, skills=frozenset({"cold"}))
    assert inserted({}, cold) is None
    assert inserted({"skills": frozenset({"cold"})}, cold) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"shipments": (Shipment("a", "b"),)},
        {"backhauls": Backhauls.LAST},
        {"stability": Stability()},
        {"longest_route_cost": 1},
        {"clients": (Client("a", 1, windows=((0, 1), (3, 4))),)},
        {"matrices": {"default": Matrix(ROAD.distance, ROAD.duration, Traffic((0,), (900,)))}},
        {"vehicle_types": (van(breaks=(Break("x", 1, (0, 1)),)),)},
        {"vehicle_types": (van(prefix=("a",)),)},
        {"vehicle_types": (van(reload_depots=("D",)),)},
    ],
)
def test_features_beyond_segments_are_known(changes: dict[str, Any]) -> None:
    """Where more than segments decides, the table says that it does not suit."""
    plain: Problem = problem_of(ROAD, PLACED)
    assert SegmentTable.suits(plain)
    assert not SegmentTable.suits(plain.replace(**changes))


@pytest.mark.parametrize(("shift", "serves"), [((0, 99), True), ((16, 99), False), ((11, 99), True)])
def test_van_that_cannot_leave_its_depot_is_no_idle_van(shift: tuple[int, int], serves: bool) -> None:
    """Where its shift begins after the depot has closed, an unused vehicle takes nobody."""
    depots = [Depot("D", 0, window=(0, 11)), Depot("E", 0)]
    problem = problem_of(ROAD, PLACED, [van(shift=shift, end_depot="E")], depots)
    found = SegmentTable(problem, Solution((), ("a", "b"))).cheapest(PLACED[0])
    assert (found is not None) is serves
