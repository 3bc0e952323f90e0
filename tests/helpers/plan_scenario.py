"""A small scenario with every kind of option, made by hand; its plan is in :mod:`tests.helpers.plans`.

Monday 3 to Wednesday 5 March 2025 in Seoul, in euro. Warehouse W, store S, locker K, partner P, supplier SUP.
All orders are placed on Monday:

======  =====  ==========  ==========================================================================
order   at     goods       served
======  =====  ==========  ==========================================================================
O1      09:00  2 A         parcel from W at 17:00, there on Tuesday 18:00
O2      09:30  1 A, 2 B    van from W, stop 1, 16:40 to 16:45
O3      10:00  1 B         van from W, stop 2, waits for the window 17:00 to 18:00, done 17:05
O4      11:00  1 A         collected at S from 11:30
O5      12:00  3 A         by linehaul W 18:00 to locker K, there from 20:00
O6      15:00  1 B         carried out of S
O7      10:00  2 A         parcel from partner P at 16:00, there on Tuesday 18:00, 8 hours after the promise
O8      19:00  4 A         not served
======  =====  ==========  ==========================================================================

Five A move from SUP to W overnight and two B from W to S. A weighs 2 kg, B half a kilogram.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pandas as pd

from optimizer.scenario.base import Model
from optimizer.scenario.rows import TABLES
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.settings import Settings

ZONE = ZoneInfo("Asia/Seoul")
SITES_IN_USE = ("SUP", "W", "S", "K", "P")
ROUTE = "W/2025-03-03@evening/1"
EVENING = "2025-03-03@evening"
_MODELS = ("sites", "products", "vehicle_types", "lanes", "carrier_rates")

#: Metres and seconds between the places of the route.
LEGS = (
    ("W", "customer:C2", 4000, 600),
    ("customer:C2", "W", 4100, 610),
    ("customer:C2", "order:O3", 3000, 400),
    ("order:O3", "customer:C2", 3100, 410),
    ("order:O3", "W", 5000, 700),
    ("W", "order:O3", 5100, 710),
)


def instant(text: str) -> int:
    """Seconds since 1970 of a local time, written ``DDTHH:MM[:SS]`` in March 2025."""
    return int(dt.datetime.fromisoformat(f"2025-03-{text}").replace(tzinfo=ZONE).timestamp())


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make the data frame of a table as a loaded scenario holds it, from cells as the planner writes them."""
    model = TABLES[table][0]
    parsed = [model.model_validate(row).model_dump() for row in rows]
    columns = {
        name: _column([row[name] for row in parsed], field.annotation)
        for name, field in model.model_fields.items()
    }
    return pd.DataFrame(columns)


def _column(cells: list[Any], annotation: Any) -> "pd.Series[Any]":  # noqa: ANN401
    kinds = _leaves(annotation)
    if dt.datetime in kinds:
        return pd.Series([_zoned(cell) for cell in cells], dtype="datetime64[ns, UTC]")
    if dt.date in kinds:
        return pd.Series(pd.to_datetime(cells)).astype("datetime64[ns]")
    dtype = "object" if str in kinds else "float64" if float in kinds else "int64"
    return pd.Series(cells, dtype=dtype)


def _leaves(annotation: Any) -> set[Any]:  # noqa: ANN401
    """Plain types an annotation is made of, without what ``Annotated`` and ``| None`` add."""
    parts = get_args(annotation)
    return (
        set().union(*(_leaves(part) for part in parts if isinstance(part, type) or get_args(part)))
        if parts
        else {annotation}
    )


def _zoned(cell: dt.datetime | None) -> dt.datetime | None:
    if cell is None:
        return None
    return (cell if cell.tzinfo else cell.replace(tzinfo=ZONE)).astimezone(dt.UTC)


def _settings() -> Settings:
    delivered = {"hand_over": "home", "temperatures": ["ambient"]}
    return Settings.model_validate(
        {
            "format": 1,
            "name": "hand-made",
            "currency": "EUR",
            "zone": "Asia/Seoul",
            "horizon": {"start": "2025-03-03", "days": 3},
            "network": {"method": "matrix", "circuity": 1.0, "speeds_kmh": {"van": 36.0}},
            "zones": {"metro": ["north"]},
            "waves": {"evening": {"departs": "16:00", "back_by": "21:00"}},
            "segments": {
                "people": {"accepts": ["home", "store", "locker", "carry_out"], "collect_max_km": 5}
            },
            "options": [
                {
                    "id": "parcel",
                    "source_kinds": ["warehouse"],
                    **delivered,
                    "transport": "parcel",
                    "carrier": "post",
                    "departures": [{"at": "17:00", "order_by": "15:00"}],
                    "promise": {"days": 2, "by": "20:00"},
                    "extra_cost_per_order": 0.4,
                },
                {
                    "id": "dropship",
                    "source_kinds": ["partner"],
                    **delivered,
                    "transport": "parcel",
                    "carrier": "fast",
                    "departures": [{"at": "16:00", "order_by": "12:00"}],
                    "promise": {"hours": 24},
                    "late_cost_per_hour": 1.5,
                },
                {
                    "id": "van",
                    "source_kinds": ["warehouse"],
                    "hand_over": "home",
                    "transport": "own_van",
                    "temperatures": ["ambient", "chilled"],
                    "waves": [{"wave": "evening", "order_by": "14:00"}],
                    "service_min": 5,
                    "promise": {"hours": 24},
                    "max_distance_km": 10,
                },
                {"id": "collect", "source_kinds": ["store"], "hand_over": "store"},
                {
                    "id": "locker",
                    "source_kinds": ["warehouse"],
                    "hand_over": "locker",
                    "transport": "linehaul",
                },
                {
                    "id": "carry",
                    "source_kinds": ["store"],
                    "hand_over": "carry_out",
                    "temperatures": ["ambient", "chilled"],
                },
            ],
            "policies": {
                "returns": {
                    "cost_per_unit": 0.9,
                    "cost_per_unit_by_hand_over": {"store": 0.3},
                    "customer_pays_share": 0.5,
                },
                "unserved": {"penalty_per_order": 3},
                "co2_price_per_t": 1000,
            },
            "strategies": {"all": {"options": ["parcel", "dropship", "van", "collect", "locker", "carry"]}},
        }
    )


CELLS: dict[str, list[dict[str, Any]]] = {
    "sites": [
        {"id": "SUP", "kind": "supplier", "lat": 36.0, "lon": 127.0},
        {
            "id": "W",
            "kind": "warehouse",
            "lat": 37.5,
            "lon": 127.0,
            "opens": "08:00",
            "closes": "20:00",
            "cut_off": "18:00",
            "handling_time_min": 60,
            "handling_cost_per_order": 1,
            "handling_cost_per_unit": 0.25,
            "throughput_units_per_day": 100,
            "fixed_cost_per_day": 10,
        },
        {
            "id": "S",
            "kind": "store",
            "lat": 37.52,
            "lon": 127.0,
            "opens": "10:00",
            "closes": "20:00",
            "closed_days": "sun",
            "handling_time_min": 30,
            "handling_cost_per_order": 0.5,
            "handling_cost_per_unit": 0.1,
            "pickup_cost_per_order": 0.5,
            "fixed_cost_per_day": 2,
        },
        {
            "id": "K",
            "kind": "locker",
            "lat": 37.51,
            "lon": 127.01,
            "pickup_cost_per_order": 0.3,
            "pickup_orders_per_day": 5,
            "fixed_cost_per_day": 1,
        },
        {
            "id": "P",
            "kind": "partner",
            "lat": 37.4,
            "lon": 127.0,
            "opens": "09:00",
            "closes": "18:00",
            "commission_rate": 0.1,
        },
    ],
    "products": [
        {
            "id": "A",
            "weight_kg": 2,
            "volume_l": 4,
            "value_per_unit": 20,
            "margin_per_unit": 8,
            "holding_rate_per_year": 0.365,
            "return_rate": 0.1,
        },
        {
            "id": "B",
            "weight_kg": 0.5,
            "volume_l": 1,
            "value_per_unit": 10,
            "margin_per_unit": 4,
            "holding_rate_per_year": 0.365,
            "temperature": "chilled",
        },
    ],
    "vehicle_types": [
        {
            "id": "V",
            "home_site": "W",
            "count": 1,
            "capacity_kg": 30,
            "capacity_l": 60,
            "max_stops": 3,
            "fixed_cost": 20,
            "cost_per_km": 0.5,
            "cost_per_h": 12,
            "shift_start": "12:00",
            "shift_end": "22:00",
            "max_distance_km": 100,
            "temperatures": "ambient|chilled",
            "co2_g_per_km": 200,
        }
    ],
    "lanes": [
        {
            "id": "L1",
            "from_site": "SUP",
            "to_site": "W",
            "cost_per_unit": 0.2,
            "cost_per_kg": 0.01,
            "cost_per_truck": 30,
            "departs": "22:00",
            "transit_h": 8,
            "co2_g_per_kg": 10,
        },
        {
            "id": "L2",
            "from_site": "W",
            "to_site": "K",
            "cost_per_unit": 0.1,
            "cost_per_kg": 0.05,
            "cost_per_truck": 5,
            "truck_kg": 4,
            "trucks": 2,
            "departs": "18:00",
            "transit_h": 2,
            "co2_g_per_kg": 5,
        },
        {
            "id": "L3",
            "from_site": "W",
            "to_site": "S",
            "cost_per_unit": 0.3,
            "departs": "12:00",
            "transit_h": 1,
        },
    ],
    "carrier_rates": [
        {"carrier": "post", "zone": "*", "max_weight_kg": 20, "price": 9},
        {"carrier": "post", "zone": "metro", "max_weight_kg": 20, "price": 6},
        {"carrier": "post", "zone": "metro", "max_weight_kg": 5, "price": 3, "surcharge": 0.5, "co2_g": 500},
        {"carrier": "fast", "max_weight_kg": 10, "price": 4, "no_service_days": "sun"},
    ],
    "stock": [
        {"site_id": "W", "product_id": "A", "on_hand": 10, "protected": 2},
        {"site_id": "W", "product_id": "B", "on_hand": 6},
        {"site_id": "S", "product_id": "A", "on_hand": 5, "protected": 1},
        {"site_id": "S", "product_id": "B", "on_hand": 3},
        {"site_id": "P", "product_id": "A", "on_hand": 4},
        {"site_id": "W", "product_id": "A", "date": "2025-03-04", "receipt": 3},
    ],
    "demand_forecast": [],
    "customers": [
        {
            "id": f"C{number}",
            "segment": "people",
            "district": "north",
            "lat": 37.52,
            "lon": 127.0 + number / 1000,
        }
        for number in range(1, 9)
    ],
    "orders": [
        {
            "id": f"O{number}",
            "customer_id": f"C{number}",
            "placed_at": f"2025-03-03T{at}",
            "sales_channel": "web",
        }
        for number, at in enumerate(
            ("09:00", "09:30", "10:00", "11:00", "12:00", "15:00", "10:00", "19:00"), start=1
        )
    ],
    "order_lines": [
        {"order_id": order, "line": line, "product_id": product, "quantity": quantity}
        for order, line, product, quantity in (
            ("O1", "1", "A", 2),
            ("O2", "1", "A", 1),
            ("O2", "2", "B", 2),
            ("O3", "1", "B", 1),
            ("O4", "1", "A", 1),
            ("O5", "1", "A", 3),
            ("O6", "1", "B", 1),
            ("O7", "1", "A", 2),
            ("O8", "1", "A", 4),
        )
    ],
    "matrix": [
        {"from_id": start, "to_id": end, "distance_m": metres, "duration_s": seconds}
        for start, end, metres, seconds in (
            *LEGS,
            ("S", "customer:C4", 2000, 300),
            ("K", "customer:C5", 1500, 200),
        )
    ],
}
CELLS["orders"][2] |= {
    "lat": 37.53,
    "lon": 127.03,
    "window_start": "2025-03-03T17:00",
    "window_end": "2025-03-03T18:00",
}
CELLS["orders"][5]["requested_point"] = "S"


def hand_made_scenario() -> Scenario:
    """Return the scenario described above."""
    tables: dict[str, Any] = {
        name: tuple(TABLES[name][0].model_validate(row) for row in rows)
        if name in _MODELS
        else frame(name, rows)
        for name, rows in CELLS.items()
    }
    return Scenario(settings=_settings(), **tables)


def with_row(scenario: Scenario, table: str, row_id: str, **cells: Any) -> Scenario:  # noqa: ANN401
    """Return the scenario with some cells of one row changed, as the planner would write them."""
    held = getattr(scenario, table)
    if isinstance(held, tuple):
        rows = tuple(_changed(row, cells) if row.id == row_id else row for row in held)
        return scenario.replace(**{table: rows})
    rows_of = [{**row, **cells} if row["id"] == row_id else row for row in CELLS[table]]
    return scenario.replace(**{table: frame(table, rows_of)})


def with_cells(scenario: Scenario, table: str, number: int, **cells: Any) -> Scenario:  # noqa: ANN401
    """Return the scenario with some cells of the row ``number`` (from 0) of a data frame changed."""
    rows = [{**row, **cells} if at == number else row for at, row in enumerate(CELLS[table])]
    return scenario.replace(**{table: frame(table, rows)})


def with_settings(scenario: Scenario, path: str, **values: Any) -> Scenario:  # noqa: ANN401
    """Return the scenario with settings below ``path`` changed: keys or option ids joined by dots."""
    settings = scenario.settings.model_dump()
    node: Any = settings
    for name in filter(None, path.split(".")):
        node = (
            next(item for item in node if item["id"] == name)
            if isinstance(node, list | tuple)
            else node[name]
        )
    node.update(values)
    return scenario.replace(settings=Settings.model_validate(settings))


def _changed(row: Model, cells: Mapping[str, Any]) -> Model:
    return type(row).model_validate({**row.model_dump(), **cells})
