"""Allocates the flat arrays of a plan and of a chain's scratch memory."""

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.rng import random_state
from optimizer.routing.problem import IntArray

#: Positions before the first that is overlooked.
_FIRST_BLINK = 50
#: Units up to which routes of plans on the way are noted, and how many per unit, to the next power of two.
POOL_UNITS = 1000
_POOL_PLACES_PER_UNIT = 150
_MOST_POOL_PLACES = 1 << 14


def empty_plan(data: Data, slots: int, length: int) -> IntArray:
    """Return a plan without routes, all units absent, with room for so many routes of so many nodes."""
    measures, units = int(data.fact[col.MEASURES]), int(data.fact[col.UNITS])
    head = np.zeros(col.PLAN_HEAD, np.int64)
    head[[col.SLOT_LIMIT, col.LENGTH]] = slots, length
    head[col.STOP_WIDTH] = col.STOP_COLUMNS + 3 * measures
    head[col.ROUTE_WIDTH] = col.ROUTE_COLUMNS + 2 * measures
    tables = (
        (col.STOP_TABLE, slots * length * int(head[col.STOP_WIDTH])),
        (col.ROUTE_TABLE, slots * int(head[col.ROUTE_WIDTH])),
        (col.WHERE_TABLE, 2 * int(data.fact[col.NODES])),
        (col.USED_TABLE, int(data.fact[col.KINDS])),
        (col.ABSENT_TABLE, units),
    )
    plan = _laid_out(head, tables)
    table(plan, col.WHERE_TABLE)[:] = -1
    table(plan, col.ABSENT_TABLE)[:] = np.arange(units)
    unit = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    plan[col.ABSENT] = units
    plan[col.MISSING] = unit[:, col.REQUIRED].sum()
    plan[col.TOTAL] = unit[:, col.FORGONE].sum()
    return plan


def empty_scratch(data: Data, slots: int, length: int, seed: int, chain: int) -> IntArray:
    """Return the scratch memory of a chain."""
    head = np.zeros(col.SCRATCH_HEAD, np.int64)
    head[col.RANDOM] = random_state(seed, chain)
    head[col.BLINK] = _FIRST_BLINK
    head[[col.CURRENT, col.BEST, col.BEST_MISSING]] = col.NEVER
    head[col.MOST_ROUTES] = col.NEVER
    head[col.VENTURE] = -2
    units, nodes = int(data.fact[col.UNITS]), int(data.fact[col.NODES])
    tables = (
        (col.PATH, length + 4),
        (col.TRIP_RELEASE, length + 4),
        (col.RUINED, slots),
        (col.HIT, slots),
        (col.DOOMED, nodes),
        (col.ALONE, nodes * int(data.fact[col.KINDS])),
        (col.SORT_KEY, units),
        (col.ABSENCES, units),
        (col.DUE, units),
        (col.POOL, col.POOL_COLUMNS * _pool_places(units)),
    )
    scratch = _laid_out(head, tables)
    table(scratch, col.ABSENCES)[:] = 1
    table(scratch, col.DUE)[:] = col.FRESH
    return scratch


def _pool_places(units: int) -> int:
    if units > POOL_UNITS:
        return 0
    return min(1 << (_POOL_PLACES_PER_UNIT * units).bit_length(), _MOST_POOL_PLACES)


def _laid_out(head: IntArray, tables: tuple[tuple[int, int], ...]) -> IntArray:
    """Return memory that begins with ``head``, and has the offset of each table in it."""
    at = len(head)
    for column, size in tables:
        head[column] = at
        at += size
    head[len(head) - 1] = at
    memory = np.zeros(at, np.int64)
    memory[: len(head)] = head
    return memory


def table(memory: IntArray, column: int) -> IntArray:
    """Return a view of the table whose offset is in a column."""
    return memory[memory[column] : memory[column + 1]]


def rows(memory: IntArray, column: int, width: int) -> IntArray:
    """Return a view of a table, two-dimensional."""
    return table(memory, column).reshape(-1, width)


def copy_tables(source: IntArray, target: IntArray, head: int, columns: tuple[int, ...]) -> None:
    """Copy so many single figures, and tables of the same size."""
    target[:head] = source[:head]
    for column in columns:
        table(target, column)[:] = table(source, column)
