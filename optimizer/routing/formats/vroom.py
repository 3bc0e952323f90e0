"""VROOM's JSON problems.

What a routing problem cannot hold is refused by the path of its key, never ignored.

References
----------
.. [1] Coupey, J., J.-M. Nicod and C. Varnier (2026). VROOM: Vehicle Routing Open-source Optimization Machine, API
   documentation. https://github.com/VROOM-Project/vroom/blob/master/docs/API.md
"""

from collections import Counter
from collections.abc import Iterable

from optimizer.routing.formats.building import build
from optimizer.routing.formats.json_keys import Key, load
from optimizer.routing.formats.routing_file import EarlierRoute, Objective, RoutingFile
from optimizer.routing.formats.vroom_amounts import Amounts, read_amounts
from optimizer.routing.formats.vroom_places import Places
from optimizer.routing.formats.vroom_prices import Prices
from optimizer.routing.formats.vroom_tasks import Tasks, read_tasks
from optimizer.routing.formats.vroom_vehicles import Terms, Vehicle, read_vehicles
from optimizer.routing.matrix import UNLIMITED
from optimizer.routing.problem import Client, Depot, Scale, VehicleType

_ANYWHERE = "anywhere"
_KEYS = ("jobs", "shipments", "vehicles", "matrices", "matrix", "options")
#: Command-line options that a request may carry: geometry, time limit, threads, exploration level and plan mode.
_OPTIONS = ("g", "l", "t", "x", "c")


def parse(text: str, file: str, speed_km_h: float | None = None) -> RoutingFile:
    """Turn a problem in VROOM's format into one of optional clients, with prizes that put priorities first.

    Parameters
    ----------
    text, file
        Contents, and name for messages.
    speed_km_h
        Speed at which vehicles move as the crow flies, for a file without matrices.

    Raises
    ------
    FormatError
        Naming the key, or the line if it is not JSON.
    """
    root = _root(text, file)
    places = Places(root, speed_km_h)
    vehicles = read_vehicles(root, places)
    tasks = read_tasks(root, places)
    _refuse_setup_at_starts(vehicles, tasks)
    amounts = read_amounts(vehicles, tasks)
    prices = Prices(places, vehicles)
    prizes = prices.prizes(tasks)
    names: dict[Terms, str] = {}
    for vehicle in vehicles:
        names.setdefault(vehicle.terms, f"vehicle{vehicle.id}")
    return RoutingFile(
        build(
            file,
            depots=_depots(names, prices),
            clients=_clients(tasks, prizes.each, amounts),
            vehicle_types=_types(vehicles, names, prices, amounts, len(tasks.stops)),
            matrices=prices.matrices,
            measures=amounts.measures,
            scale=Scale("m", "s", 1, prices.factor, prices.units),
            name=file.rsplit(".", 1)[0],
            shipments=tasks.shipments,
        ),
        places.coordinates(0 if prices.free_start is None else 1),
        geographic=True,
        fleet=tuple((str(vehicle.id), names[vehicle.terms]) for vehicle in vehicles),
        objective=Objective.TASKS_FIRST,
        tasks={stop.client: stop.task for stop in tasks.stops},
        vehicle_notes={str(one.id): one.description for one in vehicles if one.description},
        distances=prices.distances,
        amounts=amounts.given,
        tours=_earlier(vehicles, tasks, names),
        anywhere=prices.free_start,
        profiles=prices.profiles,
        outweighs=prizes.least,
    )


def _root(text: str, file: str) -> Key:
    """Return the document, which has vehicles, and jobs or shipments."""
    root = load(text, file).object(_KEYS)
    root.need("vehicles")
    if root.get("jobs") is None and root.get("shipments") is None:
        cause = "has neither jobs nor shipments"
        raise root.fail(cause, "Add one of them; it may be an empty array.")
    _refuse_plan_mode(root)
    return root


def _refuse_plan_mode(root: Key) -> None:
    """Refuse the one option that asks for something else; the others say how VROOM searches, not what for."""
    options = root.get("options")
    plan = None if options is None else options.object(_OPTIONS).get("c")
    if plan is not None and plan.value:
        cause = "it asks for the times of given routes, and routes are planned anew here"
        raise plan.unsupported(cause, "Remove it; steps then are a plan to start from.")


def _refuse_setup_at_starts(vehicles: list[Vehicle], tasks: Tasks) -> None:
    """Refuse what setup means where a route starts: for the first task it is not due, for a later one it is."""
    starts = {vehicle.terms.start: vehicle.key.path for vehicle in reversed(vehicles)}
    for stop in tasks.stops:
        if stop.task.setup_s and stop.location in starts:
            cause = f"{starts[stop.location]} starts at this place, where setup would not be due for its first task"
            action = "Leave it out, or add it to the service."
            raise stop.key.need("setup").unsupported(cause, action)


def _depots(names: Iterable[Terms], prices: Prices) -> tuple[Depot, ...]:
    rows = {row for terms in names for row in (terms.start, terms.end) if row is not None}
    depots = [Depot(_depot(row), row) for row in sorted(rows)]
    if prices.free_start is not None:
        depots.append(Depot(_ANYWHERE, prices.free_start))
    return tuple(depots)


def _clients(tasks: Tasks, prizes: list[int], amounts: Amounts) -> tuple[Client, ...]:
    return tuple(
        Client(
            stop.client,
            stop.location,
            delivery=amounts.delivery(stop),
            pickup=amounts.pickup(stop),
            service_s=stop.service_s,
            windows=stop.windows,
            required=False,
            prize=prize,
            skills=stop.skills,
        )
        for stop, prize in zip(tasks.stops, prizes, strict=True)
    )


def _types(
    vehicles: list[Vehicle], names: dict[Terms, str], prices: Prices, amounts: Amounts, tasks: int
) -> tuple[VehicleType, ...]:
    counts = Counter(vehicle.terms for vehicle in vehicles)
    return tuple(
        VehicleType(
            id=name,
            count=counts[terms],
            capacity=amounts.capacity(terms, tasks),
            start_depot=_ANYWHERE if terms.start is None else _depot(terms.start),
            end_depot=None if terms.end is None else _depot(terms.end),
            fixed_cost=terms.fixed * prices.factor,
            cost_per_distance=prices.by_terms[terms].per_unit,
            shift=terms.window,
            # at most one of the two is given, and it is in the unit of the distances
            max_distance=min(_or_unlimited(terms.max_travel_time), _or_unlimited(terms.max_distance)),
            profile=prices.by_terms[terms].profile,
            open_end=terms.end is None,
            skills=terms.skills,
            breaks=terms.breaks,
        )
        for terms, name in names.items()
    )


def _or_unlimited(limit: int | None) -> int:
    return UNLIMITED if limit is None else limit


def _depot(row: int) -> str:
    return f"place{row}"


def _earlier(vehicles: list[Vehicle], tasks: Tasks, names: dict[Terms, str]) -> tuple[EarlierRoute, ...]:
    """Routes that the file itself gives to start from."""
    known = tasks.by_name()
    seen: set[str] = set()
    routes = []
    for vehicle in vehicles:
        stops = []
        for kind, key in vehicle.steps:
            client = known.get((kind, key.ident()))
            if client is None or client in seen:
                cause = f"{kind} {key.value} is {'not in the file' if client is None else 'done twice'}"
                raise key.contradiction(cause, "Correct the step.")
            seen.add(client)
            stops.append(client)
        if stops:
            routes.append(EarlierRoute(names[vehicle.terms], tuple(stops), str(vehicle.id)))
    return tuple(routes)
