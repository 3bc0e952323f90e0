"""Where everything is: sites, customers, and orders with an address of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimizer.scenario.scenario import Scenario

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Places:
    """All places of a scenario.

    Parameters
    ----------
    ids
        ``<site id>``, ``customer:<id>`` or ``order:<id>``, unique.
    lat, lon
        Degrees (WGS 84), shape (n,).

    Raises
    ------
    ValueError
        If the lengths differ or an id occurs twice.
    """

    ids: tuple[str, ...]
    lat: FloatArray
    lon: FloatArray

    def __post_init__(self) -> None:
        if not len(self.ids) == len(self.lat) == len(self.lon):
            msg = f"{len(self.ids)} ids, {len(self.lat)} latitudes and {len(self.lon)} longitudes"
            raise ValueError(msg)
        if len(self._index) < len(self.ids):
            repeated = sorted({name for name in self.ids if self.ids.count(name) > 1})
            msg = f"place ids occur more than once: {', '.join(repeated)}"
            raise ValueError(msg)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name: position for position, name in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def index(self, ids: Sequence[str]) -> IntArray:
        """Positions of ``ids`` in :attr:`ids`, shape (len(ids),).

        Raises
        ------
        KeyError
            If an id is no place of the scenario.
        """
        lookup = self._index
        return np.fromiter((lookup[name] for name in ids), dtype=np.int64, count=len(ids))


def places(scenario: Scenario) -> Places:
    """All sites, the customers at whose address an order is delivered, and orders' own addresses.

    In this order, each in the order of its table.
    """
    orders, customers = scenario.orders, scenario.customers
    own = _own_address(orders)
    visited = customers[customers["id"].isin(orders["customer_id"][~own])]
    apart = orders[own]
    ids = [site.id for site in scenario.sites]
    ids += [f"customer:{name}" for name in visited["id"]]
    ids += [f"order:{name}" for name in apart["id"]]
    return Places(tuple(ids), *(_coordinates(scenario, visited, apart, axis) for axis in ("lat", "lon")))


def order_places(scenario: Scenario) -> tuple[str, ...]:
    """Place id of each order's address, in the order of ``scenario.orders``."""
    orders = scenario.orders
    columns = zip(orders["id"], orders["customer_id"], _own_address(orders), strict=True)
    return tuple(f"order:{order}" if own else f"customer:{customer}" for order, customer, own in columns)


def order_districts(scenario: Scenario) -> tuple[str, ...]:
    """District of each order's address, in the order of ``scenario.orders``: its own or its customer's.

    Raises
    ------
    KeyError
        If an order's customer is not in the scenario.
    """
    customers, orders = scenario.customers, scenario.orders
    home = dict(zip(customers["id"], customers["district"], strict=True))
    columns = zip(orders["customer_id"], orders["district"], orders["district"].notna(), strict=True)
    return tuple(district if given else home[customer] for customer, district, given in columns)


def _own_address(orders: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether each order has a position of its own, shape (orders,)."""
    return np.asarray(orders["lat"].notna() & orders["lon"].notna(), dtype=bool)


def _coordinates(scenario: Scenario, visited: pd.DataFrame, apart: pd.DataFrame, axis: str) -> FloatArray:
    sites = np.array([getattr(site, axis) for site in scenario.sites], dtype=np.float64)
    tables = [np.asarray(table[axis], dtype=np.float64) for table in (visited, apart)]
    return np.concatenate([sites, *tables])
