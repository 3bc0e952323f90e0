"""Where the places of a problem lie: coordinates for which its distances stand.

References
----------
.. [1] de Silva, V. and J.B. Tenenbaum (2004). Sparse multidimensional scaling using landmark points. Technical
   report, Stanford University.
"""

import numpy as np

from optimizer.routing.engines.bounds import places
from optimizer.routing.matrix import FloatArray
from optimizer.routing.problem import UNLIMITED, IntArray, Problem

_LANDMARKS = 24
#: Share of the largest eigenvalue below which another is none.
_NOISE = 1e-9


def coordinates(problem: Problem) -> FloatArray:
    """Coordinates of depots, then clients, whose distances are near those of the first vehicle type.

    Landmarks are placed by classical scaling and all others by their distances to them [1]_. Only the landmarks'
    rows of the matrix are looked at.

    Returns
    -------
    FloatArray
        Shape (depots + clients, 2); right up to rotation and reflection.
    """
    rows = np.asarray(places(problem))
    matrix = problem.matrices[problem.vehicle_types[0].profile]
    chosen, away = _landmarks(matrix.distance, rows)
    if not away.any():
        chosen, away = _landmarks(matrix.duration, rows)
    squared = away**2
    mutual = squared[:, chosen]
    mean = mutual.mean(axis=1)[:, None]
    values, vectors = np.linalg.eigh(-(mutual - mean - mean.T + mutual.mean()) / 2)
    values, vectors = np.maximum(values[-2:], 0.0), vectors[:, -2:]
    width = min(2, len(values))
    real = values > _NOISE * values.max(initial=0.0)
    scale = np.divide(1.0, np.sqrt(values), out=np.zeros(width), where=real)
    placed = np.zeros((len(rows), 2))
    placed[:, :width] = (mean - squared).T @ vectors * scale / 2
    return placed


def _landmarks(matrix: IntArray, rows: IntArray) -> tuple[list[int], FloatArray]:
    """Places each farthest from those chosen before, and all distances to them, shape (landmarks, places)."""
    chosen, away = [0], [_both_ways(matrix, rows, 0)]
    nearest = away[0]
    while len(chosen) < min(_LANDMARKS, len(rows)):
        chosen.append(int(nearest.argmax()))
        away.append(_both_ways(matrix, rows, chosen[-1]))
        nearest = np.minimum(nearest, away[-1])
    return chosen, np.array(away)


def _both_ways(matrix: IntArray, rows: IntArray, place: int) -> FloatArray:
    """Mean distance there and back; where there is no way, the longest there is."""
    row = np.full(len(rows), rows[place])
    there = np.stack((matrix[row, rows], matrix[rows, row]))
    there = np.where(there == UNLIMITED, there[there < UNLIMITED].max(initial=0), there)
    mean: FloatArray = there.mean(axis=0)
    return mean
