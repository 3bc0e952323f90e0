"""OR-Tools' routing library behind the engine interface.

References
----------
.. [1] Furnon, V. and L. Perron. OR-Tools Routing Library. https://developers.google.com/optimization/routing
.. [2] Voudouris, C. and E. Tsang (1999). Guided local search and its application to the traveling salesman
   problem. *European Journal of Operational Research* 113(2), 469-499.
   https://doi.org/10.1016/S0377-2217(98)00099-X
"""

import math
import time
from importlib.metadata import version
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.engines.bounds import usable_types
from optimizer.routing.engines.interface import Capability, features
from optimizer.routing.engines.ortools_model import RoutingModel
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution

#: Iterations without any limit in the parameters.
DEFAULT_ITERATIONS = 300

_POLL_EVERY = 1000
_REPORT_EVERY = 10

_LACKS = frozenset({Capability.RELOADS, Capability.BREAKS, Capability.TRAFFIC, Capability.STABILITY})


class OrToolsEngine:
    """OR-Tools' routing library: cheapest insertion, then guided local search.

    An iteration is an accepted neighbour. Guided local search has no random choice, so that the seed does not
    matter. Its search never ends by itself, and on tiny problems it may find no further neighbour to accept:
    neighbours looked at are therefore limited as well, to a multiple of what an iteration takes.
    """

    name = "ortools"

    @property
    def version(self) -> str:
        """Version of OR-Tools."""
        return version("ortools")

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Features the problem uses and OR-Tools lacks."""
        return features(problem) & _LACKS

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        watch = _Watch(params, progress, len(problem.clients))
        solution = _best(problem, watch, start)
        return Result(
            stage=STAGE,
            status=Status.TIME_LIMIT if watch.cut_short else Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            runtime_s=watch.elapsed_s(),
            seed=params.seed,
            solution=Solution(()) if solution is None else solution,
            iterations=watch.iterations,
        )


ENGINE = OrToolsEngine()


class _Watch:
    """Counts iterations and neighbours, and tells when to stop."""

    def __init__(self, params: Params, progress: Progress, clients: int) -> None:
        self.iterations = 0
        self.limit = params.iterations(DEFAULT_ITERATIONS)
        self.cancelled = False
        self._neighbours = 0
        self._most_neighbours = math.inf
        if self.limit is not None:
            self._most_neighbours = (self.limit + 1) * (1000 + 20 * clients**2)
        self._time_limit = params.time_limit_s
        self._progress = progress
        self._begun = time.perf_counter()

    @property
    def cut_short(self) -> bool:
        """Whether time was up or the search was cancelled."""
        return self.cancelled or self.remaining_s() == 0.0

    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._begun

    def remaining_s(self) -> float | None:
        """Seconds left; None without a time limit."""
        return None if self._time_limit is None else max(0.0, self._time_limit - self.elapsed_s())

    def stops(self) -> bool:
        """Whether to stop; called by OR-Tools for every neighbour."""
        self._neighbours += 1
        if self._neighbours % _POLL_EVERY == 0 and self._progress.cancelled():
            self.cancelled = True
        return self.cancelled or self._neighbours > self._most_neighbours

    def accepted(self, cost: int | None) -> None:
        """Count an accepted neighbour; its cost is None if it leaves out a required client."""
        if self.iterations % _REPORT_EVERY == 0:
            fraction = min(self.iterations / self.limit, 1.0) if self.limit else None
            self._progress.update(STAGE, f"iteration {self.iterations}", cost, fraction)
        self.iterations += 1


def _best(problem: Problem, watch: _Watch, start: Solution | None) -> Solution | None:
    """Search; where a route cannot begin as fixed in advance, leave out the first client of what is fixed.

    The others then are the beginning, or those of them with whom it can be driven.
    """
    usable = usable_types(problem)
    idle = [kind for kind in problem.vehicle_types if kind not in usable]
    problem = problem.without({client for kind in idle for client in kind.prefix})
    found = _search(problem, watch, start)
    while found is None and (fixed := [kind.prefix for kind in problem.vehicle_types if kind.prefix]):
        problem = problem.without({prefix[0] for prefix in fixed})
        found = _search(problem, watch, start)
    return found


def _search(problem: Problem, watch: _Watch, start: Solution | None) -> Solution | None:
    """Return what was found; None without any solution, for want of time or as routes cannot begin as fixed."""
    if not problem.clients:
        return None
    model = RoutingModel(problem)
    routing = model.routing
    parameters = _parameters(watch)
    routing.AddSearchMonitor(routing.solver().CustomLimit(watch.stops))
    routing.AddAtSolutionCallback(lambda: watch.accepted(_complete_cost(model)))
    routing.CloseModelWithParameters(parameters)
    if any(model.locks()) and not routing.ApplyLocksToAllVehicles(model.locks(), False):
        return None
    found = None
    if start is not None:
        hint = routing.ReadAssignmentFromRoutes(model.warm_start(start), True)
        if hint is not None:
            found = routing.SolveFromAssignmentWithParameters(hint, parameters)
    if found is None:
        found = routing.SolveWithParameters(parameters)
    return None if found is None else model.written(found)


def _complete_cost(model: RoutingModel) -> int | None:
    cost = int(model.routing.CostVar().Max())
    return cost if cost < model.penalty else None


def _parameters(watch: _Watch) -> Any:  # noqa: ANN401
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    if watch.limit is not None:
        parameters.solution_limit = max(watch.limit, 1)
        # the limit of a sub-search is in seconds only: far off, so that it never decides
        parameters.lns_time_limit.FromSeconds(3600)
    remaining = watch.remaining_s()
    if remaining is not None:
        parameters.time_limit.FromMilliseconds(max(math.ceil(remaining * 1000), 1))
        parameters.lns_time_limit.FromMilliseconds(100)
    return parameters
