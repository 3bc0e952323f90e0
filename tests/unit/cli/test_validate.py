"""``optimizer validate``: what planners get wrong, and how they are told."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.cli import TINY, found_by, invoke, invoke_json
from tests.helpers.scenarios import changed, small_rows, small_settings, write_small_scenario

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "missing column": (
        {"orders": [{k: v for k, v in row.items() if k != "customer_id"} for row in small_rows("orders")]},
        "missing-column",
        "orders.csv row 1, column customer_id",
    ),
    "missing table": ({"stock": None}, "missing-file", "stock.csv"),
    "negative demand": (
        {"order_lines": [{**row, "quantity": -2} for row in small_rows("order_lines")[:1]]},
        "out-of-range",
        "order_lines.csv row 2, column quantity",
    ),
    "unknown product": (
        {"order_lines": [{**row, "product_id": "riec"} for row in small_rows("order_lines")]},
        "unknown-product",
        "order_lines.csv row 2, column product_id",
    ),
    "unknown customer": (
        {"orders": changed("orders", "O1", customer_id="C9")},
        "unknown-customer",
        "orders.csv row 2, column customer_id",
    ),
    "no vehicles": (
        {"vehicle_types": changed("vehicle_types", "V1", count=0)},
        "strategy-without-vehicle",
        "scenario.yaml, strategies.all",
    ),
    "customer nobody can reach": (
        {
            "customers": changed("customers", "C3", lat=33.24, lon=126.56, district="Seogwipo"),
            "carrier_rates": small_rows("carrier_rates")[:2],
            "settings": {"strategies": {"parcels": {"options": ["parcel"]}}},
        },
        "order-not-served",
        "orders.csv row 4, column id",
    ),
    "not UTF-8": (
        {"customers": "id,segment\n\udcff".encode("utf-8", "surrogateescape")},
        "wrong-encoding",
        "customers.csv row 2",
    ),
}


WARNINGS = ("no vehicles", "customer nobody can reach")


@pytest.mark.parametrize("name", FAULTS)
def test_faults(tmp_path: Path, name: str) -> None:
    """Each has its code and its place; what can be planned all the same is a warning."""
    changes, code, place = FAULTS[name]
    exit_code, findings = found_by("validate", write_small_scenario(tmp_path / "small", **changes))
    assert (code, place) in findings
    assert exit_code == (0 if name in WARNINGS else 2)


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Of settings and of several tables."""
    folder = write_small_scenario(
        tmp_path / "small",
        settings={"zone": "Asia/Soul"},
        orders=changed("orders", "O1", placed_at="yesterday"),
        sites=changed("sites", "W1", lat=200),
    )
    exit_code, findings = found_by("validate", folder)
    assert exit_code == 2
    assert [place for _, place in findings] == [
        "scenario.yaml, zone",
        "sites.csv row 2, column lat",
        "orders.csv row 2, column placed_at",
    ]


def test_a_valid_scenario() -> None:
    """A sentence for people, a document for machines, nothing if quiet."""
    result = invoke("validate", TINY)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "tiny: 6 orders, 6 lines, 3 sites, 3 strategies: valid.\n"
    assert invoke_json("validate", TINY) == (0, {"errors": 0, "findings": []})
    assert invoke("validate", TINY, "--quiet").output == ""


def test_warnings_do_not_fail(tmp_path: Path) -> None:
    """They are shown, and that the scenario is valid."""
    changes, code, _ = FAULTS["no vehicles"]
    folder = write_small_scenario(tmp_path / "small", **changes)
    result = invoke("validate", folder)
    assert result.exit_code == 0
    assert code in result.stderr
    assert "valid." in result.stderr
    assert invoke("validate", folder, "--quiet").output == ""


def test_errors_are_shown_though_quiet(tmp_path: Path) -> None:
    """They are the result."""
    changes, code, _ = FAULTS["unknown customer"]
    result = invoke("validate", write_small_scenario(tmp_path / "small", **changes), "--quiet")
    assert result.exit_code == 2
    assert code in result.stderr


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """One of a like name beside it is suggested."""
    write_small_scenario(tmp_path / "서울 매장")
    result = invoke("validate", tmp_path / "서울매장")
    assert result.exit_code == 2
    assert "missing-folder" in result.stderr
    assert "Did you mean '서울 매장'?" in result.stderr


def test_names_that_could_not_be_folders(tmp_path: Path) -> None:
    """Results would land elsewhere."""
    strategies = {"../up": small_settings()["strategies"]["parcels"]}
    folder = write_small_scenario(tmp_path / "small", settings={"strategies": strategies})
    assert found_by("validate", folder) == (2, [("unsafe-name", "scenario.yaml, strategies.../up")])
