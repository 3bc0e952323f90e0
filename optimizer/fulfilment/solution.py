"""What a fulfilment engine decided, in the planner's ids."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Assignment:
    """The decision key (order, line, source, option, departure) and its quantity."""

    order: str
    line: str
    source: str
    option: str
    departure: str
    quantity: int


@dataclass(frozen=True, order=True)
class VehiclesUsed:
    """Vehicles of a type reserved in a pool."""

    pool: str
    vehicle_type: str
    count: int


@dataclass(frozen=True)
class Solution:
    """Assignments with positive quantity, and vehicles reserved."""

    assignments: tuple[Assignment, ...]
    vehicles: tuple[VehiclesUsed, ...] = ()
