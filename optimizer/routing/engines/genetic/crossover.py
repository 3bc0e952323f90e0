"""Makes a plan of two.

References
----------
.. [1] Nagata, Y. and S. Kobayashi (2010). A memetic algorithm for the pickup and delivery problem with time windows
   using selective route exchange crossover. *PPSN XI*, 536-545. https://doi.org/10.1007/978-3-642-15844-5_54
"""

import numpy as np
import pyvrp

from optimizer.routing.engines.genetic.member import Member, Tour


class Crossover:
    """Selective route exchange [1]_: routes of one plan that lie together take the place of some of another.

    Those go with which they have most units in common. Whom both visit stays where the other plan has it; who is
    left out is for local search to insert.

    Parameters
    ----------
    data
        The problem.
    """

    def __init__(self, data: pyvrp.ProblemData) -> None:
        self._data = data
        self._vehicles = [kind.num_available for kind in data.vehicle_types()]

    def child(self, one: Member, other: Member, random: np.random.Generator) -> pyvrp.Solution:
        """Return ``one`` with some routes of ``other``."""
        if not other.tours:
            return one.solution
        given = [other.tours[at] for at in _near(other, random)]
        left = list(one.tours)
        for tour in given[: len(left)]:
            lot = set(tour.units)
            del left[max(range(len(left)), key=lambda at: len(lot.intersection(left[at].units)))]
        gone = set[int]().union(*(tour.units for tour in given))
        free = self._vehicles.copy()
        routes = []
        tours = [(tour.kind, tour.stops) for tour in given]
        tours += [(tour.kind, _without(tour, gone)) for tour in left]
        for kind, stops in tours:
            if stops and free[kind]:
                free[kind] -= 1
                routes.append(pyvrp.Route(self._data, stops, kind))
        return pyvrp.Solution(self._data, routes)


def _near(plan: Member, random: np.random.Generator) -> list[int]:
    """Return up to half of the routes, those around a random one."""
    count = len(plan.tours)
    middle = plan.centres[random.integers(count)]
    near = ((plan.centres - middle) ** 2).sum(axis=1).argsort(kind="stable")
    given: list[int] = near[: 1 + random.integers((count + 1) // 2)].tolist()
    return given


def _without(tour: Tour, gone: set[int]) -> list[pyvrp.Activity]:
    """Return the stops whose units are not gone, with a reload only between two of them."""
    if gone.isdisjoint(tour.units):
        return tour.stops
    kept: list[pyvrp.Activity] = []
    reload = None
    for stop, unit in zip(tour.stops, tour.units, strict=True):
        if unit < 0:
            reload = stop if kept else None
        elif unit not in gone:
            kept += [stop] if reload is None else [reload, stop]
            reload = None
    return kept
