"""Better plans for large problems, a neighbourhood at a time.

A neighbourhood is a few hundred orders whose blocks are free while all others stay; the integer model over
them is small. It grows from orders that lose most against the relaxation, and from those that hold what these
orders would need.

References
----------
Shaw, P. (1998). Using constraint programming and local search methods to solve vehicle routing problems. CP98.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.core.progress import Deadline
from optimizer.fulfilment.engines.candidates import Candidates, FloatArray, IntArray
from optimizer.fulfilment.engines.master import leading
from optimizer.fulfilment.engines.mip import Choice, cost_of, improve
from optimizer.fulfilment.engines.pricing import Priced
from optimizer.fulfilment.engines.relaxation import Relaxation
from optimizer.fulfilment.engines.solver import Control

#: Blocks of an order that compete in a neighbourhood, and blocks per line beside them.
_WIDTH, _PER_LINE = 10, 3

#: Orders free in the first neighbourhood, at least, and at most.
_FIRST, _LEAST, _MOST = 60, 30, 150

#: Rounds without gain after which the search ends.
_PATIENCE = 12

#: Branch-and-bound nodes of a neighbourhood.
_NODES = 5

#: Orders drawn into a neighbourhood for every order that loses.
_DRAWN = 12


class Search:
    """Improves one incumbent.

    Parameters
    ----------
    cand, control, relaxation
        The problem's candidates, the limits, and the relaxation solved before.
    incumbent
        A feasible choice.
    """

    def __init__(self, cand: Candidates, control: Control, relaxation: Relaxation, incumbent: Choice) -> None:
        self._cand = cand
        self._control = control
        self._relaxation = relaxation
        self._random = np.random.default_rng(control.params.seed)
        self._wide = _wide(cand, relaxation)
        self.best = incumbent
        self.cost = cost_of(cand, incumbent)
        self.rounds = 0

    def run(self, rounds: int | None, share: float) -> None:
        """Improve neighbourhoods until none of many in a row gains.

        Parameters
        ----------
        rounds
            Limit of rounds; None for no limit.
        share
            Part of the time left that may be used.
        """
        left = self._control.deadline.remaining_s()
        deadline = Deadline(None if left is None else share * left)
        size, idle = float(_FIRST), 0
        orders = len(np.unique(self._cand.head_order))
        while idle < _PATIENCE and not (self.closed() or deadline.expired() or self._control.stop()):
            if rounds is not None and self.rounds >= rounds:
                break
            free = self._neighbourhood(int(size))
            before = self.cost
            solved = self._improve(free, self.best, _NODES)
            idle = 0 if self.cost < before - 1e-9 * abs(before) else idle + 1
            size = min(size * 1.25, _MOST) if solved else max(size * 0.8, _LEAST)
            self._control.progress.update("fulfilment", "neighbourhoods", best=self.cost)
            if len(free) >= orders and solved:
                break

    def closed(self) -> bool:
        """Whether the gap asked for is reached."""
        return self.cost - self._relaxation.bound <= self._control.params.gap * abs(self.cost)

    def _improve(self, orders: IntArray, base: Choice, nodes: int) -> bool:
        """Free the orders' blocks around ``base``, keep what is better; whether it was solved."""
        cand = self._cand
        free = np.isin(cand.head_order, orders)
        blocks = np.flatnonzero(free & (self._wide | (base.head > 0)))
        inside = np.zeros(cand.blocks, dtype=bool)
        inside[blocks] = True
        parts = np.flatnonzero(inside[cand.part_block])
        gap = 0.1 * self._control.params.gap
        outcome = improve(cand, self._control, blocks, parts, base, nodes, gap)
        self.rounds += 1
        self.accept(outcome.choice)
        return outcome.solved

    def accept(self, choice: Choice) -> None:
        """Keep the choice if it is the best so far."""
        cost = cost_of(self._cand, choice)
        if cost < self.cost:
            self.best, self.cost = choice, cost

    def _neighbourhood(self, size: int) -> IntArray:
        """Draw orders by what they lose, and with each some that hold what it would need."""
        cand = self._cand
        loss = losses(cand, self._relaxation.guide, self.best)
        orders = np.unique(cand.head_order)
        weight = np.maximum(loss[orders], 0.0) + 1e-3 * max(float(loss.max(initial=0.0)), 1e-9)
        seeds = max(1, min(len(orders), size // (_DRAWN + 1)))
        drawn = self._random.choice(orders, seeds, replace=False, p=weight / weight.sum())
        wanted = self._wide & np.isin(cand.head_order, drawn)
        rows = np.unique(
            np.r_[cand.head_matrix[wanted].indices, cand.part_matrix[wanted[cand.part_block]].indices]
        )
        rows = rows[(rows >= cand.covers) & (self._relaxation.guide.toll[rows] > 0)]
        needs = np.zeros(cand.head_matrix.shape[1])
        needs[rows] = self._relaxation.guide.toll[rows]
        held = np.bincount(
            np.r_[cand.head_order, cand.head_order[cand.part_block]],
            np.r_[(cand.head_matrix @ needs) * self.best.head, (cand.part_matrix @ needs) * self.best.part],
            len(loss),
        )
        held[drawn] = 0.0
        holders = np.flatnonzero(held > 0)
        most = min(len(holders), size - seeds)
        share = held[holders] / held[holders].sum() if most else None
        others = self._random.choice(holders, most, replace=False, p=share) if most else holders[:0]
        return np.union1d(drawn, others)


def losses(cand: Candidates, priced: Priced, choice: Choice) -> FloatArray:
    """Return what each order costs at the prices above the least it could cost; zero for none chosen better."""
    head = priced.head * (choice.head / cand.head_unit)
    part = priced.part * (choice.part / cand.part_unit)
    orders = int(cand.head_order.max(initial=-1)) + 1
    spent = np.bincount(cand.head_order, head, orders)
    spent += np.bincount(cand.head_order[cand.part_block], part, orders)
    cover = cand.head_matrix[:, : cand.covers].T @ (choice.head / cand.head_unit)
    cover = cover + cand.part_matrix[:, : cand.covers].T @ (choice.part / cand.part_unit)
    missed: FloatArray = np.maximum(priced.toll[: cand.covers], 0.0) * np.maximum(1.0 - cover, 0.0)
    total: FloatArray = spent.astype(np.float64) + np.bincount(cand.cover_order, missed, orders)
    return total


def _wide(cand: Candidates, relaxation: Relaxation) -> npt.NDArray[np.bool_]:
    """Mark the blocks that may compete: the least per order and per line, and those the relaxation uses."""
    priced = relaxation.guide
    wide = np.zeros(cand.blocks, dtype=bool)
    wide[leading(cand.head_order, priced.block, np.arange(cand.blocks), _WIDTH)] = True
    alone = priced.head[cand.part_block] + priced.part
    wide[cand.part_block[leading(cand.part_line, alone, np.arange(len(alone)), _PER_LINE)]] = True
    wide[relaxation.block[relaxation.value > 0]] = True
    return wide
