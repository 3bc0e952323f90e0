"""Times that must come in order, and days that must lie in the horizon."""

from pathlib import Path

import pytest

from tests.helpers.scenarios import changed, findings_of, small_findings, small_rows, write_small_scenario


@pytest.mark.parametrize("closes", ["10:00", "09:00"])
def test_a_site_closes_after_it_opens(tmp_path: Path, closes: str) -> None:
    """Opening hours of no length, or backwards, are an error."""
    found = small_findings(tmp_path, "opening-hours", sites=changed("sites", "S1", closes=closes))
    assert found == [("error", "sites.csv row 4, column closes")]


def test_a_shift_ends_after_it_starts(tmp_path: Path) -> None:
    """A shift that ends before it starts is an error that shows both times."""
    folder = write_small_scenario(tmp_path, vehicle_types=changed("vehicle_types", "V1", shift_end="06:30"))
    (finding,) = findings_of(folder, "shift-times")
    assert str(finding.place) == "vehicle_types.csv row 2, column shift_end"
    assert finding.cause == "shift_start 08:00 is not before shift_end 06:30"


def test_a_window_ends_after_it_starts(tmp_path: Path) -> None:
    """A window that ends when it starts is an error."""
    rows = changed("orders", "O3", window_end="2026-03-03T09:00")
    assert small_findings(tmp_path, "window-times", orders=rows) == [
        ("error", "orders.csv row 4, column window_end")
    ]


def test_half_a_window_is_open_on_the_other_side(tmp_path: Path) -> None:
    """A window may have an end only, or a start only."""
    rows = changed("orders", "O3", window_start="")
    rows[0]["window_start"] = "2026-03-03T09:00"
    assert findings_of(write_small_scenario(tmp_path, orders=rows)) == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"window_start": "2026-03-02T14:00"}, "window_start"),
        ({"window_start": "", "window_end": "2026-03-02T14:00"}, "window_end"),
    ],
)
def test_a_window_is_not_before_the_order(tmp_path: Path, cells: dict[str, object], column: str) -> None:
    """A window that begins before its order was placed is an error shown in local time."""
    folder = write_small_scenario(tmp_path, orders=changed("orders", "O3", **cells))
    (finding,) = findings_of(folder, "window-before-order")
    assert str(finding.place) == f"orders.csv row 4, column {column}"
    assert "2026-03-02T14:00 is before placed_at 2026-03-02T14:20" in finding.cause


def test_an_order_after_the_horizon(tmp_path: Path) -> None:
    """The horizon ends at local midnight: 23:59 of its last day is in it, 00:00 of the next is not."""
    rows = changed("orders", "O5", placed_at="2026-03-05T00:00")
    rows[0]["placed_at"] = "2026-03-04T23:59"
    found = small_findings(tmp_path, "order-after-horizon", orders=rows)
    assert found == [("error", "orders.csv row 6, column placed_at")]


def test_orders_before_the_horizon_are_a_backlog(tmp_path: Path) -> None:
    """Orders of the evening before are planned, and counted in one warning."""
    rows = changed("orders", "O1", placed_at="2026-03-01T23:00")
    folder = write_small_scenario(tmp_path, orders=rows)
    (finding,) = findings_of(folder, "order-before-horizon")
    assert str(finding.severity) == "warning"
    assert finding.cause == "orders placed before 2026-03-02: 1 of 5"


def test_a_window_after_the_horizon(tmp_path: Path) -> None:
    """An order that is wanted after the horizon is warned of."""
    rows = changed("orders", "O3", window_start="2026-03-05T09:00", window_end="2026-03-05T12:00")
    found = small_findings(tmp_path, "window-after-horizon", orders=rows)
    assert found == [("warning", "orders.csv row 4, column window_start")]


def test_receipts_and_forecasts_outside_the_horizon(tmp_path: Path) -> None:
    """They are counted in one warning per table; the last day of the horizon is inside."""
    stock = [*small_rows("stock"), {"site_id": "W2", "product_id": "tea", "date": "2026-03-05", "receipt": 1}]
    forecast = small_rows("demand_forecast")
    forecast[0]["date"], forecast[1]["date"] = "2026-03-01", "2026-03-04"
    found = small_findings(tmp_path, "date-outside-horizon", stock=stock, demand_forecast=forecast)
    assert found == [("warning", "stock.csv, date"), ("warning", "demand_forecast.csv, date")]
