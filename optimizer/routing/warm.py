"""What is left of an earlier plan when clients were added and removed since, or rules have changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, starmap

from optimizer.routing.check import check_alone
from optimizer.routing.prefixes import first_route
from optimizer.routing.problem import Problem, VehicleType
from optimizer.routing.schedule import schedule, stops_of
from optimizer.routing.solution import LoadAt, Route, Solution, Stop


def carried_over(problem: Problem, earlier: Solution) -> Solution:
    """Return the routes of an earlier plan that hold for a problem, as a partial plan.

    Each route keeps its vehicle type and its order. Clients that the problem does not know, or that are visited
    twice, are removed, as is half a shipment and a second alternative of a group. What is left is timed anew; if it
    does not hold, its clients are taken up one after the other, those that break it being left out. A vehicle with a
    prefix begins with it, or has no route.

    A route whose vehicle type is unknown or has no vehicle left then goes to another type that has one: the first on
    which all of it holds, or else the first on which some of it does.

    Parameters
    ----------
    problem
        The problem now.
    earlier
        A plan of any problem with ids in common.

    Returns
    -------
    Solution
        A partial plan of the problem; clients on none of its routes are listed as unserved.
    """
    carrier = _Carrier(problem)
    routes = [carrier.carried(route) for route in earlier.routes]
    left = [route for route, kept in zip(earlier.routes, routes, strict=True) if kept is None]
    routes += [carrier.adopted(route) for route in left]
    routes += [carrier.begun(kind) for kind in problem.vehicle_types if kind.prefix]
    unserved = tuple(one.id for one in problem.clients if one.id not in carrier.visited)
    return Solution(tuple(route for route in routes if route is not None), unserved)


class _Carrier:
    """Takes over one route after the other."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._free = Counter({kind.id: kind.count for kind in problem.vehicle_types})
        self._fixed = {client: kind.id for kind in problem.vehicle_types for client in kind.prefix}
        self._named = {name for client in problem.clients for name in client.vehicle_types or ()}
        self.visited: set[str] = set()

    def carried(self, earlier: Route) -> Route | None:
        """Return what holds of a route, None if nothing does."""
        kind = self._problem.vehicle_type_by_id.get(earlier.vehicle_type)
        if kind is None or not self._free[kind.id]:
            return None
        return self._taken(self._held(kind, self._order(kind, earlier)))

    def adopted(self, earlier: Route) -> Route | None:
        """Return what holds of a route on another vehicle type than its own, None if nothing does."""
        others = (kind for kind in self._free_kinds() if kind.id != earlier.vehicle_type)
        offers = [(kind, self._order(kind, earlier)) for kind in others]
        attempts = chain(starmap(self._whole, offers), starmap(self._trimmed, offers))
        # a prefix alone is nothing of it
        wanted = {visit.client for visit in earlier.visits} - self._fixed.keys()
        holding = (route for route in attempts if route and any(one.client in wanted for one in route.visits))
        return self._taken(next(holding, None))

    def begun(self, kind: VehicleType) -> Route | None:
        """Return the route of a prefix that no earlier route has taken up."""
        if not self._free[kind.id]:
            return None
        return self._taken(self._held(kind, self._order(kind)))

    def _free_kinds(self) -> Iterator[VehicleType]:
        """Yield vehicle types that have a vehicle left; of those that differ in no more than their names the first."""
        known = set()
        for kind in self._problem.vehicle_types:
            terms = replace(kind, id=kind.id if kind.id in self._named else "", count=1)
            if self._free[kind.id] and terms not in known:
                known.add(terms)
                yield kind

    def _order(self, kind: VehicleType, earlier: Route | None = None) -> list[Stop]:
        """Return the prefix with what it leaves open, and what the vehicle may stop at of an earlier route."""
        depots = (kind.start_depot, *kind.reload_depots)
        known = self._problem.client_by_id
        stops = [
            stop
            for stop in (() if earlier is None else stops_of(earlier))
            if (stop.depot in depots if isinstance(stop, LoadAt) else stop in known)
        ]
        head = [*first_route(self._problem, kind)] if kind.prefix else []
        # a delivery that the prefix leaves open stays where it was
        head = [client for client in head if client in kind.prefix or client not in stops]
        return [*head, *(stop for stop in stops if stop not in head)]

    def _taken(self, route: Route | None) -> Route | None:
        if route is not None:
            self.visited.update(visit.client for visit in route.visits)
            self._free[route.vehicle_type] -= 1
        return route

    def _held(self, kind: VehicleType, order: Sequence[Stop]) -> Route | None:
        """Return all of an order, or what of it holds."""
        return self._whole(kind, order) or self._trimmed(kind, order)

    def _whole(self, kind: VehicleType, order: Sequence[Stop]) -> Route | None:
        return self._route(kind, order, {client for unit in self._units(kind, order) for client in unit})

    def _trimmed(self, kind: VehicleType, order: Sequence[Stop]) -> Route | None:
        route: Route | None = None
        kept: set[str] = set()
        for unit in self._units(kind, order):
            longer = self._route(kind, order, kept.union(unit))
            if longer is not None:
                kept, route = kept.union(unit), longer
        return route

    def _units(self, kind: VehicleType, order: Sequence[Stop]) -> Iterator[list[str]]:
        """Yield clients that go on a route together or not at all: a prefix, a shipment, or one client."""
        free = [*self._unvisited(kind, order)]
        together = {client: self._with_partner(client, order) for client in free}
        together = {
            client: ends for client, ends in together.items() if ends and together.keys() >= set(ends)
        }
        ends = [end for client in kind.prefix for end in together.get(client, [])]
        if ends and set(ends) >= set(kind.prefix):
            yield ends
        for client, ends in together.items():
            if ends[0] == client and not any(end in kind.prefix for end in ends):
                yield ends

    def _unvisited(self, kind: VehicleType, order: Sequence[Stop]) -> Iterator[str]:
        others = self.visited | self._fixed.keys()
        taken = {group.id for client in others if (group := self._problem.group_of.get(client))}
        seen: set[str] = set()
        for stop in order:
            if isinstance(stop, LoadAt) or stop in self.visited or stop in seen:
                continue
            group = self._problem.group_of.get(stop)
            second = group is not None and group.id in taken and stop not in kind.prefix
            if second or self._fixed.get(stop, kind.id) != kind.id:
                continue
            seen.add(stop)
            taken |= set() if group is None else {group.id}
            yield stop

    def _with_partner(self, client: str, order: Sequence[Stop]) -> list[str]:
        """Return the ends of the client's shipment; itself without one; nothing if no trip carries both."""
        shipment = self._problem.shipment_of.get(client)
        if shipment is None:
            return [client]
        if shipment.pickup not in order or shipment.delivery not in order:
            return []
        since, until = order.index(shipment.pickup), order.index(shipment.delivery)
        between = order[since:until]
        torn = not between or any(isinstance(stop, LoadAt) for stop in between)
        return [] if torn else [shipment.pickup, shipment.delivery]

    def _route(self, kind: VehicleType, order: Sequence[Stop], clients: set[str]) -> Route | None:
        """Time the clients in the given order, without trips that are empty; None if that does not hold.

        The prefix is part of what holds.
        """
        if not clients.issuperset(kind.prefix):
            return None
        stops: list[Stop] = []
        left = set(clients)
        for stop in order:
            if isinstance(stop, LoadAt):
                if stops and isinstance(stops[-1], str):
                    stops.append(stop)
            elif stop in left:
                left.remove(stop)
                stops.append(stop)
        while stops and isinstance(stops[-1], LoadAt):
            stops.pop()
        route = schedule(self._problem, kind.id, stops) if stops else None
        return None if route is None or check_alone(self._problem, route) else route
