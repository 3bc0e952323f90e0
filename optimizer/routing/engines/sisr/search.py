"""Runs chains to the limits: cooling, threads, exchange of plans, progress."""

import math
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import Progress
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.chains import adopt, copied, tours_of, with_room
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.recombine import Recombination
from optimizer.routing.solution import STAGE

#: Ruin-and-recreate moves of each chain that count as one iteration.
MOVES = 100
#: Iterations without any limit in the parameters.
DEFAULT_ITERATIONS = 300
#: Chains under an iteration limit, whatever the number of threads.
CHAINS = 2

#: First and last temperature, in mean costs of a leg; the first is higher with time windows, and with pairs.
FIRST_TEMPERATURE = 1.0
FIRST_TEMPERATURE_WITH_WINDOWS = 3.0
FIRST_TEMPERATURE_OF_PAIRS = 5.0
LAST_TEMPERATURE = 0.01
#: Share of the search for a smaller fleet, where vehicles are dear.
FLEET_SHARE = 0.25

_BLOCK_S = 0.04
#: How often the worst chain goes on from the best plan.
EXCHANGES = 10


class Budget:
    """How far the search is, and how long it may go on.

    Parameters
    ----------
    params
        Limits.
    progress
        Asked for cancellation.
    begun
        Reading of the clock when solving began.
    """

    def __init__(self, params: Params, progress: Progress, begun: float) -> None:
        self.iterations = 0
        self.cut_short = False
        self._limit = params.iteration_limit
        if params.iteration_limit is None and params.time_limit_s is None:
            self._limit = DEFAULT_ITERATIONS
        self._time_limit = params.time_limit_s
        self._progress = progress
        self._begun = begun
        self._searching = time.perf_counter()
        self.moves = 0

    def share(self) -> float:
        """Return how much of the nearer limit is used, 0 to 1."""
        shares = []
        if self._limit is not None:
            shares.append(self.iterations / self._limit if self._limit else 1.0)
        if self._time_limit is not None:
            passed = time.perf_counter() - self._begun
            shares.append(passed / self._time_limit if self._time_limit else 1.0)
        return min(1.0, max(shares))

    def over(self) -> bool:
        """Whether to stop; notes if time or the caller was the reason."""
        out_of_time = self._time_limit is not None and time.perf_counter() - self._begun >= self._time_limit
        self.cut_short = out_of_time or self._progress.cancelled()
        return self.cut_short or (self._limit is not None and self.iterations >= self._limit)

    def part(self, share: float) -> tuple[float, float]:
        """Return a share of the limits in iterations and in seconds; infinite where there is no limit."""
        iterations = math.inf if self._limit is None else share * self._limit
        return iterations, math.inf if self._time_limit is None else share * self._time_limit

    def next_moves(self) -> int:
        """Return how many moves to make before the next look at the clock."""
        if self._time_limit is None:
            return MOVES
        now = time.perf_counter()
        seconds = min(_BLOCK_S, self._begun + self._time_limit - now)
        rate = self.moves / max(now - self._searching, 1e-3) if self.moves else 200.0
        return max(1, int(rate * seconds))

    def count(self, moves: int) -> None:
        """Note moves made by each chain."""
        self.moves += moves
        self.iterations = self.moves // MOVES


class Search:
    """Chains that run to the limits, and exchange plans on the way.

    Parameters
    ----------
    data
        The problem.
    first
        A chain with a plan; the others begin as it does, with random numbers of their own.
    params
        Limits, seed and threads.
    """

    def __init__(self, data: Data, first: Chain, params: Params) -> None:
        # with a time limit more chains than threads would take turns
        count = CHAINS if params.time_limit_s is None else params.threads
        self.chains = [first, *(copied(first, params.seed, number) for number in range(1, count))]
        self._data = data
        self._threads = min(params.threads, count)
        self._first = _first_temperature(data)
        self._leg_cost = _leg_cost(data, first)
        self._least_routes = _least_routes(data)
        self._shrinking = _vehicles_are_dear(data, first)
        self._cooling_from = 0.0
        self._exchanged = 0
        self._recombination = Recombination(data, params.seed, count)
        for chain in self.chains:
            chain.scratch[col.SHRINKING] = self._shrinking

    def run(self, budget: Budget, progress: Progress) -> Chain:
        """Search; return the chain that found the best plan."""
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
            while not budget.over():
                share = budget.share()
                self._report(progress, budget, share)
                self._meet(share)
                if not self._shrinking:
                    self._recombination.meet(share, budget, pool, sorted(self.chains, key=_rank))
                temperature = self._temperature(share)
                moves = budget.next_moves()
                work = [
                    pool.submit(anneal, self._data, chain, moves, temperature, False) for chain in self.chains
                ]
                for one in work:
                    one.result()
                self.chains = with_room(self._data, self.chains)
                budget.count(moves)
        return min(self.chains, key=_rank)

    def _temperature(self, share: float) -> float:
        """Return the temperature at this share; while the fleet shrinks, that of the middle."""
        cooled = 0.5
        if not self._shrinking:
            cooled = (share - self._cooling_from) / max(1.0 - self._cooling_from, 1e-9)
        return self._leg_cost * self._first * (LAST_TEMPERATURE / self._first) ** cooled

    def _meet(self, share: float) -> None:
        """End the search for a smaller fleet when its share is used; let the worst go on from the best at times."""
        small = all(chain.best[col.ROUTES] <= self._least_routes for chain in self.chains)
        if self._shrinking and (small or share >= FLEET_SHARE):
            self._shrinking, self._cooling_from = False, share
            best = min(self.chains, key=_rank)
            for chain in self.chains:
                chain.scratch[[col.SHRINKING, col.MOST_ROUTES]] = 0, col.NEVER
                adopt(chain, best)
        due = int(share * EXCHANGES)
        if due > self._exchanged and not self._shrinking:
            self._exchanged = due
            adopt(max(self.chains, key=_rank), min(self.chains, key=_rank))

    def _report(self, progress: Progress, budget: Budget, share: float) -> None:
        missing, cost = min(_rank(chain) for chain in self.chains)
        best = float(cost) if missing == 0 else None
        progress.update(STAGE, f"iteration {budget.iterations}", best, share)


def _rank(chain: Chain) -> tuple[int, int]:
    return int(chain.scratch[col.BEST_MISSING]), int(chain.scratch[col.BEST])


def _first_temperature(data: Data) -> float:
    """Return the temperature to begin with, in mean costs of a leg."""
    if rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)[:, col.PAIR].any():
        return FIRST_TEMPERATURE_OF_PAIRS
    windows = data.fact[col.ORDERS] > 3
    return FIRST_TEMPERATURE_WITH_WINDOWS if windows else FIRST_TEMPERATURE


def _leg_cost(data: Data, chain: Chain) -> float:
    """Return the mean cost of a leg of the first plan, vehicles and prizes aside."""
    plan = chain.plan
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    absent = table(plan, col.ABSENT_TABLE)[: plan[col.ABSENT]]
    fixed = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[:, col.FIXED] @ table(plan, col.USED_TABLE)
    driving = plan[col.TOTAL] - fixed - units[absent, col.FORGONE].sum()
    legs = sum(len(nodes) + 1 for _, nodes in tours_of(plan))
    return max(float(driving) / max(legs, 1), 1e-6)


def _vehicles_are_dear(data: Data, chain: Chain) -> bool:
    """Whether each vehicle saved is worth more than a usual route costs, and nobody may be left out for it."""
    kinds = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    if len(set(kinds[:, col.FIXED].tolist())) > 1 or not units[:, col.REQUIRED].all():
        return False
    legs = sum(len(nodes) + 1 for _, nodes in tours_of(chain.plan))
    driving = _leg_cost(data, chain) * legs / max(1, int(chain.plan[col.ROUTES]))
    return bool(kinds[0, col.FIXED] > driving)


def _least_routes(data: Data) -> int:
    """Return a number of routes below which no plan carries everything on single trips."""
    kinds = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)
    measures = int(data.fact[col.MEASURES])
    amounts = table(data.fact, col.AMOUNT_TABLE).reshape(-1, 3, measures)
    capacity = table(data.fact, col.CAPACITY_TABLE).reshape(-1, measures).max(axis=0)
    if kinds[:, col.MAX_RELOADS].any():
        return 1
    loads = amounts[:, [col.DELIVERY, col.PICKUP]].sum(axis=0).max(axis=0)
    return max(1, int((-(-loads // np.maximum(capacity, 1))).max()))
