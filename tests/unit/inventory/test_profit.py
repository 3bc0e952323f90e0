"""An end value that pays for buying without end is refused."""

import pytest

from optimizer.core.errors import Finding, InputError
from optimizer.inventory.problem import Problem
from optimizer.inventory.profit import require_bounded
from tests.helpers.inventory import Lane, make_problem


def _supplied(end_value: float, capacity_kg: float = float("inf"), storage: float | None = None) -> Problem:
    return make_problem(
        sites=("S", "W"),
        lanes=[Lane("S", "W", 0, 3.0, capacity_kg=capacity_kg)],
        holding=1.0,
        end_value=end_value,
        storage_l={} if storage is None else {"W": storage},
        unlimited=("S",),
    )


def _findings(problem: Problem) -> tuple[Finding, ...]:
    """Return what is refused; nothing where the problem has an optimum."""
    try:
        require_bounded(problem)
    except InputError as error:
        return tuple(error.findings)
    return ()


def test_endless_profit_is_named_with_its_size() -> None:
    """The product and what each unit earns are told, with the amount to take off."""
    (finding,) = _findings(_supplied(6.0))
    assert finding.code == "inventory-end-value-unbounded"
    assert "unit of p" in finding.cause
    assert finding.action.startswith("Lower its end value by 2,")


@pytest.mark.parametrize(
    "problem",
    [_supplied(4.0), _supplied(6.0, capacity_kg=10.0), _supplied(6.0, storage=10.0)],
    ids=["just worth its cost", "limited lane", "limited storage"],
)
def test_what_is_limited_is_fine(problem: Problem) -> None:
    """No profit, or a limit on it, is a problem with an optimum."""
    assert _findings(problem) == ()


def test_without_unlimited_sites_any_value_is_fine() -> None:
    """Stock that is there anyway cannot be bought without end."""
    assert _findings(make_problem(opening={("W", "p"): 1}, end_value=1e6)) == ()
