"""Plans as a table with a row per stop, for spreadsheets."""

import csv
import io

from optimizer.core.result import Result
from optimizer.routing.formats.routing_file import RoutingFile
from optimizer.routing.formats.timeline import Step, steps
from optimizer.routing.formats.units import in_file_units
from optimizer.routing.solution import Solution

_COLUMNS = (
    *("route", "vehicle", "vehicle_type", "stop", "type", "id", "x", "y"),
    *("arrival", "start", "departure", "waiting", "duration", "distance"),
)
#: Signs with which a cell would be taken for a formula.
_FORMULA = ("=", "+", "-", "@")


def write(file: RoutingFile, result: Result[Solution]) -> str:
    """Text of the table, with a byte order mark; unserved clients stand at its end with their reasons.

    ``result`` has a solution. Times, durations and distances are in the file's units, ``duration`` and ``distance``
    since the start of the route; ``load`` columns hold what is on board at departure.
    """
    solution = result.solution or Solution(())
    measures = file.problem.measures[: file.named]
    loads = [measure if measure.startswith("load") else f"load {measure}" for measure in measures]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*_COLUMNS, *loads, "reason", "detail", "fix"])
    for number, (route, vehicle) in enumerate(zip(solution.routes, file.vehicles(solution), strict=True), 1):
        for order, step in enumerate(steps(file, route)):
            place = file.point(step.location) or ("", "")
            cells = [number, _text(vehicle), _text(route.vehicle_type), order, step.kind, _text(step.name)]
            rows.writerow([*cells, *place, *_figures(file, step), *step.load, "", "", ""])
    empty = [""] * (len(_COLUMNS) - 8 + len(loads))
    for one in result.unserved:
        place = file.point(file.problem.client_by_id[one.id].location) or ("", "")
        told = [one.reason, one.detail, one.fix]
        rows.writerow(["", "", "", "", "unserved", _text(one.id), *place, *empty, *told])
    return "\ufeff" + text.getvalue()


def _figures(file: RoutingFile, step: Step) -> list[int | float | str]:
    times = (step.arrival, step.start, step.departure, step.start - step.arrival, step.duration)
    distance = "" if step.distance is None else in_file_units(file, step.distance)
    return [*(in_file_units(file, value) for value in times), distance]


def _text(name: str) -> str:
    return f"'{name}" if name.startswith(_FORMULA) else name
