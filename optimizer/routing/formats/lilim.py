"""Li and Lim's format for pickup and delivery with time windows.

References
----------
.. [1] Li, H. and A. Lim (2001). A metaheuristic for the pickup and delivery problem with time windows. *13th IEEE
   International Conference on Tools with Artificial Intelligence*, 160-167. https://doi.org/10.1109/ICTAI.2001.974461
"""

from dataclasses import dataclass

import numpy as np

from optimizer.routing.formats.building import build
from optimizer.routing.formats.geometry import ROUNDINGS, convert, largest, planar
from optimizer.routing.formats.lines import (
    ROUTE_CONTRADICTION,
    ROUTE_FORMAT,
    ROUTE_NUMBER,
    ROUTE_UNSUPPORTED,
    FormatError,
    Line,
    Wrong,
    integer,
    numbers,
)
from optimizer.routing.formats.routing_file import Objective, RoutingFile
from optimizer.routing.matrix import UNLIMITED, FloatArray
from optimizer.routing.problem import Client, Depot, Scale, Shipment, VehicleType

_HEADER = 3
_COLUMNS = 9


@dataclass(frozen=True)
class _Row:
    """Number, place, demand, window, service, and numbers of pickup and delivery, zero where it is one itself."""

    line: Line
    number: int
    point: tuple[float, float]
    demand: int
    times: tuple[float, float, float]
    pickup: int
    delivery: int


def recognised(lines: list[Line]) -> bool:
    """Whether the first line has three numbers, and another nine."""
    first, *rest = lines
    return _numeric(first, _HEADER) and any(_numeric(line, _COLUMNS) for line in rest)


def parse(lines: list[Line], file: str, rounding: str) -> RoutingFile:
    """Turn the lines of a Li-Lim file into a problem of shipments.

    The number of vehicles comes first, then distance: a vehicle's fixed cost is one more than the longest that all
    routes together can be. Client ids are the file's numbers; the depot is number 0.

    Raises
    ------
    FormatError
        Naming the line.
    """
    count, capacity = _fleet(lines[0], file)
    rows = _rows(lines[1:], file, largest(rounding) / 4)
    factor = ROUNDINGS[rounding]
    coordinates: FloatArray = np.array([row.point for row in rows])
    times = convert(np.array([row.times for row in rows]), rounding).tolist()
    depot = Depot("0", 0, (times[0][0], times[0][1]))
    first = _longest(coordinates, rounding) + 1
    if first > UNLIMITED:
        raise _too_far(rows, coordinates, file)
    problem = build(
        file,
        lines[-1].number,
        depots=(depot,),
        clients=tuple(
            Client(str(number), number, service_s=service, windows=((early, late),))
            for number, (early, late, service) in enumerate(times)
            if number
        ),
        vehicle_types=(
            VehicleType("vehicle", count, (capacity,), "0", fixed_cost=first, shift=depot.window),
        ),
        matrices={"default": planar(coordinates, rounding)},
        scale=Scale("units", "units", factor, factor),
        name=file.rsplit(".", 1)[0],
        shipments=_shipments(rows),
    )
    return RoutingFile(problem, coordinates, objective=Objective.VEHICLES_FIRST)


def _shipments(rows: list[_Row]) -> tuple[Shipment, ...]:
    return tuple(
        Shipment(str(number), str(row.delivery), (row.demand,))
        for number, row in enumerate(rows)
        if row.delivery
    )


def _longest(coordinates: FloatArray, rounding: str) -> int:
    """More than all routes together can drive: two legs per client, each as long as all places are apart."""
    corners = np.array([coordinates.min(axis=0), coordinates.max(axis=0)])
    farthest = planar(corners, rounding).leg(0, 1).distance + 1
    return 2 * (len(coordinates) - 1) * farthest


def _too_far(rows: list[_Row], coordinates: FloatArray, file: str) -> FormatError:
    """Build the error about the place that is farthest from the others."""
    away = np.abs(coordinates - np.median(coordinates, axis=0)).max(axis=1)
    row = rows[int(away.argmax())]
    x, y = row.point
    cause = f"the place {x:g} {y:g} is so far away that no price of a vehicle exceeds all distances together"
    action = "Correct it, or round distances more coarsely (--rounding round)."
    return FormatError(ROUTE_NUMBER, file, row.line.number, cause, action)


def _numeric(line: Line, count: int) -> bool:
    words = line.words()
    try:
        return len([float(word) for word in words]) == count
    except ValueError:
        return False


def _fleet(line: Line, file: str) -> tuple[int, int]:
    count, capacity, speed = numbers(line, line.words(), file)
    if speed not in (0, 1):
        cause = f"the speed is {speed:g}; a unit of distance takes a unit of time in this format's sets"
        raise FormatError(ROUTE_UNSUPPORTED, file, line.number, cause, "Write 1.")
    return integer(count, line, file), integer(capacity, line, file)


def _rows(lines: list[Line], file: str, limit: float) -> list[_Row]:
    rows: list[_Row] = []
    wrong = Wrong()
    last = -1
    for index, line in enumerate(lines):
        last += 1
        with wrong.noted():
            row = _row(line, file, limit)
            rows.append(row)
            expected, last = last, row.number
            # whatever follows a wrong number, or a gap, is right again
            if last not in (index, expected):
                cause = f"is number {last} where {expected} is expected"
                raise FormatError(
                    ROUTE_CONTRADICTION, file, line.number, cause, "Number from 0 without gaps."
                )
    wrong.refuse()
    for number in range(len(rows)):
        if cause := _wrong_pair(rows, number):
            raise FormatError(ROUTE_CONTRADICTION, file, rows[number].line.number, cause, "Correct the pair.")
    return rows


def _row(line: Line, file: str, limit: float) -> _Row:
    words = line.words()
    if len(words) != _COLUMNS:
        cause = f"has {len(words)} columns instead of {_COLUMNS}"
        raise FormatError(ROUTE_FORMAT, file, line.number, cause, "Correct the row.")
    x, y, demand = numbers(line, words[1:4], file, minimum=None, limit=limit)
    early, late, service = numbers(line, words[4:7], file, limit=limit)
    number, pickup, delivery = (
        integer(value, line, file) for value in numbers(line, [words[0], *words[7:]], file)
    )
    if late < early:
        cause = f"the window ends at {words[5]}, before it starts at {words[4]}"
        raise FormatError(ROUTE_CONTRADICTION, file, line.number, cause, "Correct the window.")
    return _Row(line, number, (x, y), integer(demand, line, file), (early, late, service), pickup, delivery)


def _wrong_pair(rows: list[_Row], number: int) -> str:
    """Say what is wrong with the sibling of a row; nothing: empty."""
    row = rows[number]
    sibling = row.pickup or row.delivery
    if number == 0:
        busy = sibling or row.demand or row.times[2]
        return "the depot has a pickup, a delivery, a demand or a service duration" if busy else ""
    if bool(row.pickup) == bool(row.delivery):
        return f"row {number} names {'both' if sibling else 'neither'} of a pickup and a delivery"
    if sibling >= len(rows) or sibling == number:
        return f"row {number} is paired with {sibling}, which is {'itself' if sibling == number else 'not there'}"
    other = rows[sibling]
    if (other.delivery if row.pickup else other.pickup) != number:
        return f"row {sibling} does not name row {number} in return"
    if row.delivery and not (row.demand >= 0 and other.demand == -row.demand):
        return f"row {number} picks up {row.demand} and row {sibling} has demand {other.demand}"
    return ""
