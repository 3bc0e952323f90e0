"""What is left of stock, site capacity and vehicles while a plan is built shipment by shipment."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from optimizer.fulfilment.problem import Pool, Problem
from optimizer.fulfilment.solution import Assignment, Solution, VehiclesUsed

#: Slack for sums of floating-point loads and times, relative to what is offered.
_SLACK = 1e-9


@dataclass
class _PoolState:
    """Load and time taken from a pool, and the vehicles opened so far, in order of fixed cost."""

    pool: Pool
    load: list[float]
    time_s: float = 0.0
    opened: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opened = [0] * len(self.pool.vehicles)
        self.order = sorted(range(len(self.pool.vehicles)), key=lambda t: self.pool.vehicles[t].fixed_cost)

    def room(self, counts: Sequence[int]) -> tuple[list[float], float]:
        """Capacity per measure and time that ``counts`` vehicles leave."""
        vehicles = list(zip(self.pool.vehicles, counts, strict=True))
        load = [
            sum(v.capacity[m] * n for v, n in vehicles) * (1 + _SLACK) - used
            for m, used in enumerate(self.load)
        ]
        return load, sum(v.time_s * n for v, n in vehicles) * (1 + _SLACK) - self.time_s

    def full_room(self) -> tuple[list[float], float]:
        """Capacity per measure and time left if every vehicle were opened."""
        return self.room([vehicle.count for vehicle in self.pool.vehicles])

    def open_for(self, load: Sequence[float], time_s: float) -> bool:
        """Open the cheapest vehicles until ``load`` and ``time_s`` fit; False, and none opened, if never."""
        counts = list(self.opened)
        queue = iter([t for t in self.order for _ in range(self.pool.vehicles[t].count - counts[t])])
        while True:
            left, left_s = self.room(counts)
            if time_s <= left_s and all(need <= have for need, have in zip(load, left, strict=True)):
                self.opened = counts
                return True
            kind = next(queue, None)
            if kind is None:
                return False
            counts[kind] += 1


@dataclass(frozen=True)
class _Step:
    """One line put on one shipment, as needed to take it back."""

    entry: int
    quantity: int
    first: bool
    opened: list[int] | None


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
        self._pools = [_PoolState(pool, [0.0] * measures) for pool in problem.pools]
        self._product: list[int] = problem.line_product[problem.entry_line].tolist()
        self._shipment: list[int] = problem.entry_shipment.tolist()
        self._source: list[int] = ships.source.tolist()
        self._day: list[int] = ships.day.tolist()
        self._pool: list[int] = ships.pool.tolist()
        self._time_s: list[float] = ships.pool_time_s.tolist()
        self._steps: list[_Step] = []
        self._on_shipment: dict[int, int] = {}

    def most(self, entry: int) -> int:
        """Units of the entry's line that its shipment could take now, opening vehicles as needed."""
        shipment = self._shipment[entry]
        source, day = self._source[shipment], self._day[shipment]
        units = min(self._stock[source][self._product[entry]][day:])
        units = int(min(units, self._site[source][day]))
        pool = self._pool[shipment]
        if pool >= 0 and units > 0:
            left, left_s = self._pools[pool].full_room()
            first = shipment not in self._on_shipment
            if first and self._time_s[shipment] > left_s:
                return 0
            for need, have in zip(self._load[self._product[entry]], left, strict=True):
                if need > 0:
                    units = int(min(units, have / need))
        return max(units, 0)

    def put(self, entry: int, quantity: int) -> bool:
        """Put ``quantity`` units of the entry's line on its shipment if there is room; whether there was."""
        shipment = self._shipment[entry]
        source, day = self._source[shipment], self._day[shipment]
        row = self._stock[source][self._product[entry]]
        if self._site[source][day] < quantity or min(itertools.islice(row, day, None)) < quantity:
            return False
        first = shipment not in self._on_shipment
        pool = self._pool[shipment]
        opened = None
        if pool >= 0:
            state = self._pools[pool]
            opened = state.opened
            load = [unit * quantity for unit in self._load[self._product[entry]]]
            time_s = self._time_s[shipment] if first else 0.0
            if not state.open_for(load, time_s):
                return False
            state.load = [used + more for used, more in zip(state.load, load, strict=True)]
            state.time_s += time_s
        self._move(entry, quantity)
        self._steps.append(_Step(entry, quantity, first, opened))
        return True

    def open(self, pool: int, kind: int, count: int) -> None:
        """Reserve vehicles of a type before anything needs them."""
        state = self._pools[pool]
        state.opened = [count if t == kind else n for t, n in enumerate(state.opened)]

    def mark(self) -> int:
        """Point to which :meth:`back_to` can return."""
        return len(self._steps)

    def back_to(self, mark: int) -> None:
        """Take back every step since ``mark``."""
        while len(self._steps) > mark:
            step = self._steps.pop()
            self._move(step.entry, -step.quantity)
            shipment = self._shipment[step.entry]
            if step.opened is None:
                continue
            state = self._pools[self._pool[shipment]]
            state.opened = step.opened
            load = self._load[self._product[step.entry]]
            state.load = [used - unit * step.quantity for used, unit in zip(state.load, load, strict=True)]
            state.time_s -= self._time_s[shipment] if step.first else 0.0

    def _move(self, entry: int, quantity: int) -> None:
        """Take ``quantity`` units from stock and site, or give them back if negative; count the lines."""
        shipment = self._shipment[entry]
        source, day = self._source[shipment], self._day[shipment]
        row = self._stock[source][self._product[entry]]
        for later in range(day, len(row)):
            row[later] -= quantity
        self._site[source][day] -= quantity
        aboard = self._on_shipment.get(shipment, 0) + (1 if quantity > 0 else -1)
        if aboard:
            self._on_shipment[shipment] = aboard
        else:
            del self._on_shipment[shipment]

    def solution(self) -> Solution:
        """Write the plan so far in the planner's ids."""
        entries = [step.entry for step in self._steps]
        quantities = [step.quantity for step in self._steps]
        opened = {
            (g, t): count
            for g, state in enumerate(self._pools)
            for t, count in enumerate(state.opened)
            if count
        }
        return written(self._problem, entries, quantities, opened)


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
