"""Routes of one client, or shipment, only: by which vehicle types it is worth looking at them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from heapq import nsmallest

from optimizer.routing.problem import Client, Problem, VehicleType
from optimizer.routing.trials import timing_effort

#: Types that are looked at whatever the effort.
_LEAST_TYPES = 3
#: Routes that may be timed to tell all that a type without breaks lacks.
_TIMINGS = 3


def whole_fleet(problem: Problem) -> Problem:
    """Return the problem with one vehicle of each type that there is, less what does not concern a single client."""
    kinds = (replace(kind, count=min(kind.count, 1), prefix=()) for kind in problem.vehicle_types)
    return problem.replace(vehicle_types=tuple(kinds), stability=None, longest_route_cost=0)


def likeliest_types(
    problem: Problem,
    kinds: Sequence[VehicleType],
    clients: tuple[Client, ...],
    effort: int,
    rank: Callable[[VehicleType], tuple[int, ...]] = lambda _: (),
) -> Sequence[VehicleType]:
    """Return the types whose shortfalls there is effort for.

    Parameters
    ----------
    problem, kinds, clients
        The problem, the types to choose from, and a client or the two of a shipment in order.
    effort
        See :func:`~optimizer.routing.trials.timing_effort`.
    rank
        What comes before all else, least first.

    Returns
    -------
    Sequence[VehicleType]
        All, or at least three: those of which the fewest capacities are exceeded and the way is shortest.
    """
    # with breaks, each choice of those to drop may be timed
    each = max((timing_effort(problem, one, len(clients)) << len(one.breaks) for one in kinds), default=1)
    most = max(_LEAST_TYPES, effort // (_TIMINGS * each))
    if len(kinds) <= most:
        return kinds
    return nsmallest(
        most,
        kinds,
        lambda kind: (*rank(kind), _overload(problem, kind, clients), _way(problem, kind, clients)),
    )


def _overload(problem: Problem, kind: VehicleType, clients: tuple[Client, ...]) -> int:
    """Return how many capacities the clients exceed."""
    shipped = problem.shipment_of.get(clients[0].id)
    loads = [amounts for client in clients for amounts in (client.delivery, client.pickup)]
    loads += [] if shipped is None else [shipped.amount]
    most = (max(amounts) for amounts in zip(*filter(None, loads), strict=True))
    return sum(load > capacity for load, capacity in zip(most, kind.capacity, strict=False))


def _way(problem: Problem, kind: VehicleType, clients: tuple[Client, ...]) -> int:
    """Return the duration to the first client, and from the last one to the end."""
    matrix, depots = problem.matrices[kind.profile], problem.depot_by_id
    there = matrix.leg(depots[kind.start_depot].location, clients[0].location).duration
    if kind.open_end:
        return there
    return there + matrix.leg(clients[-1].location, depots[kind.last_depot].location).duration
