"""A scenario into a planner's files."""

from pathlib import Path

import pandas as pd
import pytest

from optimizer.scenario.load import load
from optimizer.scenario.rows import TABLES
from optimizer.scenario.scenario import Scenario
from optimizer.scenario.write import write
from tests.helpers.scenarios import changed, small_rows, small_settings, write_small_scenario


def assert_equal(left: Scenario, right: Scenario) -> None:
    """Assert that settings and every table are equal, types included."""
    assert left.settings == right.settings
    for table in TABLES:
        first, second = getattr(left, table), getattr(right, table)
        if isinstance(first, pd.DataFrame):
            pd.testing.assert_frame_equal(first, second, check_exact=True)
        else:
            assert first == second


def test_what_is_written_loads_as_it_was(tmp_path: Path) -> None:
    """The small scenario comes back."""
    scenario = load(write_small_scenario(tmp_path / "a"))
    write(scenario, tmp_path / "b" / "c")
    assert_equal(load(tmp_path / "b" / "c"), scenario)


def test_an_elaborate_scenario_comes_back(tmp_path: Path) -> None:
    """Korean, overrides, promises, a matrix, seconds, quotes, commas and numbers of many digits."""
    settings = small_settings()
    settings["name"] = "서울 봄"
    settings["description"] = "두 줄\n설명: 'quoted'"
    settings["options"][0]["promise"] = {"days": 1, "by": "18:00"}
    settings["strategies"]["all"]["override"] = {
        "options": {"parcel": {"departures": [{"at": "09:00"}], "promise": None}}
    }
    settings["policies"] = {"returns": {"cost_per_unit_by_hand_over": {"store": 100.5}}}
    scenario = load(
        write_small_scenario(
            tmp_path / "a",
            settings=settings,
            customers=changed("customers", "C1", name='"홍", 길동\n2층', lat=37.56000000000001),
            orders=changed("orders", "O1", placed_at="2026-03-02T09:30:15.123456789"),
            products=changed(
                "products",
                "tea",
                id="tea",
                eligible_options="van|parcel",
                value_per_unit=1e-7,
                margin_per_unit=0,
            ),
            sites=changed("sites", "W1", closed_days="sat|sun", cut_off="15:30", temperatures="ambient"),
            matrix=[
                {
                    "from_id": "W1",
                    "to_id": "customer:C1",
                    "profile": "van",
                    "distance_m": 1234.5,
                    "duration_s": 99,
                }
            ],
        )
    )
    write(scenario, tmp_path / "b")
    assert_equal(load(tmp_path / "b"), scenario)


def test_times_are_written_as_planners_read_them(tmp_path: Path) -> None:
    """Times of day as HH:MM, instants in local time with offset, dates as dates."""
    write(load(write_small_scenario(tmp_path / "a")), tmp_path / "b")
    read = {
        name: (tmp_path / "b" / name).read_text(encoding="utf-8")
        for name in ("orders.csv", "sites.csv", "stock.csv", "scenario.yaml")
    }
    assert "O1,C1,2026-03-02T09:30+09:00,web" in read["orders.csv"]
    assert ",10:00,21:00," in read["sites.csv"]
    assert "W1,milk,2026-03-03,0,0,24" in read["stock.csv"]
    assert "departs: 09:00" in read["scenario.yaml"].replace("'", "")


def test_a_time_that_comes_twice_comes_back(tmp_path: Path) -> None:
    """Both half past twos of the night in October keep their offsets."""
    orders = changed("orders", "O1", placed_at="2026-10-25T02:30+02:00")
    orders = [*orders[:1], {**orders[0], "id": "O2", "placed_at": "2026-10-25T02:30+01:00"}]
    settings = {"zone": "Europe/Berlin", "horizon": {"start": "2026-10-25", "days": 1}}
    lines = [small_rows("order_lines")[0], {**small_rows("order_lines")[0], "order_id": "O2"}]
    scenario = load(write_small_scenario(tmp_path / "a", settings=settings, orders=orders, order_lines=lines))
    write(scenario, tmp_path / "b")
    assert_equal(load(tmp_path / "b"), scenario)
    assert scenario.orders["placed_at"].diff().iloc[1] == pd.Timedelta(hours=1)


def test_offsets_of_old_times(tmp_path: Path) -> None:
    """Where the local offset has seconds, instants are written in UTC."""
    orders = [{**small_rows("orders")[0], "placed_at": "1900-01-01T00:00:00Z"}]
    scenario = load(
        write_small_scenario(
            tmp_path / "a",
            settings={"horizon": {"start": "1900-01-01", "days": 1}},
            orders=orders,
            order_lines=small_rows("order_lines")[:2],
        )
    )
    write(scenario, tmp_path / "b")
    assert "1900-01-01T00:00:00Z" in (tmp_path / "b" / "orders.csv").read_text(encoding="utf-8")
    assert_equal(load(tmp_path / "b"), scenario)


def test_empty_optional_tables_are_not_written(tmp_path: Path) -> None:
    """A scenario without a matrix is written without one."""
    write(load(write_small_scenario(tmp_path / "a")), tmp_path / "b")
    assert not (tmp_path / "b" / "matrix.csv").exists()
    assert (tmp_path / "b" / "lanes.csv").exists()


@pytest.mark.parametrize("name", ["마포", "é"])
def test_letters_that_the_encoding_lacks(tmp_path: Path, name: str) -> None:
    """A table that cp949 cannot hold is written as marked UTF-8; the others stay in cp949."""
    folder = write_small_scenario(tmp_path / "a", settings={"encoding": "cp949"})
    scenario = load(folder)
    customers = scenario.customers.assign(name=name)
    scenario = scenario.replace(customers=customers)
    write(scenario, tmp_path / "b")
    assert_equal(load(tmp_path / "b"), scenario)
    marked = (tmp_path / "b" / "customers.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert marked is (name == "é")


def test_a_frame_of_numpy_values_is_written(tmp_path: Path) -> None:
    """Generated scenarios hold numpy's own numbers."""
    scenario = load(write_small_scenario(tmp_path / "a"))
    lines = scenario.order_lines.assign(quantity=scenario.order_lines["quantity"].astype("int32"))
    write(scenario.replace(order_lines=lines), tmp_path / "b")
    assert_equal(load(tmp_path / "b"), scenario)
