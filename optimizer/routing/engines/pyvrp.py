"""PyVRP behind the engine interface.

References
----------
.. [1] Wouda, N.A., L. Lan and W. Kool (2024). PyVRP: A High-Performance VRP Solver Package. *INFORMS
   Journal on Computing* 36(4), 943-955. https://doi.org/10.1287/ijoc.2023.0055
"""

import time
import warnings
from importlib.metadata import version

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.engines.bounds import cost_bound
from optimizer.routing.engines.interface import Capability, features
from optimizer.routing.engines.pyvrp_data import feasible_routes, surplus, translate, with_prizes
from optimizer.routing.engines.pyvrp_prices import Prices
from optimizer.routing.problem import Problem
from optimizer.routing.solution import STAGE, Solution

#: Iterations without any limit in the parameters.
DEFAULT_ITERATIONS = 2000

_INFEASIBLE = int(np.iinfo(np.int64).max)
_REPORT_EVERY = 100

_LACKS = frozenset(
    {
        Capability.BREAKS,
        Capability.SHIPMENT_WINDOWS,
        Capability.SHIPMENT_RELEASES,
        Capability.SHIPMENT_BACKHAULS,
        Capability.TRAFFIC,
        Capability.PREFIX,
        Capability.STABILITY,
        Capability.BALANCE,
    }
)


class PyVrpEngine:
    """PyVRP's iterated local search.

    It runs in two steps: first with required clients required; if half of the budget passes without a
    feasible solution, then with each of them optional at a prize that no saving outweighs, from the feasible
    routes of the first step. The second step cannot fail, and serves as many as it can.
    """

    name = "pyvrp"

    @property
    def version(self) -> str:
        """Version of PyVRP."""
        return version("pyvrp")

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Features the problem uses and PyVRP lacks."""
        return features(problem) & _LACKS

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Search; see :class:`~optimizer.routing.engines.interface.Engine`."""
        begun = time.perf_counter()
        translation = translate(problem)
        stop = _Stop(params, progress, begun, surplus(translation.data))
        prize = cost_bound(problem) + 1
        initial = None if start is None else translation.warm_start(translation.data, start)
        prices = Prices(problem, translation)
        best = _search(translation.data, prices, stop, params.seed, initial)
        if not best.is_feasible():
            # second step: required clients optional at the prize, from the feasible routes of the first
            data = with_prizes(translation, prize)
            stop.be_patient(prize, surplus(data))
            best = _search(data, prices, stop, params.seed, feasible_routes(data, best))
        return Result(
            stage=STAGE,
            status=Status.TIME_LIMIT if stop.cut_short else Status.FEASIBLE,
            engine=self.name,
            engine_version=self.version,
            runtime_s=time.perf_counter() - begun,
            seed=params.seed,
            solution=translation.written(problem, best),
            iterations=stop.iterations,
        )


ENGINE = PyVrpEngine()


class _Stop:
    """Stops PyVRP at the iteration or time limit, or when cancelled; counts over both steps.

    Until told to :meth:`be_patient`, it stops at half of each limit if no feasible solution is known. ``begun`` is the
    reading of the clock from which the time limit counts, ``surplus`` by how much PyVRP's costs exceed ours.
    """

    def __init__(self, params: Params, progress: Progress, begun: float, surplus: int = 0) -> None:
        self.iterations = 0
        self.cut_short = False
        self._limit = params.iterations(DEFAULT_ITERATIONS)
        self._time_limit = params.time_limit_s
        self._begun = begun
        self._progress = progress
        self._patient = False
        self._surplus = surplus
        self._complete_below = _INFEASIBLE - surplus

    def be_patient(self, prize: int, surplus: int = 0) -> None:
        """Grant the rest of the limits to a search in which each required client has this prize."""
        self._patient = True
        self._surplus = surplus
        self._complete_below = prize
        self.cut_short = False

    def __call__(self, best_cost: int) -> bool:
        share = 1.0 if self._patient or best_cost != _INFEASIBLE else 0.5
        self.cut_short = self._time_is_up(share) or self._progress.cancelled()
        if self.cut_short or (self._limit is not None and self.iterations >= share * self._limit):
            return True
        if self.iterations % _REPORT_EVERY == 0:
            cost = best_cost - self._surplus
            best = float(cost) if cost < self._complete_below else None
            fraction = self.iterations / self._limit if self._limit else None
            self._progress.update(STAGE, f"iteration {self.iterations}", best, fraction)
        self.iterations += 1
        return False

    def _time_is_up(self, share: float) -> bool:
        if self._time_limit is None:
            return False
        return time.perf_counter() - self._begun >= share * self._time_limit


def _search(
    data: pyvrp.ProblemData, prices: Prices, stop: _Stop, seed: int, initial: pyvrp.Solution | None
) -> pyvrp.Solution:
    penalty = pyvrp.PenaltyParams(max_penalty=prices.largest(data))
    with warnings.catch_warnings():
        # it warns where it finds nothing feasible, which the second step and the status deal with
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = pyvrp.solve(
            data,
            stop,
            seed=seed,
            collect_stats=False,
            params=pyvrp.SolveParams(penalty=penalty),
            initial_solution=initial,
        )
    return result.best
