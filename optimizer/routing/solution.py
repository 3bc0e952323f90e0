"""What a routing engine decided, in the planner's ids."""

from dataclasses import dataclass

#: Name of this stage in results and errors.
STAGE = "routing"


@dataclass(frozen=True)
class LoadAt:
    """A place in an order of stops where the vehicle loads again, at the depot of this id."""

    depot: str


#: A stop of a route before it is timed: a client's id, or a depot to load at.
Stop = str | LoadAt


@dataclass(frozen=True)
class Visit:
    """One stop: instants in the problem's duration units; ``start - arrival`` is waiting."""

    client: str
    arrival: int
    start: int
    departure: int


@dataclass(frozen=True)
class Reload:
    """A stop at a depot between two trips: what was collected is unloaded, the next trip's goods are loaded.

    Parameters
    ----------
    depot
        Id.
    position
        Number of clients visited before it on the route.
    arrival, start, departure
        Instants; loading lasts from ``start`` to ``departure``, and before ``start`` the vehicle waits.
    """

    depot: str
    position: int
    arrival: int
    start: int
    departure: int


@dataclass(frozen=True)
class Rest:
    """A break of the driver, taken.

    Parameters
    ----------
    break_id
        Id of the vehicle type's break.
    position
        Number of clients visited before it on the route; it is taken after the service of the last of them, or on
        arrival at the next stop before its service.
    start, end
        Instants.
    """

    break_id: str
    position: int
    start: int
    end: int


@dataclass(frozen=True)
class Route:
    """One vehicle's tour from depot to depot.

    Parameters
    ----------
    vehicle_type, start_depot, end_depot
        Ids; ``end_depot`` is None where the route ends with its last client.
    visits
        In order of travel.
    start, end
        Beginning to load at the start depot, and reaching the end depot or ending the last service.
    distance
        Distance units driven.
    cost
        Cost units: fixed + distance + duration + overtime, as the vehicle type prices them.
    reloads, rests
        In order of time.
    """

    vehicle_type: str
    start_depot: str
    end_depot: str | None
    visits: tuple[Visit, ...]
    start: int
    end: int
    distance: int
    cost: int
    reloads: tuple[Reload, ...] = ()
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True)
class Solution:
    """Routes and the ids of clients on none of them."""

    routes: tuple[Route, ...]
    unserved: tuple[str, ...] = ()
