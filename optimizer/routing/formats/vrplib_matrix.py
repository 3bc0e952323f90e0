"""Distances of a VRPLIB file: from coordinates, or as written."""

import numpy as np

from optimizer.routing.formats.geometry import LENGTHENED, METRICS, alike, convert, planar
from optimizer.routing.formats.lines import ROUTE_CONTRADICTION, ROUTE_FIELD, numbers
from optimizer.routing.formats.vrplib_source import Source
from optimizer.routing.matrix import UNLIMITED, FloatArray, Matrix

#: Layouts of a written matrix; one by columns is the transposed one by rows, and symmetric.
_LAYOUTS = {
    "FULL_MATRIX": "full",
    "LOWER_ROW": "lower",
    "UPPER_COL": "lower",
    "UPPER_ROW": "upper",
    "LOWER_COL": "upper",
    "LOWER_DIAG_ROW": "lower with diagonal",
    "UPPER_DIAG_COL": "lower with diagonal",
    "UPPER_DIAG_ROW": "upper with diagonal",
    "LOWER_DIAG_COL": "upper with diagonal",
}


def read_coordinates(source: Source, size: int) -> FloatArray | None:
    """Coordinates of the nodes, shape (size, 2); None where the file has none."""
    if "NODE_COORD_SECTION" not in source.sections:
        return None
    times = LENGTHENED.get(source.text("EDGE_WEIGHT_TYPE", "EUC_2D"), 1)
    return source.table("NODE_COORD_SECTION", size, 2, signed=True, times=times)


def read_matrix(source: Source, size: int, coordinates: FloatArray | None) -> Matrix:
    """Distances between the nodes, which are durations too.

    Raises
    ------
    FormatError
        If the weights are of an unknown type or layout, too many or too few, or need coordinates that are missing.
    """
    kind = source.text("EDGE_WEIGHT_TYPE", "EUC_2D")
    if kind in METRICS:
        if coordinates is None:
            cause = f"{kind} needs NODE_COORD_SECTION"
            raise source.fail(source.line("EDGE_WEIGHT_TYPE"), cause, "Add it.", ROUTE_CONTRADICTION)
        if "EDGE_WEIGHT_SECTION" in source.sections:
            cause = f"EDGE_WEIGHT_SECTION is given and EDGE_WEIGHT_TYPE is {kind}"
            raise source.contradiction(source.line("EDGE_WEIGHT_SECTION"), cause)
        return planar(coordinates, source.rounding, kind)
    if kind != "EXPLICIT":
        cause = f"EDGE_WEIGHT_TYPE {kind} is not supported"
        action = f"Use one of {', '.join(METRICS)}, EXPLICIT."
        raise source.fail(source.line("EDGE_WEIGHT_TYPE"), cause, action, ROUTE_FIELD)
    return _explicit(source, size)


def _explicit(source: Source, size: int) -> Matrix:
    layout = source.text("EDGE_WEIGHT_FORMAT", "FULL_MATRIX")
    if layout not in _LAYOUTS:
        cause = f"EDGE_WEIGHT_FORMAT {layout} is not supported"
        action = f"Use one of {', '.join(_LAYOUTS)}."
        raise source.fail(source.line("EDGE_WEIGHT_FORMAT"), cause, action, ROUTE_FIELD)
    shape = _LAYOUTS[layout]
    rows = source.sections.get("EDGE_WEIGHT_SECTION", [])
    limit = source.largest
    values = [
        # `inf` marks a pair that cannot be travelled
        np.inf if word.lower() == "inf" else numbers(row, [word], source.file, limit=limit)[0]
        for row in rows
        for word in row.words()
    ]
    pairs = size * (size + 1) // 2 if "diagonal" in shape else size * (size - 1) // 2
    needed = size * size if shape == "full" else pairs
    if len(values) != needed:
        cause = f"EDGE_WEIGHT_SECTION has {len(values)} numbers where {layout} needs {needed}"
        heading = source.headings.get("EDGE_WEIGHT_SECTION", source.line("EDGE_WEIGHT_TYPE"))
        raise source.contradiction(rows[-1] if rows else heading, cause)
    weights = np.zeros((size, size))
    if shape == "full":
        weights[:] = np.reshape(values, (size, size))
    else:
        offset = 0 if "diagonal" in shape else 1
        lower = shape.startswith("lower")
        places = np.tril_indices(size, -offset) if lower else np.triu_indices(size, offset)
        weights[places] = values
        weights = np.maximum(weights, weights.T)
    # a node is never left for itself; files write anything there
    np.fill_diagonal(weights, 0)
    blocked = np.isinf(weights)
    distance = convert(np.where(blocked, 0, weights), source.rounding)
    distance[blocked] = UNLIMITED
    return alike(distance)
