"""Expected demand is the forecast in whole units, and knows nothing of the orders."""

import numpy as np
import pytest

from optimizer.demand.forecast import (
    demand_zones,
    forecast_quantity,
    largest_remainder,
    whole_units,
)
from tests.unit.network.hand_made import scenario

FORECAST = [
    {"district": "Mapo", "product_id": "B", "date": "2025-03-05", "quantity": 7},
    {"district": "Gangnam", "product_id": "A", "date": "2025-03-03", "quantity": 2},
    {"district": "Gangnam", "product_id": "A", "date": "2025-03-02", "quantity": 100},
    {"district": "Gangnam", "product_id": "A", "date": "2025-03-06", "quantity": 100},
    {"district": "Jeju", "product_id": "A", "date": "2025-03-03", "quantity": 100},
]


def test_zones_are_the_districts_of_all_customers() -> None:
    """Jongno, known from an order alone, is no zone: orders are not known beforehand."""
    assert demand_zones(scenario()) == ("Gangnam", "Mapo")


def test_whole_forecasts_stand_as_they_are() -> None:
    """Every figure lands on its district, product and day; what is outside the horizon or map does not."""
    units = whole_units(forecast_quantity(scenario(demand_forecast=FORECAST)))
    expected = np.zeros((2, 2, 3), dtype=np.int64)
    expected[0, 0, 0] = 2
    expected[1, 1, 2] = 7
    np.testing.assert_array_equal(units, expected)
    assert units.dtype == np.int64


def test_without_forecast_nothing_is_expected() -> None:
    """Orders are no forecast: without the table, expected demand is zero."""
    np.testing.assert_array_equal(forecast_quantity(scenario()), np.zeros((2, 2, 3)))


def test_orders_do_not_change_the_expectation() -> None:
    """With and without orders the expectation is the same: no hindsight."""
    known = forecast_quantity(scenario(demand_forecast=FORECAST))
    blind = forecast_quantity(scenario(demand_forecast=FORECAST, orders=[], order_lines=[]))
    np.testing.assert_array_equal(known, blind)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([1.6, 2.3, 0.1], [2, 2, 0]),
        ([0.5, 0.5, 0.5], [1, 1, 0]),
        ([0.2, 0.2], [0, 0]),
        ([0.25, 0.25], [1, 0]),
        ([3.0, 0.0], [3, 0]),
        ([0.05] * 10, [1] + [0] * 9),
    ],
)
def test_largest_remainder_by_hand(shares: list[float], expected: list[int]) -> None:
    """The rounded total goes to the largest remainders, the first of equals first; half a unit counts."""
    found = largest_remainder(np.array(shares)[:, None])
    np.testing.assert_array_equal(found[:, 0], expected)


def test_a_slow_product_is_spread_over_days() -> None:
    """0.3 a day for ten days are three units, on days 1, 4 and 8, not all at once."""
    found = whole_units(np.full((1, 1, 10), 0.3))[0, 0]
    np.testing.assert_array_equal(found, [0, 1, 0, 0, 1, 0, 0, 0, 1, 0])


def test_a_district_a_hair_above_does_not_take_all() -> None:
    """Over ten days, 0.31 and 0.29 a day are three units each."""
    found = whole_units(np.array([[[0.31] * 10], [[0.29] * 10]]))
    np.testing.assert_array_equal(found.sum(axis=2)[:, 0], [3, 3])


def test_products_do_not_disturb_one_another() -> None:
    """A product's units are the same whatever the other products' forecast."""
    rng = np.random.default_rng(3)
    quantity = rng.uniform(0, 2, (4, 3, 5))
    alone = np.concatenate([whole_units(quantity[:, [p]]) for p in range(3)], axis=1)
    np.testing.assert_array_equal(whole_units(quantity), alone)
