from dataclasses import replace
from typing import Any

import pytest

from optimizer.core.cost import Component, CostLine
from optimizer.core.errors import PlanRejectedError, Violation, registered_codes
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.scenario.scenario import Scenario
from optimizer.strategy import rounds
from optimizer.strategy.check import check_plan
from optimizer.strategy.context import Context
from optimizer.strategy.evaluate import evaluate
from optimizer.strategy.evaluation import Evaluation, Realised
from optimizer.strategy.measure import measure
from optimizer.strategy.outcome import Outcome
from tests.helpers.plan_scenario import hand_made_scenario, with_cells, with_settings
from tests.helpers.strategy import tiny


class _Stops(Silent):
    """Asked to stop once the given stage has been told of; remembers what it was told."""

    def __init__(self, stage: str) -> None:
        self.told: list[str] = []
        self._stage = stage

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Remember the stage."""
        self.told.append(stage)

    def cancelled(self) -> bool:
        """Whether the stage was reached."""
        return self._stage in self.told


def _changed(path: str, **values: Any) -> Scenario:  # noqa: ANN401
    return with_settings(tiny(), path, **values)


def _one_van(scenario: Scenario) -> Scenario:
    (van,) = scenario.vehicle_types
    return scenario.replace(vehicle_types=(van.model_copy(update={"count": 1}),))


def _holds(scenario: Scenario, found: Outcome) -> bool:
    context = Context.of(scenario, found.strategy)
    return not check_plan(context.scenario, context.in_use, found.plan)


def test_an_outcome_says_how_its_plan_came_about() -> None:
    """Rounds with their totals, the best of them kept, and what each stage proved."""
    found = evaluate(tiny(), "mixed")
    assert found.status == Status.FEASIBLE
    assert min(one.total for one in found.rounds) == found.figures.total == found.plan.total
    assert [one.number for one in found.rounds] == list(range(1, len(found.rounds) + 1))
    assert [stage.stage for stage in found.stages] == ["inventory", "fulfilment", "routing"]
    assert found.naive_total >= found.figures.total
    assert sum(found.order_costs.values()) == found.plan.total
    assert set(found.hours) == set(found.order_costs)


def test_without_vans_there_is_nothing_to_feed_back() -> None:
    """Parcels are decided in one round, and there is no routing stage."""
    found = evaluate(tiny(), "parcel")
    assert len(found.rounds) == 1
    assert [stage.stage for stage in found.stages] == ["inventory", "fulfilment"]


def test_time_that_ends_while_the_plan_is_checked_cuts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search was over when the deadline passed."""
    over: list[bool] = []

    def late(*given: Any) -> Any:  # noqa: ANN401
        over.append(True)
        return measure(*given)

    monkeypatch.setattr("optimizer.strategy.evaluate.measure", late)
    monkeypatch.setattr("optimizer.strategy.evaluate.Deadline.expired", lambda _: bool(over))
    assert evaluate(tiny(), "parcel", seconds=600).status == Status.FEASIBLE
    assert over


def test_a_stage_cut_by_its_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though time is left when all is done, the kept plan's fulfilment had none: the outcome says so."""
    decide = Evaluation.decide

    def cut(self: Evaluation, *given: Any) -> Any:  # noqa: ANN401
        problem, result = decide(self, *given)
        return problem, replace(result, status=Status.TIME_LIMIT)

    monkeypatch.setattr(Evaluation, "decide", cut)
    found = evaluate(tiny(), "mixed", seconds=600)
    assert found.status == Status.TIME_LIMIT
    assert "time_limit" in {stage.status for stage in found.stages}


def test_the_naive_plan_is_what_people_do_today() -> None:
    """By parcel there is but one way; with a choice, planning saves, and the naive plan still costs what it costs."""
    assert evaluate(tiny(), "parcel").naive_total == 46_698
    found = evaluate(tiny(), "mixed")
    assert found.naive_total > found.figures.total


def test_what_planning_saves_is_no_longer_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The routes of the naive plan are searched as long as those of the plan that is kept, and told so."""
    polished: list[Realised] = []
    polish = Evaluation.polish

    def noted(self: Evaluation, realised: Realised) -> Realised:
        found = polish(self, realised)
        cheaper = CostLine(Component.SITE_FIXED, "site", "W|2026-11-23", realised.plan.total - 1)
        polished.append(replace(found, plan=found.plan.replace(cost_lines=(cheaper,))))
        return polished[-1]

    monkeypatch.setattr(Evaluation, "polish", noted)
    monkeypatch.setattr("optimizer.strategy.evaluate.check_plan", lambda *_: ())
    monkeypatch.setattr("optimizer.strategy.evaluate.check_figures", lambda *_: ())
    found = evaluate(tiny(), "mixed")
    kept, naive = polished
    assert (found.plan, found.naive_total) == (kept.plan, naive.plan.total)


def test_a_naive_plan_that_longer_search_makes_cheapest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No strategy costs more than its naive plan."""
    search = rounds.search

    def dear(*given: Any) -> Any:  # noqa: ANN401
        made, best = search(*given)
        line = CostLine(Component.SITE_FIXED, "site", "W|2026-11-23", 10**9)
        return made, replace(best, plan=best.plan.replace(cost_lines=(line,)))

    monkeypatch.setattr("optimizer.strategy.evaluate.search", dear)
    monkeypatch.setattr(Evaluation, "polish", lambda _, realised: realised)
    found = evaluate(tiny(), "mixed")
    assert found.plan.total == found.naive_total


@pytest.mark.parametrize("split", ["none", "order", "line"])
@pytest.mark.parametrize("partial", [False, True])
def test_every_unit_is_served_or_has_a_reason(split: str, partial: bool) -> None:
    """With six A at W, too few for all, under every policy of splitting; the checker agrees."""
    scenario = with_settings(hand_made_scenario(), "policies.delivery", split=split, partial=partial)
    scenario = with_cells(scenario, "stock", 0, on_hand=6)
    found = evaluate(scenario, "all")
    served = sum(line.quantity for line in found.plan.lines)
    left = sum(line.quantity for line in found.plan.unserved)
    assert served + left == 17
    assert found.plan.unserved
    known = {entry.code for entry in registered_codes()}
    assert all(line.reason in known and line.detail and line.fix for line in found.plan.unserved)
    assert _holds(scenario, found)


def test_an_order_that_nothing_can_serve_says_so() -> None:
    """O6 by a carrier that takes 5 kg at most."""
    rates = tuple(rate for rate in tiny().carrier_rates if rate.max_weight_kg == 5)
    found = evaluate(tiny().replace(carrier_rates=rates), "parcel")
    assert {line.order for line in found.plan.unserved} == {"O5", "O6"}
    assert {line.reason for line in found.plan.unserved} == {"no-carrier-rate"}


def _half_an_hour(strategy: str) -> Outcome:
    """One van that must be back after 30 minutes, too few for the 36 of the north, though any two stops fit."""
    scenario = _one_van(_changed("waves.day", back_by=13 * 60 + 30))
    return evaluate(scenario, strategy)


def test_what_no_route_can_take_goes_otherwise() -> None:
    """Of O4, O5 and O6 the van takes what it can in half an hour; the rest goes by parcel, none is left."""
    found = _half_an_hour("mixed")
    assert found.figures.orders_served == 6
    assert {one.option for one in found.plan.shipments if one.order in ("O4", "O5", "O6")} <= {
        "van",
        "parcel",
    }
    assert _holds(_one_van(_changed("waves.day", back_by=13 * 60 + 30)), found)


def test_what_no_route_can_take_and_nothing_else_either_is_unserved() -> None:
    """By vans alone it is left, with the reason that routing or fulfilment gives."""
    found = _half_an_hour("vans")
    assert found.plan.unserved
    assert all(line.reason and line.fix for line in found.plan.unserved)


@pytest.mark.parametrize("stage", ["inventory", "fulfilment", "routing", "strategy"])
def test_who_interrupts_gets_a_plan_that_holds(stage: str) -> None:
    """Stopped as soon as a stage is told of: one round is finished, checked, and called cut short."""
    progress = _Stops(stage)
    found = evaluate(tiny(), "mixed", progress=progress)
    assert len(found.rounds) == 1 or stage == "inventory"
    assert found.figures.orders == 6
    assert _holds(tiny(), found)
    if progress.cancelled():
        assert found.status == Status.TIME_LIMIT


def test_a_second_is_time_for_a_plan() -> None:
    """However short the limit, what is returned holds."""
    found = evaluate(tiny(), "mixed", seconds=1.0)
    assert _holds(tiny(), found)


def test_no_time_at_all_gives_a_plan_cut_short() -> None:
    """One round is made and the status says why no more."""
    found = evaluate(tiny(), "mixed", seconds=0.0)
    assert (found.status, len(found.rounds)) == (Status.TIME_LIMIT, 1)
    assert _holds(tiny(), found)


def test_a_plan_that_fails_its_check_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is one whose figures do: the fault is raised by name."""
    fault = (Violation("stock", "site W", "too few"),)
    for name in ("check_plan", "check_figures"):
        with monkeypatch.context() as patch:
            patch.setattr(f"optimizer.strategy.evaluate.{name}", lambda *_: fault)
            with pytest.raises(PlanRejectedError, match="the strategy parcel plan fails its check"):
                evaluate(tiny(), "parcel")
