"""What a routing engine decided, in the planner's ids."""

from dataclasses import dataclass

#: Name of this stage in results and errors.
STAGE = "routing"


@dataclass(frozen=True)
class Visit:
    """One stop: instants in the problem's duration units; ``start - arrival`` is waiting."""

    client: str
    arrival: int
    start: int
    departure: int


@dataclass(frozen=True)
class Route:
    """One vehicle's tour from depot to depot.

    Parameters
    ----------
    vehicle_type, start_depot, end_depot
        Ids.
    visits
        In order of travel.
    start, end
        Leaving the start depot and reaching the end depot.
    distance
        Distance units driven.
    cost
        Cost units: fixed + distance + duration, as the problem prices them.
    """

    vehicle_type: str
    start_depot: str
    end_depot: str
    visits: tuple[Visit, ...]
    start: int
    end: int
    distance: int
    cost: int


@dataclass(frozen=True)
class Solution:
    """Routes and the ids of clients on none of them."""

    routes: tuple[Route, ...]
    unserved: tuple[str, ...] = ()
