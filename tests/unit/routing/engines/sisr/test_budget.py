"""Limits of the search."""

import math
from itertools import count

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.engines.sisr.budget import DEFAULT_ITERATIONS, MOVES, Budget

CLOCK = "optimizer.routing.engines.sisr.budget.time.perf_counter"


@pytest.mark.parametrize(
    ("params", "limit"), [(Params(iteration_limit=3), 3), (Params(), DEFAULT_ITERATIONS)]
)
def test_iterations_end_the_search(params: Params, limit: int) -> None:
    """An iteration is a hundred moves; the search ends by the limit, or by its own without any."""
    budget = Budget(params, SILENT, 0.0)
    while not budget.over():
        budget.count(budget.next_moves())
    assert (budget.iterations, budget.moves, budget.cut_short) == (limit, limit * MOVES, False)


def test_time_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves between two looks at the clock become few before the limit, and the search is marked as cut short."""
    clock = count()
    monkeypatch.setattr(CLOCK, lambda: next(clock) / 100)
    budget = Budget(Params(time_limit_s=1.0), SILENT, 0.0)
    shares = []
    while not budget.over():
        shares.append(budget.share())
        budget.count(budget.next_moves())
    assert budget.cut_short
    assert shares == sorted(shares)
    assert shares[-1] > 0.9


def test_part_of_the_limits() -> None:
    """A share of a search is counted in what limits it."""
    parts = [
        Budget(params, SILENT, 0.0).part(0.5)
        for params in (Params(time_limit_s=8.0), Params(iteration_limit=6))
    ]
    assert parts == [(math.inf, 4.0), (3.0, math.inf)]
