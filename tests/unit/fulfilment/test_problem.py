import numpy as np
import pytest

from optimizer.fulfilment.problem import Problem, Split
from tests.helpers.fulfilment import Case, Ship


def problem() -> Problem:
    """Return a small problem without pools."""
    return Case({"A": {"1": ("P", 1, 9.0)}}, [Ship("A", "W")], {("W", "P"): [1]}).problem()


def test_replace_changes_a_copy() -> None:
    """``replace`` leaves the original as it is."""
    first = problem()
    second = first.replace(split=Split.LINE, partial=True)
    assert (first.split, first.partial) == (Split.NONE, False)
    assert (second.split, second.partial) == (Split.LINE, True)


def test_replace_validates_again() -> None:
    """A copy that would contradict itself is refused."""
    with pytest.raises(ValueError, match="line_quantity"):
        problem().replace(line_quantity=np.array([0]))


def test_fields_cannot_be_set() -> None:
    """A problem does not change once it is built."""
    with pytest.raises(AttributeError):
        problem().partial = True  # type: ignore[misc]
