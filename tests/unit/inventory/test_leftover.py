"""What a plan leaves, and the ways still open for it."""

import numpy as np

from optimizer.inventory.leftover import Case, Level, unused_kg
from optimizer.inventory.position import on_hand
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Move, Solution
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "C"),
    days=3,
    opening={("A", "p"): 6},
    serve={("Z", "C"): 1.0},
    lanes=[Lane("A", "B", 1, 2.0, capacity_kg=4.0), Lane("B", "C", 0, 0.5), Lane("B", "C", 0, 9.0)],
    storage_l={"C": 1.0},
    volume_l=2.0,
)
PLAN = Solution((Move("p", "A-B", "A", "B", 0, 1, 4), Move("p", "A-B", "A", "B", 1, 2, 1)), (), ())


def _case(problem: Problem = PROBLEM, plan: Solution = PLAN) -> Case:
    return Case(problem, 0, on_hand(problem, plan), unused_kg(problem, plan))


def test_free_is_what_is_left_on_every_later_night() -> None:
    """Stock that leaves on day 1 is not free on day 0."""
    case = _case()
    assert case.free.tolist() == [[1, 1, 1], [0, 4, 5], [0, 0, 0]]
    assert (case.total_units(), case.fullest()) == (6, 1)
    assert _case(plan=Solution((Move("p", "A-B", "A", "B", 0, 1, 6),), (), ())).any_free()


def test_unused_weight_per_departure() -> None:
    """What the lane carries is taken from its capacity on that day only."""
    assert unused_kg(PROBLEM, PLAN)[0].tolist() == [0.0, 3.0, 4.0]


def test_reachable_units_depend_on_what_is_respected() -> None:
    """From A there is room on day 1, not on day 0; C may be served on the day of arrival only."""
    case = _case()
    assert [case.reachable_units(0, 2, level) for level in Level] == [6, 6, 6]
    assert [case.reachable_units(0, 1, level) for level in Level] == [4, 4, 5]
    assert case.connected_units(np.array([2])) == 6


def test_the_way_names_what_is_full() -> None:
    """The cheapest way ignores the dear second lane and shows the departure without room."""
    case = _case(plan=Solution((Move("p", "A-B", "A", "B", 0, 1, 4),), (), ()))
    way = case.cheapest(0, 1, Level.CROWDED)
    assert (way.site, way.day, way.extra) == (1, 1, 1.5)
    only_a = PROBLEM.replace(demand=PROBLEM.demand)
    held = on_hand(only_a, Solution((), (), ()))
    full = Case(only_a, 0, held, np.zeros((3, 3)))
    way = full.cheapest(0, 1, Level.CROWDED)
    assert (way.site, way.day, way.extra) == (0, 0, 3.5)
    assert full.full_lanes(way, 0, 1) == [(0, 0), (1, 1)]


def test_the_way_names_where_it_must_wait() -> None:
    """Served on day 2 from a departure on day 0, the unit waits where it is cheapest; C has no room."""
    lanes = [Lane("A", "C", 1, 2.0, days=(0,))]
    problem = make_problem(
        sites=("A", "B", "C"),
        days=3,
        opening={("A", "p"): 1},
        serve={("Z", "C"): 1.0},
        lanes=lanes,
        storage_l={"C": 1.0},
        volume_l=2.0,
    )
    case = _case(problem, Solution((), (), ()))
    assert [case.reachable_units(0, 2, level) for level in Level] == [0, 1, 1]
    assert case.full_stops(case.cheapest(0, 2, Level.STORED), 0, 2) == [2]
