"""Ids that come twice, or that mean something else."""

from pathlib import Path

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
    ("table", "place"),
    [
        ("sites", "sites.csv row 7, column id"),
        ("products", "products.csv row 5, column id"),
        ("stock", "stock.csv row 9, column site_id"),
        ("demand_forecast", "demand_forecast.csv row 4, column district"),
        ("customers", "customers.csv row 6, column id"),
        ("orders", "orders.csv row 7, column id"),
        ("order_lines", "order_lines.csv row 8, column order_id"),
        ("vehicle_types", "vehicle_types.csv row 3, column id"),
        ("lanes", "lanes.csv row 4, column id"),
        ("carrier_rates", "carrier_rates.csv row 5, column carrier"),
    ],
)
def test_a_repeated_row_is_found_in_every_table(tmp_path: Path, table: str, place: str) -> None:
    """The second of two rows with one key is an error, in each table by its own key."""
    rows = [*small_rows(table), small_rows(table)[0]]
    assert small_findings(tmp_path, "duplicate-id", **{table: rows}) == [("error", place)]


def test_the_first_use_is_named(tmp_path: Path) -> None:
    """The finding says in which row the key was used first, leaving out an empty date."""
    rows = [*small_rows("stock"), {"site_id": "W2", "product_id": "tea", "on_hand": 3}]
    (finding,) = findings_of(write_small_scenario(tmp_path, stock=rows), "duplicate-id")
    assert "'W2, tea'" in finding.cause
    assert finding.cause.endswith("in row 4")


def test_receipts_on_different_days_are_no_duplicates(tmp_path: Path) -> None:
    """The date is part of a stock row's key."""
    rows = [*small_rows("stock"), {"site_id": "W1", "product_id": "milk", "date": "2026-03-04", "receipt": 1}]
    assert small_findings(tmp_path, "duplicate-id", stock=rows) == []


def test_two_options_with_one_id(tmp_path: Path) -> None:
    """The second option of an id is an error."""
    settings = small_settings()
    settings["options"][2]["id"] = "parcel"
    found = small_findings(tmp_path, "duplicate-option", settings=settings)
    assert found == [("error", "scenario.yaml, options[2].id")]


def test_a_site_cannot_be_taken_for_a_customer(tmp_path: Path) -> None:
    """The matrix names customers `customer:<id>`, so no site may be named so."""
    rows = changed("sites", "P1", id="customer:P1")
    assert small_findings(tmp_path, "reserved-id", sites=rows) == [("error", "sites.csv row 6, column id")]


def test_a_zone_cannot_be_named_everywhere(tmp_path: Path) -> None:
    """`*` is the zone of everywhere else."""
    found = small_findings(tmp_path, "reserved-id", settings={"zones": {"*": ["Mapo"]}})
    assert found == [("error", "scenario.yaml, zones.*")]


@pytest.mark.parametrize(
    "name",
    [
        *("../up", "a/b", "a\\b", "C:x", ".hidden", "..", "end.", 'a"b', "a?"),
        *("con", "NUL", "Com1", "lpt9.txt", "aux .b", "com²", "x" * 101, "가" * 34),
    ],
)
def test_names_of_folders_are_safe(tmp_path: Path, name: str) -> None:
    """Neither the scenario nor a strategy may be named so that results land in another folder."""
    strategies = {name: {"options": ["parcel"]}}
    found = small_findings(tmp_path, "unsafe-name", settings={"name": name, "strategies": strategies})
    assert found == [("error", "scenario.yaml, name"), ("error", f"scenario.yaml, strategies.{name}")]


@pytest.mark.parametrize("name", ["console", "com10", "v1.0 (today)", "x" * 100, "가" * 33])
def test_names_that_only_look_unsafe(tmp_path: Path, name: str) -> None:
    """Names are refused for a reason."""
    strategies = {name: {"options": ["parcel"]}}
    assert small_findings(tmp_path, "unsafe-name", settings={"name": name, "strategies": strategies}) == []


def test_strategies_of_one_name_but_for_case(tmp_path: Path) -> None:
    """Under Windows and macOS one would overwrite the other."""
    strategies = {name: {"options": ["parcel"]} for name in ("parcels", "Parcels", "small")}
    found = small_findings(tmp_path, "unsafe-name", settings={"strategies": strategies})
    assert found == [("error", "scenario.yaml, strategies.Parcels")]


def test_korean_names_are_safe(tmp_path: Path) -> None:
    """Names in other scripts, with spaces, are welcome."""
    strategies = {"새벽 배송-1": {"options": ["parcel"]}}
    assert (
        small_findings(tmp_path, "unsafe-name", settings={"name": "서울_봄", "strategies": strategies}) == []
    )
