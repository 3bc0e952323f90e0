"""Routing files in: VRPLIB, Solomon, Li-Lim, VROOM's JSON. Plans out: ``.sol``, VROOM-like JSON, GeoJSON, CSV."""

from pathlib import Path

from optimizer.routing.formats.lines import (
    ROUTE_CONTRADICTION,
    ROUTE_KIND,
    FormatError,
    read_text,
    split_lines,
)
from optimizer.routing.formats.routing_file import Objective, RoutingFile
from optimizer.routing.problem import Problem

__all__ = ["FormatError", "Objective", "RoutingFile", "read", "read_file"]


def read(path: Path, rounding: str | None = None) -> Problem:
    """Read the problem of a routing file; see :func:`read_file`."""
    return read_file(path, rounding).problem


def read_file(path: Path, rounding: str | None = None, speed_km_h: float | None = None) -> RoutingFile:
    """Read a routing file, told apart by its content.

    Parameters
    ----------
    path
        The file.
    rounding
        How distances become integers, see :data:`~optimizer.routing.formats.geometry.ROUNDINGS`;
        None for the set's convention (VRPLIB ``round``, Solomon ``dimacs``, Li-Lim ``exact``); a file in VROOM's
        format holds integers and takes none.
    speed_km_h
        Speed at which vehicles move as the crow flies, for a file in VROOM's format without matrices.

    Raises
    ------
    InputError
        Naming the line, or the path of the key: of a text file with all unknown fields, or all rows of a section that
        are wrong by themselves; of a file in VROOM's format with the first finding.
    """
    text = read_text(path)
    if text.lstrip()[:1] in ("{", "["):
        from optimizer.routing.formats import vroom

        if rounding is not None:
            cause = "a problem in VROOM's format holds whole numbers, which nothing rounds"
            raise FormatError(ROUTE_CONTRADICTION, path.name, None, cause, "Leave the rounding out.")
        return vroom.parse(text, path.name, speed_km_h)
    if speed_km_h is not None:
        cause = "it gives distances, and a speed is only for a file in VROOM's format without matrices"
        raise FormatError(ROUTE_CONTRADICTION, path.name, None, cause, "Leave the speed out.")
    lines = split_lines(text)
    from optimizer.routing.formats import lilim, solomon, vrplib

    if solomon.recognised(lines):
        return solomon.parse(lines, path.name, rounding or "dimacs")
    if vrplib.recognised(lines):
        return vrplib.parse(lines, path.name, rounding or "round")
    if lilim.recognised(lines):
        return lilim.parse(lines, path.name, rounding or "exact")
    raise _unknown_kind(path)


def _unknown_kind(path: Path) -> FormatError:
    action = "Name a file in VRPLIB's, Solomon's, Li-Lim's or VROOM's format"
    if path.suffix.lower() in (".csv", ".parquet", ".yaml", ".yml"):
        action += f"; a scenario is solved by `optimizer solve`, with its folder ({path.parent})"
    return FormatError(
        ROUTE_KIND, path.name, 1, "it is in none of the formats of routing files", f"{action}."
    )
