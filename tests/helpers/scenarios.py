"""A small valid scenario on disk, easy to change, for everybody's tests."""

import copy
import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from optimizer.core.errors import Finding, InputError
from optimizer.scenario.load import load

Row = Mapping[str, object]

SETTINGS: dict[str, Any] = {
    "format": 1,
    "name": "small",
    "currency": "KRW",
    "zone": "Asia/Seoul",
    "horizon": {"start": "2026-03-02", "days": 3},
    "zones": {"metro": ["Mapo", "Jung"]},
    "waves": {"morning": {"departs": "09:00", "back_by": "13:00"}},
    "options": [
        {
            "id": "parcel",
            "hand_over": "home",
            "transport": "parcel",
            "source_kinds": ["warehouse", "store", "partner"],
            "carrier": "post",
            "departures": [{"at": "18:00", "order_by": "15:00"}],
            "temperatures": ["ambient", "chilled"],
        },
        {
            "id": "van",
            "hand_over": "home",
            "transport": "own_van",
            "source_kinds": ["warehouse"],
            "waves": [{"wave": "morning", "order_by": "22:00", "days_before": 1}],
            "temperatures": ["ambient", "chilled"],
        },
        {
            "id": "store_pickup",
            "hand_over": "store",
            "source_kinds": ["store"],
            "temperatures": ["ambient", "chilled"],
        },
        {
            "id": "locker",
            "hand_over": "locker",
            "transport": "linehaul",
            "source_kinds": ["warehouse"],
        },
    ],
    "segments": {
        "family": {"accepts": ["home", "store", "locker"], "collect_max_km": 3},
        "office": {"accepts": ["home"]},
    },
    "strategies": {
        "parcels": {"options": ["parcel"]},
        "all": {"options": ["parcel", "van", "store_pickup", "locker"]},
    },
}

TABLES: dict[str, list[dict[str, object]]] = {
    "sites": [
        {"id": "W1", "kind": "warehouse", "lat": 37.48, "lon": 126.88, "handling_time_min": 60},
        {"id": "W2", "kind": "warehouse", "lat": 37.60, "lon": 127.03, "handling_cost_per_order": 500},
        {"id": "S1", "kind": "store", "lat": 37.555, "lon": 126.92, "opens": "10:00", "closes": "21:00"},
        {"id": "L1", "kind": "locker", "lat": 37.56, "lon": 126.975, "pickup_orders_per_day": 10},
        {"id": "P1", "kind": "partner", "lat": 37.52, "lon": 127.02, "commission_rate": 0.1},
    ],
    "products": [
        {"id": "rice", "weight_kg": 10, "volume_l": 14, "value_per_unit": 35000, "margin_per_unit": 6000},
        {"id": "tea", "weight_kg": 0.2, "volume_l": 0.8, "value_per_unit": 9000, "margin_per_unit": 4000},
        {
            "id": "milk",
            "weight_kg": 1.1,
            "volume_l": 1.2,
            "value_per_unit": 3000,
            "margin_per_unit": 700,
            "temperature": "chilled",
        },
    ],
    "stock": [
        {"site_id": "W1", "product_id": "rice", "on_hand": 20},
        {"site_id": "W1", "product_id": "tea", "on_hand": 30},
        {"site_id": "W2", "product_id": "tea", "on_hand": 10},
        {"site_id": "W2", "product_id": "milk", "on_hand": 12},
        {"site_id": "S1", "product_id": "tea", "on_hand": 5, "protected": 2},
        {"site_id": "P1", "product_id": "milk", "on_hand": 6},
        {"site_id": "W1", "product_id": "milk", "date": "2026-03-03", "receipt": 24},
    ],
    "demand_forecast": [
        {"district": "Mapo", "product_id": "tea", "date": "2026-03-02", "quantity": 2.5},
        {"district": "Jung", "product_id": "milk", "date": "2026-03-03", "quantity": 3},
    ],
    "customers": [
        {"id": "C1", "segment": "family", "district": "Mapo", "lat": 37.56, "lon": 126.91},
        {"id": "C2", "segment": "family", "district": "Jung", "lat": 37.563, "lon": 126.98},
        {"id": "C3", "segment": "office", "district": "Jung", "lat": 37.566, "lon": 126.99},
        {"id": "C4", "segment": "office", "district": "Guro", "lat": 37.495, "lon": 126.887},
    ],
    "orders": [
        {"id": "O1", "customer_id": "C1", "placed_at": "2026-03-02T09:30", "sales_channel": "web"},
        {
            "id": "O2",
            "customer_id": "C2",
            "placed_at": "2026-03-02T11:00",
            "sales_channel": "app",
            "requested_option": "locker",
            "requested_point": "L1",
        },
        {
            "id": "O3",
            "customer_id": "C3",
            "placed_at": "2026-03-02T14:20",
            "sales_channel": "phone",
            "window_start": "2026-03-03T09:00",
            "window_end": "2026-03-03T12:00",
        },
        {
            "id": "O4",
            "customer_id": "C4",
            "placed_at": "2026-03-03T08:05",
            "sales_channel": "web",
            "district": "Mapo",
            "lat": 37.551,
            "lon": 126.93,
        },
        {"id": "O5", "customer_id": "C1", "placed_at": "2026-03-03T20:45", "sales_channel": "web"},
    ],
    "order_lines": [
        {"order_id": "O1", "line": "1", "product_id": "tea", "quantity": 2},
        {"order_id": "O1", "line": "2", "product_id": "rice", "quantity": 1},
        {"order_id": "O2", "line": "1", "product_id": "tea", "quantity": 1},
        {"order_id": "O3", "line": "1", "product_id": "milk", "quantity": 4},
        {"order_id": "O4", "line": "1", "product_id": "milk", "quantity": 2},
        {"order_id": "O5", "line": "1", "product_id": "tea", "quantity": 3},
    ],
    "vehicle_types": [
        {
            "id": "V1",
            "home_site": "W1",
            "count": 2,
            "capacity_kg": 300,
            "fixed_cost": 20000,
            "cost_per_km": 300,
            "cost_per_h": 12000,
            "shift_start": "08:00",
            "shift_end": "18:00",
            "temperatures": "ambient|chilled",
        },
    ],
    "lanes": [
        {"id": "W1-L1", "from_site": "W1", "to_site": "L1", "departs": "06:00", "transit_h": 1},
        {"id": "W1-S1", "from_site": "W1", "to_site": "S1", "cost_per_truck": 15000, "transit_h": 1},
    ],
    "carrier_rates": [
        {"carrier": "post", "zone": "metro", "max_weight_kg": 5, "price": 3000},
        {"carrier": "post", "zone": "metro", "max_weight_kg": 25, "price": 4500},
        {"carrier": "post", "zone": "*", "max_weight_kg": 25, "price": 6000, "no_service_days": "sun"},
    ],
}


def small_settings() -> dict[str, Any]:
    """Copy of the settings, to be changed and passed to :func:`write_small_scenario`."""
    return copy.deepcopy(SETTINGS)


def small_rows(table: str) -> list[dict[str, object]]:
    """Copy of a table's rows, to be changed and passed to :func:`write_small_scenario`."""
    return copy.deepcopy(TABLES[table])


def write_small_scenario(
    folder: Path,
    *,
    settings: Mapping[str, Any] | str | None = None,
    encoding: str = "utf-8",
    **tables: Sequence[Row] | str | bytes | None,
) -> Path:
    """Write the small scenario, with changes, and return its folder.

    Parameters
    ----------
    folder
        Created if it is not there.
    settings
        Keys that replace those of the small scenario at the top level (None removes a key), or the whole
        text of ``scenario.yaml``.
    encoding
        Encoding of the tables.
    **tables
        Per table: its rows, or the whole text or bytes of its file; None: no such file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(settings, str):
        text = settings
    else:
        merged = {**small_settings(), **(settings or {})}
        text = yaml.safe_dump(
            {key: value for key, value in merged.items() if value is not None},
            allow_unicode=True,
            sort_keys=False,
        )
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    for name, content in {**TABLES, **tables}.items():
        path = folder / f"{name}.csv"
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding=encoding, newline="")
        elif content is not None:
            _write_rows(path, content, encoding)
    return folder


def changed(table: str, key: str, **cells: object) -> list[dict[str, object]]:
    """Rows of the small scenario with the cells changed in the row whose first cell is ``key``.

    Raises
    ------
    KeyError
        If there is no such row.
    """
    rows = small_rows(table)
    for row in rows:
        if next(iter(row.values())) == key:
            row.update(cells)
            return rows
    raise KeyError(key)


def findings_of(folder: Path, code: str | None = None) -> list[Finding]:
    """Everything that loading a folder finds, errors and warnings, or what it finds under one code."""
    try:
        found = load(folder).warnings
    except InputError as error:
        found = error.findings
    return [finding for finding in found if code is None or finding.code == code]


def small_findings(
    folder: Path,
    code: str,
    **changes: Any,  # noqa: ANN401 (passed on)
) -> list[tuple[str, str]]:
    """Severity and place of what is found under a code in the small scenario with changes."""
    found = findings_of(write_small_scenario(folder, **changes), code)
    return [(str(finding.severity), str(finding.place)) for finding in found]


def _write_rows(path: Path, rows: Iterable[Row], encoding: str) -> None:
    rows = list(rows)
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
