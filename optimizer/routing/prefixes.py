"""Beginnings of routes that are fixed: in which orders they can be driven, and who is in the way if they cannot."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, permutations

import numpy as np

from optimizer.routing.check import check_alone
from optimizer.routing.problem import Problem, VehicleType
from optimizer.routing.reach import shortest_ways
from optimizer.routing.schedule import schedule

#: Orders tried for deliveries that a prefix leaves open.
_ORDERS = 24


def first_route(problem: Problem, kind: VehicleType) -> list[str]:
    """Return the prefix of a vehicle type, and the deliveries of what it picks up there in an order that holds.

    If none of the orders tried holds, the first of them is returned.
    """
    tours = list(_orders(problem, kind))
    return next((tour for tour in tours if _holds(problem, kind, tour)), tours[0])


def less_broken(problem: Problem) -> Problem:
    """Return the problem less the clients in whose way the prefix of their vehicle is.

    These cannot be served after those fixed before them, and the vehicle would stay at its depot for their sake. All
    others stay fixed.
    """
    for name in [kind.id for kind in problem.vehicle_types if kind.prefix]:
        while (lost := _first_lost(problem, problem.vehicle_type_by_id[name])) is not None:
            problem = problem.without({lost})
    return problem


def _first_lost(problem: Problem, kind: VehicleType) -> str | None:
    """Return the first client with whom a prefix does not hold; None if it does, or is not known not to."""
    heads = [replace(kind, prefix=kind.prefix[:count]) for count in range(1, len(kind.prefix) + 1)]
    if not kind.prefix or _may_hold(problem, kind):
        return None
    return next(head.prefix[-1] for head in heads if not _may_hold(problem, head))


def _may_hold(problem: Problem, kind: VehicleType) -> bool:
    """Whether a beginning holds for all that is known: others may be visited before open deliveries and the end."""
    tours = list(_orders(problem, kind))
    left_open = len(tours[0]) - len(kind.prefix)
    if math.factorial(left_open) > _ORDERS or any(_holds(problem, kind, tour) for tour in tours):
        return True
    shorter = _over_others(problem, kind, tours[0][len(kind.prefix) :])
    return shorter is not None and any(_holds(shorter, kind, tour) for tour in tours)


def _over_others(problem: Problem, kind: VehicleType, left_open: Sequence[str]) -> Problem | None:
    """Return the problem with ways to open deliveries and the end as short as over others; None if none is shorter."""
    matrix = problem.matrices[kind.profile]
    if matrix.computed:
        return None
    goals = {problem.client_by_id[client].location for client in left_open}
    if not kind.open_end:
        goals.add(problem.depot_by_id[kind.last_depot].location)
    distance, duration = matrix.distance.copy(), matrix.duration.copy()
    for goal in goals:
        distance[:, goal] = shortest_ways(matrix.distance.T, goal)
        duration[:, goal] = shortest_ways(matrix.duration.T, goal)
    if np.array_equal(duration, matrix.duration) and np.array_equal(distance, matrix.distance):
        return None
    shorter = replace(matrix, distance=distance, duration=duration)
    return problem.replace(matrices={**problem.matrices, kind.profile: shorter})


def _orders(problem: Problem, kind: VehicleType) -> Iterator[list[str]]:
    shipments = (problem.shipment_of.get(client) for client in kind.prefix)
    left_open = [one.delivery for one in shipments if one is not None and one.delivery not in kind.prefix]
    return ([*kind.prefix, *order] for order in islice(permutations(left_open), _ORDERS))


def _holds(problem: Problem, kind: VehicleType, tour: list[str]) -> bool:
    route = schedule(problem, kind.id, tour)
    # goods that are too much for one trip may be loaded on the way
    return route is not None and (len(kind.reload_depots) > 0 or not check_alone(problem, route))
