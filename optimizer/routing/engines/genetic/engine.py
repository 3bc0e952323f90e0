"""Hybrid genetic search behind the engine interface.

References
----------
.. [1] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive diversity
   management for a large class of vehicle routing problems with time-windows. *Computers & Operations Research* 40(1),
   475-489. https://doi.org/10.1016/j.cor.2012.07.018
.. [2] Wouda, N.A., L. Lan and W. Kool (2024). PyVRP: A High-Performance VRP Solver Package. *INFORMS
   Journal on Computing* 36(4), 943-955. https://doi.org/10.1287/ijoc.2023.0055
"""

from dataclasses import replace
from functools import partial
from importlib.metadata import version

import numpy as np
import pyvrp

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.engines.bounds import mean_leg_cost
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.penalties import VARIETY, Penalties
from optimizer.routing.engines.decomposed.watch import Watch
from optimizer.routing.engines.decomposed.whole import Whole
from optimizer.routing.engines.genetic.population import Population
from optimizer.routing.engines.interface import Capability
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.pyvrp import ENGINE as PYVRP
from optimizer.routing.engines.pyvrp_data import Translation
from optimizer.routing.matrix import FloatArray
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution

#: Workers without a time limit, whatever the number of threads that execute them.
WORKERS = 2


class GeneticEngine:
    """Plans that are crossed, and children improved with PyVRP's moves [2]_, some of them late or overloaded [1]_.

    An iteration is one plan.
    """

    name = "genetic"

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
        begin = partial(_begun, problem, params.threads, params.threads if watch.timed else WORKERS)
        whole = Whole(problem, begin, Crew(1, 1, watch), np.random.default_rng(params.seed), start)
        whole.search(1.0)
        return Result(
            stage=STAGE,
            status=Status.TIME_LIMIT if watch.cut_short else Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            runtime_s=watch.elapsed_s(),
            seed=params.seed,
            solution=whole.plan(),
            iterations=watch.iterations,
        )


ENGINE = GeneticEngine()


def _begun(
    problem: Problem,
    threads: int,
    workers: int,
    translation: Translation,
    data: pyvrp.ProblemData,
    largest: float,
    seed: int,
    initial: pyvrp.Solution | None,
) -> Population:
    penalties = Penalties(_first_prices(problem), largest, VARIETY)
    return Population(data, _points(problem, translation), seed, penalties, threads, workers, initial)


def _points(problem: Problem, translation: Translation) -> FloatArray:
    """Coordinates of PyVRP's clients, then of both ends of each shipment."""
    row = {client.id: number for number, client in enumerate(problem.clients, len(problem.depots))}
    ids = [visit.client.id for visit in translation.visits]
    ids += [end for one in translation.shipments for end in (one.pickup, one.delivery)]
    return coordinates(problem)[[row[one] for one in ids]]


def _first_prices(problem: Problem) -> list[float]:
    """Prices at which a mean leg too long, or a mean client too much on board, costs as much as a mean leg."""
    kind = problem.vehicle_types[0]
    leg = max(1.0, mean_leg_cost(problem, kind))
    duration = mean_leg_cost(problem, replace(kind, cost_per_distance=0, cost_per_duration=1))
    distance = mean_leg_cost(problem, replace(kind, cost_per_distance=1, cost_per_duration=0))
    nothing = (0,) * len(problem.measures)
    amounts = [np.maximum(client.delivery or nothing, client.pickup or nothing) for client in problem.clients]
    amounts += [np.array(shipment.amount or nothing) for shipment in problem.shipments]
    loads = np.mean(amounts, axis=0).tolist()
    return [leg / max(1.0, one) for one in (*loads, duration, distance)]
