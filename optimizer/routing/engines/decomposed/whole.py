"""Searches of the whole problem, side by side."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

import numpy as np
import pyvrp

from optimizer.routing.engines.bounds import cost_bound
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.watch import Allowance
from optimizer.routing.engines.pyvrp_data import Translation, feasible_routes, surplus, translate, with_prizes
from optimizer.routing.engines.pyvrp_prices import Prices
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution

#: Share of the limit after which required clients become optional if there is no feasible plan.
PATIENCE = 0.5


class Searching(Protocol):
    """A search that can go on where it stopped."""

    iterations: int
    best: pyvrp.Solution

    def run(self, allowance: Allowance) -> None:
        """Search until the allowance is spent."""


#: Makes a search of some data, which may be the translation's with prizes, whose largest price of excess, seed and
#: solution to start from are given.
Begin = Callable[[Translation, pyvrp.ProblemData, float, int, pyvrp.Solution | None], Searching]


class Whole:
    """Search of a whole problem by several workers.

    If half of the limit passes without a feasible solution, required clients become optional at a prize that no
    saving outweighs, and the feasible routes, or what it was given to start from, are the start: that cannot fail,
    and serves as many as it can.

    Parameters
    ----------
    problem
        The problem.
    begin, crew, random
        How to search, who does, and random numbers.
    start
        A solution to start from, if any.
    """

    def __init__(
        self,
        problem: Problem,
        begin: Begin,
        crew: Crew,
        random: np.random.Generator,
        start: Solution | None,
    ) -> None:
        self._problem = problem
        self._begin = begin
        self._crew = crew
        self._random = random
        self._start = start
        self._prize: int | None = None
        self._translation = translate(problem)
        self._data = self._translation.data
        self._prices = Prices(problem, self._translation)
        initial = None if start is None else self._translation.warm_start(self._data, start)
        self._searchers = self._team(initial)

    def search(self, share: float) -> None:
        """Search until this share of the limit is used, longer if nothing feasible is known."""
        reached = min(share, PATIENCE)
        self._run(reached)
        while not self.best.is_feasible() and reached < PATIENCE:
            reached = min(2 * reached, PATIENCE)
            self._run(reached)
        if not self.best.is_feasible():
            self._rescue()
            reached = (1 + PATIENCE) / 2
        self._run(max(share, reached))

    @property
    def best(self) -> pyvrp.Solution:
        """Cheapest feasible solution known, or one that is not feasible."""
        return min((searcher.best for searcher in self._searchers), key=self._cost)

    def plan(self) -> Solution:
        """Best solution, in the planner's ids."""
        return self._translation.written(self._problem, self.best)

    def _cost(self, solution: pyvrp.Solution) -> int:
        free = pyvrp.CostEvaluator([0.0] * self._data.num_load_dimensions, 0.0, 0.0)
        return free.cost(solution)

    def _team(self, initial: pyvrp.Solution | None) -> list[Searching]:
        largest = self._prices.largest(self._data)
        return self._crew.executed(
            [
                partial(self._begin, self._translation, self._data, largest, seed, initial)
                for seed in self._random.integers(2**32, size=self._crew.workers).tolist()
            ]
        )

    def _run(self, share: float) -> None:
        before = [searcher.iterations for searcher in self._searchers]
        watch = self._crew.watch
        allowances = watch.allow_each(
            watch.seconds_to(share), watch.iterations_to(share), len(self._searchers)
        )
        self._crew.executed(
            [
                partial(searcher.run, allowance)
                for searcher, allowance in zip(self._searchers, allowances, strict=True)
            ],
            self._report,
        )
        watch.iterations += sum(searcher.iterations for searcher in self._searchers) - sum(before)

    def _rescue(self) -> None:
        self._prize = cost_bound(self._problem) + 1
        self._data = with_prizes(self._translation, self._prize)
        starts = [feasible_routes(self._data, self.best)]
        if self._start is not None:
            starts.append(self._translation.warm_start(self._data, self._start))
        self._searchers = self._team(min(starts, key=self._cost))

    def _report(self) -> None:
        cost = self._cost(self.best) - surplus(self._data)
        complete = self.best.is_feasible() and (self._prize is None or cost < self._prize)
        count = sum(searcher.iterations for searcher in self._searchers)
        self._crew.watch.progress.update(STAGE, f"iteration {count}", float(cost) if complete else None)
