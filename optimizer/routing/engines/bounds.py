"""Upper bounds on time and cost that engines need in place of infinity.

A pair that cannot be travelled is given a duration just beyond the horizon, so that no route can use it; a
required client is given a prize just beyond the dearest plan, so that no saving is worth leaving it out.
"""

from collections.abc import Iterable

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
    distance, duration = between(matrix.distance, rows), between(matrix.duration, rows)
    travelled = duration < UNLIMITED
    legs = kind.cost_per_distance * distance + kind.cost_per_duration * duration
    return float(legs[travelled].mean())


def cost_bound(problem: Problem) -> int:
    """Return a cost that no plan exceeds, prizes forgone included.

    With ``n`` clients there are at most ``n`` routes, and per client a leg to it, one from it to the end of a
    route, and one to reload after it.

    Raises
    ------
    InputError
        ``routing-costs-too-large`` if engines cannot add up as much for each client that must be visited; the
        problem's cost scale is then too fine.
    """
    kinds = usable_types(problem)
    end = horizon(problem)
    clients = len(problem.clients)
    routes = min(clients, sum(kind.count for kind in kinds))
    legs = clients + routes + clients * any(most_reloads(problem, kind) for kind in kinds)
    by_profile = {
        kind.profile: longest_leg(problem, kind) for kind in {one.profile: one for one in kinds}.values()
    }
    leg = max((kind.cost_per_distance * by_profile[kind.profile] for kind in kinds), default=0)
    longest = max(by_profile.values(), default=0)
    per_route = max((_route_overhead(kind, end) for kind in kinds), default=0)
    prizes = sum(client.prize for client in problem.clients if not client.required)
    bound = legs * (leg + problem.longest_route_cost * longest) + routes * per_route + prizes
    if problem.stability is not None:
        change = problem.stability
        latest = max((then for _, then in change.previous.values()), default=0)
        bound += clients * (change.vehicle_change_cost + change.shift_cost * max(end, latest))
    if bound * max(_binding(problem), 1) > COST_CEILING:
        cause = f"a plan may cost {bound:,} in its smallest units, too much for exact sums over its clients"
        action = (
            "Write smaller prices, prizes or distances, round distances more coarsely, or plan fewer clients."
        )
        raise InputError([Finding(COSTS_TOO_LARGE, Place(problem.name or "routing problem"), cause, action)])
    return bound


def stops_per_route(problem: Problem) -> float:
    """Return how many clients are on a route on average if all vehicles that are needed for the goods are full."""
    most = np.array([kind.capacity for kind in usable_types(problem)], dtype=np.int64).max(axis=0, initial=0)
    loads = np.zeros((2, len(problem.measures)), dtype=np.int64)
    for client in problem.clients:
        for row, amounts in zip(loads, (client.delivery, client.pickup), strict=True):
            row += np.array(amounts or 0, dtype=np.int64)
    needed = -(-loads.max(axis=0) // np.maximum(most, 1))
    return len(problem.clients) / max(1, int(needed.max(initial=0)))


def _binding(problem: Problem) -> int:
    """Return for how many clients engines put the bound in place of a prize."""
    required = sum(client.required for client in problem.clients)
    return required + sum(len(group.clients) for group in problem.groups if group.required)


def _route_overhead(kind: VehicleType, end: int) -> int:
    longest = min(max(end - kind.shift[0], 0), kind.max_duration)
    overtime = max(longest - kind.overtime_after, 0)
    return kind.fixed_cost + kind.cost_per_duration * longest + kind.cost_per_overtime * overtime
