"""Plans in the form of VROOM's answers, out and in; reasons and fixes of unserved tasks, and reloads, are added."""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from optimizer.core.result import Result
from optimizer.core.units import MAX_SCALED
from optimizer.routing.formats.json_keys import Key, load
from optimizer.routing.formats.routing_file import EarlierRoute, EarlierTours, RoutingFile
from optimizer.routing.formats.sol import refuse_foreign
from optimizer.routing.formats.timeline import Step, steps
from optimizer.routing.formats.units import in_cost_units, in_file_units, in_problem_units
from optimizer.routing.problem import Client
from optimizer.routing.solution import LoadAt, Route, Solution, Stop

_TASKS = ("job", "pickup", "delivery")
_STEPS = (*_TASKS, "start", "end", "reload", "break")
#: Whole numbers that are read back as they are written.
_WHOLE = re.compile(r"0|[1-9][0-9]{0,11}")
_Point = tuple[float, float]
_TOTALS = ("cost", "setup", "service", "duration", "waiting_time", "priority", "distance")


def write(file: RoutingFile, result: Result[Solution]) -> str:
    """Text of a plan: summary, unassigned tasks, routes with their steps; numbers in the file's units.

    ``result`` has a solution.
    """
    solution = result.solution or Solution(())
    routes = [
        _route(file, route, vehicle)
        for route, vehicle in zip(solution.routes, file.vehicles(solution), strict=True)
    ]
    unassigned = [
        {
            **_described(file, file.problem.client_by_id[one.id]),
            "reason": one.reason,
            "detail": one.detail,
            "fix": one.fix,
        }
        for one in result.unserved
    ]
    document = {
        "code": 0,
        "status": str(result.status),
        "summary": {
            **_totals(file, routes),
            "cost": in_cost_units(file, file.cost(solution, int(result.objective or 0))),
            "routes": len(routes),
            "unassigned": len(unassigned),
            "violations": [],
        },
        "unassigned": unassigned,
        "routes": routes,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_tours(file: RoutingFile, text: str, name: str) -> EarlierTours:
    """Read the routes of a plan written by :func:`write` or by VROOM.

    Clients that are not in the problem are left out; a route keeps the name of a vehicle that is not. Where a file
    calls clients by their numbers, which change when one before them is removed, a client is told by its place: a step
    that is elsewhere than the client of its number is that of the one client at its place, if it is the one step there.

    Parameters
    ----------
    file
        The problem they are for.
    text, name
        Contents of the file, and its name for messages.

    Raises
    ------
    FormatError
        If it is no such plan, a vehicle has two routes, a task is done twice, or none of the tasks is in the problem.
    """
    root = load(text, name)
    if not isinstance(root.value, dict):
        cause = "is no plan"
        raise root.fail(cause, "Name a plan written as .json.")
    kinds = dict(file.fleet)
    planned = _planned(root)
    tasks = [step for one in planned.values() for step in one if _kind(step) in _TASKS]
    clients = _Clients(file, tasks)
    found = []
    arrivals: dict[str, int] = {}
    for vehicle, stations in planned.items():
        alike = file.problem.vehicle_types[0].id if file.problem.vehicle_types and not kinds else vehicle
        visited = [clients.take(step) if _kind(step) in _TASKS else None for step in stations]
        if any(visited):
            stops = _stops(file, stations, visited)
            found.append(EarlierRoute(kinds.get(vehicle, alike), tuple(stops)))
            arrivals |= _arrivals(file, stations, visited)
    known = refuse_foreign(file, tuple(found), name, empty=not root.value["routes"])
    return EarlierTours(known, len(tasks), arrivals)


def _planned(root: Key) -> dict[str, list[Key]]:
    """Return the steps of each vehicle."""
    found: dict[str, list[Key]] = {}
    for route in root.need("routes").array():
        vehicle = _need(route, "vehicle")
        name = str(vehicle.ident())
        if name in found:
            cause = f"there is another route of vehicle {name}"
            raise vehicle.contradiction(cause, "Give each vehicle one route.")
        found[name] = _need(route, "steps").array()
    return found


def _kind(step: Key) -> str:
    """Return the type of a step, one that plans have."""
    kind = _need(step, "type")
    if kind.text() not in _STEPS:
        cause = f"{kind.value!r} is no step"
        raise kind.fail(cause, f"Write one of {', '.join(_STEPS)}.")
    return kind.text()


class _Clients:
    """Clients of the problem that the steps of a plan are for, each for one of them."""

    def __init__(self, file: RoutingFile, tasks: Sequence[Key]) -> None:
        self._by_name = {_name(file, client.id): client.id for client in file.problem.clients}
        self._at: dict[_Point, list[str]] = {}
        # tasks of VROOM's format keep their names wherever they move
        for client in () if file.tasks else file.problem.clients:
            if (point := file.point(client.location)) is not None:
                self._at.setdefault(point, []).append(client.id)
        self._steps_at = Counter(_place(step) for step in tasks) if self._at else Counter()
        self._named: set[tuple[str, str]] = set()
        self._taken: set[str] = set()

    def take(self, step: Key) -> str | None:
        """Return the client of a step; None if it is not in the problem, or not known for certain."""
        name = step.value["type"], str(_need(step, "id").ident())
        client = self._by_name.get(name)
        if client is not None and name in self._named:
            cause = "the task is done twice"
            raise step.contradiction(cause, "Do it once.")
        self._named.add(name)
        if self._at and (place := _place(step)) is not None:
            there = self._at.get(place, [])
            if client not in there:
                client = there[0] if len(there) == self._steps_at[place] == 1 else None
        if client is None or client in self._taken:
            return None
        self._taken.add(client)
        return client


def _place(step: Key) -> _Point | None:
    """Coordinates of a step, None where it has none."""
    location = step.get("location")
    if location is None:
        return None
    point = [one.number(-math.inf, math.inf) for one in location.array()]
    if len(point) != 2:
        cause = f"has {len(point)} numbers"
        raise location.fail(cause, "Write a place: [x, y].")
    return point[0], point[1]


def _stops(file: RoutingFile, steps: Sequence[Key], visited: Sequence[str | None]) -> list[Stop]:
    stops: list[Stop] = []
    for step, client in zip(steps, visited, strict=True):
        if client is not None:
            stops.append(client)
        elif _kind(step) == "reload":
            depot = str(_need(step, "id").ident())
            if depot in file.problem.depot_by_id:
                stops.append(LoadAt(depot))
    return stops


def _arrivals(file: RoutingFile, steps: Sequence[Key], visited: Sequence[str | None]) -> dict[str, int]:
    """When the vehicle comes to each task: before a break that it takes there first, from which on its step counts."""
    found: dict[str, int] = {}
    resting: tuple[object, int | None] = None, None
    for step, client in zip(steps, visited, strict=True):
        place, arrival = step.value.get("location_index"), _instant(file, step)
        if _kind(step) == "break":
            resting = resting if place == resting[0] else (place, arrival)
            continue
        if place is not None and place == resting[0]:
            arrival = resting[1]
        if client is not None and arrival is not None:
            found[client] = arrival
        resting = None, None
    return found


def _instant(file: RoutingFile, step: Key) -> int | None:
    """Arrival of a step in the problem's units; None if it is not told."""
    value = step.value.get("arrival")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    beyond = MAX_SCALED // file.problem.scale.distance_factor
    return in_problem_units(file, value) if 0 <= value <= beyond else None


def _totals(file: RoutingFile, routes: list[dict[str, Any]]) -> dict[str, Any]:
    """Add up over the routes what all of them know."""
    found: dict[str, Any] = {
        key: _sum(one[key] for one in routes) for key in _TOTALS if all(key in one for one in routes)
    }
    for key in ("delivery", "pickup") if file.named else ():
        found[key] = [sum(one[key][measure] for one in routes) for measure in range(file.named)]
    return found


def _need(key: Key, name: str) -> Key:
    if not isinstance(key.value, dict):
        cause = "is not an object"
        raise key.fail(cause, "Name a plan written as .json.")
    return key.need(name)


def _name(file: RoutingFile, client: str) -> tuple[str, str]:
    task = file.task(client)
    return task.kind, str(task.id)


def _route(file: RoutingFile, route: Route, vehicle: str) -> dict[str, Any]:
    walked = steps(file, route)
    shown = [_step(file, step) for step in walked]
    visited = [file.problem.client_by_id[visit.client] for visit in route.visits]
    found: dict[str, Any] = {"vehicle": _number(vehicle)}
    if vehicle in file.vehicle_notes:
        found["description"] = file.vehicle_notes[vehicle]
    found |= {
        "cost": in_cost_units(file, file.route_cost(route)),
        **{key: _sum(one[key] for one in shown) for key in ("setup", "service", "waiting_time")},
        "priority": sum(file.task(client.id).priority for client in visited),
        "duration": in_file_units(file, walked[-1].duration),
    }
    if walked[-1].distance is not None:
        found["distance"] = in_file_units(file, walked[-1].distance)
    if file.named:
        found["delivery"] = _amounts(
            file, [client.delivery for client in visited], ends="delivery", route=route
        )
        found["pickup"] = _amounts(file, [client.pickup for client in visited], ends="pickup", route=route)
    return {**found, "steps": shown, "violations": []}


def _amounts(file: RoutingFile, amounts: list[tuple[int, ...]], *, ends: str, route: Route) -> list[int]:
    """Total brought or fetched on a route, ends of shipments included."""
    for visit in route.visits:
        shipment = file.problem.shipment_of.get(visit.client)
        if shipment is not None and getattr(shipment, ends) == visit.client:
            amounts.append(shipment.amount)
    return [sum(one[measure] for one in amounts if one) for measure in range(file.named)]


def _step(file: RoutingFile, step: Step) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": step.kind}
    setup = 0
    if step.kind == "client":
        client = file.problem.client_by_id[step.name]
        shown = _described(file, client)
        setup = file.task(client.id).setup_s
    else:
        if step.kind in ("reload", "break"):
            shown["id"] = _number(step.name)
        shown |= _located(file, step.location)
    shown |= {
        "arrival": in_file_units(file, step.arrival),
        "setup": setup,
        "service": in_file_units(file, step.departure - step.start - setup),
        "waiting_time": in_file_units(file, step.start - step.arrival),
        "duration": in_file_units(file, step.duration),
    }
    if step.distance is not None:
        shown["distance"] = in_file_units(file, step.distance)
    if step.load:
        shown["load"] = list(step.load)
    return {**shown, "violations": []}


def _described(file: RoutingFile, client: Client) -> dict[str, Any]:
    task = file.task(client.id)
    found: dict[str, Any] = {
        "type": task.kind,
        "id": task.id if client.id in file.tasks else _number(client.id),
    }
    if task.description:
        found["description"] = task.description
    return {**found, **_located(file, client.location)}


def _located(file: RoutingFile, row: int) -> dict[str, Any]:
    point = file.point(row)
    return {"location_index": row} if point is None else {"location": list(point), "location_index": row}


def _number(name: str) -> int | str:
    """Return a whole number where the id is written as one, as VROOM has it: ``7``, and not ``007``."""
    return int(name) if _WHOLE.fullmatch(name) else name


def _sum(values: Any) -> int | float:  # noqa: ANN401 (whole numbers stay whole)
    total: int | float = sum(values)
    return total if isinstance(total, int) else round(total, 6)
