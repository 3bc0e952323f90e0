"""Threads that execute the workers of a search, while the thread that started them listens and reports."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from optimizer.routing.engines.decomposed.watch import Watch

Outcome = TypeVar("Outcome")

_POLL_S = 0.1


class Crew:
    """Runs the tasks of workers on threads.

    PyVRP's local search releases the interpreter's lock, so that threads use as many cores. What a task does must
    not depend on the others: its outcome is then the same whatever the number of threads.

    Parameters
    ----------
    threads
        Most tasks that run at a time.
    workers
        Searches side by side.
    watch
        Asked now and then whether the search is cancelled.
    """

    def __init__(self, threads: int, workers: int, watch: Watch) -> None:
        self.workers = workers
        self.watch = watch
        self._threads = threads

    def executed(
        self, tasks: Sequence[Callable[[], Outcome]], report: Callable[[], None] = lambda: None
    ) -> list[Outcome]:
        """Run tasks and return their outcomes in the order of the tasks.

        Parameters
        ----------
        tasks
            To run.
        report
            Called now and then, and at last, by the calling thread.
        """
        self.watch.poll()
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
            futures = [pool.submit(task) for task in tasks]
            running = set(futures)
            while running:
                running = wait(running, timeout=_POLL_S).not_done
                self.watch.poll()
                report()
            return [future.result() for future in futures]
