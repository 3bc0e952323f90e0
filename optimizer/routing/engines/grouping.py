"""Sorts routes into groups that lie together, by their barycentres.

References
----------
.. [1] Santini, A., M. Schneider, T. Vidal and D. Vigo (2023). Decomposition strategies for vehicle routing
   heuristics. *INFORMS Journal on Computing* 35(3), 543-559. https://doi.org/10.1287/ijoc.2023.1288
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.routing.matrix import FloatArray

#: Numbers of routes.
Group = npt.NDArray[np.signedinteger[Any]]


def by_angle(
    centres: FloatArray, depot: FloatArray, sizes: Group, count: int, random: np.random.Generator
) -> list[Group]:
    """Cut routes into groups of like size, sorted by angle around a depot from a random direction [1]_.

    Parameters
    ----------
    centres
        Barycentres of the routes, shape (routes, 2).
    depot
        Coordinates, shape (2,).
    sizes
        Clients of each route.
    count
        Number of groups, some of which may be empty.
    random
        Where the first direction comes from.
    """
    away = centres - depot
    angle = np.arctan2(away[:, 1], away[:, 0]) - random.uniform(0.0, 2 * np.pi)
    order = np.argsort(angle % (2 * np.pi), kind="stable")
    middle = np.cumsum(sizes[order]) - sizes[order] / 2
    number = np.minimum((middle * count / sizes.sum()).astype(int), count - 1)
    return [order[number == one] for one in range(count)]


def by_halves(centres: FloatArray, sizes: Group, count: int, random: np.random.Generator) -> list[Group]:
    """Cut routes into at most ``count`` groups of like size, halving them at right angles to random directions.

    Parameters
    ----------
    centres, sizes, count, random
        As for :func:`by_angle`.
    """

    def halved(routes: Group, count: int) -> list[Group]:
        if count <= 1 or len(routes) <= 1:
            return [routes]
        angle = random.uniform(0.0, 2 * np.pi)
        order = routes[np.argsort(centres[routes] @ (np.cos(angle), np.sin(angle)), kind="stable")]
        before = np.cumsum(sizes[order])
        few = count // 2
        cut = int(np.searchsorted(before, before[-1] * few / count, side="right"))
        cut = min(max(cut, 1), len(order) - 1)
        return halved(order[:cut], few) + halved(order[cut:], count - few)

    return halved(np.arange(len(sizes)), count)
