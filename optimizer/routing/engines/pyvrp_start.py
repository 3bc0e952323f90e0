"""Turns routes of an earlier plan into PyVRP's activities, as far as they fit."""

from collections.abc import Sequence

import pyvrp
from pyvrp import ActivityType

from optimizer.routing.engines.pyvrp_visits import Part, Visit
from optimizer.routing.problem import Depot, Shipment, VehicleType
from optimizer.routing.schedule import stops_of
from optimizer.routing.solution import LoadAt, Route


class Beginning:
    """What of the problem is not yet on a route that was taken over.

    Parameters
    ----------
    data
        PyVRP's problem.
    depots, visits, shipments
        What its depots, clients and shipments stand for.
    """

    def __init__(
        self,
        data: pyvrp.ProblemData,
        depots: Sequence[Depot],
        visits: Sequence[Visit],
        shipments: Sequence[Shipment],
    ) -> None:
        self._data = data
        self._visits = visits
        self._depots = {depot.id: number for number, depot in enumerate(depots)}
        self._shipments = dict(enumerate(shipments))
        self._numbers: dict[str, list[int]] = {}
        for number, visit in enumerate(visits):
            self._numbers.setdefault(visit.client.id, []).append(number)

    def of_route(self, kind: VehicleType, route: Route) -> list[pyvrp.Activity]:
        """Return what is left of a route when a vehicle of this type drives it; nothing if it visits nobody."""
        starts = {visit.client: visit.start for visit in route.visits}
        activities: list[pyvrp.Activity] = []
        for depot, clients in self._trips(kind, route):
            trip = self._trip(clients, starts)
            if trip and activities:
                activities.append(pyvrp.Activity(ActivityType.DEPOT, depot))
            activities += trip
        return activities

    def _trips(self, kind: VehicleType, route: Route) -> list[tuple[int, list[str]]]:
        """Depot to load at and clients of each trip; one that may not load again goes on with the trip."""
        trips: list[tuple[int, list[str]]] = [(self._depots[kind.start_depot], [])]
        for stop in stops_of(route):
            if not isinstance(stop, LoadAt):
                trips[-1][1].append(stop)
            elif stop.depot in kind.reload_depots and len(trips) <= kind.max_reloads:
                trips.append((self._depots[stop.depot], []))
        return trips

    def _trip(self, clients: Sequence[str], starts: dict[str, int]) -> list[pyvrp.Activity]:
        ends = self._whole_shipments(clients)
        reached = Part.BEFORE
        activities = []
        for client in dict.fromkeys(clients):
            if client in ends:
                activities.append(ends[client])
            elif client in self._numbers:
                number = self._nearest(client, reached, starts[client])
                reached = max(reached, self._visits[number].part)
                activities.append(pyvrp.Activity(ActivityType.CLIENT, number))
                self._take(number)
        return activities

    def _whole_shipments(self, clients: Sequence[str]) -> dict[str, pyvrp.Activity]:
        """Both ends of each shipment that is fetched and then brought on the trip."""
        positions = {client: position for position, client in enumerate(clients)}
        ends = {}
        for number, one in list(self._shipments.items()):
            if positions.get(one.pickup, len(clients)) < positions.get(one.delivery, -1):
                del self._shipments[number]
                ends[one.pickup] = pyvrp.Activity(ActivityType.PICKUP, number)
                ends[one.delivery] = pyvrp.Activity(ActivityType.DELIVERY, number)
        return ends

    def _nearest(self, client: str, reached: Part, start: int) -> int:
        """Visit of the client in the part of the trip that is reached, and in the window nearest to its start."""

        def away(number: int) -> tuple[int, int]:
            visit = self._visits[number]
            opens, closes = visit.window
            return abs(visit.part - reached), max(opens - start, start - closes, 0)

        return min(self._numbers[client], key=away)

    def _take(self, number: int) -> None:
        group = self._data.client(number).group
        members = [number] if group is None else self._data.group(group).clients
        for member in members:
            self._numbers.pop(self._visits[member].client.id, None)
