"""What is left of an earlier plan when clients were added and removed since, or rules have changed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from optimizer.routing.check import check_alone
from optimizer.routing.problem import Problem, VehicleType
from optimizer.routing.schedule import schedule, stops_of
from optimizer.routing.solution import LoadAt, Route, Solution, Stop


def carried_over(problem: Problem, earlier: Solution) -> Solution:
    """Return the routes of an earlier plan that hold for a problem, as a partial plan.

    Each route keeps its vehicle type and its order. Clients that the problem does not know, or that are visited
    twice, are removed, as is half a shipment and a second alternative of a group. What is left is timed anew; if it
    does not hold, its clients are taken up one after the other, those that break it being left out. A vehicle with a
    prefix begins with it.

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
    routes += [carrier.begun(kind) for kind in problem.vehicle_types if kind.prefix]
    unserved = tuple(one.id for one in problem.clients if one.id not in carrier.visited)
    return Solution(tuple(route for route in routes if route is not None), unserved)


class _Carrier:
    """Takes over one route after the other."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._free = Counter({kind.id: kind.count for kind in problem.vehicle_types})
        self._fixed = {client: kind.id for kind in problem.vehicle_types for client in kind.prefix}
        self.visited: set[str] = set()

    def carried(self, earlier: Route) -> Route | None:
        """Return what holds of a route, None if nothing does."""
        kind = self._problem.vehicle_type_by_id.get(earlier.vehicle_type)
        if kind is None or not self._free[kind.id]:
            return None
        allowed = (kind.start_depot, *kind.reload_depots)
        order = [
            stop
            for stop in stops_of(earlier)
            if (stop.depot in allowed if isinstance(stop, LoadAt) else stop in self._problem.client_by_id)
        ]
        return self._taken(kind, [stop for stop in order if stop not in kind.prefix])

    def begun(self, kind: VehicleType) -> Route | None:
        """Return the route of a prefix that no earlier route has taken up."""
        return self._taken(kind, []) if self._free[kind.id] else None

    def _taken(self, kind: VehicleType, order: Sequence[Stop]) -> Route | None:
        whole: list[Stop] = [*kind.prefix, *order]
        units = list(self._units(kind, whole))
        route = self._route(kind, whole, {client for unit in units for client in unit})
        if route is None:
            kept: set[str] = set()
            for unit in units:
                longer = self._route(kind, whole, kept.union(unit))
                if longer is not None:
                    kept, route = kept.union(unit), longer
        if route is not None:
            self.visited.update(visit.client for visit in route.visits)
            self._free[kind.id] -= 1
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
        """Time the clients in the given order, without trips that are empty; None if that does not hold."""
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
