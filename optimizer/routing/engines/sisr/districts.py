"""Searches what is too large for a matrix between all places in districts, along other borders each time.

References
----------
.. [1] Santini, A., M. Schneider, T. Vidal and D. Vigo (2023). Decomposition strategies for vehicle routing
   heuristics. *INFORMS Journal on Computing* 35(3), 543-559. https://doi.org/10.1287/ijoc.2023.1288
"""

import time
from dataclasses import dataclass

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import Progress, Within
from optimizer.routing.check import cost, required_left_out
from optimizer.routing.engines.parts import Part, Terrain, districts, merged, split
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.sisr.budget import DEFAULT_ITERATIONS
from optimizer.routing.engines.sisr.whole import Found, search_whole
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution
from optimizer.routing.warm import carried_over

#: Most clients of a problem whose matrix is written out if its entries are computed when looked at.
LARGEST_WHOLE = 10_000
#: Clients of a district at most, on average: routes are not cut, so that one may have a route or two more.
DISTRICT = 5_000


@dataclass(frozen=True)
class Pass:
    """One search of all districts.

    Parameters
    ----------
    share
        Of the limits.
    first_temperature
        As for a search of the whole; None for its own.
    """

    share: float
    first_temperature: float | None


#: Passes over the districts: a full annealing, then from its plan along other borders.
PASSES = (Pass(0.6, None), Pass(0.4, 0.3))


def needs_districts(problem: Problem) -> bool:
    """Whether a problem is too large for its matrix, and can be parted.

    Where the longest route has a price or vehicles are bound to clients, parts would not add up.
    """
    computed = any(problem.matrices[kind.profile].computed for kind in problem.vehicle_types)
    bound = problem.longest_route_cost or any(kind.prefix for kind in problem.vehicle_types)
    return computed and len(problem.clients) > LARGEST_WHOLE and not bound


def search_districts(
    problem: Problem, params: Params, start: Solution | None, progress: Progress, begun: float
) -> Found:
    """Search a problem district by district [1]_, each on all threads.

    Parameters
    ----------
    problem, params, start, progress, begun
        As for :func:`~optimizer.routing.engines.sisr.whole.search_whole`.
    """
    terrain = Terrain.of(problem, coordinates(problem))
    search = _Search(terrain, params, progress, begun)
    nothing = carried_over(problem, Solution(()))
    plan = nothing if start is None else carried_over(problem, start)
    plan = plan if terrain.serves_most(plan) else nothing
    for one in PASSES:
        plan = search.passed(plan, one)
    return Found(plan, search.iterations, search.cut_short)


class _Search:
    def __init__(self, terrain: Terrain, params: Params, progress: Progress, begun: float) -> None:
        self._terrain = terrain
        self._params = params
        self._limit = params.iterations(DEFAULT_ITERATIONS)
        self._progress = progress
        self._begun = begun
        self._random = np.random.default_rng(params.seed)
        self._used = 0.0
        self.iterations = 0
        self.cut_short = False

    def passed(self, plan: Solution, one: Pass) -> Solution:
        """Search all districts once, from what each has of a plan; return their plans as one, or the plan if better."""
        problem, cut = self._terrain.problem, self._cut(plan)
        each = one.share / len(cut)
        whole = merged([self._searched(part, one.first_temperature, self._used + each) for part in cut])
        best = min(whole, plan, key=lambda found: (required_left_out(problem, found), cost(problem, found)))
        told = None if required_left_out(problem, best) else float(cost(problem, best))
        self._progress.update(STAGE, f"iteration {self.iterations}", told, self._used)
        return best

    def _cut(self, plan: Solution) -> list[Part]:
        """Cut a plan into districts; where few routes have most unserved clients near them, regardless of the plan."""
        count = -(-len(self._terrain.problem.clients) // DISTRICT)
        cut = split(self._terrain, plan, count, self._random) if plan.routes else []
        if cut and max(len(part.problem.clients) for part in cut) <= LARGEST_WHOLE:
            return cut
        return districts(self._terrain, count, self._random)

    def _searched(self, part: Part, first_temperature: float | None, end: float) -> Solution:
        """Search a district until a share of the limits is used."""
        begun = time.perf_counter()
        seconds, limit = self._params.time_limit_s, self._limit
        if seconds is not None:
            seconds = max(0.0, seconds * end - (begun - self._begun))
        if limit is not None:
            limit = max(0, round(limit * end) - self.iterations)
        params = self._params.replace(
            time_limit_s=seconds, iteration_limit=limit, seed=int(self._random.integers(2**32))
        )
        found = search_whole(
            part.problem,
            params,
            part.plan if part.plan.routes else None,
            _District(self._progress, self._used, end - self._used),
            begun,
            first_temperature if part.plan.routes else None,
        )
        self.iterations += found.iterations
        self.cut_short |= found.cut_short
        self._used = end
        return found.plan


class _District(Within):
    """Listener of the search of a district, whose costs are not those of the whole."""

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Pass on all but the cost."""
        super().update(stage, message, None, fraction)
