import pytest

from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.solution import Solution
from tests.helpers.fulfilment import Case, Ship, assign


def test_assignments_become_entries() -> None:
    """Each assignment is found as the entry of its line and shipment."""
    problem = Case(
        {"A": {"1": ("P", 2, 1.0), "2": ("P", 1, 1.0)}},
        [Ship("A", "W"), Ship("A", "W", day=1)],
        {("W", "P"): [9]},
        days=2,
    ).problem()
    entries, quantities = entries_of(
        problem, Solution((assign("A", "2", "W", 1, day=1), assign("A", "1", "W", 2)))
    )
    assert problem.entry_line[entries].tolist() == [1, 0]
    assert problem.entry_shipment[entries].tolist() == [1, 0]
    assert quantities.tolist() == [1, 2]


def test_unknown_decision_is_refused() -> None:
    """A decision that is not the problem's has no entry."""
    problem = Case({"A": {"1": ("P", 2, 1.0)}}, [Ship("A", "W")], {("W", "P"): [9]}).problem()
    with pytest.raises(KeyError):
        entries_of(problem, Solution((assign("A", "1", "?", 2),)))
