"""A plan fitted to a problem whose costs and times have changed since."""

from __future__ import annotations

import numpy as np

from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.engines.remaining import Remaining
from optimizer.fulfilment.problem import IntArray, Problem
from optimizer.fulfilment.solution import Solution


def refitted(problem: Problem, solution: Solution) -> Solution:
    """Fit a plan made for other costs and times: orders that no longer fit are left out.

    Its vehicles come first, others are opened as needed, and those nothing needs are closed.

    Parameters
    ----------
    problem
        The problem to fit it to.
    solution
        A plan in the problem's ids.

    Raises
    ------
    KeyError
        If a decision is not one of the problem's.
    """
    remaining = Remaining(problem)
    numbers = {
        (pool.id, vehicle.id): (g, t)
        for g, pool in enumerate(problem.pools)
        for t, vehicle in enumerate(pool.vehicles)
    }
    for one in solution.vehicles:
        remaining.open(*numbers[one.pool, one.vehicle_type], one.count)
    entries, quantities = entries_of(problem, solution)
    put_orders(problem, remaining, np.asarray(entries), np.asarray(quantities))
    return remaining.solution()


def put_orders(problem: Problem, remaining: Remaining, entries: IntArray, quantities: IntArray) -> None:
    """Put orders on their shipments one by one, whole where they must be, and close vehicles that are not needed.

    Parameters
    ----------
    problem
        The problem.
    remaining
        What is left for them; it is changed.
    entries, quantities
        Entries of the problem and their units, shape (n,).
    """
    order = problem.line_order[problem.entry_line[entries]]
    ranked = np.argsort(order, kind="stable")
    groups = np.split(ranked, np.flatnonzero(np.diff(order[ranked])) + 1) if len(ranked) else []
    for group in groups:
        mark = remaining.mark()
        fits = [remaining.put(int(entries[k]), int(quantities[k])) for k in group]
        if not problem.partial and not all(fits):
            remaining.back_to(mark)
    remaining.close_spare()
