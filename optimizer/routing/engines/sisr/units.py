"""Groups a problem's clients into what is inserted and removed as one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.problem import Client, IntArray, Problem


@dataclass(frozen=True)
class Units:
    """Single clients, alternatives for one demand, and pairs of a pickup and its delivery.

    Parameters
    ----------
    table
        See :mod:`optimizer.routing.engines.sisr.columns`; without the offsets of the members.
    members
        Nodes of each unit.
    clients
        Of each unit; a pair's pickup first.
    of_client
        Row of the unit by client id.
    """

    table: IntArray
    members: tuple[tuple[int, ...], ...]
    clients: tuple[tuple[Client, ...], ...]
    of_client: dict[str, int]


def translate_units(problem: Problem) -> Units:
    """Return the units of a problem."""
    found = list(_units(problem))
    clients = tuple(members for members, *_ in found)
    index = {client.id: row for row, client in enumerate(problem.clients, start=len(problem.depots))}
    table = np.zeros((len(found), col.UNIT_COLUMNS), np.int64)
    for row, (_, pair, required, forgone) in zip(table, found, strict=True):
        row[[col.PAIR, col.REQUIRED, col.FORGONE]] = pair, required, forgone
    nodes = tuple(tuple(index[one.id] for one in members) for members in clients)
    of_client = {one.id: row for row, members in enumerate(clients) for one in members}
    return Units(table, nodes, clients, of_client)


def _units(problem: Problem) -> Iterator[tuple[tuple[Client, ...], bool, bool, int]]:
    """Yield members, whether they are a pair, whether required, and the cost of leaving them out."""
    for client in problem.clients:
        if client.id in problem.group_of:
            group = problem.group_of[client.id]
            if group.clients[0] == client.id:
                members = tuple(problem.client_by_id[one] for one in group.clients)
                forgone = 0 if group.required else max(one.prize for one in members)
                yield members, False, group.required, forgone
        elif client.id in problem.shipment_of:
            shipment = problem.shipment_of[client.id]
            if shipment.pickup == client.id:
                both = client, problem.client_by_id[shipment.delivery]
                yield both, True, client.required, 0 if client.required else both[0].prize + both[1].prize
        else:
            yield (client,), False, client.required, 0 if client.required else client.prize
