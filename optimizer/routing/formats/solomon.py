"""Solomon's format for vehicle routing with time windows (Solomon 1987)."""

import numpy as np

from optimizer.routing.formats.building import build
from optimizer.routing.formats.geometry import ROUNDINGS, convert, largest, planar
from optimizer.routing.formats.lines import (
    ROUTE_CONTRADICTION,
    ROUTE_FORMAT,
    FormatError,
    Line,
    Wrong,
    integer,
    numbers,
)
from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.problem import Client, Depot, Scale, VehicleType

_COLUMNS = 7


def recognised(lines: list[Line]) -> bool:
    """Whether a line is one of Solomon's headings, of the fleet or of the customers' columns."""
    fleet = any(line.text.upper().split() == ["NUMBER", "CAPACITY"] for line in lines)
    return fleet or _heading(lines) >= 0


def _heading(lines: list[Line]) -> int:
    """Position of the heading of the customers' columns; -1, that of the last line, if there is none."""
    return next((at for at, line in enumerate(lines) if line.text.upper().startswith("CUST NO")), -1)


def parse(lines: list[Line], file: str, rounding: str) -> RoutingFile:
    """Turn the lines of a Solomon file into a problem.

    The objective is distance, not fleet size, as in the DIMACS challenge. Client ids are the file's numbers;
    the depot is number 0.

    Raises
    ------
    FormatError
        Naming the line.
    """
    count, capacity = _fleet(lines, file)
    rows = _rows(lines, file, largest(rounding) / 4)
    factor = ROUNDINGS[rounding]
    coordinates = np.array([[row[1], row[2]] for row in rows])
    times = convert(np.array([row[4:7] for row in rows]), rounding)
    depot = Depot("0", 0, (int(times[0, 0]), int(times[0, 1])))
    clients = tuple(
        Client(
            id=str(int(row[0])),
            location=index,
            delivery=(int(row[3]),),
            service_s=int(times[index, 2]),
            windows=((int(times[index, 0]), int(times[index, 1])),),
        )
        for index, row in enumerate(rows)
        if index
    )
    problem = build(
        file,
        lines[-1].number,
        depots=(depot,),
        clients=clients,
        vehicle_types=(VehicleType("vehicle", count, (capacity,), "0", shift=depot.window),),
        matrices={"default": planar(coordinates, rounding)},
        scale=Scale("units", "units", factor, factor),
        name=lines[0].text,
    )
    return RoutingFile(problem, coordinates)


def _fleet(lines: list[Line], file: str) -> tuple[int, int]:
    for index, line in enumerate(lines[:-1]):
        if line.text.upper().startswith("NUMBER"):
            values = lines[index + 1]
            fleet = numbers(values, values.words(), file)
            if len(fleet) != 2:
                cause = f"has {len(fleet)} numbers, not vehicle number and capacity"
                raise FormatError(ROUTE_FORMAT, file, values.number, cause, "Write: NUMBER CAPACITY.")
            return integer(fleet[0], values, file), integer(fleet[1], values, file)
    cause = "the customers come, and no VEHICLE section came before"
    number = lines[_heading(lines)].number
    raise FormatError(ROUTE_FORMAT, file, number, cause, "Add VEHICLE / NUMBER CAPACITY.")


def _rows(lines: list[Line], file: str, limit: float) -> list[list[float]]:
    start = _heading(lines)
    if start < 0:
        cause = "the file ends, and has no CUSTOMER section"
        raise FormatError(
            ROUTE_FORMAT, file, lines[-1].number, cause, "Add CUSTOMER / CUST NO. and the rows."
        )
    rows: list[list[float]] = []
    wrong = Wrong()
    last = -1
    for index, line in enumerate(lines[start + 1 :]):
        last += 1
        with wrong.noted():
            row = _row(line, file, limit)
            rows.append(row)
            expected, last = last, int(row[0])
            # whatever follows a wrong number, or a gap, is right again
            if last not in (index, expected):
                cause = f"is number {last} where {expected} is expected"
                raise FormatError(
                    ROUTE_CONTRADICTION, file, line.number, cause, "Number from 0 without gaps."
                )
    wrong.refuse()
    if not rows:
        cause = "the CUSTOMER section has no depot row"
        raise FormatError(ROUTE_FORMAT, file, lines[start].number, cause, "Add row 0, the depot.")
    return rows


def _row(line: Line, file: str, limit: float) -> list[float]:
    words = line.words()
    if len(words) != _COLUMNS:
        cause = f"has {len(words)} columns instead of {_COLUMNS}"
        raise FormatError(ROUTE_FORMAT, file, line.number, cause, "Correct the row.")
    row = numbers(line, words[:1], file) + numbers(line, words[1:3], file, minimum=None, limit=limit)
    row += numbers(line, words[3:], file, limit=limit)
    for position in (0, 3):
        integer(row[position], line, file)
    if row[5] < row[4]:
        cause = f"the window ends at {words[5]}, before it starts at {words[4]}"
        raise FormatError(ROUTE_CONTRADICTION, file, line.number, cause, "Correct the window.")
    if not row[0] and (row[3] or row[6]):
        cause = "the depot has a demand or a service duration"
        raise FormatError(ROUTE_CONTRADICTION, file, line.number, cause, "Write 0.")
    return row
