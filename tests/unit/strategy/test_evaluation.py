from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from optimizer.core.progress import SILENT, Deadline
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.fulfilment.check import cost
from optimizer.fulfilment.solution import Assignment, Solution
from optimizer.routing.solution import Solution as RoutedSolution
from optimizer.scenario.settings import Settings
from optimizer.strategy.build.routing import wave_problem
from optimizer.strategy.check import check_plan
from optimizer.strategy.context import Context
from optimizer.strategy.decision import ChosenShipment
from optimizer.strategy.estimates import VanEstimates, first_estimates
from optimizer.strategy.evaluation import Evaluation, Realised
from optimizer.strategy.fleet import Fleet, RoutedWave, delivery
from tests.helpers.strategy import row_of, tiny, tiny_context


def _mixed(seconds: float | None = None) -> tuple[Evaluation, VanEstimates, Realised]:
    """Evaluate mixed up to its first round."""
    run = Evaluation(tiny_context("mixed"), Deadline(seconds), 1, SILENT)
    estimates = first_estimates(run.context, run.candidates)
    return run, estimates, run.realise(*run.decide(estimates, "auto"), {})


def test_a_plan_to_start_from_is_fitted_to_other_estimates() -> None:
    """Its stops take twice as long and it needs more vans than were reserved for it; what is found costs no more."""
    run, estimates, first = _mixed()
    slower = replace(estimates, time_s=estimates.time_s * 2)
    problem, result = run.decide(slower, "auto", first.plan)
    assert result.solution is not None
    assert first.result.solution is not None
    kept = Solution(result.solution.assignments, result.solution.vehicles)
    assert cost(problem, kept) <= cost(problem, first.result.solution) + 1e-6


@pytest.mark.parametrize(("seconds", "searched"), [(600.0, 1), (0.0, 0)])
def test_routes_are_searched_longer_only_while_there_is_time(
    seconds: float, searched: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deadline that has passed leaves the plan as it is."""
    run, _, first = _mixed(seconds)
    assert first.fleet.waves
    calls = []

    def longer(*given: Any) -> Fleet:  # noqa: ANN401
        calls.append(given)
        return first.fleet

    monkeypatch.setattr("optimizer.strategy.evaluation.improved", longer)
    assert run.polish(first).plan == first.plan
    assert len(calls) == searched


def _two_waves() -> Context:
    """Tiny with a second wave, where the lines of an order may go apart; O6 has a second line, of one A."""
    settings = tiny().settings.model_dump()
    settings["waves"]["late"] = {"departs": 18 * 60, "back_by": 19 * 60}
    van = next(option for option in settings["options"] if option["id"] == "van")
    van["waves"] = ({"wave": "day", "order_by": 720}, {"wave": "late", "order_by": 720})
    settings["policies"]["delivery"]["split"] = "order"
    lines = tiny().order_lines
    extra = lines[lines["order_id"] == "O6"].assign(line="2", product_id="A", quantity=1)
    scenario = tiny().replace(
        settings=Settings.model_validate(settings), order_lines=pd.concat([lines, extra], ignore_index=True)
    )
    return Context.of(scenario, "mixed")


def test_an_order_that_loses_one_van_is_served_anew_as_a_whole() -> None:
    """O6 goes by two waves; the late one cannot take it, so it leaves the early one, too, and O5 stays there."""
    context = _two_waves()
    run = Evaluation(context, Deadline(None), 1, SILENT)
    problem, result = run.decide(first_estimates(context, run.candidates), "auto", None)
    early, late = "2026-11-23@day", "2026-11-23@late"
    decided = (
        Assignment("O5", "1", "W", "van", early, 1),
        Assignment("O6", "1", "W", "van", early, 2),
        Assignment("O6", "2", "W", "van", late, 1),
    )
    row = row_of(run.candidates, "O6", "van", departure=late)
    second = int(context.book.line_start[context.book.index["O6"] + 1]) - 1
    asked = (delivery(context, run.candidates, ChosenShipment(row, {second: 1})),)
    left = Unserved("client", asked[0].key, "out-of-time", "too late", "leave earlier")
    routed = Result(
        "routing", Status.INFEASIBLE, "by hand", "1", solution=RoutedSolution(()), unserved=(left,)
    )
    known = {f"W/{late}": RoutedWave(wave_problem(context, f"W/{late}", asked), routed, asked)}
    result = replace(result, solution=Solution(decided), unserved=_unserved("O1", "O2", "O3", "O4"))
    realised = run.realise(problem, result, known)
    plan = realised.plan
    assert [(one.order, one.option) for one in plan.shipments] == [("O5", "van"), ("O6", "parcel")]
    assert [stop.order for stop in plan.stops] == ["O5"]
    assert {line.order for line in plan.unserved} == {"O1", "O2", "O3", "O4"}
    assert check_plan(context.scenario, context.in_use, plan) == ()


def test_orders_served_otherwise_leave_no_proof() -> None:
    """A van leaves a delivery out: objective and status are those of what is kept, without the bound of before."""
    run, estimates, first = _mixed()
    problem, result = run.decide(estimates, "auto")
    assert first.result.bound is not None
    (wave, *others) = first.fleet.waves
    gone = wave.deliveries[0]
    left = Unserved("client", gone.key, "out-of-time", "too late", "leave earlier")
    routes = tuple(one for one in wave.solution.routes if gone.key not in {v.client for v in one.visits})
    routed = replace(wave.result, solution=RoutedSolution(routes), unserved=(left,))
    known = {one.wave.pool: one for one in others} | {wave.wave.pool: replace(wave, result=routed)}
    sure = replace(result, status=Status.OPTIMAL)
    found = run.realise(problem, sure, known).result
    assert found.solution is not None
    assert (found.status, found.bound, found.gap) == (Status.FEASIBLE, None, None)
    assert found.objective == pytest.approx(cost(problem, found.solution))
    assert run.candidates.key(gone.row) not in {
        (one.order, one.source, one.option, one.departure) for one in found.solution.assignments
    }
    cut = replace(result, status=Status.TIME_LIMIT)
    assert run.realise(problem, cut, known).result.status == Status.TIME_LIMIT


def _unserved(*orders: str) -> tuple[Unserved, ...]:
    return tuple(Unserved("order", order, "order-no-stock", "none", "more") for order in orders)
