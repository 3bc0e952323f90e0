"""From coordinates and written numbers to integer distances, by the conventions of the benchmark sets.

With Euclidean distance ``d``: ``round`` is floor(d + 1/2) (TSPLIB EUC_2D, the X and XXL sets), ``trunc`` is
floor(d), ``dimacs`` is floor(10 d) in tenths (DIMACS 2022 challenge for Solomon and Gehring-Homberger),
``exact`` is floor(1000 d + 1/2) in thousandths.
"""

from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np
import numpy.typing as npt

from optimizer.core.units import MAX_SCALED
from optimizer.routing.matrix import FloatArray, IntArray, Matrix, PlanarMatrix, PointArray

#: Integer units per file unit, by rounding convention.
ROUNDINGS: dict[str, int] = {"round": 1, "trunc": 1, "dimacs": 10, "exact": 1000}

#: What the edge weight types of TSPLIB make of a Euclidean distance, before it is rounded by the convention.
METRICS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "EUC_2D": lambda distance: distance,
    "CEIL_2D": np.ceil,
    "FLOOR_2D": np.floor,
    "EXACT_2D": lambda distance: np.floor(1000 * distance + 0.5),
}

#: How many times longer they make it.
LENGTHENED: dict[str, int] = {"EXACT_2D": 1000}

#: Mean radius of the earth in metres.
EARTH_M = 6_371_008.8
#: Places of which all distances are held: 200 MB.
LARGEST_HELD = 5001
#: Rows computed at a time, so that what is between fits into the processor's cache.
_BLOCK = 32


def largest(rounding: str) -> float:
    """Return the largest magnitude in file units that the convention holds as an integer."""
    return MAX_SCALED / ROUNDINGS[rounding]


def convert(values: npt.ArrayLike, rounding: str) -> IntArray:
    """Turn file units into integer units by the convention.

    Raises
    ------
    ValueError
        If the convention is unknown.
    """
    if rounding not in ROUNDINGS:
        msg = f"rounding {rounding!r} is none of {', '.join(ROUNDINGS)}"
        raise ValueError(msg)
    scaled = np.asarray(values, dtype=np.float64) * ROUNDINGS[rounding]
    if rounding in ("round", "exact"):
        scaled += 0.5
    return np.floor(scaled, out=scaled).astype(np.int64)


def planar(coordinates: FloatArray, rounding: str, metric: str = "EUC_2D") -> Matrix:
    """Make the matrix of places on a plane: a unit of distance takes a unit of time.

    Parameters
    ----------
    coordinates
        Shape (n, 2).
    rounding
        Key of :data:`ROUNDINGS`.
    metric
        Key of :data:`METRICS`.

    Returns
    -------
    Matrix
        Beyond :data:`LARGEST_HELD` places one whose entries are computed when looked at.
    """
    measured = partial(_rounded, metric, rounding)
    if len(coordinates) > LARGEST_HELD:
        return PlanarMatrix(coordinates, measured)
    return alike(_held(coordinates, measured))


def _held(points: FloatArray, measured: Callable[[FloatArray], IntArray]) -> IntArray:
    """Distances between all points of a plane or of space, some rows at a time."""
    found: IntArray = np.empty((len(points), len(points)), dtype=np.int64)
    axes = points.T.copy()
    for first in range(0, len(points), _BLOCK):
        rows = slice(first, first + _BLOCK)
        squares = np.zeros((len(points[rows]), len(points)))
        for axis in axes:
            away = axis[rows, None] - axis
            away *= away
            squares += away
        found[rows] = measured(np.sqrt(squares, out=squares))
    return found


def _rounded(metric: str, rounding: str, distance: FloatArray) -> IntArray:
    return convert(METRICS[metric](distance), rounding)


def alike(distance: IntArray) -> Matrix:
    """Make the matrix in which a unit of distance takes a unit of time; the array becomes read-only."""
    distance.setflags(write=False)
    return Matrix(distance, distance)


def great_circle(coordinates: FloatArray) -> IntArray:
    """Distances in metres on the sphere, shape (n, n).

    Parameters
    ----------
    coordinates
        Longitude and latitude in degrees, shape (n, 2).

    Returns
    -------
    IntArray
        Beyond :data:`LARGEST_HELD` places a :class:`~optimizer.routing.matrix.PointArray`.
    """
    points = _in_space(coordinates)
    if len(points) > LARGEST_HELD:
        return cast("IntArray", PointArray(points, _along_sphere))
    return _held(points, _along_sphere)


def _in_space(coordinates: FloatArray) -> FloatArray:
    """Points of the sphere of radius 1, shape (n, 3)."""
    longitude, latitude = np.radians(coordinates).reshape(-1, 2).T
    east, north = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    return np.column_stack((east, north, np.sin(latitude)))


def _along_sphere(chord: FloatArray) -> IntArray:
    """Metres on the sphere between points that are so far apart straight through it, in radii."""
    return convert(2 * EARTH_M * np.arcsin(np.minimum(chord / 2, 1)), "round")
