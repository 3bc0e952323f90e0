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
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.chains import first_chain
from optimizer.routing.engines.sisr.compiled import is_compiled
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.districts import needs_districts, search_districts
from optimizer.routing.engines.sisr.whole import search_whole
from optimizer.routing.problem import Client, Depot, Matrix, Problem, VehicleType
from optimizer.routing.solution import STAGE, Solution


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

    def prepare(self, progress: Progress = SILENT) -> None:
        """Compile once on this machine, so that it takes nothing of a time limit."""
        if not is_compiled(anneal):
            progress.update(STAGE, "compiling once on this machine, which takes about a minute")
            _compile()

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        self.prepare(progress)
        begun = time.perf_counter()
        cost_bound(problem)  # raises where sums of costs would overflow
        search = search_districts if needs_districts(problem) else search_whole
        found = search(problem, params, start, progress, begun)
        return Result(
            stage=STAGE,
            status=Status.TIME_LIMIT if found.cut_short else Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            runtime_s=time.perf_counter() - begun,
            seed=params.seed,
            solution=found.plan,
            iterations=found.iterations,
        )


ENGINE = SisrEngine()


def _compile() -> None:
    """Compile every kernel before the clock starts."""
    ways = np.array([[0, 1], [1, 0]])
    van = VehicleType("van", 1, (1,), "depot")
    tiny = Problem((Depot("depot", 0),), (Client("client", 1),), (van,), {"default": Matrix(ways, ways)})
    data = translate(tiny)
    anneal(data, first_chain(data, [(0, (1,))], 0), 1, 0.0, False)
