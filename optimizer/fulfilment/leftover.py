"""What a plan leaves of stock, site capacity and vehicles, and what one more shipment would lack and cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.pools import PoolLeft
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution

#: Slack of a site's capacity, which need not be a whole number.
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
    """What a plan leaves, and more as more is put on its shipments.

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
        #: Units that each entry carries.
        self.carried: dict[int, int] = dict(zip(entry.tolist(), quantity.tolist(), strict=True))
        self._units = problem.line_quantity.copy()
        np.subtract.at(self._units, problem.entry_line[entry], quantity)
        taken = np.zeros(problem.available.shape, dtype=np.int64)
        np.add.at(taken, (ships.source[shipment], product, ships.day[shipment]), quantity)
        self._stock = problem.available - taken.cumsum(axis=2)
        self._site = problem.capacity.astype(np.float64)
        np.subtract.at(self._site, (ships.source[shipment], ships.day[shipment]), quantity)
        self._aboard = np.bincount(shipment, quantity, len(ships.option)).astype(np.int64)
        self._users = [0] * len(problem.openings)
        for n in np.flatnonzero(self._aboard).tolist():
            for u in self._opens(n):
                self._users[u] += 1
        pool, made = ships.pool[shipment], self._aboard > 0
        self._pools = [
            PoolLeft(
                each,
                problem.load[product[pool == g]].T @ quantity[pool == g].astype(np.float64),
                float(ships.pool_time_s[made & (ships.pool == g)].sum()),
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
        """Whether the shipment is made."""
        return bool(self._aboard[shipment] > 0)

    def made_for(self, order: int) -> set[int]:
        """Shipments made for the order."""
        return {int(n) for n in np.flatnonzero((self._aboard > 0) & (self._problem.shipments.order == order))}

    def shipments(self, lines: Sequence[int]) -> dict[int, list[int]]:
        """Shipments that carry any of the lines, each with its entries of them."""
        found: dict[int, list[int]] = {}
        for line in lines:
            for entry in self._by_line[self._start[line] : self._start[line + 1]].tolist():
                found.setdefault(int(self._problem.entry_shipment[entry]), []).append(entry)
        return found

    def most(self, entry: int) -> int:
        """Units of the entry's line that stock, site and openings leave room for; vehicles are not asked."""
        problem = self._problem
        line, shipment = int(problem.entry_line[entry]), int(problem.entry_shipment[entry])
        if any(not self.made(shipment) and self._full(u) for u in self._opens(shipment)):
            return 0
        source, day = problem.shipments.source[shipment], problem.shipments.day[shipment]
        stock = self._stock[source, problem.line_product[line], day:].min()
        return max(0, int(min(self._units[line], stock, self._site[source, day] + _SLACK)))

    def put(self, entry: int, units: int) -> float | None:
        """Put units on the entry's shipment and return what that costs more; None if there is no room."""
        if units > self.most(entry):
            return None
        problem, shipment = self._problem, int(self._problem.entry_shipment[entry])
        pool = int(problem.shipments.pool[shipment])
        cost = self.price(entry, units)
        before = self._pools[pool].spent if pool >= 0 else 0.0
        self._move(entry, units)
        if pool < 0:
            return cost
        if self._pools[pool].spent == math.inf:
            self._move(entry, -units)
            return None
        return cost + self._pools[pool].spent - before

    def take(self, entry: int, units: int) -> None:
        """Take back units that were put, and close vehicles opened for them."""
        self._move(entry, -units)

    def price(self, entry: int, units: int, sharing: int = 1) -> float:
        """Cost of units on the entry's shipment, vehicles apart; ``sharing`` lines share what it opens."""
        problem, shipment = self._problem, int(self._problem.entry_shipment[entry])
        once = 0.0 if self.made(shipment) else float(problem.shipments.fixed_cost[shipment])
        return float(problem.entry_unit_cost[entry]) * units + (once + self._opening_cost(shipment)) / sharing

    def keep(self) -> None:
        """Keep the vehicles opened so far for good."""
        for pool in self._pools:
            pool.keep()

    def vehicles(self) -> dict[tuple[int, int], int]:
        """Vehicles kept, per index of pool and of vehicle type in it."""
        return {(g, t): count for g, pool in enumerate(self._pools) for t, count in enumerate(pool.reserved)}

    def opened(self, shipments: Iterable[int]) -> dict[int, float]:
        """Return the openings that only these shipments use, each with its cost."""
        uses: dict[int, int] = {}
        for u in [u for n in shipments for u in self._opens(n)]:
            uses[u] = uses.get(u, 0) + 1
        return {u: self._problem.openings[u].fixed_cost for u, n in uses.items() if self._users[u] == n}

    def more(self) -> dict[tuple[int, int], float]:
        """Vehicles opened and not yet kept, per index of pool and of vehicle type, each with its cost."""
        return {
            (g, t): count * self._problem.pools[g].vehicles[t].fixed_cost
            for g, pool in enumerate(self._pools)
            for t, count in enumerate(pool.opened)
            if count
        }

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
        stock = {product: int(self._stock[source, product, day:].min()) for product in need}
        missing = [
            Short("stock", units - max(stock[product], 0), day, product)
            for product, units in sorted(need.items())
            if units > stock[product]
        ]
        beyond = sum(need.values()) - float(self._site[source, day])
        if beyond > _SLACK:
            missing.append(Short("site", math.ceil(beyond - _SLACK), day))
        if not self.made(shipment):
            full = [u for u in self._opens(shipment) if self._full(u)]
            missing += [Short("opening", 1.0, day, opening=u) for u in full]
        opened = self._opening_cost(shipment)
        pool = int(problem.shipments.pool[shipment])
        if pool < 0:
            return tuple(missing), opened
        load = sum(units * problem.load[product] for product, units in need.items())
        time_s = 0.0 if self.made(shipment) else float(problem.shipments.pool_time_s[shipment])
        count, kind, cost = self._pools[pool].missing(np.asarray(load, dtype=np.float64), time_s)
        vans = [Short("pool", count, day, pool=pool, vehicle=kind)] if count else []
        return (*missing, *vans), opened + cost

    def _full(self, opening: int) -> bool:
        """Whether the opening takes no more shipments."""
        return self._users[opening] + 1 > self._problem.openings[opening].limit

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

    def _move(self, entry: int, units: int) -> None:
        """Put units on the entry's shipment, or take them back if negative."""
        problem = self._problem
        line, shipment = int(problem.entry_line[entry]), int(problem.entry_shipment[entry])
        source, day = problem.shipments.source[shipment], problem.shipments.day[shipment]
        product, pool = problem.line_product[line], int(problem.shipments.pool[shipment])
        carried = self.carried.pop(entry, 0) + units
        if carried:
            self.carried[entry] = carried
        self._units[line] -= units
        self._stock[source, product, day:] -= units
        self._site[source, day] -= units
        before = self.made(shipment)
        self._aboard[shipment] += units
        made = int(self.made(shipment)) - int(before)
        for u in self._opens(shipment):
            self._users[u] += made
        if pool >= 0:
            time_s = made * float(problem.shipments.pool_time_s[shipment])
            self._pools[pool].add(problem.load[product] * float(units), time_s)
