"""Two different searches side by side, then one of them from the better plan.

References
----------
.. [1] Gomes, C.P. and B. Selman (2001). Algorithm portfolios. *Artificial Intelligence* 126(1-2), 43-62.
   https://doi.org/10.1016/S0004-3702(00)00081-3
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress, Unheard, Within
from optimizer.core.result import Result
from optimizer.routing.check import cost, required_left_out
from optimizer.routing.engines.interface import Capability
from optimizer.routing.engines.pyvrp import ENGINE as PYVRP
from optimizer.routing.engines.sisr.engine import ENGINE as SISR
from optimizer.routing.problem import Problem
from optimizer.routing.solution import Solution

#: Share of the limits in which both search side by side.
SIDE_BY_SIDE = 0.5


class PortfolioEngine:
    """``sisr`` and ``pyvrp`` side by side [1]_, then ``sisr`` from the better plan on all threads.

    Annealing over ruin and recreate keeps to plans that hold; PyVRP's local search goes through plans that are late
    or overloaded, at a price. Sometimes one of them is far ahead, sometimes the other; the last search begins at a low
    temperature, so that it keeps what either found.
    With one thread and a time limit ``sisr`` is alone at first; without a time limit both search whatever the number of
    threads, one after the other where there is one, so that the plan is the same. An iteration is one of each search
    that has any left.
    """

    name = "portfolio"

    @property
    def version(self) -> str:
        """Versions of what it consists of."""
        return f"{SISR.version}, pyvrp {PYVRP.version}"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Name what any of them lacks."""
        return SISR.missing(problem) | PYVRP.missing(problem)

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        SISR.prepare(progress)
        begun = time.perf_counter()
        found = _side_by_side(
            problem, _part(params, SIDE_BY_SIDE), start, Within(progress, 0.0, SIDE_BY_SIDE)
        )
        best = min(found, key=lambda one: _rank(problem, one))
        iterations = max(one.iterations for one in found)
        if not progress.cancelled():
            rest = _part(params, 1.0 - SIDE_BY_SIDE)
            if params.time_limit_s is not None:
                rest = rest.replace(
                    time_limit_s=max(0.0, params.time_limit_s - (time.perf_counter() - begun))
                )
            listener = Within(progress, SIDE_BY_SIDE, 1.0 - SIDE_BY_SIDE)
            last = SISR.solve(problem, rest, best.solution, listener)
            iterations += last.iterations
            best = replace(min(last, best, key=lambda one: _rank(problem, one)), status=last.status)
        return replace(
            best,
            engine=self.name,
            engine_version=self.version,
            runtime_s=time.perf_counter() - begun,
            seed=params.seed,
            iterations=iterations,
        )


def _side_by_side(
    problem: Problem, params: Params, start: Solution | None, progress: Progress
) -> list[Result[Solution]]:
    """Return the results of both searches, or of one if time is limited and there is one thread."""
    own = params.replace(threads=max(1, params.threads - 1))
    first = partial(SISR.solve, problem, own, start, progress)
    second = partial(PYVRP.solve, problem, params.replace(threads=1), start, Unheard(progress))
    if params.threads == 1:
        return [first()] if params.time_limit_s is not None else [first(), second()]
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(second)
        return [first(), other.result()]


def _part(params: Params, share: float) -> Params:
    """Return a share of the limits."""
    iterations, seconds = params.iteration_limit, params.time_limit_s
    return params.replace(
        iteration_limit=None if iterations is None else int(iterations * share),
        time_limit_s=None if seconds is None else seconds * share,
    )


def _rank(problem: Problem, result: Result[Solution]) -> tuple[int, int]:
    """Return what makes a plan worse: required clients left out first, then cost."""
    if result.solution is None:
        return len(problem.clients) + 1, 0
    return required_left_out(problem, result.solution), cost(problem, result.solution)


ENGINE = PortfolioEngine()
