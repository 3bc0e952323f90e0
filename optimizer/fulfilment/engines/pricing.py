"""Prices on scarce resources: what each block costs at them, and the lower bound they prove.

For any prices rho >= 0 on the resource rows and y on the cover rows, the Lagrangian relaxation

    constant - sum_r rho[r] limit[r] + sum_v count[v] min(0, van_cost[v] - sum_r rho[r] van_use[v,r])
    + what the orders cost at least when each pays the prices instead of keeping the limits

is at most the optimum, whatever solver the prices came from and whether or not it had finished.

References
----------
Geoffrion, A. M. (1974). Lagrangean relaxation for integer programming. Mathematical Programming Study 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.fulfilment.engines.candidates import Candidates, FloatArray

#: Relative allowance for rounding in floating-point sums, always to the safe side.
_ROUNDING = 1e-11


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices per cover row (at most 0 unless tied) and per resource row (at least 0)."""

    cover: FloatArray
    resource: FloatArray


@dataclass(frozen=True, eq=False)
class Priced:
    """What everything costs at given prices.

    Parameters
    ----------
    bound
        Lower bound of the full problem.
    toll
        Price per cover row (its dual, negated) and resource row, shape (C + R,).
    head, part
        Reduced cost of each head and part, shape (B,) and (K,).
    block
        Head with its profitable parts, shape (B,).
    block_least, part_least
        The problem costs at least this if the block, or the part, is used at all, shape (B,) and (K,).
    """

    bound: float
    toll: FloatArray
    head: FloatArray
    part: FloatArray
    block: FloatArray
    block_least: FloatArray
    part_least: FloatArray


def price(cand: Candidates, prices: Prices) -> Priced:
    """Evaluate every block and part at ``prices``, and the bound that they prove."""
    rho = np.maximum(prices.resource, 0.0)
    y = np.where(cand.tied, prices.cover, np.minimum(prices.cover, 0.0))
    toll = np.r_[-y, rho]
    head = cand.head_cost + cand.head_matrix @ toll
    part = cand.part_cost + cand.part_matrix @ toll
    block = head + np.bincount(cand.part_block, np.minimum(part, 0.0), cand.blocks)
    orders, excess = _single_orders(cand, y, block) if cand.single else _open_orders(cand, y, block)
    terms = np.r_[cand.constant, -rho * cand.resources.limit, _vans(cand, rho), orders]
    bound = float(terms.sum() - _ROUNDING * np.abs(terms).sum())
    return Priced(
        bound,
        toll,
        head,
        part,
        block,
        bound + excess / cand.head_unit,
        bound + excess[cand.part_block] + np.maximum(part, 0.0) / cand.part_unit,
    )


def _vans(cand: Candidates, rho: FloatArray) -> FloatArray:
    """Least cost of each van type when its capacity is sold at the prices, shape (V,)."""
    resources = cand.resources
    least: FloatArray = resources.van_count * np.minimum(resources.van_cost - resources.van_use @ rho, 0.0)
    return least


def _single_orders(cand: Candidates, y: FloatArray, block: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least cost per order that takes at most one block, and what each block costs above it."""
    start = np.searchsorted(cand.head_order, cand.cover_order)
    count = np.diff(np.r_[start, cand.blocks])
    alone = block + np.repeat(y, count)
    least = np.minimum(np.minimum.reduceat(alone, start), 0.0) if cand.blocks else np.zeros(0)
    return least, alone - np.repeat(least, count)


def _open_orders(cand: Candidates, y: FloatArray, block: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least cost of the cover rows and of each block on its own, and what a block costs above zero."""
    whole = np.bincount(cand.cover_order[cand.tied], y[cand.tied])
    terms = np.r_[y[~cand.tied], np.minimum(whole, 0.0), np.minimum(block, 0.0)]
    return terms, np.maximum(block, 0.0)
