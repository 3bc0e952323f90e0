"""Vehicles of a VRPLIB file: those alike in everything become one vehicle type."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.routing.formats.lines import ROUTE_CONTRADICTION
from optimizer.routing.formats.vrplib_nodes import GOODS, Nodes, depot_id
from optimizer.routing.formats.vrplib_source import Source
from optimizer.routing.matrix import UNLIMITED, IntArray
from optimizer.routing.problem import VehicleType

_ALLOWED = "VEHICLES_ALLOWED_CLIENTS_SECTION"


@dataclass(frozen=True)
class Vehicle:
    """What a file says about one vehicle, in integer units; nodes count from 0.

    ``allowed`` holds the nodes of the clients it may visit, None for all of them.
    """

    capacity: tuple[int, ...]
    depot: int
    reload_depots: tuple[int, ...]
    allowed: frozenset[int] | None
    max_distance: int
    max_duration: int
    max_reloads: int
    fixed_cost: int
    cost_per_distance: int


@dataclass(frozen=True)
class Fleet:
    """Vehicle types.

    Parameters
    ----------
    types
        Named after the first vehicle of each.
    members
        Id and type of each vehicle in the file's order; empty where all are alike.
    allowed
        Vehicle types that may visit each client, by node; None: any may.
    """

    types: tuple[VehicleType, ...]
    members: tuple[tuple[str, str], ...]
    allowed: dict[int, frozenset[str]] | None


def read_fleet(source: Source, nodes: Nodes) -> Fleet:
    """Read the vehicles; as many as there are clients where the file does not say.

    Raises
    ------
    FormatError
        Naming the line.
    """
    given = source.whole("VEHICLES")
    count = len(nodes.clients) if given is None else given
    sections = [key for key in source.sections if key.startswith("VEHICLES_") or key == "CAPACITY_SECTION"]
    for key in sections:
        if len(source.sections[key]) != count:
            cause = f"{key} has {len(source.sections[key])} rows and there are {count} vehicles"
            raise source.contradiction(source.line(key), cause)
    # without a section all vehicles are alike, and one row stands for all of them
    vehicles = _vehicles(source, nodes, count if sections else 1)
    kinds: dict[Vehicle, list[int]] = {}
    for number, vehicle in enumerate(vehicles, 1):
        kinds.setdefault(vehicle, []).append(number)
    names = {vehicle: f"vehicle{members[0]}" for vehicle, members in kinds.items()}
    types = tuple(
        _type(source, names[vehicle], vehicle, len(members) if sections else count, nodes)
        for vehicle, members in kinds.items()
    )
    members = tuple((str(number), names[vehicle]) for number, vehicle in enumerate(vehicles, 1))
    return Fleet(types, members if len(types) > 1 else (), _allowed(nodes, names))


def _type(source: Source, name: str, vehicle: Vehicle, count: int, nodes: Nodes) -> VehicleType:
    return VehicleType(
        id=name,
        count=count,
        capacity=vehicle.capacity,
        start_depot=depot_id(vehicle.depot),
        fixed_cost=vehicle.fixed_cost,
        cost_per_distance=vehicle.cost_per_distance,
        shift=nodes.window(vehicle.depot),
        max_distance=vehicle.max_distance,
        max_duration=vehicle.max_duration,
        open_end=source.text("TYPE", "").startswith("OVRP"),
        reload_depots=tuple(map(depot_id, vehicle.reload_depots)),
        max_reloads=vehicle.max_reloads,
    )


def _vehicles(source: Source, nodes: Nodes, count: int) -> list[Vehicle]:
    capacity = _capacity(source, nodes, count)
    depots = _depots(source, nodes, "VEHICLES_DEPOT_SECTION", count, (nodes.depots[0],), width=1)
    reloads = _depots(source, nodes, "VEHICLES_RELOAD_DEPOT_SECTION", count, ())
    allowed = _allowed_nodes(source, nodes, count)
    limits = [
        _column(source, f"VEHICLES_{name}", count, default)
        for name, default in (("MAX_DISTANCE", UNLIMITED), ("MAX_DURATION", UNLIMITED))
    ]
    _apply_distance_field(source, nodes, limits)
    reload_limit = _column(source, "VEHICLES_MAX_RELOADS", count, UNLIMITED, scaled=False)
    fixed = _column(source, "VEHICLES_FIXED_COST", count, 0)
    unit = _column(source, "VEHICLES_UNIT_DISTANCE_COST", count, 1, scaled=False)
    return [
        Vehicle(
            tuple(capacity[number].tolist()),
            depots[number][0],
            reloads[number],
            allowed[number],
            int(limits[0][number]),
            int(limits[1][number]),
            int(reload_limit[number]),
            int(fixed[number]),
            int(unit[number]),
        )
        for number in range(count)
    ]


def _capacity(source: Source, nodes: Nodes, count: int) -> IntArray:
    measures = nodes.delivery.shape[1]
    if "CAPACITY_SECTION" in source.sections:
        capacity = source.whole_table("CAPACITY_SECTION", count)
    else:
        given = source.whole("CAPACITY")
        goods = nodes.delivery.any() or nodes.pickup.any() or any(amount for *_, amount in nodes.pairs)
        if given is None and goods:
            cause = "the file has demands and no CAPACITY"
            line = next((source.line(key) for key in GOODS if source.has(key)), None)
            raise source.fail(line, cause, "Add CAPACITY.", ROUTE_CONTRADICTION)
        capacity = np.full((count, 1), given or 0, dtype=np.int64)
    if capacity.shape[1] != measures and count:
        cause = f"there are {capacity.shape[1]} capacities and {measures} demands of each client"
        line = source.line("CAPACITY_SECTION") or source.line("CAPACITY")
        raise source.contradiction(line, cause)
    return capacity


def _column(source: Source, key: str, count: int, default: int, *, scaled: bool = True) -> IntArray:
    section = f"{key}_SECTION"
    if section in source.sections:
        table = source.scaled_table(section, count) if scaled else source.whole_table(section, count)
        return table[:, 0] if count else np.zeros(0, dtype=np.int64)
    value = source.scaled(key) if scaled else source.whole(key)
    return np.full(count, default if value is None else value, dtype=np.int64)


def _apply_distance_field(source: Source, nodes: Nodes, limits: list[IntArray]) -> None:
    """Let DISTANCE limit the length; with service and no windows its sum with service, as in Christofides's sets."""
    given = source.scaled("DISTANCE")
    if given is None:
        return
    if nodes.service.any() and nodes.windows is None:
        np.minimum(limits[1], given, out=limits[1])
    else:
        limits[0][:] = given


def _depots(
    source: Source, nodes: Nodes, key: str, count: int, default: tuple[int, ...], width: int | None = None
) -> tuple[tuple[int, ...], ...]:
    if key not in source.sections:
        return (default,) * count
    found = source.lists(key, count, len(nodes.service), width)
    for line in source.sections[key]:
        for node in source.integers(line, line.words()[1:]):
            if node - 1 not in nodes.depots:
                raise source.contradiction(line, f"node {node} is not a depot")
    return found


def _allowed_nodes(source: Source, nodes: Nodes, count: int) -> list[frozenset[int] | None]:
    if _ALLOWED not in source.sections:
        return [None] * count
    for line in source.sections[_ALLOWED]:
        for node in source.integers(line, line.words()[1:]):
            if node - 1 in nodes.depots:
                raise source.contradiction(line, f"node {node} is a depot, not a client")
    everyone = frozenset(nodes.clients)
    found = map(frozenset, source.lists(_ALLOWED, count, len(nodes.service)))
    return [None if one == everyone else one for one in found]


def _allowed(nodes: Nodes, names: dict[Vehicle, str]) -> dict[int, frozenset[str]] | None:
    if all(vehicle.allowed is None for vehicle in names):
        return None
    return {node: frozenset(_may_visit(node, names.items())) for node in nodes.clients}


def _may_visit(node: int, kinds: Iterable[tuple[Vehicle, str]]) -> list[str]:
    return [name for vehicle, name in kinds if vehicle.allowed is None or node in vehicle.allowed]
