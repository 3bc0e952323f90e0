"""The Seoul scenario as a whole: what its README promises, and the figures it gave before."""

import json
from pathlib import Path

import pytest

from optimizer.scenario.load import load
from optimizer.scenario.overrides import includes
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.comparison import Comparison
from optimizer.strategy.run import StrategiesRun, run_strategies

FOLDER = Path(__file__).parents[2] / "scenarios" / "seoul-omnichannel"
#: Other processors round floating-point sums otherwise, which may tip a search.
TOLERANCE = 0.01


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Load the scenario."""
    return load(FOLDER)


@pytest.fixture(scope="module")
def run(scenario: Scenario) -> StrategiesRun:
    """Solve every strategy by its iteration limits."""
    return run_strategies(scenario, list(scenario.settings.strategies), threads=1)


@pytest.fixture
def comparison(run: StrategiesRun) -> Comparison:
    """Give the comparison of the run."""
    assert run.comparison is not None
    return run.comparison


def test_totals_are_those_expected(run: StrategiesRun) -> None:
    """Each strategy's total, p95 hours and fill rate are those of expected.json."""
    expected = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["strategies"]
    found = {outcome.strategy: outcome.figures for outcome in run.outcomes}
    assert found.keys() == expected.keys()
    for name, figures in found.items():
        assert figures.total == pytest.approx(expected[name]["total"], rel=TOLERANCE), name
        assert figures.order_fill_rate == pytest.approx(expected[name]["order_fill_rate"], abs=TOLERANCE), (
            name
        )
        assert figures.hours.p95 == pytest.approx(expected[name]["p95_hours"], rel=5 * TOLERANCE), name


def test_there_is_a_choice_to_make(comparison: Comparison) -> None:
    """At least three strategies are not dominated, and the cheapest is not the fastest."""
    assert len(comparison.pareto) >= 3
    assert comparison.cheapest != comparison.fastest


def test_a_strategy_costs_at_most_those_it_includes(scenario: Scenario, run: StrategiesRun) -> None:
    """Omnichannel includes the five others and costs at most each, to the won."""
    totals = {outcome.strategy: outcome.plan.total for outcome in run.outcomes}
    included = [name for name in totals if name != "omnichannel" and includes(scenario, "omnichannel", name)]
    assert len(included) == 5
    assert all(totals["omnichannel"] <= totals[name] for name in included)


def test_planning_beats_what_people_do_today(comparison: Comparison) -> None:
    """No strategy costs more than its naive plan."""
    assert all(row.total <= row.naive_total for row in comparison.strategies)
