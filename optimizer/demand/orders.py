"""The order book: orders, their lines and the products, as arrays."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.core.units import scale_array
from optimizer.network.places import order_districts, order_places
from optimizer.scenario.base import Temperature
from optimizer.scenario.rows import Product
from optimizer.scenario.scenario import Scenario

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

#: Stands for "no window" among instants.
NO_INSTANT = -1


@dataclass(frozen=True, eq=False)
class ProductArrays:
    """Products of a scenario in the order of their table; all arrays of shape (P,).

    Parameters
    ----------
    ids
        The planner's ids.
    weight_kg, volume_l
        Of a unit.
    weight_g, volume_ml
        Of a unit, rounded up to whole grams and millilitres.
    value, margin
        Of a unit, major unit of the currency.
    return_rate
        Expected share of units returned.
    temperature
        Position of the temperature class in :class:`~optimizer.scenario.base.Temperature`.
    """

    ids: tuple[str, ...]
    weight_kg: FloatArray
    volume_l: FloatArray
    weight_g: IntArray
    volume_ml: IntArray
    value: FloatArray
    margin: FloatArray
    return_rate: FloatArray
    temperature: IntArray

    @cached_property
    def index(self) -> dict[str, int]:
        """Position by id."""
        return {name: position for position, name in enumerate(self.ids)}


@dataclass(frozen=True, eq=False)
class OrderLines:
    """Lines of all orders, by order and within an order as in the file; all of length L.

    Parameters
    ----------
    order
        Position of the order in the book, ascending.
    id
        Id of the line, unique within its order.
    product
        Position of the product in :class:`ProductArrays`.
    quantity
        Units ordered.
    """

    order: IntArray
    id: tuple[str, ...]
    product: IntArray
    quantity: IntArray


@dataclass(frozen=True, eq=False)
class OrderBook:
    """Orders in the order of arrival: by ``placed_at``, then by id; all of length N.

    Parameters
    ----------
    ids, customer, segment, sales_channel
        Ids.
    district, place
        District and place id of the delivery address: the order's own where given, else the customer's.
    placed_at
        Seconds since 1970-01-01 UTC, fractions cut off.
    requested_option, requested_point
        Ids, None where nothing is requested.
    window_start, window_end
        Requested window in seconds since 1970-01-01 UTC, :data:`NO_INSTANT` where there is none.
    units
        Units over all lines.
    value, margin
        Over all lines, major unit of the currency.
    weight_kg, volume_l
        Over all lines.
    unserved_cost
        Cost of not serving the order at all: its own, else its margin plus the policy's penalty.
    line_start
        Lines of order i are ``line_start[i]`` up to, without, ``line_start[i + 1]``; shape (N + 1,).
    lines
        The lines.
    products
        The products.
    """

    ids: tuple[str, ...]
    customer: tuple[str, ...]
    segment: tuple[str, ...]
    district: tuple[str, ...]
    place: tuple[str, ...]
    placed_at: IntArray
    sales_channel: tuple[str, ...]
    requested_option: tuple[str | None, ...]
    requested_point: tuple[str | None, ...]
    window_start: IntArray
    window_end: IntArray
    units: IntArray
    value: FloatArray
    margin: FloatArray
    weight_kg: FloatArray
    volume_l: FloatArray
    unserved_cost: FloatArray
    line_start: IntArray
    lines: OrderLines
    products: ProductArrays

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def index(self) -> dict[str, int]:
        """Position by id."""
        return {name: position for position, name in enumerate(self.ids)}


def order_book(scenario: Scenario) -> OrderBook:
    """Build the order book of ``scenario``, under its settings' penalty for unserved orders.

    Raises
    ------
    KeyError
        If an order names an unknown customer, or a line an unknown order or product.
    """
    products = product_arrays(scenario.products)
    table = scenario.orders.assign(
        place=np.array(order_places(scenario), dtype=object),
        address_district=np.array(order_districts(scenario), dtype=object),
    ).sort_values(["placed_at", "id"], kind="stable")
    lines = _order_lines(scenario.order_lines, table, products)
    count = len(table)

    def total(per_unit: FloatArray) -> FloatArray:
        weights = lines.quantity * per_unit[lines.product]
        return np.bincount(lines.order, weights, minlength=count).astype(np.float64)

    margin = total(products.margin)
    penalty = scenario.settings.policies.unserved.penalty_per_order
    own_cost = table["unserved_cost"].to_numpy(np.float64)
    segments = dict(zip(scenario.customers["id"], scenario.customers["segment"], strict=True))
    return OrderBook(
        ids=tuple(table["id"]),
        customer=tuple(table["customer_id"]),
        segment=tuple(segments[name] for name in table["customer_id"]),
        district=tuple(table["address_district"]),
        place=tuple(table["place"]),
        placed_at=_epoch_seconds(table["placed_at"]),
        sales_channel=tuple(table["sales_channel"]),
        requested_option=_optional(table["requested_option"]),
        requested_point=_optional(table["requested_point"]),
        window_start=_epoch_seconds(table["window_start"]),
        window_end=_epoch_seconds(table["window_end"]),
        units=scale_array(total(np.ones(len(products.ids)))),
        value=total(products.value),
        margin=margin,
        weight_kg=total(products.weight_kg),
        volume_l=total(products.volume_l),
        unserved_cost=np.where(np.isnan(own_cost), margin + penalty, own_cost),
        line_start=np.searchsorted(lines.order, np.arange(count + 1)).astype(np.int64),
        lines=lines,
        products=products,
    )


def product_arrays(products: Iterable[Product]) -> ProductArrays:
    """Put the products' figures into arrays."""
    known = tuple(products)

    def column(name: str) -> FloatArray:
        return np.array([getattr(product, name) for product in known], dtype=np.float64)

    classes = list(Temperature)
    return ProductArrays(
        ids=tuple(product.id for product in known),
        weight_kg=column("weight_kg"),
        volume_l=column("volume_l"),
        weight_g=round_up_thousandths(column("weight_kg")),
        volume_ml=round_up_thousandths(column("volume_l")),
        value=column("value_per_unit"),
        margin=column("margin_per_unit"),
        return_rate=column("return_rate"),
        temperature=np.array([classes.index(product.temperature) for product in known], dtype=np.int64),
    )


def round_up_thousandths(values: FloatArray) -> IntArray:
    """Thousandths of ``values``, rounded up: kilograms to grams, litres to millilitres.

    Examples
    --------
    >>> round_up_thousandths(np.array([0.29, 1.0001]))
    array([ 290, 1001])
    """
    # 0.57 * 1000 is a hair above 570 in binary; six digits are far below any scale
    return scale_array(np.ceil(np.round(values * 1000, 6)))


def _order_lines(table: pd.DataFrame, orders: pd.DataFrame, products: ProductArrays) -> OrderLines:
    order = _positions(orders["id"], table["order_id"])
    product = _positions(pd.Series(products.ids, dtype=object), table["product_id"])
    by_order = np.argsort(order, kind="stable")
    return OrderLines(
        order=order[by_order],
        id=tuple(table["line"].to_numpy(object)[by_order]),
        product=product[by_order],
        quantity=table["quantity"].to_numpy(np.int64)[by_order],
    )


def _positions(known: pd.Series, names: pd.Series) -> IntArray:
    """Position of each of ``names`` in ``known``."""
    found: IntArray = pd.Index(known).get_indexer(pd.Index(names)).astype(np.int64)
    if (found < 0).any():
        msg = f"{names.name} names the unknown {names[found < 0].iloc[0]!r}"
        raise KeyError(msg)
    return found


def _epoch_seconds(instants: pd.Series) -> IntArray:
    utc = instants.dt.tz_convert("UTC").dt.tz_localize(None)
    seconds = utc.to_numpy("datetime64[ns]").astype("datetime64[s]")
    known: IntArray = np.where(np.isnat(seconds), NO_INSTANT, seconds.astype(np.int64))
    return known


def _optional(names: pd.Series) -> tuple[str | None, ...]:
    return tuple(name if given else None for name, given in zip(names, names.notna(), strict=True))
