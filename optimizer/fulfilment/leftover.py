"""What a plan leaves of stock, site capacity and vehicles, and what one more shipment would lack."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution

FloatArray = npt.NDArray[np.float64]

#: Relative slack for sums of floating-point loads and times.
_SLACK = 1e-9


@dataclass(frozen=True)
class Short:
    """What is missing for a shipment.

    Parameters
    ----------
    what
        ``stock``, ``site``, ``opening`` or ``pool``.
    amount
        Units of the product, units of throughput, shipments, or vehicles.
    day
        Day by which (stock) or on which it is needed.
    product
        Index of the product, -1 unless stock.
    opening
        Index of the opening, -1 unless opening.
    pool, vehicle
        Index of the pool and of the type to add, -1 unless pool; -1 for ``vehicle`` too if no type would do.
    """

    what: str
    amount: float
    day: int
    product: int = -1
    opening: int = -1
    pool: int = -1
    vehicle: int = -1


class Leftover:
    """What a plan leaves.

    Parameters
    ----------
    problem, solution
        A checked plan: every decision is one of the problem's.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        ships = problem.shipments
        entry, quantity = entries_of(problem, solution)
        shipment = problem.entry_shipment[entry]
        product = problem.line_product[problem.entry_line[entry]]
        self._units = problem.line_quantity.copy()
        np.subtract.at(self._units, problem.entry_line[entry], quantity)
        left = np.zeros(problem.available.shape, dtype=np.int64)
        np.add.at(left, (ships.source[shipment], product, ships.day[shipment]), quantity)
        left = problem.available - left.cumsum(axis=2)
        # a unit taken on a day is missing on every later day
        self._stock = np.minimum.accumulate(left[:, :, ::-1], axis=2)[:, :, ::-1]
        self._site = problem.capacity.astype(np.float64)
        np.subtract.at(self._site, (ships.source[shipment], ships.day[shipment]), quantity)
        self._made = np.zeros(len(ships.option), dtype=bool)
        self._made[shipment] = True
        self._users = [0] * len(problem.openings)
        for n in np.flatnonzero(self._made).tolist():
            for u in self._opens(n):
                self._users[u] += 1
        pool = ships.pool[shipment]
        self._pools = [
            _PoolLeft(
                problem,
                g,
                problem.load[product[pool == g]].T @ quantity[pool == g].astype(np.float64),
                float(ships.pool_time_s[self._made & (ships.pool == g)].sum()),
                {used.vehicle_type: used.count for used in solution.vehicles if used.pool == each.id},
            )
            for g, each in enumerate(problem.pools)
        ]
        self._by_line = np.argsort(problem.entry_line, kind="stable")
        self._start = np.searchsorted(problem.entry_line[self._by_line], np.arange(len(problem.line_ids) + 1))

    def units(self, line: int) -> int:
        """Units of the line not served."""
        return int(self._units[line])

    def open_orders(self) -> list[int]:
        """Orders with units not served."""
        return [int(order) for order in np.unique(self._problem.line_order[self._units > 0])]

    def open_lines(self, order: int) -> list[int]:
        """Lines of the order with units not served."""
        return [int(k) for k in np.flatnonzero((self._problem.line_order == order) & (self._units > 0))]

    def made(self, shipment: int) -> bool:
        """Whether the plan makes the shipment."""
        return bool(self._made[shipment])

    def made_for(self, order: int) -> set[int]:
        """Shipments that the plan makes for the order."""
        return {int(n) for n in np.flatnonzero(self._made & (self._problem.shipments.order == order))}

    def shipments(self, lines: Sequence[int]) -> dict[int, list[int]]:
        """Shipments that carry any of the lines, each with its entries of them."""
        found: dict[int, list[int]] = {}
        for line in lines:
            for entry in self._by_line[self._start[line] : self._start[line + 1]].tolist():
                found.setdefault(int(self._problem.entry_shipment[entry]), []).append(entry)
        return found

    def short(self, shipment: int, entries: Sequence[int]) -> tuple[tuple[Short, ...], float]:
        """Return what is missing to ship the open units of the entries, and the cost of what it opens."""
        problem = self._problem
        source = int(problem.shipments.source[shipment])
        day = int(problem.shipments.day[shipment])
        need: dict[int, int] = {}
        for entry in entries:
            line = int(problem.entry_line[entry])
            product = int(problem.line_product[line])
            need[product] = need.get(product, 0) + self.units(line)
        missing = [
            Short("stock", units - max(int(self._stock[source, product, day]), 0), day, product)
            for product, units in sorted(need.items())
            if units > self._stock[source, product, day]
        ]
        beyond = sum(need.values()) - float(self._site[source, day])
        if beyond > 0:
            missing.append(Short("site", math.ceil(beyond - _SLACK), day))
        missing += self._full(shipment, day)
        opened = self._opening_cost(shipment)
        pool = int(problem.shipments.pool[shipment])
        if pool < 0:
            return tuple(missing), opened
        load = sum(units * problem.load[product] for product, units in need.items())
        time_s = 0.0 if self.made(shipment) else float(problem.shipments.pool_time_s[shipment])
        vans, cost = self._pools[pool].missing(np.asarray(load, dtype=np.float64), time_s, day)
        return (*missing, *vans), opened + cost

    def _full(self, shipment: int, day: int) -> list[Short]:
        """Return the openings that take no more shipments."""
        if self.made(shipment):
            return []
        openings = self._problem.openings
        return [
            Short("opening", 1.0, day, opening=u)
            for u in self._opens(shipment)
            if self._users[u] + 1 > openings[u].limit
        ]

    def _opening_cost(self, shipment: int) -> float:
        """Cost of the openings that the shipment would be the first to use."""
        openings = self._problem.openings
        return sum(openings[u].fixed_cost for u in self._opens(shipment) if not self._users[u])

    def _opens(self, shipment: int) -> list[int]:
        """Return the openings that a shipment uses."""
        return [u for u in self._problem.opens[shipment].tolist() if u >= 0] if self._problem.openings else []

    def more_vehicles(self, short: Short) -> str:
        """Say in words which vehicles would do."""
        pool = self._problem.pools[short.pool]
        if short.vehicle < 0:
            return f"a larger vehicle in pool {pool.id}"
        return f"{short.amount:g} more {pool.vehicles[short.vehicle].id} in pool {pool.id}"


class _PoolLeft:
    """What the plan leaves of one pool: its load and time, and the vehicles reserved for them."""

    def __init__(
        self, problem: Problem, index: int, load: FloatArray, time_s: float, reserved: dict[str, int]
    ) -> None:
        self._index = index
        self._vehicles = problem.pools[index].vehicles
        self._reserved = [reserved.get(vehicle.id, 0) for vehicle in self._vehicles]
        self._load = load
        self._time_s = time_s

    def missing(self, load: FloatArray, time_s: float, day: int) -> tuple[list[Short], float]:
        """Return the vehicles that do not exist but are needed, or the cost of those still to be opened."""
        load, time_s = self._load + load, self._time_s + time_s
        counts, spent = list(self._reserved), 0.0
        cheapest = sorted(range(len(counts)), key=lambda t: self._vehicles[t].fixed_cost)
        for t in cheapest:
            while not self._fits(counts, load, time_s) and counts[t] < self._vehicles[t].count:
                counts[t] += 1
                spent += self._vehicles[t].fixed_cost
        if self._fits(counts, load, time_s):
            return [], spent
        extra = [(self._extra(t, counts, load, time_s), t) for t in range(len(counts))]
        amount, kind = min(extra, default=(math.inf, -1))
        if math.isinf(amount):
            return [Short("pool", 1.0, day, pool=self._index)], 0.0
        return [Short("pool", amount, day, pool=self._index, vehicle=kind)], 0.0

    def _lacks(self, counts: Sequence[int], load: FloatArray, time_s: float) -> FloatArray:
        """Return what ``counts`` vehicles lack per measure, and of time."""
        offered = np.zeros(len(load) + 1)
        for vehicle, count in zip(self._vehicles, counts, strict=True):
            offered += count * np.array([*vehicle.capacity, vehicle.time_s])
        needed = np.r_[load, time_s]
        lacks: FloatArray = np.where(
            needed > offered + _SLACK * np.maximum(needed, 1.0), needed - offered, 0.0
        )
        return lacks

    def _fits(self, counts: Sequence[int], load: FloatArray, time_s: float) -> bool:
        """Whether ``counts`` vehicles do."""
        return not self._lacks(counts, load, time_s).any()

    def _extra(self, kind: int, counts: Sequence[int], load: FloatArray, time_s: float) -> float:
        """Vehicles of the type to add until load and time fit; infinite if never."""
        vehicle = self._vehicles[kind]
        gives = np.array([*vehicle.capacity, vehicle.time_s], dtype=np.float64)
        lacks = self._lacks(counts, load, time_s)
        if (gives[lacks > 0] <= 0).any():
            return math.inf
        return float(np.ceil(lacks[lacks > 0] / gives[lacks > 0] - _SLACK).max())
