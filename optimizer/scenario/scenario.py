"""A loaded scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import pandas as pd

    from optimizer.core.errors import Finding
    from optimizer.scenario.rows import CarrierRate, LaneRow, Product, Site, VehicleTypeRow
    from optimizer.scenario.settings import Settings


@dataclass(frozen=True, eq=False)
class Scenario:
    """Settings and tables, parsed and checked, defaults filled in.

    Small tables are tuples of row models in file order. Large tables are data frames with every column of
    their row model, in its order, and a fresh integer index: ids and texts are ``str`` (``None`` where an
    optional id is empty), counts ``int64``, amounts ``float64`` (``NaN`` where optional and empty), dates
    ``datetime64[ns]`` at midnight without zone (``NaT`` where empty), instants ``datetime64[ns, UTC]``.

    Parameters
    ----------
    settings
        ``scenario.yaml``.
    sites, products, vehicle_types, lanes, carrier_rates
        Row models; empty where the table is absent.
    stock, demand_forecast, customers, orders, order_lines, matrix
        Data frames; without rows where the table is absent.
    warnings
        Findings that do not stop the planner.
    """

    settings: Settings
    sites: tuple[Site, ...]
    products: tuple[Product, ...]
    vehicle_types: tuple[VehicleTypeRow, ...]
    lanes: tuple[LaneRow, ...]
    carrier_rates: tuple[CarrierRate, ...]
    stock: pd.DataFrame
    demand_forecast: pd.DataFrame
    customers: pd.DataFrame
    orders: pd.DataFrame
    order_lines: pd.DataFrame
    matrix: pd.DataFrame
    warnings: tuple[Finding, ...] = ()

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied."""
        return replace(self, **changes)
