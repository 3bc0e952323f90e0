"""Nodes of a VRPLIB file: depots, clients, and what ties clients together."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.routing.formats.geometry import convert
from optimizer.routing.formats.lines import ROUTE_CONTRADICTION, ROUTE_UNSUPPORTED, Line, Wrong, numbers
from optimizer.routing.formats.vrplib_source import Source
from optimizer.routing.matrix import UNLIMITED, IntArray
from optimizer.routing.problem import Client, Depot, Group, Shipment, Window

_PAIRS = "PICKUP_AND_DELIVERY_SECTION"
_AMOUNTS = ("DEMAND_SECTION", "LINEHAUL_SECTION", "BACKHAUL_SECTION")
#: Sections that say what there is to carry.
GOODS = (*_AMOUNTS, _PAIRS)
_GROUPS = "MUTUALLY_EXCLUSIVE_GROUP_SECTION"
#: Types whose PICKUP_AND_DELIVERY_SECTION holds amounts in its last two columns.
_AMOUNT_TYPES = ("VRPMPD", "VRPSPD")


@dataclass(frozen=True)
class Nodes:
    """What a file says by node, in integer units; nodes count from 0.

    Parameters
    ----------
    depots
        Nodes that are depots.
    delivery, pickup
        Shape (nodes, measures).
    windows
        Shape (nodes, 2); None: no windows.
    service, release, prize
        Shape (nodes,).
    pairs
        Node of pickup, node of delivery and amount of each shipment.
    groups
        Nodes of each mutually exclusive group.
    """

    depots: tuple[int, ...]
    delivery: IntArray
    pickup: IntArray
    windows: IntArray | None
    service: IntArray
    release: IntArray
    prize: IntArray
    pairs: tuple[tuple[int, int, int], ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()

    @property
    def clients(self) -> list[int]:
        """Nodes that are clients."""
        depots = set(self.depots)
        return [node for node in range(len(self.service)) if node not in depots]

    def window(self, node: int) -> Window:
        """Time window of a node."""
        if self.windows is None:
            return (0, UNLIMITED)
        return int(self.windows[node, 0]), int(self.windows[node, 1])


def read_nodes(source: Source, size: int) -> Nodes:
    """Read everything that a file says about its nodes.

    Raises
    ------
    FormatError
        Naming the line.
    """
    depots = _depots(source, size)
    _refuse_capacity_for_nothing(source)
    delivery, pickup = _amounts(source, size)
    nodes = Nodes(
        depots=depots,
        delivery=delivery,
        pickup=pickup,
        windows=_windows(source, size),
        service=_durations(source, "SERVICE_TIME", size, depots),
        release=_durations(source, "RELEASE_TIME", size, depots),
        prize=_column(source, "PRIZE_SECTION", size),
        groups=_groups(source, size, depots),
    )
    if _PAIRS in source.sections:
        nodes = _paired(source, size, nodes)
    _refuse_depots_with_goods(source, nodes)
    _refuse_both_amounts(source, nodes)
    _refuse_torn_pairs(source, nodes)
    return nodes


def depot_id(node: int) -> str:
    """Id of a depot: ``depot`` and the file's number of the node."""
    return f"depot{node + 1}"


def client_id(node: int) -> str:
    """Id of a client: the number by which ``.sol`` files call it, the file's number less one."""
    return str(node)


def make_depots(nodes: Nodes) -> tuple[Depot, ...]:
    """Make the depots."""
    return tuple(
        Depot(depot_id(node), node, nodes.window(node), int(nodes.service[node])) for node in nodes.depots
    )


def make_clients(nodes: Nodes, allowed: dict[int, frozenset[str]] | None) -> tuple[Client, ...]:
    """Make the clients.

    Parameters
    ----------
    nodes
        See :class:`Nodes`.
    allowed
        Vehicle types that may visit each client, by node; None: any may.
    """
    grouped = {node for group in nodes.groups for node in group}
    return tuple(
        Client(
            id=client_id(node),
            location=node,
            delivery=tuple(nodes.delivery[node].tolist()),
            pickup=tuple(nodes.pickup[node].tolist()) if nodes.pickup[node].any() else (),
            service_s=int(nodes.service[node]),
            windows=() if nodes.windows is None else (nodes.window(node),),
            release_s=int(nodes.release[node]),
            # the benchmark sets mean by a prize of zero that the client must be visited
            required=nodes.prize[node] == 0 and node not in grouped,
            prize=int(nodes.prize[node]),
            vehicle_types=None if allowed is None else allowed[node],
        )
        for node in nodes.clients
    )


def make_shipments(nodes: Nodes) -> tuple[Shipment, ...]:
    """Make the shipments."""
    return tuple(
        Shipment(client_id(pickup), client_id(delivery), (amount,))
        for pickup, delivery, amount in nodes.pairs
    )


def make_groups(nodes: Nodes) -> tuple[Group, ...]:
    """Make the groups: of the clients of each, exactly one is visited."""
    return tuple(
        Group(f"group{number}", tuple(map(client_id, group))) for number, group in enumerate(nodes.groups, 1)
    )


def _depots(source: Source, size: int) -> tuple[int, ...]:
    if "DEPOT_SECTION" not in source.sections:
        return (0,)
    depots: list[int] = []
    ended = False
    for line in source.sections["DEPOT_SECTION"]:
        for value in numbers(line, line.words(), source.file, minimum=-1):
            if ended:
                raise source.contradiction(line, f"{value:g} comes after the -1 that ends DEPOT_SECTION")
            ended = value == -1
            if ended:
                continue
            if value != int(value) or not 1 <= value <= size:
                raise source.contradiction(line, f"depot {value:g} is not in 1..{size}")
            if int(value) - 1 in depots:
                raise source.contradiction(line, f"depot {value:g} appears twice")
            depots.append(int(value) - 1)
    if not depots:
        raise source.contradiction(source.line("DEPOT_SECTION"), "DEPOT_SECTION names no depot")
    return tuple(sorted(depots))


def _amounts(source: Source, size: int) -> tuple[IntArray, IntArray]:
    """Delivery and pickup by node and measure, zero where the file has none."""
    found = {key: source.whole_table(key, size) for key in _AMOUNTS if key in source.sections}
    nothing = np.zeros((size, max((table.shape[1] for table in found.values()), default=1)), dtype=np.int64)
    pickup = found.pop("BACKHAUL_SECTION", nothing)
    delivery = next(iter(found.values()), nothing)
    if delivery.shape != pickup.shape:
        cause = "BACKHAUL_SECTION and the demands have different numbers of columns"
        raise source.contradiction(source.line("BACKHAUL_SECTION"), cause)
    return delivery, pickup


def _refuse_capacity_for_nothing(source: Source) -> None:
    given = next((key for key in ("CAPACITY", "CAPACITY_SECTION") if source.has(key)), None)
    if given and not any(source.has(key) for key in GOODS):
        cause = f"the file has {given}, and no section says what there is to carry"
        raise source.fail(source.line(given), cause, "Add DEMAND_SECTION.", ROUTE_CONTRADICTION)


def _windows(source: Source, size: int) -> IntArray | None:
    if "TIME_WINDOW_SECTION" not in source.sections:
        return None
    windows = source.scaled_table("TIME_WINDOW_SECTION", size, 2)
    wrong = Wrong()
    for line in source.sections["TIME_WINDOW_SECTION"]:
        start, end = numbers(line, line.words()[1:], source.file)
        with wrong.noted():
            if end < start:
                raise source.contradiction(line, f"the window ends at {end:g}, before it starts at {start:g}")
    wrong.refuse()
    return windows


def _column(source: Source, key: str, size: int) -> IntArray:
    if key not in source.sections:
        return np.zeros(size, dtype=np.int64)
    return source.scaled_table(key, size)[:, 0]


def _durations(source: Source, key: str, size: int, depots: tuple[int, ...]) -> IntArray:
    """Read a column that a field may give for all clients at once."""
    if key not in source.fields:
        return _column(source, f"{key}_SECTION", size)
    column = np.full(size, source.scaled(key), dtype=np.int64)
    column[list(depots)] = 0
    return column


def _groups(source: Source, size: int, depots: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    if _GROUPS not in source.sections:
        return ()
    rows = source.sections[_GROUPS]
    groups = source.lists(_GROUPS, len(rows), size)
    seen: set[int] = set(depots)
    for line in rows:
        group = groups[source.integers(line, line.words()[:1])[0] - 1]
        if twice := seen.intersection(group):
            cause = f"node {min(twice) + 1} is a depot, or in two groups"
            raise source.contradiction(line, cause)
        seen.update(group)
    # a client alone in its group is as if it were in none
    return tuple(group for group in groups if len(group) > 1)


def _paired(source: Source, size: int, nodes: Nodes) -> Nodes:
    """Read the section that gives demand, window, service and sibling of each node at once."""
    kind = source.text("TYPE", "")
    if kind.startswith(_AMOUNT_TYPES):
        cause = f"{_PAIRS} of a problem of TYPE {kind} holds amounts"
        action = "Give them as LINEHAUL_SECTION and BACKHAUL_SECTION."
        raise source.fail(source.line(_PAIRS), cause, action, ROUTE_UNSUPPORTED)
    table: dict[int, tuple[list[int], Line]] = {}
    times = np.zeros((size, 3))

    def read(node: int, words: list[str], line: Line) -> None:
        times[node] = numbers(line, words[1:4], source.file, limit=source.largest)
        if times[node, 1] < times[node, 0]:
            raise source.contradiction(line, "the window ends before it starts")
        (demand,) = numbers(line, words[:1], source.file, minimum=None)
        sign = -1 if demand < 0 else 1
        amount = sign * source.integers(line, [words[0].lstrip("-")])[0]
        table[node] = [amount, *source.integers(line, words[4:])], line

    source.rows(_PAIRS, size, 6, read)
    delivery = nodes.delivery.copy()
    pairs = []
    for node, ((demand, pickup, drop), line) in table.items():
        _refuse_bad_sibling(source, table, node, nodes.depots)
        if drop:
            pairs.append((node, drop - 1, demand))
        elif not pickup:
            if demand < 0:
                raise source.contradiction(line, f"node {node + 1} has no pickup and demand {demand}")
            delivery[node, 0] = demand
    scaled = convert(times, source.rounding)
    return replace(
        nodes, delivery=delivery, windows=scaled[:, :2], service=scaled[:, 2], pairs=tuple(sorted(pairs))
    )


def _refuse_bad_sibling(
    source: Source, table: dict[int, tuple[list[int], Line]], node: int, depots: tuple[int, ...]
) -> None:
    (demand, pickup, drop), line = table[node]
    sibling = (pickup or drop) - 1
    cause = ""
    if pickup and drop:
        cause = f"node {node + 1} has a pickup and a delivery: it would come before itself"
    elif sibling == node:
        cause = f"node {node + 1} is paired with itself"
    elif sibling >= 0 and (sibling not in table or sibling in depots or node in depots):
        cause = f"node {sibling + 1}, the sibling of node {node + 1}, is no client"
    elif sibling >= 0 and table[sibling][0][1 if drop else 2] != node + 1:
        cause = f"node {sibling + 1} does not name node {node + 1} in return"
    elif drop and not (demand >= 0 and table[sibling][0][0] == -demand):
        cause = f"node {node + 1} picks up {demand} and node {drop} has demand {table[sibling][0][0]}"
    if cause:
        raise source.contradiction(line, cause)


def _refuse_depots_with_goods(source: Source, nodes: Nodes) -> None:
    for node in nodes.depots:
        for name, keys, value in (
            ("demand", GOODS, nodes.delivery[node].any() or nodes.pickup[node].any()),
            ("release time", ("RELEASE_TIME_SECTION",), nodes.release[node]),
            ("prize", ("PRIZE_SECTION",), nodes.prize[node]),
        ):
            if value:
                raise source.contradiction(
                    _row(source, keys, node), f"node {node + 1} is a depot and has a {name}"
                )


def _refuse_both_amounts(source: Source, nodes: Nodes) -> None:
    if source.text("TYPE", "") != "VRPB":
        return
    both = nodes.delivery.any(axis=1) & nodes.pickup.any(axis=1)
    if both.any():
        node = int(both.argmax())
        cause = f"node {node + 1} has a delivery and a collection, which TYPE VRPB keeps apart"
        raise source.contradiction(_row(source, ("BACKHAUL_SECTION",), node), cause)


def _refuse_torn_pairs(source: Source, nodes: Nodes) -> None:
    """Refuse siblings of which one may be visited without the other."""
    grouped = {node for group in nodes.groups for node in group}
    for pickup, delivery, _ in nodes.pairs:
        cause = ""
        if grouped.intersection((pickup, delivery)):
            cause = f"node {pickup + 1} or its sibling {delivery + 1} is also in a group"
        elif bool(nodes.prize[pickup]) != bool(nodes.prize[delivery]):
            cause = f"node {pickup + 1} and its sibling {delivery + 1} must both have a prize, or neither"
        if cause:
            raise source.contradiction(_row(source, (_PAIRS,), pickup), cause)


def _row(source: Source, keys: tuple[str, ...], node: int) -> Line | None:
    """Row of a node in the first of the sections that the file has."""
    rows = next((source.sections[key] for key in keys if key in source.sections), ())
    return next((line for line in rows if line.words()[0] == str(node + 1)), None)
