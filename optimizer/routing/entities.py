"""What a routing problem is made of: depots, clients, vehicle types and what ties clients together; all integers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from optimizer.routing.matrix import UNLIMITED

Window = tuple[int, int]


@dataclass(frozen=True)
class Scale:
    """What one integer unit of a problem means.

    Parameters
    ----------
    distance_unit, duration_unit
        Name of the unit of distances and durations: ``m`` and ``s``, or ``units`` for benchmark files.
    distance_factor
        Integer units of distance, and of duration, per file unit: 10 for Solomon's one decimal, 1 for metres and
        seconds.
    cost_per_minor_unit
        Integer cost units per minor unit of currency (or per file unit for benchmark files).
    profile_units
        Name of the unit of distances by profile, where it is another than ``distance_unit``.
    """

    distance_unit: str = "m"
    duration_unit: str = "s"
    distance_factor: int = 1
    cost_per_minor_unit: int = 1
    profile_units: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Depot:
    """Where vehicles start and end, and may load again.

    Parameters
    ----------
    id
        The planner's id.
    location
        Row of the matrices.
    window
        Opening window in duration units: loading begins, and routes end, within it.
    service_s
        Duration of loading, before each trip that starts here.
    """

    id: str
    location: int
    window: Window = (0, UNLIMITED)
    service_s: int = 0


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
        Earliest time at which the vehicle carrying it is loaded and may leave the depot.
    required
        False: may be left out, forgoing ``prize``.
    prize
        Cost units gained by visiting an optional client.
    vehicle_types
        Ids of the vehicle types that may visit it; None for any.
    skills
        What a vehicle must have to visit it.
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
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Break:
    """A rest of the driver.

    A route that is under way at the end of the window has a rest of this duration that began within the window; a route
    that begins at or after that instant, or ends at or before it, needs none. The vehicle rests at a stop: before
    service, after service, or at a depot between loading and leaving; not at the end of its route. Rests of a route
    follow each other in the order of the vehicle type's breaks.

    Parameters
    ----------
    id
        Unique among the breaks of the vehicle type.
    duration_s
        How long it lasts.
    window
        In which it begins.
    """

    id: str
    duration_s: int
    window: Window


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
        Depot ids; ``end_depot`` None means the start depot. The vehicle is loaded at the start depot.
    fixed_cost
        Cost units per vehicle used.
    cost_per_distance
        Cost units per distance unit driven.
    cost_per_duration
        Cost units per duration unit from the start of loading to reaching the end depot, waiting included.
    shift
        Window in which the whole route lies.
    max_distance, max_duration
        Limits of one route.
    profile
        Key of the matrices.
    open_end
        True: a route ends with the service of its last client, wherever that is, and ``end_depot`` is not used.
    skills
        What its vehicles have.
    reload_depots, max_reloads
        Depots where a vehicle may unload what it collected and load for another trip, and how often on a route.
    overtime_after, cost_per_overtime
        Duration of a route beyond which each further unit costs so many cost units more.
    breaks
        Rests of the driver, windows in ascending order.
    prefix
        Client ids, in order, with which the route of this vehicle begins: fixed in advance, and as good as required.
        Needs a ``count`` of 1. Where no vehicle can serve one of them, the others are the beginning.
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
    open_end: bool = False
    skills: frozenset[str] = frozenset()
    reload_depots: tuple[str, ...] = ()
    max_reloads: int = UNLIMITED
    overtime_after: int = UNLIMITED
    cost_per_overtime: int = 0
    breaks: tuple[Break, ...] = ()
    prefix: tuple[str, ...] = ()

    @property
    def last_depot(self) -> str:
        """Id of the depot where routes end that return."""
        return self.start_depot if self.end_depot is None else self.end_depot

    def may_visit(self, client: Client) -> bool:
        """Whether the client allows this type, and the type has the skills it asks for."""
        allowed = client.vehicle_types is None or self.id in client.vehicle_types
        return allowed and client.skills <= self.skills


@dataclass(frozen=True)
class Shipment:
    """Goods fetched from one client and brought to another by the same vehicle on the same trip.

    Parameters
    ----------
    pickup, delivery
        Client ids. Both are required or both optional, have no delivery or pickup amounts of their own, and belong
        to no other shipment and no group.
    amount
        Per measure, on board from the one to the other.
    """

    pickup: str
    delivery: str
    amount: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """Alternative places for the same demand, of which at most one is visited.

    Parameters
    ----------
    id
        The planner's id.
    clients
        Ids of the alternatives, each an optional client of this group only. What is forgone by visiting one of them is
        the largest prize among them less its own.
    required
        True: one of them must be visited.
    """

    id: str
    clients: tuple[str, ...]
    required: bool = True


class Backhauls(StrEnum):
    """Order of deliveries and collections on a trip."""

    MIXED = "mixed"
    #: Clients with collections come after all clients with deliveries.
    LAST = "last"
    #: As ``LAST``, and no trip visits clients with collections only.
    LAST_AFTER_DELIVERY = "last-after-delivery"


@dataclass(frozen=True)
class Stability:
    """What it costs to depart from an earlier plan.

    Parameters
    ----------
    previous
        Vehicle type id and arrival per client id of the earlier plan; clients that are not in the problem are ignored.
        :func:`~optimizer.routing.stability.stability_of` reads them off a plan.
    vehicle_change_cost
        Cost units for each client visited by another vehicle type than before.
    shift_cost
        Cost units per duration unit by which an arrival moves, beyond ``tolerance_s``, to either side.
    tolerance_s
        Duration units by which an arrival moves for free.
    """

    previous: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    vehicle_change_cost: int = 0
    shift_cost: int = 0
    tolerance_s: int = 0

    def cost(self, client: str, vehicle_type: str, arrival: int) -> int:
        """Cost units of visiting a client with this vehicle type at this arrival."""
        if client not in self.previous:
            return 0
        before, then = self.previous[client]
        moved = max(0, abs(arrival - then) - self.tolerance_s)
        return self.vehicle_change_cost * (vehicle_type != before) + self.shift_cost * moved
