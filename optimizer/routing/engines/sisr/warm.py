"""Tours to begin with: what is left of an earlier plan, and what vehicles are bound to."""

from collections.abc import Iterator, Sequence

from optimizer.routing.engines.sisr.chains import Tour
from optimizer.routing.engines.sisr.data import client_nodes
from optimizer.routing.prefixes import first_route
from optimizer.routing.problem import Problem
from optimizer.routing.schedule import stops_of
from optimizer.routing.solution import LoadAt, Solution, Stop
from optimizer.routing.warm import carried_over


def first_tours(problem: Problem, start: Solution | None) -> list[Tour]:
    """Return tours of different clients, no more per vehicle type than it has vehicles.

    Parameters
    ----------
    problem
        The problem.
    start
        An earlier plan, of which the routes that hold are taken over; None for none.
    """
    kinds = {kind.id: number for number, kind in enumerate(problem.vehicle_types)}
    nodes = client_nodes(problem)
    depots = {depot.id: number for number, depot in enumerate(problem.depots)}
    return [
        (
            kinds[kind],
            tuple(depots[stop.depot] if isinstance(stop, LoadAt) else nodes[stop] for stop in stops),
        )
        for kind, stops in _orders(problem, start)
    ]


def _orders(problem: Problem, start: Solution | None) -> Iterator[tuple[str, Sequence[Stop]]]:
    begun = set()
    for route in () if start is None else carried_over(problem, start).routes:
        begun.add(route.vehicle_type)
        yield route.vehicle_type, stops_of(route)
    for kind in problem.vehicle_types:
        if kind.prefix and kind.id not in begun:
            yield kind.id, first_route(problem, kind)
