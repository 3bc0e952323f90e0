"""Which stock moves where and when, against expected demand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

#: Largest number of units any single entry may hold; sums of a million of them stay within int64.
MAX_UNITS = 2**43


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
        Cost per unit moved, shape (L, P); ``inf``: the product may not travel on the lane.
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
        Storage of a site, shape (S,); ``inf`` for no limit. Counts what is left at the end of a day.
    unlimited
        Sites (suppliers) whose stock never runs out, shape (S,). They pay no holding and have no storage
        limit.

    Notes
    -----
    ``opening`` is on hand at the start of day 0. Receipts and arrivals of a day may be used that day.
    Holding is charged per night on what is left at the end of each day, the last day included; goods in
    transit pay none. Moves that would arrive after the last day are not made, nor are moves to an unlimited site:
    nothing is sent back to a supplier, not even to save its holding.

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

    def __post_init__(self) -> None:
        if self.days < 1:
            msg = f"days must be at least 1, got {self.days}"
            raise ValueError(msg)
        for name in ("sites", "products", "zones"):
            _require_unique(name, getattr(self, name))
        self._check_shapes()
        for name in ("opening", "receipts", "demand"):
            _require_whole(name, getattr(self, name))
        for name in ("holding_cost", "shortage_cost", "end_value", "weight_kg", "volume_l"):
            _require_amount(name, getattr(self, name), finite=True)
        for name in ("serve_cost", "storage_l"):
            _require_amount(name, getattr(self, name), finite=False)
        _require_flags("unlimited", self.unlimited)
        _check_lanes(self.lanes, len(self.sites), len(self.products), self.days)

    def _check_shapes(self) -> None:
        sites, products, zones, days = len(self.sites), len(self.products), len(self.zones), self.days
        shapes: dict[str, tuple[int, ...]] = {
            "opening": (sites, products),
            "receipts": (sites, products, days),
            "demand": (zones, products, days),
            "serve_cost": (zones, sites, products),
            "holding_cost": (sites, products),
            "shortage_cost": (products,),
            "end_value": (sites, products),
            "weight_kg": (products,),
            "volume_l": (products,),
            "storage_l": (sites,),
            "unlimited": (sites,),
        }
        for name, shape in shapes.items():
            _require_shape(name, getattr(self, name), shape)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied, validated again."""
        return replace(self, **changes)


def _check_lanes(lanes: Lanes, sites: int, products: int, days: int) -> None:
    count = len(lanes.ids)
    _require_unique("lanes.ids", lanes.ids)
    shapes: dict[str, tuple[int, ...]] = {
        "origin": (count,),
        "destination": (count,),
        "transit_days": (count,),
        "unit_cost": (count, products),
        "operates": (count, days),
        "capacity_kg": (count,),
    }
    for name, shape in shapes.items():
        _require_shape(f"lanes.{name}", getattr(lanes, name), shape)
    for name in ("origin", "destination", "transit_days"):
        _require_whole(f"lanes.{name}", getattr(lanes, name))
    for name in ("origin", "destination"):
        if count and getattr(lanes, name).max() >= sites:
            msg = f"lanes.{name} must index one of {sites} sites, got {getattr(lanes, name).max()}"
            raise ValueError(msg)
    loops = np.flatnonzero(lanes.origin == lanes.destination)
    if loops.size:
        msg = f"lanes.destination of lane {lanes.ids[loops[0]]!r} is its origin"
        raise ValueError(msg)
    for name in ("unit_cost", "capacity_kg"):
        _require_amount(f"lanes.{name}", getattr(lanes, name), finite=False)
    _require_flags("lanes.operates", lanes.operates)


def _require_unique(name: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in ids:
        if value in seen:
            msg = f"{name} contains {value!r} twice"
            raise ValueError(msg)
        seen.add(value)


def _require_shape(name: str, values: npt.NDArray[Any], shape: tuple[int, ...]) -> None:
    if values.shape != shape:
        msg = f"{name} must have shape {shape}, got {values.shape}"
        raise ValueError(msg)


def _require_whole(name: str, values: npt.NDArray[Any]) -> None:
    if values.dtype.kind not in "iu":
        msg = f"{name} must hold integers, got {values.dtype}"
        raise ValueError(msg)
    if values.size and (values.min() < 0 or values.max() > MAX_UNITS):
        msg = f"{name} must be between 0 and {MAX_UNITS}, got {values.min()} to {values.max()}"
        raise ValueError(msg)


def _require_amount(name: str, values: npt.NDArray[Any], *, finite: bool) -> None:
    if np.isnan(values).any() or (values < 0).any():
        msg = f"{name} must not be negative or NaN"
        raise ValueError(msg)
    if finite and not np.isfinite(values).all():
        msg = f"{name} must be finite"
        raise ValueError(msg)


def _require_flags(name: str, values: npt.NDArray[Any]) -> None:
    if values.dtype != np.bool_:
        msg = f"{name} must hold booleans, got {values.dtype}"
        raise ValueError(msg)
