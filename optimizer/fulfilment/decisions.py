"""Decisions in the planner's ids, as indices into the problem."""

from __future__ import annotations

import numpy as np

from optimizer.fulfilment.problem import IntArray, Problem
from optimizer.fulfilment.solution import Solution


def entries_of(problem: Problem, solution: Solution) -> tuple[IntArray, IntArray]:
    """Return entry index and quantity of each assignment.

    Raises
    ------
    KeyError
        If a decision is not one of the problem's.
    """
    ships = problem.shipments
    orders = {name: k for k, name in enumerate(problem.orders)}
    sources = {name: k for k, name in enumerate(problem.sources)}
    keys = zip(ships.order.tolist(), ships.source.tolist(), ships.option, ships.departure, strict=True)
    shipments = {key: k for k, key in enumerate(keys)}
    made = [
        shipments[orders[a.order], sources[a.source], a.option, a.departure] for a in solution.assignments
    ]
    used = np.zeros(len(ships.option), dtype=bool)
    used[made] = True
    candidates = np.flatnonzero(used[problem.entry_shipment])
    lines = {key: k for k, key in enumerate(zip(problem.line_order.tolist(), problem.line_ids, strict=True))}
    pairs = zip(
        problem.entry_line[candidates].tolist(), problem.entry_shipment[candidates].tolist(), strict=True
    )
    entries = dict(zip(pairs, candidates.tolist(), strict=True))
    found = [
        (entries[lines[orders[item.order], item.line], shipment], item.quantity)
        for item, shipment in zip(solution.assignments, made, strict=True)
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
