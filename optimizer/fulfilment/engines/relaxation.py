"""The linear relaxation by column generation, and a dive from it to whole vans.

The relaxation opens fractions of vans, which no plan can. So after it is solved its vans are fixed to whole
numbers a few at a time, the clearest first, and the rest is optimised again in between: the last relaxation
of this dive says what the orders should do once the vans are decided.

References
----------
Kim, D., Pardalos, P. M. (1999). A solution approach to the fixed charge network flow problem using a dynamic
slope scaling procedure. Operations Research Letters 24(4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from optimizer.fulfilment.engines.ascent import search_prices
from optimizer.fulfilment.engines.candidates import Candidates, FloatArray, IntArray
from optimizer.fulfilment.engines.master import Master, Solved
from optimizer.fulfilment.engines.pricing import Priced, price
from optimizer.fulfilment.engines.solver import Control

#: Relative difference of master value and bound at which the relaxation counts as solved.
_CLOSED = 1e-7

#: Master problems after each fixing of vans, fixings, and distance from whole at which all vans are fixed.
_DIVE_ROUNDS, _FIXINGS, _CLEAR = 2, 6, 0.05

#: Rounds of slope scaling, and the least share of an opening's use it is divided by.
_SLOPES, _LEAST_SHARE = 4, 1e-4


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What the relaxation and the dive found.

    Parameters
    ----------
    bound
        Best lower bound of the full problem.
    priced
        Reduced costs at the prices that gave it.
    guide
        Reduced costs once the vans are decided.
    block, choice, value
        Patterns: block (n,), chosen parts (n, K), and value in the last relaxed solution (n,).
    vans
        Value of each van type in it, shape (V,).
    rounds
        Master problems solved.
    """

    bound: float
    priced: Priced
    guide: Priced
    block: IntArray
    choice: sp.csr_array
    value: FloatArray
    vans: FloatArray
    rounds: int


class _Relaxing:
    """Column generation in progress: the best bound, and the last master problem's solution and prices."""

    def __init__(self, cand: Candidates, control: Control) -> None:
        self._cand = cand
        self._control = control
        self.best = price(cand, search_prices(cand, control))
        control.progress.update("fulfilment", "prices", best=self.best.bound)
        self.last = self.best
        self.master = Master(cand, control, self.best)
        self.solved: Solved | None = None
        self._lower = np.zeros(len(cand.resources.van_cost))
        self._upper = cand.resources.van_count.astype(np.float64)
        self.rounds = 0

    def generate(self, most: int | None) -> bool:
        """Solve and extend the master problem until nothing gains or ``most`` rounds; False if interrupted."""
        begun = self.rounds
        while most is None or self.rounds - begun < most:
            solved = None if self._control.stop() else self.master.solve()
            if solved is None:
                return False
            self.rounds += 1
            self.solved = solved
            self.last = price(self._cand, solved.prices)
            if self.last.bound > self.best.bound:
                self.best = self.last
            self._control.progress.update("fulfilment", "relaxation", best=self.best.bound)
            closed = solved.cost - self.best.bound <= _CLOSED * abs(solved.cost)
            if closed or not self.master.extend(self.last):
                break
        return True

    def scale_slopes(self) -> None:
        """Spread each opening's cost over the shipments that use it, a few times over.

        The relaxation pays only the share of an opening that is used, so it opens everything a little. Charged
        the cost divided by the use of the round before, what is little used becomes dear and is used no more.
        """
        resources = self._cand.resources
        opening = resources.van_pool < 0
        for _ in range(_SLOPES if opening.any() else 0):
            if self.solved is None:
                return
            share = np.maximum(self.solved.vans, _LEAST_SHARE)
            self.master.reprice_vans(np.where(opening, resources.van_cost / share, resources.van_cost))
            if not self.generate(_DIVE_ROUNDS):
                return
        if self.solved is not None and opening.any():
            used = (self.solved.vans > 1e-6).astype(np.float64)
            count = resources.van_count.astype(np.float64)
            self._lower, self._upper = np.where(opening, used, 0.0), np.where(opening, used, count)
            self.master.reprice_vans(resources.van_cost)
            self.master.fix_vans(self._lower, self._upper)
            self.generate(_DIVE_ROUNDS)

    def dive(self) -> None:
        """Fix vans to whole numbers, the clearest first."""
        lower, upper = self._lower, self._upper
        for fixing in range(_FIXINGS):
            open_vans = np.flatnonzero(lower < upper)
            if self.solved is None or not len(open_vans):
                return
            value = self.solved.vans[open_vans]
            unclear = np.abs(value - np.round(value))
            most = -(-len(open_vans) // (_FIXINGS - fixing))
            chosen = np.argsort(unclear, kind="stable")
            chosen = chosen[(np.arange(len(chosen)) < most) | (unclear[chosen] < _CLEAR)]
            lower[open_vans[chosen]] = upper[open_vans[chosen]] = np.round(value[chosen])
            self.master.fix_vans(lower, upper)
            if not self.generate(_DIVE_ROUNDS):
                return


def relax(cand: Candidates, control: Control) -> Relaxation:
    """Solve the relaxation and dive, or come as far as the time allows; the bound holds either way."""
    relaxing = _Relaxing(cand, control)
    if relaxing.generate(None):
        relaxing.scale_slopes()
        relaxing.dive()
    master, solved = relaxing.master, relaxing.solved
    value = np.zeros(len(master.block))
    vans = np.zeros(len(cand.resources.van_cost))
    if solved is not None:
        value[: len(solved.value)] = solved.value
        vans = solved.vans
    best = relaxing.best
    return Relaxation(
        best.bound, best, relaxing.last, master.block, master.choice, value, vans, relaxing.rounds
    )
