"""What is left of stock, site capacity and vehicles while a plan is built shipment by shipment."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from optimizer.fulfilment.problem import Pool, Problem
from optimizer.fulfilment.solution import Assignment, Solution, VehiclesUsed

#: Slack for sums of floating-point loads and times, relative to what is offered.
_SLACK = 1e-9


class _PoolState:
    """Load and time taken from a pool, the vehicles opened so far, and what those offer."""

    def __init__(self, pool: Pool, measures: int) -> None:
        self._vehicles = pool.vehicles
        self._cheapest = sorted(range(len(pool.vehicles)), key=lambda t: pool.vehicles[t].fixed_cost)
        self.load = [0.0] * measures
        self.time_s = 0.0
        self.opened = [0] * len(pool.vehicles)
        self.offered, self.offered_s = self.capacity(self.opened)

    def capacity(self, counts: Sequence[int] | None = None) -> tuple[list[float], float]:
        """Capacity per measure and time of ``counts`` vehicles; of all there are if None."""
        counts = [vehicle.count for vehicle in self._vehicles] if counts is None else counts
        vehicles = list(zip(self._vehicles, counts, strict=True))
        load = [sum(v.capacity[m] * n for v, n in vehicles) * (1 + _SLACK) for m in range(len(self.load))]
        return load, sum(v.time_s * n for v, n in vehicles) * (1 + _SLACK)

    def reserve(self, counts: list[int]) -> None:
        """Set the vehicles opened."""
        self.opened = counts
        self.offered, self.offered_s = self.capacity(counts)

    def fits(self, load: Sequence[float], time_s: float) -> bool:
        """Whether the opened vehicles can take more load and time."""
        if self.time_s + time_s > self.offered_s:
            return False
        return all(a + b <= c for a, b, c in zip(self.load, load, self.offered, strict=True))

    def open_for(self, load: Sequence[float], time_s: float) -> bool:
        """Open the cheapest vehicles until load and time fit; False, and none opened, if never."""
        before = self.opened
        for t in self._cheapest:
            while not self.fits(load, time_s) and self.opened[t] < self._vehicles[t].count:
                self.reserve([n + (k == t) for k, n in enumerate(self.opened)])
        if self.fits(load, time_s):
            return True
        self.reserve(before)
        return False

    def close_spare(self) -> None:
        """Close the dearest vehicles that are not needed."""
        none = [0.0] * len(self.load)
        for t in reversed(self._cheapest):
            while self.opened[t]:
                before = self.opened
                self.reserve([n - (k == t) for k, n in enumerate(before)])
                if not self.fits(none, 0.0):
                    self.reserve(before)
                    break


class Remaining:
    """A plan under construction and what it leaves of stock, capacity and vehicles.

    Parameters
    ----------
    problem
        The problem that the plan is for.
    """

    def __init__(self, problem: Problem) -> None:
        ships = problem.shipments
        self._problem = problem
        self._stock: list[list[list[int]]] = problem.available.tolist()
        self._site: list[list[float]] = problem.capacity.tolist()
        self._load: list[list[float]] = problem.load.tolist()
        measures = problem.load.shape[1] if problem.pools else 0
        self._pools = [_PoolState(pool, measures) for pool in problem.pools]
        self._product: list[int] = problem.line_product[problem.entry_line].tolist()
        self._shipment: list[int] = problem.entry_shipment.tolist()
        self._source: list[int] = ships.source.tolist()
        self._day: list[int] = ships.day.tolist()
        self._pool: list[int] = ships.pool.tolist()
        self._time_s: list[float] = ships.pool_time_s.tolist()
        opened_by = problem.opens if problem.openings else np.zeros((len(ships.option), 0), dtype=np.int64)
        self._opens: list[list[int]] = [[u for u in row if u >= 0] for row in opened_by.tolist()]
        self._places = [math.floor(min(opening.limit, len(ships.option))) for opening in problem.openings]
        self._steps: list[tuple[int, int, list[int] | None]] = []
        self._on_shipment: dict[int, int] = {}
        self._carried: dict[int, int] = {}
        #: Whether the vehicles opened are all there will be.
        self.frozen = False

    def lacking(self, entry: int, quantity: int) -> str:
        """Name what is short for ``quantity`` more units: ``stock``, ``site``, ``opening``, ``pool``, or nothing."""
        shipment = self._shipment[entry]
        source, day = self._source[shipment], self._day[shipment]
        if min(itertools.islice(self._stock[source][self._product[entry]], day, None)) < quantity:
            return "stock"
        if self._site[source][day] < quantity:
            return "site"
        if shipment not in self._on_shipment and any(self._places[u] < 1 for u in self._opens[shipment]):
            return "opening"
        pool = self._pool[shipment]
        if pool < 0:
            return ""
        load = [unit * quantity for unit in self._load[self._product[entry]]]
        time_s = 0.0 if shipment in self._on_shipment else self._time_s[shipment]
        return "" if self._pools[pool].fits(load, time_s) else "pool"

    def most(self, entry: int) -> int:
        """Units of the entry's line that its shipment could take now, opening vehicles as needed."""
        shipment = self._shipment[entry]
        source, day = self._source[shipment], self._day[shipment]
        units = min(self._stock[source][self._product[entry]][day:])
        units = int(min(units, self._site[source][day]))
        if shipment not in self._on_shipment and any(self._places[u] < 1 for u in self._opens[shipment]):
            return 0
        if self._pool[shipment] < 0 or units <= 0:
            return max(units, 0)
        state = self._pools[self._pool[shipment]]
        offered, offered_s = state.capacity()
        if shipment not in self._on_shipment and state.time_s + self._time_s[shipment] > offered_s:
            return 0
        for need, used, most in zip(self._load[self._product[entry]], state.load, offered, strict=True):
            if need > 0:
                units = int(min(units, (most - used) / need))
        return max(units, 0)

    def put(self, entry: int, quantity: int) -> bool:
        """Put ``quantity`` units of the entry's line on its shipment if there is room; whether there was."""
        lacking = self.lacking(entry, quantity)
        opened = None
        if lacking == "pool" and not self.frozen:
            shipment = self._shipment[entry]
            state = self._pools[self._pool[shipment]]
            opened = state.opened
            load = [unit * quantity for unit in self._load[self._product[entry]]]
            if state.open_for(load, 0.0 if shipment in self._on_shipment else self._time_s[shipment]):
                lacking = ""
        if lacking:
            return False
        self._move(entry, quantity)
        self._steps.append((entry, quantity, opened))
        return True

    def take(self, entry: int, quantity: int) -> None:
        """Take back units that were put; vehicles stay open."""
        self._move(entry, -quantity)
        self._steps.append((entry, -quantity, None))

    def open(self, pool: int, kind: int, count: int) -> None:
        """Reserve vehicles of a type before anything needs them."""
        state = self._pools[pool]
        state.reserve([count if t == kind else n for t, n in enumerate(state.opened)])

    def shut(self, opening: int) -> None:
        """Let no more shipments use an opening."""
        self._places[opening] = 0

    def close_spare(self) -> None:
        """Close vehicles that are not needed, the dearest first."""
        for state in self._pools:
            state.close_spare()

    def mark(self) -> int:
        """Point to which :meth:`back_to` can return."""
        return len(self._steps)

    def forget(self) -> None:
        """Make every step so far final."""
        self._steps.clear()

    def back_to(self, mark: int) -> None:
        """Undo every step since ``mark``."""
        while len(self._steps) > mark:
            entry, quantity, opened = self._steps.pop()
            self._move(entry, -quantity)
            if opened is not None:
                self._pools[self._pool[self._shipment[entry]]].reserve(opened)

    def _move(self, entry: int, quantity: int) -> None:
        """Take ``quantity`` units from stock, site and vehicles, or give them back if negative."""
        shipment, product = self._shipment[entry], self._product[entry]
        source, day = self._source[shipment], self._day[shipment]
        row = self._stock[source][product]
        for later in range(day, len(row)):
            row[later] -= quantity
        self._site[source][day] -= quantity
        carried = self._carried.pop(entry, 0) + quantity
        if carried:
            self._carried[entry] = carried
        before = self._on_shipment.pop(shipment, 0)
        aboard = before + quantity
        if aboard:
            self._on_shipment[shipment] = aboard
        made = (aboard > 0) - (before > 0)
        for opening in self._opens[shipment] if made else ():
            self._places[opening] -= made
        pool = self._pool[shipment]
        if pool >= 0:
            state = self._pools[pool]
            state.load = [
                used + unit * quantity for used, unit in zip(state.load, self._load[product], strict=True)
            ]
            state.time_s += self._time_s[shipment] * made

    def solution(self) -> Solution:
        """Write the plan so far in the planner's ids."""
        opened = {
            (g, t): count
            for g, state in enumerate(self._pools)
            for t, count in enumerate(state.opened)
            if count
        }
        return written(self._problem, list(self._carried), list(self._carried.values()), opened)


def written(
    problem: Problem, entries: Sequence[int], quantities: Sequence[int], vehicles: dict[tuple[int, int], int]
) -> Solution:
    """Write entries with their quantities, and vehicles per (pool, type), in the planner's ids, sorted.

    Parameters
    ----------
    problem
        The problem solved.
    entries, quantities
        Indices of entries and the units each carries; both of one length.
    vehicles
        Count per index of pool and of vehicle type in it; zero counts are left out.
    """
    ships = problem.shipments
    assignments = []
    for entry, quantity in zip(entries, quantities, strict=True):
        shipment, line = int(problem.entry_shipment[entry]), int(problem.entry_line[entry])
        assignments.append(
            Assignment(
                order=problem.orders[ships.order[shipment]],
                line=problem.line_ids[line],
                source=problem.sources[ships.source[shipment]],
                option=ships.option[shipment],
                departure=ships.departure[shipment],
                quantity=int(quantity),
            )
        )
    used = [
        VehiclesUsed(problem.pools[g].id, problem.pools[g].vehicles[t].id, int(count))
        for (g, t), count in vehicles.items()
        if count
    ]
    return Solution(tuple(sorted(assignments)), tuple(sorted(used)))
