"""Divides a plan between chains that search side by side, and puts it together again.

Each member has some of the routes, and the clients on them; all others are elsewhere. What members find adds up, so one
annealing of a large plan makes as many moves as there are threads.

References
----------
.. [1] Santini, A., M. Schneider, T. Vidal and D. Vigo (2023). Decomposition strategies for vehicle routing
   heuristics. *INFORMS Journal on Computing* 35(3), 543-559. https://doi.org/10.1287/ijoc.2023.1288
"""

from collections.abc import Sequence

import numpy as np

from optimizer.routing.engines.grouping import Group, by_angle, by_halves
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.plan import place_nodes
from optimizer.routing.matrix import FloatArray
from optimizer.routing.problem import IntArray


class Team:
    """Chains that each search a part of one plan.

    Parameters
    ----------
    data
        The problem.
    points
        Coordinates of depots, then clients, shape (depots + clients, 2).
    random
        Directions in which plans are divided.
    """

    def __init__(self, data: Data, points: FloatArray, random: np.random.Generator) -> None:
        self._data = data
        self._points = points
        self._random = random
        self._unit_of = rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.UNIT]
        self._kinds = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)
        self._units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)

    def divide(self, whole: Chain, members: Sequence[Chain]) -> bool:
        """Give each member some routes of a chain's kept plan, and the absent units near them.

        Returns
        -------
        bool
            False if there are fewer than two routes for each member, or a member would have none; then nothing is
            done.
        """
        plan = whole.kept
        slots = np.flatnonzero(_routes(plan)[:, col.SIZE])
        if len(slots) < 2 * len(members):
            return False
        centres = np.array([self._points[_nodes(plan, slot)].mean(axis=0) for slot in slots.tolist()])
        groups = self._groups(plan, slots, centres, len(members))
        if len(groups) < len(members) or not all(map(len, groups)):
            return False
        group_of = np.empty(len(slots), np.int64)
        for number, group in enumerate(groups):
            group_of[group] = number
        absent = table(plan, col.ABSENT_TABLE)[: plan[col.ABSENT]]
        near = self._nearest(absent, centres)
        spare = self._kinds[:, col.COUNT] - table(plan, col.USED_TABLE)
        for number, member in enumerate(members):
            free = spare // len(members) + (number < spare % len(members))
            self._hand_over(whole, member, slots[group_of == number], absent[group_of[near] == number], free)
        return True

    def unite(self, whole: Chain, members: Sequence[Chain]) -> None:
        """Put together the members' kept plans, and their best ones if that makes a better plan than the best."""
        scratch = whole.scratch
        self._put_together(whole.kept, [member.kept for member in members])
        scratch[col.CURRENT] = whole.kept[col.TOTAL]
        absences = table(scratch, col.ABSENCES)
        absences += sum(table(member.scratch, col.ABSENCES) - absences for member in members)
        missing = sum(int(member.scratch[col.BEST_MISSING]) for member in members)
        cost = sum(int(member.scratch[col.BEST]) for member in members)
        if (missing, cost) < (scratch[col.BEST_MISSING], scratch[col.BEST]):
            self._put_together(whole.best, [member.best for member in members])
            scratch[[col.BEST, col.BEST_MISSING]] = cost, missing

    def routes(self, members: Sequence[Chain]) -> int:
        """Return the most routes there are when the members' plans are put together."""
        return sum(max(int(one.kept[col.ROUTES]), int(one.best[col.ROUTES])) for one in members)

    def _groups(self, plan: IntArray, slots: IntArray, centres: FloatArray, count: int) -> list[Group]:
        sizes = _routes(plan)[slots, col.SIZE] - 2
        starts = set(self._kinds[_routes(plan)[slots, col.KIND], col.START].tolist())
        if len(starts) == 1:
            return by_angle(centres, self._points[starts.pop()], sizes, count, self._random)
        return by_halves(centres, sizes, count, self._random)

    def _nearest(self, units: IntArray, centres: FloatArray) -> IntArray:
        """Return for each unit the number of the route whose centre is nearest."""
        places = self._points[self._data.fact[self._units[units, col.MEMBER_AT]]]
        near = [((centres - place) ** 2).sum(axis=1).argmin() for place in places]
        return np.array(near, np.int64)

    def _hand_over(
        self, whole: Chain, member: Chain, slots: IntArray, absent: IntArray, free: IntArray
    ) -> None:
        """Make a member's plan of these slots and absent units, with so many more vehicles of each type."""
        plan, scratch = member.plan, member.scratch
        self._fill(plan, [(whole.kept, slots)], absent)
        # as if all other vehicles were in use
        table(plan, col.USED_TABLE)[:] = self._kinds[:, col.COUNT] - free
        own = np.zeros(len(self._units) + 1, bool)
        where = rows(plan, col.WHERE_TABLE, 2)
        where[:] = -1
        for slot in range(len(slots)):
            place_nodes(plan, slot)
        own[absent] = own[self._unit_of[where[:, 0] >= 0]] = True
        where[~own[self._unit_of], 0] = col.ELSEWHERE
        member.kept[:] = member.best[:] = plan
        scratch[[col.CURRENT, col.BEST]] = plan[col.TOTAL]
        scratch[col.BEST_MISSING] = plan[col.MISSING]
        table(scratch, col.ABSENCES)[:] = table(whole.scratch, col.ABSENCES)
        table(scratch, col.DUE)[absent] = col.FRESH

    def _put_together(self, plan: IntArray, parts: Sequence[IntArray]) -> None:
        absent = [table(part, col.ABSENT_TABLE)[: part[col.ABSENT]] for part in parts]
        slots = [np.flatnonzero(_routes(part)[:, col.SIZE]) for part in parts]
        self._fill(plan, list(zip(parts, slots, strict=True)), np.concatenate(absent))
        kinds = _routes(plan)[: plan[col.SLOTS], col.KIND]
        table(plan, col.USED_TABLE)[:] = np.bincount(kinds, minlength=len(self._kinds))

    def _fill(self, plan: IntArray, parts: Sequence[tuple[IntArray, IntArray]], absent: IntArray) -> None:
        """Write slots of other plans to a plan, and its figures, all but the vehicles used and where clients are."""
        routes, count = _routes(plan), 0
        for part, slots in parts:
            _stops(plan)[count : count + len(slots)] = _stops(part)[slots]
            routes[count : count + len(slots)] = _routes(part)[slots]
            count += len(slots)
        routes[count:] = 0
        routes[:, [col.TOUCHED, col.BEHIND]] = 0
        table(plan, col.ABSENT_TABLE)[: len(absent)] = absent
        plan[col.SLOTS] = plan[col.ROUTES] = count
        plan[col.ABSENT], plan[col.CROWDED] = len(absent), 0
        plan[col.MISSING] = self._units[absent, col.REQUIRED].sum()
        plan[col.TOTAL] = routes[:count, col.COST].sum() + self._units[absent, col.FORGONE].sum()


def _routes(plan: IntArray) -> IntArray:
    return rows(plan, col.ROUTE_TABLE, int(plan[col.ROUTE_WIDTH]))


def _stops(plan: IntArray) -> IntArray:
    """Return the positions of all slots, shape (slots, positions, figures)."""
    return table(plan, col.STOP_TABLE).reshape(-1, int(plan[col.LENGTH]), int(plan[col.STOP_WIDTH]))


def _nodes(plan: IntArray, slot: int) -> IntArray:
    return _stops(plan)[slot, 1 : _routes(plan)[slot, col.SIZE] - 1, col.NODE]
