"""Positions: stock by hand, and what may still be promised."""

import numpy as np
import pytest

from optimizer.inventory.position import UNLIMITED_UNITS, available, on_hand
from optimizer.inventory.solution import Move, Served, Solution
from tests.helpers.inventory import Lane, make_problem

PROBLEM = make_problem(
    sites=("A", "B", "S"),
    days=4,
    opening={("A", "p"): 10},
    receipts={("A", "p", 2): 5},
    lanes=[Lane("A", "B", 1), Lane("S", "A", 0)],
    unlimited=("S",),
)
MOVES = (Move("p", "A-B", "A", "B", 1, 2, 4), Move("p", "S-A", "S", "A", 3, 3, 2))


def test_on_hand_follows_every_movement() -> None:
    """Receipts, arrivals, departures and service change the stock on their day; transit is at no site."""
    solution = Solution(MOVES, (Served("p", "Z", "A", 0, 3), Served("p", "Z", "B", 3, 1)), ())
    held = on_hand(PROBLEM, solution)
    assert held[0, 0].tolist() == [7, 3, 8, 10]
    assert held[1, 0].tolist() == [0, 0, 4, 3]
    assert (held[2] == UNLIMITED_UNITS).all()


def test_available_protects_later_departures() -> None:
    """Stock that leaves on day 1 may not be promised on day 0."""
    free = available(PROBLEM, MOVES)
    assert free[0, 0].tolist() == [6, 6, 11, 13]
    assert free[1, 0].tolist() == [0, 0, 4, 4]
    assert (free[2] == UNLIMITED_UNITS).all()


def test_available_is_never_negative() -> None:
    """Moves that overdraw a site leave nothing to promise, not less than nothing."""
    free = available(PROBLEM, (Move("p", "A-B", "A", "B", 0, 1, 30),))
    assert free[0, 0].tolist() == [0, 0, 0, 0]


def test_the_problem_is_left_as_it_was() -> None:
    """Positions are computed on copies."""
    before = PROBLEM.receipts.copy()
    available(PROBLEM, MOVES)
    on_hand(PROBLEM, Solution(MOVES, (), ()))
    assert np.array_equal(PROBLEM.receipts, before)


def test_unknown_id_is_refused() -> None:
    """A move of a product that does not exist is an error, not a silent zero."""
    with pytest.raises(KeyError):
        available(PROBLEM, (Move("x", "A-B", "A", "B", 0, 1, 1),))
