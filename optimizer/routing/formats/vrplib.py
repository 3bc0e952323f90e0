"""VRPLIB (the CVRPLIB dialect of TSPLIB): capacities, depots, time windows, service, distance limit.

A field that is not understood is refused, since ignoring it would solve another problem.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optimizer.routing.formats.geometry import ROUNDINGS, convert, euclidean
from optimizer.routing.formats.lines import (
    ROUTE_CONTRADICTION,
    ROUTE_FIELD,
    ROUTE_FORMAT,
    FormatError,
    Line,
    integer,
    numbers,
)
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix, Problem, Scale, VehicleType

_TEXT_FIELDS = {"NAME", "COMMENT", "TYPE", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE"}
_NUMBER_FIELDS = {"DIMENSION", "CAPACITY", "VEHICLES", "DISTANCE", "SERVICE_TIME"}
_SECTIONS = {
    "NODE_COORD_SECTION",
    "DEMAND_SECTION",
    "DEPOT_SECTION",
    "TIME_WINDOW_SECTION",
    "SERVICE_TIME_SECTION",
    "EDGE_WEIGHT_SECTION",
}


def recognised(lines: list[Line]) -> bool:
    """Whether any line is a field or section of VRPLIB, however wrong the others are."""
    known = _TEXT_FIELDS | _NUMBER_FIELDS | _SECTIONS
    return any(line.text.split(":")[0].strip().upper() in known for line in lines)


@dataclass
class _File:
    """Fields and sections as read, with the line each came from."""

    name: str
    fields: dict[str, tuple[str, Line]] = field(default_factory=dict)
    sections: dict[str, list[Line]] = field(default_factory=dict)

    def number(self, key: str) -> int | None:
        """Whole number of a field, None where absent."""
        if key not in self.fields:
            return None
        text, line = self.fields[key]
        return integer(numbers(line, [text], self.name)[0], line, self.name)

    def fail(self, line: Line | None, cause: str, action: str, name: str = ROUTE_FORMAT) -> FormatError:
        """Build the error for a line."""
        return FormatError(name, self.name, line.number if line else None, cause, action)


def parse(lines: list[Line], file: str, rounding: str) -> Problem:
    """Turn the lines of a VRPLIB file into a problem.

    Client ids are the numbers used by ``.sol`` files: the file's node numbers less the number of depots.

    Raises
    ------
    FormatError
        Naming the line.
    """
    source = _split(lines, file)
    size = source.number("DIMENSION")
    if not size:
        raise source.fail(None, "has no DIMENSION", "Add DIMENSION : number of nodes.")
    distance = _distances(source, size, rounding)
    demand = _column(source, "DEMAND_SECTION", size, 1) if "DEMAND_SECTION" in source.sections else None
    windows = _column(source, "TIME_WINDOW_SECTION", size, 2)
    service = _service(source, size, rounding)
    depots = _depots(source, size)
    capacity = source.number("CAPACITY")
    if demand is not None and capacity is None:
        raise source.fail(None, "has demands and no CAPACITY", "Add CAPACITY.", ROUTE_CONTRADICTION)
    amount = np.zeros(size, dtype=np.int64) if demand is None else demand[:, 0].astype(np.int64)
    times = None if windows is None else convert(windows, rounding)
    nodes = [index for index in range(size) if index not in depots]
    return _problem(
        source, distance, depots, nodes, _Columns(amount, times, service, capacity or 0, rounding)
    )


@dataclass(frozen=True)
class _Columns:
    demand: npt.NDArray[np.int64]
    windows: npt.NDArray[np.int64] | None
    service: npt.NDArray[np.int64]
    capacity: int
    rounding: str


def _problem(
    source: _File, distance: npt.NDArray[np.int64], depots: list[int], nodes: list[int], columns: _Columns
) -> Problem:
    def window(index: int) -> tuple[int, int]:
        if columns.windows is None:
            return (0, UNLIMITED)
        return int(columns.windows[index, 0]), int(columns.windows[index, 1])

    factor = ROUNDINGS[columns.rounding]
    limit = source.number("DISTANCE")
    count = source.number("VEHICLES") or len(nodes)
    clients = tuple(
        Client(
            id=str(index + 1 - len(depots)) if depots == list(range(len(depots))) else str(index + 1),
            location=index,
            delivery=(int(columns.demand[index]),),
            service_s=int(columns.service[index]),
            windows=() if columns.windows is None else (window(index),),
        )
        for index in nodes
    )
    return Problem(
        depots=tuple(Depot(f"depot{index + 1}", index, window(index)) for index in depots),
        clients=clients,
        vehicle_types=tuple(
            VehicleType(
                f"vehicle{index + 1}",
                count,
                (columns.capacity,),
                f"depot{index + 1}",
                max_distance=UNLIMITED if limit is None else limit * factor,
            )
            for index in depots
        ),
        matrices={"default": Matrix(distance, distance)},
        scale=Scale("units", "units", factor, factor),
        name=source.fields["NAME"][0] if "NAME" in source.fields else source.name,
    )


def _split(lines: list[Line], file: str) -> _File:
    source = _File(file)
    section: list[Line] | None = None
    for line in lines:
        key = line.text.split(":")[0].strip().upper()
        if key == "EOF":
            break
        if key in _SECTIONS:
            if key in source.sections:
                raise source.fail(line, f"{key} appears twice", "Keep one of them.")
            section = source.sections[key] = []
        elif key[:1].isalpha():
            _field(source, key, line)
            section = None
        elif section is None:
            raise source.fail(line, f"{line.text!r} belongs to no section", "Remove the line.")
        else:
            section.append(line)
    return source


def _field(source: _File, key: str, line: Line) -> None:
    if key not in _TEXT_FIELDS | _NUMBER_FIELDS:
        cause = f"the field {key} is unknown or not supported"
        raise source.fail(line, cause, "Remove it or correct its name.", ROUTE_FIELD)
    if ":" not in line.text:
        raise source.fail(line, f"{key} has no value", f"Write {key} : value.")
    if key in source.fields:
        raise source.fail(line, f"{key} appears twice", "Keep one of them.")
    source.fields[key] = (line.text.split(":", 1)[1].strip().strip('"'), line)


def _column(source: _File, key: str, size: int, width: int) -> npt.NDArray[np.float64] | None:
    """Read a section of ``node value...`` rows into an array of shape (size, width)."""
    if key not in source.sections:
        return None
    rows = source.sections[key]
    values = np.full((size, width), np.nan)
    for line in rows:
        words = line.words()
        if len(words) != width + 1:
            raise source.fail(
                line, f"{key} row has {len(words)} columns, not {width + 1}", "Correct the row."
            )
        node = integer(numbers(line, words[:1], source.name)[0], line, source.name)
        if not 1 <= node <= size:
            raise source.fail(line, f"node {node} is not in 1..{size}", "Correct it.", ROUTE_CONTRADICTION)
        if not np.isnan(values[node - 1, 0]):
            raise source.fail(line, f"node {node} appears twice in {key}", "Keep one.", ROUTE_CONTRADICTION)
        minimum = None if key == "NODE_COORD_SECTION" else 0
        values[node - 1] = numbers(line, words[1:], source.name, minimum=minimum)
        if key == "DEMAND_SECTION":
            integer(float(values[node - 1, 0]), line, source.name)
        if key == "TIME_WINDOW_SECTION" and values[node - 1, 1] < values[node - 1, 0]:
            raise source.fail(line, "the window ends before it starts", "Correct it.", ROUTE_CONTRADICTION)
    if len(rows) != size:
        cause = f"{key} has {len(rows)} rows and DIMENSION is {size}"
        raise source.fail(rows[-1] if rows else None, cause, "Make them agree.", ROUTE_CONTRADICTION)
    return values


def _service(source: _File, size: int, rounding: str) -> npt.NDArray[np.int64]:
    column = _column(source, "SERVICE_TIME_SECTION", size, 1)
    if column is None:
        column = np.full((size, 1), float(source.number("SERVICE_TIME") or 0))
        column[0] = 0
    return convert(column[:, 0], rounding)


def _depots(source: _File, size: int) -> list[int]:
    if "DEPOT_SECTION" not in source.sections:
        return [0]
    depots: list[int] = []
    for line in source.sections["DEPOT_SECTION"]:
        for value in numbers(line, line.words(), source.name, minimum=-1):
            node = integer(value, line, source.name)
            if node == -1:
                return sorted(depots)
            if not 1 <= node <= size:
                cause = f"depot {node} is not in 1..{size}"
                raise source.fail(line, cause, "Correct it.", ROUTE_CONTRADICTION)
            depots.append(node - 1)
    return sorted(depots)


def _distances(source: _File, size: int, rounding: str) -> npt.NDArray[np.int64]:
    kind, line = source.fields.get("EDGE_WEIGHT_TYPE", ("EUC_2D", None))
    if kind == "EUC_2D":
        coordinates = _column(source, "NODE_COORD_SECTION", size, 2)
        if coordinates is None:
            raise source.fail(line, "EUC_2D needs NODE_COORD_SECTION", "Add it.", ROUTE_CONTRADICTION)
        return euclidean(coordinates, rounding)
    if kind != "EXPLICIT":
        cause = f"EDGE_WEIGHT_TYPE {kind} is not supported"
        raise source.fail(line, cause, "Use EUC_2D or EXPLICIT.", ROUTE_FIELD)
    return _explicit(source, size, rounding)


def _explicit(source: _File, size: int, rounding: str) -> npt.NDArray[np.int64]:
    layout, line = source.fields.get("EDGE_WEIGHT_FORMAT", ("FULL_MATRIX", None))
    indices: dict[str, Callable[[], tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]] = {
        "FULL_MATRIX": lambda: np.divmod(np.arange(size * size), size),
        "LOWER_ROW": lambda: np.tril_indices(size, -1),
        "UPPER_ROW": lambda: np.triu_indices(size, 1),
        "LOWER_DIAG_ROW": lambda: np.tril_indices(size),
        "UPPER_DIAG_ROW": lambda: np.triu_indices(size),
    }
    if layout not in indices:
        cause = f"EDGE_WEIGHT_FORMAT {layout} is not supported"
        raise source.fail(line, cause, f"Use one of {', '.join(indices)}.", ROUTE_FIELD)
    rows = source.sections.get("EDGE_WEIGHT_SECTION", [])
    values = [value for row in rows for value in numbers(row, row.words(), source.name)]
    row_index, column_index = indices[layout]()
    if len(values) != len(row_index):
        cause = f"EDGE_WEIGHT_SECTION has {len(values)} numbers where {layout} needs {len(row_index)}"
        raise source.fail(rows[-1] if rows else None, cause, "Make them agree.", ROUTE_CONTRADICTION)
    weights = np.zeros((size, size))
    weights[row_index, column_index] = values
    if layout != "FULL_MATRIX":
        weights = np.maximum(weights, weights.T)
    return convert(weights, rounding)
