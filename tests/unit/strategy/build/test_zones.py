from pathlib import Path

import numpy as np
import pytest

from optimizer.strategy.build.zones import expected_zones
from tests.helpers.scenarios import small_rows
from tests.helpers.strategy import small_context


def test_a_zone_is_a_district_and_a_segment(tmp_path: Path) -> None:
    """Jung has a family and an office; each zone lies where its customers live on average."""
    zones = expected_zones(small_context(tmp_path))
    assert zones.names == ("Guro/office", "Jung/family", "Jung/office", "Mapo/family")
    assert zones.district == ("Guro", "Jung", "Jung", "Mapo")
    assert zones.segment == ("office", "family", "office", "family")
    assert zones.lat.tolist() == pytest.approx([37.495, 37.563, 37.566, 37.56])
    assert zones.lon.tolist() == pytest.approx([126.887, 126.98, 126.99, 126.91])


def test_the_forecast_of_a_district_goes_to_its_customers(tmp_path: Path) -> None:
    """8 milk for Jung, of whose four customers one is an office: 6 and 2, and on the day of the forecast."""
    more = [
        {"id": f"F{n}", "segment": "family", "district": "Jung", "lat": 37.5, "lon": 127.0} for n in (1, 2)
    ]
    forecast = [{"district": "Jung", "product_id": "milk", "date": "2026-03-03", "quantity": 8}]
    context = small_context(tmp_path, customers=small_rows("customers") + more, demand_forecast=forecast)
    zones = expected_zones(context)
    by_zone = dict(zip(zones.names, zones.demand[:, 2, 1].tolist(), strict=True))
    assert by_zone == {"Guro/office": 0, "Jung/family": 6, "Jung/office": 2, "Mapo/family": 0}
    assert zones.demand.sum() == 8


def test_fractions_become_whole_units_with_the_total_kept(tmp_path: Path) -> None:
    """2.5 tea is 3, halves up; 3 milk of two customers is 2 and 1, the first zone first."""
    zones = expected_zones(small_context(tmp_path))
    assert zones.demand.dtype == np.int64
    assert zones.demand.sum(axis=(0, 2)).tolist() == [0, 3, 3]
    assert zones.demand[1:3, 2, 1].tolist() == [2, 1]


def test_realised_orders_are_not_looked_at(tmp_path: Path) -> None:
    """Other orders, same expected demand."""
    known = expected_zones(small_context(tmp_path / "a"))
    lines = [{**row, "quantity": 50} for row in small_rows("order_lines")]
    other = expected_zones(small_context(tmp_path / "b", order_lines=lines))
    assert np.array_equal(known.demand, other.demand)
