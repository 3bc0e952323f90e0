"""The decisions that can matter: useless and impossible ones removed exactly, the rest as sparse arrays.

A *block* is a shipment that is made or not, or, where shipments cost nothing to make, one entry on its own.
A block either carries its entries whole (its *head* says all), or it has *parts*: entries carried at choice
once the head is paid. With f in [0, 1] the share of a block or part that is used, the problem reads::

    min  constant + sum head_cost f + sum part_cost g + sum van_cost v
    s.t. cover rows     sum f + sum g <= 1, or = served[order] where an order is served whole or not at all
         resource rows  sum use f + sum use g <= limit + sum van_use v
         g <= f of its block
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from optimizer.fulfilment.engines.resources import Resources, resources
from optimizer.fulfilment.problem import Problem, Split

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Blocks and parts of a problem; B blocks, K parts, C cover rows, R resource rows, V van types.

    Parameters
    ----------
    constant
        Cost of serving nothing.
    head_cost, head_order
        Cost (less the unserved cost it saves) and order of each block, shape (B,).
    head_matrix
        Cover rows, then resource rows of each block, shape (B, C + R).
    carries
        1 where a block carries an entry whole, shape (B, E).
    head_unit, part_unit
        Units that one block or part is made of where they may be served singly (split LINE), else 1.
    part_block, part_entry, part_line, part_cost, part_matrix
        The same for parts, shape (K,) and (K, C + R); ``part_block`` is sorted.
    cover_order
        Order of each cover row, shape (C,).
    tied
        Whether the row's order is served whole or not at all and has several rows, shape (C,).
    single
        Whether an order has one cover row that every block of it fills: split NONE. Blocks are then sorted by
        order.
    resources
        Resource rows and vans.
    """

    constant: float
    head_cost: FloatArray
    head_order: IntArray
    head_matrix: sp.csr_array
    carries: sp.csr_array
    head_unit: IntArray
    part_block: IntArray
    part_entry: IntArray
    part_line: IntArray
    part_cost: FloatArray
    part_matrix: sp.csr_array
    part_unit: IntArray
    cover_order: IntArray
    tied: BoolArray
    single: bool
    resources: Resources

    @property
    def blocks(self) -> int:
        """Number of blocks B."""
        return len(self.head_cost)

    @property
    def covers(self) -> int:
        """Number of cover rows C."""
        return len(self.cover_order)


def candidates(problem: Problem) -> Candidates:
    """Keep what some optimal plan may use, and write it as arrays.

    Dropped are entries and shipments that cannot go even alone (stock, capacity, all vehicles of the pool),
    shipments that cannot carry what they must, and those that cost at least what they save.
    """
    usable = _possible(problem)
    usable = _worthwhile(problem, _complete(problem, usable))
    usable = _complete(problem, usable)
    limits = resources(problem, usable)
    entries = np.flatnonzero(usable)
    alone, whole = _kinds(problem, entries)
    return _assemble(problem, limits, entries, alone, whole)


def _possible(problem: Problem) -> BoolArray:
    """Mark the entries that could go if nothing else did, shape (E,)."""
    ships = problem.shipments
    ship = problem.entry_shipment
    product = problem.line_product[problem.entry_line]
    need = np.ones(len(ship), dtype=np.int64)
    if problem.split is not Split.LINE:
        need = problem.line_quantity[problem.entry_line]
    # what may leave by a day is also limited by what must be left on every later day
    reach = np.minimum.accumulate(problem.available[:, :, ::-1], axis=2)[:, :, ::-1]
    source, day = ships.source[ship], ships.day[ship]
    usable: BoolArray = (reach[source, product, day] >= need) & (problem.capacity[source, day] >= need)
    for g, pool in enumerate(problem.pools):
        mine = np.flatnonzero(usable & (ships.pool[ship] == g))
        capacity = np.zeros(problem.load.shape[1])
        for vehicle in pool.vehicles:
            capacity += vehicle.count * np.array(vehicle.capacity, dtype=np.float64)
        time_s = sum(vehicle.count * vehicle.time_s for vehicle in pool.vehicles)
        fits = (problem.load[product[mine]] * need[mine, None] <= capacity * (1 + 1e-9)).all(axis=1)
        usable[mine] = fits & (ships.pool_time_s[ship[mine]] <= time_s * (1 + 1e-9))
    return usable


def _complete(problem: Problem, usable: BoolArray) -> BoolArray:
    """Drop entries whose shipment or order can no longer serve every line that it must."""
    if problem.partial:
        return usable
    lines = np.bincount(problem.line_order, minlength=len(problem.orders))
    if problem.split is Split.NONE:
        ship = problem.entry_shipment
        carried = np.bincount(ship[usable], minlength=len(problem.shipments.option))
        full: BoolArray = usable & (carried == lines[problem.shipments.order])[ship]
        return full
    reached = np.bincount(problem.entry_line[usable], minlength=len(problem.line_ids)) > 0
    whole = np.bincount(problem.line_order[reached], minlength=len(problem.orders)) == lines
    kept: BoolArray = usable & whole[problem.line_order[problem.entry_line]]
    return kept


def _worthwhile(problem: Problem, usable: BoolArray) -> BoolArray:
    """Drop entries and shipments that cost at least what serving them saves."""
    ship, line = problem.entry_shipment, problem.entry_line
    spend = problem.entry_unit_cost * problem.line_quantity[line]
    gain = spend - problem.unserved_cost[line]
    ships = len(problem.shipments.option)
    fixed = problem.shipments.fixed_cost
    if problem.split is not Split.NONE and not problem.partial:
        # serving the whole order must pay: this entry with the cheapest entries of the order's other lines
        least = np.full(len(problem.line_ids), np.inf)
        np.minimum.at(least, line[usable], gain[usable])
        reached = np.isfinite(least)
        best = np.bincount(problem.line_order[reached], least[reached], len(problem.orders))
        others = best[problem.line_order[line]] - np.where(reached[line], least[line], 0.0)
        several = problem.split is Split.LINE
        worth = others + (np.minimum(gain, least[line]) if several else gain + fixed[ship])
        return usable & (worth < 0)
    if problem.partial:
        usable = usable & (gain < 0)
    value = fixed + np.bincount(ship[usable], gain[usable], ships)
    return usable & (value < 0)[ship]


def _kinds(problem: Problem, entries: IntArray) -> tuple[BoolArray, BoolArray]:
    """Mark the entries that are blocks on their own, and those carried whole by their shipment's head."""
    ship = problem.entry_shipment[entries]
    if problem.split is Split.NONE and not problem.partial:
        return np.zeros(len(entries), dtype=bool), np.ones(len(entries), dtype=bool)
    only = np.bincount(ship, minlength=len(problem.shipments.option))[ship] == 1
    if problem.split is Split.NONE:
        return np.zeros(len(entries), dtype=bool), only
    timed = (problem.shipments.pool[ship] >= 0) & (problem.shipments.pool_time_s[ship] > 0)
    if problem.openings:
        timed |= (problem.opens[ship] >= 0).any(axis=1)
    alone = (problem.shipments.fixed_cost[ship] == 0) & ~timed
    if problem.split is Split.LINE:
        only = only & (problem.line_quantity[problem.entry_line[entries]] == 1)
    return alone, only & ~alone


def _assemble(
    problem: Problem, limits: Resources, entries: IntArray, alone: BoolArray, whole: BoolArray
) -> Candidates:
    """Write the blocks (whole or headed shipments first, then lone entries) and parts as arrays."""
    ships = np.unique(problem.entry_shipment[entries[~alone]])
    ships = ships[np.argsort(problem.shipments.order[ships], kind="stable")]
    block_of = np.full(len(problem.shipments.option), -1, dtype=np.int64)
    block_of[ships] = np.arange(len(ships))
    lone = entries[alone]
    part_entry = entries[~alone & ~whole]
    part_entry = part_entry[np.argsort(block_of[problem.entry_shipment[part_entry]], kind="stable")]
    carried = entries[whole]
    blocks = len(ships) + len(lone)
    where = np.r_[block_of[problem.entry_shipment[carried]], np.arange(len(ships), blocks)]
    inside = np.r_[carried, lone].astype(np.int64)
    carries = sp.csr_array((np.ones(len(inside)), (where, inside)), shape=(blocks, len(problem.entry_line)))
    gain = (
        problem.entry_unit_cost * problem.line_quantity[problem.entry_line]
        - problem.unserved_cost[problem.entry_line]
    )
    fixed = np.r_[problem.shipments.fixed_cost[ships], np.zeros(len(lone))]
    lone_order = problem.line_order[problem.entry_line[lone]]
    order: IntArray = np.concatenate([problem.shipments.order[ships], lone_order])
    cover_of, cover_order, tied = _cover_rows(problem, entries)
    if problem.split is Split.NONE:
        head_cover = _ones(np.searchsorted(cover_order, order), len(cover_order))
        part_cover = sp.csr_array((len(part_entry), len(cover_order)))
    else:
        entry_cover = _indicator(cover_of, len(cover_order), entries)
        head_cover, part_cover = carries @ entry_cover, entry_cover[part_entry]
    head_use = carries @ limits.entry_use
    made = sp.csr_array(
        (np.ones(len(ships)), (np.arange(len(ships)), ships)), shape=(blocks, len(problem.shipments.option))
    )
    head_use = head_use + made @ limits.shipment_use
    units = problem.split is Split.LINE
    quantity = problem.line_quantity[problem.entry_line]
    return Candidates(
        constant=float(problem.unserved_cost.sum()),
        head_cost=fixed + carries @ gain,
        head_order=order,
        head_matrix=sp.hstack([head_cover, head_use], format="csr"),
        carries=carries,
        head_unit=np.r_[np.ones(len(ships), dtype=np.int64), quantity[lone] if units else np.ones_like(lone)],
        part_block=block_of[problem.entry_shipment[part_entry]],
        part_entry=part_entry,
        part_line=problem.entry_line[part_entry],
        part_cost=gain[part_entry],
        part_matrix=sp.hstack([part_cover, limits.entry_use[part_entry]], format="csr"),
        part_unit=quantity[part_entry] if units else np.ones_like(part_entry),
        cover_order=cover_order,
        tied=tied,
        single=problem.split is Split.NONE,
        resources=limits,
    )


def _cover_rows(problem: Problem, entries: IntArray) -> tuple[IntArray, IntArray, BoolArray]:
    """Row of each line (or -1), order of each row, and whether its order has several rows tied together."""
    if problem.split is Split.NONE:
        orders = np.unique(problem.line_order[problem.entry_line[entries]])
        return np.zeros(0, dtype=np.int64), orders, np.zeros(len(orders), dtype=bool)
    lines = np.unique(problem.entry_line[entries])
    row = np.full(len(problem.line_ids), -1, dtype=np.int64)
    row[lines] = np.arange(len(lines))
    orders = problem.line_order[lines]
    several = np.bincount(orders, minlength=len(problem.orders))[orders] > 1
    # the units of a single line may come apart too
    several |= problem.split is Split.LINE
    tied = several & (not problem.partial)
    return row[problem.entry_line], orders, tied


def _ones(column: IntArray, columns: int) -> sp.csr_array:
    """1 in the column of each row, shape (len(column), columns)."""
    rows = np.arange(len(column), dtype=np.int64)
    return sp.csr_array((np.ones(len(column)), (rows, column)), shape=(len(column), columns))


def _indicator(row_of_entry: IntArray, rows: int, entries: IntArray) -> sp.csr_array:
    """1 where an entry in use belongs to a row, shape (E, rows)."""
    data = np.ones(len(entries))
    column: IntArray = row_of_entry[entries]
    return sp.csr_array((data, (entries, column)), shape=(len(row_of_entry), rows))
