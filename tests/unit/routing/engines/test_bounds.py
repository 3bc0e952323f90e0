"""Bounds that engines need in place of infinity."""

import numpy as np
import pytest

from optimizer.routing.engines.bounds import (
    cost_bound,
    depot_windows,
    horizon,
    longest_leg,
    mean_leg_cost,
    usable_types,
)
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 500, pace=3)
CLIENTS = [Client("a", 1, service_s=7, windows=((100, 110),)), Client("b", 2, release_s=40)]


def test_horizon_is_after_every_route() -> None:
    """After the last opening come one longest leg away from each place and all services; no unused place."""
    assert horizon(problem_of(ROAD, CLIENTS)) == 100 + 60 + (30 + 7) + 60


def test_horizon_is_no_later_than_the_last_shift() -> None:
    """No route ends after the latest shift."""
    assert horizon(problem_of(ROAD, CLIENTS, [van(shift=(0, 90)), van("late", shift=(0, 120))])) == 120


def test_blocked_pairs_do_not_stretch_the_horizon() -> None:
    """A blocked pair has no duration, and is no longest leg."""
    ways = ROAD.duration.copy()
    ways[0, 1] = UNLIMITED
    problem = problem_of(Matrix(ways, ways), CLIENTS)
    assert horizon(problem) == 100 + 60 + (30 + 7) + 60
    assert longest_leg(problem, problem.vehicle_types[0]) == 60
    legs = np.array([60, 30, 30, 60, 30])
    assert mean_leg_cost(problem, problem.vehicle_types[0]) == pytest.approx(legs.sum() / 8)


def test_cost_bound_covers_the_dearest_plan() -> None:
    """Each client on a route of its own, out and back by the longest leg, paid to the horizon."""
    kinds = [van(count=9, fixed_cost=11, cost_per_distance=2, cost_per_duration=5, shift=(17, 900))]
    clients = [CLIENTS[0], Client("b", 2, required=False, prize=13)]
    assert cost_bound(problem_of(ROAD, clients, kinds)) == 4 * 2 * 20 + 2 * (11 + 5 * (257 - 17)) + 13


def test_cost_bound_refuses_to_overflow() -> None:
    """Costs beyond 64-bit sums are refused, not silently wrapped."""
    with pytest.raises(ValueError, match="use a coarser cost scale"):
        cost_bound(
            problem_of(ROAD, CLIENTS, [van(fixed_cost=2**43, cost_per_distance=2**43, count=2)]).replace(
                matrices={"default": Matrix(ROAD.distance * 2**10, ROAD.duration)}
            )
        )


def test_vehicles_that_can_never_drive_are_not_usable() -> None:
    """No vehicles, a shift outside the depot's opening, an end before the start, too short a duration."""
    kinds = [
        van("good", shift=(0, 60)),
        van("none", count=0),
        van("night", shift=(60, 70)),
        van("leaves too late", shift=(60, 300), end_depot="E"),
        van("back too late", end_depot="E", shift=(0, 99)),
        van("too short", end_depot="E", max_duration=49),
        van("long enough", end_depot="E", max_duration=50),
    ]
    problem = problem_of(ROAD, CLIENTS, kinds, [Depot("D", 0, (10, 50)), Depot("E", 1, (100, 200))])
    assert [kind.id for kind in usable_types(problem)] == ["good", "long enough"]
    assert depot_windows(problem, kinds[0]) == ((10, 50), (10, 50))
