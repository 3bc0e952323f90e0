"""Products, stock, addresses, lanes and vehicles that do not add up."""

from pathlib import Path

import pytest

from tests.helpers.scenarios import changed, findings_of, small_findings, small_rows, write_small_scenario


def test_no_product_has_a_negative_cost(tmp_path: Path) -> None:
    """A margin above the value is an error."""
    found = small_findings(
        tmp_path, "margin-above-value", products=changed("products", "tea", margin_per_unit=9001)
    )
    assert found == [("error", "products.csv row 3, column margin_per_unit")]


def test_a_product_that_spoils_within_the_horizon(tmp_path: Path) -> None:
    """A shelf life below the horizon's three days is warned of, one of three days is not."""
    rows = changed("products", "milk", shelf_life_days=2)
    rows[0]["shelf_life_days"] = 3
    found = small_findings(tmp_path, "short-shelf-life", products=rows)
    assert found == [("warning", "products.csv row 4, column shelf_life_days")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"on_hand": 3, "receipt": "", "date": "2026-03-03"}, "on_hand"),
        ({"protected": 1, "on_hand": "", "receipt": 2, "date": "2026-03-03"}, "protected"),
        ({"receipt": 3}, "receipt"),
    ],
)
def test_opening_stock_and_receipts_do_not_mix(tmp_path: Path, cells: dict[str, object], column: str) -> None:
    """Units on hand with a date, or a receipt without one, are an error."""
    found = small_findings(tmp_path, "stock-or-receipt", stock=changed("stock", "P1", **cells))
    assert found == [("error", f"stock.csv row 7, column {column}")]


def test_more_is_protected_than_there_is(tmp_path: Path) -> None:
    """Nothing can be sold from such stock, which is warned of."""
    found = small_findings(tmp_path, "protected-stock", stock=changed("stock", "S1", protected=6))
    assert found == [("warning", "stock.csv row 6, column protected")]


@pytest.mark.parametrize(
    ("site", "cells", "found"),
    [
        ("W1", {"storage_l": 303.9}, [("warning", "sites.csv row 2, column storage_l")]),
        ("W1", {"storage_l": 304}, []),
        ("S1", {"storage_l": 2.4}, []),
        ("W1", {"storage_l": 1, "kind": "supplier"}, []),
    ],
)
def test_opening_stock_has_room(
    tmp_path: Path, site: str, cells: dict[str, object], found: list[tuple[str, str]]
) -> None:
    """W1 has 20 rice of 14 l and 30 tea of 0.8 l; S1 keeps two of its five tea back; a supplier has no limit."""
    rows = changed("sites", site, **cells)
    assert small_findings(tmp_path, "stock-above-storage", sites=rows) == found


@pytest.mark.parametrize("missing", ["lat", "lon", "district"])
def test_an_own_address_is_complete(tmp_path: Path, missing: str) -> None:
    """An order's own address has latitude, longitude and district, or the finding names what it lacks."""
    folder = write_small_scenario(tmp_path, orders=changed("orders", "O4", **{missing: ""}))
    (finding,) = findings_of(folder, "incomplete-address")
    assert str(finding.place) == "orders.csv row 5, column lat"
    assert finding.cause.endswith(f"lacks {missing}")


@pytest.mark.parametrize(
    ("distance_m", "duration_s", "strange"),
    [
        (7000, 840, False),
        (7000, 14, True),
        (840, 7000, True),
        (7, 840, False),
        (199, 3600, False),
        (7000, 0, True),
        (0, 0, False),
    ],
)
def test_speeds_of_the_matrix(tmp_path: Path, distance_m: float, duration_s: float, strange: bool) -> None:
    """Minutes for seconds and exchanged columns are warned of once, with the first row; short ways may be slow."""
    fine = {"from_id": "W2", "to_id": "W1", "distance_m": 9000, "duration_s": 900}
    row = {"from_id": "W1", "to_id": "W2", "distance_m": distance_m, "duration_s": duration_s}
    other = {"from_id": "W1", "to_id": "S1", "distance_m": distance_m, "duration_s": duration_s}
    found = small_findings(tmp_path, "matrix-speed", matrix=[fine, row, other])
    assert found == [("warning", "matrix.csv row 3, column duration_s")] * strange


def test_a_lane_leads_somewhere_else(tmp_path: Path) -> None:
    """A lane from a site to itself is an error."""
    found = small_findings(tmp_path, "lane-to-itself", lanes=changed("lanes", "W1-S1", to_site="W1"))
    assert found == [("error", "lanes.csv row 3, column to_site")]


@pytest.mark.parametrize(("column", "least"), [("capacity_kg", 0.2), ("capacity_l", 0.8)])
def test_a_vehicle_that_carries_no_order(tmp_path: Path, column: str, least: float) -> None:
    """The lightest order is one pack of tea; a vehicle that cannot carry it is warned of, in kg and litres."""
    smaller = changed("vehicle_types", "V1", **{column: least * 0.99})
    found = small_findings(tmp_path, "small-vehicle", vehicle_types=smaller)
    assert found == [("warning", f"vehicle_types.csv row 2, column {column}")]
    just = changed("vehicle_types", "V1", **{column: least})
    assert small_findings(tmp_path, "small-vehicle", vehicle_types=just) == []


def test_lines_of_unknown_products_weigh_nothing(tmp_path: Path) -> None:
    """The vehicle check passes over orders whose products are not known."""
    lines = [{**row, "product_id": "?"} for row in small_rows("order_lines")]
    vehicles = changed("vehicle_types", "V1", capacity_kg=0.1)
    assert small_findings(tmp_path, "small-vehicle", order_lines=lines, vehicle_types=vehicles) == []


def test_distances_from_a_matrix_need_one(tmp_path: Path) -> None:
    """`method: matrix` without the table is an error."""
    found = small_findings(tmp_path, "missing-matrix", settings={"network": {"method": "matrix"}})
    assert found == [("error", "scenario.yaml, network.method")]
