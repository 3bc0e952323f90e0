"""Where the stock is: end-of-day positions, and what may be promised to customers."""

from collections.abc import Iterable

import numpy as np

from optimizer.inventory.problem import IntArray, Problem
from optimizer.inventory.solution import Move, Solution

#: Units an unlimited site is said to hold: more than anyone orders, little enough to add up without overflow.
UNLIMITED_UNITS = 10**9


def on_hand(problem: Problem, solution: Solution) -> IntArray:
    """Stock left at the end of each day, after arrivals, departures and expected service.

    ``hold[s,p,d] = opening + receipts to date + arrivals to date - departures to date - served to date``

    Parameters
    ----------
    problem
        The problem the solution was made for.
    solution
        Moves and expected service.

    Returns
    -------
    Units, shape (S, P, D). Unlimited sites hold :data:`UNLIMITED_UNITS`. Goods in transit are at no site.

    Raises
    ------
    KeyError
        If the solution names an id the problem does not have.
    """
    balance = _balance(problem, solution.moves)
    site = _positions(problem.sites)
    product = _positions(problem.products)
    keys = np.array(
        [(site[item.site], product[item.product], item.day, item.quantity) for item in solution.served],
        dtype=np.int64,
    ).reshape(-1, 4)
    left = np.zeros_like(balance)
    np.add.at(left, (keys[:, 0], keys[:, 1], keys[:, 2]), keys[:, 3])
    held = balance - np.cumsum(left, axis=2)
    held[problem.unlimited] = UNLIMITED_UNITS
    return held


def available(problem: Problem, moves: Iterable[Move]) -> IntArray:
    """Units that may leave a site for customers by the end of each day, cumulative.

    With ``balance(d) = opening + receipts to date + arrivals to date - departures to date``::

        available[s,p,d] = max(0, min over d' >= d of balance(d'))

    The minimum protects stock that is committed to a later departure. Any issues to customers whose
    cumulative sum stays within it leave every move feasible.

    Parameters
    ----------
    problem
        Opening stock, receipts and lanes. For another opening stock pass ``problem.replace(opening=...)``.
    moves
        Committed moves.

    Returns
    -------
    Units, shape (S, P, D), never negative, never falling from one day to the next. Unlimited sites have
    :data:`UNLIMITED_UNITS`.

    Raises
    ------
    KeyError
        If a move names an id the problem does not have.
    """
    balance = _balance(problem, moves)
    lowest = np.minimum.accumulate(balance[:, :, ::-1], axis=2)[:, :, ::-1]
    free: IntArray = np.maximum(lowest, 0)
    free[problem.unlimited] = UNLIMITED_UNITS
    return free


def _balance(problem: Problem, moves: Iterable[Move]) -> IntArray:
    """Cumulative stock without service to customers, shape (S, P, D)."""
    site = _positions(problem.sites)
    product = _positions(problem.products)
    change = problem.receipts.astype(np.int64, copy=True)
    change[:, :, 0] += problem.opening
    for move in moves:
        at = product[move.product]
        change[site[move.origin], at, move.depart_day] -= move.quantity
        change[site[move.destination], at, move.arrive_day] += move.quantity
    balance: IntArray = np.cumsum(change, axis=2)
    return balance


def _positions(ids: Iterable[str]) -> dict[str, int]:
    return {value: index for index, value in enumerate(ids)}
