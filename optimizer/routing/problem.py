"""What a vehicle routing problem is: depots, clients, vehicle types, matrices; all integers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    cost_per_distance, cost_per_duration
        Cost units per distance unit driven, and per duration unit from leaving to returning (waiting included).
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


@dataclass(frozen=True, eq=False)
class Matrix:
    """Distances and durations between locations, square int64 arrays; ``[i, j]`` is from i to j.

    A pair that cannot be travelled holds :data:`UNLIMITED` in both.
    """

    distance: IntArray
    duration: IntArray


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

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied, validated again."""
        return replace(self, **changes)
