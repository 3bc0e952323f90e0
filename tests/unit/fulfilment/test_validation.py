import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.fulfilment.problem import Opening, Pool, PoolVehicle, Problem
from tests.helpers.fulfilment import Case, Ship


def good() -> Problem:
    """Return a problem with two orders, a pool and an opening."""
    return Case(
        orders={"A": {"1": ("P", 2, 9.0), "2": ("Q", 1, 9.0)}, "B": {"1": ("P", 1, 9.0)}},
        ships=[
            Ship("A", "W", cost=1.0, pool="G", time_s=60.0, opens=("day",)),
            Ship("A", "W", cost=1.0, day=1),
            Ship("B", "W", cost=1.0),
        ],
        stock={("W", "P"): [5], ("W", "Q"): [5]},
        days=2,
        pools=[Pool("G", (PoolVehicle("v", 1, 5.0, (9.0,), 900.0),))],
        load={"P": (1.0,), "Q": (2.0,)},
        openings=[Opening("day", 3.0)],
    ).problem()


def broken(field: str, value: float, at: Any = 0) -> Any:  # noqa: ANN401 (any array)
    """Return the field's array with one value changed."""
    problem = good()
    owner = problem.shipments if hasattr(problem.shipments, field) else problem
    array = getattr(owner, field).astype(float if isinstance(value, float) else np.int64)
    array[at] = value
    return array


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("line_order", 2, 0),
        ("line_order", -1, 0),
        ("line_product", 2, 1),
        ("line_quantity", 0, 2),
        ("unserved_cost", -1.0, 0),
        ("unserved_cost", math.inf, 0),
        ("unserved_cost", math.nan, 0),
        ("entry_line", 3, 0),
        ("entry_shipment", 3, 0),
        ("entry_unit_cost", math.inf, 1),
        ("available", -1, (0, 0, 1)),
        ("capacity", -1.0, (0, 1)),
        ("capacity", math.nan, (0, 1)),
        ("load", -1.0, (1, 0)),
        ("load", math.inf, (1, 0)),
        ("opens", 1, (0, 0)),
    ],
)
def test_bad_figure_is_named_with_its_position(field: str, value: float, at: object) -> None:
    """A figure out of range is refused by field and position."""
    position = at if isinstance(at, tuple) else (at,)
    where = ", ".join(str(k) for k in position)
    with pytest.raises(ValueError, match=rf"^{field}\[{where}\] is"):
        good().replace(**{field: broken(field, value, at)})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("order", 2),
        ("source", 1),
        ("day", 2),
        ("day", -1),
        ("pool", 1),
        ("pool", -2),
        ("fixed_cost", -1.0),
        ("distance_m", math.nan),
        ("pool_time_s", math.inf),
    ],
)
def test_bad_shipment_is_named_with_its_position(field: str, value: float) -> None:
    """A shipment's figure out of range is refused by field and position."""
    problem = good()
    with pytest.raises(ValueError, match=rf"^shipments\.{field}\[1\] is"):
        problem.replace(shipments=replace(problem.shipments, **{field: broken(field, value, 1)}))


@pytest.mark.parametrize(
    "field",
    [
        "line_order",
        "line_quantity",
        "unserved_cost",
        "entry_shipment",
        "entry_unit_cost",
        "available",
        "capacity",
    ],
)
def test_shape_is_checked(field: str) -> None:
    """An array that is too short is refused by name."""
    with pytest.raises(ValueError, match=f"^{field} must have"):
        good().replace(**{field: getattr(good(), field)[:-1]})


def test_shape_of_load_and_entries() -> None:
    """Load has one row per product, entries one dimension."""
    with pytest.raises(ValueError, match=r"^load must have one row per product"):
        good().replace(load=np.ones((1, 1)))
    with pytest.raises(ValueError, match=r"^entry_line must have one dimension"):
        good().replace(entry_line=np.zeros((1, 1), dtype=np.int64))


def test_integers_are_asked_for() -> None:
    """Quantities and stock are whole numbers by type."""
    with pytest.raises(ValueError, match=r"^available must be integers, is float64"):
        good().replace(available=good().available.astype(float))


def test_ids_are_unique() -> None:
    """No id, line, shipment or entry may be listed twice."""
    problem = good()
    with pytest.raises(ValueError, match=r"^orders lists 'A' twice"):
        problem.replace(orders=("A", "A"))
    with pytest.raises(ValueError, match=r"^line_ids lists \(0, '1'\) twice"):
        problem.replace(line_ids=("1", "1", "1"))
    with pytest.raises(ValueError, match=r"^shipments lists"):
        problem.replace(shipments=replace(problem.shipments, departure=("day 0",) * 3))
    with pytest.raises(ValueError, match="list the same pair twice"):
        problem.replace(
            entry_line=problem.entry_line[[0, 0]],
            entry_shipment=problem.entry_shipment[[0, 0]],
            entry_unit_cost=problem.entry_unit_cost[[0, 0]],
        )


def test_entry_joins_line_and_shipment_of_one_order() -> None:
    """A shipment cannot carry another order's line."""
    with pytest.raises(ValueError, match="belongs to another order than its shipment"):
        good().replace(entry_line=broken("entry_line", 2, 0))


def test_days_departures_and_measures() -> None:
    """There is at least one day, a departure per shipment, and a capacity per measure of load."""
    problem = good()
    with pytest.raises(ValueError, match=r"^days must be at least 1, got 0"):
        problem.replace(days=0)
    with pytest.raises(ValueError, match=r"^dates has 1 values, there are 2 days"):
        problem.replace(days=2, dates=("today",))
    with pytest.raises(ValueError, match=r"^shipments\.departure has 1 values"):
        problem.replace(shipments=replace(problem.shipments, departure=("x",)))
    with pytest.raises(ValueError, match=r"^pools\[G\]\.vehicles\[v\]\.capacity has 2 measures, load 1"):
        problem.replace(pools=(Pool("G", (PoolVehicle("v", 1, 5.0, (9.0, 9.0), 900.0),)),))
    with pytest.raises(ValueError, match=r"^pools\[G\]\.vehicles\[v\] count"):
        problem.replace(pools=(Pool("G", (PoolVehicle("v", -1, 5.0, (9.0,), 900.0),)),))


def test_opening_is_used_once_per_shipment() -> None:
    """A shipment names an opening at most once."""
    with pytest.raises(ValueError, match=r"^opens\[0\] names an opening twice"):
        good().replace(opens=np.zeros((3, 2), dtype=np.int64))
