"""What a delivery by van is expected to add: cost and time, before and after routes are known.

Before any route, a stop costs its share of the way out and back and the hop from its nearest neighbour
(continuous approximation, Daganzo 1984)::

    km = 2 r / STOPS_PER_TOUR + DETOUR * d_nearest,   hours = km / speed + service

After routing, what leaving it out would save, or its cheapest insertion (:mod:`optimizer.strategy.feedback`).
The vehicle's fixed cost is not in it: the number of vans is decided together with the orders.

References
----------
Daganzo, C.F. (1984). The length of tours in zones of different shapes. Transportation Research B 18(2), 135-145.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from optimizer.network.distance import EARTH_RADIUS_M, unit_vectors
from optimizer.options.table import Candidates
from optimizer.scenario.rows import VehicleTypeRow
from optimizer.strategy.build.serve import STOPS_PER_TOUR
from optimizer.strategy.context import Context
from optimizer.strategy.pools import split_pool

FloatArray = npt.NDArray[np.float64]
#: Neighbours on a tour are farther apart than nearest neighbours, since not every candidate is on it.
DETOUR = 1.6


@dataclass(frozen=True, eq=False)
class VanEstimates:
    """What deliveries by van are expected to add.

    Parameters
    ----------
    on_van
        Whether each candidate goes by own van, shape (N,).
    cost, time_s
        Marginal cost (major unit) and time of each candidate; zero where it does not, shape (N,).
    van_cost
        What each van of a pool costs beyond its fixed cost and its stops' marginal costs, shape (pools,).
    """

    on_van: npt.NDArray[np.bool_]
    cost: FloatArray
    time_s: FloatArray
    van_cost: FloatArray


def first_estimates(context: Context, candidates: Candidates) -> VanEstimates:
    """Estimate from distances alone."""
    on_van = by_van(candidates)
    cost, time_s = np.zeros(len(on_van)), np.zeros(len(on_van))
    for pool in np.unique(candidates.pool[on_van]).tolist():
        rows = np.flatnonzero(candidates.pool == pool)
        kind = cheapest_type(context, split_pool(candidates.pools[pool])[0])
        speed = context.settings.network.speeds_kmh[kind.profile]
        km = 2 * candidates.distance_m[rows] / 1000 / STOPS_PER_TOUR + DETOUR * _nearest_km(
            context, candidates, rows
        )
        hours = km / speed + candidates.service_s[rows] / 3600
        cost[rows] = km * kind.cost_per_km + hours * kind.cost_per_h
        time_s[rows] = hours * 3600
    return VanEstimates(on_van, cost, time_s, np.zeros(len(candidates.pools)))


def by_van(candidates: Candidates) -> npt.NDArray[np.bool_]:
    """Whether each candidate goes by own van."""
    return (candidates.pool >= 0) & (candidates.lane < 0)


def cheapest_type(context: Context, depot: str) -> VehicleTypeRow:
    """Vehicle type of a depot with the least cost per kilometre and hour at its profile's speed."""
    speeds = context.settings.network.speeds_kmh
    return min(
        context.vehicles_at[depot],
        key=lambda row: (row.cost_per_km + row.cost_per_h / speeds[row.profile], row.id),
    )


def _nearest_km(context: Context, candidates: Candidates, rows: npt.NDArray[np.int64]) -> FloatArray:
    """Road distance from each candidate's address to the nearest other address among the candidates."""
    places = context.travel.places
    index = places.index([context.book.place[order] for order in candidates.order[rows]])
    distinct, back = np.unique(index, return_inverse=True)
    if len(distinct) < 2:
        return np.zeros(len(rows))
    points = unit_vectors(places.lat[distinct], places.lon[distinct]).T
    chord, _ = cKDTree(points).query(points, k=2)
    nearest: FloatArray = np.asarray(chord)[:, 1] * EARTH_RADIUS_M * context.settings.network.circuity / 1000
    return nearest[back]


def damped(old: VanEstimates, new: VanEstimates, step: float) -> VanEstimates:
    """Move the estimates a step of 0 to 1 towards new ones; ``NaN`` where there is none."""

    def moved(before: FloatArray, after: FloatArray) -> FloatArray:
        return np.where(np.isnan(after), before, step * after + (1 - step) * before)

    return VanEstimates(
        old.on_van,
        moved(old.cost, new.cost),
        moved(old.time_s, new.time_s),
        moved(old.van_cost, new.van_cost),
    )
