"""Integers of a problem in the units of the file they came from, and back."""

from optimizer.core.units import round_half_away
from optimizer.routing.formats.routing_file import RoutingFile


def in_file_units(file: RoutingFile, value: int) -> int | float:
    """Duration or distance in the file's units; whole where they are the problem's."""
    factor = file.problem.scale.distance_factor
    return value if factor == 1 else value / factor


def in_problem_units(file: RoutingFile, value: float) -> int:
    """Duration or distance of the file in the problem's units, rounded to the nearest.

    Raises
    ------
    OverflowError
        If it is not finite or beyond what a problem holds.
    """
    return round_half_away(value * file.problem.scale.distance_factor)


def in_cost_units(file: RoutingFile, value: int) -> int | float:
    """Cost in the file's units; whole where it is."""
    factor = file.problem.scale.cost_per_minor_unit
    return value // factor if value % factor == 0 else value / factor
