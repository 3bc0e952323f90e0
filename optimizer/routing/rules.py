"""What a routing problem must hold to make sense; the first contradiction found is raised, naming entity and field."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from optimizer.routing.entities import Client, Group, Shipment, VehicleType, Window
from optimizer.routing.matrix import UNLIMITED

if TYPE_CHECKING:
    from optimizer.routing.problem import Problem

#: Breaks of one vehicle type: timing a route tries every way of taking and leaving out its breaks.
MOST_BREAKS = 4


def refuse_contradictions(problem: "Problem") -> None:
    """Raise ValueError if sizes, ids, windows or signs of a problem contradict each other."""
    for entity, ids in (
        ("depot", [depot.id for depot in problem.depots]),
        ("client", [client.id for client in problem.clients]),
        ("vehicle type", [kind.id for kind in problem.vehicle_types]),
        ("group", [group.id for group in problem.groups]),
    ):
        _refuse_double(entity, ids)
    if not problem.measures:
        msg = "problem: measures must name at least one"
        raise ValueError(msg)
    size = _matrix_size(problem)
    for depot in problem.depots:
        where = f"depot {depot.id!r}"
        _in_range(f"{where}: location", depot.location, size - 1)
        _window(f"{where}: window", depot.window)
        _in_range(f"{where}: service_s", depot.service_s)
    for client in problem.clients:
        _client(problem, client, size)
    for kind in problem.vehicle_types:
        _vehicle_type(problem, kind)
        _breaks(kind)
        _prefix(problem, kind)
    _in_range("problem: longest_route_cost", problem.longest_route_cost)
    _members(problem)
    for shipment in problem.shipments:
        _shipment(problem, shipment)
    for group in problem.groups:
        _group(problem, group)
    _stability(problem)


def _matrix_size(problem: "Problem") -> int:
    sizes = {name: len(matrix.distance) for name, matrix in problem.matrices.items()}
    if not sizes:
        msg = "problem: matrices must hold at least one profile"
        raise ValueError(msg)
    if len(set(sizes.values())) > 1:
        msg = f"problem: matrices differ in size: {sizes}"
        raise ValueError(msg)
    return next(iter(sizes.values()))


def _client(problem: "Problem", client: Client, size: int) -> None:
    where = f"client {client.id!r}"
    _in_range(f"{where}: location", client.location, size - 1)
    for name in ("delivery", "pickup"):
        if amounts := getattr(client, name):
            _amounts(f"{where}: {name}", amounts, problem.measures)
    for name in ("service_s", "release_s", "prize"):
        _in_range(f"{where}: {name}", getattr(client, name))
    for window in client.windows:
        _window(f"{where}: windows", window)
    for before, after in pairwise(client.windows):
        if after[0] <= before[1]:
            msg = f"{where}: windows must be sorted and disjoint, got {before} before {after}"
            raise ValueError(msg)
    unknown = (client.vehicle_types or frozenset()) - problem.vehicle_type_by_id.keys()
    if unknown:
        msg = f"{where}: vehicle_types names unknown vehicle types {sorted(unknown)}"
        raise ValueError(msg)
    if problem.backhauls_ordered and any(client.delivery) and any(client.pickup):
        msg = (
            f"{where}: has a delivery and a pickup, which the order of backhauls {problem.backhauls} forbids"
        )
        raise ValueError(msg)


def _vehicle_type(problem: "Problem", kind: VehicleType) -> None:
    where = f"vehicle type {kind.id!r}"
    _amounts(f"{where}: capacity", kind.capacity, problem.measures)
    for name in (
        "count",
        "fixed_cost",
        "cost_per_distance",
        "cost_per_duration",
        "max_distance",
        "max_duration",
        "max_reloads",
        "overtime_after",
        "cost_per_overtime",
    ):
        _in_range(f"{where}: {name}", getattr(kind, name))
    _window(f"{where}: shift", kind.shift)
    for name, depots in (
        ("start_depot", (kind.start_depot,)),
        ("end_depot", (kind.last_depot,)),
        ("reload_depots", kind.reload_depots),
    ):
        for depot in depots:
            if depot not in problem.depot_by_id:
                msg = f"{where}: {name} {depot!r} is not a depot"
                raise ValueError(msg)
    if kind.profile not in problem.matrices:
        msg = f"{where}: profile {kind.profile!r} has no matrix"
        raise ValueError(msg)


def _breaks(kind: VehicleType) -> None:
    where = f"vehicle type {kind.id!r}"
    _refuse_double(f"{where}: break", [one.id for one in kind.breaks])
    if len(kind.breaks) > MOST_BREAKS:
        msg = f"{where}: breaks must be at most {MOST_BREAKS}, got {len(kind.breaks)}"
        raise ValueError(msg)
    for one in kind.breaks:
        _window(f"{where}: break {one.id!r}: window", one.window)
        _in_range(f"{where}: break {one.id!r}: duration_s", one.duration_s)
    for before, after in pairwise(kind.breaks):
        if after.window < before.window:
            msg = f"{where}: breaks must be in the order of their windows, {after.id!r} comes before {before.id!r}"
            raise ValueError(msg)


def _prefix(problem: "Problem", kind: VehicleType) -> None:
    if not kind.prefix:
        return
    where = f"vehicle type {kind.id!r}"
    if kind.count != 1:
        msg = f"{where}: prefix needs a count of 1, got {kind.count}"
        raise ValueError(msg)
    for client in kind.prefix:
        if client not in problem.client_by_id:
            msg = f"{where}: prefix names unknown client {client!r}"
            raise ValueError(msg)
        if not kind.may_visit(problem.client_by_id[client]):
            msg = f"{where}: prefix names client {client!r}, which it may not visit"
            raise ValueError(msg)
    _prefix_order(problem, kind, where)


def _prefix_order(problem: "Problem", kind: VehicleType, where: str) -> None:
    for shipment in problem.shipments:
        if shipment.delivery in kind.prefix:
            before = kind.prefix[: kind.prefix.index(shipment.delivery)]
            if shipment.pickup not in before:
                msg = f"{where}: prefix brings to {shipment.delivery!r} what it does not fetch before"
                raise ValueError(msg)
    for group in problem.groups:
        if len(both := [client for client in kind.prefix if client in group.clients]) > 1:
            msg = f"{where}: prefix names {both}, alternatives of group {group.id!r}"
            raise ValueError(msg)


def _members(problem: "Problem") -> None:
    """No client is in two shipments, groups or prefixes of the same sort."""
    for what, ids in (
        ("shipments", [end for one in problem.shipments for end in (one.pickup, one.delivery)]),
        ("groups", [client for group in problem.groups for client in group.clients]),
        ("prefixes", [client for kind in problem.vehicle_types for client in kind.prefix]),
    ):
        for client, times in Counter(ids).items():
            if client not in problem.client_by_id:
                msg = f"{what}: unknown client {client!r}"
                raise ValueError(msg)
            if times > 1:
                msg = f"client {client!r}: is {times} times in {what}"
                raise ValueError(msg)
    both = {end for one in problem.shipments for end in (one.pickup, one.delivery)} & {
        client for group in problem.groups for client in group.clients
    }
    if both:
        msg = f"client {min(both)!r}: is in a shipment and in a group"
        raise ValueError(msg)


def _shipment(problem: "Problem", shipment: Shipment) -> None:
    where = f"shipment {shipment.pickup!r} to {shipment.delivery!r}"
    if shipment.amount:
        _amounts(f"{where}: amount", shipment.amount, problem.measures)
    ends = [problem.client_by_id[shipment.pickup], problem.client_by_id[shipment.delivery]]
    for client in ends:
        if any(client.delivery) or any(client.pickup):
            msg = f"{where}: client {client.id!r} must have no delivery and no pickup of its own"
            raise ValueError(msg)
    if ends[0].required != ends[1].required:
        msg = f"{where}: both clients must be required, or both optional"
        raise ValueError(msg)


def _group(problem: "Problem", group: Group) -> None:
    if not group.clients:
        msg = f"group {group.id!r}: has no clients"
        raise ValueError(msg)
    for client in group.clients:
        if problem.client_by_id[client].required:
            msg = f"group {group.id!r}: client {client!r} must be optional; the group says whether one is required"
            raise ValueError(msg)


def _stability(problem: "Problem") -> None:
    if problem.stability is None:
        return
    for name in ("vehicle_change_cost", "shift_cost", "tolerance_s"):
        _in_range(f"stability: {name}", getattr(problem.stability, name))


def _refuse_double(entity: str, ids: Iterable[str]) -> None:
    for one, times in Counter(ids).items():
        if times > 1:
            msg = f"{entity} {one!r}: id is used twice"
            raise ValueError(msg)


def _in_range(where: str, value: int, upper: int = UNLIMITED) -> None:
    if not 0 <= value <= upper:
        msg = f"{where} must be between 0 and {upper}, got {value}"
        raise ValueError(msg)


def _window(where: str, window: Window) -> None:
    if not 0 <= window[0] <= window[1] <= UNLIMITED:
        msg = f"{where} must satisfy 0 <= start <= end <= {UNLIMITED}, got {window}"
        raise ValueError(msg)


def _amounts(where: str, amounts: Sequence[int], measures: Sequence[str]) -> None:
    if len(amounts) != len(measures):
        msg = f"{where} has {len(amounts)} entries for the {len(measures)} measures {list(measures)}"
        raise ValueError(msg)
    for measure, amount in zip(measures, amounts, strict=True):
        _in_range(f"{where} of {measure}", amount)
