"""Translates a routing problem into the flat arrays that kernels read."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.kinds import kind_rows
from optimizer.routing.engines.sisr.legs import Legs, nearest, translate_legs
from optimizer.routing.engines.sisr.units import Units, translate_units
from optimizer.routing.problem import UNLIMITED, Backhauls, Client, IntArray, Problem, VehicleType

_BACKHAULS = {Backhauls.MIXED: 0, Backhauls.LAST: 1, Backhauls.LAST_AFTER_DELIVERY: 2}


class Data(NamedTuple):
    """A problem as kernels see it; nodes are depots, then clients, then nowhere.

    Parameters
    ----------
    distance, duration
        Per profile, from node to node, the duration in free traffic. Where ways back differ, the transposed
        matrices lie ``fact[TURNED]`` layers further, so that both ways of one client lie together.
    fact
        All else, see :mod:`optimizer.routing.engines.sisr.columns`.
    """

    distance: IntArray
    duration: IntArray
    fact: IntArray


class Lists:
    """Rows of varying length that tables refer to by offset.

    Parameters
    ----------
    offset
        Of the first entry.
    """

    def __init__(self, offset: int) -> None:
        self.entries: list[int] = []
        self._offset = offset

    def add(self, values: list[int]) -> tuple[int, int]:
        """Append values; return the offset of the first and behind the last."""
        first = self._offset + len(self.entries)
        self.entries.extend(values)
        return first, first + len(values)


def translate(problem: Problem) -> Data:
    """Translate a problem with a client and a vehicle."""
    legs = translate_legs(problem)
    units = translate_units(problem)
    lists = Lists(col.FACT_HEAD)
    node = _nodes(problem, units, lists)
    near = nearest(problem, legs)
    ranks = _ranks(problem, units, legs)
    tables = {
        col.NODE_TABLE: node,
        col.AMOUNT_TABLE: (amount := _amounts(problem, len(node))),
        col.KIND_TABLE: kind_rows(problem, legs, len(node), lists),
        col.CAPACITY_TABLE: np.array([kind.capacity for kind in problem.vehicle_types]),
        col.UNIT_TABLE: _unit_rows(units, lists),
        col.ALLOWED_TABLE: _allowed(problem, len(node)),
        col.EXTRA_TABLE: _extra(problem, len(node)),
        col.NEAR_TABLE: near,
        col.RANK_TABLE: ranks,
    }
    head = _head(problem, legs, amount)
    head[[col.NODES, col.UNITS, col.NEAR_WIDTH, col.ORDERS]] = (
        len(node),
        len(units.table),
        near.shape[1],
        len(ranks),
    )
    parts = [head, np.array(lists.entries, np.int64)]
    at = len(head) + len(lists.entries)
    for column, table in tables.items():
        head[column] = at
        parts.append(table.ravel().astype(np.int64))
        at += table.size
    head[col.FACT_END] = at
    return Data(legs.distance, legs.duration, np.concatenate(parts))


def _head(problem: Problem, legs: Legs, amount: IntArray) -> IntArray:
    head = np.zeros(col.FACT_HEAD, np.int64)
    head[col.MEASURES] = len(problem.measures)
    head[col.DEPOTS] = len(problem.depots)
    head[col.CLIENTS] = len(problem.clients)
    head[col.KINDS] = len(problem.vehicle_types)
    head[col.BACKHAULS] = _BACKHAULS[problem.backhauls]
    head[col.LONGEST_COST] = problem.longest_route_cost
    if problem.stability is not None:
        head[col.SHIFT_COST] = problem.stability.shift_cost
        head[col.TOLERANCE] = problem.stability.tolerance_s
    head[col.BARRED] = legs.barred
    head[col.TURNED] = legs.turned
    head[col.RELEASES] = any(client.release_s for client in problem.clients)
    one_way = not (amount[:, col.DELIVERY].any() and amount[:, col.PICKUP].any())
    reloads = any(kind.reload_depots and kind.max_reloads for kind in problem.vehicle_types)
    head[col.PLAIN_LOADS] = one_way and not problem.shipments and not reloads
    if one_way and not problem.shipments:
        head[col.ONE_WAY] = col.COLLECTS if amount[:, col.PICKUP].any() else col.DELIVERS
    return head


def _nodes(problem: Problem, units: Units, lists: Lists) -> IntArray:
    nowhere = any(kind.open_end for kind in problem.vehicle_types)
    depots = len(problem.depots)
    node = np.zeros((depots + len(problem.clients) + nowhere, col.NODE_COLUMNS), np.int64)
    node[:, [col.UNIT, col.EARLIER]] = -1
    node[:, [col.WINDOW_AT, col.WINDOW_END]] = lists.add([0, col.NEVER])
    for row, depot in zip(node, problem.depots, strict=False):
        row[[col.WINDOW_AT, col.WINDOW_END]] = lists.add(list(depot.window))
        row[col.SERVICE] = depot.service_s
    previous = {} if problem.stability is None else problem.stability.previous
    locked = {client for kind in problem.vehicle_types for client in _fixed_to(problem, kind)}
    for row, client in zip(node[depots:], problem.clients, strict=False):
        row[col.SERVICE] = client.service_s
        row[col.RELEASE] = client.release_s
        row[col.UNIT] = units.of_client[client.id]
        row[col.HAUL] = col.DELIVERS * any(client.delivery) + col.COLLECTS * any(client.pickup)
        row[col.EARLIER] = previous[client.id][1] if client.id in previous else -1
        row[col.LOCKED] = client.id in locked
        if client.windows:
            row[[col.WINDOW_AT, col.WINDOW_END]] = lists.add([edge for one in client.windows for edge in one])
    return node


def _unit_rows(units: Units, lists: Lists) -> IntArray:
    table = units.table.copy()
    for row, members in zip(table, units.members, strict=True):
        row[[col.MEMBER_AT, col.MEMBER_END]] = lists.add(list(members))
    return table


def client_nodes(problem: Problem) -> dict[str, int]:
    """Return the node of each client by its id."""
    return {client.id: node for node, client in enumerate(problem.clients, start=len(problem.depots))}


def _amounts(problem: Problem, nodes: int) -> IntArray:
    amount = np.zeros((nodes, 3, len(problem.measures)), np.int64)
    index = client_nodes(problem)
    for client in problem.clients:
        for column, amounts in ((col.DELIVERY, client.delivery), (col.PICKUP, client.pickup)):
            if amounts:
                amount[index[client.id], column] = amounts
    for one in problem.shipments:
        if one.amount:
            amount[index[one.pickup], col.SHIPMENT] = one.amount
            amount[index[one.delivery], col.SHIPMENT] = [-part for part in one.amount]
    return amount


def _allowed(problem: Problem, nodes: int) -> IntArray:
    allowed = np.zeros((len(problem.vehicle_types), nodes), np.int64)
    depots = len(problem.depots)
    for row, kind in zip(allowed, problem.vehicle_types, strict=True):
        row[depots : depots + len(problem.clients)] = [kind.may_visit(client) for client in problem.clients]
    index = client_nodes(problem)
    for number, kind in enumerate(problem.vehicle_types):
        # who is fixed to one vehicle may not be on another
        for client in _fixed_to(problem, kind):
            allowed[:number, index[client]] = allowed[number + 1 :, index[client]] = False
    return allowed


def _fixed_to(problem: Problem, kind: VehicleType) -> set[str]:
    """Clients of the prefix, and what is brought from them."""
    fixed = set(kind.prefix)
    return fixed | {one.delivery for one in problem.shipments if one.pickup in fixed}


def _extra(problem: Problem, nodes: int) -> IntArray:
    extra = np.zeros((len(problem.vehicle_types), nodes), np.int64)
    index = client_nodes(problem)
    for group in problem.groups:
        best = max(problem.client_by_id[client].prize for client in group.clients)
        for client in group.clients:
            extra[:, index[client]] = best - problem.client_by_id[client].prize
    if problem.stability is None:
        return extra
    for client, (before, _) in problem.stability.previous.items():
        if client in index:
            changed = [kind.id != before for kind in problem.vehicle_types]
            extra[:, index[client]] += np.multiply(problem.stability.vehicle_change_cost, changed)
    return extra


def _ranks(problem: Problem, units: Units, legs: Legs) -> IntArray:
    """Return each unit's place in the orders by demand, far, close, and with windows their length, start, end."""
    starts = sorted({legs.depot_row[kind.start_depot] for kind in problem.vehicle_types})
    away = legs.distance[0][starts].min(axis=0)
    index = client_nodes(problem)
    capacity = np.array([kind.capacity for kind in problem.vehicle_types], np.float64).max(axis=0)
    windowed = any(client.windows for client in problem.clients)
    keys = np.zeros((len(units.clients), 6 if windowed else 3))
    for key, clients in zip(keys, units.clients, strict=True):
        far = max(int(away[index[client.id]]) for client in clients)
        key[:3] = -_demand(clients[0], problem, capacity), -far, far
        if windowed:
            opens = [client.windows[0][0] if client.windows else 0 for client in clients]
            closes = [client.windows[-1][1] if client.windows else UNLIMITED for client in clients]
            key[3:] = min(closes) - max(opens), min(opens), min(closes)
    ranks = np.empty((keys.shape[1], keys.shape[0]), np.int64)
    for row, order in zip(ranks, np.argsort(keys, axis=0, kind="stable").T, strict=True):
        row[order] = np.arange(len(order))
    return ranks


def _demand(client: Client, problem: Problem, capacity: npt.NDArray[np.float64]) -> float:
    shipment = problem.shipment_of.get(client.id)
    shares = np.zeros(len(capacity))
    for amounts in (client.delivery, client.pickup, () if shipment is None else shipment.amount):
        if amounts:
            shares += np.array(amounts) / np.maximum(capacity, 1)
    return float(shares.sum())
