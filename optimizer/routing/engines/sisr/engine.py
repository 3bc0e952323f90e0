"""Slack induction by string removals behind the engine interface.

References
----------
.. [1] Christiaens, J. and G. Vanden Berghe (2020). Slack induction by string removals for vehicle routing problems.
   *Transportation Science* 54(2), 417-433. https://doi.org/10.1287/trsc.2019.0914
"""

import time
from importlib.metadata import version

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.engines.bounds import cost_bound
from optimizer.routing.engines.interface import Capability
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.budget import Budget
from optimizer.routing.engines.sisr.chains import first_chain, tours_of
from optimizer.routing.engines.sisr.compiled import is_compiled
from optimizer.routing.engines.sisr.data import Data, translate
from optimizer.routing.engines.sisr.search import Search
from optimizer.routing.engines.sisr.team import Team
from optimizer.routing.engines.sisr.warm import first_tours
from optimizer.routing.problem import Client, Depot, Matrix, Problem, VehicleType
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import STAGE, LoadAt, Solution, Stop


class SisrEngine:
    """Simulated annealing over ruin and recreate [1]_, for problems with any features.

    Required clients that find no place stay out of the plan until one is found, those that were out most often
    first, so that the search has a plan at all times.
    """

    name = "sisr"

    @property
    def version(self) -> str:
        """Version of the compiler of its kernels."""
        return f"numba {version('numba')}"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Return nothing: every feature is known."""
        del problem
        return frozenset()

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        if not is_compiled(anneal):
            progress.update(STAGE, "compiling once on this machine, which takes about a minute")
            _compile()
        begun = time.perf_counter()
        cost_bound(problem)  # raises where sums of costs would overflow
        data = translate(problem)
        first = first_chain(data, first_tours(problem, start), params.seed)
        budget = Budget(params, progress, begun)
        best = Search(data, first, params, _team(problem, data, params.seed)).run(budget, progress)
        return Result(
            stage=STAGE,
            status=Status.TIME_LIMIT if budget.cut_short else Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            runtime_s=time.perf_counter() - begun,
            seed=params.seed,
            solution=_written(problem, best),
            iterations=budget.iterations,
        )


ENGINE = SisrEngine()

#: Problems of so many clients are searched by chains as a team.
TEAM_FROM = 400


def _team(problem: Problem, data: Data, seed: int) -> Team | None:
    """Return how to divide plans, unless they are small, or the longest of all routes has a price."""
    if len(problem.clients) < TEAM_FROM or problem.longest_route_cost:
        return None
    return Team(data, coordinates(problem), np.random.default_rng(seed))


def _compile() -> None:
    """Compile every kernel before the clock starts."""
    ways = np.array([[0, 1], [1, 0]])
    van = VehicleType("van", 1, (1,), "depot")
    tiny = Problem((Depot("depot", 0),), (Client("client", 1),), (van,), {"default": Matrix(ways, ways)})
    data = translate(tiny)
    anneal(data, first_chain(data, [(0, (1,))], 0), 1, 0.0, False)


def _written(problem: Problem, chain: Chain) -> Solution:
    """Return the best plan of a chain in the planner's ids, timed."""
    depots = len(problem.depots)
    tours: list[tuple[str, list[Stop]]] = []
    for kind, nodes in tours_of(chain.best):
        stops: list[Stop] = [
            LoadAt(problem.depots[node].id) if node < depots else problem.clients[node - depots].id
            for node in nodes
        ]
        tours.append((problem.vehicle_types[kind].id, stops))
    return timed_solution(problem, tours)
