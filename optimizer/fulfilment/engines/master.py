"""The master problem of the column generation: the linear relaxation over the patterns generated so far.

A pattern is a block with a choice of its parts. The relaxation over all patterns is as tight as the one that
links each part to its head, with no linking rows. Pricing finds each block's best pattern at once, because at
given prices its parts are independent of one another.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from optimizer.fulfilment.engines.candidates import Candidates, FloatArray, IntArray
from optimizer.fulfilment.engines.pricing import Priced, Prices
from optimizer.fulfilment.engines.solver import Control, Solver

#: Blocks per order in the first master problem, and added at most per order and round.
_FIRST, _MORE = 4, 4

#: New blocks from which a master problem is solved afresh.
_AFRESH = 300


@dataclass(frozen=True, eq=False)
class Solved:
    """Solution of a master problem: cost, prices, and values of its patterns and vans."""

    cost: float
    prices: Prices
    value: FloatArray
    vans: FloatArray


class Master:
    """The relaxation over the patterns generated so far.

    Parameters
    ----------
    cand, control
        The problem's candidates, and the limits of the solve.
    priced
        Reduced costs by which the first patterns are chosen.
    """

    def __init__(self, cand: Candidates, control: Control, priced: Priced) -> None:
        self._cand = cand
        costs = np.abs(np.r_[cand.head_cost, cand.part_cost, 1e-12])
        self._scale = 100.0 / float(costs.mean())
        self._solver = Solver(control)
        # from nothing the interior point method is many times faster; simplex is for small changes
        self._solver.set("solver", "ipm")
        self.block = np.zeros(0, dtype=np.int64)
        self.choice = sp.csr_array((0, len(cand.part_cost)))
        covers = cand.covers
        limit = np.r_[np.where(cand.tied, 0.0, 1.0), cand.resources.limit]
        equal = np.r_[cand.tied, np.zeros(len(cand.resources.limit), dtype=bool)]
        self._solver.add_rows(np.where(equal, 0.0, -np.inf), limit)
        no_cover = sp.csr_array((len(cand.resources.van_cost), covers))
        vans = sp.hstack([no_cover, -cand.resources.van_use], format="csr")
        count = cand.resources.van_count.astype(np.float64)
        self._solver.add_columns(cand.resources.van_cost * self._scale, count, vans)
        served = _served_columns(cand)
        self._solver.add_columns(np.zeros(served.shape[0]), np.ones(served.shape[0]), served)
        self._static = len(count) + served.shape[0]
        self._add(*_first_patterns(cand, priced))

    def _add(self, block: IntArray, choice: sp.csr_array) -> None:
        """Add patterns."""
        cand = self._cand
        matrix = cand.head_matrix[block] + choice @ cand.part_matrix
        cost = cand.head_cost[block] + choice @ cand.part_cost
        self._solver.add_columns(cost * self._scale, np.full(len(block), np.inf), sp.csr_array(matrix))
        self.block = np.r_[self.block, block]
        self.choice = sp.vstack([self.choice, choice], format="csr")

    def extend(self, priced: Priced) -> bool:
        """Add the best patterns of profitable blocks, a few per order; False if there are none."""
        profitable = np.flatnonzero(priced.block < -1e-6 / self._scale)
        fresh = leading(self._cand.head_order, priced.block, profitable, _MORE)
        if len(fresh):
            self._add(fresh, _chosen(self._cand, priced.part < 0, fresh))
        self._solver.set("solver", "ipm" if len(fresh) > _AFRESH else "simplex")
        return len(fresh) > 0

    def fix_vans(self, lower: FloatArray, upper: FloatArray) -> None:
        """Bound the number of each van type."""
        which = np.arange(len(lower), dtype=np.int32)
        self._solver.highs.changeColsBounds(len(lower), which, lower, upper)

    def reprice_vans(self, cost: FloatArray) -> None:
        """Change what each van type costs here; the bound does not depend on it."""
        which = np.arange(len(cost), dtype=np.int32)
        self._solver.highs.changeColsCost(len(cost), which, cost * self._scale)

    def solve(self) -> Solved | None:
        """Return the solution, or None if it was interrupted."""
        if self._solver.run() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.highs.getSolution()
        dual = np.array(solution.row_dual) / self._scale
        value = np.array(solution.col_value)
        covers, vans = self._cand.covers, len(self._cand.resources.van_cost)
        return Solved(
            self._cand.constant + self._solver.highs.getObjectiveValue() / self._scale,
            Prices(dual[:covers], -dual[covers:]),
            value[self._static :],
            value[:vans],
        )


def _served_columns(cand: Candidates) -> sp.csr_array:
    """One column per order whose rows are tied: minus one in each of its rows."""
    rows = np.flatnonzero(cand.tied)
    orders, index = np.unique(cand.cover_order[rows], return_inverse=True)
    shape = (len(orders), cand.head_matrix.shape[1])
    return sp.csr_array((-np.ones(len(rows)), (index, rows)), shape=shape)


def _first_patterns(cand: Candidates, priced: Priced) -> tuple[IntArray, sp.csr_array]:
    """Return the leading blocks of every order with their profitable parts, and the leading single parts."""
    block = leading(cand.head_order, priced.block, np.arange(cand.blocks), _FIRST)
    together = _chosen(cand, priced.part < 0, block)
    line = cand.part_line
    alone = priced.head[cand.part_block] + priced.part
    parts = leading(line, alone, np.arange(len(line)), _FIRST // 2)
    single = sp.csr_array(
        (np.ones(len(parts)), (np.arange(len(parts)), parts)), shape=(len(parts), len(cand.part_cost))
    )
    return np.r_[block, cand.part_block[parts]], sp.vstack([together, single], format="csr")


def leading(group: IntArray, key: FloatArray, chosen: IntArray, most: int) -> IntArray:
    """Return at most ``most`` of the chosen per group, the least by ``key``, in order of index.

    Parameters
    ----------
    group, key
        Group and key of everything, shape (n,).
    chosen
        Indices to choose from.
    most
        How many per group.
    """
    ranked = chosen[np.lexsort((key[chosen], group[chosen]))]
    sorted_group = group[ranked]
    start = np.searchsorted(sorted_group, sorted_group)
    return np.sort(ranked[np.arange(len(ranked)) - start < most])


def _chosen(cand: Candidates, wanted: npt.NDArray[np.bool_], block: IntArray) -> sp.csr_array:
    """Choice matrix of patterns of ``block`` (sorted) with their wanted parts, shape (n, K)."""
    row = np.full(cand.blocks, -1, dtype=np.int64)
    row[block] = np.arange(len(block))
    parts = np.flatnonzero(wanted & (row[cand.part_block] >= 0))
    where = (row[cand.part_block[parts]], parts)
    return sp.csr_array((np.ones(len(parts)), where), shape=(len(block), len(cand.part_cost)))
