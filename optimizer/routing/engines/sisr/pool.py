"""The routes that plans on the way had, in a table of a chain's scratch memory that forgets old ones."""

from collections.abc import Sequence

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.access import route, stop
from optimizer.routing.engines.sisr.compiled import inlined, kernel
from optimizer.routing.engines.sisr.memory import rows
from optimizer.routing.problem import IntArray


@inlined
def _mixed(number: int) -> np.int64:
    """Return 64 bits that look random."""
    state = np.uint64(number) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64(mixed ^ (mixed >> np.uint64(31)))


@kernel
def note_routes(plan: IntArray, scratch: IntArray) -> None:
    """Note the routes of a plan, of those with the same stops the cheapest, unless they are long."""
    places = (scratch[col.POOL + 1] - scratch[col.POOL]) // col.POOL_COLUMNS
    for slot in range(plan[col.SLOTS] if places else 0):
        stops = route(plan, slot, col.SIZE) - 2
        if stops < 1 or stops > col.POOL_STOPS:
            continue
        kind, cost = route(plan, slot, col.KIND), route(plan, slot, col.COST)
        mark = _mixed(-1 - kind)
        for at in range(1, stops + 1):
            mark += _mixed(stop(plan, slot, at, col.NODE) + 1)
        place = scratch[col.POOL] + (mark & (places - 1)) * col.POOL_COLUMNS
        if scratch[place + col.MARK] == mark and scratch[place + col.POOL_COST] <= cost:
            continue
        scratch[place + col.MARK], scratch[place + col.POOL_COST] = mark, cost
        scratch[place + col.POOL_KIND], scratch[place + col.POOL_SIZE] = kind, stops
        for at in range(1, stops + 1):
            scratch[place + col.FIRST_STOP + at - 1] = stop(plan, slot, at, col.NODE)


def noted(scratches: Sequence[IntArray]) -> IntArray:
    """Return the routes noted by chains, each once, where it is cheapest.

    Returns
    -------
    numpy.ndarray
        Shape (routes, ``POOL_COLUMNS``), see :mod:`optimizer.routing.engines.sisr.columns`.
    """
    pool = np.concatenate([rows(scratch, col.POOL, col.POOL_COLUMNS) for scratch in scratches])
    pool = pool[pool[:, col.POOL_SIZE] > 0]
    pool = pool[np.lexsort((pool[:, col.POOL_COST], pool[:, col.MARK]))]
    fresh = np.ones(len(pool), bool)
    fresh[1:] = pool[1:, col.MARK] != pool[:-1, col.MARK]
    return pool[fresh]
