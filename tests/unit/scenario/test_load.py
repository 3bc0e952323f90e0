"""A folder of planner's files into a scenario."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.base import SiteKind, Temperature
from optimizer.scenario.columns import Kind, columns_of
from optimizer.scenario.load import SMALL_TABLES, load
from optimizer.scenario.rows import TABLES
from tests.helpers.scenarios import changed, findings_of, small_findings, small_rows, write_small_scenario


def only(folder: Path) -> str:
    """Return the one thing that is found."""
    (finding,) = findings_of(folder)
    return str(finding)


def test_small_tables_are_row_models(tmp_path: Path) -> None:
    """Rows keep their order, words and times are read, defaults are filled in."""
    scenario = load(write_small_scenario(tmp_path))
    assert [site.id for site in scenario.sites] == ["W1", "W2", "S1", "L1", "P1"]
    store = scenario.sites[2]
    assert (store.kind, store.opens, store.closes, store.cut_off) == (SiteKind.STORE, 600, 1260, None)
    assert scenario.products[2].temperature is Temperature.CHILLED
    assert scenario.products[0].shelf_life_days is None
    assert scenario.sites[3].pickup_orders_per_day == 10
    assert isinstance(scenario.sites[3].pickup_orders_per_day, int)
    assert scenario.vehicle_types[0].temperatures == (Temperature.AMBIENT, Temperature.CHILLED)
    assert scenario.lanes[0].departs == 360
    assert scenario.carrier_rates[2].zone == "*"


def test_large_tables_are_frames_of_stated_types(tmp_path: Path) -> None:
    """Every column of the model, in its order and type, with a fresh index."""
    types = {
        Kind.ID: "object",
        Kind.TEXT: "object",
        Kind.WHOLE: "int64",
        Kind.NUMBER: "float64",
        Kind.DATE: "datetime64[ns]",
        Kind.INSTANT: "datetime64[ns, UTC]",
    }
    scenario = load(write_small_scenario(tmp_path))
    for table in TABLES.keys() - set(SMALL_TABLES):
        frame = getattr(scenario, table)
        columns = columns_of(table)
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
            column.name: types[column.kind] for column in columns
        }
        assert list(frame.columns) == [column.name for column in columns]
        assert frame.index.equals(pd.RangeIndex(len(frame)))


def test_instants_are_utc(tmp_path: Path) -> None:
    """09:30 in Seoul is 00:30 in UTC."""
    orders = load(write_small_scenario(tmp_path)).orders
    assert orders.loc[0, "placed_at"] == pd.Timestamp("2026-03-02T00:30Z")
    assert orders.loc[0, "requested_option"] is None


def test_absent_optional_tables_are_empty(tmp_path: Path) -> None:
    """A scenario without fleet, lanes, forecast and matrix loads."""
    settings = {
        "options": [
            {
                "id": "p",
                "hand_over": "home",
                "transport": "parcel",
                "source_kinds": ["warehouse"],
                "carrier": "post",
                "departures": [{"at": "18:00"}],
            }
        ],
        "strategies": {"s": {"options": ["p"]}},
    }
    folder = write_small_scenario(
        tmp_path,
        settings=settings,
        vehicle_types=None,
        lanes=None,
        demand_forecast=None,
        orders=changed("orders", "O2", requested_option="", requested_point=""),
    )
    scenario = load(folder)
    assert scenario.lanes == ()
    assert len(scenario.matrix) == 0
    assert scenario.matrix["distance_m"].dtype == np.float64


def test_an_optional_table_may_have_only_a_header(tmp_path: Path) -> None:
    """No rows is as good as no file."""
    folder = write_small_scenario(tmp_path, demand_forecast="district,product_id,date,quantity\n")
    assert len(load(folder).demand_forecast) == 0


def test_a_required_table_needs_rows(tmp_path: Path) -> None:
    """A header alone is an error, and the orders are not blamed for it."""
    folder = write_small_scenario(tmp_path, stock="site_id,product_id,on_hand\n")
    assert only(folder).startswith("no-rows: stock.csv: there is no row below the header")


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    """Faults of settings, files, cells and references come in one error; warnings come with them."""
    folder = write_small_scenario(
        tmp_path,
        sites=None,
        products=changed("products", "tea", weight_kg="x"),
        orders=changed("orders", "O1", customer_id="C9"),
        stock=changed("stock", "S1", protected=6),
        lanes=b"",
    )
    with pytest.raises(InputError) as caught:
        load(folder)
    codes = [finding.code for finding in caught.value.findings]
    assert codes[:3] == ["missing-file", "bad-number", "empty-file"]
    assert set(codes[3:]) == {"unknown-customer", "protected-stock"}


def test_tables_are_read_though_settings_are_wrong(tmp_path: Path) -> None:
    """A slip in the settings does not hide one in a table."""
    folder = write_small_scenario(tmp_path, settings={"zone": "x"}, sites=changed("sites", "W1", lat=95))
    assert {finding.code for finding in findings_of(folder)} == {"unknown-time-zone", "out-of-range"}


def test_warnings_do_not_stop_the_planner(tmp_path: Path) -> None:
    """They are kept in the scenario."""
    scenario = load(write_small_scenario(tmp_path, stock=changed("stock", "S1", protected=6)))
    assert [finding.code for finding in scenario.warnings] == ["protected-stock"]


def test_a_missing_folder(tmp_path: Path) -> None:
    """A folder like it is suggested."""
    write_small_scenario(tmp_path / "seoul")
    told = only(tmp_path / "soul")
    assert told.startswith("missing-folder: ")
    assert "Did you mean 'seoul'?" in told


def test_a_missing_parent_folder(tmp_path: Path) -> None:
    """A path of which nothing exists is a finding, too; the first part that is wrong is the one corrected."""
    write_small_scenario(tmp_path / "scenarios" / "seoul")
    assert "Did you mean" not in only(tmp_path / "no" / "such")
    assert "Did you mean 'scenarios'?" in only(tmp_path / "scenario" / "seoul")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """Naming scenario.yaml instead of its folder is a finding that names the folder."""
    folder = write_small_scenario(tmp_path)
    for path in (folder / "scenario.yaml", folder / "scenario.yaml" / "below"):
        told = only(path)
        assert told.startswith(f"not-a-folder: {path}: scenario.yaml is a file, not a folder.")
        assert told.endswith(f"Name the folder that holds it: {folder}")


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system's reason is told."""

    def refused(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "iterdir", refused)
    assert only(tmp_path).startswith(f"unreadable-folder: {tmp_path}: it cannot be read (Permission denied)")


def test_a_folder_of_scenarios(tmp_path: Path) -> None:
    """Naming the folder above is one finding, which names the scenarios in it, and not one per missing file."""
    write_small_scenario(tmp_path / "seoul")
    (tmp_path / "empty").mkdir()
    told = only(tmp_path)
    assert told.startswith("missing-file: scenario.yaml: the folder holds neither scenario.yaml nor a table.")
    assert told.endswith(f"Name a scenario's folder: {tmp_path / 'seoul'}")
    assert "optimizer new" in only(tmp_path / "empty")


def test_a_run_in_place_of_a_scenario(tmp_path: Path) -> None:
    """The scenario that a run keeps is in a folder of it, which is named."""
    write_small_scenario(tmp_path / "run" / "scenario")
    (tmp_path / "run" / "run.json").touch()
    assert only(tmp_path / "run").endswith(f"Name a scenario's folder: {tmp_path / 'run' / 'scenario'}")


def test_a_folder_without_settings(tmp_path: Path) -> None:
    """The file is named, and one like it is suggested."""
    folder = write_small_scenario(tmp_path)
    (folder / "scenario.yaml").rename(folder / "scenario.yml")
    told = only(folder)
    assert told.startswith("missing-file: scenario.yaml: the file is missing. ")
    assert "rename 'scenario.yml'" in told


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("order.csv", "rename 'order.csv' to it"),
        ("Orders.CSV", "rename 'Orders.CSV' to it"),
        ("orders.xlsx", "save 'orders.xlsx' as 'CSV UTF-8'"),
    ],
)
def test_a_missing_table(tmp_path: Path, name: str, advice: str) -> None:
    """A file like it is suggested, to be renamed or saved as CSV."""
    folder = write_small_scenario(tmp_path)
    (folder / "orders.csv").rename(folder / name)
    (finding,) = findings_of(folder, "missing-file")
    assert str(finding.place) == "orders.csv"
    assert finding.action == f"Add it, or {advice}"


def test_a_table_nobody_reads(tmp_path: Path) -> None:
    """A file named almost like an optional table is warned of; other files are none of our business."""
    folder = write_small_scenario(tmp_path, vehicle_types=None)
    (folder / "vehicle_type.csv").write_text("id\n", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (finding,) = findings_of(folder, "unknown-file")
    assert (str(finding.place), str(finding.severity)) == ("vehicle_type.csv", "warning")
    assert "'vehicle_types.csv'" in finding.action


@pytest.mark.parametrize(
    ("beside", "warned"), [("lanes.xlsx", True), ("LANES.ods", True), ("notes.xlsx", False), ("lanes", False)]
)
def test_an_optional_table_in_a_workbook(tmp_path: Path, beside: str, warned: bool) -> None:
    """It is not passed over in silence; nor is it mentioned where the table was saved from it."""
    folder = write_small_scenario(tmp_path)
    (folder / beside).touch()
    assert findings_of(folder) == []
    (folder / "lanes.csv").unlink()
    assert [str(finding.place) for finding in findings_of(folder, "unknown-file")] == [beside] * warned


def test_a_table_in_two_files(tmp_path: Path) -> None:
    """Which of them counts is not guessed."""
    folder = write_small_scenario(tmp_path)
    (folder / "sites.parquet").write_bytes(b"x")
    assert only(folder).startswith(
        "duplicate-table: sites.parquet: sites.csv and sites.parquet are both there"
    )


def test_korean_spreadsheets(tmp_path: Path) -> None:
    """A folder of cp949 tables loads when the settings say so."""
    customers = changed("customers", "C1", name="홍길동", district="마포구")
    folder = write_small_scenario(
        tmp_path, settings={"encoding": "cp949"}, customers=customers, encoding="cp949", demand_forecast=None
    )
    assert load(folder).customers.loc[0, "district"] == "마포구"


def test_leading_zeros_survive(tmp_path: Path) -> None:
    """`00123` and `123` are two products."""
    products = [{**small_rows("products")[0], "id": name} for name in ("00123", "123")]
    folder = write_small_scenario(tmp_path, products=[*small_rows("products"), *products])
    assert [product.id for product in load(folder).products][-2:] == ["00123", "123"]


def test_loading_imports_no_parquet_reader_for_csv() -> None:
    """What a CSV folder does not need is not imported, and `optimizer.scenario` alone imports nothing heavy."""
    script = (
        "import sys, optimizer.scenario, optimizer.scenario.checks; assert 'pandas' not in sys.modules;"
        "import optimizer.scenario.load; assert 'pyarrow.parquet' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("table", ["order_lines", "demand_forecast"])
def test_a_quantity_that_no_planner_means(tmp_path: Path, table: str) -> None:
    """A million million units are a finding at their cell, not an overflow later."""
    rows = small_rows(table)
    rows[1]["quantity"] = 10**12
    found = small_findings(tmp_path, "out-of-range", **{table: rows})
    assert found == [("error", f"{table}.csv row 3, column quantity")]
