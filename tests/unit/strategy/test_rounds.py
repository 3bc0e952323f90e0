from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from optimizer.core.cost import Component, CostLine
from optimizer.core.progress import SILENT, Deadline
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.context import Context
from optimizer.strategy.estimates import first_estimates
from optimizer.strategy.evaluate import evaluate
from optimizer.strategy.evaluation import Evaluation, Realised
from optimizer.strategy.outcome import Round
from optimizer.strategy.rounds import search, step
from tests.helpers.plan_scenario import with_settings
from tests.helpers.strategy import tiny


def _rounds(
    totals: Sequence[int], monkeypatch: pytest.MonkeyPatch, scenario: Scenario | None = None, stop: int = 99
) -> tuple[tuple[Round, ...], Realised, list[int | None], list[int]]:
    """Search mixed with plans made to cost the totals; also the costs started from, and those told of."""
    scenario = scenario or with_settings(tiny(), "solve", rounds=len(totals))
    context = Context.of(scenario, "mixed")
    run = Evaluation(context, Deadline(None), 1, SILENT)
    realise, decide, left = Evaluation.realise, Evaluation.decide, list(totals)
    started: list[int | None] = []
    told: list[int] = []

    def priced(self: Evaluation, *given: Any) -> Realised:  # noqa: ANN401
        found = realise(self, *given)
        line = CostLine(Component.SITE_FIXED, "site", "W|2026-11-23", left.pop(0))
        return replace(found, plan=found.plan.replace(cost_lines=(line,)))

    def noted(self: Evaluation, estimates: Any, engine: str, start: Any = None) -> Any:  # noqa: ANN401
        started.append(None if start is None else start.total)
        return decide(self, estimates, engine, start)

    monkeypatch.setattr(Evaluation, "realise", priced)
    monkeypatch.setattr(Evaluation, "decide", noted)
    rounds, best = search(
        run,
        first_estimates(context, run.candidates),
        lambda: len(told) >= stop,
        lambda _, least: told.append(least),
    )
    return rounds, best, started, told


def test_rounds_end_at_their_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much each would gain."""
    rounds, best, _, told = _rounds([900, 800, 700], monkeypatch)
    assert [one.total for one in rounds] == told == [900, 800, 700]
    assert best.plan.total == 700


def test_two_rounds_without_gain_end_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """One alone does not: the fourth round is best, and the two after it are the last."""
    rounds, best, started, told = _rounds([900, 800, 850, 700, 710, 720, 100], monkeypatch)
    assert [one.total for one in rounds] == [900, 800, 850, 700, 710, 720]
    assert [one.number for one in rounds] == [1, 2, 3, 4, 5, 6]
    assert best.plan.total == 700
    assert told == [900, 800, 800, 700, 700, 700]
    assert started == [None, 900, 800, 800, 700, 700]


def test_a_gain_below_the_tolerance_is_kept_but_does_not_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 1 in 1000, twice, at a tolerance of 1 %."""
    rounds, best, _, _ = _rounds([1000, 999, 998, 500], monkeypatch)
    assert (len(rounds), best.plan.total) == (3, 998)


def test_who_is_stopped_has_one_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is made whatever the time."""
    assert len(_rounds([900, 800], monkeypatch, stop=0)[0]) == 1


def test_steps_become_smaller() -> None:
    """A half, a third, a quarter: each round weighs the same in the end; without damping the mean of all."""
    assert [step(number, 0.5) for number in (1, 2, 3)] == pytest.approx([1 / 2, 1 / 3, 1 / 4])
    assert [step(number, 1.0) for number in (1, 2, 3)] == pytest.approx([1, 1 / 2, 1 / 3])
    assert step(1, 0.0) == 0


def test_feedback_finds_what_distances_alone_do_not() -> None:
    """The first round of mixed is dearer than the ones that know the routes."""
    found = evaluate(tiny(), "mixed")
    assert found.rounds[0].total > found.figures.total
