"""Tours to begin with: what vehicles are bound to, and what fits of an earlier plan."""

from collections.abc import Iterable, Iterator, Sequence

from optimizer.routing.engines.sisr.chains import Tour
from optimizer.routing.engines.sisr.data import client_nodes
from optimizer.routing.problem import Problem, VehicleType
from optimizer.routing.schedule import schedule, stops_of
from optimizer.routing.solution import LoadAt, Route, Solution, Stop


def first_tours(problem: Problem, start: Solution | None) -> list[Tour]:
    """Return tours of different clients, no more per vehicle type than it has vehicles.

    Routes of ``start`` keep their order less what does not fit: unknown or repeated clients, clients that the
    vehicle type may not visit, halves of shipments, second alternatives. A vehicle with a prefix begins with it.
    """
    kinds = {kind.id: number for number, kind in enumerate(problem.vehicle_types)}
    nodes = client_nodes(problem)
    depots = {depot.id: number for number, depot in enumerate(problem.depots)}
    tours: list[Tour] = []
    for kind, stops in _orders(problem, start):
        path = tuple(depots[stop.depot] if isinstance(stop, LoadAt) else nodes[stop] for stop in stops)
        tours.append((kinds[kind.id], path))
    return tours


def _orders(problem: Problem, start: Solution | None) -> Iterator[tuple[VehicleType, list[Stop]]]:
    left = {kind.id: kind.count for kind in problem.vehicle_types}
    taken = {client for kind in problem.vehicle_types for client in bound(problem, kind)}
    for route in () if start is None else start.routes:
        kind = problem.vehicle_type_by_id.get(route.vehicle_type)
        if kind is None or not left[kind.id]:
            continue
        stops = _fitting(problem, kind, route, taken)
        if any(isinstance(stop, str) for stop in stops):
            left[kind.id] -= 1
            taken.update(stop for stop in stops if isinstance(stop, str))
            yield kind, [*bound(problem, kind), *stops]
    for kind in problem.vehicle_types:
        if kind.prefix and left[kind.id]:
            yield kind, [*bound(problem, kind)]


def bound(problem: Problem, kind: VehicleType) -> tuple[str, ...]:
    """Return the prefix of a vehicle type, and the deliveries of what it picks up there."""
    open_ends = (
        problem.shipment_of[client].delivery for client in kind.prefix if client in problem.shipment_of
    )
    return (*kind.prefix, *(client for client in open_ends if client not in kind.prefix))


def _fitting(problem: Problem, kind: VehicleType, route: Route, taken: set[str]) -> list[Stop]:
    """Return the stops of a route that fit: all if they can be timed, else one after the other as they can."""
    stops = list(_known(problem, kind, stops_of(route), taken))
    stops = list(_complete(problem, stops))
    if schedule(problem, kind.id, [*bound(problem, kind), *stops]) is not None:
        return stops
    kept: list[Stop] = []
    for stop in stops:
        alone = isinstance(stop, str) and stop not in problem.shipment_of
        if alone and schedule(problem, kind.id, [*bound(problem, kind), *kept, stop]) is not None:
            kept.append(stop)
    return kept


def _known(problem: Problem, kind: VehicleType, stops: Iterable[Stop], taken: set[str]) -> Iterator[Stop]:
    """Yield stops that the problem knows and the vehicle may make, each client and group once."""
    seen = set(taken)
    for stop in stops:
        if isinstance(stop, LoadAt):
            if stop.depot in kind.reload_depots:
                yield stop
        elif stop in problem.client_by_id and stop not in seen and kind.may_visit(problem.client_by_id[stop]):
            group = problem.group_of.get(stop)
            seen.update((stop,) if group is None else group.clients)
            yield stop


def _complete(problem: Problem, stops: Sequence[Stop]) -> Iterator[Stop]:
    """Yield stops without halves of shipments and without reloads that begin no trip."""
    place = {stop: at for at, stop in enumerate(stops) if isinstance(stop, str)}
    whole = {
        end
        for one in problem.shipments
        if place.get(one.pickup, len(stops)) < place.get(one.delivery, -1)
        for end in (one.pickup, one.delivery)
    }
    waiting: Stop | None = None
    begun = False
    for stop in stops:
        if isinstance(stop, LoadAt):
            waiting = stop if begun else None
        elif stop not in problem.shipment_of or stop in whole:
            if waiting is not None:
                yield waiting
            waiting, begun = None, True
            yield stop
