"""The cheapest way to serve an order, or a line, with what a plan leaves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimizer.fulfilment.leftover import Leftover
from optimizer.fulfilment.problem import Problem, Split

#: Steps of the enumeration of one order's ways; a few lines with dozens of shipments each need hundreds.
STEPS = 2_000

Carried = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Insertion:
    """How to serve what is open of some lines.

    Parameters
    ----------
    cost
        What it costs more than not doing it, what is saved by not leaving the lines unserved not counted; ``inf`` if
        it cannot be done.
    carried
        Entries, and the units to put on each; if it cannot be done, those of the lines before ``stuck``.
    stuck
        The line for which there is no room, -1 if none.
    proven
        Whether all ways were looked at: the cost is the least there is.
    """

    cost: float
    carried: Carried
    stuck: int = -1
    proven: bool = True


def cheapest(problem: Problem, leftover: Leftover, lines: Sequence[int], steps: int = STEPS) -> Insertion:
    """Return the cheapest way to serve all that is open of the lines of one order; nothing else is moved.

    Shipments, openings and vehicles that the plan has cost nothing again. Under ``split`` NONE every shipment is
    tried, otherwise every combination of the lines' shipments, those left out that cannot be cheaper than the best
    so far. Beyond ``steps`` combinations the best found counts, never dearer than the best single shipment.
    """
    best = _alone(problem, leftover, lines)
    if problem.split is Split.NONE:
        return best
    search = _Search(problem, leftover, lines, best, steps)
    search.line(0, 0.0)
    proven = search.steps >= 0
    if search.cost < math.inf:
        return Insertion(search.cost, search.best, proven=proven)
    return Insertion(math.inf, search.best, search.stuck, proven)


def whole_shipments(problem: Problem, leftover: Leftover, lines: Sequence[int]) -> dict[int, list[int]]:
    """Shipments that can carry all the lines; the order's own where it may have only one and has one."""
    found = leftover.shipments(lines)
    own = leftover.made_for(int(problem.line_order[lines[0]])) if problem.split is Split.NONE else set()
    return {n: each for n, each in found.items() if len(each) == len(lines) and (not own or n in own)}


def put(leftover: Leftover, carried: Iterable[tuple[int, int]]) -> float:
    """Put all of it, and return what that costs more; nothing changes, and it is ``inf``, if there is no room."""
    total = 0.0
    done: list[tuple[int, int]] = []
    for entry, units in carried:
        cost = leftover.put(entry, units)
        if cost is None:
            take(leftover, done)
            return math.inf
        done.append((entry, units))
        total += cost
    return total


def take(leftover: Leftover, carried: Sequence[tuple[int, int]]) -> None:
    """Take back what was put."""
    for entry, units in reversed(carried):
        leftover.take(entry, units)


def saved(problem: Problem, leftover: Leftover, lines: Sequence[int]) -> float:
    """Cost of leaving unserved what is open of the lines."""
    return sum(
        float(problem.unserved_cost[line]) * leftover.units(line) / int(problem.line_quantity[line])
        for line in lines
    )


def pays(excess: float, saved: float) -> bool:
    """Whether serving is a gain, by more than rounding; ``excess`` is its cost less what it saves."""
    return excess < -1e-9 * max(1.0, saved)


def _alone(problem: Problem, leftover: Leftover, lines: Sequence[int]) -> Insertion:
    """Return the cheapest shipment that carries all the lines."""
    best = Insertion(math.inf, ())
    for entries in whole_shipments(problem, leftover, lines).values():
        carried = tuple((entry, leftover.units(int(problem.entry_line[entry]))) for entry in entries)
        cost = put(leftover, carried)
        if cost < math.inf:
            take(leftover, carried)
        if cost < best.cost:
            best = Insertion(cost, carried)
    return best


class _Search:
    """Depth-first enumeration, line by line and within a line entry by entry."""

    def __init__(
        self, problem: Problem, leftover: Leftover, lines: Sequence[int], first: Insertion, steps: int
    ) -> None:
        self._leftover = leftover
        self._apart = problem.split is Split.LINE
        entries: dict[int, list[int]] = {line: [] for line in lines}
        for each in leftover.shipments(lines).values():
            for entry in each:
                entries[int(problem.entry_line[entry])].append(entry)
        for line, mine in entries.items():
            mine.sort(key=lambda entry: leftover.price(entry, leftover.units(line)))
        # what has least choice first: what is stuck shows at once
        ranked = sorted(lines, key=lambda line: sum(leftover.most(entry) > 0 for entry in entries[line]))
        whole = {line: leftover.units(line) for line in lines}
        if not self._apart:
            ranked.sort(key=lambda line: sum(leftover.most(entry) >= whole[line] for entry in entries[line]))
        self._lines, self._entries = ranked, entries
        self._carried: list[tuple[int, int]] = []
        self._depth = (-1, 0)
        self.cost, self.best, self.stuck, self.steps = first.cost, first.carried, -1, steps

    def line(self, k: int, cost: float) -> None:
        """Place lines from the ``k``-th on, where those before cost ``cost``."""
        if k < len(self._lines):
            self._units(k, 0, cost)
        elif cost < self.cost:
            self.cost, self.best = cost, tuple(self._carried)

    def _units(self, k: int, start: int, cost: float) -> None:
        """Place what is left of the ``k``-th line on its entries from ``start`` on."""
        line = self._lines[k]
        left = self._leftover.units(line)
        if left == 0:
            self.line(k + 1, cost)
            return
        self.steps -= 1
        if self.steps < 0 or cost + self._least(k) >= self.cost - 1e-9:
            return
        placed = False
        for number in range(start, len(self._entries[line])):
            placed |= self._on(k, number, left, cost)
        if not placed and self.cost == math.inf and (k, -left) > self._depth:
            self._depth, self.stuck, self.best = (k, -left), line, tuple(self._carried)

    def _on(self, k: int, number: int, left: int, cost: float) -> bool:
        """Place units on one entry and go on; whether there was room."""
        entry, leftover = self._entries[self._lines[k]][number], self._leftover
        most = leftover.most(entry)
        amounts = range(most, 0, -1) if self._apart else ([left] if most >= left else [])
        placed = False
        for units in amounts:
            more = leftover.put(entry, units)
            if more is not None:
                placed = True
                self._carried.append((entry, units))
                self._units(k, number + 1, cost + more)
                self._carried.pop()
                leftover.take(entry, units)
        return placed

    def _least(self, k: int) -> float:
        """Return a bound of what lines from the ``k``-th on cost: each bears its share of what it opens."""
        leftover, lines = self._leftover, self._lines[k:]
        return sum(
            min(
                (
                    leftover.price(entry, leftover.units(line), len(self._lines))
                    for entry in self._entries[line]
                ),
                default=0.0,
            )
            for line in lines
        )
