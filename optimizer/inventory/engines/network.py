"""One product's time-expanded network: stock flows through site-days to zone-days.

Node 0 is the source: unlimited sites, and the shortage that meets what stock does not. Node 1 is the end of
the horizon. One node follows per limited site and day, and one per zone and day with demand::

    source   -> zone-day       cost shortage_cost                       short
    site-day -> next day       cost holding_cost                        hold
    site-day -> end            cost holding_cost - end_value            hold on the last day
    origin   -> destination    cost unit_cost, day + transit_days       move
    site-day -> zone-day       cost serve_cost                          serve
    source   -> end            cost 0                                   supply that is not needed

Only arcs that can carry anything exist: the product may travel, the site may serve, stock can be there by
then.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.inventory.problem import MAX_UNITS, FloatArray, IntArray, Problem

_SOURCE = 0
_END = 1


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs in the order holds, moves, serves, shorts, disposal.

    Parameters
    ----------
    tail, head
        Node indices, shape (A,).
    capacity
        Units, shape (A,).
    cost
        Per unit, shape (A,).
    supply
        Units that enter (leave, if negative) at each node, shape (N,). The source, node 0, has enough for all
        demand and for every purchase that earns ``end_value`` through limited lanes or storage.
    holds
        Site and day of each hold arc, shape (H, 2).
    moves
        Lane and departure day of each move arc, shape (M, 2).
    serves
        Zone, site and day of each serve arc, shape (V, 3).
    shorts
        Zone and day of each shortage arc, shape (K, 2).
    """

    tail: IntArray
    head: IntArray
    capacity: IntArray
    cost: FloatArray
    supply: IntArray
    holds: IntArray
    moves: IntArray
    serves: IntArray
    shorts: IntArray

    def split(self, flows: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Cut an array over arcs into its holds, moves, serves and shorts."""
        ends = np.cumsum([len(self.holds), len(self.moves), len(self.serves), len(self.shorts)])
        holds, moves, serves, shorts, _ = np.split(flows, ends)
        return holds, moves, serves, shorts


@dataclass(frozen=True, eq=False)
class Limits:
    """What one product may use of lanes and storage, in units; ``inf`` for no limit.

    Parameters
    ----------
    lanes
        Per lane and departure day, shape (L, D).
    storage
        Left overnight per site and day, shape (S, D).
    """

    lanes: FloatArray
    storage: FloatArray


def build(problem: Problem, product: int, limits: Limits) -> Network:
    """Build the network of one product within its limits.

    Parameters
    ----------
    problem
        The whole problem.
    product
        Index of the product.
    limits
        What the product may use of lanes and storage.
    """
    stocked = reachable(problem, product, limits)
    holds = np.argwhere(stocked & ~problem.unlimited[:, None])
    moves = _moves(problem, product, stocked, limits)
    serves = _serves(problem, product, stocked)
    shorts = np.argwhere(problem.demand[:, product] > 0)
    nodes = _Nodes(problem, shorts)
    hold_limit, move_limit = limits.storage[tuple(holds.T)], limits.lanes[tuple(moves.T)]
    bounded = np.concatenate([hold_limit, move_limit])
    surplus = _purchasable(problem, product, bounded[np.isfinite(bounded)])
    supply = nodes.supply(problem, product, surplus)
    most = int(supply[supply > 0].sum())
    free = np.full(len(serves) + len(shorts) + 1, np.inf)
    capacity = np.minimum(np.concatenate([bounded, free]), most).astype(np.int64)
    cost = _costs(problem, product, (holds, moves, serves, shorts))
    tail, head = nodes.ends(problem, (holds, moves, serves, shorts))
    return Network(tail, head, capacity, cost, supply, holds, moves, serves, shorts)


def reachable(problem: Problem, product: int, limits: Limits) -> npt.NDArray[np.bool_]:
    """Whether stock of the product can be at a site on a day, shape (S, D)."""
    lanes = problem.lanes
    stocked = np.zeros((len(problem.sites), problem.days), dtype=np.bool_)
    stocked[problem.unlimited] = True
    stocked[:, 0] |= problem.opening[:, product] > 0
    stocked |= problem.receipts[:, product] > 0
    travels = np.isfinite(lanes.unit_cost[:, product])[:, None] & lanes.operates & (limits.lanes >= 1)
    for day in range(problem.days):
        if day:
            stocked[:, day] |= stocked[:, day - 1]
        before = -1
        while (count := int(stocked[:, day].sum())) != before:
            before = count
            leaves = travels[:, day] & stocked[lanes.origin, day] & (lanes.transit_days + day < problem.days)
            stocked[lanes.destination[leaves], day + lanes.transit_days[leaves]] = True
    return stocked


def _moves(problem: Problem, product: int, stocked: npt.NDArray[np.bool_], limits: Limits) -> IntArray:
    lanes = problem.lanes
    arrives = lanes.transit_days[:, None] + np.arange(problem.days)
    useful = np.isfinite(lanes.unit_cost[:, product]) & ~problem.unlimited[lanes.destination]
    runs = lanes.operates & (arrives < problem.days) & (limits.lanes >= 1) & stocked[lanes.origin]
    return np.argwhere(runs & useful[:, None])


def _serves(problem: Problem, product: int, stocked: npt.NDArray[np.bool_]) -> IntArray:
    zone, site = np.isfinite(problem.serve_cost[:, :, product]).nonzero()
    pair, day = ((problem.demand[zone, product] > 0) & stocked[site]).nonzero()
    return np.column_stack([zone[pair], site[pair], day])


def _purchasable(problem: Problem, product: int, bounded: FloatArray) -> int:
    """Most units that purchases for their end value can bring: each passes a limited arc."""
    if not problem.unlimited.any() or not problem.end_value[:, product].any():
        return 0
    return int(np.minimum(bounded, MAX_UNITS).sum())


def _costs(problem: Problem, product: int, arcs: tuple[IntArray, IntArray, IntArray, IntArray]) -> FloatArray:
    holds, moves, serves, shorts = arcs
    last = holds[:, 1] == problem.days - 1
    return np.concatenate(
        [
            problem.holding_cost[holds[:, 0], product] - last * problem.end_value[holds[:, 0], product],
            problem.lanes.unit_cost[moves[:, 0], product],
            problem.serve_cost[serves[:, 0], serves[:, 1], product],
            np.full(len(shorts), problem.shortage_cost[product]),
            [0.0],
        ]
    )


class _Nodes:
    """Numbers the nodes of the network."""

    def __init__(self, problem: Problem, shorts: IntArray) -> None:
        sites = len(problem.sites)
        self.site = 2 + np.arange(sites * problem.days).reshape(sites, problem.days)
        self.site[problem.unlimited] = _SOURCE
        self.zone = np.zeros((len(problem.zones), problem.days), dtype=np.int64)
        self.zone[tuple(shorts.T)] = 2 + sites * problem.days + np.arange(len(shorts))
        self.count = 2 + sites * problem.days + len(shorts)

    def supply(self, problem: Problem, product: int, surplus: int) -> IntArray:
        """Units entering at each node; the end takes up what is left."""
        supply = np.zeros(self.count, dtype=np.int64)
        units = problem.receipts[:, product].copy()
        units[:, 0] += problem.opening[:, product]
        limited = ~problem.unlimited
        supply[self.site[limited]] = units[limited]
        zone, day = (problem.demand[:, product] > 0).nonzero()
        supply[self.zone[zone, day]] = -problem.demand[zone, product, day]
        supply[_SOURCE] = surplus + int(problem.demand[:, product].sum())
        supply[_END] = -int(supply.sum())
        return supply

    def ends(
        self, problem: Problem, arcs: tuple[IntArray, IntArray, IntArray, IntArray]
    ) -> tuple[IntArray, IntArray]:
        """Tail and head of every arc."""
        holds, moves, serves, shorts = arcs
        lanes = problem.lanes
        next_day = np.append(self.site[:, 1:], np.full((len(self.site), 1), _END), axis=1)
        arrives = moves[:, 1] + lanes.transit_days[moves[:, 0]]
        zone_of_serve = self.zone[serves[:, 0], serves[:, 2]]
        tail = [
            self.site[tuple(holds.T)],
            self.site[lanes.origin[moves[:, 0]], moves[:, 1]],
            self.site[serves[:, 1], serves[:, 2]],
            np.full(len(shorts) + 1, _SOURCE),
        ]
        head = [
            next_day[tuple(holds.T)],
            self.site[lanes.destination[moves[:, 0]], arrives],
            zone_of_serve,
            self.zone[tuple(shorts.T)],
            [_END],
        ]
        return np.concatenate(tail), np.concatenate(head)
