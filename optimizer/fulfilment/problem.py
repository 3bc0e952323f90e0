"""Orders, the shipments that could serve them, and what those shipments compete for."""

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.validation import validate

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


class Split(StrEnum):
    """How far an order may be divided.

    NONE: at most one shipment serves the order. ORDER: each line comes from one shipment, lines may come from
    different ones. LINE: a line's units may come from several shipments. Under NONE and ORDER a line is
    served whole or not at all.
    """

    NONE = "none"
    ORDER = "order"
    LINE = "line"


@dataclass(frozen=True, eq=False)
class Shipments:
    """The N shipments that could be made: one per (order, source, option, departure).

    Parameters
    ----------
    order, source
        Indices into the problem's orders and sources, shape (N,).
    option, departure
        Ids as the planner wrote them, N each.
    day
        Day on which the goods leave the source, from 0, shape (N,).
    fixed_cost
        Cost charged once if the shipment is made, shape (N,).
    distance_m
        From source to customer (or the way the customer walks), for the greedy baseline, shape (N,).
    pool
        Index of the vehicle pool it loads, -1 for none, shape (N,).
    pool_time_s
        Vehicle time it takes from the pool, shape (N,).
    """

    order: IntArray
    source: IntArray
    option: tuple[str, ...]
    departure: tuple[str, ...]
    day: IntArray
    fixed_cost: FloatArray
    distance_m: FloatArray
    pool: IntArray
    pool_time_s: FloatArray


@dataclass(frozen=True)
class PoolVehicle:
    """One vehicle type in a pool: how many, at what fixed cost, how much one carries, how long it drives.

    Parameters
    ----------
    id
        Id, unique in its pool.
    count
        Vehicles that may be used.
    fixed_cost
        Cost per vehicle used.
    capacity
        What one vehicle carries, one figure per measure, in the units of ``Problem.load``.
    time_s
        Seconds one vehicle can work.
    """

    id: str
    count: int
    fixed_cost: float
    capacity: tuple[float, ...]
    time_s: float


@dataclass(frozen=True)
class Pool:
    """The vehicles of one depot and wave."""

    id: str
    vehicles: tuple[PoolVehicle, ...]


@dataclass(frozen=True)
class Opening:
    """Something opened once for all shipments that use it: a site on a day, the compartments of a locker.

    Parameters
    ----------
    id
        For messages.
    fixed_cost
        Charged once if any shipment uses it.
    limit
        Most shipments that may use it; ``inf`` for no limit.
    """

    id: str
    fixed_cost: float = 0.0
    limit: float = math.inf


@dataclass(frozen=True, eq=False)
class Problem:
    """Fulfilment of order lines from sources.

    Mathematics. Lines l of orders o, shipments n, entries (l, n), pools g with vehicle types t::

        min  sum_n fixed_cost[n] z[n] + sum_(l,n) unit_cost[l,n] x[l,n]
             + sum_l unserved_cost[l] (1 - sum_n x[l,n] / quantity[l]) + sum_(g,t) fixed_cost[g,t] v[g,t]
             + sum_u fixed_cost[u] w[u]
        s.t. sum_n x[l,n] <= quantity[l]                                              lines
             x[l,n] <= quantity[l] z[n],  z binary                                    a shipment's cost once
             sum_(l,n: source s, product p, day <= d) x[l,n] <= available[s,p,d]      stock, cumulative
             sum_(l,n: source s, day d) x[l,n] <= capacity[s,d]                       site throughput, units
             sum_(l,n: pool g) load[p,m] x[l,n] <= sum_t capacity[t,m] v[g,t]         van load per measure
             sum_(n: pool g) pool_time_s[n] z[n] <= sum_t time_s[t] v[g,t]            van time
             v[g,t] <= count[g,t], integer
             z[n] <= w[u] for every opening u of n, w binary                          an opening's cost once
             sum_(n: opening u) z[n] <= limit[u]                                      an opening's limit
        split NONE: x[l,n] is 0 or quantity[l], and sum_(n of order o) z[n] <= 1
              ORDER: x[l,n] is 0 or quantity[l]; LINE: x integer
        without ``partial``: the lines of an order are served all or none

    Parameters
    ----------
    orders
        Order ids in order of arrival.
    sources, products
        Ids; positions index the arrays.
    days
        Number of days D.
    line_ids
        Line ids, unique within their order; L lines.
    line_order, line_product, line_quantity
        The line's order and product (indices) and its units, at least 1, shape (L,).
    unserved_cost
        Cost of leaving the whole line unserved, shape (L,).
    shipments
        See :class:`Shipments`.
    entry_line, entry_shipment, entry_unit_cost
        The E pairs of a line and a shipment that can carry it, and the cost per unit, shape (E,).
    available
        Units that may have left by the end of the day, cumulative, shape (S, P, D).
    capacity
        Units a site can handle per day, shape (S, D); ``inf`` for no limit.
    pools
        Vehicle pools.
    load
        Load of one unit per measure, shape (P, M).
    openings
        What shipments open; U of them.
    opens
        Openings that each shipment uses, each at most once, -1 for none, shape (N, K).
    split, partial
        See above.
    dates, currency
        What messages call each day, D of them, and the ISO 4217 code of all costs; if empty, days are numbered and
        costs have no unit.

    Raises
    ------
    ValueError
        If shapes or indices disagree, an id, shipment or entry is listed twice, or a figure is negative or
        not finite (``entry_unit_cost`` may be negative, ``capacity`` infinite); the message names the field.
    """

    orders: tuple[str, ...]
    sources: tuple[str, ...]
    products: tuple[str, ...]
    days: int
    line_ids: tuple[str, ...]
    line_order: IntArray
    line_product: IntArray
    line_quantity: IntArray
    unserved_cost: FloatArray
    shipments: Shipments
    entry_line: IntArray
    entry_shipment: IntArray
    entry_unit_cost: FloatArray
    available: IntArray
    capacity: FloatArray
    pools: tuple[Pool, ...] = ()
    load: FloatArray = field(default_factory=lambda: np.zeros((0, 0)))
    openings: tuple[Opening, ...] = ()
    opens: IntArray = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    split: Split = Split.NONE
    partial: bool = False
    dates: tuple[str, ...] = ()
    currency: str = ""

    def __post_init__(self) -> None:
        validate(self)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied, validated again."""
        return replace(self, **changes)
