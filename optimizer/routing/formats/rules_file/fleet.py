"""Vehicles by name: which a routing file has, and those that a rule names made types of their own."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.problem import Client

#: Vehicles without names of their own have numbers up to the number of clients, or so many if they are fewer.
MOST_NUMBERED = 10_000


def vehicles_of(file: RoutingFile) -> dict[str, str]:
    """Return the vehicle type of each vehicle, in the file's order.

    Where all are alike they are called by their numbers from 1. Of more vehicles than there are clients, and more
    than :data:`MOST_NUMBERED`, the others are not listed: no plan needs them.
    """
    if file.fleet or not file.problem.vehicle_types:
        return dict(file.fleet)
    (kind,) = file.problem.vehicle_types
    count = min(kind.count, max(len(file.problem.clients), MOST_NUMBERED))
    return {str(number): kind.id for number in range(1, count + 1)}


def type_name(vehicle: str) -> str:
    """Return the id of the type of which a vehicle is the first, or the only one."""
    return f"vehicle{vehicle}"


def told_apart(file: RoutingFile, names: Collection[str]) -> RoutingFile:
    """Make each named vehicle a type of its own, with a count of 1.

    Parameters
    ----------
    file
        The file as read.
    names
        Vehicles of the file.

    Returns
    -------
    RoutingFile
        Its types are named after the first vehicle of each; a type none of whose vehicles is named keeps its name.
    """
    fleet = vehicles_of(file)
    if fleet.keys().isdisjoint(names):
        return file
    kind_of = _new_types(fleet, names)
    counts = Counter(kind_of.values())
    before = {kind: fleet[vehicle] for vehicle, kind in kind_of.items()}
    parts: dict[str, set[str]] = {}
    for kind, old in before.items():
        parts.setdefault(old, set()).add(kind)
    known = file.problem.vehicle_type_by_id
    problem = file.problem.replace(
        vehicle_types=tuple(replace(known[old], id=kind, count=counts[kind]) for kind, old in before.items()),
        clients=tuple(_allowing(client, parts) for client in file.problem.clients),
    )
    tours = (replace(tour, vehicle_type=kind_of.get(tour.vehicle, tour.vehicle_type)) for tour in file.tours)
    return replace(file, problem=problem, fleet=tuple(kind_of.items()), tours=tuple(tours))


def _new_types(fleet: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Type of each vehicle: its own if it is named, else that of the others that were of its type."""
    torn = {fleet[name] for name in names if name in fleet}
    rest: dict[str, str] = {}
    found = {}
    for vehicle, kind in fleet.items():
        if vehicle in names:
            found[vehicle] = type_name(vehicle)
        else:
            found[vehicle] = rest.setdefault(kind, type_name(vehicle)) if kind in torn else kind
    return found


def _allowing(client: Client, parts: Mapping[str, Collection[str]]) -> Client:
    """Let a client be visited by all parts of the types that might visit it."""
    if client.vehicle_types is None:
        return client
    return replace(
        client, vehicle_types=frozenset(part for kind in client.vehicle_types for part in parts[kind])
    )
