"""A loaded scenario."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from optimizer.core.errors import Finding
    from optimizer.scenario.rows import CarrierRate, LaneRow, Product, Site, VehicleTypeRow
    from optimizer.scenario.settings import Settings


class Origin(NamedTuple):
    """Where the rows of a table were read, so that later findings name the row that the planner sees.

    Parameters
    ----------
    file
        File relative to the scenario folder.
    rows
        Spreadsheet row of each table row, shape (rows,); the header is row 1.
    """

    file: str
    rows: npt.NDArray[np.int64]


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
    origins
        Where each table was read; empty for a scenario that was not read from files.
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
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied."""
        return replace(self, **changes)
