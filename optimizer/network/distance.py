"""Straight distances on the earth, in metres."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

#: Mean radius of the earth in metres, (2 a + b) / 3 of WGS 84; geopy rounds it to 6371009.
EARTH_RADIUS_M = 6371008.8

#: Entries of a block of a matrix: a megabyte per array, so that intermediate arrays stay in the cache.
BLOCK_ENTRIES = 2**17


def unit_vectors(lat: npt.ArrayLike, lon: npt.ArrayLike) -> FloatArray:
    """Points on the unit sphere.

    Parameters
    ----------
    lat, lon
        Degrees, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (3, n).
    """
    phi = np.radians(np.asarray(lat, dtype=np.float64))
    lam = np.radians(np.asarray(lon, dtype=np.float64))
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def arc_m(start: FloatArray, end: FloatArray) -> FloatArray:
    """Great-circle distance between points on the unit sphere.

    With c the chord between two points, ``(c / 2)**2`` is the haversine of the angle between them, so that
    ``d = 2 R asin(c / 2)``. Every entry depends on its own two points alone and is symmetric to the last bit.

    Parameters
    ----------
    start, end
        Unit vectors, shapes (3, ...) that broadcast.

    Returns
    -------
    numpy.ndarray
        Metres.

    References
    ----------
    R. W. Sinnott (1984), Virtues of the haversine, Sky and Telescope 68(2), 159.
    """
    squared = np.asarray(np.square(start[0] - end[0]))
    squared += np.square(start[1] - end[1])
    squared += np.square(start[2] - end[2])
    # rounding may take antipodes a hair beyond the diameter
    half_chord = np.minimum(np.sqrt(squared) * 0.5, 1.0)
    return np.asarray(2.0 * EARTH_RADIUS_M * np.arcsin(half_chord))


def great_circle_m(
    lat1: npt.ArrayLike, lon1: npt.ArrayLike, lat2: npt.ArrayLike, lon2: npt.ArrayLike
) -> FloatArray:
    """Great-circle distance between pairs of positions.

    Parameters
    ----------
    lat1, lon1, lat2, lon2
        Degrees; shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Metres, of the broadcast shape.
    """
    return arc_m(unit_vectors(lat1, lon1), unit_vectors(lat2, lon2))


def row_blocks(rows: int, columns: int) -> Iterator[slice]:
    """Cut the rows of a matrix into blocks of at most about :data:`BLOCK_ENTRIES` entries."""
    step = max(1, BLOCK_ENTRIES // max(1, columns))
    for first in range(0, rows, step):
        yield slice(first, min(rows, first + step))


def geodesic_m(
    lat1: npt.ArrayLike, lon1: npt.ArrayLike, lat2: npt.ArrayLike, lon2: npt.ArrayLike
) -> FloatArray:
    """Geodesic distance on the WGS 84 ellipsoid between pairs of positions, by geopy.

    Each pair of different positions is computed once, whatever its direction and however often it occurs.
    It costs a few ten-thousandths of a second, so that 300 places (45,000 pairs) take several seconds; the
    great circle differs from it by at most 0.6 %, far less than roads differ from either.

    Parameters
    ----------
    lat1, lon1, lat2, lon2
        Degrees; shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Metres, of the broadcast shape, symmetric to the last bit.

    References
    ----------
    C. F. F. Karney (2013), Algorithms for geodesics, doi:10.1007/s00190-012-0578-z.
    """
    from geopy.distance import geodesic

    arrays = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in (lat1, lon1, lat2, lon2)))
    shape = arrays[0].shape
    start, end = np.stack(arrays[:2], axis=-1).reshape(-1, 2), np.stack(arrays[2:], axis=-1).reshape(-1, 2)
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    pairs = np.where(swap[:, None], np.hstack((end, start)), np.hstack((start, end)))
    unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
    metres = np.fromiter(
        (geodesic((a, b), (c, d)).meters if (a, b) != (c, d) else 0.0 for a, b, c, d in unique.tolist()),
        dtype=np.float64,
        count=len(unique),
    )
    return metres[inverse.reshape(-1)].reshape(shape)
