"""Expected demand of the Seoul template, and who orders what and when, drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from optimizer.generate import catalogue, seoul

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Days on which orders are placed, and their shares of the orders (a Monday is a little stronger).
DAY_SHARES = np.array([0.52, 0.48])
CATEGORIES = tuple(catalogue.CATEGORIES)
CHANNELS = ("web", "app", "store", "phone")


@dataclass(frozen=True)
class Segment:
    """How the customers of a segment buy.

    Parameters
    ----------
    id
        Key of the settings' segments.
    share
        Share of all orders.
    categories
        Share of its lines per category, in the order of :data:`CATEGORIES`.
    channels
        Share of its orders per sales channel, in the order of :data:`CHANNELS`.
    lines
        Probability of drawing 1, 2, 3 products; equal ones become one line.
    units
        Units per draw and their probabilities.
    """

    id: str
    share: float
    categories: tuple[float, ...]
    channels: tuple[float, ...]
    lines: tuple[float, ...] = (0.5, 0.3, 0.2)
    units: tuple[tuple[int, float], ...] = ((1, 0.78), (2, 0.18), (3, 0.04))

    @property
    def mean_units(self) -> float:
        """Expected units per order."""
        draws = sum(number * chance for number, chance in enumerate(self.lines, start=1))
        return draws * sum(units * chance for units, chance in self.units)


_BULK = tuple((units, 1 / 9) for units in range(4, 13))

SEGMENTS = (
    Segment("value", 0.30, (0.15, 0.40, 0.27, 0.18), (0.42, 0.48, 0.08, 0.02)),
    Segment("busy", 0.27, (0.27, 0.23, 0.27, 0.23), (0.25, 0.70, 0.05, 0.00)),
    Segment("family", 0.25, (0.45, 0.35, 0.12, 0.08), (0.40, 0.50, 0.08, 0.02)),
    Segment("neighbour", 0.13, (0.32, 0.36, 0.22, 0.10), (0.15, 0.15, 0.45, 0.25)),
    Segment("office", 0.05, (0.0, 0.25, 0.0, 0.75), (0.45, 0.05, 0.0, 0.50), (0.6, 0.4), _BULK),
)

#: Relative number of orders per hour of the day, from midnight, per channel (a store sells while it is open).
_HOURS = {
    "web": (2, 1, 0, 0, 0, 0, 1, 2, 4, 7, 8, 8, 7, 7, 7, 7, 6, 5, 4, 4, 6, 7, 6, 4),
    "app": (3, 1, 1, 0, 0, 0, 1, 4, 6, 5, 5, 5, 7, 5, 4, 4, 4, 5, 6, 6, 8, 9, 8, 6),
    "store": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 6, 8, 8, 7, 7, 7, 8, 9, 8, 5, 2, 0, 0),
    "phone": (0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 9, 8, 4, 7, 8, 8, 7, 3, 0, 0, 0, 0, 0, 0),
}


@dataclass(frozen=True, eq=False)
class Expected:
    """Expected demand, from which orders are drawn.

    Parameters
    ----------
    orders
        Number of orders.
    district
        Probability of each district, in the order of :data:`~optimizer.generate.seoul.DISTRICTS`.
    product
        Probability of each product in a draw, one row per segment.
    """

    orders: int
    district: Floats
    product: Floats

    def units(self) -> Floats:
        """Compute the expected units, axes (segment, day, district, product)."""
        per_segment = np.array([self.orders * segment.share * segment.mean_units for segment in SEGMENTS])
        units: Floats = np.einsum(
            "s,t,d,sp->stdp", per_segment, DAY_SHARES, self.district, self.product, optimize=False
        )
        return units


def expected(orders: int) -> Expected:
    """Expect ``orders`` orders: districts by their adults, products by popularity."""
    adults = np.array([district.adults for district in seoul.DISTRICTS], dtype=np.float64)
    keys = np.array([CATEGORIES.index(key) for key in catalogue.category_keys()])
    popularity = np.array(catalogue.POPULARITY)
    within = popularity / np.bincount(keys, weights=popularity)[keys]
    product = np.array([np.array(segment.categories)[keys] * within for segment in SEGMENTS])
    return Expected(orders, adults / adults.sum(), product)


def forecast(demand: Expected, start: date) -> pd.DataFrame:
    """Table ``demand_forecast``: expected units per district, product and day."""
    quantity = demand.units().sum(axis=0)
    days, districts, count = quantity.shape
    dates = pd.date_range(start, periods=days)
    return pd.DataFrame(
        {
            "district": np.tile(np.repeat([d.name for d in seoul.DISTRICTS], count), days),
            "product_id": np.tile([p.id for p in catalogue.products()], days * districts),
            "date": np.repeat(dates.to_numpy().astype("datetime64[ns]"), districts * count),
            "quantity": quantity.round(3).ravel(),
        }
    )


@dataclass(frozen=True, eq=False)
class Drawn:
    """Orders drawn, one entry per order; indices into the constants of this module."""

    segment: Ints
    district: Ints
    channel: Ints
    placed: Ints
    """Minutes after the horizon's start."""


def draw(demand: Expected, rng: np.random.Generator) -> Drawn:
    """Draw who orders from where, by which channel and when, in the order of time."""
    count = demand.orders
    segment = rng.choice(len(SEGMENTS), count, p=[segment.share for segment in SEGMENTS])
    district = rng.choice(len(seoul.DISTRICTS), count, p=demand.district)
    day = rng.choice(len(DAY_SHARES), count, p=DAY_SHARES)
    channel = _draw_rows(np.array([s.channels for s in SEGMENTS]), segment, rng)
    weights = np.array([_HOURS[name] for name in CHANNELS], dtype=np.float64)
    hour = _draw_rows(weights / weights.sum(axis=1, keepdims=True), channel, rng)
    placed = (day * 24 + hour) * 60 + rng.integers(0, 60, count)
    order = np.argsort(placed, kind="stable")
    return Drawn(segment[order], district[order], channel[order], placed[order])


def _draw_rows(chances: Floats, rows: Ints, rng: np.random.Generator) -> Ints:
    """Draw a column of ``chances`` for each of ``rows``, all at once."""
    # rounding must not leave a chance for what comes after the last possible column
    last = chances.shape[1] - 1 - (chances[:, ::-1] > 0).argmax(axis=1)
    limits = np.where(np.arange(chances.shape[1]) >= last[:, None], 1.0, chances.cumsum(axis=1))[rows]
    drawn: Ints = (rng.random(len(rows))[:, None] >= limits).sum(axis=1)
    return drawn


def lines(demand: Expected, drawn: Drawn, rng: np.random.Generator) -> pd.DataFrame:
    """Draw table ``order_lines``; a product drawn twice for an order is one line."""
    draws = 1 + _draw_rows(_padded([segment.lines for segment in SEGMENTS]), drawn.segment, rng)
    order = np.repeat(np.arange(demand.orders), draws)
    segment = drawn.segment[order]
    product = _draw_rows(demand.product, segment, rng)
    chances = _padded([tuple(chance for _, chance in s.units) for s in SEGMENTS])
    first = np.array([s.units[0][0] for s in SEGMENTS])
    quantity = first[segment] + _draw_rows(chances, segment, rng)
    table = pd.DataFrame({"order": order, "product": product, "quantity": quantity})
    table = table.groupby(["order", "product"])["quantity"].sum().reset_index()
    ids = np.array([product.id for product in catalogue.products()], dtype=object)
    return pd.DataFrame(
        {
            "order_id": order_ids(demand.orders)[table["order"].to_numpy()],
            "line": (table.groupby("order").cumcount() + 1).astype(str),
            "product_id": ids[table["product"].to_numpy()],
            "quantity": table["quantity"].astype("int64"),
        }
    )


def order_ids(orders: int) -> npt.NDArray[np.object_]:
    """Ids ``O00001`` and on, in the order of time."""
    return np.array([f"O{number:05d}" for number in range(1, orders + 1)], dtype=object)


def _padded(rows: list[tuple[float, ...]]) -> Floats:
    table = np.zeros((len(rows), max(map(len, rows))))
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table
