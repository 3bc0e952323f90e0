"""What a fulfilment problem must satisfy before anything is solved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from optimizer.fulfilment.problem import Problem


def validate(problem: Problem) -> None:
    """Raise ValueError at the first field that breaks a rule of :class:`Problem`.

    Raises
    ------
    ValueError
        With the field's name and the first position at fault.
    """
    for name in ("orders", "sources", "products"):
        _unique(name, getattr(problem, name))
    if problem.days < 1:
        msg = f"days must be at least 1, got {problem.days}"
        raise ValueError(msg)
    if problem.dates and len(problem.dates) != problem.days:
        msg = f"dates has {len(problem.dates)} values, there are {problem.days} days"
        raise ValueError(msg)
    _check_lines(problem)
    _check_shipments(problem)
    _check_entries(problem)
    _check_supply(problem)
    _check_pools(problem)
    _check_openings(problem)


def _check_lines(problem: Problem) -> None:
    """Check the arrays over lines."""
    lines = (len(problem.line_ids),)
    _index("line_order", problem.line_order, lines, len(problem.orders))
    _index("line_product", problem.line_product, lines, len(problem.products))
    _integers("line_quantity", problem.line_quantity, lines, least=1)
    _figures("unserved_cost", problem.unserved_cost, lines)
    _unique("line_ids", tuple(zip(problem.line_order.tolist(), problem.line_ids, strict=True)))


def _check_shipments(problem: Problem) -> None:
    """Check the arrays over shipments."""
    ships = problem.shipments
    count = len(ships.option)
    shape = (count,)
    if len(ships.departure) != count:
        msg = f"shipments.departure has {len(ships.departure)} values, shipments.option has {count}"
        raise ValueError(msg)
    _index("shipments.order", ships.order, shape, len(problem.orders))
    _index("shipments.source", ships.source, shape, len(problem.sources))
    _index("shipments.day", ships.day, shape, problem.days)
    _index("shipments.pool", ships.pool, shape, len(problem.pools), least=-1)
    for name in ("fixed_cost", "distance_m", "pool_time_s"):
        _figures(f"shipments.{name}", getattr(ships, name), shape)
    keys = zip(ships.order.tolist(), ships.source.tolist(), ships.option, ships.departure, strict=True)
    _unique("shipments", tuple(keys))


def _check_entries(problem: Problem) -> None:
    """Check the pairs of line and shipment."""
    shape = np.shape(problem.entry_line)
    if len(shape) != 1:
        msg = f"entry_line must have one dimension, has shape {shape}"
        raise ValueError(msg)
    _index("entry_line", problem.entry_line, shape, len(problem.line_ids))
    _index("entry_shipment", problem.entry_shipment, shape, len(problem.shipments.option))
    _figures("entry_unit_cost", problem.entry_unit_cost, shape, least=-np.inf)
    order_of_line = problem.line_order[problem.entry_line]
    order_of_shipment = problem.shipments.order[problem.entry_shipment]
    _none("entry_line", order_of_line != order_of_shipment, "belongs to another order than its shipment")
    keys = np.sort(problem.entry_shipment * np.int64(max(len(problem.line_ids), 1)) + problem.entry_line)
    if (keys[1:] == keys[:-1]).any():
        msg = "entry_line and entry_shipment list the same pair twice"
        raise ValueError(msg)


def _check_supply(problem: Problem) -> None:
    """Check stock and site capacity."""
    sources, products = len(problem.sources), len(problem.products)
    _integers("available", problem.available, (sources, products, problem.days))
    _figures("capacity", problem.capacity, (sources, problem.days), finite=False)


def _check_pools(problem: Problem) -> None:
    """Check vehicle pools and the load per unit."""
    _unique("pools", tuple(pool.id for pool in problem.pools))
    _figures("load", problem.load, np.shape(problem.load))
    if not problem.pools and problem.load.size == 0:
        return
    if problem.load.ndim != 2 or len(problem.load) != len(problem.products):
        shape = problem.load.shape
        msg = f"load must have one row per product ({len(problem.products)}), has shape {shape}"
        raise ValueError(msg)
    for pool in problem.pools:
        _unique(f"pools[{pool.id}].vehicles", tuple(vehicle.id for vehicle in pool.vehicles))
        for vehicle in pool.vehicles:
            name = f"pools[{pool.id}].vehicles[{vehicle.id}]"
            figures = np.array([vehicle.count, vehicle.fixed_cost, vehicle.time_s, *vehicle.capacity])
            _figures(f"{name} count, fixed_cost, time_s, capacity", figures, figures.shape)
            if len(vehicle.capacity) != problem.load.shape[1]:
                msg = f"{name}.capacity has {len(vehicle.capacity)} measures, load {problem.load.shape[1]}"
                raise ValueError(msg)


def _check_openings(problem: Problem) -> None:
    """Check what shipments open."""
    _unique("openings", tuple(opening.id for opening in problem.openings))
    costs = np.array([opening.fixed_cost for opening in problem.openings], dtype=np.float64)
    limits = np.array([opening.limit for opening in problem.openings], dtype=np.float64)
    _figures("openings fixed_cost", costs, costs.shape)
    _figures("openings limit", limits, limits.shape, finite=False)
    if not problem.openings and problem.opens.size == 0:
        return
    shape = (len(problem.shipments.option), problem.opens.shape[-1])
    _index("opens", problem.opens, shape, len(problem.openings), least=-1)
    used = np.sort(problem.opens, axis=1)
    twice = (used[:, 1:] == used[:, :-1]) & (used[:, 1:] >= 0)
    _none("opens", twice.any(axis=1), "names an opening twice")


def _unique(name: str, ids: Sequence[object]) -> None:
    """Raise if an id occurs twice."""
    if len(set(ids)) == len(ids):
        return
    seen: set[object] = set()
    # set.add returns None, so the condition keeps the first id met before
    twice = next(item for item in ids if item in seen or seen.add(item))  # type: ignore[func-returns-value]
    msg = f"{name} lists {twice!r} twice"
    raise ValueError(msg)


def _none(name: str, wrong: npt.NDArray[Any], what: str) -> None:
    """Raise with the first position where ``wrong`` is True."""
    if wrong.any():
        where = tuple(int(k) for k in np.argwhere(wrong)[0])
        position = ", ".join(str(k) for k in where)
        msg = f"{name}[{position}] {what}"
        raise ValueError(msg)


def _shaped(name: str, values: npt.NDArray[Any], shape: tuple[int, ...]) -> None:
    """Raise unless ``values`` has the shape."""
    if values.shape != shape:
        msg = f"{name} must have shape {shape}, has {values.shape}"
        raise ValueError(msg)


def _integers(name: str, values: npt.NDArray[Any], shape: tuple[int, ...], least: int = 0) -> None:
    """Raise unless all are integers of at least ``least``."""
    _shaped(name, values, shape)
    if not np.issubdtype(values.dtype, np.integer):
        msg = f"{name} must be integers, is {values.dtype}"
        raise ValueError(msg)
    _none(name, values < least, f"is below {least}")


def _index(name: str, values: npt.NDArray[Any], shape: tuple[int, ...], end: int, least: int = 0) -> None:
    """Raise unless all are indices below ``end``."""
    _integers(name, values, shape, least)
    _none(name, values >= end, f"is not below {end}")


def _figures(
    name: str, values: npt.NDArray[Any], shape: tuple[int, ...], least: float = 0.0, finite: bool = True
) -> None:
    """Raise unless all are numbers of at least ``least``, and finite where asked."""
    _shaped(name, values, shape)
    _none(name, np.isnan(values), "is not a number")
    _none(name, values < least, f"is below {least:g}")
    if finite:
        _none(name, np.isinf(values), "is not finite")
