"""Steps 2 to 6 of a strategy's evaluation, and the engines' limits in each."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import Deadline, Progress
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.fulfilment import engines as fulfilment
from optimizer.fulfilment.check import cost
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.refit import refitted
from optimizer.fulfilment.solution import Assignment, Solution
from optimizer.options.candidates import candidates
from optimizer.options.table import Candidates
from optimizer.strategy.assemble import assemble
from optimizer.strategy.build.fulfilment import fulfilment_problem
from optimizer.strategy.context import Context
from optimizer.strategy.decision import CandidateIndex, ChosenShipment
from optimizer.strategy.estimates import VanEstimates, by_van
from optimizer.strategy.feedback import updated_estimates
from optimizer.strategy.fleet import Fleet, RoutedWave, improved, route_fleet, without_stops
from optimizer.strategy.outcome import least_sure
from optimizer.strategy.plan import Plan, UnservedLine
from optimizer.strategy.reassign import without_vehicles
from optimizer.strategy.stock import StockPlan, place_stock

#: Share of the time left that one fulfilment solve, and one round's routing, may take.
_FULFILMENT_SHARE = 0.3
_ROUTING_SHARE = 0.3
#: The routing share is divided among the pools to route, or among so many where there are fewer.
_FEW_POOLS = 8
#: Gap at which the stock step may stop: its prices are expectations, which are not that sharp.
_STOCK_GAP = 0.01
#: Share of the routing iterations spent in each round; the rest is for the rounds that are kept.
_ROUND_SHARE = 0.25


@dataclass(frozen=True, eq=False)
class Realised:
    """A fulfilment solution carried through routing and costing; ``chosen`` are its shipments by candidate row."""

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
        self._on_van = by_van(self.candidates)

    def decide(
        self, estimates: VanEstimates, engine: str, start: Plan | None = None
    ) -> tuple[Problem, Result[Solution]]:
        """Step 3: sources, options and departures, searched from ``start`` with its vehicles found anew."""
        solve = self.context.settings.solve
        problem = fulfilment_problem(self.context, self.candidates, self.stock.available, estimates)
        params = self._params(_FULFILMENT_SHARE).replace(
            iteration_limit=solve.fulfilment_nodes, gap=solve.fulfilment_gap
        )
        # at other estimates the same orders may need other vehicles
        known = None if start is None else refitted(problem, _decided(start))
        return problem, fulfilment.solve(problem, params, engine=engine, start=known, progress=self._progress)

    def realise(
        self, problem: Problem, result: Result[Solution], known: Mapping[str, RoutedWave]
    ) -> Realised:
        """Carry out steps 4 and 5: routes and costs; what no route could take is served otherwise."""
        if result.solution is None:
            msg = "the fulfilment engine returned no plan"
            raise RuntimeError(msg)
        solve = self.context.settings.solve
        chosen = self._index.chosen(result.solution.assignments)
        pools = len(set(self.candidates.pool[[row for row in chosen if self._on_van[row]]].tolist()))
        params = self._params(_ROUTING_SHARE / max(pools, _FEW_POOLS)).replace(
            iteration_limit=math.ceil(solve.routing_iterations * _ROUND_SHARE)
        )
        fleet = route_fleet(self.context, self.candidates, chosen, params, self._progress, known)
        reasons = {one.id: one for one in result.unserved}
        lost = bool(fleet.dropped)
        if lost:
            fleet = self._whole_orders(chosen, fleet)
            again = self._reassigned(problem, chosen, fleet)
            chosen |= self._index.chosen(again.solution.assignments if again.solution else ())
            reasons |= {
                self.context.book.ids[self.candidates.order[row]]: one for row, one in fleet.dropped.items()
            }
            result = replace(result, status=least_sure((result, again)))
        unserved = self._unserved(chosen, reasons)
        plan = assemble(self.context, self.candidates, self._index, self.stock.moves, chosen, fleet, unserved)
        return Realised(plan, fleet, _kept(problem, result, plan) if lost else result, chosen)

    def polish(self, realised: Realised) -> Realised:
        """Search longer for the routes of a plan that is kept, if there is time."""
        if not realised.fleet.waves or self._progress.cancelled() or self._deadline.expired():
            return realised
        params = self._params(_ROUTING_SHARE / max(len(realised.fleet.waves), _FEW_POOLS)).replace(
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

    def feedback(self, realised: Realised, old: VanEstimates, step: float) -> VanEstimates:
        """Step 6: a step towards the marginal costs of the routes found."""
        return updated_estimates(self.context, self.candidates, realised.fleet, old, step)

    def _params(self, share: float) -> Params:
        left = self._deadline.remaining_s()
        return Params(
            time_limit_s=None if left is None else max(0.05, left * share),
            seed=self.context.settings.solve.seed,
            threads=self._threads,
        )

    def _whole_orders(self, chosen: dict[int, ChosenShipment], fleet: Fleet) -> Fleet:
        """Take from the routes whatever else they carry of orders that lost a delivery."""
        order_of, on_van = self.candidates.order, self._on_van
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
    ) -> Result[Solution]:
        """Serve orders that lost a van otherwise, each anew as a whole; they are taken out of ``chosen``."""
        orders = {int(self.candidates.order[row]) for row in fleet.dropped}
        for row in [row for row in chosen if int(self.candidates.order[row]) in orders]:
            del chosen[row]
        rest = without_vehicles(self.context, self.candidates, problem, chosen, orders)
        params = self._params(_ROUTING_SHARE).replace(iteration_limit=1)
        return fulfilment.solve(rest, params, engine="auto", progress=self._progress)

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


def _kept(problem: Problem, result: Result[Solution], plan: Plan) -> Result[Solution]:
    """Say what is left of a result some of whose orders are served otherwise: neither optimal nor bounded."""
    vehicles = result.solution.vehicles if result.solution else ()
    solution = refitted(problem, replace(_decided(plan), vehicles=vehicles))
    status = Status.FEASIBLE if result.status is Status.OPTIMAL else result.status
    return replace(result, status=status, solution=solution, objective=cost(problem, solution), bound=None)


def _decided(plan: Plan) -> Solution:
    """Write a plan's shipments as decisions; vehicles are left to be found."""
    return Solution(
        tuple(
            Assignment(one.order, one.line, one.source, one.option, one.departure, one.quantity)
            for one in plan.lines
        )
    )
