"""Upper bounds on time and cost that engines need in place of infinity.

A pair that cannot be travelled is given a duration just beyond the horizon, so that no route can use it; a
required client is given a prize just beyond the dearest plan, so that no saving is worth leaving it out.
"""

import numpy as np

from optimizer.routing.problem import UNLIMITED, IntArray, Problem, VehicleType, Window

#: Sums of costs and penalties must stay below this for int64 arithmetic in an engine.
COST_CEILING = 2**60


def usable_types(problem: Problem) -> tuple[VehicleType, ...]:
    """Vehicle types of which there is a vehicle that can leave its depot and be back in time."""
    return tuple(kind for kind in problem.vehicle_types if kind.count > 0 and _can_drive(problem, kind))


def depot_windows(problem: Problem, kind: VehicleType) -> tuple[Window, Window]:
    """Windows in which the vehicle may leave its start depot, and reach its end depot."""
    first, last = problem.depot_by_id[kind.start_depot].window, problem.depot_by_id[kind.last_depot].window
    leaving = max(kind.shift[0], first[0]), min(kind.shift[1], first[1])
    return leaving, (max(kind.shift[0], last[0]), min(kind.shift[1], last[1]))


def _can_drive(problem: Problem, kind: VehicleType) -> bool:
    leaving, reaching = depot_windows(problem, kind)
    return (
        leaving[0] <= leaving[1]
        and max(reaching[0], leaving[0]) <= reaching[1]
        and reaching[0] - leaving[1] <= kind.max_duration
    )


def places(problem: Problem) -> list[int]:
    """Locations of depots, then of clients: the order in which engines number them."""
    return [depot.location for depot in problem.depots] + [client.location for client in problem.clients]


def between(matrix: IntArray, rows: list[int]) -> IntArray:
    """Sub-matrix between the given locations, a fresh array."""
    part: IntArray = matrix[np.ix_(rows, rows)]
    return part


def horizon(problem: Problem) -> int:
    """Return an instant by which every route can be back, if it can be driven at all.

    After the last opening nobody waits, and a route drives at most once away from each place:
    ``H = max opening + sum over places of (service + longest leg from it)``, capped by the latest shift end.
    """
    kinds = usable_types(problem)
    openings = [window[0] for client in problem.clients for window in client.windows]
    openings += [client.release_s for client in problem.clients]
    openings += [depot.window[0] for depot in problem.depots]
    openings += [kind.shift[0] for kind in kinds]
    rows = places(problem)
    longest = np.zeros(len(rows), dtype=np.int64)
    for profile in {kind.profile for kind in kinds}:
        durations = between(problem.matrices[profile].duration, rows)
        durations[durations == UNLIMITED] = 0
        longest = np.maximum(longest, durations.max(axis=1))
    depots = len(problem.depots)
    moving = int(longest[depots:].sum()) + int(longest[:depots].max(initial=0))
    moving += sum(client.service_s for client in problem.clients)
    shift_end = max((kind.shift[1] for kind in kinds), default=0)
    return min(max(openings, default=0) + moving, shift_end)


def longest_leg(problem: Problem, kind: VehicleType) -> int:
    """Longest distance between two places that the vehicle type can travel."""
    distances = between(problem.matrices[kind.profile].distance, places(problem))
    return int(distances[distances < UNLIMITED].max(initial=0))


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

    With ``n`` clients there are at most ``n`` routes and ``2 n`` legs.

    Raises
    ------
    ValueError
        If it is beyond what engines can add up; the problem's cost scale is then too fine.
    """
    kinds = usable_types(problem)
    end = horizon(problem)
    clients = len(problem.clients)
    routes = min(clients, sum(kind.count for kind in kinds))
    leg = max((kind.cost_per_distance * longest_leg(problem, kind) for kind in kinds), default=0)
    per_route = max((_route_overhead(kind, end) for kind in kinds), default=0)
    prizes = sum(client.prize for client in problem.clients if not client.required)
    bound = (clients + routes) * leg + routes * per_route + prizes
    if bound * max(clients, 1) > COST_CEILING:
        msg = f"problem {problem.name!r}: costs of up to {bound} are too large; use a coarser cost scale"
        raise ValueError(msg)
    return bound


def _route_overhead(kind: VehicleType, end: int) -> int:
    longest = min(max(end - kind.shift[0], 0), kind.max_duration)
    return kind.fixed_cost + kind.cost_per_duration * longest
