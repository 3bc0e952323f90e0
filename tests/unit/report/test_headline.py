import math
from dataclasses import replace

from optimizer.core.status import Status
from optimizer.report.headline import Asked, Headline, headline_of
from optimizer.scenario.settings import Limits
from optimizer.strategy.comparison import compare
from optimizer.strategy.outcome import Outcome
from tests.unit.report.samples import FULL, HAND_MADE, NOTHING, full, hand_made, nothing, outcome, scenario

MADE = scenario()
BY_NAME = {plan.strategy: outcome(MADE, plan) for plan in (hand_made(), full(), nothing())}


def headline(
    found: tuple[Outcome, ...], baseline: str, limits: Limits, asked: Asked | None = None
) -> Headline:
    """Return the headline of a comparison; unless told otherwise, exactly these strategies were asked for."""
    asked = asked or Asked(tuple(one.strategy for one in found))
    return headline_of(found, compare(found, limits, baseline), limits, asked=asked, currency="EUR")


def sentence(
    *names: str, baseline: str, limits: Limits | None = None, found: tuple[Outcome, ...] = ()
) -> str:
    """Return the sentence for a comparison."""
    limits = limits or Limits()
    found = found or tuple(BY_NAME[name] for name in names)
    return headline(found, baseline, limits).sentence


def test_a_recommendation_names_saving_hours_and_unserved() -> None:
    """The sentence holds the strategy, the saving in money and percent, the hours and who is left out."""
    assert sentence(HAND_MADE, FULL, baseline=HAND_MADE) == (
        "Use full: EUR 16.51 (10.2%) less than all, EUR 145.24 in all. 95% of the orders are handed over within "
        "47.0 hours; every order is served."
    )


def test_a_recommendation_says_against_how_many_it_won() -> None:
    """All within the limits, some, or the only one."""
    found = (BY_NAME[HAND_MADE], BY_NAME[FULL])
    assert headline(found, HAND_MADE, Limits()).reason == (
        "It is the cheapest of the 2 strategies; all are within the limits."
    )
    twin = BY_NAME[FULL].replace(strategy="twin")
    assert headline((*found, twin), HAND_MADE, Limits(fill_rate=1)).reason == (
        "It is the cheapest of the 2 strategies within the limits, of 3 in all."
    )
    assert headline(found, HAND_MADE, Limits(fill_rate=1)).reason == (
        "It is the only one of 2 strategies within the limits."
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
    shown = headline(found, NOTHING, limits)
    assert not shown.recommended
    assert (shown.strategy, shown.saving) == (HAND_MADE, None)
    assert shown.sentence == (
        "No strategy can be recommended. all costs EUR 161.75. "
        "The hours of the slowest 5% are unbounded: 1 of 8 orders is not served."
    )
    assert shown.p95_hours == math.inf
    assert shown.title == "No strategy keeps the limits"
    assert shown.reason.startswith("No strategy is within the limits. all serves most orders: p95 unbounded")
    assert "all would need 7 of its 7 orders without a delivery window served in full" in shown.reason
    assert shown.reason.endswith("; or no limits.p95_hours and limits.fill_rate at 0.875 in scenario.yaml.")


def test_without_a_recommendation_the_fastest_is_told_what_it_lacks_too() -> None:
    """It may be far closer to the limit on hours than the one that serves most."""
    twin = replace(BY_NAME[FULL].figures, total=20000, hours=replace(BY_NAME[FULL].figures.hours, p95=10.0))
    found = (BY_NAME[FULL], BY_NAME[FULL].replace(strategy="faster", figures=twin))
    assert headline(found, FULL, Limits(p95_hours=8)).reason.endswith(
        "full would need 95% of its orders 39.0 hours sooner; or limits.p95_hours at 47.0 in scenario.yaml. "
        "faster would need 95% of its orders 2.0 hours sooner; or limits.p95_hours at 10.0 in scenario.yaml."
    )


def test_a_single_strategy_is_summed_up_against_its_limits() -> None:
    """Solving one strategy compares nothing, and says whether the limits are kept."""
    for limits, reason in (
        (Limits(fill_rate=1), "It keeps the limits. Limits: every order served in full."),
        (Limits(), "The scenario sets no limits."),
        (Limits(p95_hours=1), "It misses limits of the scenario: p95 47.0 h is above 1 h."),
    ):
        found = (BY_NAME[FULL],)
        shown = headline(found, FULL, limits)
        assert (shown.kind, shown.title) == ("The plan", FULL)
        assert shown.sentence.startswith("full costs EUR 145.24. 95% of the orders")
        assert shown.reason == reason
        assert shown.saving is None


def test_orders_without_hours_are_not_called_unbounded() -> None:
    """Where all orders have windows, or there are none, no hours are claimed."""
    windowed = replace(BY_NAME[FULL].figures, hours=replace(BY_NAME[FULL].figures.hours, orders=0, p95=None))
    found = (BY_NAME[FULL].replace(figures=windowed),)
    assert headline(found, FULL, Limits()).sentence.endswith("Every order is served.")
    none = (found[0].replace(figures=replace(windowed, orders=0, orders_served=0)),)
    assert headline(none, FULL, Limits()).sentence.endswith("There are no orders.")


def test_an_interrupted_run_recommends_nothing() -> None:
    """Whatever was not evaluated may be better: how many were stands first, the cheapest of them is no advice."""
    found = (BY_NAME[HAND_MADE], BY_NAME[FULL])
    asked = Asked((HAND_MADE, FULL, NOTHING), interrupted=True)
    shown = headline(found, HAND_MADE, Limits(fill_rate=1), asked)
    assert (shown.recommended, shown.saving, shown.saving_share) == (False, None, None)
    assert (shown.kind, shown.title) == ("No recommendation", "2 of 3 strategies evaluated")
    assert shown.sentence == (
        "Interrupted: 2 of 3 strategies evaluated. None is recommended. Of these, full is the cheapest "
        "within the limits, at EUR 145.24. 95% of the orders are handed over within 47.0 hours; every order is served."
    )
    hopeless = headline(found, HAND_MADE, Limits(p95_hours=1), asked)
    assert "None of these keeps the limits; full is the cheapest, at EUR 145.24." in hopeless.sentence


def test_one_strategy_of_an_interrupted_comparison_is_no_plan_asked_for() -> None:
    """One of three is not the answer to a question about one."""
    asked = Asked((HAND_MADE, FULL, NOTHING), interrupted=True)
    shown = headline((BY_NAME[FULL],), FULL, Limits(), asked)
    assert shown.title == "1 of 3 strategies evaluated"
    assert shown.sentence.startswith("Interrupted: 1 of 3 strategies evaluated. None is recommended.")


def test_interrupted_with_every_strategy_evaluated() -> None:
    """All were compared: the recommendation stands, with the interrupt before it."""
    found = (BY_NAME[HAND_MADE], BY_NAME[FULL])
    shown = headline(found, HAND_MADE, Limits(), Asked((HAND_MADE, FULL), interrupted=True))
    assert shown.recommended
    assert shown.sentence.startswith("Interrupted: 2 of 2 strategies evaluated. Use full: EUR 16.51")


def test_one_strategy_interrupted_is_summed_up_as_ever() -> None:
    """Its notes say that the search was stopped."""
    shown = headline((BY_NAME[FULL],), FULL, Limits(), Asked((FULL,), interrupted=True))
    assert shown.sentence.startswith("full costs EUR 145.24.")


def test_a_search_cut_short_makes_the_recommendation_provisional() -> None:
    """In the sentence that is read and in its heading, with how many were cut and by what."""
    cut = (BY_NAME[HAND_MADE].replace(status=Status.TIME_LIMIT), BY_NAME[FULL])
    shown = headline(cut, HAND_MADE, Limits())
    assert shown.kind == "Provisional recommendation"
    assert shown.sentence.startswith("Use full: ")
    assert shown.sentence.endswith(
        " Provisional: the search of 1 of 2 strategies was cut by the time limit; more time may change the order."
    )
    stopped = headline(cut, HAND_MADE, Limits(), Asked((HAND_MADE, FULL), interrupted=True))
    assert "1 of 2 strategies was interrupted; more time" in stopped.sentence
    whole = headline((BY_NAME[HAND_MADE], BY_NAME[FULL]), HAND_MADE, Limits())
    assert (whole.kind, "rovisional" in whole.sentence) == ("Recommendation", False)
    assert compare(cut, Limits(), HAND_MADE).provisional == (HAND_MADE,)
