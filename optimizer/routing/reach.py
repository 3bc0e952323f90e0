"""Which clients no route at all can serve, not even on the way to or from others.

Where travel times break the triangle inequality, a client that is out of reach alone may be served on a longer
route. Shortest paths over all clients, and depots where the vehicle may load again, bound what any route can do.
"""

import numpy as np

from optimizer.routing.problem import UNLIMITED, Client, IntArray, Problem, VehicleType, Window


class Reach:
    """Shortest ways from and to the depots, computed when first asked for.

    Parameters
    ----------
    problem
        The problem.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._clients = {client.location for client in problem.clients}
        self._known: dict[tuple[str, str, tuple[str, ...], str, bool], dict[int, int]] = {}

    def excludes(self, kind: VehicleType, client: Client) -> bool:
        """Whether no route of the vehicle type can visit the client.

        True is proven; False is not a promise. The vehicle type may visit the client. Breaks are not looked at.
        """
        there, back = self._ways(kind, client, "duration")
        if max(there, back) >= UNLIMITED:
            return True
        first, last = self._problem.depot_by_id[kind.start_depot], self._end(kind)
        matrix = self._problem.matrices[kind.profile]
        start = max(kind.shift[0], first.window[0])
        if not kind.reload_depots:  # else it may be loaded later, and nearer
            start = max(start, client.release_s - first.service_s)
        arrival = matrix.arrival(start + first.service_s, there)
        begin = next((max(arrival, early) for early, late in client.windows if arrival <= late), arrival)
        end = max(matrix.arrival(begin + client.service_s, back), last[0])
        moving = matrix.fastest(there) + matrix.fastest(back) + first.service_s + client.service_s
        return (
            any(load > limit for load, limit in zip(self._load(client), kind.capacity, strict=False))
            or bool(client.windows and begin > client.windows[-1][1])
            or end > min(kind.shift[1], last[1])
            or start > min(kind.shift[1], first.window[1])
            or moving > kind.max_duration
            or sum(self._ways(kind, client, "distance")) > kind.max_distance
        )

    def _end(self, kind: VehicleType) -> Window:
        return (0, UNLIMITED) if kind.open_end else self._problem.depot_by_id[kind.last_depot].window

    def _load(self, client: Client) -> tuple[int, ...]:
        """Largest load per measure that the client alone puts on a vehicle."""
        if client.id in self._problem.shipment_of:
            return self._problem.shipment_of[client.id].amount
        if not client.delivery or not client.pickup:
            return client.delivery or client.pickup
        return tuple(max(pair) for pair in zip(client.delivery, client.pickup, strict=True))

    def _ways(self, kind: VehicleType, client: Client, what: str) -> tuple[int, int]:
        there = self._from(kind, kind.start_depot, what, backwards=False)[client.location]
        back = (
            0 if kind.open_end else self._from(kind, kind.last_depot, what, backwards=True)[client.location]
        )
        return there, back

    def _from(self, kind: VehicleType, depot: str, what: str, *, backwards: bool) -> dict[int, int]:
        """Shortest ways from a depot, or to it, by location; over no depot where the type has nothing to do."""
        key = kind.profile, depot, kind.reload_depots, what, backwards
        if key not in self._known:
            depots = self._problem.depot_by_id
            passed = {depots[one].location for one in (depot, *kind.reload_depots)}
            rows = sorted(self._clients | passed)
            matrix = self._problem.matrices[kind.profile]
            if matrix.computed:  # all of it would be needed to prove more
                ways = np.zeros(len(rows), dtype=np.int64)
            else:
                legs = getattr(matrix, what)[np.ix_(rows, rows)]
                ways = shortest_ways(legs.T if backwards else legs, rows.index(depots[depot].location))
            self._known[key] = dict(zip(rows, ways.tolist(), strict=True))
        return self._known[key]


def shortest_ways(legs: IntArray, source: int) -> IntArray:
    """Return the shortest way from one place to each, over any places (Dijkstra on a full matrix).

    Parameters
    ----------
    legs
        Square; :data:`~optimizer.routing.problem.UNLIMITED` where there is no way.
    source
        Row to start from.
    """
    best: IntArray = legs[source].copy()
    open_ = np.ones(len(legs), dtype=np.bool_)
    while open_.any():
        nearest = int(np.where(open_, best, UNLIMITED + 1).argmin())
        open_[nearest] = False
        np.minimum(best, best[nearest] + legs[nearest], out=best)
    np.minimum(best, UNLIMITED, out=best)
    return best
