"""A plan that is put together anew from routes noted on the way, region by region."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.chains import Tour
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.partition import Region, columns_of, improved
from optimizer.routing.problem import IntArray

#: Numbers of routes of a region, one of which is drawn.
REGION_ROUTES = (6, 9, 13)
#: Limit for one region, where time is limited at all.
REGION_S = 0.7


class Assembly:
    """Routes of a plan, and others by which they are replaced where that is cheaper.

    Routes of vehicles that are bound to clients stay, and so do those too long to be noted.

    Parameters
    ----------
    data
        The problem; the longest route has no price of its own.
    plan
        The plan to begin with, which lacks no required unit.
    pool
        Other routes, see :func:`~optimizer.routing.engines.sisr.pool.noted`.
    random
        Where regions lie, and how large they are.
    """

    def __init__(self, data: Data, plan: IntArray, pool: IntArray, random: np.random.Generator) -> None:
        self.gain = 0
        self._random = random
        self._near = list(_near_units(data))
        kinds = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)
        routes = routes_of(plan)
        stays = (routes[:, col.POOL_SIZE] > col.POOL_STOPS) | (kinds[routes[:, col.POOL_KIND], col.FIRST] > 0)
        self._fixed = routes[stays]
        own = routes[~stays, : col.POOL_COLUMNS]
        pool = pool[kinds[pool[:, col.POOL_KIND], col.FIRST] == 0]
        self._routes = np.concatenate([own, pool])
        self._columns = columns_of(data, self._routes)
        optional = np.flatnonzero(rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)[:, col.REQUIRED] == 0)
        absent = np.searchsorted(optional, table(plan, col.ABSENT_TABLE)[: plan[col.ABSENT]])
        self._plan = [*range(len(own)), *(len(self._routes) + absent).tolist()]
        self._spare = kinds[:, col.COUNT] - np.bincount(routes[:, col.POOL_KIND], minlength=len(kinds))
        self._tried: set[frozenset[int]] = set()

    def improve(self, workers: Executor, count: int, until: float, over: Callable[[], bool]) -> bool:
        """Put regions together anew side by side; False if all were tried.

        Parameters
        ----------
        workers
            Threads.
        count
            Number of regions.
        until
            Reading of the clock by which to be done; infinite for no limit.
        over
            Whether to stop.
        """
        regions = [] if over() else self._regions(count)
        seconds = max(0.0, min(REGION_S, until - time.perf_counter())) if np.isfinite(until) else np.inf
        work = [workers.submit(improved, self._columns, one, seconds) for one in regions]
        for region, one in zip(regions, work, strict=True):
            better = one.result()
            if better is not None:
                self._replace(region.chosen, better)
        return bool(regions)

    def tours(self) -> list[Tour]:
        """Return the plan as it is now."""
        chosen = [number for number in self._plan if number < len(self._routes)]
        return [
            (int(one[col.POOL_KIND]), tuple(one[col.FIRST_STOP :][: one[col.POOL_SIZE]].tolist()))
            for one in (*self._fixed, *self._routes[chosen])
        ]

    def _replace(self, old: IntArray, new: IntArray) -> None:
        cost, kind = self._columns.cost, self._columns.kind
        self.gain += int(cost[old].sum() - cost[new].sum())
        for columns, sign in ((old, 1), (new, -1)):
            used = kind[columns][kind[columns] >= 0]
            self._spare += sign * np.bincount(used, minlength=len(self._spare))
        gone = set(old.tolist())
        self._plan = [number for number in self._plan if number not in gone] + new.tolist()

    def _regions(self, count: int) -> list[Region]:
        """Return at most so many regions that have no route in common and were not tried before."""
        owner = np.full(len(self._near), -1)
        for number in self._plan:
            owner[self._columns.covers[:, number]] = number
        found: list[frozenset[int]] = []
        for unit in self._random.permutation(len(owner)):
            chosen = self._around(int(unit), owner, int(self._random.choice(REGION_ROUTES)))
            if len(chosen) > 1 and chosen not in self._tried and all(map(chosen.isdisjoint, found)):
                self._tried.add(chosen)
                found.append(chosen)
                if len(found) == count:
                    break
        # vehicles to spare are shared out, lest two regions take the same
        return [
            Region(np.array(sorted(chosen)), self._spare // count + (number < self._spare % count))
            for number, chosen in enumerate(found)
        ]

    def _around(self, unit: int, owner: IntArray, most: int) -> frozenset[int]:
        """Return the columns of the plan nearest to a unit, at most so many."""
        chosen: set[int] = set()
        for number in owner[self._near[unit]].tolist():
            if number >= 0:
                chosen.add(number)
            if len(chosen) == most:
                break
        return frozenset(chosen)


def _near_units(data: Data) -> Iterator[IntArray]:
    """Yield for each unit itself and the nearest others."""
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    unit_of = rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.UNIT]
    near = rows(data.fact, col.NEAR_TABLE, int(data.fact[col.NEAR_WIDTH]))
    for client in data.fact[units[:, col.MEMBER_AT]]:
        others = near[client - data.fact[col.DEPOTS]]
        yield unit_of[np.concatenate([[client], others[others >= 0]])]


def routes_of(plan: IntArray) -> IntArray:
    """Return the routes of a plan as they are noted in a pool, with room for ``LENGTH`` stops at least."""
    width, length = int(plan[col.STOP_WIDTH]), int(plan[col.LENGTH])
    routes = rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))
    used = np.flatnonzero(routes[: plan[col.SLOTS], col.SIZE])
    found = np.zeros((len(used), max(col.POOL_COLUMNS, col.FIRST_STOP + length)), np.int64)
    found[:, col.POOL_COST] = routes[used, col.COST]
    found[:, col.POOL_KIND] = routes[used, col.KIND]
    found[:, col.POOL_SIZE] = routes[used, col.SIZE] - 2
    stops = table(plan, col.STOP_TABLE).reshape(-1, length, width)[used, 1:, col.NODE]
    found[:, col.FIRST_STOP : col.FIRST_STOP + length - 1] = stops
    return found
