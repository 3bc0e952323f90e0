"""Iterated local search of one problem by one worker.

References
----------
.. [1] Burke, E.K. and Y. Bykov (2017). The late acceptance hill-climbing heuristic. *European Journal of
   Operational Research* 258(1), 70-78. https://doi.org/10.1016/j.ejor.2016.07.012
.. [2] Wouda, N.A., L. Lan and W. Kool (2024). PyVRP: A High-Performance VRP Solver Package. *INFORMS
   Journal on Computing* 36(4), 943-955. https://doi.org/10.1287/ijoc.2023.0055
"""

import pyvrp
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

from optimizer.routing.engines.decomposed.penalties import Penalties
from optimizer.routing.engines.decomposed.settings import Settings
from optimizer.routing.engines.decomposed.watch import Allowance


def local_search(
    data: pyvrp.ProblemData, rng: pyvrp.RandomNumberGenerator, neighbourhood: NeighbourhoodParams
) -> LocalSearch:
    """Return PyVRP's local search [2]_ with every move that suits the data."""
    neighbours = compute_neighbours(data, neighbourhood)
    search = LocalSearch(data, rng, neighbours, PerturbationManager(PerturbationParams()))
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    return search


class Searcher:
    """PyVRP's local search [2]_ with its random numbers, penalties and history; it can go on where it stopped.

    Parameters
    ----------
    data
        The problem.
    seed
        Of its random choices.
    penalties
        Adapted as it runs.
    settings
        Length of the history.
    initial
        Solution to start from, perhaps incomplete; None for a random one.
    """

    def __init__(
        self,
        data: pyvrp.ProblemData,
        seed: int,
        penalties: Penalties,
        settings: Settings,
        initial: pyvrp.Solution | None,
    ) -> None:
        self._penalties = penalties
        self._rng = pyvrp.RandomNumberGenerator(seed)
        self._improve = local_search(data, self._rng, NeighbourhoodParams())
        self.iterations = 0
        self.best = self._current = self._first(data, initial)
        self._history = [self.best] * settings.history

    def run(self, allowance: Allowance) -> None:
        """Search on by late acceptance [1]_: a neighbour is accepted if cheaper than the current or an older one."""
        history = self._history
        while not allowance.spent():
            place = self.iterations % len(history)
            self.iterations += 1
            evaluator = self._penalties.evaluator()
            found = self._improve(self._current, evaluator, exhaustive=False)
            self._penalties.register(found)
            if evaluator.cost(found) < evaluator.cost(self.best):
                found = self._intensified(found, evaluator)
            cost, now = evaluator.penalised_cost(found), evaluator.penalised_cost(self._current)
            late = evaluator.penalised_cost(history[place])
            if cost < late or cost < now:
                self._current, now = found, cost
            if now < late:
                history[place] = self._current

    def _first(self, data: pyvrp.ProblemData, initial: pyvrp.Solution | None) -> pyvrp.Solution:
        """Local optimum from the initial solution, unless that itself is better."""
        drawn = pyvrp.Solution.make_random(data, self._rng) if initial is None else initial
        evaluator = self._penalties.strictest()
        found = self._improve(drawn, evaluator, exhaustive=True)
        return drawn if evaluator.cost(drawn) < evaluator.cost(found) else found

    def _intensified(self, found: pyvrp.Solution, evaluator: pyvrp.CostEvaluator) -> pyvrp.Solution:
        """Note a new best, and the local optimum of all moves from it if that is better still."""
        self.best = found
        better = self._improve(found, evaluator, exhaustive=True)
        if evaluator.cost(better) < evaluator.cost(found):
            self.best = better
        return better
