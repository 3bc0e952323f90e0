"""VRPLIB: TSPLIB's format as CVRPLIB and the benchmark sets of PyVRP write it.

A field that is not understood is refused, since ignoring it would solve another problem.
"""

from optimizer.routing.formats.building import build
from optimizer.routing.formats.geometry import ROUNDINGS
from optimizer.routing.formats.lines import ROUTE_FIELD, Line
from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.formats.vrplib_fleet import read_fleet
from optimizer.routing.formats.vrplib_matrix import read_coordinates, read_matrix
from optimizer.routing.formats.vrplib_nodes import (
    depot_id,
    make_clients,
    make_depots,
    make_groups,
    make_shipments,
    read_nodes,
)
from optimizer.routing.formats.vrplib_source import Source, recognised
from optimizer.routing.problem import Backhauls, Scale

__all__ = ["parse", "recognised"]


def parse(lines: list[Line], file: str, rounding: str) -> RoutingFile:
    """Turn the lines of a VRPLIB file into a problem.

    Client ids are the numbers used by ``.sol`` files: the file's node numbers less one.

    Raises
    ------
    FormatError
        Naming the line.
    """
    source = Source.split(lines, file, rounding)
    size = source.whole("DIMENSION")
    if not size:
        raise source.fail(source.line("DIMENSION"), "has no nodes", "Write DIMENSION : number of nodes.")
    coordinates = read_coordinates(source, size)
    matrix = read_matrix(source, size, coordinates)
    nodes = read_nodes(source, size)
    fleet = read_fleet(source, nodes)
    factor = ROUNDINGS[rounding]
    measures = nodes.delivery.shape[1]
    problem = build(
        file,
        lines[-1].number,
        depots=make_depots(nodes),
        clients=make_clients(nodes, fleet.allowed),
        vehicle_types=fleet.types,
        matrices={"default": matrix},
        measures=("load",) if measures == 1 else tuple(f"load{one}" for one in range(1, measures + 1)),
        scale=Scale("units", "units", factor, factor),
        name=source.fields["NAME"][0] if "NAME" in source.fields else file,
        shipments=make_shipments(nodes),
        groups=make_groups(nodes),
        backhauls=_backhauls(source),
    )
    return RoutingFile(
        problem,
        coordinates,
        fleet=fleet.members,
        depot_words={depot_id(node): str(node) for node in nodes.depots},
    )


def _backhauls(source: Source) -> Backhauls:
    """Return whether collections come last, as TYPE has it; refuse words that only seem to say so."""
    kind = source.text("TYPE", "")
    if kind == "VRPB":
        return Backhauls.LAST_AFTER_DELIVERY
    if "VRPB" in kind and source.has("BACKHAUL_SECTION"):
        cause = f"whether TYPE {kind} means that collections come after deliveries is not known"
        action = "Write VRPB if they do; if not, a word without it, as OVRP for open routes or CVRP."
        raise source.fail(source.line("TYPE"), cause, action, ROUTE_FIELD)
    return Backhauls.MIXED
