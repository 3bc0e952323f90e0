"""Ways to serve an order: one shipment, or a few together, with what they cost."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from optimizer.fulfilment.engines.candidates import Candidates
from optimizer.fulfilment.engines.master import leading
from optimizer.fulfilment.engines.pricing import Priced
from optimizer.fulfilment.problem import Problem

#: Shipments considered on their own, entries per line, and combinations of them, per order.
_ALONE, _PER_LINE, _TOGETHER = 16, 4, 12

#: Combinations looked at per order.
_MOST = 2_000


@dataclass(frozen=True)
class Way:
    """Entries with their quantities, and the cost of the order served so, what it leaves unserved included."""

    cost: float
    entries: tuple[tuple[int, int], ...]


class Ways:
    """Prices and lists ways.

    Parameters
    ----------
    problem, cand
        The problem and its candidates.
    guide
        Reduced costs that say which blocks and parts are promising.
    """

    def __init__(self, problem: Problem, cand: Candidates, guide: Priced) -> None:
        self._problem = problem
        self._quantity: list[int] = problem.line_quantity[problem.entry_line].tolist()
        self._line: list[int] = problem.entry_line.tolist()
        self._shipment: list[int] = problem.entry_shipment.tolist()
        self._unit: list[float] = problem.entry_unit_cost.tolist()
        self._fixed: list[float] = problem.shipments.fixed_cost.tolist()
        self._per_unit: list[float] = (problem.unserved_cost / problem.line_quantity).tolist()
        self.orders = len(problem.orders)
        self.lines: list[int] = np.bincount(problem.line_order, minlength=self.orders).tolist()
        self.nothing: list[float] = np.bincount(
            problem.line_order, problem.unserved_cost, self.orders
        ).tolist()
        self._listed: list[list[tuple[float, Way]]] = [[] for _ in range(self.orders)]
        self._list_alone(cand, guide)
        if not cand.single:
            self._list_together(cand, guide)
        #: Ways per order that cost less than serving nothing, the most promising first.
        self.promising = [self._distinct(order) for order in range(self.orders)]
        #: The same, the cheapest first.
        self.cheapest = [sorted(ways, key=lambda way: way.cost) for ways in self.promising]

    def _distinct(self, order: int) -> list[Way]:
        """Return the order's ways that pay, each once, by what they cost at the prices."""
        ways = {way.entries: (value, way) for value, way in reversed(self._listed[order])}
        paying = [each for each in ways.values() if each[1].cost < self.nothing[order]]
        return [way for _, way in sorted(paying, key=lambda each: each[0])]

    def way(self, order: int, entries: list[tuple[int, int]]) -> Way:
        """Price a way."""
        fixed = sum(self._fixed[n] for n in {self._shipment[entry] for entry, _ in entries})
        gain = sum(
            (self._unit[entry] - self._per_unit[self._line[entry]]) * units for entry, units in entries
        )
        return Way(self.nothing[order] + fixed + gain, tuple(sorted(entries)))

    def allowed(self, order: int, entries: list[int]) -> bool:
        """Whether the entries, each carrying its line whole, serve the order as it may be served."""
        lines = {self._line[entry] for entry in entries}
        if len(lines) < len(entries) or not entries:
            return False
        return self._problem.partial or len(lines) == self.lines[order]

    def _add(self, order: int, entries: list[int], value: float) -> None:
        """List a way that carries whole lines, with its reduced cost, if it is allowed."""
        if self.allowed(order, entries):
            way = self.way(order, [(e, self._quantity[e]) for e in entries])
            self._listed[order].append((value, way))

    def _list_alone(self, cand: Candidates, guide: Priced) -> None:
        """List the promising blocks of each order, with every part that gains (all, where all must go)."""
        blocks = leading(cand.head_order, guide.block, np.arange(cand.blocks), _ALONE)
        chosen = np.zeros(cand.blocks, dtype=bool)
        chosen[blocks] = True
        wanted = chosen[cand.part_block] & ((guide.part < 0) | (not self._problem.partial))
        parts: dict[int, list[int]] = {}
        for block, entry in zip(
            cand.part_block[wanted].tolist(), cand.part_entry[wanted].tolist(), strict=True
        ):
            parts.setdefault(block, []).append(entry)
        start, inside = cand.carries.indptr.tolist(), cand.carries.indices.tolist()
        for block, order in zip(blocks.tolist(), cand.head_order[blocks].tolist(), strict=True):
            entries = inside[start[block] : start[block + 1]] + parts.get(block, [])
            self._add(order, entries, float(guide.block[block]))

    def _list_together(self, cand: Candidates, guide: Priced) -> None:
        """List combinations of the promising entries of each line."""
        carried = cand.carries.tocoo()
        entry = np.concatenate([carried.col, cand.part_entry]).astype(np.int64)
        cost = np.concatenate([guide.head[carried.row], guide.head[cand.part_block] + guide.part])
        line = self._problem.entry_line[entry]
        best = leading(line, cost, np.arange(len(entry)), _PER_LINE)
        by_order: dict[int, dict[int, list[tuple[float, int]]]] = {}
        for k in best.tolist():
            order = int(self._problem.line_order[line[k]])
            by_order.setdefault(order, {}).setdefault(int(line[k]), []).append(
                (float(cost[k]), int(entry[k]))
            )
        for order, of_line in by_order.items():
            choices = [sorted(options) for options in of_line.values()]
            if self._problem.partial:
                choices = [[*options, (0.0, -1)] for options in choices]
            together = itertools.islice(itertools.product(*choices), _MOST)
            valued = sorted((sum(cost for cost, _ in each), each) for each in together)
            for value, combination in valued[:_TOGETHER]:
                self._add(order, [entry for _, entry in combination if entry >= 0], value)
