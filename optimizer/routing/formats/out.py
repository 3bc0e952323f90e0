"""Which format a plan is written or read in: the suffix of the file's name says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from optimizer.core.result import Result
from optimizer.routing.formats import geojson, plan_json, sol, stops_csv
from optimizer.routing.formats.lines import ROUTE_OUT, FormatError, read_text
from optimizer.routing.formats.routing_file import EarlierRoute, EarlierTours, Objective, RoutingFile
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Reload, Route, Solution, Visit
from optimizer.routing.warm import carried_over

#: Stands in a file's place for what is printed.
PRINTED = Path("-")
#: Text of a plan.
Writer = Callable[[RoutingFile, Result[Solution]], str]


def _sol(file: RoutingFile, result: Result[Solution]) -> str:
    return sol.write(file, result.solution or Solution(()), int(result.objective or 0))


_WRITERS: dict[str, Writer] = {
    ".sol": _sol,
    ".json": plan_json.write,
    ".geojson": geojson.write,
    ".csv": stops_csv.write,
}


def refuse_suffix(path: Path, known: Iterable[str] = tuple(_WRITERS)) -> None:
    """Refuse to write a plan or plot into a file of an unknown suffix, before anything is solved.

    Parameters
    ----------
    path
        The file to be.
    known
        Suffixes that name a format; default: those of plans.

    Raises
    ------
    FormatError
        ``route-out-format``.
    """
    suffixes = tuple(known)
    if path.suffix.lower() not in suffixes:
        cause = f"{path.suffix or 'no suffix'} names no format that can be written here"
        action = f"End the file's name in {'one of ' if len(suffixes) > 1 else ''}{', '.join(suffixes)}."
        raise FormatError(ROUTE_OUT, str(path), None, cause, action)


def refuse_printed(*, as_json: bool) -> None:
    """Refuse to print a plan beside a document for machines.

    Raises
    ------
    FormatError
        ``route-out-format``, if there is one.
    """
    if as_json:
        cause = "standard output is for one document, and --json prints its own"
        raise FormatError(ROUTE_OUT, str(PRINTED), None, cause, "Name a file, or leave --json out.")


def writer(path: Path, file: RoutingFile) -> Writer:
    """Return what writes a plan of a file's problem into a file of this name.

    What is printed is ``.json`` for a problem in VROOM's format, as VROOM prints it, else ``.sol``.

    Raises
    ------
    FormatError
        ``route-out-format``, if the suffix is unknown, or it needs coordinates and the problem's file has none.
    """
    if path == PRINTED:
        return _WRITERS[".json" if file.objective is Objective.TASKS_FIRST else ".sol"]
    refuse_suffix(path)
    suffix = path.suffix.lower()
    if suffix == ".geojson" and file.coordinates is None:
        cause = "the problem's file has no coordinates to write"
        raise FormatError(ROUTE_OUT, str(path), None, cause, "Write it as .sol, .json or .csv.")
    return _WRITERS[suffix]


@dataclass(frozen=True)
class EarlierPlan:
    """What holds of an earlier plan, to start from; ``used`` of the ``visits`` in its file are in it."""

    solution: Solution
    used: int
    visits: int


def read_start(path: Path, file: RoutingFile) -> EarlierPlan:
    """Read an earlier plan, ``.json`` or else ``.sol``, to start from.

    Clients that are not in the problem any more are left out, as are those whose visits do not hold any more; they
    and those that are new are unserved.

    Raises
    ------
    InputError
        If the file is no plan of the problem.
    """
    tours = read_tours(path, file)
    solution = carried_over(file.problem, planned(file, tours.routes))
    used = sum(len(route.visits) for route in solution.routes)
    return EarlierPlan(solution, used, tours.visits)


def read_tours(path: Path, file: RoutingFile) -> EarlierTours:
    """Read the routes of an earlier plan, ``.json`` or else ``.sol``.

    Raises
    ------
    InputError
        If the file is no plan of the problem.
    """
    read = plan_json.read_tours if path.suffix.lower() == ".json" else sol.read_tours
    return read(file, read_text(path), path.name)


def planned(file: RoutingFile, tours: tuple[EarlierRoute, ...]) -> Solution:
    """Time the routes of an earlier plan; one that cannot be timed is kept as an order of stops at time 0."""
    problem = file.problem
    routes = tuple(_timed(file, one) or _untimed(file, one) for one in tours)
    visited = {visit.client for route in routes for visit in route.visits}
    return Solution(routes, tuple(one.id for one in problem.clients if one.id not in visited))


def _timed(file: RoutingFile, tour: EarlierRoute) -> Route | None:
    known = tour.vehicle_type in file.problem.vehicle_type_by_id
    return schedule(file.problem, tour.vehicle_type, tour.stops) if known else None


def _untimed(file: RoutingFile, tour: EarlierRoute) -> Route:
    kind = file.problem.vehicle_type_by_id.get(tour.vehicle_type)
    visits: list[Visit] = []
    reloads: list[Reload] = []
    for stop in tour.stops:
        if isinstance(stop, LoadAt):
            reloads.append(Reload(stop.depot, len(visits), 0, 0, 0))
        else:
            visits.append(Visit(stop, 0, 0, 0))
    first = "" if kind is None else kind.start_depot
    end = None if kind is None or kind.open_end else kind.last_depot
    return Route(tour.vehicle_type, first, end, tuple(visits), 0, 0, 0, 0, tuple(reloads))
