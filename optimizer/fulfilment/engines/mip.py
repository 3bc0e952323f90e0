"""The integer model over a chosen part of the candidates, the rest held fixed.

Columns are vans, one "served" column per order whose lines are tied, heads and parts; a head or part that may
be served in single units counts units, the others are 0 or 1. Rows are the cover rows and resource rows that
the free columns touch, and one row per part that links it to its head.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp

from optimizer.fulfilment.engines.candidates import Candidates, FloatArray, IntArray
from optimizer.fulfilment.engines.solver import Control, Solver


@dataclass(frozen=True, eq=False)
class Choice:
    """Units of each head (B,), part (K,) and van type (V,)."""

    head: FloatArray
    part: FloatArray
    vans: FloatArray


@dataclass(frozen=True, eq=False)
class Outcome:
    """Best choice found, lower bound over the free part, nodes, and whether it was solved to its gap."""

    choice: Choice
    bound: float
    nodes: int
    solved: bool


@dataclass(frozen=True, eq=False)
class _Model:
    """Arrays of the integer model; ``columns`` has one row per column of the program."""

    cost: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    columns: sp.csr_array
    served_row: IntArray


def empty(cand: Candidates) -> Choice:
    """Return the choice that serves nothing."""
    return Choice(
        np.zeros(cand.blocks), np.zeros(len(cand.part_cost)), np.zeros(len(cand.resources.van_cost))
    )


def cost_of(cand: Candidates, choice: Choice) -> float:
    """Cost of a choice, as :func:`optimizer.fulfilment.check.cost` counts it."""
    return float(
        cand.constant
        + cand.head_cost @ (choice.head / cand.head_unit)
        + cand.part_cost @ (choice.part / cand.part_unit)
        + cand.resources.van_cost @ choice.vans
    )


def use_of(cand: Candidates, choice: Choice) -> FloatArray:
    """Sum what a choice takes of every resource row, vans not counted, shape (R,)."""
    taken = cand.head_matrix.T @ (choice.head / cand.head_unit)
    taken = taken + cand.part_matrix.T @ (choice.part / cand.part_unit)
    use: FloatArray = taken[cand.covers :]
    return use


def improve(
    cand: Candidates,
    control: Control,
    blocks: IntArray,
    parts: IntArray,
    incumbent: Choice,
    nodes: int | None = None,
    gap: float = 0.0,
) -> Outcome:
    """Optimise the free ``blocks`` and ``parts`` (sorted; parts of free blocks), all else as ``incumbent`` has it.

    Parameters
    ----------
    cand, control
        The candidates, and the limits of the whole solve.
    blocks, parts
        What is free. All blocks that the incumbent uses of a free order must be free.
    incumbent
        A feasible choice; the outcome is never worse.
    nodes
        Limit of branch-and-bound nodes.
    gap
        Relative gap at which to stop.
    """
    head, part = incumbent.head.copy(), incumbent.part.copy()
    head[blocks], part[parts] = 0.0, 0.0
    fixed = Choice(head, part, np.zeros_like(incumbent.vans))
    model = _model(cand, blocks, parts, use_of(cand, fixed))
    offset = cost_of(cand, fixed)
    scale = 100.0 / max(float(np.mean(np.abs(model.cost))), 1e-12) if len(model.cost) else 1.0
    solver = Solver(control)
    solver.set("mip_rel_gap", gap)
    solver.set("mip_feasibility_tolerance", 1e-7)
    if nodes is not None:
        solver.set("mip_max_nodes", nodes)
        # a good plan is known: HiGHS' own searches for one, and restarts, cost several times the tree itself
        solver.set("mip_heuristic_effort", 0.0)
        solver.set("mip_allow_restart", False)
    solver.highs.passModel(_lp(model, offset, scale))
    _hint(solver, cand, model, blocks, parts, incumbent)
    status = solver.run()
    info = solver.highs.getInfo()
    bound = info.mip_dual_bound / scale
    done = int(max(info.mip_node_count, 0))
    solved = status == highspy.HighsModelStatus.kOptimal
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome(incumbent, bound, done, solved)
    values = np.round(np.array(solver.highs.getSolution().col_value))
    vans, first = len(incumbent.vans), len(incumbent.vans) + len(model.served_row)
    head[blocks] = values[first : first + len(blocks)]
    part[parts] = values[first + len(blocks) :]
    found = Choice(head, part, values[:vans])
    better = cost_of(cand, found) < cost_of(cand, incumbent)
    return Outcome(found if better else incumbent, bound, done, solved)


def relaxed(cand: Candidates, control: Control) -> tuple[float, FloatArray] | None:
    """Solve the linear relaxation over all blocks and parts with its tight rows.

    Returns
    -------
    tuple of float and array, or None
        A lower bound of the problem, and the value of each van type, shape (V,); None if time was up.
    """
    every, parts = np.arange(cand.blocks), np.arange(len(cand.part_cost))
    model = _model(cand, every, parts, np.zeros(len(cand.resources.limit)))
    scale = 100.0 / max(float(np.mean(np.abs(model.cost))), 1e-12) if len(model.cost) else 1.0
    lp = _lp(model, cand.constant, scale)
    lp.integrality_ = []
    solver = Solver(control)
    solver.highs.passModel(lp)
    if solver.run() != highspy.HighsModelStatus.kOptimal:
        return None
    bound = solver.highs.getInfo().objective_function_value / scale
    values = np.array(solver.highs.getSolution().col_value)
    return bound, values[: len(cand.resources.van_cost)]


def _model(cand: Candidates, blocks: IntArray, parts: IntArray, taken: FloatArray) -> _Model:
    """Write the model over the free columns."""
    resources = cand.resources
    head = _per_unit(cand.head_matrix, blocks, cand.head_unit)
    part = _per_unit(cand.part_matrix, parts, cand.part_unit)
    no_cover = sp.csr_array((len(resources.van_cost), cand.covers))
    vans = sp.hstack([no_cover, -resources.van_use], format="csr")
    rows = _rows(cand, [head, part, vans])
    served, served_row = _served(cand, rows)
    upper = np.r_[np.where(cand.tied, 0.0, 1.0), resources.limit - taken][rows]
    lower = np.where(np.r_[cand.tied, np.zeros(len(resources.limit), dtype=bool)][rows], 0.0, -np.inf)
    links = _links(cand, blocks, parts, len(resources.van_cost) + len(served_row))
    opened = _opened(cand, blocks, len(resources.van_cost) + len(served_row), links.shape[0])
    columns = sp.vstack([vans[:, rows], served, head[:, rows], part[:, rows]], format="csr")
    return _Model(
        np.r_[
            resources.van_cost,
            np.zeros(len(served_row)),
            cand.head_cost[blocks] / cand.head_unit[blocks],
            cand.part_cost[parts] / cand.part_unit[parts],
        ],
        np.r_[resources.van_count, np.ones(len(served_row)), cand.head_unit[blocks], cand.part_unit[parts]],
        np.r_[lower, np.full(len(parts) + opened.shape[1], -np.inf)],
        np.r_[upper, np.zeros(len(parts) + opened.shape[1])],
        sp.hstack([columns, links, opened], format="csr"),
        served_row,
    )


def _per_unit(matrix: sp.csr_array, chosen: IntArray, unit: IntArray) -> sp.csr_array:
    """Return the chosen rows of ``matrix``, each divided by its units."""
    scale = sp.csr_array(
        (1.0 / unit[chosen], (np.arange(len(chosen)), chosen)), shape=(len(chosen), len(unit))
    )
    return sp.csr_array(scale @ matrix)


def _rows(cand: Candidates, matrices: list[sp.csr_array]) -> IntArray:
    """Rows that any of the matrices touches, and all tied rows of orders so touched."""
    touched = np.zeros(cand.covers + len(cand.resources.limit), dtype=bool)
    for matrix in matrices:
        touched[matrix.indices] = True
    covers = touched[: cand.covers]
    covers |= cand.tied & np.isin(cand.cover_order, cand.cover_order[covers])
    return np.flatnonzero(touched)


def _served(cand: Candidates, rows: IntArray) -> tuple[sp.csr_array, IntArray]:
    """One column per order with tied rows, minus one in each, and the first of those rows."""
    where = np.flatnonzero(np.r_[cand.tied, np.zeros(len(cand.resources.limit), dtype=bool)][rows])
    orders, first, index = np.unique(cand.cover_order[rows[where]], return_index=True, return_inverse=True)
    matrix = sp.csr_array((-np.ones(len(where)), (index, where)), shape=(len(orders), len(rows)))
    return matrix, rows[where][first]


def _links(cand: Candidates, blocks: IntArray, parts: IntArray, first: int) -> sp.csr_array:
    """One row per part, part <= unit x head, written by column: shape (columns, parts)."""
    row = np.arange(len(parts))
    heads = first + np.searchsorted(blocks, cand.part_block[parts])
    columns = np.r_[heads, first + len(blocks) + row]
    values = np.r_[-cand.part_unit[parts].astype(np.float64), np.ones(len(parts))]
    shape = (first + len(blocks) + len(parts), len(parts))
    return sp.csr_array((values, (columns, np.r_[row, row])), shape=shape)


def _opened(cand: Candidates, blocks: IntArray, first: int, columns: int) -> sp.csr_array:
    """One row per order and paid opening, what the order uses of it <= whether it is open, by column.

    The resource row of the opening implies it for whole numbers; its relaxation is far tighter, since one shipment
    then pays for the whole opening.
    """
    resources = cand.resources
    paid = np.flatnonzero(resources.van_pool < 0)
    if not len(paid) or not len(blocks) or not cand.single:
        return sp.csr_array((columns, 0))
    row_of_van = sp.csr_array(resources.van_use[paid]).indices
    van_of_row = np.full(len(resources.limit), -1, dtype=np.int64)
    van_of_row[row_of_van] = paid
    uses = sp.coo_array(cand.head_matrix[blocks][:, cand.covers :])
    van = van_of_row[uses.col]
    mine = van >= 0
    block, van = uses.row[mine], van[mine]
    pair = cand.head_order[blocks[block]] * np.int64(len(resources.van_cost)) + van
    pairs, row = np.unique(pair, return_inverse=True)
    opener = pairs % len(resources.van_cost)
    rows = np.r_[row, np.arange(len(pairs))]
    where = np.r_[first + block, opener]
    values = np.r_[np.ones(len(block)), -np.ones(len(pairs))]
    return sp.csr_array((values, (where, rows)), shape=(columns, len(pairs)))


def _lp(model: _Model, offset: float, scale: float) -> highspy.HighsLp:
    """Hand the arrays to HiGHS."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns.shape
    lp.col_cost_ = model.cost * scale
    lp.offset_ = offset * scale
    lp.col_lower_ = np.zeros(len(model.cost))
    lp.col_upper_ = model.upper.astype(np.float64)
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = model.columns.indptr.astype(np.int32)
    lp.a_matrix_.index_ = model.columns.indices.astype(np.int32)
    lp.a_matrix_.value_ = model.columns.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.cost)
    return lp


def _hint(
    solver: Solver, cand: Candidates, model: _Model, blocks: IntArray, parts: IntArray, incumbent: Choice
) -> None:
    """Start HiGHS from the incumbent."""
    share = cand.head_matrix.T @ (incumbent.head / cand.head_unit)
    share = share + cand.part_matrix.T @ (incumbent.part / cand.part_unit)
    served = np.round(share[model.served_row])
    values = np.r_[incumbent.vans, served, incumbent.head[blocks], incumbent.part[parts]]
    solver.highs.setSolution(len(values), np.arange(len(values), dtype=np.int32), values)
