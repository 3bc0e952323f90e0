"""What a vehicle routing problem is: depots, clients, vehicle types, matrices; all integers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Window = tuple[int, int]

#: Stands for "no limit" wherever a limit is an integer.
UNLIMITED = 2**43


@dataclass(frozen=True)
class Scale:
    """What one integer unit of a problem means.

    Parameters
    ----------
    distance_unit, duration_unit
        Name of the unit of distances and durations: ``m`` and ``s``, or ``units`` for benchmark files.
    distance_factor
        Integer distance units per file unit (10 for Solomon's one decimal); 1 for metres.
    cost_per_minor_unit
        Integer cost units per minor unit of currency (or per file unit for benchmark files).
    """

    distance_unit: str = "m"
    duration_unit: str = "s"
    distance_factor: int = 1
    cost_per_minor_unit: int = 1


@dataclass(frozen=True)
class Depot:
    """Where vehicles start and end.

    Parameters
    ----------
    id
        The planner's id.
    location
        Row of the matrices.
    window
        Opening window in duration units.
    """

    id: str
    location: int
    window: Window = (0, UNLIMITED)


@dataclass(frozen=True)
class Client:
    """A place to visit once.

    Parameters
    ----------
    id
        The planner's id, unique among clients.
    location
        Row of the matrices.
    delivery, pickup
        Amount per measure brought from the depot to the client, and collected for the depot.
    service_s
        Service duration.
    windows
        Time windows in which service may start, sorted and disjoint; empty for any time.
    release_s
        Earliest time at which the vehicle carrying it may leave the depot.
    required
        False: may be left out, forgoing ``prize``.
    prize
        Cost units gained by visiting an optional client.
    vehicle_types
        Ids of the vehicle types that may visit it; None for any.
    """

    id: str
    location: int
    delivery: tuple[int, ...] = ()
    pickup: tuple[int, ...] = ()
    service_s: int = 0
    windows: tuple[Window, ...] = ()
    release_s: int = 0
    required: bool = True
    prize: int = 0
    vehicle_types: frozenset[str] | None = None


@dataclass(frozen=True)
class VehicleType:
    """``count`` like vehicles.

    Parameters
    ----------
    id
        The planner's id.
    count
        Number available, at least 0.
    capacity
        Capacity per measure.
    start_depot, end_depot
        Depot ids; ``end_depot`` None means the start depot.
    fixed_cost
        Cost units per vehicle used.
    cost_per_distance
        Cost units per distance unit driven.
    cost_per_duration
        Cost units per duration unit from leaving the start depot to reaching the end depot, waiting included.
    shift
        Window in which the whole route lies.
    max_distance, max_duration
        Limits of one route.
    profile
        Key of the matrices.
    """

    id: str
    count: int
    capacity: tuple[int, ...]
    start_depot: str
    end_depot: str | None = None
    fixed_cost: int = 0
    cost_per_distance: int = 1
    cost_per_duration: int = 0
    shift: Window = (0, UNLIMITED)
    max_distance: int = UNLIMITED
    max_duration: int = UNLIMITED
    profile: str = "default"

    @property
    def last_depot(self) -> str:
        """Id of the depot where routes end."""
        return self.start_depot if self.end_depot is None else self.end_depot


@dataclass(frozen=True, eq=False)
class Matrix:
    """Distances and durations between locations, square int64 arrays; ``[i, j]`` is from i to j.

    A pair that cannot be travelled holds :data:`UNLIMITED` in both; the diagonal is zero. The arrays are kept
    read-only: one that is not yet is copied.

    Raises
    ------
    ValueError
        If an array is not square, not of integers, of another size than its twin, negative, beyond
        :data:`UNLIMITED`, not zero on its diagonal, or blocked where its twin is not.
    """

    distance: IntArray
    duration: IntArray

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


@dataclass(frozen=True, eq=False)
class Problem:
    """A vehicle routing problem.

    Parameters
    ----------
    depots, clients, vehicle_types
        See their classes. Ids are unique within each.
    matrices
        One :class:`Matrix` per profile named by a vehicle type, all of the same size.
    measures
        Names of the capacity measures; every capacity, delivery and pickup has as many entries (an empty
        delivery or pickup means zero in all).
    scale
        What the integers mean.
    name
        For messages.

    Raises
    ------
    ValueError
        Naming the entity and field, if sizes, ids, windows or signs contradict each other.
    """

    depots: tuple[Depot, ...]
    clients: tuple[Client, ...]
    vehicle_types: tuple[VehicleType, ...]
    matrices: Mapping[str, Matrix]
    measures: tuple[str, ...] = ("load",)
    scale: Scale = field(default_factory=Scale)
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "matrices", dict(self.matrices))
        for entity, items in (
            ("depot", self.depots),
            ("client", self.clients),
            ("vehicle type", self.vehicle_types),
        ):
            _check_unique(entity, (item.id for item in items))
        size = self._check_matrices()
        for depot in self.depots:
            where = f"depot {depot.id!r}"
            _check_range(f"{where}: location", depot.location, size - 1)
            _check_window(f"{where}: window", depot.window)
        for client in self.clients:
            self._check_client(client, size)
        for vehicle_type in self.vehicle_types:
            self._check_vehicle_type(vehicle_type)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied, validated again."""
        return replace(self, **changes)

    @cached_property
    def depot_by_id(self) -> dict[str, Depot]:
        """Depots by id."""
        return {depot.id: depot for depot in self.depots}

    @cached_property
    def client_by_id(self) -> dict[str, Client]:
        """Clients by id."""
        return {client.id: client for client in self.clients}

    @cached_property
    def vehicle_type_by_id(self) -> dict[str, VehicleType]:
        """Vehicle types by id."""
        return {vehicle_type.id: vehicle_type for vehicle_type in self.vehicle_types}

    def _check_matrices(self) -> int:
        sizes = {name: len(matrix.distance) for name, matrix in self.matrices.items()}
        if not sizes:
            msg = "problem: matrices must hold at least one profile"
            raise ValueError(msg)
        if len(set(sizes.values())) > 1:
            msg = f"problem: matrices differ in size: {sizes}"
            raise ValueError(msg)
        return next(iter(sizes.values()))

    def _check_client(self, client: Client, size: int) -> None:
        where = f"client {client.id!r}"
        _check_range(f"{where}: location", client.location, size - 1)
        for name in ("delivery", "pickup"):
            if amounts := getattr(client, name):
                _check_amounts(f"{where}: {name}", amounts, self.measures)
        for name in ("service_s", "release_s", "prize"):
            _check_range(f"{where}: {name}", getattr(client, name))
        for window in client.windows:
            _check_window(f"{where}: windows", window)
        for before, after in pairwise(client.windows):
            if after[0] <= before[1]:
                msg = f"{where}: windows must be sorted and disjoint, got {before} before {after}"
                raise ValueError(msg)
        unknown = (client.vehicle_types or frozenset()) - self.vehicle_type_by_id.keys()
        if unknown:
            msg = f"{where}: vehicle_types names unknown vehicle types {sorted(unknown)}"
            raise ValueError(msg)

    def _check_vehicle_type(self, vehicle_type: VehicleType) -> None:
        where = f"vehicle type {vehicle_type.id!r}"
        _check_amounts(f"{where}: capacity", vehicle_type.capacity, self.measures)
        for name in (
            "count",
            "fixed_cost",
            "cost_per_distance",
            "cost_per_duration",
            "max_distance",
            "max_duration",
        ):
            _check_range(f"{where}: {name}", getattr(vehicle_type, name))
        _check_window(f"{where}: shift", vehicle_type.shift)
        for name, depot in (
            ("start_depot", vehicle_type.start_depot),
            ("end_depot", vehicle_type.last_depot),
        ):
            if depot not in self.depot_by_id:
                msg = f"{where}: {name} {depot!r} is not a depot"
                raise ValueError(msg)
        if vehicle_type.profile not in self.matrices:
            msg = f"{where}: profile {vehicle_type.profile!r} has no matrix"
            raise ValueError(msg)


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


def _check_unique(entity: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            msg = f"{entity} {one!r}: id is used twice"
            raise ValueError(msg)
        seen.add(one)


def _check_range(where: str, value: int, upper: int = UNLIMITED) -> None:
    if not 0 <= value <= upper:
        msg = f"{where} must be between 0 and {upper}, got {value}"
        raise ValueError(msg)


def _check_window(where: str, window: Window) -> None:
    if not 0 <= window[0] <= window[1] <= UNLIMITED:
        msg = f"{where} must satisfy 0 <= start <= end <= {UNLIMITED}, got {window}"
        raise ValueError(msg)


def _check_amounts(where: str, amounts: Sequence[int], measures: Sequence[str]) -> None:
    if len(amounts) != len(measures):
        msg = f"{where} has {len(amounts)} entries for the {len(measures)} measures {list(measures)}"
        raise ValueError(msg)
    for measure, amount in zip(measures, amounts, strict=True):
        _check_range(f"{where} of {measure}", amount)
