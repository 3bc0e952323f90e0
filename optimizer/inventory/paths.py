"""Cheapest ways of one product over sites and days, by dynamic programming backwards in time."""

import numpy as np
import numpy.typing as npt

from optimizer.inventory.problem import FloatArray, Problem


def cost_to_go(
    problem: Problem,
    product: int,
    final: FloatArray,
    usable: npt.NDArray[np.bool_],
    may_hold: npt.NDArray[np.bool_],
) -> FloatArray:
    """Least cost of bringing one unit from a site and day to a goal on the last day considered.

    ``go[s,d,k] = min( final[s,k] on the last day, holding[s] + go[s,d+1,k],
    min over lanes of unit_cost[l] + go[destination, d + transit, k] )``

    Parameters
    ----------
    problem
        Lanes and holding cost.
    product
        Index of the product.
    final
        Cost of reaching goal k from site s on the last day, shape (S, K); ``inf``: cannot.
    usable
        Lanes and days that may carry a unit, shape (L, T); T days are considered.
    may_hold
        Sites that may keep a unit overnight, shape (S,).

    Returns
    -------
    Shape (S, T, K); ``inf`` where there is no way.
    """
    days = usable.shape[1]
    lanes = problem.lanes
    go = np.full((final.shape[0], days, final.shape[1]), np.inf)
    go[:, days - 1] = final
    night = np.where(problem.unlimited, 0.0, problem.holding_cost[:, product])
    night = np.where(may_hold, night, np.inf)[:, None]
    runs = usable & np.isfinite(lanes.unit_cost[:, product])[:, None]
    by_origin = np.argsort(lanes.origin, kind="stable")
    for day in range(days - 1, -1, -1):
        if day + 1 < days:
            go[:, day] = night + go[:, day + 1]
        leaving = by_origin[(runs[:, day] & (lanes.transit_days + day < days))[by_origin]]
        later = leaving[lanes.transit_days[leaving] > 0]
        _improve(problem, product, go, day, later)
        same_day = leaving[lanes.transit_days[leaving] == 0]
        while _improve(problem, product, go, day, same_day):
            pass
    return go


def _improve(problem: Problem, product: int, go: FloatArray, day: int, leaving: npt.NDArray[np.intp]) -> bool:
    """Take the lanes that leave on the day, sorted by origin, where they are cheaper; whether any was."""
    if not leaving.size:
        return False
    lanes = problem.lanes
    via = go[lanes.destination[leaving], day + lanes.transit_days[leaving]]
    via += lanes.unit_cost[leaving, product][:, None]
    origins, first = np.unique(lanes.origin[leaving], return_index=True)
    best = np.minimum.reduceat(via, first, axis=0)
    cheaper = best < go[origins, day]
    go[origins, day] = np.where(cheaper, best, go[origins, day])
    return bool(cheaper.any())
