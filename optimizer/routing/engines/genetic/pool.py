"""Some plans of a population, which are to be good and unlike each other."""

import numpy as np

from optimizer.routing.engines.genetic.member import Member, broken_pairs
from optimizer.routing.matrix import FloatArray, IntArray

#: Plans that are kept when there are too many, and how many may join until then.
LEAST, MORE = 25, 40
#: Cheapest plans that variety never outweighs.
ELITE = 4
#: Nearest others by which a plan's variety is told.
CLOSE = 5


class Pool:
    """Plans, ranked by cost and by what they add to the others' variety.

    Parameters
    ----------
    nodes
        Of the problem.
    kinds
        Of excess: measures, time, distance.
    """

    def __init__(self, nodes: int, kinds: int) -> None:
        self.members: list[Member] = []
        room = LEAST + MORE + 1
        self._after: IntArray = np.empty((room, nodes), dtype=np.int64)
        self._before: IntArray = np.empty((room, nodes), dtype=np.int64)
        self._costs: FloatArray = np.empty(room)
        self._excess: FloatArray = np.empty((room, kinds))
        self._apart: FloatArray = np.full((room, room), np.inf)

    def clear(self) -> None:
        """Let go of all."""
        self.members = []

    def add(self, member: Member, prices: FloatArray) -> None:
        """Take a plan in; if there are too many, let go of clones, then of those of worst rank."""
        count = len(self.members)
        apart = broken_pairs(member, self._after[:count], self._before[:count])
        self._after[count], self._before[count] = member.after, member.before
        self._apart[count, :count] = self._apart[:count, count] = apart
        self._apart[count, count] = np.inf
        self._costs[count], self._excess[count] = member.cost, member.excess
        self.members.append(member)
        if len(self.members) == len(self._apart):
            self._select(prices)

    def ranks(self, prices: FloatArray) -> FloatArray:
        """Return the rank of each plan as a share of all, biased towards variety; less is better [1]_.

        Parameters
        ----------
        prices
            Of each kind of excess.

        References
        ----------
        .. [1] Vidal, T., T.G. Crainic, M. Gendreau, N. Lahrichi and W. Rei (2012). A hybrid genetic algorithm for
           multidepot and periodic vehicle routing problems. *Operations Research* 60(3), 611-624, equation 4.
           https://doi.org/10.1287/opre.1120.1048
        """
        count = len(self.members)
        costs = self._costs[:count] + self._excess[:count] @ prices
        nearest = np.sort(self._apart[:count, :count], axis=1)[:, : min(CLOSE, count - 1)]
        variety = nearest.mean(axis=1) if count > 1 else np.zeros(count)
        weight = 1.0 - min(ELITE, count) / max(count, 1)
        return (_places(costs) + weight * _places(-variety)) / max(count, 1)

    def _select(self, prices: FloatArray) -> None:
        while (count := len(self.members)) > LEAST:
            clones = self._apart[:count, :count].min(axis=1) == 0.0
            self._remove(int((self.ranks(prices) + 2.0 * clones).argmax()))

    def _remove(self, which: int) -> None:
        count = len(self.members)
        del self.members[which]
        for rows in (self._after, self._before, self._apart, self._costs, self._excess):
            rows[which : count - 1] = rows[which + 1 : count]
        self._apart[:, which : count - 1] = self._apart[:, which + 1 : count]


def _places(values: FloatArray) -> FloatArray:
    """Return the place of each value when they are sorted."""
    return values.argsort(kind="stable").argsort(kind="stable").astype(np.float64)
