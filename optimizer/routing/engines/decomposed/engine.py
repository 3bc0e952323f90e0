"""Search with PyVRP's moves on all cores and in parts, behind the engine interface.

``auto`` asks it first for small problems and under an iteration limit, where it is ready sooner than ``sisr``
(:mod:`optimizer.routing.engines.registry`).

References
----------
.. [1] Santini, A., M. Schneider, T. Vidal and D. Vigo (2023). Decomposition strategies for vehicle routing
   heuristics. *INFORMS Journal on Computing* 35(3), 543-559. https://doi.org/10.1287/ijoc.2023.1288
"""

from functools import partial
from importlib.metadata import version

import numpy as np
import pyvrp

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.check import required_left_out
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.ils import Searcher
from optimizer.routing.engines.decomposed.penalties import Penalties
from optimizer.routing.engines.decomposed.rounds import Rounds, number_of_parts, rank
from optimizer.routing.engines.decomposed.settings import STANDARD, Settings
from optimizer.routing.engines.decomposed.watch import Watch
from optimizer.routing.engines.decomposed.whole import Whole
from optimizer.routing.engines.interface import Capability
from optimizer.routing.engines.pyvrp import ENGINE as PYVRP
from optimizer.routing.engines.pyvrp_data import Translation
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
        """PyVRP, whose local search it uses, and its version."""
        return f"pyvrp {version('pyvrp')}"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Name what PyVRP lacks."""
        return PYVRP.missing(problem)

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        watch = Watch(params, progress)
        crew = Crew(params.threads, self._workers(params, watch), watch)
        random = np.random.default_rng(params.seed)
        solution = self._planned(problem, crew, random, start)
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

    def _workers(self, params: Params, watch: Watch) -> int:
        """Return as many as threads under a time limit; else a number that depends on the limit alone."""
        if watch.limit is None or watch.timed:
            return params.threads
        return min(self._settings.workers, 1 + watch.limit // self._settings.round_iterations)

    def _planned(
        self, problem: Problem, crew: Crew, random: np.random.Generator, start: Solution | None
    ) -> Solution:
        settings, clients = self._settings, len(problem.clients)
        begin = partial(searcher, settings)
        rounds = Rounds(problem, settings, crew, random)
        plan = None
        if clients > settings.districts_from:
            start = rounds.first_plan(start)
            if clients > settings.largest_whole or not required_left_out(problem, start):
                plan = start
        if plan is None:
            share = settings.whole_share * min(1.0, settings.part_clients / max(clients, 1))
            if not self._worth_parting(clients, crew, share):
                return _searched(Whole(problem, begin, crew, random, start), 1.0)
            plan = _searched(Whole(problem, begin, crew, random, start), share)
        plan = rounds.improved(plan)
        if crew.watch.over:
            return plan
        last = _searched(Whole(problem, begin, crew, random, plan), 1.0)
        return min(plan, last, key=partial(rank, problem))

    def _worth_parting(self, clients: int, crew: Crew, share: float) -> bool:
        """Whether the problem is large enough for parts, and the limit for a round of them."""
        settings = self._settings
        parts = number_of_parts(clients, settings.part_clients, crew.workers, settings.least_part)
        if clients < settings.least_clients or parts < 2:
            return False
        left = crew.watch.iterations_to(1 - share)
        return left is None or left >= parts * settings.round_iterations


def searcher(
    settings: Settings,
    translation: Translation,
    data: pyvrp.ProblemData,
    largest: float,
    seed: int,
    initial: pyvrp.Solution | None,
) -> Searcher:
    """Return an iterated local search with such settings (:data:`.decomposed.whole.Begin`)."""
    del translation
    return Searcher(data, seed, Penalties.high(data.num_load_dimensions, largest), settings, initial)


ENGINE = DecomposedEngine()


def _searched(whole: Whole, share: float) -> Solution:
    whole.search(share)
    return whole.plan()
