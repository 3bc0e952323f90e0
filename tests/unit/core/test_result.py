"""Gaps of results."""

import pytest

from optimizer.core.result import Result
from optimizer.core.status import Status


@pytest.mark.parametrize(
    ("objective", "bound", "gap"),
    [
        (100.0, 90.0, 0.1),
        (100.0, 100.0, 0.0),
        (0.0, 0.0, 0.0),
        (-80.0, -100.0, 0.25),
        (100.0, 0.0, 1.0),
        (None, 90.0, None),
        (100.0, None, None),
    ],
)
def test_gap_relative_to_the_objective(
    objective: float | None, bound: float | None, gap: float | None
) -> None:
    """Also of negative objectives (profits); none without a bound or a solution."""
    result = Result[str]("routing", Status.FEASIBLE, "engine", "1", objective=objective, bound=bound)
    assert result.gap == (None if gap is None else pytest.approx(gap))


def test_gap_of_an_objective_of_zero() -> None:
    """Finite, and large, for anything is far from nothing."""
    result = Result[str]("inventory", Status.FEASIBLE, "engine", "1", objective=0.0, bound=-1.0)
    assert result.gap == pytest.approx(1e9)
