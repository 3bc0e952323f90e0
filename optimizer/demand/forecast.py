"""Expected demand by district, product and day: what is known before any order is placed."""

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.core.units import scale_array
from optimizer.scenario.scenario import Scenario

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

#: Digits at which sums of fractions are read, so that ten times 0.05 is a half however it is added.
DIGITS = 9


def demand_zones(scenario: Scenario) -> tuple[str, ...]:
    """Districts of the customers, whether they order or not, sorted."""
    return tuple(sorted(set(scenario.customers["district"])))


def forecast_quantity(scenario: Scenario) -> FloatArray:
    """Forecast of the horizon as given, fractions and all; zeros without a forecast table.

    Realised orders are never looked at, so that no stock is placed in hindsight. Days outside the horizon, and
    products and districts unknown to the scenario, are left out.

    Returns
    -------
    numpy.ndarray
        Expected units by :func:`demand_zones`, product and day, shape (Z, P, D).
    """
    zones = demand_zones(scenario)
    forecast, horizon = scenario.demand_forecast, scenario.settings.horizon
    products = [product.id for product in scenario.products]
    zone = pd.Index(zones, dtype=object).get_indexer(pd.Index(forecast["district"]))
    product = pd.Index(products, dtype=object).get_indexer(pd.Index(forecast["product_id"]))
    day = _day(forecast["date"], horizon.start)
    used = (zone >= 0) & (product >= 0) & (day >= 0) & (day < horizon.days)
    quantity = np.zeros((len(zones), len(products), horizon.days))
    given = forecast["quantity"].to_numpy(np.float64)[used]
    np.add.at(quantity, (zone[used], product[used], day[used]), given)
    return quantity


def whole_units(quantity: FloatArray) -> IntArray:
    """Make expected demand whole, keeping each product's total.

    A product's total is rounded, halves up. It is shared over the districts by largest remainder, ties
    going to the first district. A district's whole total is spread over its days as the forecast runs: up to
    each day, the rounded share of the forecast so far. (Largest remainder over districts and days at once
    would put a slow product's few units all on the days and districts that are a hair above the rest.)

    Parameters
    ----------
    quantity
        Expected units, shape (Z, P, D), not negative.

    Returns
    -------
    numpy.ndarray
        Shape (Z, P, D), int64; already whole quantities are unchanged.
    """
    expected = quantity.sum(axis=2)
    totals = largest_remainder(expected)
    share = np.divide(totals, expected, out=np.zeros_like(expected), where=expected > 0)
    so_far = np.cumsum(quantity, axis=2) * share[:, :, None]
    return np.diff(scale_array(np.round(so_far, DIGITS)), axis=2, prepend=0)


def largest_remainder(shares: FloatArray) -> IntArray:
    """Round each column to whole numbers that add up to its rounded sum.

    Every entry is rounded down, and the units that are then lacking go one each to the entries of largest
    remainder, the first of equals first.

    Parameters
    ----------
    shares
        Not negative, shape (n, columns).

    Returns
    -------
    numpy.ndarray
        Same shape, int64; each entry is its share rounded down or up.

    References
    ----------
    M. L. Balinski, H. P. Young (1982), Fair Representation, the method of Hamilton.
    """
    floors = np.floor(np.round(shares, DIGITS))
    lacking = scale_array(np.round(shares.sum(axis=0), DIGITS)) - scale_array(floors.sum(axis=0))
    remainders = np.round(shares - floors, DIGITS)
    order = np.argsort(-remainders, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(shares))[:, None], axis=0)
    return scale_array(floors) + (rank < lacking)


def _day(dates: pd.Series, start: dt.date) -> IntArray:
    """Days since the start of the horizon."""
    midnight = dates.to_numpy("datetime64[ns]").astype("datetime64[D]")
    return (midnight - np.datetime64(start, "D")).astype(np.int64)
