"""Ejection chains: serve an order better by moving others out of its way.

An order takes a way that is too full; the order that holds what it needs is moved to another way, which may
in turn move one more. A chain is kept if all in all it gains. The vehicles opened stay as they are.

References
----------
Yagiura, M., Ibaraki, T., Glover, F. (2004). An ejection chain approach for the generalized assignment
problem. INFORMS Journal on Computing 16(2), doi:10.1287/ijoc.1030.0036.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optimizer.fulfilment.engines.remaining import Remaining
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.engines.ways import Way, Ways
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution

#: Ways tried per order, and holders of what a way lacks.
_WAYS, _HOLDERS = 6, 8

#: Least gain worth a move, relative to the cost of serving nothing.
_WORTH = 1e-10

#: Relative gain below which a pass is the last.
_PASS = 1e-5

#: Orders between two looks at the clock.
_POLL = 64


class Exchange:
    """A plan that improves by ejection chains.

    Parameters
    ----------
    problem, ways
        The problem, and ways to serve its orders.
    seed
        Seed of the choice among many holders.
    """

    def __init__(self, problem: Problem, ways: Ways, seed: int) -> None:
        ships = problem.shipments
        self._ways = ways
        self._random = np.random.default_rng(seed)
        self._remaining = Remaining(problem)
        self._worth = _WORTH * max(sum(ways.nothing), 1.0)
        source = ships.source[problem.entry_shipment]
        product = problem.line_product[problem.entry_line]
        self._stock_key: list[int] = (source * len(problem.products) + product).tolist()
        opened_by = problem.opens if problem.openings else np.zeros((len(ships.option), 0), dtype=np.int64)
        self._opens: list[list[int]] = [[u for u in row if u >= 0] for row in opened_by.tolist()]
        self._shipment: list[int] = problem.entry_shipment.tolist()
        self._holders: dict[tuple[str, int], dict[int, None]] = {}
        self.way: dict[int, Way] = {}

    def open(self, vehicles: Iterable[tuple[int, int, int]], shut: Iterable[int] = ()) -> None:
        """Open vehicles (pool, type, count), and no others, and shut openings."""
        for pool, kind, count in vehicles:
            self._remaining.open(pool, kind, count)
        for opening in shut:
            self._remaining.shut(opening)
        self._remaining.frozen = True

    def cost(self, order: int) -> float:
        """Cost of the order as it is served now."""
        way = self.way.get(order)
        return self._ways.nothing[order] if way is None else way.cost

    def put(self, order: int, way: Way) -> bool:
        """Serve an order that is not served, if there is room; whether there was."""
        mark = self._remaining.mark()
        for entry, quantity in way.entries:
            if not self._remaining.put(entry, quantity):
                self._remaining.back_to(mark)
                return False
        self.way[order] = way
        for entry, _ in way.entries:
            for key in self._keys(entry):
                self._holders.setdefault(key, {})[order] = None
        return True

    def remove(self, order: int) -> Way | None:
        """Serve the order no more, and return how it was served."""
        way = self.way.pop(order, None)
        if way is not None:
            for entry, quantity in way.entries:
                self._remaining.take(entry, quantity)
                for key in self._keys(entry):
                    self._holders[key].pop(order, None)
        return way

    def fill(self) -> None:
        """Serve every order not served by its cheapest way that fits."""
        for order in range(self._ways.orders):
            if order not in self.way:
                self._place(order, self._ways.nothing[order])

    def improve(self, control: Control, depth: int, passes: int) -> None:
        """Run chains from every order that another way would serve at less, until a pass gains little.

        Parameters
        ----------
        control
            When to stop.
        depth
            Orders that one chain may move.
        passes
            Most passes over all orders.
        """
        for _ in range(passes):
            least = [ways[0].cost if ways else np.inf for ways in self._ways.cheapest]
            loss = np.array([self.cost(o) - least[o] for o in range(self._ways.orders)])
            gained = 0.0
            for k, order in enumerate(np.argsort(-loss, kind="stable").tolist()):
                if loss[order] <= self._worth or (k % _POLL == 0 and control.stop()):
                    break
                self._remaining.forget()
                before = self.cost(order)
                gained += max(0.0, before - self._chain(order, before, depth))
            if gained <= _PASS * max(1.0, self.total()):
                break

    def total(self) -> float:
        """Cost of all orders, vehicles not counted."""
        return sum(self.cost(order) for order in range(self._ways.orders))

    def solution(self) -> Solution:
        """Write the plan, without vehicles that it does not need."""
        self._remaining.close_spare()
        return self._remaining.solution()

    def _keys(self, entry: int) -> list[tuple[str, int]]:
        """Name what an entry takes that others may be moved out of."""
        opens = self._opens[self._shipment[entry]]
        return [("stock", self._stock_key[entry]), *(("opening", opening) for opening in opens)]

    def _place(self, order: int, limit: float) -> bool:
        """Serve the order by its cheapest way that fits and costs less than ``limit``."""
        for way in self._ways.cheapest[order]:
            if way.cost >= limit - self._worth:
                return False
            if self.put(order, way):
                return True
        return False

    def _chain(self, order: int, limit: float, depth: int) -> float:
        """Serve the order, moving others if need be, for less than ``limit`` in all; return the cost of that.

        Nothing changes, and ``limit`` is returned, if there is no such chain.
        """
        old = self.remove(order)
        if self._place(order, limit):
            return self.cost(order)
        if self._ways.nothing[order] < limit - self._worth:
            return self._ways.nothing[order]
        for way in self._ways.promising[order][:_WAYS] if depth else ():
            if way.cost < limit - self._worth:
                total = self._eject_for(order, way, limit, depth)
                if total < limit:
                    return total
        if old is not None:
            self.put(order, old)
        return limit

    def _eject_for(self, order: int, way: Way, limit: float, depth: int) -> float:
        """Serve the order by ``way`` after moving one holder of what it lacks."""
        for holder in self._blockers(order, way):
            before = self.cost(holder)
            held = self.remove(holder)
            if self.put(order, way):
                rest = self._chain(holder, limit - way.cost + before, depth - 1)
                if rest < limit - way.cost + before:
                    return way.cost + rest - before
                self.remove(order)
            if held is not None:
                self.put(holder, held)
        return limit

    def _blockers(self, order: int, way: Way) -> list[int]:
        """Return orders that hold the stock or place that the way lacks first, a sample if they are many.

        For lack of site throughput or vans none are: hundreds hold those, and few would gain by moving.
        """
        for entry, quantity in way.entries:
            lacking = self._remaining.lacking(entry, quantity)
            if lacking:
                keys = [key for key in self._keys(entry) if key[0] == lacking]
                holders = sorted({o for key in keys for o in self._holders.get(key, {}) if o != order})
                if len(holders) > _HOLDERS:
                    drawn = self._random.choice(len(holders), _HOLDERS, replace=False)
                    holders = [holders[k] for k in drawn]
                return holders
        return []
