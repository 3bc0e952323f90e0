"""VRPLIB ``.sol`` files, in and out."""

import re
from collections.abc import Sequence

from optimizer.routing.formats.lines import ROUTE_CONTRADICTION, ROUTE_FORMAT, FormatError, split_lines
from optimizer.routing.formats.routing_file import EarlierRoute, EarlierTours, RoutingFile, cost_text
from optimizer.routing.schedule import stops_of
from optimizer.routing.solution import LoadAt, Route, Solution, Stop

_ROUTE = re.compile(r"route\s*#?\s*(\d+)\s*:?\s*(.*)", re.IGNORECASE)
_COST = re.compile(r"cost\b.*", re.IGNORECASE)


def write(file: RoutingFile, solution: Solution, objective: int) -> str:
    """Text of a ``.sol`` file: one line per route with client ids, then the cost in the file's own terms and units.

    Where vehicles differ, route k is that of the file's vehicle k, and a vehicle that stays has an empty route. A
    depot where a vehicle loads again stands between its clients by its number.
    """
    by_vehicle = {
        vehicle: _words(file, route)
        for vehicle, route in zip(file.vehicles(solution), solution.routes, strict=True)
    }
    words = [by_vehicle.get(vehicle, []) for vehicle, _ in file.fleet] or list(by_vehicle.values())
    while words and not words[-1]:
        words.pop()
    routes = [f"Route #{number}: {' '.join(one)}".rstrip() for number, one in enumerate(words, 1)]
    return "\n".join([*routes, f"Cost {cost_text(file.cost(solution, objective), file.problem)}"]) + "\n"


def read_tours(file: RoutingFile, text: str, name: str) -> EarlierTours:
    """Read the routes of a ``.sol`` file.

    Where vehicles differ, route k is that of the file's vehicle k. Clients that are not in the problem are left out.

    Parameters
    ----------
    file
        The problem they are for.
    text, name
        Contents of the file, and its name for messages.

    Raises
    ------
    FormatError
        If there is neither a route nor a cost, two routes have one number, a client is on two, a word is no number
        where all clients' names are, there are more routes than vehicles, or none of the clients is in the problem.
    """
    tours: list[EarlierRoute] = []
    seen: set[str] = set()
    numbers: set[str] = set()
    depots = set(file.depot_words.values()) - file.problem.client_by_id.keys()
    visits = 0
    for line in split_lines(text):
        match = _ROUTE.fullmatch(line.text)
        if match is None:
            continue
        number, words = match[1].lstrip("0") or "0", match[2].split()
        if number in numbers:
            cause = f"there is another route {number}"
            raise FormatError(ROUTE_CONTRADICTION, name, line.number, cause, "Give each its own number.")
        numbers.add(number)
        visits += sum(word not in depots for word in words)
        stops = _stops(file, words, name, line.number, seen)
        if words:
            # longer numbers are beyond any fleet, and too long to read
            kind = _kind(file, int(number[:10]) if file.fleet else len(numbers), name, line.number)
            if any(isinstance(stop, str) for stop in stops):
                tours.append(EarlierRoute(kind, stops))
    if not numbers and not any(_COST.fullmatch(line.text) for line in split_lines(text)):
        cause = "it has no routes"
        raise FormatError(ROUTE_FORMAT, name, None, cause, "Name a .sol file, or a plan written as .json.")
    return EarlierTours(refuse_foreign(file, tuple(tours), name, empty=not numbers), visits)


def _stops(
    file: RoutingFile, words: Sequence[str], name: str, number: int, seen: set[str]
) -> tuple[Stop, ...]:
    """Clients and depots of the problem on a route; the clients join those ``seen``."""
    _refuse_junk(file, words, name, number)
    depots = {word: depot for depot, word in file.depot_words.items()}
    stops: list[Stop] = []
    for word in words:
        if word in file.problem.client_by_id:
            if word in seen:
                cause = f"client {word} is visited twice"
                raise FormatError(ROUTE_CONTRADICTION, name, number, cause, "Visit it once.")
            seen.add(word)
            stops.append(word)
        elif word in depots:
            stops.append(LoadAt(depots[word]))
    return tuple(stops)


def _kind(file: RoutingFile, number: int, name: str, line: int) -> str:
    """Vehicle type of the route of a number from 1."""
    kinds = file.problem.vehicle_types
    count = len(file.fleet) if file.fleet or not kinds else kinds[0].count
    if not 1 <= number <= count:
        cause = f"it is route {number}, and there are {count} vehicles"
        raise FormatError(ROUTE_CONTRADICTION, name, line, cause, "Give a route per vehicle, from number 1.")
    return file.fleet[number - 1][1] if file.fleet else kinds[0].id


def _refuse_junk(file: RoutingFile, words: Sequence[str], name: str, number: int) -> None:
    """Refuse words that cannot have been clients of such a problem: no numbers where all its clients are."""
    depots = set(file.depot_words.values())
    junk = next((word for word in words if not word.isdecimal() and word not in depots), None)
    if junk is not None and all(client.id.isdecimal() for client in file.problem.clients):
        cause = f"{junk!r} is no client"
        raise FormatError(ROUTE_FORMAT, name, number, cause, "Give the numbers of clients.")


def refuse_foreign(
    file: RoutingFile, tours: tuple[EarlierRoute, ...], name: str, *, empty: bool
) -> tuple[EarlierRoute, ...]:
    """Return the tours of a plan, unless none of its routes visits a client of the problem.

    Raises
    ------
    FormatError
        Unless it is ``empty``: a plan without routes, of a day on which nobody could be served.
    """
    if not (tours or empty) and file.problem.clients:
        cause = "it visits none of the problem's clients"
        raise FormatError(ROUTE_CONTRADICTION, name, None, cause, "Name a plan of this problem.")
    return tours


def _words(file: RoutingFile, route: Route) -> list[str]:
    return [
        stop if isinstance(stop, str) else file.depot_words.get(stop.depot, stop.depot)
        for stop in stops_of(route)
    ]
