"""Cheapest ways over sites and days."""

import numpy as np

from optimizer.inventory.paths import cost_to_go
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "C"),
    days=3,
    lanes=[Lane("A", "B", 1, 5.0), Lane("B", "C", 0, 2.0), Lane("A", "C", 2, 4.0), Lane("C", "B", 0, 0.5)],
    holding=1.0,
)
FINAL = np.array([[np.inf], [10.0], [3.0]])
EVERY = np.ones((4, 3), dtype=np.bool_)
ALL = np.ones(3, dtype=np.bool_)


def test_waits_travels_and_changes_on_the_same_day() -> None:
    """On the last day B reaches the goal over C for 2 + 3; from A it is one or two days before."""
    go = cost_to_go(PROBLEM, 0, FINAL, EVERY, ALL)[:, :, 0]
    assert go[:, 2].tolist() == [np.inf, 5.0, 3.0]
    assert go[:, 1].tolist() == [10.0, 6.0, 4.0]
    assert go[:, 0].tolist() == [7.0, 7.0, 5.0]


def test_a_site_that_may_not_hold_is_passed_only() -> None:
    """Where nothing may stay overnight, only a way that arrives on the day is left."""
    go = cost_to_go(PROBLEM, 0, FINAL, EVERY, np.zeros(3, dtype=np.bool_))[:, :, 0]
    assert go[:, 0].tolist() == [7.0, np.inf, np.inf]


def test_closed_lanes_are_not_used() -> None:
    """Without lanes only waiting is left."""
    go = cost_to_go(PROBLEM, 0, FINAL, np.zeros((4, 3), dtype=np.bool_), ALL)[:, :, 0]
    assert go[:, 0].tolist() == [np.inf, 12.0, 5.0]
