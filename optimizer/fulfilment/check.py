"""The independent checker: from problem and written solution alone, no engine and no model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.core.errors import Violation
from optimizer.fulfilment.problem import Pool, Problem, Split
from optimizer.fulfilment.solution import Solution

#: Relative slack for sums of floating-point loads, times and capacities; stock is exact.
TOLERANCE = 1e-7


@dataclass(frozen=True)
class _Plan:
    """The solution in the problem's indices, one row per known assignment.

    ``entry``, ``quantity`` have one value per assignment; ``vehicles`` maps (pool, type) to a count.
    """

    entry: npt.NDArray[np.int64]
    quantity: npt.NDArray[np.int64]
    vehicles: dict[tuple[int, int], int]


def check(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """List every rule that the solution breaks.

    Rules: ``decision`` (unknown order, line, shipment, entry, pool or vehicle type, or decided twice),
    ``quantity``, ``split``, ``partial``, ``stock``, ``site-capacity``, ``pool-load``, ``pool-time``,
    ``vehicle-count``, ``opening-limit``. Rules over sums count the known decisions only.

    Returns
    -------
    tuple of Violation
        Sorted; empty for a plan that keeps every rule.
    """
    unknown, plan = _read(problem, solution)
    found = list(unknown)
    for rule in (_quantity, _split, _partial, _stock, _site_capacity, _pools, _vehicle_count, _opening_limit):
        found.extend(rule(problem, plan))
    return tuple(sorted(found))


def cost(problem: Problem, solution: Solution) -> float:
    """Objective of the solution as the problem's mathematics defines it, in the problem's cost units.

    Raises
    ------
    ValueError
        If a decision is not one of the problem's.
    """
    unknown, plan = _read(problem, solution)
    if unknown:
        msg = f"{len(unknown)} decisions are not the problem's, the first: {unknown[0]}"
        raise ValueError(msg)
    made = np.unique(problem.entry_shipment[plan.entry])
    share = _served(problem, plan) / problem.line_quantity
    vehicles = sum(
        count * problem.pools[pool].vehicles[kind].fixed_cost for (pool, kind), count in plan.vehicles.items()
    )
    return float(
        problem.shipments.fixed_cost[made].sum()
        + (problem.entry_unit_cost[plan.entry] * plan.quantity).sum()
        + (problem.unserved_cost * (1.0 - share)).sum()
        + vehicles
        + sum(problem.openings[opening].fixed_cost for opening in np.flatnonzero(_users(problem, made)))
    )


def _users(problem: Problem, made: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Shipments made that use each opening, shape (U,)."""
    if not problem.openings:
        return np.zeros(0, dtype=np.int64)
    used = problem.opens[made].ravel()
    return np.bincount(used[used >= 0], minlength=len(problem.openings))


def _read(problem: Problem, solution: Solution) -> tuple[list[Violation], _Plan]:
    """Translate ids to indices; what cannot be translated is a violation."""
    unknown: list[Violation] = []
    entries, quantities = _read_assignments(problem, solution, unknown)
    vehicles = _read_vehicles(problem, solution, unknown)
    plan = _Plan(np.array(entries, dtype=np.int64), np.array(quantities, dtype=np.int64), vehicles)
    return unknown, plan


def _read_assignments(
    problem: Problem, solution: Solution, unknown: list[Violation]
) -> tuple[list[int], list[int]]:
    """Entry index and quantity of each assignment that names an entry of the problem."""
    ships = problem.shipments
    orders = {name: k for k, name in enumerate(problem.orders)}
    sources = {name: k for k, name in enumerate(problem.sources)}
    lines = {key: k for k, key in enumerate(zip(problem.line_order.tolist(), problem.line_ids, strict=True))}
    keys = zip(ships.order.tolist(), ships.source.tolist(), ships.option, ships.departure, strict=True)
    shipments = {key: k for k, key in enumerate(keys)}
    keyed = [
        (orders.get(item.order, -1), sources.get(item.source, -1), item.option, item.departure)
        for item in solution.assignments
    ]
    made = [shipments.get(key, -1) for key in keyed]
    entry_of = _entries_of(problem, made)
    entries: list[int] = []
    quantities: list[int] = []
    seen: set[int] = set()
    for item, (order, *_), shipment in zip(solution.assignments, keyed, made, strict=True):
        entry = entry_of.get((lines.get((order, item.line), -1), shipment), -1)
        subject = f"order {item.order} line {item.line}"
        where = f"from {item.source} by {item.option} at {item.departure}"
        if entry < 0:
            what = "no such shipment" if shipment < 0 else "the shipment cannot carry the line"
            unknown.append(Violation("decision", subject, f"{where}: {what}"))
        elif entry in seen:
            unknown.append(Violation("decision", subject, f"{where}: decided twice"))
        elif int(item.quantity) != item.quantity:
            unknown.append(Violation("quantity", subject, f"{item.quantity} is not a whole number"))
        else:
            seen.add(entry)
            entries.append(entry)
            quantities.append(item.quantity)
    return entries, quantities


def _entries_of(problem: Problem, made: list[int]) -> dict[tuple[int, int], int]:
    """Entry of each (line, shipment) of the shipments made."""
    wanted = np.zeros(len(problem.shipments.option) + 1, dtype=bool)
    # the last place stands for shipments that do not exist
    wanted[made] = True
    entries = np.flatnonzero(wanted[problem.entry_shipment])
    pairs = zip(problem.entry_line[entries].tolist(), problem.entry_shipment[entries].tolist(), strict=True)
    return dict(zip(pairs, entries.tolist(), strict=True))


def _read_vehicles(
    problem: Problem, solution: Solution, unknown: list[Violation]
) -> dict[tuple[int, int], int]:
    """Count per (pool, type) of the vehicles that the problem knows."""
    kinds = {
        (pool.id, vehicle.id): (g, t)
        for g, pool in enumerate(problem.pools)
        for t, vehicle in enumerate(pool.vehicles)
    }
    vehicles: dict[tuple[int, int], int] = {}
    for item in solution.vehicles:
        key = kinds.get((item.pool, item.vehicle_type))
        subject = f"pool {item.pool} vehicle {item.vehicle_type}"
        if key is None:
            unknown.append(Violation("decision", subject, "no such vehicle type in the pool"))
        elif key in vehicles:
            unknown.append(Violation("decision", subject, "decided twice"))
        else:
            vehicles[key] = item.count
    return vehicles


def _served(problem: Problem, plan: _Plan) -> npt.NDArray[np.int64]:
    """Units served per line, shape (L,)."""
    served = np.zeros(len(problem.line_ids), dtype=np.int64)
    np.add.at(served, problem.entry_line[plan.entry], plan.quantity)
    return served


def _line(problem: Problem, line: int) -> str:
    """Subject of a violation about a line."""
    return f"order {problem.orders[problem.line_order[line]]} line {problem.line_ids[line]}"


def _quantity(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Quantities are positive and their sum at most the line's."""
    for k in np.flatnonzero(plan.quantity < 1).tolist():
        line = int(problem.entry_line[plan.entry[k]])
        yield Violation("quantity", _line(problem, line), f"quantity {plan.quantity[k]} is below 1")
    served = _served(problem, plan)
    for line in np.flatnonzero(served > problem.line_quantity).tolist():
        detail = f"{served[line]} units served, {problem.line_quantity[line]} ordered"
        yield Violation("quantity", _line(problem, line), detail)


def _split(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Orders and lines are divided no further than allowed."""
    if problem.split is Split.LINE:
        return
    lines = problem.entry_line[plan.entry]
    for k in np.flatnonzero(plan.quantity != problem.line_quantity[lines]).tolist():
        line = int(lines[k])
        detail = f"{plan.quantity[k]} of {problem.line_quantity[line]} units from one shipment"
        yield Violation("split", _line(problem, line), detail)
    if problem.split is Split.NONE:
        made = np.unique(problem.entry_shipment[plan.entry])
        count = np.bincount(problem.shipments.order[made], minlength=len(problem.orders))
        for order in np.flatnonzero(count > 1):
            yield Violation("split", f"order {problem.orders[order]}", f"{count[order]} shipments, at most 1")


def _partial(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Without ``partial`` an order is served whole or not at all."""
    if problem.partial:
        return
    served = _served(problem, plan)
    asked = np.bincount(problem.line_order, problem.line_quantity, len(problem.orders))
    whole = np.bincount(problem.line_order, served >= problem.line_quantity, len(problem.orders))
    lines = np.bincount(problem.line_order, minlength=len(problem.orders))
    some = np.bincount(problem.line_order, served, len(problem.orders))
    for order in np.flatnonzero((some > 0) & (whole < lines)):
        detail = f"{some[order]:g} of {asked[order]:g} units served"
        yield Violation("partial", f"order {problem.orders[order]}", detail)


def _stock(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Let no more leave a source by the end of a day than was available by then."""
    shipment = problem.entry_shipment[plan.entry]
    product = problem.line_product[problem.entry_line[plan.entry]]
    left = np.zeros(problem.available.shape, dtype=np.int64)
    where = (problem.shipments.source[shipment], product, problem.shipments.day[shipment])
    np.add.at(left, where, plan.quantity)
    left = left.cumsum(axis=2)
    for s, p, d in np.argwhere(left > problem.available):
        subject = f"source {problem.sources[s]} product {problem.products[p]} day {d}"
        detail = f"{left[s, p, d]} units left, {problem.available[s, p, d]} available"
        yield Violation("stock", subject, detail)


def _site_capacity(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Let a source handle at most its capacity per day."""
    shipment = problem.entry_shipment[plan.entry]
    units = np.zeros(problem.capacity.shape)
    where = (problem.shipments.source[shipment], problem.shipments.day[shipment])
    np.add.at(units, where, plan.quantity)
    for s, d in np.argwhere(units > problem.capacity + TOLERANCE * np.maximum(units, 1.0)):
        detail = f"{units[s, d]:g} units handled, capacity {problem.capacity[s, d]:g}"
        yield Violation("site-capacity", f"source {problem.sources[s]} day {d}", detail)


def _pools(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Compare each pool's load per measure and its time with the vehicles reserved."""
    if not problem.pools:
        return
    shipment = problem.entry_shipment[plan.entry]
    product = problem.line_product[problem.entry_line[plan.entry]]
    made = np.unique(shipment)
    for g, pool in enumerate(problem.pools):
        mine = problem.shipments.pool[shipment] == g
        load = problem.load[product[mine]].T @ plan.quantity[mine]
        time_s = problem.shipments.pool_time_s[made[problem.shipments.pool[made] == g]].sum()
        capacity, work_s = _offered(pool, g, plan, problem.load.shape[1])
        for measure in np.flatnonzero(load > capacity + TOLERANCE * np.maximum(load, 1.0)):
            detail = f"measure {measure}: load {load[measure]:g}, capacity {capacity[measure]:g}"
            yield Violation("pool-load", f"pool {pool.id}", detail)
        if time_s > work_s + TOLERANCE * max(time_s, 1.0):
            detail = f"{time_s:g} s needed, {work_s:g} s reserved"
            yield Violation("pool-time", f"pool {pool.id}", detail)


def _offered(pool: Pool, index: int, plan: _Plan, measures: int) -> tuple[npt.NDArray[np.float64], float]:
    """Capacity per measure and time of the vehicles reserved in the pool."""
    capacity = np.zeros(measures)
    work_s = 0.0
    for t, vehicle in enumerate(pool.vehicles):
        count = plan.vehicles.get((index, t), 0)
        capacity += count * np.array(vehicle.capacity, dtype=np.float64)
        work_s += count * vehicle.time_s
    return capacity, work_s


def _vehicle_count(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """No more vehicles than there are, and no fewer than none."""
    for (g, t), count in plan.vehicles.items():
        vehicle = problem.pools[g].vehicles[t]
        if not 0 <= count <= vehicle.count:
            subject = f"pool {problem.pools[g].id} vehicle {vehicle.id}"
            yield Violation("vehicle-count", subject, f"{count} reserved, {vehicle.count} exist")


def _opening_limit(problem: Problem, plan: _Plan) -> Iterator[Violation]:
    """Let no more shipments use an opening than its limit."""
    users = _users(problem, np.unique(problem.entry_shipment[plan.entry]))
    for opening, count in zip(problem.openings, users.tolist(), strict=True):
        if count > opening.limit:
            yield Violation(
                "opening-limit", f"opening {opening.id}", f"{count} shipments, at most {opening.limit:g}"
            )
