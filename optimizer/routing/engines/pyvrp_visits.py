"""The visits among which PyVRP chooses: copies of clients, one per time window and per place in the order of a trip."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from optimizer.routing.problem import UNLIMITED, Backhauls, Client, Problem, Window

#: The window of a client without windows.
ANY_TIME: Window = (0, UNLIMITED)


class Part(IntEnum):
    """Part of a trip, where collections come after deliveries."""

    BEFORE = 0  #: the first delivery
    AMONG = 1  #: deliveries
    BEHIND = 2  #: the first collection, and that collection itself


@dataclass(frozen=True)
class Visit:
    """A client as PyVRP sees it: open once, and in one part of a trip.

    Parameters
    ----------
    client
        The client.
    window
        When service may begin.
    part
        In which part of a trip it is made.
    place
        Number among the places of all visits; visits of a client in the same part share one.
    """

    client: Client
    window: Window
    part: Part
    place: int


def visits(problem: Problem) -> tuple[Visit, ...]:
    """Every visit of the clients that are no ends of shipments, in the order of clients.

    A client with neither delivery nor collection may be visited in any part of a trip whose parts have an order.
    Windows that are over when the client is released are left out, unless all are.
    """
    found: list[Visit] = []
    place = 0
    for client in problem.clients:
        if client.id in problem.shipment_of:
            continue
        for part in _parts(problem.backhauls, client):
            found.extend(Visit(client, window, part, place) for window in _windows(client))
            place += 1
    return tuple(found)


def _windows(client: Client) -> Sequence[Window]:
    windows = client.windows or (ANY_TIME,)
    return [one for one in windows if one[1] >= client.release_s] or windows[-1:]


def _parts(backhauls: Backhauls, client: Client) -> tuple[Part, ...]:
    if backhauls is Backhauls.MIXED or any(client.delivery):
        return (Part.AMONG,)
    if any(client.pickup):
        return (Part.BEHIND,)
    return (Part.AMONG, Part.BEHIND) if backhauls is Backhauls.LAST else tuple(Part)


def window_of(client: Client) -> Window:
    """Window of a client that has one at most."""
    return client.windows[0] if client.windows else ANY_TIME


def never_served(problem: Problem) -> frozenset[str]:
    """Clients whom nobody can serve in time, which PyVRP takes for mistakes.

    All their windows are over when they are released; or their shipment must be brought before it can be fetched.
    """
    never = {one.id for one in problem.clients if one.windows and one.windows[-1][1] < one.release_s}
    for shipment in problem.shipments:
        fetched, brought = problem.client_by_id[shipment.pickup], problem.client_by_id[shipment.delivery]
        if window_of(brought)[1] < window_of(fetched)[0]:
            never |= {fetched.id, brought.id}
    return frozenset(never)


def out_of_order(problem: Problem, made: tuple[Visit, ...]) -> npt.NDArray[np.bool_]:
    """Legs that the order of deliveries and collections forbids, square over depots, then the visits' places.

    A trip begins in the first part and never goes back. Only a delivery leads from the part before the first
    delivery to the next one, and only from there to collections, where a trip needs a delivery first.
    """
    depots = len(problem.depots)
    by_place = {visit.place: visit for visit in made}
    parts = np.array([by_place[place].part for place in range(len(by_place))], dtype=np.int64)
    delivers = np.array([any(by_place[place].client.delivery) for place in range(len(by_place))], dtype=bool)
    origins = np.concatenate([np.full(depots, Part.BEFORE), parts])[:, None]
    if problem.backhauls is Backhauls.LAST_AFTER_DELIVERY:
        skips = (origins == Part.BEFORE) & (parts > Part.BEFORE) & ~delivers
    else:
        skips = np.zeros((len(origins), len(parts)), dtype=bool)
    to_depots = np.zeros((len(origins), depots), dtype=bool)
    return np.hstack([to_depots, (origins > parts) | skips])
