"""Limits of a search that runs in several threads: time, iterations, cancellation."""

import time
from threading import Event

from optimizer.core.params import Params
from optimizer.core.progress import Progress

#: Iterations without any limit in the parameters.
DEFAULT_ITERATIONS = 2000


class Watch:
    """The limits of the whole search, and what of them is used.

    Parameters
    ----------
    params
        Limits; without any, :data:`DEFAULT_ITERATIONS`.
    progress
        Asked for cancellation by the thread that waits for the others.
    """

    def __init__(self, params: Params, progress: Progress) -> None:
        self.limit = params.iterations(DEFAULT_ITERATIONS)
        self.time_limit_s = params.time_limit_s
        self.iterations = 0
        self.progress = progress
        self._begun = time.perf_counter()
        self._cancelled = Event()

    @property
    def timed(self) -> bool:
        """Whether time is limited."""
        return self.time_limit_s is not None

    def elapsed_s(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self._begun

    def seconds_left(self) -> float:
        """Seconds until the time limit, never negative; infinite without one."""
        if self.time_limit_s is None:
            return float("inf")
        return max(0.0, self.time_limit_s - self.elapsed_s())

    def iterations_left(self) -> int | None:
        """Return the iterations until their limit; None without one."""
        return None if self.limit is None else max(0, self.limit - self.iterations)

    def poll(self) -> bool:
        """Ask whether the search was cancelled; once it was, all allowances are spent."""
        if self.progress.cancelled():
            self._cancelled.set()
        return self._cancelled.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    @property
    def cut_short(self) -> bool:
        """Whether time or cancellation ended the search."""
        return self.cancelled or self.seconds_left() == 0.0

    @property
    def over(self) -> bool:
        """Whether any limit is reached."""
        return self.cut_short or self.iterations_left() == 0

    def seconds_to(self, share: float) -> float:
        """Seconds until a share of the time limit is used, perhaps negative; infinite without one."""
        return float("inf") if self.time_limit_s is None else share * self.time_limit_s - self.elapsed_s()

    def iterations_to(self, share: float) -> int | None:
        """Return the iterations until a share of their limit is used; None without one."""
        return None if self.limit is None else max(0, int(share * self.limit) - self.iterations)

    def allow_each(self, seconds: float, iterations: int | None, workers: int) -> list["Allowance"]:
        """Return what each of some workers may use from now on.

        Parameters
        ----------
        seconds
            For all at once.
        iterations
            Of all together; None for any number.
        workers
            How many share them.
        """
        end = time.perf_counter() + seconds
        if iterations is None:
            return [Allowance(end, None, self._cancelled) for _ in range(workers)]
        return [
            Allowance(end, iterations // workers + (worker < iterations % workers), self._cancelled)
            for worker in range(workers)
        ]


class Allowance:
    """What one run of one worker may use.

    Parameters
    ----------
    end
        Reading of the performance counter by which it ends.
    limit
        Iterations; None for any number.
    cancelled
        Set when the whole search is cancelled.
    """

    def __init__(self, end: float, limit: int | None, cancelled: Event) -> None:
        self.iterations = 0
        self._end = end
        self._limit = limit
        self._cancelled = cancelled

    def spent(self) -> bool:
        """Whether the run must end; otherwise one more iteration is counted."""
        if (self._limit is not None and self.iterations >= self._limit) or self.ended():
            return True
        self.iterations += 1
        return False

    def ended(self) -> bool:
        """Whether the time is over or the search was cancelled."""
        return self._cancelled.is_set() or time.perf_counter() >= self._end
