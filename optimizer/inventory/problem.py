"""Which stock moves where and when, against expected demand."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lanes:
    """Directed links on which stock may move between sites; L lanes.

    Parameters
    ----------
    ids
        The planner's ids.
    origin, destination
        Site indices, shape (L,).
    transit_days
        Whole days from leaving to being on hand; 0 is on hand the day it leaves. Shape (L,).
    unit_cost
        Cost per unit moved, shape (L, P).
    operates
        Whether the lane leaves on the day, shape (L, D).
    capacity_kg
        Weight all products together may have per departure, shape (L,); ``inf`` for no limit.
    """

    ids: tuple[str, ...]
    origin: IntArray
    destination: IntArray
    transit_days: IntArray
    unit_cost: FloatArray
    operates: npt.NDArray[np.bool_]
    capacity_kg: FloatArray


@dataclass(frozen=True, eq=False)
class Problem:
    """Replenishment and transfers of P products among S sites over D days for Z demand zones.

    Mathematics (per product p; all quantities whole units)::

        min  sum unit_cost[l,p] move[l,d] + holding_cost[s,p] hold[s,d] + serve_cost[z,s,p] serve[z,s,d]
             + shortage_cost[p] short[z,d] - end_value[s,p] hold[s,D-1]
        s.t. hold[s,d-1] + receipts[s,p,d] + arrivals = hold[s,d] + departures + sum_z serve[z,s,d]
             sum_s serve[z,s,d] + short[z,d] = demand[z,p,d]
             sum_p weight_kg[p] move[l,d,p] <= capacity_kg[l]        (shared over products)
             sum_p volume_l[p] hold[s,d,p] <= storage_l[s]           (shared over products)

    Parameters
    ----------
    sites, products, zones
        Ids; their positions index the arrays.
    days
        Number of days D.
    opening
        Units on hand that may be used, shape (S, P).
    receipts
        Scheduled receipts in units, shape (S, P, D).
    demand
        Expected demand in whole units, shape (Z, P, D).
    serve_cost
        Expected cost of serving one unit of the zone from the site, shape (Z, S, P); ``inf``: cannot.
    lanes
        See :class:`Lanes`.
    holding_cost
        Per unit and night, shape (S, P).
    shortage_cost
        Per unit of demand not served, shape (P,).
    end_value
        Value of a unit left at the end, shape (S, P).
    weight_kg, volume_l
        Per unit, shape (P,).
    storage_l
        Storage of a site, shape (S,); ``inf`` for no limit.
    unlimited
        Sites (suppliers) whose stock never runs out, shape (S,).

    Raises
    ------
    ValueError
        If shapes disagree, or an amount is negative or not finite where it must be.
    """

    sites: tuple[str, ...]
    products: tuple[str, ...]
    zones: tuple[str, ...]
    days: int
    opening: IntArray
    receipts: IntArray
    demand: IntArray
    serve_cost: FloatArray
    lanes: Lanes
    holding_cost: FloatArray
    shortage_cost: FloatArray
    end_value: FloatArray
    weight_kg: FloatArray
    volume_l: FloatArray
    storage_l: FloatArray
    unlimited: npt.NDArray[np.bool_]

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied, validated again."""
        return replace(self, **changes)
