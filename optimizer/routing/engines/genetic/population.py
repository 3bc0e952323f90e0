"""A population of plans, which several workers enlarge.

References
----------
.. [1] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive diversity
   management for a large class of vehicle routing problems with time-windows. *Computers & Operations Research* 40(1),
   475-489. https://doi.org/10.1016/j.cor.2012.07.018
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyvrp

from optimizer.routing.engines.decomposed.penalties import Penalties
from optimizer.routing.engines.decomposed.watch import Allowance
from optimizer.routing.engines.genetic.member import Member, Registrar
from optimizer.routing.engines.genetic.pool import Pool
from optimizer.routing.engines.genetic.worker import Parents, Worker
from optimizer.routing.matrix import FloatArray

#: Random plans before any are crossed.
FOUNDERS = 25
#: Children without a better plan after which it begins anew.
STALE = 20000
#: How much higher the prices of a second improvement are, once a plan is known that holds.
DEARER = 10.0
#: Plans that a worker makes between two meetings with the others.
LOT = 8


class Population:
    """Plans that hold and plans in excess, from which children are born [1]_.

    Workers meet after some plans each: what they draw from depends on the seed and their number, not on the threads.

    Parameters
    ----------
    data
        The problem.
    points
        Coordinates of its nodes (:class:`~optimizer.routing.engines.genetic.member.Registrar`), shape (nodes, 2).
    seed
        Of all random choices.
    penalties
        Prices of excess, adapted to the plans that are found.
    threads, workers
        Threads that execute the workers, and how many of these.
    initial
        A plan to begin with, perhaps incomplete, if any.
    """

    def __init__(
        self,
        data: pyvrp.ProblemData,
        points: FloatArray,
        seed: int,
        penalties: Penalties,
        threads: int,
        workers: int,
        initial: pyvrp.Solution | None,
    ) -> None:
        self._penalties = penalties
        self._threads = threads
        registrar = Registrar(data, points)
        seeds = np.random.default_rng(seed).integers(2**32, size=workers).tolist()
        self._workers = [Worker(data, registrar, one) for one in seeds]
        size = len(points), data.num_load_dimensions + 2
        self._pools = Pool(*size), Pool(*size)
        self._founded = self._stale = self.iterations = 0
        self._best_cost: int | None = None
        self.best = pyvrp.Solution(data, []) if initial is None else initial
        if self.best.is_complete():
            self._enter([registrar.described(self.best)])
        first = self._workers[0]
        plan = first.random_plan() if initial is None else initial
        self._enter(first.improved(plan, penalties.dearest))

    def run(self, allowance: Allowance) -> None:
        """Search until the allowance is spent."""
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
            while shares := self._shares(allowance):
                parents, prices = self._parents(sum(shares)), self._penalties.prices
                dearer = prices * DEARER if self.best.is_feasible() else self._penalties.dearest
                work = [
                    pool.submit(worker.lot, share, parents, (prices, dearer), allowance.ended)
                    for worker, share in zip(self._workers, shares, strict=True)
                ]
                for lot in work:
                    for found in lot.result():
                        self._enter(found)

    def _shares(self, allowance: Allowance) -> list[int]:
        """Return how many plans each worker is to make next; nothing when the allowance is spent."""
        count, granted = len(self._workers), 0
        while granted < LOT * count and not allowance.spent():
            granted += 1
        self.iterations += granted
        return [granted // count + (number < granted % count) for number in range(count)] if granted else []

    def _parents(self, coming: int) -> Parents | None:
        """Return whom the next plans descend from; None if they are founders."""
        if self._stale >= STALE:
            for pool in self._pools:
                pool.clear()
            self._founded = self._stale = 0
        members = [member for pool in self._pools for member in pool.members]
        if self._founded < FOUNDERS or len(members) < 2:
            self._founded += coming
            return None
        return Parents(members, np.concatenate([pool.ranks(self._penalties.prices) for pool in self._pools]))

    def _enter(self, found: list[Member]) -> None:
        """Take in what became of one plan."""
        self._stale += 1
        for member in found:
            self._penalties.register(member.solution)
            self._pools[member.in_excess].add(member, self._penalties.prices)
            if not member.in_excess and (self._best_cost is None or member.cost < self._best_cost):
                self.best, self._best_cost, self._stale = member.solution, member.cost, 0
