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


class PointArray:
    """Square array of integers that grow with how far points are apart, of which entries are computed when looked at.

    It is indexed by pairs: of integers, of lists of equal length, or of what ``numpy.ix_`` returns; a slice is of rows.

    Parameters
    ----------
    points
        Shape (n, 2) on a plane, (n, 3) in space.
    measured
        Turns straight distances of any shape into integers: zero into zero, greater ones into no less.
    """

    def __init__(self, points: FloatArray, measured: Callable[[FloatArray], IntArray]) -> None:
        self.points = points
        self.measured = measured

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.points)

    def __getitem__(self, pair: tuple[Any, Any] | slice) -> IntArray:
        """Entries between the first and the second of a pair of indices, broadcast."""
        if isinstance(pair, slice):
            return self._between(self.points[pair][:, None], self.points)
        origins, destinations = pair
        return self._between(self.points[origins], self.points[destinations])

    def longest(self) -> IntArray:
        """Return for each point no less than its entry to any other: that to a corner around all, shape (n,)."""
        ends = np.nanmin(self.points, axis=0), np.nanmax(self.points, axis=0)
        corners = np.where(self.points - ends[0] > ends[1] - self.points, *ends)
        return self._between(self.points, corners)

    def with_anywhere(self) -> "PointArray":
        """Return the same with one more point, at no distance from any."""
        points = np.pad(self.points, ((0, 1), (0, 0)), constant_values=np.nan)
        return PointArray(points, lambda straight: self.measured(np.nan_to_num(straight)))

    def _between(self, origins: FloatArray, destinations: FloatArray) -> IntArray:
        away = origins - destinations
        away *= away
        squares = away[..., 0] + away[..., 1]
        for axis in range(2, away.shape[-1]):
            squares += away[..., axis]
        straight = np.sqrt(squares)
        return self.measured(np.atleast_1d(straight)).reshape(np.shape(straight))


def mapped(function: Callable[..., IntArray], *arrays: "IntArray | PointArray") -> IntArray:
    """Apply a function entry by entry; where entries are computed when looked at, it is applied then.

    Parameters
    ----------
    function
        Takes an entry of each array, in arrays of any shape; see :class:`PointArray` for what it may do.
    arrays
        All held, or all of the same points.
    """
    first, *_ = arrays
    if not isinstance(first, PointArray):
        return function(*arrays)
    computed = [one for one in arrays if isinstance(one, PointArray)]
    return cast(
        "IntArray",
        PointArray(first.points, lambda straight: function(*(one.measured(straight) for one in computed))),
    )


def with_anywhere(array: "IntArray | PointArray") -> IntArray:
    """Return an array with one more row and column, of a place from which and to which every way is zero."""
    if isinstance(array, PointArray):
        return cast("IntArray", array.with_anywhere())
    return np.pad(array, (0, 1))


def longest_ways(array: "IntArray | PointArray") -> IntArray:
    """Return for each place the longest way from it that can be travelled, or no less where ways are computed."""
    if isinstance(array, PointArray):
        return array.longest()
    # row by row, so that nothing of the size of the matrix is made
    return np.array([row.max(where=row < UNLIMITED, initial=0) for row in array], dtype=np.int64)


class ComputedMatrix(Matrix):
    """Matrix of points that is never held as a whole; every pair can be travelled.

    Parameters
    ----------
    distance, duration
        Of the same points, or one :class:`PointArray` for both.
    """

    computed = True

    def __init__(self, distance: PointArray, duration: PointArray) -> None:
        for name, value in (("distance", distance), ("duration", duration), ("traffic", None)):
            object.__setattr__(self, name, value)

    def leg(self, origin: int, destination: int) -> Leg:
        """Return the way between two locations, computed once where its measures are one."""
        way = int(self.distance[origin, destination])
        if self.duration is self.distance:
            return Leg(way, way)
        return Leg(way, int(self.duration[origin, destination]))

    @property
    def blocked(self) -> npt.NDArray[np.bool_]:
        """No pair."""
        return np.broadcast_to(np.False_, (len(self.distance), len(self.distance)))


class PlanarMatrix(ComputedMatrix):
    """Matrix of points of a plane where a unit of distance takes a unit of time.

    Parameters
    ----------
    coordinates, rounded
        See :class:`PointArray`, of which ``distance`` and ``duration`` are one.
    """

    def __init__(self, coordinates: FloatArray, rounded: Callable[[FloatArray], IntArray]) -> None:
        array = PointArray(coordinates, rounded)
        super().__init__(array, array)


def matrix_of(distance: "IntArray | PointArray", duration: "IntArray | PointArray") -> Matrix:
    """Make the matrix of two arrays, which are both held or both computed."""
    if isinstance(distance, PointArray) and isinstance(duration, PointArray):
        return ComputedMatrix(distance, duration)
    return Matrix(cast("IntArray", distance), cast("IntArray", duration))


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
