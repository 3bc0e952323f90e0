"""One strategy through the seven steps."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.attribution import order_costs
from optimizer.strategy.check import check_plan
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.context import Context
from optimizer.strategy.estimates import first_estimates
from optimizer.strategy.evaluation import Evaluation, Realised
from optimizer.strategy.measure import hours_of_served, measure
from optimizer.strategy.outcome import Outcome, Round, StageTrust, least_sure
from optimizer.strategy.plan import Plan
from optimizer.strategy.rounds import search


def evaluate(
    scenario: Scenario,
    strategy: str,
    *,
    seconds: float | None = None,
    threads: int = 1,
    progress: Progress = SILENT,
) -> Outcome:
    """Evaluate one strategy of a scenario.

    Parameters
    ----------
    scenario
        A loaded scenario.
    strategy
        Name of one of its strategies.
    seconds
        Wall-clock limit; None: the scenario's iteration limits decide, and the result is reproducible.
    threads
        Threads the engines may use.
    progress
        Listener; when it is cancelled, the best round so far is returned.

    Raises
    ------
    PlanRejectedError
        If the plan fails the independent checker.
    """
    started = time.monotonic()
    deadline = Deadline(seconds)
    run = Evaluation(Context.of(scenario, strategy), deadline, threads, progress)
    rounds, best, naive = _searched(run, deadline, progress)
    # checking and measuring cut nothing short
    early = progress.cancelled() or deadline.expired()
    _accept(run.context, naive.plan, ())
    costs = order_costs(run.context, best.plan)
    figures = measure(run.context, best.plan, costs)
    _accept(run.context, best.plan, check_figures(run.context.scenario, best.plan, figures))
    stages = _stages(run, best)
    cut = early or any(stage.status == Status.TIME_LIMIT for stage in stages)
    return Outcome(
        strategy=strategy,
        status=Status.TIME_LIMIT if cut else Status.FEASIBLE,
        plan=best.plan,
        figures=figures,
        order_costs=costs,
        hours=hours_of_served(run.context, best.plan),
        naive_total=naive.plan.total,
        stages=stages,
        rounds=rounds,
        runtime_s=time.monotonic() - started,
        expected_shortage_units=run.stock.shortage_units,
    )


def _searched(
    run: Evaluation, deadline: Deadline, progress: Progress
) -> tuple[tuple[Round, ...], Realised, Realised]:
    """Make all rounds; returns them, the best plan and the naive one, the routes of both searched alike."""
    estimates = first_estimates(run.context, run.candidates)
    naive = run.realise(*run.decide(estimates, "greedy"), {})
    most = run.context.settings.solve.rounds

    def told(made: Round, least: int) -> None:
        message = f"{run.context.strategy}: round {made.number}"
        progress.update("strategy", message, least, made.number / most)

    rounds, best = search(run, estimates, lambda: progress.cancelled() or deadline.expired(), told)
    best, naive = run.polish(best), run.polish(naive)
    return rounds, min(best, naive, key=lambda one: one.plan.total), naive


def _stages(run: Evaluation, best: Realised) -> tuple[StageTrust, ...]:
    stages = [StageTrust.of(run.stock.result), StageTrust.of(best.result)]
    routed = [wave.result for wave in best.fleet.waves]
    if routed:
        stages.append(replace(StageTrust.of(_together(routed)), solves=len(routed)))
    return tuple(stages)


def _together(results: Sequence[Result[Any]]) -> Result[Any]:
    """Sum up solves of one stage; as sure as the least sure of them, and bounded if all are."""
    bounds = [one.bound for one in results if one.bound is not None]
    return replace(
        results[0],
        status=least_sure(results),
        engine=", ".join(sorted({one.engine for one in results})),
        objective=sum(one.objective or 0.0 for one in results),
        bound=sum(bounds) if len(bounds) == len(results) else None,
        runtime_s=sum(one.runtime_s for one in results),
    )


def _accept(context: Context, plan: Plan, others: tuple[Violation, ...]) -> None:
    violations = (*check_plan(context.scenario, context.in_use, plan), *others)
    if violations:
        stage = f"strategy {context.strategy}"
        raise PlanRejectedError(stage, violations)
