"""Distances and travel times between the places of a problem, and how traffic stretches them by time of day."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, ClassVar, NamedTuple, cast

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

#: Stands for "no limit" wherever a limit is an integer.
UNLIMITED = 2**43
#: Rate at which a vehicle moves in free traffic.
FREE_FLOW = 1000


@dataclass(frozen=True)
class Traffic:
    """How fast vehicles move by time of day.

    A leg whose duration in free traffic is ``d`` is done once the integral of the rate since its departure reaches
    ``FREE_FLOW * d`` [1]_. Who leaves later never arrives earlier.

    Parameters
    ----------
    starts
        Instants, in duration units, at which a rate begins to hold; the first is 0, each later than the one before.
        The last rate holds for ever.
    rates
        Rate per start, in thousandths of free traffic: 500 doubles the travel time. At least 1.

    Raises
    ------
    ValueError
        If the two differ in length, are empty, or break the rules above.

    References
    ----------
    .. [1] Ichoua, S., M. Gendreau and J.-Y. Potvin (2003). Vehicle dispatching with time-dependent travel times.
       *European Journal of Operational Research* 144(2), 379-396. https://doi.org/10.1016/S0377-2217(02)00147-9
    """

    starts: tuple[int, ...]
    rates: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.starts or len(self.starts) != len(self.rates):
            msg = f"traffic: {len(self.starts)} starts and {len(self.rates)} rates"
            raise ValueError(msg)
        if self.starts[0] != 0 or any(after <= before for before, after in pairwise(self.starts)):
            msg = f"traffic: starts must begin with 0 and rise, got {self.starts}"
            raise ValueError(msg)
        if min(self.rates) < 1:
            msg = f"traffic: rates must be at least 1, got {self.rates}"
            raise ValueError(msg)

    @cached_property
    def progress(self) -> tuple[int, ...]:
        """Integral of the rate from 0 to each start."""
        steps = (
            (after - before) * rate
            for (before, after), rate in zip(pairwise(self.starts), self.rates, strict=False)
        )
        return (0, *accumulate(steps))

    def arrival(self, departure: int, duration: int) -> int:
        """Return the first instant by which a leg of this duration in free traffic is done.

        Parameters
        ----------
        departure
            Instant of leaving, at least 0.
        duration
            Of the leg in free traffic.
        """
        progress = self.progress
        slot = bisect_right(self.starts, departure) - 1
        target = progress[slot] + (departure - self.starts[slot]) * self.rates[slot] + FREE_FLOW * duration
        slot = max(slot, bisect_right(progress, target) - 1)
        return max(departure, self.starts[slot] - (progress[slot] - target) // self.rates[slot])

    def departure(self, arrival: int, duration: int) -> int:
        """Return the last instant at which to leave so as to arrive by ``arrival``; negative if that is before 0."""
        progress = self.progress
        slot = bisect_right(self.starts, arrival) - 1
        target = progress[slot] + (arrival - self.starts[slot]) * self.rates[slot] - FREE_FLOW * duration
        if target < 0:
            return -1
        slot = bisect_right(progress, target) - 1
        return min(arrival, self.starts[slot] + (target - progress[slot]) // self.rates[slot])


class Leg(NamedTuple):
    """Way between two places: distance units, and duration units in free traffic."""

    distance: int
    duration: int


@dataclass(frozen=True, eq=False)
class Matrix:
    """Distances and durations between locations, square int64 arrays; ``[i, j]`` is from i to j.

    A pair that cannot be travelled holds :data:`UNLIMITED` in both; the diagonal is zero. The arrays are kept
    read-only: one that is not yet is copied.

    Parameters
    ----------
    distance, duration
        In the problem's units; the duration in free traffic.
    traffic
        How durations depend on the departure; None if they do not.

    Raises
    ------
    ValueError
        If an array is not square, not of integers, of another size than its twin, negative, beyond
        :data:`UNLIMITED`, not zero on its diagonal, or blocked where its twin is not.
    """

    distance: IntArray
    duration: IntArray
    traffic: Traffic | None = None

    #: Whether entries are computed when looked at, so that looking at all of them is to be avoided.
    computed: ClassVar[bool] = False

    def __post_init__(self) -> None:
        for name in ("distance", "duration"):
            object.__setattr__(self, name, _read_only(getattr(self, name), f"matrix.{name}"))
        if self.distance.shape != self.duration.shape:
            msg = f"matrix.duration: shape {self.duration.shape} differs from distance {self.distance.shape}"
            raise ValueError(msg)
        apart = np.argwhere((self.distance == UNLIMITED) != (self.duration == UNLIMITED))
        if len(apart):
            msg = f"matrix: pair {tuple(apart[0].tolist())} is blocked in one of distance and duration only"
            raise ValueError(msg)

    @property
    def blocked(self) -> npt.NDArray[np.bool_]:
        """Pairs that cannot be travelled, square."""
        pairs: npt.NDArray[np.bool_] = self.duration == UNLIMITED
        return pairs

    def leg(self, origin: int, destination: int) -> Leg:
        """Return the way between two locations."""
        return Leg(int(self.distance[origin, destination]), int(self.duration[origin, destination]))

    def arrival(self, departure: int, duration: int) -> int:
        """Return when a leg of this duration in free traffic ends that begins at ``departure``."""
        return departure + duration if self.traffic is None else self.traffic.arrival(departure, duration)

    def fastest(self, duration: int) -> int:
        """Return the least that a leg of this duration in free traffic takes at any time of day."""
        return duration if self.traffic is None else FREE_FLOW * duration // max(self.traffic.rates)


class PlanarArray:
    """Square array of the distances between points of a plane, of which entries are computed when looked at.

    It is indexed by pairs: of integers, of lists of equal length, or of what ``numpy.ix_`` returns.

    Parameters
    ----------
    coordinates
        Shape (n, 2).
    rounded
        Turns Euclidean distances of any shape into integers, zero into zero.
    """

    def __init__(self, coordinates: FloatArray, rounded: Callable[[FloatArray], IntArray]) -> None:
        self._coordinates = coordinates
        self._rounded = rounded

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self._coordinates)

    def __getitem__(self, pair: tuple[Any, Any]) -> IntArray:
        """Distances between the first and the second of a pair of indices, broadcast."""
        origins, destinations = pair
        away = self._coordinates[origins] - self._coordinates[destinations]
        away *= away
        straight = np.sqrt(away[..., 0] + away[..., 1])
        return self._rounded(np.atleast_1d(straight)).reshape(np.shape(straight))


class PlanarMatrix(Matrix):
    """Matrix of points of a plane where a unit of distance takes a unit of time; it is never held as a whole.

    Parameters
    ----------
    coordinates, rounded
        See :class:`PlanarArray`, of which ``distance`` and ``duration`` are one.
    """

    computed = True

    def __init__(self, coordinates: FloatArray, rounded: Callable[[FloatArray], IntArray]) -> None:
        array = cast("IntArray", PlanarArray(coordinates, rounded))
        for name, value in (("distance", array), ("duration", array), ("traffic", None)):
            object.__setattr__(self, name, value)

    def leg(self, origin: int, destination: int) -> Leg:
        """Return the way between two locations, computed once for both of its measures."""
        way = int(self.distance[origin, destination])
        return Leg(way, way)

    @property
    def blocked(self) -> npt.NDArray[np.bool_]:
        """No pair."""
        return np.broadcast_to(np.False_, (len(self.distance), len(self.distance)))


def _read_only(values: IntArray, where: str) -> IntArray:
    array = np.asarray(values)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        msg = f"{where}: must be square, got shape {array.shape}"
        raise ValueError(msg)
    if not np.issubdtype(array.dtype, np.integer):
        msg = f"{where}: must hold integers, got {array.dtype}"
        raise ValueError(msg)
    if array.size and not (array.min() >= 0 and array.max() <= UNLIMITED):
        msg = f"{where}: values must be between 0 and {UNLIMITED}, got {array.min()} to {array.max()}"
        raise ValueError(msg)
    if array.diagonal().any():
        msg = f"{where}: diagonal must be zero, location {int(array.diagonal().argmax())} has another value"
        raise ValueError(msg)
    if array.flags.writeable or array.dtype != np.int64:
        array = array.astype(np.int64)
        array.setflags(write=False)
    return array
