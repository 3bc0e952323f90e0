"""Good prices without a solver: subgradient ascent on the Lagrangian bound.

The prices need not be optimal. They tell the column generation which few columns to begin with, which saves
most of its time: the first master problem is then already close to the last.

References
----------
Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization. Mathematical Programming 6.
Kingma, D. P., Ba, J. (2015). Adam: a method for stochastic optimization. ICLR.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from optimizer.fulfilment.engines.candidates import Candidates, FloatArray
from optimizer.fulfilment.engines.pricing import Prices, price
from optimizer.fulfilment.engines.solver import Control

#: Steps of the ascent, and after how many it looks at the clock.
_STEPS, _POLL = 300, 32

#: First step and the two moment decays, where orders take one block, and where rows are priced one by one.
_SINGLE = (0.1, 0.97, 0.99)
_OPEN = (0.3, 0.95, 0.97)


def search_prices(cand: Candidates, control: Control) -> Prices:
    """Return the prices of the best bound met on the way up."""
    rows = cand.head_matrix.shape[1]
    if cand.blocks == 0:
        return Prices(np.zeros(cand.covers), np.zeros(len(cand.resources.limit)))
    columns = sp.vstack([cand.head_matrix, cand.part_matrix], format="csr").T.tocsr()
    money = float(np.mean(np.abs(np.r_[cand.head_cost, cand.part_cost]))) or 1.0
    entries = np.diff(columns.indptr)
    weight = columns.sum(axis=1)
    # a row's price is measured so that one unit of it moves a typical column by its typical cost
    scale = np.where(weight > 0, money * entries / np.maximum(weight, 1e-12), 0.0)
    first, slow, fast = _SINGLE if cand.single else _OPEN
    free = np.r_[cand.tied, np.zeros(rows - cand.covers, dtype=bool)]
    toll = np.zeros(rows) if cand.single else _cover_start(cand, scale)
    mean, square = np.zeros(rows), np.zeros(rows)
    best_bound, best = -np.inf, toll
    for step in range(_STEPS):
        if step % _POLL == 0 and control.stop():
            break
        bound, slope = _slope(cand, columns, toll * scale)
        if bound > best_bound:
            best_bound, best = bound, toll
        slope = slope * scale / money
        mean = slow * mean + (1 - slow) * slope
        square = fast * square + (1 - fast) * slope**2
        length = first * (1 - step / _STEPS) ** 1.5
        move = mean / (1 - slow ** (step + 1)) / (np.sqrt(square / (1 - fast ** (step + 1))) + 1e-9)
        toll = toll + length * move
        toll = np.where(free, toll, np.maximum(toll, 0.0))
    toll = best * scale
    return Prices(-toll[: cand.covers], toll[cand.covers :])


def _cover_start(cand: Candidates, scale: FloatArray) -> FloatArray:
    """Price each cover row first at the most that any of its columns gains."""
    gain = np.zeros(len(scale))
    for cost, matrix in ((cand.head_cost, cand.head_matrix), (cand.part_cost, cand.part_matrix)):
        covers = matrix[:, : cand.covers].tocoo()
        np.maximum.at(gain, covers.col, -cost[covers.row])
    return np.where(scale > 0, gain / np.maximum(scale, 1e-12), 0.0)


def _slope(cand: Candidates, columns: sp.csr_array, toll: FloatArray) -> tuple[float, FloatArray]:
    """Bound at the prices, and its slope: what the relaxed orders take beyond each limit."""
    covers, resources = cand.covers, cand.resources
    priced = price(cand, Prices(-toll[:covers], toll[covers:]))
    chosen = _cheapest(cand, priced.block) if cand.single else (priced.block < 0).astype(np.float64)
    taken = columns @ np.r_[chosen, (priced.part < 0) * chosen[cand.part_block]]
    opened = resources.van_cost < resources.van_use @ toll[covers:]
    slope = taken - np.r_[np.where(cand.tied, 0.0, 1.0), resources.limit]
    slope[covers:] -= resources.van_use.T @ (resources.van_count * opened)
    if cand.single:
        slope[:covers] = 0.0
    elif cand.tied.any():
        orders = cand.cover_order[cand.tied]
        served = np.bincount(orders, toll[:covers][cand.tied]) > 0
        slope[:covers][cand.tied] -= served[orders]
    return priced.bound, slope


def _cheapest(cand: Candidates, block: FloatArray) -> FloatArray:
    """Mark the cheapest block of each order if it gains anything, shape (B,)."""
    start = np.searchsorted(cand.head_order, cand.cover_order)
    least = np.repeat(np.minimum.reduceat(block, start), np.diff(np.r_[start, cand.blocks]))
    equal = np.flatnonzero((block == least) & (block < 0))
    order = cand.head_order[equal]
    chosen = np.zeros(cand.blocks)
    chosen[equal[np.flatnonzero(np.diff(order, prepend=-1))]] = 1.0
    return chosen
