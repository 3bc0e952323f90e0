import math
from dataclasses import replace

from optimizer.report.headline import headline_of, limits_sentence
from optimizer.scenario.settings import Limits
from optimizer.strategy.comparison import compare
from optimizer.strategy.outcome import Outcome
from tests.unit.report.samples import FULL, HAND_MADE, NOTHING, full, hand_made, nothing, outcome, scenario

MADE = scenario()
BY_NAME = {plan.strategy: outcome(MADE, plan) for plan in (hand_made(), full(), nothing())}


def sentence(
    *names: str, baseline: str, limits: Limits | None = None, found: tuple[Outcome, ...] = ()
) -> str:
    """Return the sentence for a comparison."""
    limits = limits or Limits()
    found = found or tuple(BY_NAME[name] for name in names)
    return headline_of(
        found, compare(found, limits, baseline), limits, compared=True, currency="EUR"
    ).sentence


def test_a_recommendation_names_saving_hours_and_unserved() -> None:
    """The sentence holds the strategy, the saving in money and percent, the hours and who is left out."""
    assert sentence(HAND_MADE, FULL, baseline=HAND_MADE) == (
        "Use full: EUR 16.51 (10.2%) less than all, EUR 145.24 in all. 95% of the orders are handed over within "
        "47.0 hours; every order is served."
    )


def test_a_recommendation_may_cost_more_than_the_baseline() -> None:
    """Where the baseline misses the limits, the extra cost is said and not called a saving."""
    assert sentence(FULL, NOTHING, baseline=NOTHING, limits=Limits(fill_rate=1)).startswith(
        "Use full: EUR 0.47 (0.3%) more than nothing, EUR 145.24 in all."
    )


def test_the_baseline_may_win() -> None:
    """Nothing cheaper within the limits: stay."""
    assert sentence(HAND_MADE, FULL, baseline=FULL).startswith(
        "Stay with full at EUR 145.24: no other strategy within the limits costs less."
    )


def test_equal_costs_are_called_equal() -> None:
    """A strategy recommended for its speed alone saves nothing."""
    twin = replace(BY_NAME[FULL].figures, hours=replace(BY_NAME[FULL].figures.hours, p95=10.0))
    faster = BY_NAME[FULL].replace(strategy="faster", figures=twin)
    assert sentence(baseline=FULL, found=(BY_NAME[FULL], faster)).startswith(
        "Use faster: it costs EUR 145.24, as much as full. 95% of the orders are handed over within 10.0 hours"
    )


def test_without_a_strategy_within_the_limits_none_is_recommended() -> None:
    """The one that serves most is described, and called no recommendation."""
    limits = Limits(p95_hours=24, fill_rate=1)
    found = (BY_NAME[HAND_MADE], BY_NAME[NOTHING])
    headline = headline_of(found, compare(found, limits, NOTHING), limits, compared=True, currency="EUR")
    assert not headline.recommended
    assert headline.strategy == HAND_MADE
    assert headline.sentence == (
        "No strategy can be recommended. all costs EUR 161.75. "
        "The hours of the slowest 5% are unbounded: 1 of 8 orders is not served."
    )
    assert headline.p95_hours == math.inf
    assert "No strategy is within the limits" in headline.reason


def test_a_single_strategy_is_summed_up_against_its_limits() -> None:
    """Solving one strategy compares nothing, and says whether the limits are kept."""
    for limits, reason in (
        (Limits(fill_rate=1), "It keeps the limits. Limits: every order served in full."),
        (Limits(), "The scenario sets no limits."),
        (Limits(p95_hours=1), "It misses limits of the scenario: p95 47.0 h is above 1 h."),
    ):
        found = (BY_NAME[FULL],)
        headline = headline_of(found, compare(found, limits, FULL), limits, compared=False, currency="EUR")
        assert headline.sentence.startswith("full costs EUR 145.24. 95% of the orders")
        assert headline.reason == reason
        assert headline.saving is None


def test_orders_without_hours_are_not_called_unbounded() -> None:
    """Where all orders have windows, or there are none, no hours are claimed."""
    windowed = replace(BY_NAME[FULL].figures, hours=replace(BY_NAME[FULL].figures.hours, orders=0, p95=None))
    found = (BY_NAME[FULL].replace(figures=windowed),)
    alone = compare(found, Limits(), FULL)
    assert headline_of(found, alone, Limits(), compared=False, currency="EUR").sentence.endswith(
        "Every order is served."
    )
    none = (found[0].replace(figures=replace(windowed, orders=0, orders_served=0)),)
    assert headline_of(none, alone, Limits(), compared=False, currency="EUR").sentence.endswith(
        "There are no orders."
    )


def test_limits_are_said_in_words() -> None:
    """What a strategy must keep is part of the recommendation."""
    assert limits_sentence(Limits(p95_hours=48, fill_rate=0.97)) == (
        "Limits: 95% of the orders within 48 hours, at least 97.0% of the orders served in full."
    )
