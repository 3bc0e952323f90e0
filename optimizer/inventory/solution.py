"""What an inventory engine decided, in the planner's ids."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Move:
    """Units of a product that leave on a lane; on hand at the destination from ``arrive_day``.

    Days count from 0, the first day of the horizon.
    """

    product: str
    lane: str
    origin: str
    destination: str
    depart_day: int
    arrive_day: int
    quantity: int


@dataclass(frozen=True, order=True)
class Served:
    """Expected units of a zone's demand that a site is meant to serve on a day."""

    product: str
    zone: str
    site: str
    day: int
    quantity: int


@dataclass(frozen=True, order=True)
class Shortage:
    """Expected demand that nothing serves."""

    product: str
    zone: str
    day: int
    quantity: int


@dataclass(frozen=True)
class Solution:
    """Moves, expected service and shortages; only entries with a positive quantity."""

    moves: tuple[Move, ...]
    served: tuple[Served, ...]
    shortages: tuple[Shortage, ...]
