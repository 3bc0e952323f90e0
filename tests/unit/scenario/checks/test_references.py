"""Names in the tables that must be known elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.scenarios import (
    changed,
    findings_of,
    small_findings,
    small_rows,
    small_settings,
    write_small_scenario,
)


@pytest.mark.parametrize(
    ("code", "table", "key", "cells", "place"),
    [
        ("unknown-site", "stock", "P1", {"site_id": "P9"}, "stock.csv row 7, column site_id"),
        ("unknown-site", "lanes", "W1-L1", {"from_site": "W9"}, "lanes.csv row 2, column from_site"),
        ("unknown-site", "lanes", "W1-S1", {"to_site": "S9"}, "lanes.csv row 3, column to_site"),
        (
            "unknown-site",
            "orders",
            "O2",
            {"requested_point": "L9"},
            "orders.csv row 3, column requested_point",
        ),
        (
            "vehicle-without-depot",
            "vehicle_types",
            "V1",
            {"home_site": "X"},
            "vehicle_types.csv row 2, column home_site",
        ),
        ("unknown-product", "stock", "P1", {"product_id": "mlik"}, "stock.csv row 7, column product_id"),
        (
            "unknown-product",
            "order_lines",
            "O5",
            {"product_id": "te"},
            "order_lines.csv row 7, column product_id",
        ),
        (
            "unknown-product",
            "demand_forecast",
            "Mapo",
            {"product_id": "te"},
            "demand_forecast.csv row 2, column product_id",
        ),
        ("unknown-customer", "orders", "O3", {"customer_id": "C9"}, "orders.csv row 4, column customer_id"),
        ("unknown-order", "order_lines", "O5", {"order_id": "O9"}, "order_lines.csv row 7, column order_id"),
        ("unknown-segment", "customers", "C1", {"segment": "famly"}, "customers.csv row 2, column segment"),
        (
            "unknown-option",
            "orders",
            "O2",
            {"requested_option": "loker"},
            "orders.csv row 3, column requested_option",
        ),
        (
            "unknown-option",
            "products",
            "tea",
            {"eligible_options": "van|vann"},
            "products.csv row 3, column eligible_options",
        ),
        (
            "unknown-profile",
            "vehicle_types",
            "V1",
            {"profile": "bike"},
            "vehicle_types.csv row 2, column profile",
        ),
    ],
)
def test_an_unknown_name_is_an_error_at_its_cell(
    tmp_path: Path, code: str, table: str, key: str, cells: dict[str, object], place: str
) -> None:
    """A name that is not known is found in the row and column where it is written."""
    changes: dict[str, Any] = {table: changed(table, key, **cells)}
    assert small_findings(tmp_path, code, **changes) == [("error", place)]


def test_the_known_name_most_like_it_is_suggested(tmp_path: Path) -> None:
    """A slip of the pen gets the name that was meant."""
    folder = write_small_scenario(tmp_path, customers=changed("customers", "C1", segment="famly"))
    (finding,) = findings_of(folder, "unknown-segment")
    assert "Did you mean 'family'?" in finding.action


def test_zeros_lost_in_a_spreadsheet_are_recognised(tmp_path: Path) -> None:
    """Where `7` is unknown and `0007` is known, that is what is suggested."""
    folder = write_small_scenario(
        tmp_path,
        customers=changed("customers", "C3", id="0007"),
        orders=changed("orders", "O3", customer_id="7"),
    )
    (finding,) = findings_of(folder, "unknown-customer")
    assert "Did you mean '0007'?" in finding.action


def test_the_case_of_ids_counts(tmp_path: Path) -> None:
    """`c1` is not `C1`, and the finding suggests the latter."""
    folder = write_small_scenario(tmp_path, orders=changed("orders", "O1", customer_id="c1"))
    (finding,) = findings_of(folder, "unknown-customer")
    assert "'C1'" in finding.action


def test_an_order_without_lines(tmp_path: Path) -> None:
    """An order that asks for nothing is an error."""
    found = small_findings(tmp_path, "order-without-lines", order_lines=small_rows("order_lines")[:-1])
    assert found == [("error", "orders.csv row 6, column id")]


def test_a_table_that_lost_rows_accuses_nobody(tmp_path: Path) -> None:
    """Where a row of customers cannot be read, its orders are not said to be of unknown customers."""
    text = "id,segment,district,lat,lon\nC1,family,Mapo,37.56\nC2,family,Jung,37.5,126.9\n"
    codes = {finding.code for finding in findings_of(write_small_scenario(tmp_path, customers=text))}
    assert codes == {"ragged-row"}


def test_strategies_name_options_of_the_settings(tmp_path: Path) -> None:
    """An option offered by a strategy must exist."""
    strategies = {"a": {"options": ["parcel", "drone"]}}
    found = small_findings(tmp_path, "unknown-option", settings={"strategies": strategies})
    assert found == [("error", "scenario.yaml, strategies.a.options[1]")]


def matrix_row(start: str, end: str, profile: str = "van") -> dict[str, object]:
    return {"from_id": start, "to_id": end, "profile": profile, "distance_m": 1000, "duration_s": 120}


def test_the_matrix_names_places(tmp_path: Path) -> None:
    """Sites by id, customers and orders with their prefix; anything else is an error."""
    rows = [matrix_row("W1", "customer:C1"), matrix_row("order:O4", "W1"), matrix_row("C1", "customer:C9")]
    found = small_findings(tmp_path, "unknown-place", matrix=rows)
    assert found == [
        ("error", "matrix.csv row 4, column from_id"),
        ("error", "matrix.csv row 4, column to_id"),
    ]


def test_the_profile_of_a_matrix_row_has_a_speed(tmp_path: Path) -> None:
    """A matrix row for a profile without a speed is an error."""
    found = small_findings(tmp_path, "unknown-profile", matrix=[matrix_row("W1", "W2", "ship")])
    assert found == [("error", "matrix.csv row 2, column profile")]


def test_a_forecast_for_a_district_without_customers(tmp_path: Path) -> None:
    """Forecasts where nobody lives are warned of; a district of an order's own address counts."""
    rows = [*small_rows("demand_forecast"), *small_rows("demand_forecast")]
    rows[2]["district"], rows[3]["district"] = "Jongno", "Mapo-gu"
    orders = changed("orders", "O4", district="Jongno")
    found = small_findings(tmp_path, "unknown-district", demand_forecast=rows, orders=orders)
    assert found == [("warning", "demand_forecast.csv, district")]


def test_a_misspelt_district_of_a_zone(tmp_path: Path) -> None:
    """Mapo would silently fall out of its zone; a district that nobody of this scenario lives in is fine."""
    settings = {"zones": {"metro": ["Jung", "Mapu", "Gangnam"]}}
    folder = write_small_scenario(tmp_path, settings=settings)
    (finding,) = findings_of(folder, "unknown-district")
    assert (str(finding.severity), str(finding.place)) == ("warning", "scenario.yaml, zones.metro[1]")
    assert finding.action == "Did you mean 'Mapo'?"


def test_rates_for_zones_that_do_not_occur_are_one_warning(tmp_path: Path) -> None:
    """Rate cards cover more than a scenario; one warning names all zones that will not be used."""
    rate: dict[str, object] = {"carrier": "post", "max_weight_kg": 5, "price": 1}
    rows = [*small_rows("carrier_rates"), {**rate, "zone": "Jeju"}, {**rate, "zone": "Ulleung"}]
    folder = write_small_scenario(tmp_path, carrier_rates=rows)
    (finding,) = findings_of(folder, "unknown-zone")
    assert str(finding.severity) == "warning"
    assert "Jeju, Ulleung" in finding.cause
    assert str(finding.place) == "carrier_rates.csv, zone"


def test_the_small_scenario_has_no_findings(tmp_path: Path) -> None:
    """What the tests change is sound to begin with."""
    assert findings_of(write_small_scenario(tmp_path, settings=small_settings())) == []
