"""Cheapest insertions by array operations, for problems whose routes are timed leg by leg."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from optimizer.routing.insertion import Insertion
from optimizer.routing.problem import UNLIMITED, Client, IntArray, Problem, VehicleType
from optimizer.routing.solution import Route, Solution

_NEVER = 2**60


class SegmentTable:
    """Every place of a solution where one more client could be inserted, prepared for fast questions.

    A place is a leg of a route, or an unused vehicle. For each, the visits before and after it are summarised
    by their least duration ``D``, and the earliest and latest start ``E``, ``L`` that attain it [1]_, so that
    one client is tried everywhere in a few array operations.

    Parameters
    ----------
    problem, solution
        A problem for which :meth:`suits` holds, and a checked solution of it.

    References
    ----------
    .. [1] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive
       diversity management for a large class of vehicle routing problems with time-windows. *Computers &
       Operations Research* 40(1), 475-489. https://doi.org/10.1016/j.cor.2012.07.018
    """

    @staticmethod
    def suits(problem: Problem) -> bool:
        """Whether a table is exact for a problem: no feature asks for more than segments tell."""
        return not (
            problem.shipments
            or problem.backhauls_ordered
            or problem.stability
            or problem.longest_route_cost
            or any(len(client.windows) > 1 for client in problem.clients)
            or any(matrix.traffic for matrix in problem.matrices.values())
            or any(kind.breaks or kind.prefix or kind.reload_depots for kind in problem.vehicle_types)
        )

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self._problem = problem
        places = [
            place
            for index, route in enumerate(solution.routes)
            for place in _leg_places(problem, route, index)
        ]
        used = Counter(route.vehicle_type for route in solution.routes)
        idle = (kind for kind in problem.vehicle_types if kind.count > used[kind.id])
        places += [_new_route(problem, kind) for kind in idle if _may_drive(problem, kind)]
        self._places = places
        self._kinds = [place.kind for place in places]
        self._before = _columns(place.before for place in places)
        self._after = _columns(place.after for place in places)
        self._ends = np.array([place.ends for place in places], dtype=np.int64).reshape(-1, 2)
        self._old = np.array([place.old for place in places], dtype=np.int64).reshape(-1, 3)
        width = (len(places), len(problem.measures))
        self._room_before = np.array([place.room_before for place in places], dtype=np.int64).reshape(width)
        self._room_after = np.array([place.room_after for place in places], dtype=np.int64).reshape(width)
        self._fixed_cost = np.array([place.fixed_cost for place in places], dtype=np.int64)
        self._per_distance = self._of_kind("cost_per_distance")
        self._per_duration = self._of_kind("cost_per_duration")
        self._per_overtime = self._of_kind("cost_per_overtime")
        self._overtime_after = self._of_kind("overtime_after")
        self._loading = np.array(
            [problem.depot_by_id[place.kind.start_depot].service_s for place in places], dtype=np.int64
        )
        self._onward = np.array([place.onward for place in places], dtype=np.int64)
        self._max_distance = self._of_kind("max_distance")
        self._max_duration = self._of_kind("max_duration")
        self._profile = np.array([kind.profile for kind in self._kinds], dtype=object)

    def cheapest(self, client: Client) -> Insertion | None:
        """Return the cheapest feasible insertion of a client that is on no route.

        Parameters
        ----------
        client
            Need not belong to the problem; its location is a row of the matrices. Its prize is not counted.

        Returns
        -------
        Insertion | None
            None if it fits nowhere: capacity, windows, release, shifts, maximum distance and duration,
            allowed vehicles and blocked pairs are respected.
        """
        costs, feasible = self._costs(client)
        if not feasible.any():
            return None
        best = int(np.where(feasible, costs, _NEVER).argmin())
        place = self._places[best]
        return Insertion(int(costs[best]), place.kind.id, place.route, place.position)

    def _of_kind(self, name: str) -> IntArray:
        return np.array([getattr(kind, name) for kind in self._kinds], dtype=np.int64)

    def _costs(self, client: Client) -> tuple[IntArray, npt.NDArray[np.bool_]]:
        there, back = self._legs(client.location)
        old_distance, old_duration, old_leg = self._old.T
        distance = old_distance - old_leg + there[0] + back[0]
        feasible = self._fits(client)
        feasible &= (there[1] < UNLIMITED) & (back[1] < UNLIMITED) & (distance <= self._max_distance)
        duration = np.full(len(distance), _NEVER, dtype=np.int64)
        for window in client.windows or ((0, _NEVER),):
            visit = (client.service_s, *window)
            head, in_time = _join(self._before, there[1], visit)
            (least, _, latest), on_time = _join(head, back[1], self._after)
            on_time &= in_time & (client.release_s - self._loading <= latest) & (least <= self._max_duration)
            duration = np.where(on_time, np.minimum(duration, least), duration)
        feasible &= duration < _NEVER
        costs = self._per_distance * (distance - old_distance)
        costs += np.where(feasible, self._time_cost(duration) - self._time_cost(old_duration), 0)
        costs += self._fixed_cost
        return costs, feasible

    def _time_cost(self, duration: IntArray) -> IntArray:
        overtime = np.maximum(duration - self._overtime_after, 0)
        priced: IntArray = self._per_duration * duration + self._per_overtime * overtime
        return priced

    def _legs(self, location: int) -> tuple[IntArray, IntArray]:
        """Distance and duration (rows) of the legs to and from the location, per place (columns)."""
        there = np.empty((2, len(self._places)), dtype=np.int64)
        back = np.empty_like(there)
        for profile in set(self._profile):
            rows = np.flatnonzero(self._profile == profile)
            matrix = self._problem.matrices[profile]
            before, after = self._ends[rows].T
            there[:, rows] = matrix.distance[before, location], matrix.duration[before, location]
            back[:, rows] = matrix.distance[location, after], matrix.duration[location, after]
        # nothing follows the last client of an open route
        back *= self._onward
        return there, back

    def _fits(self, client: Client) -> npt.NDArray[np.bool_]:
        fits = np.ones(len(self._places), dtype=np.bool_)
        if client.delivery:
            fits &= (np.array(client.delivery, dtype=np.int64) <= self._room_before).all(axis=1)
        if client.pickup:
            fits &= (np.array(client.pickup, dtype=np.int64) <= self._room_after).all(axis=1)
        if client.vehicle_types is not None or client.skills:
            fits &= np.array([kind.may_visit(client) for kind in self._kinds], dtype=np.bool_)
        return fits


#: Least duration of a part of a route, and the earliest and latest start that attain it.
_Segment = tuple[IntArray, IntArray, IntArray]


@dataclass(frozen=True)
class _Place:
    """A leg of a route, or an unused vehicle.

    ``before`` and ``after`` are segments, ``ends`` the leg's locations, ``old`` the route's distance and
    duration and the leg's distance, ``room_before`` the capacity free on all legs up to this one; ``onward`` is False
    where an open route ends.
    """

    kind: VehicleType
    route: int | None
    position: int
    before: tuple[int, int, int]
    after: tuple[int, int, int]
    ends: tuple[int, int]
    old: tuple[int, int, int]
    room_before: tuple[int, ...]
    room_after: tuple[int, ...]
    onward: bool = True
    fixed_cost: int = 0


def _join(
    first: _Segment, leg: IntArray, second: _Segment | tuple[int, int, int]
) -> tuple[_Segment, npt.NDArray[np.bool_]]:
    """Join two segments by a leg; the mask tells where the second is reached in time.

    With ``x = D1 + leg`` and ``w = max(E2 - x - L1, 0)`` the waiting that no later start avoids:
    ``D = x + D2 + w``, ``E = max(E2 - x, E1) - w``, ``L = min(L2 - x, L1)``.
    """
    reach = first[0] + leg
    wait = np.maximum(second[1] - reach - first[2], 0)
    joined = (
        reach + second[0] + wait,
        np.maximum(second[1] - reach, first[1]) - wait,
        np.minimum(second[2] - reach, first[2]),
    )
    return joined, first[1] + reach <= second[2]


def _columns(segments: Iterable[tuple[int, int, int]]) -> _Segment:
    least, earliest, latest = np.array(list(segments), dtype=np.int64).reshape(-1, 3).T
    return least, earliest, latest


def _join_one(first: tuple[int, int, int], leg: int, second: tuple[int, int, int]) -> tuple[int, int, int]:
    """:func:`_join` for one pair that is known to be in time."""
    reach = first[0] + leg
    wait = max(second[1] - reach - first[2], 0)
    earliest = max(second[1] - reach, first[1]) - wait
    return reach + second[0] + wait, earliest, min(second[2] - reach, first[2])


def _leg_places(problem: Problem, route: Route, index: int) -> Iterator[_Place]:
    kind = problem.vehicle_type_by_id[route.vehicle_type]
    matrix = problem.matrices[kind.profile]
    clients = [problem.client_by_id[visit.client] for visit in route.visits]
    first, last = _depot_places(problem, kind)
    ends = [first, *(client.location for client in clients)]
    ends.append(ends[-1] if kind.open_end else last)
    distances = matrix.distance[ends[:-1], ends[1:]].tolist()
    legs = matrix.duration[ends[:-1], ends[1:]].tolist()
    leaving, returning = _depot_segments(problem, kind, max(client.release_s for client in clients))
    nodes = [(c.service_s, *(c.windows[0] if c.windows else (0, _NEVER))) for c in clients]
    before = list(accumulate(zip(legs, nodes, strict=False), lambda s, n: _join_one(s, *n), initial=leaving))
    after = [returning]
    for leg, node in zip(reversed(legs), reversed(nodes), strict=False):
        after.append(_join_one(node, leg, after[-1]))
    after.reverse()
    room_before, room_after = _rooms(problem, kind, clients)
    for position in range(len(legs)):
        yield _Place(
            kind=kind,
            route=index,
            position=position,
            before=before[position],
            after=after[position],
            ends=(ends[position], ends[position + 1]),
            old=(sum(distances), route.end - route.start, distances[position]),
            room_before=tuple(room_before[position].tolist()),
            room_after=tuple(room_after[position].tolist()),
            onward=position < len(clients) or not kind.open_end,
        )


def _new_route(problem: Problem, kind: VehicleType) -> _Place:
    before, after = _depot_segments(problem, kind, 0)
    return _Place(
        kind=kind,
        route=None,
        position=0,
        before=before,
        after=after,
        ends=_depot_places(problem, kind),
        old=(0, 0, 0),
        room_before=kind.capacity,
        room_after=kind.capacity,
        onward=not kind.open_end,
        fixed_cost=kind.fixed_cost,
    )


def _depot_places(problem: Problem, kind: VehicleType) -> tuple[int, int]:
    return problem.depot_by_id[kind.start_depot].location, problem.depot_by_id[kind.last_depot].location


def _may_drive(problem: Problem, kind: VehicleType) -> bool:
    """Whether a vehicle may ever leave and be back: parts of a route that cannot hold are not to be joined."""
    return all(earliest <= latest for _, earliest, latest in _depot_segments(problem, kind, 0))


def _depot_segments(
    problem: Problem, kind: VehicleType, release: int
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    first = problem.depot_by_id[kind.start_depot]
    opening, close = (0, UNLIMITED) if kind.open_end else problem.depot_by_id[kind.last_depot].window
    earliest = max(kind.shift[0], first.window[0], release - first.service_s)
    leaving = (first.service_s, earliest, min(kind.shift[1], first.window[1]))
    return leaving, (0, opening, min(kind.shift[1], close))


def _rooms(problem: Problem, kind: VehicleType, clients: list[Client]) -> tuple[IntArray, IntArray]:
    """Capacity free on every leg up to each leg, and from each leg on; legs by measures."""
    none = (0,) * len(problem.measures)
    delivery = np.array([client.delivery or none for client in clients], dtype=np.int64)
    pickup = np.array([client.pickup or none for client in clients], dtype=np.int64)
    loads = delivery.sum(axis=0) + np.vstack([np.zeros_like(pickup[:1]), (pickup - delivery).cumsum(axis=0)])
    free = np.array(kind.capacity, dtype=np.int64) - loads
    return np.minimum.accumulate(free), np.minimum.accumulate(free[::-1])[::-1]
