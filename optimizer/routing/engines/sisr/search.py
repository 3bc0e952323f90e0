"""Runs chains to the limits: cooling, threads, exchange of plans, progress."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import Progress
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.budget import Budget
from optimizer.routing.engines.sisr.chains import adopt, copied, tours_of, with_room
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.recombine import Recombination
from optimizer.routing.engines.sisr.team import Team
from optimizer.routing.solution import STAGE

#: Chains under an iteration limit, whatever the number of threads.
CHAINS = 2

#: First and last temperature, in mean costs of a leg; the first is higher where clients come in pairs.
FIRST_TEMPERATURE = 3.0
FIRST_TEMPERATURE_OF_PAIRS = 5.0
LAST_TEMPERATURE = 0.02
#: Share of the search for a smaller fleet, where vehicles are dear.
FLEET_SHARE = 0.25

#: How often the worst chain goes on from the best plan.
EXCHANGES = 10
#: Moves of each member of a team before the plan is divided anew, times the number of clients.
STINT = 10


class Search:
    """Chains that run to the limits: each with a plan of its own, exchanged at times, or as a team on one plan.

    Parameters
    ----------
    data
        The problem.
    first
        A chain with a plan; the others begin as it does, with random numbers of their own.
    params
        Limits, seed and threads.
    team
        How to divide a plan between the chains; None if each has its own.
    first_temperature
        Temperature to begin with, in mean costs of a leg; None for one that suits a first plan.
    """

    def __init__(
        self,
        data: Data,
        first: Chain,
        params: Params,
        team: Team | None = None,
        first_temperature: float | None = None,
    ) -> None:
        # with a time limit more chains than threads would take turns
        count = CHAINS if params.time_limit_s is None else params.threads
        self.chains = [first, *(copied(first, params.seed, number) for number in range(1, count))]
        self._data = data
        self._team = team if count > 1 else None
        self._united: Chain | None = None
        self._threads = min(params.threads, count)
        self._first = _first_temperature(data) if first_temperature is None else first_temperature
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
                    plans = sorted(self.chains, key=_rank) if self._united is None else [self._united]
                    self._recombination.meet(share, budget, pool, plans, self.chains)
                if self._team is not None and not self._shrinking:
                    self._stint(self._team, budget, pool)
                    continue
                self._move(budget, pool)
                self.chains = with_room(self._data, self.chains)
        return self._best()

    def _best(self) -> Chain:
        return min(self.chains, key=_rank) if self._united is None else self._united

    def _move(self, budget: Budget, pool: ThreadPoolExecutor) -> None:
        """Let all chains make some moves."""
        temperature, moves = self._temperature(budget.share()), budget.next_moves()
        work = [pool.submit(anneal, self._data, chain, moves, temperature, False) for chain in self.chains]
        for one in work:
            one.result()
        budget.count(moves)

    def _stint(self, team: Team, budget: Budget, pool: ThreadPoolExecutor) -> None:
        """Divide the plan, let each chain work on its part for a while, and put it together."""
        whole = copied(self._best(), 0, 0) if self._united is None else self._united
        if not team.divide(whole, self.chains):
            self._dissolve(whole)
            return
        end = budget.moves + STINT * int(self._data.fact[col.CLIENTS])
        while budget.moves < end and not budget.over():
            self._move(budget, pool)
            whole, *self.chains = with_room(self._data, [whole, *self.chains])
        while team.routes(self.chains) > whole.plan[col.SLOT_LIMIT]:
            whole.plan[col.CROWDED] = 2
            whole, *self.chains = with_room(self._data, [whole, *self.chains])
        team.unite(whole, self.chains)
        self._united = whole

    def _dissolve(self, whole: Chain) -> None:
        """Let each chain go on with a plan of its own."""
        self._team = self._united = None
        for chain in self.chains:
            adopt(chain, whole)

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
        if due > self._exchanged and not self._shrinking and self._united is None:
            self._exchanged = due
            adopt(max(self.chains, key=_rank), min(self.chains, key=_rank))

    def _report(self, progress: Progress, budget: Budget, share: float) -> None:
        missing, cost = _rank(self._best())
        best = float(cost) if missing == 0 else None
        progress.update(STAGE, f"iteration {budget.iterations}", best, share)


def _rank(chain: Chain) -> tuple[int, int]:
    return int(chain.scratch[col.BEST_MISSING]), int(chain.scratch[col.BEST])


def _first_temperature(data: Data) -> float:
    """Return the temperature to begin with, in mean costs of a leg."""
    if rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)[:, col.PAIR].any():
        return FIRST_TEMPERATURE_OF_PAIRS
    return FIRST_TEMPERATURE


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
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    unit_of = rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.UNIT]
    clients = unit_of >= 0
    # of alternatives the one with the least goods
    least = np.full((len(units), 2, measures), np.iinfo(np.int64).max)
    np.minimum.at(least, unit_of[clients], amounts[clients][:, [col.DELIVERY, col.PICKUP]])
    loads = least[units[:, col.REQUIRED] == 1].sum(axis=0).max(axis=0)
    return max(1, int((-(-loads // np.maximum(capacity, 1))).max()))
