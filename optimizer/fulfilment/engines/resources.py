"""Resource rows that can bind: stock by day, site throughput, vehicle load and time per pool, openings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from optimizer.fulfilment.problem import Problem, Split

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Resources:
    """R rows, each a limit on what entries and shipments take, and V van types that extend some of them.

    Parameters
    ----------
    limit
        Right-hand side, shape (R,).
    entry_use
        What a whole line takes if its shipment carries it, shape (E, R).
    shipment_use
        What a shipment takes once if it is made, shape (N, R).
    van_pool, van_type
        Indices of each van type's pool and of the type in it, shape (V,). An opening that costs something is a van
        type of its own: pool -1, and its index as type.
    van_count, van_cost
        How many there are, and the fixed cost of one, shape (V,).
    van_use
        What one van adds to each limit, shape (V, R).
    """

    limit: FloatArray
    entry_use: sp.csr_array
    shipment_use: sp.csr_array
    van_pool: IntArray
    van_type: IntArray
    van_count: IntArray
    van_cost: FloatArray
    van_use: sp.csr_array


@dataclass(frozen=True, eq=False)
class _Part:
    """Rows of one kind: their limits, and (entry, row, value) of what takes from them."""

    limit: FloatArray
    entry: IntArray
    row: IntArray
    value: FloatArray


def resources(problem: Problem, usable: BoolArray) -> Resources:
    """Write the rows that the usable entries could exceed; the others hold by themselves."""
    used = np.flatnonzero(usable)
    parts = [_stock(problem, used), _sites(problem, used)]
    parts += [_load(problem, used, measure) for measure in range(_measures(problem))]
    offset = np.cumsum([0] + [len(part.limit) for part in parts])
    time_row = int(offset[-1])
    opening_row = time_row + len(problem.pools)
    rows = opening_row + len(problem.openings)
    users = _users(problem, used)
    entry_use = sp.csr_array(
        (
            np.concatenate([part.value for part in parts]),
            (
                np.concatenate([part.entry for part in parts]),
                np.concatenate([part.row + start for part, start in zip(parts, offset, strict=False)]),
            ),
        ),
        shape=(len(usable), rows),
    )
    load_rows = [int(start) for start in offset[2:-1]]
    return Resources(
        np.concatenate(
            [*[part.limit for part in parts], np.zeros(len(problem.pools)), _free(problem, users)]
        ),
        entry_use,
        _time(problem, time_row, rows) + _opens(problem, opening_row, rows),
        *_vans(problem, load_rows, time_row, rows, users),
    )


def _measures(problem: Problem) -> int:
    """Measures of load, none without pools."""
    return problem.load.shape[1] if problem.pools else 0


def _stock(problem: Problem, used: IntArray) -> _Part:
    """Cumulative stock: one row per source, product and day that demand could exceed."""
    ship = problem.entry_shipment[used]
    line = problem.entry_line[used]
    source, day = problem.shipments.source[ship], problem.shipments.day[ship]
    product, quantity = problem.line_product[line], problem.line_quantity[line]
    # the most that could leave by a day: every line that any shipment could take from there by then
    first = np.lexsort((day, source, line))
    lead = np.ones(len(first), dtype=bool)
    lead[1:] = (np.diff(line[first]) != 0) | (np.diff(source[first]) != 0)
    once = first[lead]
    demand = np.zeros(problem.available.shape, dtype=np.int64)
    np.add.at(demand, (source[once], product[once], day[once]), quantity[once])
    demand = demand.cumsum(axis=2)
    later = np.full(problem.available.shape, np.iinfo(np.int64).max)
    later[:, :, :-1] = np.minimum.accumulate(problem.available[:, :, :0:-1], axis=2)[:, :, ::-1]
    binding = (demand > problem.available) & (problem.available < later)
    row_of = np.full(binding.shape, -1, dtype=np.int64)
    row_of[binding] = np.arange(np.count_nonzero(binding))
    entries, rows = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for d in range(problem.days):
        row = np.where(day <= d, row_of[source, product, d], -1)
        entries.append(used[row >= 0])
        rows.append(row[row >= 0])
    entry = np.concatenate(entries)
    value = problem.line_quantity[problem.entry_line[entry]].astype(np.float64)
    return _Part(problem.available[binding].astype(np.float64), entry, np.concatenate(rows), value)


def _sites(problem: Problem, used: IntArray) -> _Part:
    """Throughput: one row per source and day that demand could exceed."""
    ship = problem.entry_shipment[used]
    line = problem.entry_line[used]
    source, day = problem.shipments.source[ship], problem.shipments.day[ship]
    quantity = problem.line_quantity[line]
    slot = source * problem.days + day
    once = np.unique(slot * np.int64(max(len(problem.line_ids), 1)) + line, return_index=True)[1]
    demand = np.bincount(slot[once], quantity[once], problem.capacity.size)
    # units are whole, so the fraction of a capacity is of no use
    capacity = np.floor(problem.capacity.ravel() + 1e-9)
    binding = demand > capacity
    row_of = np.full(binding.shape, -1, dtype=np.int64)
    row_of[binding] = np.arange(np.count_nonzero(binding))
    row = row_of[slot]
    mine = row >= 0
    return _Part(capacity[binding], used[mine], row[mine], quantity[mine].astype(np.float64))


def _load(problem: Problem, used: IntArray, measure: int) -> _Part:
    """Load in one measure: one row per pool, with no limit but what vans add."""
    pool = problem.shipments.pool[problem.entry_shipment[used]]
    line = problem.entry_line[used]
    value = problem.load[problem.line_product[line], measure] * problem.line_quantity[line]
    mine = (pool >= 0) & (value > 0)
    return _Part(np.zeros(len(problem.pools)), used[mine], pool[mine], value[mine])


def _time(problem: Problem, time_row: int, rows: int) -> sp.csr_array:
    """Vehicle time that shipments take, shape (N, R)."""
    ships = problem.shipments
    mine = np.flatnonzero((ships.pool >= 0) & (ships.pool_time_s > 0))
    where = (mine, time_row + ships.pool[mine])
    return sp.csr_array((ships.pool_time_s[mine], where), shape=(len(ships.option), rows))


def _users(problem: Problem, used: IntArray) -> FloatArray:
    """Most shipments that could use each opening at once, shape (U,); no more than its limit."""
    ships = np.unique(problem.entry_shipment[used])
    users = np.zeros(len(problem.openings))
    for column in problem.opens.T:
        mine = ships[column[ships] >= 0]
        if problem.split is Split.NONE:
            pair = np.unique(np.stack([column[mine], problem.shipments.order[mine]]), axis=1)[0]
        else:
            pair = column[mine]
        users += np.bincount(pair, minlength=len(users))
    limits = np.array([opening.limit for opening in problem.openings], dtype=np.float64)
    return np.minimum(users, np.floor(limits))


def _free(problem: Problem, users: FloatArray) -> FloatArray:
    """Shipments that may use each opening without paying for it, shape (U,)."""
    paid = np.array([opening.fixed_cost > 0 for opening in problem.openings], dtype=bool)
    return np.where(paid, 0.0, users)


def _opens(problem: Problem, opening_row: int, rows: int) -> sp.csr_array:
    """1 where a shipment uses an opening, shape (N, R)."""
    shape = (len(problem.shipments.option), rows)
    if not problem.openings:
        return sp.csr_array(shape)
    ship, column = np.nonzero(problem.opens >= 0)
    row = opening_row + problem.opens[ship, column]
    return sp.csr_array((np.ones(len(ship)), (ship, row)), shape=shape)


def _vans(
    problem: Problem, load_rows: list[int], time_row: int, rows: int, users: FloatArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray, sp.csr_array]:
    """Pool, type, count, cost and contribution of each van type."""
    listed = [
        (g, t, vehicle) for g, pool in enumerate(problem.pools) for t, vehicle in enumerate(pool.vehicles)
    ]
    adds = [
        (k, start + g, amount)
        for k, (g, _, vehicle) in enumerate(listed)
        for start, amount in zip([*load_rows, time_row], [*vehicle.capacity, vehicle.time_s], strict=True)
    ]
    opening_row = time_row + len(problem.pools)
    paid = [u for u, opening in enumerate(problem.openings) if opening.fixed_cost > 0]
    adds += [(len(listed) + k, opening_row + u, float(users[u])) for k, u in enumerate(paid)]
    pool = [g for g, _, _ in listed] + [-1] * len(paid)
    kind = [t for _, t, _ in listed] + paid
    count = [vehicle.count for _, _, vehicle in listed] + [1] * len(paid)
    price = [vehicle.fixed_cost for _, _, vehicle in listed] + [problem.openings[u].fixed_cost for u in paid]
    amounts = np.array([amount for _, _, amount in adds], dtype=np.float64)
    where = np.array([(k, row) for k, row, _ in adds], dtype=np.int64).reshape(-1, 2)
    return (
        np.array(pool, dtype=np.int64),
        np.array(kind, dtype=np.int64),
        np.array(count, dtype=np.int64),
        np.array(price, dtype=np.float64),
        sp.csr_array((amounts, (where[:, 0], where[:, 1])), shape=(len(pool), rows)),
    )
