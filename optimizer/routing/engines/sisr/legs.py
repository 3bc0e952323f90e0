"""Matrices between the nodes of a problem, in the order in which kernels number them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.routing.engines.bounds import between, places
from optimizer.routing.problem import UNLIMITED, IntArray, Problem

#: How many of its nearest clients each client knows.
NEIGHBOURS = 200

_ROWS = 256


@dataclass(frozen=True)
class Legs:
    """Distances and durations per profile, and traffic.

    Parameters
    ----------
    profiles
        Names of the profiles that vehicle types use.
    distance, duration
        See :class:`~optimizer.routing.engines.sisr.data.Data`.
    turned
        How many layers further the transposed matrices lie; 0 if they are the same.
    barred
        Length from which a leg cannot be travelled.
    depot_row
        Node by depot id.
    """

    profiles: tuple[str, ...]
    distance: IntArray
    duration: IntArray
    turned: int
    barred: int
    depot_row: dict[str, int]


def translate_legs(problem: Problem) -> Legs:
    """Return the legs of a problem; whole matrices are shared with it where their order is the same."""
    profiles = tuple(dict.fromkeys(kind.profile for kind in problem.vehicle_types))
    matrices = [problem.matrices[name] for name in profiles]
    distances = [_nodes(problem, matrix.distance, matrix.computed) for matrix in matrices]
    longest = max(_longest(ways) for ways in distances)
    if any(matrix.blocked.any() for matrix in matrices):
        # short enough that sums of costs hold it, long enough that no detour is
        distances = [np.where(ways == UNLIMITED, 8 * (longest + 1), ways) for ways in distances]
    same = all(_equal(matrix.distance, matrix.duration) for matrix in matrices)
    durations = distances
    if not same:
        durations = [_nodes(problem, matrix.duration, matrix.computed) for matrix in matrices]
    turned = 0 if all(_symmetric(ways) for ways in (*distances, *durations)) else len(profiles)
    distance = _stacked(distances, turned)
    return Legs(
        profiles,
        distance,
        distance if same else _stacked(durations, turned),
        turned,
        barred=4 * (longest + 1),
        depot_row={depot.id: row for row, depot in enumerate(problem.depots)},
    )


def nearest(problem: Problem, legs: Legs) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Return each client's nearest clients by the cost of the way, or its length where it costs nothing."""
    kind = problem.vehicle_types[0]
    profile = legs.profiles.index(kind.profile)
    first, count = len(problem.depots), len(problem.clients)
    few = min(NEIGHBOURS, count - 1)
    near = np.full((count, max(few, 1)), -1, np.int32)
    # in floats, for what is barred times a price may be beyond integers
    by_distance, by_duration = float(kind.cost_per_distance), float(kind.cost_per_duration)
    if by_distance == by_duration == 0:
        by_distance = 1.0
    clients = slice(first, first + count)
    for at in range(0, count if few else 0, _ROWS):
        rows = slice(first + at, first + min(at + _ROWS, count))
        ways = by_distance * (legs.distance[profile, rows, clients] + legs.distance[profile, clients, rows].T)
        if by_duration:
            ways += by_duration * (
                legs.duration[profile, rows, clients] + legs.duration[profile, clients, rows].T
            )
        ways[np.arange(len(ways)), np.arange(at, at + len(ways))] = -1
        chosen = np.argpartition(ways, few, axis=1)[:, : few + 1]
        order = np.argsort(np.take_along_axis(ways, chosen, axis=1), axis=1, kind="stable")
        near[at : at + len(ways)] = first + np.take_along_axis(chosen, order, axis=1)[:, 1:]
    return near


def _longest(ways: IntArray) -> int:
    """Return the longest way that can be travelled."""
    parts = (ways[at : at + _ROWS] for at in range(0, len(ways), _ROWS))
    return max(int(part.max(where=part < UNLIMITED, initial=0)) for part in parts)


def _nodes(problem: Problem, matrix: IntArray, computed: bool) -> IntArray:
    """Return the ways between the nodes, written out row by row if they are computed when looked at."""
    rows = places(problem)
    nowhere = any(kind.open_end for kind in problem.vehicle_types)
    if computed:
        part = np.empty((len(rows), len(rows)), np.int64)
        for at in range(0, len(rows), _ROWS):
            part[at : at + _ROWS] = matrix[np.ix_(rows[at : at + _ROWS], rows)]
    elif not nowhere and rows == list(range(len(matrix))):
        return matrix
    else:
        part = between(matrix, rows)
    return np.pad(part, (0, 1)) if nowhere else part


def _stacked(parts: list[IntArray], turned: int) -> IntArray:
    if turned:
        parts = [*parts, *(part.T for part in parts)]
    stack = np.ascontiguousarray(parts[0][None] if len(parts) == 1 else np.stack(parts))
    stack.setflags(write=False)
    return stack


def _equal(one: IntArray, other: IntArray) -> bool:
    if one is other:
        return True
    rows = range(0, len(one), _ROWS)
    return all(np.array_equal(one[at : at + _ROWS], other[at : at + _ROWS]) for at in rows)


def _symmetric(ways: IntArray) -> bool:
    rows = range(0, len(ways), _ROWS)
    return all(np.array_equal(ways[at : at + _ROWS], ways[:, at : at + _ROWS].T) for at in rows)
