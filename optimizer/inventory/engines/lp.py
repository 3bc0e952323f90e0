"""LP with PuLP and HiGHS for products that share lane capacity or storage.

How a shared capacity is divided, each step only if the one before has not proven its plan within the gap:

1. relaxation: every product as if it were alone (min-cost flow). Its cost is a lower bound; if the plans fit
   together, they are optimal.
2. in turn: products by shortage cost per kg take their optimum from what the ones before left. A feasible
   plan.
3. the model of :mod:`~optimizer.inventory.engines.model`, a MIP in which shared moves and holdings are whole.
   Its values become each product's share, and a min-cost flow per product within its share makes every
   quantity whole at no more than the model's cost.

The bound is the larger of the relaxation's and HiGHS' own. Where nothing is shared, step 3 alone is done: a
plain LP whose vertices are whole.
"""

import math
from importlib.metadata import version

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.inventory.capacity import lane_units, shared_lanes, shared_storage, storage_units
from optimizer.inventory.check import check
from optimizer.inventory.engines import Capability
from optimizer.inventory.engines.decision import (
    Decision,
    Outcome,
    Stopwatch,
    evaluate,
    from_solution,
    nothing_moved,
    resting,
    result,
)
from optimizer.inventory.engines.flow import solve_product, solve_products
from optimizer.inventory.engines.highs import run
from optimizer.inventory.engines.model import Model, assign, build, columns, read, shares
from optimizer.inventory.engines.network import Limits
from optimizer.inventory.engines.overfull import overfull
from optimizer.inventory.position import on_hand
from optimizer.inventory.problem import Problem
from optimizer.inventory.profit import require_bounded
from optimizer.inventory.solution import Solution

#: A larger model is not built in PuLP: that would take minutes and gigabytes before the search begins.
MAX_COLUMNS = 500_000


class LpEngine:
    """Linear model of all products together; honours every capacity."""

    name = "lp"
    version = f"PuLP {version('pulp')}, HiGHS {version('highspy')}"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Nothing: the model states every constraint of any problem."""
        del problem
        return frozenset()

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Solve to ``params.gap``, or until time is up or the caller cancels.

        ``start`` is an incumbent if it passes the checker. ``iteration_limit`` limits branch-and-bound nodes.
        ``FEASIBLE`` means that a node limit, or a model beyond :data:`MAX_COLUMNS`, left a gap. Storage that
        cannot hold the stock makes it ``INFEASIBLE``.

        Raises
        ------
        InputError
            If buying for ``end_value`` pays without end.
        """
        watch = Stopwatch()
        require_bounded(problem)
        search = _Search(problem, params, progress)
        if start is not None and not check(problem, start):
            search.offer(from_solution(problem, start))
        outcome = search.run()
        return result(problem, outcome, (self.name, self.version), params.seed, watch)


class _Search:
    """Keeps the best decision and the best bound over the steps."""

    def __init__(self, problem: Problem, params: Params, progress: Progress) -> None:
        self.problem = problem
        self.params = params
        self.progress = progress
        self.deadline = Deadline(params.time_limit_s)
        self.best: Decision | None = None
        self.value = math.inf
        self.bound = -math.inf
        self.unplanned: frozenset[int] = frozenset()
        self.nodes = 0

    def run(self) -> Outcome:
        """Relax, take turns, then solve the model; stop as soon as the gap is closed."""
        coupled = bool(shared_lanes(self.problem).any() or shared_storage(self.problem).any())
        possible = self._relax() if coupled else True
        if coupled and possible and not self._closed():
            self._take_turns()
        if possible and not self._closed() and not self._stopped():
            possible = self._solve_model(coupled=coupled)
        if not possible:
            return Outcome(Status.INFEASIBLE, iterations=self.nodes, unserved=overfull(self.problem))
        if self.best is None:
            self._take_turns()
        return Outcome(
            self._status(),
            self.best,
            bound=float(self.bound) if math.isfinite(self.bound) else None,
            iterations=self.nodes,
            unplanned=self.unplanned,
        )

    def offer(self, decision: Decision, unplanned: frozenset[int] = frozenset()) -> None:
        """Keep a feasible decision if it is the cheapest so far."""
        value = evaluate(self.problem, decision)
        if value < self.value:
            self.best, self.value, self.unplanned = decision, value, unplanned

    def _relax(self) -> bool:
        """Step 1; False if even alone a product's stock does not fit."""
        outcome = solve_products(self.problem, self.deadline, self.progress)
        if outcome.decision is not None and outcome.slack is not None:
            self.bound = evaluate(self.problem, outcome.decision) - outcome.slack
            if _fits(self.problem, outcome.decision):
                self.offer(outcome.decision)
        return outcome.status is not Status.INFEASIBLE

    def _take_turns(self) -> None:
        """Step 2; storage is kept free for the stock of the products that are still to come."""
        problem = self.problem
        lane_kg = np.repeat(problem.lanes.capacity_kg[:, None], problem.days, axis=1)
        rest = resting(problem)
        room_l = problem.storage_l[:, None] - np.einsum("p,spd->sd", problem.volume_l, rest)
        done, unplanned = [], set()
        for product in _by_value(problem):
            weight, volume = problem.weight_kg[product], problem.volume_l[product]
            room_l += volume * rest[:, product]
            limits = Limits(lane_units(problem, product, lane_kg), storage_units(problem, product, room_l))
            if self._stopped():
                unplanned.add(product)
                decision, held = nothing_moved(problem, product), rest[:, product]
                if (held > limits.storage).any():
                    return
            else:
                plan = solve_product(problem, product, limits)
                if plan is None:
                    return
                decision, held = plan.decision, plan.held
            room_l -= volume * held
            _, lane, day, units = decision.moves.T
            np.subtract.at(lane_kg, (lane, day), weight * units)
            done.append(decision)
        self.offer(Decision.joined(done), frozenset(unplanned))

    def _solve_model(self, *, coupled: bool) -> bool:
        """Step 3; False if the model has no solution."""
        if columns(self.problem) > MAX_COLUMNS:
            return True
        self.progress.update("inventory", "building the model")
        model = build(self.problem)
        if self.best is not None:
            assign(model, self.best)
        self.progress.update("inventory", "solving the model", best=self.value if self.best else None)
        ended = run(
            model.program,
            self.params,
            self.deadline,
            self.progress,
            warm=self.best is not None,
        )
        self.nodes = ended.nodes
        if ended.bound is not None:
            self.bound = max(self.bound, ended.bound)
        if ended.found:
            self.offer(self._whole(model) if coupled else read(model))
        return not ended.infeasible

    def _whole(self, model: Model) -> Decision:
        """Plan each product within the share of capacity the model gave it."""
        parts = []
        for product in range(len(self.problem.products)):
            plan = solve_product(self.problem, product, shares(model, product))
            if plan is not None:
                parts.append(plan.decision)
        return Decision.joined(parts)

    def _closed(self) -> bool:
        if self.best is None or not math.isfinite(self.bound):
            return False
        return bool(self.value - self.bound <= max(self.params.gap * abs(self.value), 1e-9))

    def _stopped(self) -> bool:
        return self.deadline.expired() or self.progress.cancelled()

    def _status(self) -> Status:
        if self._closed():
            return Status.OPTIMAL
        return Status.TIME_LIMIT if self._stopped() else Status.FEASIBLE


def _by_value(problem: Problem) -> list[int]:
    """Products by shortage cost per kg, dearest first."""
    worth = problem.shortage_cost / np.maximum(problem.weight_kg, 1e-9)
    return [int(product) for product in np.argsort(-worth, kind="stable")]


def _fits(problem: Problem, decision: Decision) -> bool:
    """Whether the decision keeps within lanes and storage that products share."""
    lane_kg = np.zeros((len(problem.lanes.ids), problem.days))
    product, lane, day, units = decision.moves.T
    np.add.at(lane_kg, (lane, day), problem.weight_kg[product] * units)
    held = on_hand(problem, decision.solution(problem))
    litres = np.einsum("p,spd->sd", problem.volume_l, held)
    litres[problem.unlimited] = 0.0
    heavy = lane_kg > problem.lanes.capacity_kg[:, None] * (1 + 1e-9)
    return not (heavy.any() or (litres > problem.storage_l[:, None] * (1 + 1e-9)).any())
