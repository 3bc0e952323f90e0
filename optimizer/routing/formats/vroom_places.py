"""Places of a problem in VROOM's format, and how vehicles travel between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from optimizer.routing.formats.geometry import great_circle
from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.lines import ROUTE_FORMAT, ROUTE_NUMBER, ROUTE_UNSUPPORTED
from optimizer.routing.matrix import UNLIMITED, FloatArray, IntArray, longest_ways, mapped

#: Profile of vehicles that name none.
DEFAULT_PROFILE = "car"
_KINDS = ("durations", "distances", "costs")


@dataclass(frozen=True)
class Travel:
    """Square arrays of one profile: seconds, metres and cost as given; None where the file has none.

    A pair that cannot be travelled holds :data:`~optimizer.routing.matrix.UNLIMITED` in each.
    """

    durations: IntArray
    distances: IntArray | None = None
    costs: IntArray | None = None


@dataclass
class Places:
    """Rows of the matrices: those of the file, or one per pair of coordinates in the order they come.

    Parameters
    ----------
    root
        The document.
    speed_km_h
        Speed as the crow flies, where the file has no matrices.
    """

    root: Key
    speed_km_h: float | None
    given: dict[str, dict[str, IntArray]] = field(init=False)
    _points: dict[int, tuple[float, float]] = field(init=False, default_factory=dict)
    _rows: dict[tuple[float, float], int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.given = _matrices(self.root)
        sizes = {len(array) for arrays in self.given.values() for array in arrays.values()}
        if len(sizes) > 1:
            cause = f"the matrices differ in size: {sorted(sizes)}"
            raise self.root.need("matrices").contradiction(cause)
        self._size = sizes.pop() if sizes else None
        if self._size is not None and self.speed_km_h is not None:
            cause = "it has matrices, and a speed is for files without"
            raise self.root.contradiction(cause, "Leave the speed out.")

    def __len__(self) -> int:
        return len(self._rows) if self._size is None else self._size

    def row(self, owner: Key, name: str = "location", index: str = "location_index") -> int:
        """Return the row of a place.

        Parameters
        ----------
        owner
            Task or vehicle.
        name, index
            Its keys for coordinates and row.

        Raises
        ------
        FormatError
            If it says neither, or a row that is not there.
        """
        point = owner.optional(name, _point, None)
        if self._size is None:
            if point is None:
                cause = "is no place"
                raise owner.need(name).fail(cause, "Write [longitude, latitude].")
            row = self._rows.setdefault(point, len(self._rows))
        else:
            key = owner.need(index)
            row = key.whole()
            if row >= self._size:
                cause = f"row {row} is not in the matrices, which have {self._size}"
                raise key.contradiction(cause)
        if point is not None:
            self._points[row] = point
        return row

    def coordinates(self, extra: int) -> FloatArray | None:
        """Longitude and latitude by row, NaN where unknown; None if the file has none.

        Parameters
        ----------
        extra
            Rows of no place at the end.
        """
        if not self._points:
            return None
        found: FloatArray = np.full((len(self) + extra, 2), np.nan)
        for row, point in self._points.items():
            found[row] = point
        return found

    def travel(self, profile: str, owner: Key) -> Travel:
        """How vehicles of a profile travel.

        Parameters
        ----------
        profile
            Name.
        owner
            Vehicle that asks, for messages.

        Raises
        ------
        FormatError
            If the file has no matrices of this profile and no speed is given.
        """
        if self._size is None:
            return self._as_the_crow_flies
        if profile not in self.given:
            cause = f"profile {profile!r} has no matrices; there are {', '.join(self.given)}"
            raise owner.contradiction(cause, f"Add matrices.{profile}.durations.")
        arrays = self.given[profile]
        blocked = np.any([array == UNLIMITED for array in arrays.values()], axis=0)
        for array in arrays.values():
            array[blocked] = UNLIMITED
        return Travel(arrays["durations"], arrays.get("distances"), arrays.get("costs"))

    @cached_property
    def _as_the_crow_flies(self) -> Travel:
        """How every vehicle travels; it is asked for once all places are known."""
        if self.speed_km_h is None:
            cause = "it has no matrices, and there is no road server to ask"
            action = "Add matrices, or give a speed (--speed 40) to travel as the crow flies."
            raise self.root.fail(cause, action, ROUTE_UNSUPPORTED)
        points = sorted(self._rows, key=self._rows.__getitem__)
        distances = great_circle(np.array(points, dtype=np.float64).reshape(-1, 2))
        if int(longest_ways(distances).max(initial=0)) * 3.6 / self.speed_km_h + 1 >= UNLIMITED:
            cause = "at this speed it takes for ever"
            raise self.root.contradiction(cause, "Give a greater speed.")
        return Travel(mapped(partial(_driven, self.speed_km_h), distances), distances)


def _driven(speed_km_h: float, metres: IntArray) -> IntArray:
    seconds: IntArray = np.floor(metres * 3.6 / speed_km_h + 0.5).astype(np.int64)
    return seconds


def _point(key: Key) -> tuple[float, float]:
    numbers = key.array()
    if len(numbers) != 2:
        cause = f"has {len(numbers)} numbers"
        raise key.fail(cause, "Write [longitude, latitude].")
    return numbers[0].number(-180, 180), numbers[1].number(-90, 90)


def _matrices(root: Key) -> dict[str, dict[str, IntArray]]:
    """Matrices by profile and kind; ``matrix`` is an old name of the default profile's durations."""
    old, new = root.get("matrix"), root.get("matrices")
    if old is not None and new is not None:
        cause = "there are matrix and matrices"
        raise old.contradiction(cause, "Keep one of them.")
    if old is not None:
        return {DEFAULT_PROFILE: {"durations": _square(old)}}
    if new is None:
        return {}
    profiles: Mapping[str, object] = new.object(new.value if isinstance(new.value, dict) else ()).value
    found = {}
    for profile in profiles:
        arrays = new.need(profile).object(_KINDS)
        arrays.need("durations")
        found[profile] = {kind: _square(arrays.need(kind)) for kind in _KINDS if arrays.get(kind)}
    return found


def _square(key: Key) -> IntArray:
    """Array of whole numbers, null where there is no way."""
    size = len(key.array())
    array: IntArray = np.zeros((size, size), dtype=np.int64)
    for index, row in enumerate(key.array()):
        if not isinstance(row.value, list) or len(row.value) != size:
            length = f"{len(row.value)} numbers" if isinstance(row.value, list) else "no numbers"
            cause = f"the matrix is not square: it has {size} rows, and {length} in this one"
            raise row.contradiction(cause)
        # types first: numpy would take text and truth for numbers
        if any(type(value) is not int or not 0 <= value < UNLIMITED for value in row.value):
            array[index] = [
                UNLIMITED if cell.value is None else cell.whole(UNLIMITED) for cell in row.array()
            ]
        else:
            array[index] = row.value
        if array[index, index]:
            cell = row.array()[index]
            cause = f"the way from a place to itself is {cell.value}"
            raise cell.fail(cause, "Write 0.", ROUTE_NUMBER if cell.value is not None else ROUTE_FORMAT)
    return array
