"""Crosses annealed plans with each other: small problems have plans in which every annealing gets stuck.

References
----------
.. [1] Nagata, Y. and S. Kobayashi (2010). A memetic algorithm for the pickup and delivery problem with time windows
   using selective route exchange crossover. *PPSN XI*, 536-545. https://doi.org/10.1007/978-3-642-15844-5_54
.. [2] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive diversity
   management for a large class of vehicle routing problems with time-windows. *Computers & Operations Research* 40(1),
   475-489. https://doi.org/10.1016/j.cor.2012.07.018
"""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import Progress
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.budget import DEFAULT_ITERATIONS, Budget
from optimizer.routing.engines.sisr.chains import Tour, adopt_tours, copied, tours_of, with_room
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import rows
from optimizer.routing.engines.sisr.search import (
    CHAINS,
    FIRST_TEMPERATURE,
    LAST_TEMPERATURE,
    leg_cost,
    vehicles_are_dear,
)
from optimizer.routing.matrix import FloatArray
from optimizer.routing.solution import STAGE

#: Most units, and least limits per unit, with which it is better than one annealing.
MOST_UNITS = 150
SECONDS, ITERATIONS = 0.05, 50
#: Plans annealed before any are crossed, and plans kept.
FOUNDERS, SIZE = 4, 20
#: Children without a better plan after which it begins anew.
STALE = 300


class Annealing(NamedTuple):
    """Moves per unit, and temperature to begin with in mean costs of a leg."""

    moves: int
    temperature: float


FOUNDER = Annealing(700, FIRST_TEMPERATURE)
CHILD = Annealing(40, 0.5)


class Member(NamedTuple):
    """A plan: required units it lacks, cost, routes."""

    missing: int
    cost: int
    tours: tuple[Tour, ...]


def suits(data: Data, first: Chain, params: Params) -> bool:
    """Whether a problem is small and timed, of single clients on single trips that nothing fixes, and limits suffice.

    Parameters
    ----------
    data
        The problem.
    first
        A chain with a plan.
    params
        Limits.
    """
    kinds = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)
    units, limit = int(data.fact[col.UNITS]), params.iterations(DEFAULT_ITERATIONS)
    return bool(
        units <= MOST_UNITS
        and (params.time_limit_s is None or params.time_limit_s >= SECONDS * units)
        and (limit is None or limit >= ITERATIONS * units)
        and (kinds[:, col.CLOCK] != col.TIMELESS).any()
        and not kinds[:, [col.MAX_RELOADS, col.FIRST]].any()
        and not rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)[:, col.PAIR].any()
        and not vehicles_are_dear(data, first)
    )


class Population:
    """Plans that are annealed on their own, then crossed two by two [1]_, the children being annealed briefly [2]_.

    Parameters
    ----------
    data
        The problem.
    first
        A chain with a plan, which is the first member.
    params
        Limits, seed and threads.
    points
        Coordinates of depots, then clients, shape (depots + clients, 2).
    """

    def __init__(self, data: Data, first: Chain, params: Params, points: FloatArray) -> None:
        count = CHAINS if params.time_limit_s is None else params.threads
        self._data = data
        self._points = points
        self._chains = [first, *(copied(first, params.seed, number) for number in range(1, count))]
        self._threads = min(params.threads, count)
        self._random = np.random.default_rng(params.seed)
        self._leg_cost = leg_cost(data, first)
        self._unit_of = rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.UNIT]
        self._vehicles = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[:, col.COUNT].tolist()
        self._best = _member(first)
        self._members = [self._best]
        self._founded = self._stale = 0

    def run(self, budget: Budget, progress: Progress) -> Chain:
        """Search; return a chain with the best plan."""
        with ThreadPoolExecutor(max_workers=self._threads) as pool:
            while not budget.over():
                progress.update(STAGE, f"iteration {budget.iterations}", self._told(), budget.share())
                self._anneal(self._bear(), budget, pool)
                for chain in self._chains:
                    self._enter(_member(chain))
        chain = self._chains[0]
        adopt_tours(self._data, chain, self._best.tours)
        return chain

    def _told(self) -> float | None:
        return None if self._best.missing else float(self._best.cost)

    def _bear(self) -> Annealing:
        """Give each chain a plan to anneal, and return how."""
        if self._stale >= STALE:
            self._members, self._founded, self._stale = [], 0, 0
        if self._founded < FOUNDERS or len(self._members) < 2:
            self._founded += len(self._chains)
            for chain in self._chains:
                adopt_tours(self._data, chain, ())
            return FOUNDER
        self._stale += len(self._chains)
        for chain in self._chains:
            adopt_tours(self._data, chain, self._child(*self._parents()))
        return CHILD

    def _anneal(self, how: Annealing, budget: Budget, pool: Executor) -> None:
        """Anneal the plans of all chains side by side, unless the limits end before."""
        whole, done = how.moves * int(self._data.fact[col.UNITS]), 0
        while done < whole and not budget.over():
            moves = min(budget.next_moves(), whole - done)
            heat = self._leg_cost * how.temperature * (LAST_TEMPERATURE / how.temperature) ** (done / whole)
            work = [pool.submit(anneal, self._data, chain, moves, heat, False) for chain in self._chains]
            for one in work:
                one.result()
            budget.count(moves)
            done += moves
            self._chains = with_room(self._data, self._chains)

    def _enter(self, new: Member) -> None:
        """Take a plan in unless there is one that costs the same; the worst makes room."""
        if new[:2] < self._best[:2]:
            self._best, self._stale = new, 0
        if all(new[:2] != member[:2] for member in self._members):
            self._members.append(new)
            self._members.sort(key=lambda member: member[:2])
            del self._members[SIZE:]

    def _parents(self) -> tuple[Member, Member]:
        """Draw two members, each the better of two."""
        count = len(self._members)
        one, other = (int(self._random.integers(count, size=2).min()) for _ in range(2))
        return self._members[one], self._members[other if other != one else (one + 1) % count]

    def _child(self, one: Member, other: Member) -> list[Tour]:
        """Put routes of one plan that lie together in the place of those of another with most units in common."""
        if not other.tours:
            return list(one.tours)
        centres = np.array([self._points[list(nodes)].mean(axis=0) for _, nodes in other.tours])
        middle = centres[self._random.integers(len(centres))]
        near = ((centres - middle) ** 2).sum(axis=1).argsort(kind="stable")
        given = [other.tours[at] for at in near[: 1 + self._random.integers(max(1, len(centres) // 2))]]
        left = list(one.tours)
        for tour in given[: len(left)]:
            units = self._units(tour)
            left.pop(max(range(len(left)), key=lambda at: len(units & self._units(left[at]))))
        taken = set[int]().union(*map(self._units, given))
        left = [
            (kind, tuple(node for node in nodes if self._unit_of[node] not in taken)) for kind, nodes in left
        ]
        return self._drivable([*given, *(tour for tour in left if tour[1])])

    def _units(self, tour: Tour) -> set[int]:
        return set(self._unit_of[list(tour[1])].tolist())

    def _drivable(self, tours: Sequence[Tour]) -> list[Tour]:
        """Return the tours for which there are vehicles."""
        left, kept = list(self._vehicles), []
        for kind, nodes in tours:
            if left[kind]:
                left[kind] -= 1
                kept.append((kind, nodes))
        return kept


def _member(chain: Chain) -> Member:
    scratch = chain.scratch
    return Member(int(scratch[col.BEST_MISSING]), int(scratch[col.BEST]), tuple(tours_of(chain.best)))
