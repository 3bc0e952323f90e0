"""Puts the best plan together anew from the routes that all chains noted, some times in a search."""

import time
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Protocol

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain
from optimizer.routing.engines.sisr.assembly import Assembly
from optimizer.routing.engines.sisr.chains import adopt_tours
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.pool import noted

#: Shares of the search after which it is done, and the share that it takes each time.
MOMENTS = (0.92,)
PART = 0.06
#: Seconds below which it is not begun, since one region may take as long.
LEAST_S = 0.3
#: Iterations that count as much as one round of regions.
ROUND = 50


class Limits(Protocol):
    """What is left of a search."""

    def part(self, share: float) -> tuple[float, float]:
        """Return a share of the limits in iterations and in seconds; infinite where there is no limit."""
        ...

    def over(self) -> bool:
        """Whether to stop."""
        ...


class Recombination:
    """What a search does from time to time with the routes it noted.

    Parameters
    ----------
    data
        The problem; nothing is done where the longest route has a price, so that routes have no cost of their own.
    seed
        Of the random numbers.
    count
        Regions of the plan that are worked on side by side.
    """

    def __init__(self, data: Data, seed: int, count: int) -> None:
        self._data = data
        self._random = np.random.default_rng(seed)
        self._count = count
        self._done = 0

    def meet(
        self, share: float, limits: Limits, workers: Executor, plans: Sequence[Chain], chains: Sequence[Chain]
    ) -> None:
        """Let the worst plan give way to a better one, if it is time to look for one and one is found.

        Parameters
        ----------
        share
            How much of the search is over, 0 to 1.
        limits
            Of the search.
        workers
            Threads.
        plans
            Chains with plans of the whole, from the best to the worst.
        chains
            Which noted routes.
        """
        due = sum(share >= moment for moment in MOMENTS)
        if due == self._done:
            return
        self._done = due
        best = plans[0]
        pool = noted([chain.scratch for chain in chains])
        if best.scratch[col.BEST_MISSING] or not len(pool) or self._data.fact[col.LONGEST_COST]:
            return
        iterations, seconds = limits.part(PART)
        if seconds < LEAST_S:
            return
        until = time.perf_counter() + seconds
        assembly = Assembly(self._data, best.best, pool, self._random)
        rounds = 0
        while time.perf_counter() < until and (rounds + 1) * ROUND <= iterations:
            if not assembly.improve(workers, self._count, until, limits.over):
                break
            rounds += 1
        tours = assembly.tours()
        if assembly.gain and len(tours) <= plans[-1].plan[col.SLOT_LIMIT]:
            adopt_tours(self._data, plans[-1], tours)
