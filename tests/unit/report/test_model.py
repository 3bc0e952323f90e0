from optimizer.core.status import Status
from tests.unit.report.samples import (
    FULL,
    HAND_MADE,
    NOTHING,
    outcomes,
    report,
    report_on,
    scenario,
    single_report,
)


def test_numbers_are_those_of_the_figures() -> None:
    """Totals, components, hours and unserved orders come from the figures unchanged."""
    made = scenario()
    found = outcomes(made)
    shown = report_on(made, found)
    for outcome in found:
        one = shown.strategy(outcome.strategy)
        assert one.total == outcome.figures.total == sum(one.components.values())
        assert one.components == outcome.figures.components
        assert one.unserved_orders == outcome.figures.orders - outcome.figures.orders_served
    assert shown.headline.saving == found[2].figures.total - found[1].figures.total
    assert shown.headline.p95_hours == found[1].figures.hours.p95


def test_strategies_say_where_they_stand() -> None:
    """One is recommended, one is the baseline, and what limits they miss is noted."""
    shown = report()
    assert [one.name for one in shown.strategies if one.recommended] == [FULL]
    assert [one.name for one in shown.strategies if one.baseline] == [NOTHING]
    assert shown.pareto == (NOTHING, FULL)
    assert shown.strategy(HAND_MADE).notes[0] == "misses a limit: p95 unbounded is above 48 h"
    assert shown.horizon == "3 days from 2025-03-03"


def test_adoption_and_interrupts_are_noted() -> None:
    """Whoever reads the plan sees whose it is and that the search did not end by itself."""
    made = scenario()
    first, second, third = outcomes(made)
    second = second.replace(adopted_from=HAND_MADE, status=Status.TIME_LIMIT)
    notes = report_on(made, (first, second, third)).strategy(FULL).notes
    assert notes[0].startswith("uses the plan of all")
    assert notes[1].startswith("the search was stopped")


def test_a_stopped_run_compares_what_it_has() -> None:
    """Two of three: the third, the baseline, is named; nobody is recommended, marked so or said to have won."""
    made = scenario()
    shown = report_on(made, outcomes(made)[:2], interrupted=True)
    assert shown.stopped == (
        f"Not evaluated, since the run was stopped: {NOTHING}. "
        f"Differences are to {HAND_MADE}, since the baseline, {NOTHING}, is one of these."
    )
    assert [one.standing for one in shown.strategies] == [f"dominated by {FULL}", "on the Pareto front"]
    assert not any(one.recommended for one in shown.strategies)
    assert shown.to_win is None
    alone = report_on(made, outcomes(made)[1:2], interrupted=True)
    assert alone.stopped == f"Not evaluated, since the run was stopped: {HAND_MADE}, {NOTHING}."


def test_a_run_stopped_late_has_compared_all() -> None:
    """Every strategy has a plan: one is recommended, and what the others lack is told."""
    made = scenario()
    shown = report_on(made, outcomes(made), interrupted=True)
    assert (shown.stopped, shown.strategy(FULL).standing) == ("", "recommended")
    assert shown.to_win is not None


def test_a_single_strategy_is_not_compared() -> None:
    """No baseline, no standing, nothing to win; its own figures are there."""
    shown = single_report()
    assert not shown.compared
    assert (shown.baseline, shown.to_win, shown.stopped) == ("", None, "")
    assert shown.strategies[0].standing == ""
    assert not shown.strategies[0].baseline
    assert shown.comparison.column("total") == (14524,)


def test_a_run_can_be_repeated_from_what_the_report_says() -> None:
    """Seed and versions are part of it."""
    shown = report()
    assert shown.seed == 1
    assert dict(shown.versions)["optimizer"]
