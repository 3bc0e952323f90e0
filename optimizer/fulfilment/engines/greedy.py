"""What people do today: orders in order of arrival, each from the nearest source that has the goods."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.fulfilment.check import cost
from optimizer.fulfilment.engines.remaining import Remaining
from optimizer.fulfilment.problem import Problem, Split
from optimizer.fulfilment.solution import Solution


class Greedy:
    """First come, first served, from the nearest source with stock.

    Per order, in order of arrival, the shipments are tried by distance (ties: lower cost, source id, earlier
    departure). The first that can take the whole order gets it. If none can, and splitting or partial service
    is allowed, each line goes to the nearest shipment that has it (split LINE: its units to as many as it
    takes). Vehicles are opened when needed, cheapest first. Everything that can be served is served, even at
    a cost above its unserved cost: nobody computes that today.
    """

    name = "greedy"
    version = "1"

    def missing(self, problem: Problem) -> frozenset[str]:
        """Return the capabilities that ``problem`` asks for and this engine lacks: none."""
        del problem
        return frozenset()

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Build the plan in one pass, which is short; ``start``, limits and cancelling have no influence on it.

        A search that is stopped before it begins has this plan to fall back on.
        """
        del start
        begin = time.monotonic()
        solution = build(problem)
        objective = cost(problem, solution)
        progress.update("fulfilment", "greedy", best=objective, fraction=1.0)
        return Result(
            stage="fulfilment",
            status=Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            objective=objective,
            runtime_s=time.monotonic() - begin,
            seed=params.seed,
            solution=solution,
            iterations=1,
        )


def build(problem: Problem) -> Solution:
    """Return the greedy plan."""
    remaining = Remaining(problem)
    queues = _queues(problem)
    quantity: list[int] = problem.line_quantity.tolist()
    line_of: list[int] = problem.entry_line.tolist()
    lines = np.bincount(problem.line_order, minlength=len(problem.orders)).tolist()
    for order, queue in enumerate(queues):
        for entries in queue:
            if len(entries) == lines[order] and _put_all(remaining, entries, line_of, quantity):
                break
        else:
            _put_apart(problem, remaining, queue, lines[order])
    return remaining.solution()


def _queues(problem: Problem) -> list[list[list[int]]]:
    """Per order its shipments from the nearest on, each as the list of its entries."""
    ships = problem.shipments
    count = len(ships.option)
    cost_of = ships.fixed_cost.copy()
    spend = problem.entry_unit_cost * problem.line_quantity[problem.entry_line]
    np.add.at(cost_of, problem.entry_shipment, spend)
    rank = np.argsort(np.argsort(np.array(problem.sources, dtype=np.str_)))
    departure = np.array(ships.departure, dtype=np.str_) if count else np.zeros(0)
    keys = (departure, ships.day, rank[ships.source] if count else ships.source, cost_of, ships.distance_m)
    nearest = np.lexsort((*keys, ships.order))
    by_shipment: list[list[int]] = [[] for _ in range(count)]
    for entry, shipment in enumerate(problem.entry_shipment.tolist()):
        by_shipment[shipment].append(entry)
    queues: list[list[list[int]]] = [[] for _ in problem.orders]
    for order, shipment in zip(ships.order[nearest].tolist(), nearest.tolist(), strict=True):
        if by_shipment[shipment]:
            queues[order].append(by_shipment[shipment])
    return queues


def _put_all(remaining: Remaining, entries: Iterable[int], line_of: list[int], quantity: list[int]) -> bool:
    """Put every entry's whole line on its shipment, or nothing."""
    mark = remaining.mark()
    for entry in entries:
        if not remaining.put(entry, quantity[line_of[entry]]):
            remaining.back_to(mark)
            return False
    return True


def _put_apart(problem: Problem, remaining: Remaining, queue: list[list[int]], lines: int) -> None:
    """Serve what no single shipment can take whole, as far as splitting and partial service allow."""
    mark = remaining.mark()
    if problem.split is Split.NONE:
        if problem.partial:
            _put_some(problem, remaining, queue)
        return
    open_units: dict[int, int] = {}
    done = 0
    for line in sorted({int(problem.entry_line[entry]) for entries in queue for entry in entries}):
        open_units[line] = int(problem.line_quantity[line])
        for entries in queue:
            for entry in entries:
                if problem.entry_line[entry] == line and open_units[line]:
                    open_units[line] -= _put_line(problem, remaining, entry, open_units[line])
        done += open_units[line] == 0
    if done < lines and not problem.partial:
        remaining.back_to(mark)


def _put_line(problem: Problem, remaining: Remaining, entry: int, units: int) -> int:
    """Put as many of the ``units`` on the entry's shipment as splitting allows, and return how many."""
    take = min(units, remaining.most(entry)) if problem.split is Split.LINE else units
    return take if take > 0 and remaining.put(entry, take) else 0


def _put_some(problem: Problem, remaining: Remaining, queue: list[list[int]]) -> None:
    """Put on the nearest shipment that can take any line all the lines it can take."""
    for entries in queue:
        taken = [
            remaining.put(entry, int(problem.line_quantity[problem.entry_line[entry]])) for entry in entries
        ]
        if any(taken):
            return
