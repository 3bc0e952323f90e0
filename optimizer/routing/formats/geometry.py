"""From coordinates to integer distances, by the conventions of the benchmark sets.

With Euclidean distance ``d``: ``round`` is floor(d + 1/2) (TSPLIB EUC_2D, the X and XXL sets), ``trunc`` is
floor(d), ``dimacs`` is floor(10 d) in tenths (DIMACS 2022 challenge for Solomon and Gehring-Homberger),
``exact`` is floor(1000 d + 1/2) in thousandths.
"""

import numpy as np
import numpy.typing as npt

#: Integer units per file unit, by rounding convention.
ROUNDINGS: dict[str, int] = {"round": 1, "trunc": 1, "dimacs": 10, "exact": 1000}


def convert(values: npt.NDArray[np.float64], rounding: str) -> npt.NDArray[np.int64]:
    """Turn file units into integer units by the convention.

    Raises
    ------
    ValueError
        If the convention is unknown.
    """
    if rounding not in ROUNDINGS:
        msg = f"rounding {rounding!r} is none of {', '.join(ROUNDINGS)}"
        raise ValueError(msg)
    scaled = values * ROUNDINGS[rounding]
    if rounding in ("round", "exact"):
        scaled = scaled + 0.5
    return np.floor(scaled).astype(np.int64)


def euclidean(coordinates: npt.NDArray[np.float64], rounding: str) -> npt.NDArray[np.int64]:
    """Integer distances between all points, shape (n, n).

    Parameters
    ----------
    coordinates
        Shape (n, 2).
    rounding
        Key of :data:`ROUNDINGS`.
    """
    difference = coordinates[:, None, :] - coordinates[None, :, :]
    return convert(np.sqrt((difference**2).sum(axis=2)), rounding)
