"""Plans of a population, and how far they are from each other."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyvrp

from optimizer.routing.matrix import FloatArray, IntArray

#: Stand for a neighbour where a node is next to a depot, and where nobody visits it.
_DEPOT, _ABSENT = -1, -2


class Tour(NamedTuple):
    """A route: its vehicle type, its stops, and the unit that each stop serves, below 0 where that is a depot."""

    kind: int
    stops: list[pyvrp.Activity]
    units: list[int]


@dataclass(frozen=True, eq=False)
class Member:
    """A plan with what its rank and its children depend on.

    Parameters
    ----------
    solution
        The plan; it visits all who must be visited.
    tours
        Its routes.
    centres
        Mean of the coordinates of each route's nodes, shape (routes, 2).
    cost
        Without what its excess costs.
    excess
        Excess load of each measure, time warp, excess distance; shape (measures + 2,).
    after, before
        Node that follows each node, and that precedes it, shape (nodes,).
    """

    solution: pyvrp.Solution
    tours: list[Tour]
    centres: FloatArray
    cost: int
    excess: FloatArray
    after: IntArray
    before: IntArray

    @property
    def in_excess(self) -> bool:
        """Whether it is overloaded, late or too long."""
        return bool(self.excess.any())


class Registrar:
    """Describes plans of a problem.

    Nodes are clients, then pickup and delivery of each shipment in turn. A unit is a client, a group of which one is
    visited, or a shipment.

    Parameters
    ----------
    data
        The problem.
    points
        Coordinates of its nodes, shape (nodes, 2).
    """

    def __init__(self, data: pyvrp.ProblemData, points: FloatArray) -> None:
        self._points = points
        self._clients = data.num_clients
        self._only_clients = not data.num_shipments and not any(
            kind.reload_depots for kind in data.vehicle_types()
        )
        groups = [client.group for client in data.clients()]
        units = [number if group is None else len(points) + group for number, group in enumerate(groups)]
        units += [self._clients + number // 2 for number in range(2 * data.num_shipments)]
        self._unit_of = [*units, _DEPOT]
        self._alike = not data.num_groups and not data.num_shipments
        self._free = pyvrp.CostEvaluator([0.0] * data.num_load_dimensions, 0.0, 0.0)

    def described(self, solution: pyvrp.Solution) -> Member:
        """Return a complete plan as a member."""
        tours, starts, row = [], [], [_DEPOT]
        for route in solution.routes():
            stops = list[pyvrp.Activity](route)[1:-1]
            nodes = [stop.idx for stop in stops] if self._only_clients else [*map(self._node, stops)]
            units = nodes if self._alike else [self._unit_of[node] for node in nodes]
            tours.append(Tour(route.vehicle_type(), stops, units))
            starts.append(len(row))
            row += [*nodes, _DEPOT]
        excess = (*solution.excess_load(), solution.time_warp(), solution.excess_distance())
        return Member(
            solution,
            tours,
            self._centres(np.array(row), starts),
            self._free.penalised_cost(solution),
            np.array(excess, dtype=np.float64),
            *self._neighbours(np.array(row)),
        )

    def _centres(self, row: IntArray, starts: list[int]) -> FloatArray:
        """Return the mean place of each route's nodes; the routes stand in a row, with depots between them."""
        if not starts:
            return np.zeros((0, 2))
        visited = row != _DEPOT
        sums = np.add.reduceat(np.where(visited[:, None], self._points[row], 0.0), starts)
        centres: FloatArray = sums / np.add.reduceat(visited.astype(np.float64), starts)[:, None]
        return centres

    def _neighbours(self, row: IntArray) -> tuple[IntArray, IntArray]:
        """Return which node follows each, and which precedes it."""
        after, before = np.full(len(self._points), _ABSENT), np.full(len(self._points), _ABSENT)
        at = np.flatnonzero(row != _DEPOT)
        after[row[at]], before[row[at]] = row[at + 1], row[at - 1]
        return after, before

    def _node(self, stop: pyvrp.Activity) -> int:
        if stop.is_client():
            return stop.idx
        if stop.is_depot():
            return _DEPOT
        return self._clients + 2 * stop.idx + stop.is_delivery()


def broken_pairs(one: Member, after: IntArray, before: IntArray) -> FloatArray:
    """Return the share of a plan's neighbours that are not neighbours in each of others [1]_.

    Parameters
    ----------
    one
        The plan.
    after, before
        Neighbours in the others, shape (others, nodes).

    Returns
    -------
    FloatArray
        From 0 (the same) to 1, shape (others,).

    References
    ----------
    .. [1] Prins, C. (2009). Two memetic algorithms for heterogeneous fleet vehicle routing problems. *Engineering
       Applications of Artificial Intelligence* 22(6), 916-928. https://doi.org/10.1016/j.engappai.2008.10.006
    """
    follows = (one.after != after) & (one.after != before)
    precedes = (one.before != before) & (one.before != after)
    share: FloatArray = (follows.sum(axis=1) + precedes.sum(axis=1)) / (2 * len(one.after))
    return share
