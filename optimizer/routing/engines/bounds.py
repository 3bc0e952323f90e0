"""Upper bounds on time and cost that engines need in place of infinity.

A pair that cannot be travelled is given a duration just beyond the horizon, so that no route can use it; a
required client is given a prize just beyond the dearest plan, so that no saving is worth leaving it out.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.routing.matrix import FREE_FLOW, PointArray
from optimizer.routing.problem import UNLIMITED, IntArray, Problem, VehicleType, Window

COSTS_TOO_LARGE = code(
    "routing-costs-too-large",
    "The costs of a routing problem, or its prizes, add up to more than can be counted exactly.",
    "Write smaller prices, prizes or distances, or round distances (--rounding round), or plan fewer clients at once.",
)

#: Sums of costs and penalties must stay below this for int64 arithmetic in an engine.
COST_CEILING = 2**60

_ROWS = 256


def usable_types(problem: Problem) -> tuple[VehicleType, ...]:
    """Vehicle types of which there is a vehicle that can leave its depot and be back in time."""
    return tuple(kind for kind in problem.vehicle_types if kind.count > 0 and _can_drive(problem, kind))


def depot_windows(problem: Problem, kind: VehicleType) -> tuple[Window, Window]:
    """Windows in which the vehicle may begin to load at its start depot, and in which its route may end."""
    first = problem.depot_by_id[kind.start_depot].window
    last = kind.shift if kind.open_end else problem.depot_by_id[kind.last_depot].window
    starting = max(kind.shift[0], first[0]), min(kind.shift[1], first[1])
    return starting, (max(kind.shift[0], last[0]), min(kind.shift[1], last[1]))


def _can_drive(problem: Problem, kind: VehicleType) -> bool:
    starting, ending = depot_windows(problem, kind)
    loading = problem.depot_by_id[kind.start_depot].service_s
    return (
        starting[0] <= starting[1]
        and max(ending[0], starting[0] + loading) <= ending[1]
        and max(ending[0] - starting[1], loading) <= kind.max_duration
    )


def places(problem: Problem) -> list[int]:
    """Locations of depots, then of clients: the order in which engines number them."""
    return [depot.location for depot in problem.depots] + [client.location for client in problem.clients]


def between(matrix: IntArray, rows: list[int]) -> IntArray:
    """Sub-matrix between the given locations, a fresh array."""
    part: IntArray = matrix[np.ix_(rows, rows)]
    return part


def most_reloads(problem: Problem, kind: VehicleType) -> int:
    """Most reloads of use on a route: each is followed by a client."""
    return min(kind.max_reloads, len(problem.clients)) if kind.reload_depots else 0


def horizon(problem: Problem) -> int:
    """Return an instant by which every route can be over, if it can be driven at all.

    After the last opening nobody waits, and a route drives at most once away from each client, and from a depot
    once per trip: ``H = max opening + sum over clients of (service + longest leg from it) + trips * (longest
    loading + longest leg from a depot) + rests``, capped by the latest shift end.
    """
    kinds = usable_types(problem)
    openings = [window[0] for client in problem.clients for window in client.windows]
    openings += [client.release_s for client in problem.clients]
    openings += [depot.window[0] for depot in problem.depots]
    openings += [kind.shift[0] for kind in kinds]
    openings += [rest.window[0] for kind in kinds for rest in kind.breaks]
    legs = _longest_durations(problem, {kind.profile for kind in kinds})
    depots = len(problem.depots)
    trips = 1 + max((most_reloads(problem, kind) for kind in kinds), default=0)
    loading = max((depot.service_s for depot in problem.depots), default=0)
    moving = int(legs[depots:].sum()) + trips * (int(legs[:depots].max(initial=0)) + loading)
    moving += sum(client.service_s for client in problem.clients)
    moving += max((sum(rest.duration_s for rest in kind.breaks) for kind in kinds), default=0)
    shift_end = max((kind.shift[1] for kind in kinds), default=0)
    return min(max(openings, default=0) + moving, shift_end)


def _longest_durations(problem: Problem, profiles: Iterable[str]) -> IntArray:
    """Duration of the longest leg from each place, in the worst traffic."""
    rows = places(problem)
    longest = np.zeros(len(rows), dtype=np.int64)
    for profile in profiles:
        matrix = problem.matrices[profile]
        slowest = FREE_FLOW if matrix.traffic is None else min(matrix.traffic.rates)
        # arrivals are rounded up to whole units
        longest = np.maximum(longest, -(_longest(matrix.duration, rows) * -FREE_FLOW // slowest))
    return longest


def _longest(matrix: IntArray, rows: list[int]) -> IntArray:
    """Return the longest way from each place to another that can be travelled, or no less where ways are computed."""
    if isinstance(matrix, PointArray):
        return matrix.longest()[rows]
    blocks = (matrix[np.ix_(rows[at : at + _ROWS], rows)] for at in range(0, len(rows), _ROWS))
    return np.concatenate([block.max(axis=1, where=block < UNLIMITED, initial=0) for block in blocks])


def longest_leg(problem: Problem, kind: VehicleType) -> int:
    """Longest distance between two places that the vehicle type can travel."""
    return int(_longest(problem.matrices[kind.profile].distance, places(problem)).max())


def mean_leg_cost(problem: Problem, kind: VehicleType) -> float:
    """Mean cost of the legs between two places that the vehicle type can travel."""
    rows = places(problem)
    matrix = problem.matrices[kind.profile]
    total, count = 0.0, 0
    # some rows at a time, so that nothing of the size of the matrix is made
    for at in range(0, len(rows), _ROWS):
        block = np.ix_(rows[at : at + _ROWS], rows)
        distance, duration = matrix.distance[block], matrix.duration[block]
        travelled = duration < UNLIMITED
        legs = kind.cost_per_distance * distance + kind.cost_per_duration * duration
        total += float(legs.sum(where=travelled, dtype=np.float64))
        count += int(travelled.sum())
    return total / count


def cost_bound(problem: Problem) -> int:
    """Return a cost that no plan exceeds, prizes forgone included.

    Raises
    ------
    InputError
        ``routing-costs-too-large`` if engines cannot add up as much for each client that must be visited; the
        problem's cost scale is then too fine.
    """
    prizes = sum(client.prize for client in problem.clients if not client.required)
    bound = dearest_plan(problem) + prizes
    if bound * max(_binding(problem), 1) > COST_CEILING:
        cause = f"a plan may cost {bound:,} in its smallest units, too much for exact sums over its clients"
        action = (
            "Write smaller prices, prizes or distances, round distances more coarsely, or plan fewer clients."
        )
        raise InputError([Finding(COSTS_TOO_LARGE, Place(problem.name or "routing problem"), cause, action)])
    return bound


def selective(problem: Problem) -> bool:
    """Whether it is to be chosen who is visited: some prize is no more than what a plan may cost.

    A client or group whose prize no saving outweighs is as good as required. Which of a group's places is visited is
    no such choice.
    """
    forgone = [
        client.prize
        for client in problem.clients
        if not client.required and client.id not in problem.group_of
    ]
    forgone += [
        max(problem.client_by_id[client].prize for client in group.clients)
        for group in problem.groups
        if not group.required
    ]
    return bool(forgone) and min(forgone) <= dearest_plan(problem)


def vehicles_first(problem: Problem) -> bool:
    """Whether a vehicle less is worth whatever it takes: the least fixed cost exceeds all else that a plan costs."""
    least = min((kind.fixed_cost for kind in usable_types(problem)), default=0)
    if not least:
        return False
    kinds = (replace(kind, fixed_cost=max(0, kind.fixed_cost - least)) for kind in problem.vehicle_types)
    return least > dearest_plan(problem.replace(vehicle_types=tuple(kinds)))


def stops_per_route(problem: Problem) -> float:
    """Return how many clients are on a route on average if all vehicles that are needed for the goods are full.

    Everybody is visited, of each group the one place that takes least.
    """
    most = np.array([kind.capacity for kind in usable_types(problem)], dtype=np.int64).max(axis=0, initial=0)
    nothing = (0,) * len(problem.measures)
    amounts = {
        client.id: np.array((client.delivery or nothing, client.pickup or nothing), dtype=np.int64)
        for client in problem.clients
    }
    stops = [amount for client, amount in amounts.items() if client not in problem.group_of]
    stops += [np.min([amounts[client] for client in group.clients], axis=0) for group in problem.groups]
    loads = sum(stops, start=np.zeros((2, len(nothing)), dtype=np.int64))
    needed = -(-loads.max(axis=0) // np.maximum(most, 1))
    return len(stops) / max(1, int(needed.max(initial=0)))


def dearest_plan(problem: Problem) -> int:
    """Return a cost that no plan exceeds, prizes aside.

    With ``n`` clients there are at most ``n`` routes, each client is left once, by its longest leg, and a depot once
    per trip.
    """
    kinds = usable_types(problem)
    end = horizon(problem)
    clients, depots = len(problem.clients), len(problem.depots)
    routes = min(clients, sum(kind.count for kind in kinds))
    trips = routes + clients * any(most_reloads(problem, kind) for kind in kinds)
    legs = _dearest_legs(problem, kinds)
    overheads = [(kind.count, _route_overhead(kind, end)) for kind in kinds]
    bound = sum(legs[depots:]) + trips * max(legs[:depots], default=0)
    bound += min(
        routes * max((overhead for _, overhead in overheads), default=0),
        sum(count * overhead for count, overhead in overheads),
    )
    if problem.stability is not None:
        change = problem.stability
        latest = max((then for _, then in change.previous.values()), default=0)
        bound += clients * (change.vehicle_change_cost + change.shift_cost * max(end, latest))
    return bound


def _dearest_legs(problem: Problem, kinds: Iterable[VehicleType]) -> list[int]:
    """Cost of the dearest leg from each place, on the longest of all routes."""
    rows = places(problem)
    rates: dict[str, int] = {}
    for kind in kinds:
        rates[kind.profile] = max(kind.cost_per_distance, rates.get(kind.profile, 0))
    dearest = [0] * len(rows)
    for profile, rate in rates.items():
        ways = _longest(problem.matrices[profile].distance, rows).tolist()
        dearest = [
            max(cost, (rate + problem.longest_route_cost) * way)
            for cost, way in zip(dearest, ways, strict=True)
        ]
    return dearest


def _binding(problem: Problem) -> int:
    """Return for how many clients engines put the bound in place of a prize."""
    required = sum(client.required for client in problem.clients)
    return required + sum(len(group.clients) for group in problem.groups if group.required)


def _route_overhead(kind: VehicleType, end: int) -> int:
    longest = min(max(end - kind.shift[0], 0), kind.max_duration)
    overtime = max(longest - kind.overtime_after, 0)
    return kind.fixed_cost + kind.cost_per_duration * longest + kind.cost_per_overtime * overtime
