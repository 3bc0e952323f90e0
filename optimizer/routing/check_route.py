"""Rules of one route that do not look at the clock: places, trips, loads, order; see ``check``."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from optimizer.core.errors import Violation
from optimizer.routing.problem import Backhauls, Client, Matrix, Problem, VehicleType
from optimizer.routing.solution import Reload, Route, Visit


@dataclass(frozen=True)
class Drive:
    """A route with what its ids stand for; all of them are known and its positions make sense.

    Parameters
    ----------
    problem, route
        The problem, and one of its routes.
    subject
        What violations call the route.
    """

    problem: Problem
    route: Route
    subject: str

    @cached_property
    def kind(self) -> VehicleType:
        """Vehicle type that drives."""
        return self.problem.vehicle_type_by_id[self.route.vehicle_type]

    @cached_property
    def matrix(self) -> Matrix:
        """Matrix of its profile."""
        return self.problem.matrices[self.kind.profile]

    @cached_property
    def clients(self) -> list[Client]:
        """Clients in order of travel."""
        return [self.problem.client_by_id[visit.client] for visit in self.route.visits]

    @cached_property
    def stops(self) -> list[Visit | Reload]:
        """Visits and reloads in order of travel."""
        stops: list[tuple[int, int, Visit | Reload]] = [(one.position, 0, one) for one in self.route.reloads]
        stops += [(number, 1, visit) for number, visit in enumerate(self.route.visits)]
        return [stop for _, _, stop in sorted(stops, key=lambda one: one[:2])]

    @cached_property
    def trips(self) -> list[list[Client]]:
        """Clients of each trip."""
        edges = [0, *(one.position for one in self.route.reloads), len(self.clients)]
        return [self.clients[begin:end] for begin, end in pairwise(edges)]

    @cached_property
    def loaded_at(self) -> list[str]:
        """Depot at which each trip is loaded."""
        return [self.route.start_depot, *(one.depot for one in self.route.reloads)]

    @cached_property
    def places(self) -> list[int]:
        """Locations from the start depot to the end."""
        depots = self.problem.depot_by_id
        rows = [depots[self.route.start_depot].location]
        for stop in self.stops:
            known = depots[stop.depot] if isinstance(stop, Reload) else self.problem.client_by_id[stop.client]
            rows.append(known.location)
        return rows if self.route.end_depot is None else [*rows, depots[self.route.end_depot].location]

    @cached_property
    def distance(self) -> int:
        """Distance from the start to the end."""
        return sum(int(self.matrix.distance[a, b]) for a, b in pairwise(self.places))

    def broken(self, rule: str, detail: str) -> Violation:
        """Return a violation of this route."""
        return Violation(rule, self.subject, detail)


def check_route(drive: Drive) -> Iterator[Violation]:
    """Yield what is wrong with a route apart from its times."""
    if not drive.clients:
        yield drive.broken("empty-route", "visits no client")
    yield from _depots(drive)
    yield from _reloads(drive)
    yield from _allowed(drive)
    for number, trip in enumerate(drive.trips):
        yield from _capacity(drive, trip, drive.loaded_at[number])
        yield from _backhauls(drive, trip)
    if drive.distance > drive.kind.max_distance:
        yield drive.broken("max-distance", f"{drive.distance}, at most {drive.kind.max_distance}")


def _depots(drive: Drive) -> Iterator[Violation]:
    kind, route = drive.kind, drive.route
    end = kind.start_depot if kind.end_depot is None else kind.end_depot
    expected = kind.start_depot, None if kind.open_end else end
    if (route.start_depot, route.end_depot) != expected:
        detail = f"{route.start_depot} to {route.end_depot}, {kind.id} drives {expected[0]} to {expected[1]}"
        yield drive.broken("depot", detail)


def _reloads(drive: Drive) -> Iterator[Violation]:
    kind, reloads = drive.kind, drive.route.reloads
    for reload in reloads:
        if reload.depot not in kind.reload_depots:
            detail = f"loads at {reload.depot}, {kind.id} may load again at {list(kind.reload_depots)}"
            yield drive.broken("reload-depot", detail)
    if len(reloads) > kind.max_reloads:
        yield drive.broken("reload-count", f"{len(reloads)}, at most {kind.max_reloads}")


def _allowed(drive: Drive) -> Iterator[Violation]:
    kind = drive.kind
    for client in drive.clients:
        if client.vehicle_types is not None and kind.id not in client.vehicle_types:
            detail = f"client {client.id} may be visited by {sorted(client.vehicle_types)}, not by {kind.id}"
            yield drive.broken("vehicle-allowed", detail)
        if lacking := client.skills - kind.skills:
            detail = f"client {client.id} asks for {sorted(lacking)}, which {kind.id} lacks"
            yield drive.broken("skill", detail)


def _capacity(drive: Drive, trip: list[Client], depot: str) -> Iterator[Violation]:
    """Load on leaving the depot and each client of a trip, goods of shipments included."""
    shipped = drive.problem.shipment_of
    for index, measure in enumerate(drive.problem.measures):
        load = sum(client.delivery[index] for client in trip if client.delivery)
        highest, where = load, f"depot {depot}"
        for client in trip:
            for amounts, sign in ((client.pickup, 1), (client.delivery, -1)):
                load += sign * amounts[index] if amounts else 0
            if (one := shipped.get(client.id)) is not None and one.amount:
                load += one.amount[index] if client.id == one.pickup else -one.amount[index]
            if load > highest:
                highest, where = load, f"client {client.id}"
        if highest > drive.kind.capacity[index]:
            detail = f"{measure} {highest} on leaving {where}, capacity {drive.kind.capacity[index]}"
            yield drive.broken("capacity", detail)


def _backhauls(drive: Drive, trip: list[Client]) -> Iterator[Violation]:
    rule = drive.problem.backhauls
    if rule is Backhauls.MIXED:
        return
    collected = [number for number, client in enumerate(trip) if any(client.pickup)]
    delivered = [number for number, client in enumerate(trip) if any(client.delivery)]
    if collected and delivered and collected[0] < delivered[-1]:
        detail = f"collects at client {trip[collected[0]].id} before delivering to {trip[delivered[-1]].id}"
        yield drive.broken("backhaul-order", detail)
    if collected and not delivered and rule is Backhauls.LAST_AFTER_DELIVERY:
        yield drive.broken("backhaul-only", f"a trip to client {trip[collected[0]].id} delivers nothing")
