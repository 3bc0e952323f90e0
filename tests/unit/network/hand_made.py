"""Scenarios built by hand, without files: three sites, three customers, four orders."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from optimizer.scenario.rows import TABLES, LaneRow, Product, Site
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Settings

Row = dict[str, Any]

SETTINGS: Row = {
    "format": 1,
    "name": "hand-made",
    "currency": "KRW",
    "zone": "Asia/Seoul",
    "horizon": {"start": "2025-03-03", "days": 3},
    "network": {"circuity": 1.25, "speeds_kmh": {"van": 36.0, "bike": 18.0}},
    "options": [
        {
            "id": "van",
            "source_kinds": ["warehouse"],
            "hand_over": "home",
            "transport": "parcel",
            "carrier": "c",
        }
        | {"departures": [{"at": "18:00"}]}
    ],
    "segments": {"value": {"accepts": ["home"]}},
    "policies": {"unserved": {"penalty_per_order": 5000}},
    "strategies": {"only": {"options": ["van"]}},
}
SITES: list[Row] = [
    {"id": "WH", "kind": "warehouse", "lat": 37.50, "lon": 127.00, "district": "Gangnam"},
    {"id": "S1", "kind": "store", "lat": 37.55, "lon": 127.05},
    {"id": "SUP", "kind": "supplier", "lat": 36.80, "lon": 127.10},
]
PRODUCTS: list[Row] = [
    {"id": "A", "weight_kg": 0.2501, "volume_l": 1.2, "value_per_unit": 10000, "margin_per_unit": 3000},
    {"id": "B", "weight_kg": 2.0, "volume_l": 0.0005, "value_per_unit": 40000, "margin_per_unit": 9000}
    | {"temperature": "frozen", "return_rate": 0.1},
]
CUSTOMERS: list[Row] = [
    {"id": "idle", "segment": "value", "district": "Mapo", "lat": 37.60, "lon": 126.90},
    {"id": "kim", "segment": "value", "district": "Mapo", "lat": 37.56, "lon": 126.92},
    {"id": "lee", "segment": "bulk", "district": "Gangnam", "lat": 37.51, "lon": 127.04},
]
ORDERS: list[Row] = [
    {"id": "o3", "customer_id": "kim", "placed_at": "2025-03-03T12:00:00+09:00", "sales_channel": "web"},
    {"id": "o2", "customer_id": "kim", "placed_at": "2025-03-03T02:00:00+00:00", "sales_channel": "app"}
    | {"district": "Jongno", "lat": 37.57, "lon": 126.98, "unserved_cost": 123.5},
    {"id": "o1", "customer_id": "lee", "placed_at": "2025-03-03T12:00:00+09:00", "sales_channel": "store"}
    | {"requested_option": "van", "requested_point": "S1"},
    {"id": "o4", "customer_id": "lee", "placed_at": "2025-03-04T09:30:00+09:00", "sales_channel": "web"}
    | {"window_start": "2025-03-05T10:00:00+09:00", "window_end": "2025-03-05T12:00:00+09:00"},
]
LINES: list[Row] = [
    {"order_id": "o1", "line": "1", "product_id": "B", "quantity": 1},
    {"order_id": "o2", "line": "x", "product_id": "A", "quantity": 4},
    {"order_id": "o1", "line": "2", "product_id": "A", "quantity": 2},
    {"order_id": "o4", "line": "1", "product_id": "A", "quantity": 1},
    {"order_id": "o3", "line": "1", "product_id": "B", "quantity": 3},
    {"order_id": "o2", "line": "a", "product_id": "B", "quantity": 1},
]

#: Columns of the large tables that are not text.
KINDS: dict[str, str] = {
    **dict.fromkeys(("on_hand", "protected", "receipt"), "int64"),
    **dict.fromkeys(("lat", "lon", "unserved_cost", "distance_m", "duration_s"), "float64"),
    "date": "datetime64[ns]",
    **dict.fromkeys(("placed_at", "window_start", "window_end"), "datetime64[ns, UTC]"),
}


def frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Make the data frame that a loader makes of ``rows``: every column of the row model, typed."""
    model = TABLES[table][0]
    columns: dict[str, list[Any]] = {name: [] for name in model.model_fields}
    for row in rows:
        dumped = model.model_validate(row).model_dump()
        for name, values in columns.items():
            values.append(dumped[name])
    series = {}
    for name, values in columns.items():
        kind = KINDS.get(name, "object")
        if name == "quantity":
            kind = "float64" if table == "demand_forecast" else "int64"
        utc = kind.endswith("UTC]")
        made = pd.to_datetime(pd.Series(values, dtype=object), utc=utc) if "datetime" in kind else None
        series[name] = pd.Series(values if made is None else made, dtype=kind)
    return pd.DataFrame(series)


def settings(**changes: object) -> Settings:
    """Return the settings with some top-level blocks replaced."""
    return Settings.model_validate(SETTINGS | changes)


def scenario(**tables: Any) -> Scenario:  # noqa: ANN401 (rows by table name, or settings)
    """Return the scenario with tables replaced by the rows given, and ``settings`` by the settings given."""
    known: dict[str, list[Row]] = {"sites": SITES, "products": PRODUCTS, "customers": CUSTOMERS}
    known |= {"orders": ORDERS, "order_lines": LINES}
    rows = {name: tables.get(name, known.get(name, [])) for name in TABLES}
    return Scenario(
        settings=tables.get("settings", settings()),
        sites=tuple(Site.model_validate(row) for row in rows["sites"]),
        products=tuple(Product.model_validate(row) for row in rows["products"]),
        vehicle_types=(),
        lanes=tuple(LaneRow.model_validate(row) for row in rows["lanes"]),
        carrier_rates=(),
        stock=frame("stock", rows["stock"]),
        demand_forecast=frame("demand_forecast", rows["demand_forecast"]),
        customers=frame("customers", rows["customers"]),
        orders=frame("orders", rows["orders"]),
        order_lines=frame("order_lines", rows["order_lines"]),
        matrix=frame("matrix", rows["matrix"]),
    )
