"""How far a search of the chains is, and how long it may go on."""

import math
import time

from optimizer.core.params import Params
from optimizer.core.progress import Progress

#: Ruin-and-recreate moves of each chain that count as one iteration.
MOVES = 100
#: Iterations without any limit in the parameters.
DEFAULT_ITERATIONS = 300

_BLOCK_S = 0.04


class Budget:
    """How far the search is, and how long it may go on.

    Parameters
    ----------
    params
        Limits.
    progress
        Asked for cancellation.
    begun
        Reading of the clock when solving began.
    """

    def __init__(self, params: Params, progress: Progress, begun: float) -> None:
        self.iterations = 0
        self.cut_short = False
        self._limit = params.iterations(DEFAULT_ITERATIONS)
        self._time_limit = params.time_limit_s
        self._progress = progress
        self._begun = begun
        self._searching = time.perf_counter()
        self.moves = 0

    def share(self) -> float:
        """Return how much of the nearer limit is used, 0 to 1."""
        shares = []
        if self._limit is not None:
            shares.append(self.iterations / self._limit if self._limit else 1.0)
        if self._time_limit is not None:
            passed = time.perf_counter() - self._begun
            shares.append(passed / self._time_limit if self._time_limit else 1.0)
        return min(1.0, max(shares))

    def over(self) -> bool:
        """Whether to stop; notes if time or the caller was the reason."""
        out_of_time = self._time_limit is not None and time.perf_counter() - self._begun >= self._time_limit
        self.cut_short = out_of_time or self._progress.cancelled()
        return self.cut_short or (self._limit is not None and self.iterations >= self._limit)

    def part(self, share: float) -> tuple[float, float]:
        """Return a share of the limits in iterations and in seconds; infinite where there is no limit."""
        iterations = math.inf if self._limit is None else share * self._limit
        return iterations, math.inf if self._time_limit is None else share * self._time_limit

    def next_moves(self) -> int:
        """Return how many moves to make before the next look at the clock."""
        if self._time_limit is None:
            return MOVES
        now = time.perf_counter()
        seconds = min(_BLOCK_S, self._begun + self._time_limit - now)
        rate = self.moves / max(now - self._searching, 1e-3) if self.moves else 200.0
        return max(1, int(rate * seconds))

    def count(self, moves: int) -> None:
        """Note moves made by each chain."""
        self.moves += moves
        self.iterations = self.moves // MOVES
