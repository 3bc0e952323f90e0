"""Tasks are executed on threads, and the calling thread listens."""

from functools import partial
from threading import Event, get_ident

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Silent
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.watch import Watch


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_outcomes_come_in_the_order_of_tasks(threads: int) -> None:
    """However many threads there are, outcomes are in order."""
    crew = Crew(threads, 2, Watch(Params(), SILENT))
    assert crew.executed([partial(pow, number, 2) for number in range(5)]) == [0, 1, 4, 9, 16]


def test_tasks_run_at_the_same_time() -> None:
    """With two threads a task can wait for another."""
    crew, done = Crew(2, 2, Watch(Params(), SILENT)), Event()

    def wait() -> bool:
        return done.wait(timeout=60)

    assert crew.executed([wait, done.set])[0]


def test_only_the_calling_thread_reports_and_asks() -> None:
    """The listener is spoken to by one thread, so that it need not be prepared for several."""
    asked, told = set(), set()

    class Listener(Silent):
        def cancelled(self) -> bool:
            asked.add(get_ident())
            return False

    crew = Crew(2, 2, Watch(Params(), Listener()))
    workers = crew.executed([get_ident, get_ident], lambda: told.add(get_ident()))
    assert asked == told == {get_ident()}
    assert get_ident() not in workers


def test_error_of_a_task_is_raised() -> None:
    """What goes wrong in a worker is not lost."""
    crew = Crew(2, 2, Watch(Params(), SILENT))
    with pytest.raises(ZeroDivisionError):
        crew.executed([lambda: 1 // 0])
