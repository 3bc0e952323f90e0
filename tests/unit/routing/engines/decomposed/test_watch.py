"""Limits are kept and shared out."""

from itertools import count

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Silent
from optimizer.routing.engines.decomposed.watch import DEFAULT_ITERATIONS, Allowance, Watch


class Impatient(Silent):
    """Cancels at the first question."""

    def cancelled(self) -> bool:
        """Return True."""
        return True


def used(allowance: Allowance) -> int:
    """Count the iterations until an allowance is spent."""
    return next(number for number in count() if allowance.spent())


def test_iterations_are_shared_out_exactly() -> None:
    """Seven iterations among three workers are seven, no two shares differing by more than one."""
    watch = Watch(Params(iteration_limit=7), SILENT)
    shares = [used(one) for one in watch.allow_each(float("inf"), watch.iterations_to(1.0), 3)]
    assert shares == [3, 2, 2]


def test_share_of_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the limits is what is left until half of them is used."""
    clock = [0.0]
    monkeypatch.setattr("optimizer.routing.engines.decomposed.watch.time.perf_counter", lambda: clock[0])
    watch = Watch(Params(time_limit_s=10.0, iteration_limit=100), SILENT)
    watch.iterations, clock[0] = 30, 4.0
    assert (watch.seconds_to(0.5), watch.iterations_to(0.5)) == (1.0, 20)
    clock[0] = 12.0
    assert (watch.seconds_left(), watch.cut_short, watch.over) == (0.0, True, True)


def test_time_ends_an_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run stops when its seconds are over."""
    clock = count()
    monkeypatch.setattr(
        "optimizer.routing.engines.decomposed.watch.time.perf_counter", lambda: float(next(clock))
    )
    [allowance] = Watch(Params(time_limit_s=100.0), SILENT).allow_each(5.0, None, 1)
    assert used(allowance) == 4


def test_cancellation_ends_every_allowance() -> None:
    """Once cancelled nobody goes on, and the search counts as cut short."""
    watch = Watch(Params(iteration_limit=100), Impatient())
    allowances = watch.allow_each(float("inf"), 100, 2)
    assert not watch.cut_short
    assert watch.poll()
    assert [used(one) for one in allowances] == [0, 0]
    assert watch.cut_short


def test_without_limits_there_is_a_number_of_iterations() -> None:
    """A search without limits ends by itself."""
    watch = Watch(Params(), SILENT)
    assert watch.iterations_to(1.0) == DEFAULT_ITERATIONS
    watch.iterations = DEFAULT_ITERATIONS
    assert watch.over
    assert not watch.cut_short
