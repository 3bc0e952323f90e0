"""Refuses an end value that would pay for buying without end."""

import numpy as np

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.inventory.paths import cost_to_go
from optimizer.inventory.problem import Problem

UNBOUNDED = code(
    "inventory-end-value-unbounded",
    "Stock left at the end is worth more than it costs to bring it from an unlimited site without limit.",
    "Lower the end value below that cost, or limit the lane or the storage.",
)

#: Relative tolerance: an end value equal to the cost of bringing the unit is fine.
_TOLERANCE = 1e-9


def require_bounded(problem: Problem) -> None:
    """Check that no purchase for the end value pays without limit.

    A unit brought from an unlimited site over lanes and sites without limit to site s costs ``c``; the
    optimum is finite exactly if ``c + holding >= end_value[s]`` wherever such a way exists.

    Raises
    ------
    InputError
        Naming every product for which it pays.
    """
    if not problem.unlimited.any():
        return
    findings = []
    for product in np.flatnonzero((problem.end_value > problem.holding_cost).any(axis=0)):
        gain = _gain(problem, int(product))
        worth = float(problem.end_value[:, product].max())
        if gain > _TOLERANCE * worth:
            cause = (
                f"each further unit of {problem.products[product]} bought from an unlimited site and kept to "
                f"the end earns {gain:g}"
            )
            action = f"Lower its end value by {gain:g}, or limit the lane or the storage"
            findings.append(Finding(UNBOUNDED, Place("inventory", column="end_value"), cause, action))
    if findings:
        raise InputError(findings)


def _gain(problem: Problem, product: int) -> float:
    """Most that one unit from an unlimited site can earn over ways that nothing limits."""
    lanes = problem.lanes
    free_lane = np.isinf(lanes.capacity_kg) | (problem.weight_kg[product] == 0)
    free_site = np.isinf(problem.storage_l) | (problem.volume_l[product] == 0) | problem.unlimited
    final = problem.holding_cost[:, product] - problem.end_value[:, product]
    final = np.where(free_site & ~problem.unlimited, final, np.inf)[:, None]
    go = cost_to_go(problem, product, final, lanes.operates & free_lane[:, None], free_site)
    return -float(go[problem.unlimited].min())
