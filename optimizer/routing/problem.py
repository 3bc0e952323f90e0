"""What a vehicle routing problem is: depots, clients, vehicle types, matrices; all integers."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from optimizer.routing.entities import (
    Backhauls,
    Break,
    Client,
    Depot,
    Group,
    Scale,
    Shipment,
    Stability,
    VehicleType,
    Window,
)
from optimizer.routing.matrix import UNLIMITED, IntArray, Matrix, Traffic
from optimizer.routing.rules import refuse_contradictions

__all__ = [
    "UNLIMITED",
    "Backhauls",
    "Break",
    "Client",
    "Depot",
    "Group",
    "IntArray",
    "Matrix",
    "Problem",
    "Scale",
    "Shipment",
    "Stability",
    "Traffic",
    "VehicleType",
    "Window",
]


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
    shipments
        Goods fetched from one client and brought to another.
    groups
        Alternative places for the same demand.
    backhauls
        Whether collections come after deliveries.
    stability
        What it costs to depart from an earlier plan; None: nothing.
    longest_route_cost
        Cost units per distance unit of the longest route, so that routes are of like length. It is the measure of
        balance that never lengthens one route to be even with another [1]_.

    Raises
    ------
    ValueError
        Naming the entity and field, if sizes, ids, windows or signs contradict each other.

    References
    ----------
    .. [1] Matl, P., R.F. Hartl and T. Vidal (2018). Workload equity in vehicle routing problems: a survey and
       analysis. *Transportation Science* 52(2), 239-260. https://doi.org/10.1287/trsc.2017.0744
    """

    depots: tuple[Depot, ...]
    clients: tuple[Client, ...]
    vehicle_types: tuple[VehicleType, ...]
    matrices: Mapping[str, Matrix]
    measures: tuple[str, ...] = ("load",)
    scale: Scale = field(default_factory=Scale)
    name: str = ""
    shipments: tuple[Shipment, ...] = ()
    groups: tuple[Group, ...] = ()
    backhauls: Backhauls = Backhauls.MIXED
    stability: Stability | None = None
    longest_route_cost: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "matrices", dict(self.matrices))
        refuse_contradictions(self)

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

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """Group by client id, of the clients that are alternatives."""
        return {client: group for group in self.groups for client in group.clients}

    @cached_property
    def shipment_of(self) -> dict[str, Shipment]:
        """Shipment by client id, of the clients where one is fetched or brought."""
        return {end: one for one in self.shipments for end in (one.pickup, one.delivery)}

    @cached_property
    def in_free_traffic(self) -> Self:
        """The same problem with durations that do not depend on the time of day."""
        matrices = {
            name: one if one.traffic is None else Matrix(one.distance, one.duration)
            for name, one in self.matrices.items()
        }
        return self.replace(matrices=matrices)

    @property
    def backhauls_ordered(self) -> bool:
        """Whether collections come after deliveries."""
        return self.backhauls is not Backhauls.MIXED

    def without(self, clients: Container[str]) -> Self:
        """Return the problem less some clients, and less what ties others to them.

        A shipment goes with either of its ends, a group with its last alternative; of a prefix the others stay.
        """
        off = {
            end
            for one in self.shipments
            for end in (one.pickup, one.delivery)
            if one.pickup in clients or one.delivery in clients
        }
        kept = tuple(one for one in self.clients if one.id not in clients and one.id not in off)
        ids = {one.id for one in kept}
        groups = (
            replace(group, clients=tuple(one for one in group.clients if one in ids)) for group in self.groups
        )
        return self.replace(
            clients=kept,
            shipments=tuple(one for one in self.shipments if one.pickup in ids),
            groups=tuple(group for group in groups if group.clients),
            vehicle_types=tuple(
                replace(kind, prefix=tuple(one for one in kind.prefix if one in ids)) if kind.prefix else kind
                for kind in self.vehicle_types
            ),
        )
