"""``scenarios/tiny`` is worked out by hand in its README.md; the planner must find exactly that."""

import json
from functools import cache
from typing import Any

import pytest

from optimizer.strategy.outcome import Outcome
from optimizer.strategy.run import StrategiesRun, run_strategies
from tests.helpers.strategy import TINY, tiny

EXPECTED: dict[str, Any] = json.loads((TINY / "expected.json").read_text(encoding="utf-8"))
STRATEGIES = tuple(EXPECTED["strategies"])


@cache
def _run() -> StrategiesRun:
    return run_strategies(tiny(), STRATEGIES, threads=1)


def _outcome(strategy: str) -> Outcome:
    return next(one for one in _run().outcomes if one.strategy == strategy)


def test_the_figures_by_hand_are_of_every_strategy() -> None:
    """None is left out, in either place."""
    assert set(STRATEGIES) == set(tiny().settings.strategies)
    assert EXPECTED["currency"] == tiny().settings.currency


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_optimum_is_found_to_the_won(strategy: str) -> None:
    """Total and every component; a component not named is zero."""
    figures = _outcome(strategy).figures
    assert figures.total == EXPECTED["strategies"][strategy]["total"]
    assert figures.components == EXPECTED["strategies"][strategy]["components"]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_everybody_is_served_when_worked_out(strategy: str) -> None:
    """Mean and quantiles of the hours, and the fill rate."""
    due, figures = EXPECTED["strategies"][strategy], _outcome(strategy).figures
    assert figures.hours.mean == pytest.approx(due["mean_hours"])
    assert figures.hours.p50 == pytest.approx(due["p50_hours"])
    assert figures.hours.p95 == pytest.approx(due["p95_hours"])
    assert figures.order_fill_rate == due["order_fill_rate"]


@pytest.mark.parametrize(
    ("strategy", "hours"),
    [
        ("parcel", {"O1": 30, "O2": 29.5, "O3": 31, "O4": 29, "O5": 29, "O6": 28.5}),
        ("vans", {"O1": 4.2, "O2": 3.8, "O3": 5.4, "O4": 3.2, "O5": 3.3, "O6": 2.9}),
        ("mixed", {"O1": 6, "O2": 29.5, "O3": 2.5, "O4": 3.2, "O5": 3.3, "O6": 2.9}),
    ],
)
def test_each_order_arrives_when_worked_out(strategy: str, hours: dict[str, float]) -> None:
    """Hours from order to hand-over."""
    assert _outcome(strategy).hours == pytest.approx(hours)


def test_the_verdict_is_the_one_by_hand() -> None:
    """Mixed is cheapest and recommended, vans fastest, parcel dominated."""
    comparison = _run().comparison
    assert comparison is not None
    assert comparison.recommended == comparison.cheapest == EXPECTED["recommended"]
    assert comparison.fastest == "vans"
    assert comparison.pareto == tuple(EXPECTED["pareto"])
    assert [row.strategy for row in comparison.strategies if row.dominated_by] == EXPECTED["dominated"]
    assert comparison.baseline == "parcel"
    assert comparison.saving == 46_698 - 36_898


def test_mixed_collects_what_is_cheapest_collected() -> None:
    """O1 from the locker, O3 in the store, O2 by parcel, the north by one van."""
    plan = _outcome("mixed").plan
    assert {one.order: one.option for one in plan.shipments} == {
        "O1": "collect_locker",
        "O2": "parcel",
        "O3": "collect_store",
        "O4": "van",
        "O5": "van",
        "O6": "van",
    }
    assert [stop.order for stop in plan.stops] == ["O4", "O5", "O6"]
