"""Between a plan in the planner's ids and a choice of heads, parts and vans."""

from __future__ import annotations

import numpy as np

from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.engines.candidates import Candidates
from optimizer.fulfilment.engines.mip import Choice, empty
from optimizer.fulfilment.engines.remaining import Remaining
from optimizer.fulfilment.problem import Problem, Split
from optimizer.fulfilment.refit import put_orders
from optimizer.fulfilment.solution import Solution


def adopt(problem: Problem, cand: Candidates, solution: Solution) -> Choice:
    """Return the plan as a choice; what no optimal plan would do (it is no candidate) is left out.

    Raises
    ------
    KeyError
        If a decision is not one of the problem's.
    """
    entries, quantities = entries_of(problem, solution)
    units = np.zeros(len(problem.entry_line))
    units[entries] = quantities
    carried = cand.carries.tocoo()
    known = np.zeros(len(units), dtype=bool)
    known[carried.col] = True
    known[cand.part_entry] = True
    if not problem.partial:
        # an order served whole or not at all goes as a whole
        order = problem.line_order[problem.entry_line]
        known &= ~np.isin(order, order[(units > 0) & ~known])
    units = np.where(known, units, 0.0)
    choice = empty(cand)
    np.maximum.at(choice.head, carried.row, units[carried.col])
    choice.part[:] = units[cand.part_entry]
    if problem.split is not Split.LINE:
        choice.part[:] = choice.part > 0
    choice.head[:] = np.where(cand.head_unit > 1, choice.head, choice.head > 0)
    choice.head[cand.part_block[choice.part > 0]] = 1.0
    _adopt_vans(problem, cand, solution, choice)
    return choice


def _adopt_vans(problem: Problem, cand: Candidates, solution: Solution, choice: Choice) -> None:
    """Enter the vehicles reserved."""
    kinds = {
        (problem.pools[g].id, problem.pools[g].vehicles[t].id): v
        for v, (g, t) in enumerate(zip(cand.resources.van_pool, cand.resources.van_type, strict=True))
        if g >= 0
    }
    for item in solution.vehicles:
        choice.vans[kinds[item.pool, item.vehicle_type]] = item.count
    opened = np.zeros(len(problem.openings), dtype=bool)
    made = np.unique(problem.entry_shipment[entries_of(problem, solution)[0]])
    if problem.openings:
        used = problem.opens[made].ravel()
        opened[used[used >= 0]] = True
    for v in np.flatnonzero(cand.resources.van_pool < 0):
        choice.vans[v] = float(opened[cand.resources.van_type[v]])


def write(problem: Problem, cand: Candidates, choice: Choice) -> Solution:
    """Write a choice in the planner's ids, putting each order on its shipments anew.

    A solver keeps its limits within a tolerance; what would exceed one is left out here, so that the plan
    keeps them exactly. Vehicles that nothing needs are not written.
    """
    carried = cand.carries[np.flatnonzero(choice.head > 0)].tocoo()
    unit = np.repeat(choice.head[choice.head > 0], np.diff(carried.tocsr().indptr))
    entry = carried.tocsr().indices
    whole = problem.line_quantity[problem.entry_line]
    several = np.repeat(cand.head_unit[choice.head > 0] > 1, np.diff(carried.tocsr().indptr))
    parts = np.flatnonzero(choice.part > 0)
    part_entry = cand.part_entry[parts]
    part_units = choice.part[parts] if problem.split is Split.LINE else whole[part_entry]
    entries = np.r_[entry, part_entry]
    quantities = np.r_[np.where(several, unit, whole[entry]), part_units].astype(np.int64)
    remaining = Remaining(problem)
    for v in np.flatnonzero((choice.vans > 0) & (cand.resources.van_pool >= 0)):
        remaining.open(int(cand.resources.van_pool[v]), int(cand.resources.van_type[v]), int(choice.vans[v]))
    put_orders(problem, remaining, entries, quantities)
    return remaining.solution()
