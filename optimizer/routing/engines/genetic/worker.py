"""Makes plans: random ones, and children of two."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyvrp
from pyvrp.search import NeighbourhoodParams

from optimizer.routing.engines.decomposed.ils import local_search
from optimizer.routing.engines.genetic.crossover import Crossover
from optimizer.routing.engines.genetic.member import Member, Registrar
from optimizer.routing.matrix import FloatArray

#: Clients next to which a move may bring one.
NEIGHBOURS = 40
#: Share of plans in excess that are improved once more, at higher prices.
REPAIRED = 0.5


@dataclass(frozen=True)
class Parents:
    """Plans to draw parents from.

    Parameters
    ----------
    members
        The plans, two at least.
    ranks
        Rank of each, less being better, shape (members,).
    """

    members: list[Member]
    ranks: FloatArray


class Worker:
    """Improves plans with PyVRP's local search and random numbers of its own.

    Parameters
    ----------
    data
        The problem.
    registrar
        Describes what is found.
    seed
        Of its random choices.
    """

    def __init__(self, data: pyvrp.ProblemData, registrar: Registrar, seed: int) -> None:
        self._data = data
        self._registrar = registrar
        self._crossover = Crossover(data)
        self._random = np.random.default_rng(seed)
        self._rng = pyvrp.RandomNumberGenerator(seed)
        self._search = local_search(data, self._rng, NeighbourhoodParams(num_neighbours=NEIGHBOURS))

    def lot(
        self, count: int, parents: Parents | None, prices: Sequence[FloatArray], ended: Callable[[], bool]
    ) -> list[list[Member]]:
        """Make some plans.

        Parameters
        ----------
        count
            How many.
        parents
            Whose children they are, each parent being the better of two drawn; None for random plans.
        prices
            Of excess, each of shape (measures + 2,): those of now, then higher ones.
        ended
            Asked before each, so that fewer are made when time is over.

        Returns
        -------
        list
            For each plan what became of it: local optima that visit all who must be visited, perhaps none.
        """
        return [self.improved(self._begun(parents), *prices) for _ in range(count) if not ended()]

    def improved(self, plan: pyvrp.Solution, *prices: FloatArray) -> list[Member]:
        """Return the local optimum, and perhaps the one at the next prices from there if the first is in excess."""
        found = []
        for *loads, time, distance in prices:
            plan = self._search(plan, pyvrp.CostEvaluator(loads, time, distance), exhaustive=True)
            if plan.is_complete():
                found.append(self._registrar.described(plan))
            if plan.is_feasible() or self._random.random() >= REPAIRED:
                break
        return found

    def random_plan(self) -> pyvrp.Solution:
        """Return a plan drawn at random."""
        return pyvrp.Solution.make_random(self._data, self._rng)

    def _begun(self, parents: Parents | None) -> pyvrp.Solution:
        if parents is None:
            return self.random_plan()
        one = other = self._drawn(parents)
        while other == one:
            other = self._drawn(parents)
        return self._crossover.child(parents.members[one], parents.members[other], self._random)

    def _drawn(self, parents: Parents) -> int:
        one, other = self._random.integers(len(parents.members), size=2).tolist()
        return int(one if parents.ranks[one] <= parents.ranks[other] else other)
