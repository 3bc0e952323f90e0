"""Our search behind the engine interface.

References
----------
.. [1] Santini, A., M. Schneider, T. Vidal and D. Vigo (2023). Decomposition strategies for vehicle routing
   heuristics. *INFORMS Journal on Computing* 35(3), 543-559. https://doi.org/10.1287/ijoc.2023.1288
"""

from importlib.metadata import version

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.rounds import improved_by_parts, number_of_parts
from optimizer.routing.engines.decomposed.settings import STANDARD, Settings
from optimizer.routing.engines.decomposed.watch import Watch
from optimizer.routing.engines.decomposed.whole import Whole
from optimizer.routing.engines.interface import Capability
from optimizer.routing.engines.pyvrp import ENGINE as PYVRP
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution


class DecomposedEngine:
    """Several searches of the whole problem side by side, then rounds over parts of the best plan [1]_.

    Each worker is an iterated local search of PyVRP's moves.

    Parameters
    ----------
    settings
        How effort is divided.
    """

    name = "decomposed"

    def __init__(self, settings: Settings = STANDARD) -> None:
        self._settings = settings

    @property
    def version(self) -> str:
        """Version of PyVRP, whose local search it uses."""
        return version("pyvrp")

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Name what PyVRP lacks."""
        return PYVRP.missing(problem)

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        watch = Watch(params, progress)
        crew = Crew(params.threads, params.threads if watch.timed else self._settings.workers, watch)
        random = np.random.default_rng(params.seed)
        in_parts = self._worth_parting(problem, crew)
        whole = Whole(problem, self._settings, crew, random, start)
        whole.search(self._settings.whole_share if in_parts else 1.0)
        solution = whole.plan()
        if in_parts:
            solution = improved_by_parts(problem, solution, self._settings, crew, random, whole.prize)
        return Result(
            stage=STAGE,
            status=Status.TIME_LIMIT if watch.cut_short else Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            runtime_s=watch.elapsed_s(),
            seed=params.seed,
            solution=solution,
            iterations=watch.iterations,
        )

    def _worth_parting(self, problem: Problem, crew: Crew) -> bool:
        """Whether the problem is large enough for parts, and the limit for a round of them."""
        clients = len(problem.clients)
        parts = number_of_parts(clients, self._settings, crew.workers)
        if clients < self._settings.least_clients or parts < 2:
            return False
        limit = crew.watch.limit
        return (
            limit is None
            or (1 - self._settings.whole_share) * limit >= parts * self._settings.round_iterations
        )


ENGINE = DecomposedEngine()
