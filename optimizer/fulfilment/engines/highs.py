"""The exact engine: a relaxation that bounds the whole problem, neighbourhoods, and branch and bound."""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.engines.candidates import Candidates, candidates
from optimizer.fulfilment.engines.filling import filled
from optimizer.fulfilment.engines.greedy import build
from optimizer.fulfilment.engines.mip import Outcome, improve
from optimizer.fulfilment.engines.relaxation import Relaxation, relax
from optimizer.fulfilment.engines.rounding import improved, rounded
from optimizer.fulfilment.engines.search import Search
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.engines.translate import adopt, write
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution

#: Up to this many columns the integer model is solved at once, without neighbourhoods before it.
_SMALL = 2_000

#: Beyond this many columns left after fixing, branch and bound would hardly leave its root.
_LARGE = 4_000

#: The same where openings cost something: their rows make the root far slower.
_LARGE_OPENED = 500

#: Part of the time left after the relaxation that neighbourhoods get, where branch and bound follows.
_SHARE = 0.5


class HighsEngine:
    """Bound, incumbent, and the gap between them, by HiGHS.

    1. The greedy plan, or ``start`` if that is better, is the first incumbent.
    2. The linear relaxation over all shipments, by column generation, gives a lower bound and reduced costs.
    3. Rounding and neighbourhood search improve the incumbent.
    4. What cannot be part of any plan better than the incumbent is fixed to zero by its reduced cost; if few
       enough columns remain, branch and bound over them proves the rest.
    5. What is unserved and fits at a gain is served.
    """

    name = "highs"

    @property
    def version(self) -> str:
        """Version of HiGHS."""
        return str(highspy.Highs().version())

    def missing(self, problem: Problem) -> frozenset[str]:
        """Return the capabilities that ``problem`` asks for and this engine lacks: none."""
        del problem
        return frozenset()

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Return the best plan found, and a lower bound of the full problem.

        Parameters
        ----------
        problem
            What to decide.
        params
            ``iteration_limit`` counts neighbourhoods and branch-and-bound nodes together. Without any limit
            the engine ends at ``gap``, or when neighbourhoods no longer gain and too many columns remain.
        start
            A plan to begin from; ignored if it breaks a rule.
        progress
            Listener; may ask to stop.
        """
        begin = time.monotonic()
        control = Control(params, Deadline(params.time_limit_s), progress)
        first = _first(problem, start)
        cand = candidates(problem)
        relaxation = relax(cand, control)
        plan = min(first, _rounded(problem, cand, relaxation, control, first), key=lambda each: each.cost)
        search = Search(cand, control, relaxation, adopt(problem, cand, plan.solution))
        outcome = _search(cand, control, relaxation, search)
        plan = min(plan, _costed(problem, write(problem, cand, search.best)), key=lambda each: each.cost)
        plan = _costed(problem, filled(problem, plan.solution, control))
        objective = plan.cost
        bound = relaxation.bound
        if outcome is not None:
            bound = max(bound, min(objective, outcome.bound))
        bound = min(bound, objective)
        nodes = outcome.nodes if outcome is not None else 0
        return Result(
            stage="fulfilment",
            status=_status(control, objective, bound),
            engine=self.name,
            engine_version=self.version,
            objective=objective,
            bound=bound,
            runtime_s=time.monotonic() - begin,
            seed=params.seed,
            solution=plan.solution,
            iterations=search.rounds + nodes,
        )


@dataclass(frozen=True)
class _Plan:
    """A plan, its cost, and whether the caller gave it."""

    solution: Solution
    cost: float
    given: bool = False


def _costed(problem: Problem, solution: Solution) -> _Plan:
    """Cost a plan."""
    return _Plan(solution, cost(problem, solution))


def _first(problem: Problem, start: Solution | None) -> _Plan:
    """Return the greedy plan, or ``start`` if it keeps every rule and costs less."""
    greedy = _costed(problem, build(problem))
    if start is not None and not check(problem, start):
        given = _Plan(start, cost(problem, start), given=True)
        return min(given, greedy, key=lambda plan: plan.cost)
    return greedy


def _rounded(
    problem: Problem, cand: Candidates, relaxation: Relaxation, control: Control, first: _Plan
) -> _Plan:
    """Return the better of the relaxation rounded and the caller's plan improved, if there is time."""
    if cand.blocks == 0 or relaxation.rounds == 0 or control.stop():
        return first
    best = _costed(problem, rounded(problem, cand, relaxation, control))
    if first.given and not control.stop():
        better = _costed(problem, improved(problem, cand, relaxation, control, first.solution))
        best = min(best, better, key=lambda plan: plan.cost)
    control.progress.update("fulfilment", "rounding", best=best.cost)
    return best


def _search(cand: Candidates, control: Control, relaxation: Relaxation, search: Search) -> Outcome | None:
    """Run neighbourhoods, then branch and bound on what reduced costs leave; None if that is too much."""
    limit = control.params.iteration_limit
    if cand.blocks == 0:
        return None
    size = cand.blocks + len(cand.part_cost)
    large = _LARGE_OPENED if (cand.resources.van_pool < 0).any() else _LARGE
    if size > min(_SMALL, large):
        search.run(limit, _SHARE if size <= large else 1.0)
    # the slack keeps the incumbent itself, whose reduced costs add up to the ceiling but for rounding
    ceiling = search.cost + 1e-9 * abs(search.cost)
    blocks = relaxation.priced.block_least <= ceiling
    parts = np.flatnonzero((relaxation.priced.part_least <= ceiling) & blocks[cand.part_block])
    spent = limit is not None and search.rounds >= limit
    if int(blocks.sum()) + len(parts) > large or spent or control.stop() or search.closed():
        return None
    nodes = None if limit is None else limit - search.rounds
    outcome = improve(
        cand, control, np.flatnonzero(blocks), parts, search.best, nodes, 0.5 * control.params.gap
    )
    search.accept(outcome.choice)
    return outcome


def _status(control: Control, objective: float, bound: float) -> Status:
    """Return how the solve ended."""
    if objective - bound <= max(control.params.gap, 1e-7) * max(abs(objective), 1e-9):
        return Status.OPTIMAL
    return Status.TIME_LIMIT if control.stop() else Status.FEASIBLE
