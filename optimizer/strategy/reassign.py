"""Orders whose delivery no route could take get the best of what is left without a vehicle."""

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from itertools import compress
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.problem import IntArray, Opening, Problem, Shipments
from optimizer.options.table import Candidates
from optimizer.strategy.context import Context
from optimizer.strategy.decision import ChosenShipment


def without_vehicles(
    context: Context,
    candidates: Candidates,
    problem: Problem,
    kept: Mapping[int, ChosenShipment],
    orders: Collection[int],
) -> Problem:
    """Build the problem of serving ``orders`` from what ``kept`` leaves of stock, capacity and openings, without pools.

    Parameters
    ----------
    problem
        The problem all shipments were chosen from.
    kept
        Shipments that stay, by candidate row.
    orders
        Positions of the orders to serve; none of them has a kept shipment.
    """
    chosen_order = np.isin(np.arange(len(problem.orders)), list(orders))
    shipment = chosen_order[candidates.order] & (problem.shipments.pool < 0)
    line, entry = chosen_order[problem.line_order], shipment[problem.entry_shipment]
    new_order, new_line, new_shipment = (np.cumsum(mask) - 1 for mask in (chosen_order, line, shipment))
    issued = _issued(context, candidates, problem, kept)
    return problem.replace(
        orders=tuple(compress(problem.orders, chosen_order)),
        line_ids=tuple(compress(problem.line_ids, line)),
        line_order=new_order[problem.line_order[line]],
        line_product=problem.line_product[line],
        line_quantity=problem.line_quantity[line],
        unserved_cost=problem.unserved_cost[line],
        shipments=_select(problem.shipments, shipment, new_order),
        entry_line=new_line[problem.entry_line[entry]],
        entry_shipment=new_shipment[problem.entry_shipment[entry]],
        entry_unit_cost=problem.entry_unit_cost[entry],
        available=_left_in_stock(problem, issued),
        capacity=np.maximum(problem.capacity - issued.sum(axis=1), 0.0),
        pools=(),
        openings=_left_open(problem, kept),
        opens=problem.opens[shipment],
    )


def _left_in_stock(problem: Problem, issued: IntArray) -> IntArray:
    """Subtract what has left; a unit that leaves later is not there earlier either."""
    left = problem.available - np.cumsum(issued, axis=2)
    free: IntArray = np.maximum(np.minimum.accumulate(left[:, :, ::-1], axis=2)[:, :, ::-1], 0)
    return free


def _left_open(problem: Problem, kept: Collection[int]) -> tuple[Opening, ...]:
    """List what shipments that stay leave of each opening: nothing to pay where it is open, fewer places."""
    used = problem.opens[list(kept)]
    users = np.bincount(used[used >= 0], minlength=len(problem.openings)).tolist()
    return tuple(
        replace(one, fixed_cost=0.0 if count else one.fixed_cost, limit=max(one.limit - count, 0.0))
        for one, count in zip(problem.openings, users, strict=True)
    )


def _select(shipments: Shipments, mask: npt.NDArray[np.bool_], new_order: IntArray) -> Shipments:
    rows = np.flatnonzero(mask)
    values: dict[str, Any] = {
        field.name: tuple(value[row] for row in rows) if isinstance(value, tuple) else value[mask]
        for field in fields(shipments)
        for value in [getattr(shipments, field.name)]
    }
    return replace(shipments, **values | {"order": new_order[shipments.order[mask]]})


def _issued(
    context: Context, candidates: Candidates, problem: Problem, kept: Mapping[int, ChosenShipment]
) -> IntArray:
    """Units leaving per source, product and day."""
    issued = np.zeros_like(problem.available)
    product = context.book.lines.product
    for row, shipment in kept.items():
        for line, units in shipment.quantities.items():
            issued[candidates.source[row], product[line], candidates.day[row]] += units
    return issued
