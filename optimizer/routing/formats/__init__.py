"""Benchmark files in (VRPLIB, Solomon), ``.sol`` out."""

from pathlib import Path

from optimizer.routing.formats.lines import ROUTE_KIND, FormatError, read_lines
from optimizer.routing.problem import Problem


def read(path: Path, rounding: str | None = None) -> Problem:
    """Read a VRPLIB or Solomon file, told apart by its content.

    Parameters
    ----------
    path
        The file.
    rounding
        How distances become integers, see :data:`~optimizer.routing.formats.geometry.ROUNDINGS`;
        None for the set's convention (VRPLIB ``round``, Solomon ``dimacs``).

    Raises
    ------
    InputError
        With every finding, each naming the line.
    """
    lines = read_lines(path)
    if any(line.text.upper().startswith("CUST NO") for line in lines):
        from optimizer.routing.formats import solomon

        return solomon.parse(lines, path.name, rounding or "dimacs")
    from optimizer.routing.formats import vrplib

    if not vrplib.recognised(lines):
        raise _unknown_kind(path)
    return vrplib.parse(lines, path.name, rounding or "round")


def _unknown_kind(path: Path) -> FormatError:
    action = "Name a VRPLIB or Solomon file"
    if path.suffix.lower() in (".csv", ".parquet", ".yaml", ".yml"):
        action += f"; a scenario is solved by `optimizer solve`, with its folder ({path.parent})"
    return FormatError(
        ROUTE_KIND, path.name, 1, "it is in neither VRPLIB's nor Solomon's format", f"{action}."
    )


__all__ = ["FormatError", "read"]
