"""One strategy through the seven steps."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.fulfilment import engines as fulfilment
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution
from optimizer.options.candidates import candidates
from optimizer.options.table import Candidates
from optimizer.scenario.scenario import Scenario
from optimizer.strategy.assemble import assemble
from optimizer.strategy.attribution import order_costs
from optimizer.strategy.build.fulfilment import fulfilment_problem
from optimizer.strategy.check import check_plan
from optimizer.strategy.check.figures import check_figures
from optimizer.strategy.context import Context
from optimizer.strategy.decision import CandidateIndex, ChosenShipment
from optimizer.strategy.estimates import VanEstimates, by_van, first_estimates
from optimizer.strategy.feedback import updated_estimates
from optimizer.strategy.fleet import Fleet, RoutedWave, improved, route_fleet, without_stops
from optimizer.strategy.measure import hours_of_served, measure
from optimizer.strategy.outcome import Outcome, Round, StageTrust
from optimizer.strategy.plan import Plan, UnservedLine
from optimizer.strategy.reassign import without_vehicles
from optimizer.strategy.stock import StockPlan, place_stock

#: Share of the time left that one fulfilment solve, and one round's routing, may take.
_FULFILMENT_SHARE = 0.3
_ROUTING_SHARE = 0.3
#: Gap at which the stock step may stop: its prices are expectations, which are not that sharp.
_STOCK_GAP = 0.01
#: Share of the routing iterations spent in each round; the rest is for the rounds that are kept.
_ROUND_SHARE = 0.25


@dataclass(frozen=True, eq=False)
class _Realised:
    """A fulfilment solution carried through routing and costing."""

    plan: Plan
    fleet: Fleet
    result: Result[Solution]
    chosen: Mapping[int, ChosenShipment]


class Evaluation:
    """The evaluation of one strategy, step by step.

    Parameters
    ----------
    context
        The strategy's view of the scenario.
    deadline
        When it must be done.
    threads
        Threads its engines may use.
    progress
        Listener.
    """

    def __init__(self, context: Context, deadline: Deadline, threads: int, progress: Progress) -> None:
        self.context = context
        self._deadline = deadline
        self._threads = threads
        self._progress = progress
        self.stock: StockPlan = place_stock(
            context,
            self._params(_FULFILMENT_SHARE).replace(
                iteration_limit=context.settings.solve.fulfilment_nodes,
                gap=max(context.settings.solve.fulfilment_gap, _STOCK_GAP),
            ),
            progress,
        )
        self.candidates: Candidates = candidates(
            context.scenario, context.in_use, context.book, context.travel
        )
        self._index = CandidateIndex(context, self.candidates)

    def decide(
        self, estimates: VanEstimates, engine: str, start: Solution | None
    ) -> tuple[Problem, Result[Solution]]:
        """Step 3: sources, options and departures."""
        solve = self.context.settings.solve
        problem = fulfilment_problem(self.context, self.candidates, self.stock.available, estimates)
        params = self._params(_FULFILMENT_SHARE).replace(
            iteration_limit=solve.fulfilment_nodes, gap=solve.fulfilment_gap
        )
        return problem, fulfilment.solve(problem, params, engine=engine, start=start, progress=self._progress)

    def realise(self, problem: Problem, result: Result[Solution], known: dict[str, RoutedWave]) -> _Realised:
        """Carry out steps 4 and 5: routes and costs; what no route could take is served otherwise."""
        if result.solution is None:
            msg = "the fulfilment engine returned no plan"
            raise RuntimeError(msg)
        solve = self.context.settings.solve
        chosen = self._index.chosen(result.solution.assignments)
        params = self._params(_ROUTING_SHARE / 8).replace(
            iteration_limit=math.ceil(solve.routing_iterations * _ROUND_SHARE)
        )
        fleet = route_fleet(self.context, self.candidates, chosen, params, self._progress, known)
        reasons = {one.id: one for one in result.unserved}
        if fleet.dropped:
            fleet = self._whole_orders(chosen, fleet)
            chosen, more = self._reassigned(problem, chosen, fleet)
            reasons |= more
        unserved = self._unserved(chosen, reasons)
        plan = assemble(self.context, self.candidates, self._index, self.stock.moves, chosen, fleet, unserved)
        return _Realised(plan, fleet, result, chosen)

    def polish(self, realised: _Realised) -> _Realised:
        """Search longer for the routes of a round that is kept."""
        if not realised.fleet.waves or self._progress.cancelled():
            return realised
        params = self._params(_ROUTING_SHARE / 8).replace(
            iteration_limit=self.context.settings.solve.routing_iterations
        )
        fleet = improved(self.context, realised.fleet, params, self._progress)
        plan = assemble(
            self.context,
            self.candidates,
            self._index,
            self.stock.moves,
            realised.chosen,
            fleet,
            realised.plan.unserved,
        )
        return replace(realised, plan=plan, fleet=fleet) if plan.total < realised.plan.total else realised

    def feedback(self, realised: _Realised, old: VanEstimates) -> VanEstimates:
        """Step 6: marginal costs of the routes found."""
        return updated_estimates(self.context, self.candidates, realised.fleet, old)

    def _params(self, share: float) -> Params:
        left = self._deadline.remaining_s()
        return Params(
            time_limit_s=None if left is None else max(0.05, left * share),
            seed=self.context.settings.solve.seed,
            threads=self._threads,
        )

    def _whole_orders(self, chosen: dict[int, ChosenShipment], fleet: Fleet) -> Fleet:
        """Take from the routes whatever else they carry of orders that lost a delivery."""
        order_of, on_van = self.candidates.order, by_van(self.candidates)
        while True:
            why = {int(order_of[row]): one for row, one in fleet.dropped.items()}
            others = {
                row: why[int(order_of[row])]
                for row in chosen
                if int(order_of[row]) in why and on_van[row] and row not in fleet.dropped
            }
            if not others:
                return fleet
            fleet = without_stops(fleet, others)

    def _reassigned(
        self, problem: Problem, chosen: dict[int, ChosenShipment], fleet: Fleet
    ) -> tuple[dict[int, ChosenShipment], dict[str, Unserved]]:
        """Serve orders that lost a van otherwise, each anew as a whole; also returns why they lost it."""
        book = self.context.book
        reasons = {book.ids[self.candidates.order[row]]: one for row, one in fleet.dropped.items()}
        orders = {int(self.candidates.order[row]) for row in fleet.dropped}
        kept = {row: one for row, one in chosen.items() if int(self.candidates.order[row]) not in orders}
        rest = without_vehicles(self.context, self.candidates, problem, kept, orders)
        params = self._params(_ROUTING_SHARE).replace(iteration_limit=1)
        result = fulfilment.solve(rest, params, engine="auto", progress=self._progress)
        again = self._index.chosen(result.solution.assignments if result.solution else ())
        return {**kept, **again}, reasons

    def _unserved(
        self, chosen: dict[int, ChosenShipment], reasons: dict[str, Unserved]
    ) -> tuple[UnservedLine, ...]:
        lines, book = self.context.book.lines, self.context.book
        missing = lines.quantity.copy()
        for shipment in chosen.values():
            for line, units in shipment.quantities.items():
                missing[line] -= units
        found = []
        for line in np.flatnonzero(missing).tolist():
            order = book.ids[lines.order[line]]
            reason = self._reason(order, lines.id[line], reasons)
            found.append(
                UnservedLine(
                    order, lines.id[line], int(missing[line]), reason.reason, reason.detail, reason.fix
                )
            )
        return tuple(found)

    def _reason(self, order: str, line: str, reasons: dict[str, Unserved]) -> Unserved:
        known = self.candidates.reasons.get(order)
        if known:
            first = known[0]
            return Unserved("order", order, first.code, first.detail, first.fix)
        return reasons.get(f"{order}/{line}") or reasons[order]


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
    context = Context.of(scenario, strategy)
    run = Evaluation(context, deadline, threads, progress)
    estimates = first_estimates(context, run.candidates)
    naive = run.realise(*run.decide(estimates, "greedy", None), {})
    rounds, best = _rounds(run, estimates, deadline, progress)
    naive, best = run.polish(naive), run.polish(best)
    if naive.plan.total < best.plan.total:
        best = naive
    _accept(context, naive.plan, ())
    costs = order_costs(context, best.plan)
    figures = measure(context, best.plan, costs)
    _accept(context, best.plan, check_figures(context.scenario, best.plan, figures))
    early = progress.cancelled() or deadline.expired()
    return Outcome(
        strategy=strategy,
        status=Status.TIME_LIMIT if early else Status.FEASIBLE,
        plan=best.plan,
        figures=figures,
        order_costs=costs,
        hours=hours_of_served(context, best.plan),
        naive_total=naive.plan.total,
        stages=_stages(run, best),
        rounds=rounds,
        runtime_s=time.monotonic() - started,
        expected_shortage_units=run.stock.shortage_units,
    )


def _rounds(
    run: Evaluation, estimates: VanEstimates, deadline: Deadline, progress: Progress
) -> tuple[tuple[Round, ...], _Realised]:
    """Repeat steps 3 to 6 until the cost changes by less than the tolerance; keep the best round."""
    solve = run.context.settings.solve
    rounds: list[Round] = []
    best: _Realised | None = None
    known: dict[str, RoutedWave] = {}
    start: Solution | None = None
    last = math.inf
    for number in range(1, solve.rounds + 1):
        begun = time.monotonic()
        realised = run.realise(*run.decide(estimates, solve.fulfilment_engine, start), known)
        total = realised.plan.total
        start = realised.result.solution
        known = {wave.wave.pool: wave for wave in realised.fleet.waves}
        if best is None or total < best.plan.total:
            best = realised
        rounds.append(
            Round(
                number=number,
                total=total,
                unserved_orders=len({line.order for line in realised.plan.unserved}),
                routes=len(realised.plan.routes),
                runtime_s=round(time.monotonic() - begun, 3),
            )
        )
        progress.update(
            "strategy", f"{run.context.strategy}: round {number}", best.plan.total, number / solve.rounds
        )
        settled = abs(last - total) < solve.tolerance * total or not realised.fleet.waves
        if settled or progress.cancelled() or deadline.expired():
            break
        last = total
        if number < solve.rounds:
            estimates = run.feedback(realised, estimates)
    if best is None:  # solve.rounds is at least 1
        msg = "no round was made"
        raise RuntimeError(msg)
    return tuple(rounds), best


def _stages(run: Evaluation, best: _Realised) -> tuple[StageTrust, ...]:
    stages = [StageTrust.of(run.stock.result), StageTrust.of(best.result)]
    routed = [wave.result for wave in best.fleet.waves]
    if routed:
        stages.append(replace(StageTrust.of(_together(routed)), solves=len(routed)))
    return tuple(stages)


def _together(results: Sequence[Result[Any]]) -> Result[Any]:
    """Sum up solves of one stage; as sure as the least sure of them, and bounded if all are."""
    doubt = (Status.OPTIMAL, Status.FEASIBLE, Status.TIME_LIMIT, Status.INFEASIBLE, Status.ERROR)
    bounds = [one.bound for one in results if one.bound is not None]
    return replace(
        results[0],
        status=max((one.status for one in results), key=doubt.index),
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
