"""A route step by step: where the vehicle is, when, how far it has come and what is on board."""

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.solution import Reload, Rest, Route, Visit


@dataclass(frozen=True)
class Step:
    """One step of a route, in the problem's units.

    Parameters
    ----------
    kind
        ``start``, ``client``, ``reload``, ``break`` or ``end``.
    name
        Id of the client, depot or break; empty for an end anywhere.
    location
        Row of the matrices.
    arrival, start, departure
        Instants: ``start - arrival`` is waiting, ``departure - start`` service, loading or rest.
    duration, distance
        Travel since the start of the route; distance is None where unknown.
    load
        On board at departure, per measure that the file names.
    """

    kind: str
    name: str
    location: int
    arrival: int
    start: int
    departure: int
    duration: int
    distance: int | None
    load: tuple[int, ...]


def steps(file: RoutingFile, route: Route) -> list[Step]:
    """Return the steps of a route in order of time, from ``start`` to ``end``."""
    return list(_Walk(file, route))


class _Walk:
    """Follows a vehicle along its route."""

    def __init__(self, file: RoutingFile, route: Route) -> None:
        problem = file.problem
        kind = problem.vehicle_type_by_id[route.vehicle_type]
        self._problem = problem
        self._route = route
        self._matrix = problem.matrices[kind.profile]
        self._metres = file.distance(kind.profile)
        self._named = file.named
        depot = problem.depot_by_id[route.start_depot]
        # who starts anywhere starts where the first client is, which takes no time
        free = depot.location == file.anywhere
        self._place = self._location(route.visits[0]) if free else depot.location
        self._now = route.start + depot.service_s
        self._duration = 0
        self._distance = None if self._metres is None else 0
        self._load = self._loaded(0)

    def __iter__(self) -> Iterator[Step]:
        route = self._route
        yield self._step("start", route.start_depot, (route.start, route.start, self._now))
        order = _order(route)
        for number, event in enumerate(order):
            ahead = next((one for one in order[number:] if not isinstance(one, Rest)), None)
            if isinstance(event, Rest):
                yield self._rest(event, ahead)
            else:
                yield self._stop(event)
        place = self._place if route.end_depot is None else self._depot(route.end_depot)
        self._travel(place)
        yield self._step("end", route.end_depot or "", (self._now, route.end, route.end))

    def _rest(self, rest: Rest, ahead: Visit | Reload | None) -> Step:
        # a rest that begins once the next stop is reached is taken there
        if ahead is not None and ahead.arrival <= rest.start:
            self._travel(self._location(ahead))
        elif ahead is None and self._route.end_depot is not None:
            home = self._depot(self._route.end_depot)
            if self._matrix.arrival(self._now, self._matrix.leg(self._place, home).duration) <= rest.start:
                self._travel(home)
        arrival, self._now = self._now, rest.end
        return self._step("break", rest.break_id, (arrival, rest.start, rest.end))

    def _stop(self, stop: Visit | Reload) -> Step:
        self._travel(self._location(stop))
        arrival, self._now = max(stop.arrival, self._now), stop.departure
        if isinstance(stop, Reload):
            self._load = self._loaded(stop.position)
            return self._step("reload", stop.depot, (arrival, stop.start, stop.departure))
        self._load = self._exchanged(stop.client)
        return self._step("client", stop.client, (arrival, stop.start, stop.departure))

    def _travel(self, place: int) -> None:
        if place == self._place:
            return
        arrival = self._matrix.arrival(self._now, self._matrix.leg(self._place, place).duration)
        self._duration += arrival - self._now
        if self._metres is not None and self._distance is not None:
            self._distance += int(self._metres[self._place, place])
        self._now, self._place = arrival, place

    def _step(self, kind: str, name: str, times: tuple[int, int, int]) -> Step:
        load = self._load[: self._named]
        return Step(kind, name, self._place, *times, self._duration, self._distance, load)

    def _location(self, stop: Visit | Reload) -> int:
        if isinstance(stop, Reload):
            return self._depot(stop.depot)
        return self._problem.client_by_id[stop.client].location

    def _depot(self, name: str) -> int:
        return self._problem.depot_by_id[name].location

    def _loaded(self, position: int) -> tuple[int, ...]:
        """Deliveries of the trip that begins after so many visits."""
        ends = [one.position for one in self._route.reloads if one.position > position]
        trip = self._route.visits[position : min(ends, default=None)]
        amounts = [self._problem.client_by_id[visit.client].delivery for visit in trip]
        return tuple(
            sum(one[measure] for one in amounts if one) for measure in range(len(self._problem.measures))
        )

    def _exchanged(self, client: str) -> tuple[int, ...]:
        """Load after a visit."""
        visited = self._problem.client_by_id[client]
        load = list(self._load)
        shipment = self._problem.shipment_of.get(client)
        for measure in range(len(load)):
            load[measure] -= visited.delivery[measure] if visited.delivery else 0
            load[measure] += visited.pickup[measure] if visited.pickup else 0
            if shipment is not None and shipment.amount:
                load[measure] += shipment.amount[measure] * (1 if client == shipment.pickup else -1)
        return tuple(load)


def _order(route: Route) -> list[Visit | Reload | Rest]:
    """Visits, reloads and rests in order of time."""
    found: list[Visit | Reload | Rest] = []
    others: list[Reload | Rest] = [*route.reloads, *route.rests]
    for position in range(len(route.visits) + 1):
        between = [one for one in others if one.position == position]
        found += sorted(between, key=lambda one: (one.start, isinstance(one, Reload)))
        found += route.visits[position : position + 1]
    return found
