"""A strategy's plan: what is decided, in the planner's ids, and what it costs.

Instants are whole seconds since 1970-01-01 UTC; days are local dates ``YYYY-MM-DD``.
``docs/model.md`` defines every field.
"""

from dataclasses import dataclass, replace
from typing import Any, Self

from optimizer.core.cost import CostLine


@dataclass(frozen=True, order=True)
class PlannedLine:
    """The decision key (order, line, source, option, departure) and its quantity in units."""

    order: str
    line: str
    source: str
    option: str
    departure: str
    quantity: int


@dataclass(frozen=True, order=True)
class PlannedShipment:
    """Everything of one order that leaves one source by one option and departure.

    Parameters
    ----------
    point
        Collection point; empty where delivered.
    leaves_at, handed_over_at
        Instants. By van: ``leaves_at`` is the wave's departure, ``handed_over_at`` the end of service.
    route
        Id of the route that carries it; empty without own van.
    """

    order: str
    source: str
    option: str
    departure: str
    point: str
    leaves_at: int
    handed_over_at: int
    route: str

    @property
    def key(self) -> str:
        """Reference used by cost lines: ``order|source|option|departure``."""
        return f"{self.order}|{self.source}|{self.option}|{self.departure}"


@dataclass(frozen=True, order=True)
class PlannedMove:
    """Replenishment: units of a product that leave on a lane on a day, on hand from ``arrives``."""

    lane: str
    leaves: str
    arrives: str
    product: str
    quantity: int


@dataclass(frozen=True, order=True)
class PlannedRoute:
    """A van's tour in a wave; ``start`` and ``end`` are instants at the depot, distance in metres."""

    id: str
    depot: str
    date: str
    wave: str
    vehicle_type: str
    start: int
    end: int
    distance_m: int


@dataclass(frozen=True, order=True)
class PlannedStop:
    """A stop of a route for one shipment; ``sequence`` from 1; service from ``start`` to ``end``."""

    route: str
    sequence: int
    order: str
    source: str
    option: str
    departure: str
    place: str
    arrival: int
    start: int
    end: int


@dataclass(frozen=True, order=True)
class PlannedLeg:
    """Distance and duration between two places of one route; all pairs of the route's places are kept."""

    from_id: str
    to_id: str
    profile: str
    distance_m: int
    duration_s: int


@dataclass(frozen=True, order=True)
class UnservedLine:
    """Units of a line that are not served, why, and the smallest change that would serve them."""

    order: str
    line: str
    quantity: int
    reason: str
    detail: str
    fix: str


@dataclass(frozen=True)
class Plan:
    """A complete plan of one strategy; every tuple is sorted.

    Parameters
    ----------
    strategy
        Name of the strategy it was made for.
    cost_lines
        All booked lines; their sum is the plan's cost in minor units.
    """

    strategy: str
    lines: tuple[PlannedLine, ...] = ()
    shipments: tuple[PlannedShipment, ...] = ()
    moves: tuple[PlannedMove, ...] = ()
    routes: tuple[PlannedRoute, ...] = ()
    stops: tuple[PlannedStop, ...] = ()
    legs: tuple[PlannedLeg, ...] = ()
    unserved: tuple[UnservedLine, ...] = ()
    cost_lines: tuple[CostLine, ...] = ()

    @property
    def total(self) -> int:
        """Cost in minor units."""
        return sum(line.amount for line in self.cost_lines)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied."""
        return replace(self, **changes)
