"""Lanes and vehicles."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import Finding
from optimizer.scenario.load import load
from optimizer.validate.run import validate
from tests.helpers.scenarios import changed, small_rows, small_settings, write_small_scenario


def found(folder: Path, code: str, settings: dict[str, Any] | None = None, **tables: Any) -> list[Finding]:  # noqa: ANN401
    scenario = load(write_small_scenario(folder / "scenario", settings=settings, **tables))
    return [finding for finding in validate(scenario) if finding.code == code]


def test_the_small_scenario_has_nothing_to_complain_of(tmp_path: Path) -> None:
    """Every order can be served, every store replenished, every van used."""
    assert validate(load(write_small_scenario(tmp_path / "s"))) == ()


def test_a_strategy_without_the_depot_has_no_van(tmp_path: Path) -> None:
    """Vans are based at W1, which the strategy excludes; W2 is a source of vans without any."""
    strategies = {
        **small_settings()["strategies"],
        "other": {"options": ["parcel", "van"], "exclude_sites": ["W1"]},
    }
    (finding,) = found(tmp_path, "strategy-without-vehicle", {"strategies": strategies})
    assert finding.place.column == "strategies.other"
    assert "'van'" in finding.cause
    assert "W1" in finding.cause


def test_a_store_to_which_no_lane_leads_is_not_replenished(tmp_path: Path) -> None:
    """S1 sends parcels and is collected from; without the lane from W1 it has its opening stock only."""
    lanes = [lane for lane in small_rows("lanes") if lane["to_site"] != "S1"]
    (finding,) = found(tmp_path, "site-not-replenished", lanes=lanes)
    assert (finding.place.file, finding.place.row) == ("sites.csv", 4)
    assert "parcels, all" in finding.cause


def test_without_replenishment_lanes_do_not_matter(tmp_path: Path) -> None:
    """The policy says that stock stays where it is."""
    lanes = [lane for lane in small_rows("lanes") if lane["to_site"] != "S1"]
    settings = {"policies": {"stock": {"replenish": False}}}
    assert not found(tmp_path, "site-not-replenished", settings, lanes=lanes)


def test_a_lane_from_a_site_that_is_not_in_use_does_not_count(tmp_path: Path) -> None:
    """The strategy uses stores only; S1's goods would come from W1."""
    strategies = {"stores": {"options": ["parcel"], "site_kinds": ["store"]}}
    (finding,) = found(tmp_path, "site-not-replenished", {"strategies": strategies})
    assert finding.place.row == 4


@pytest.mark.parametrize(("supplied", "rows"), [(["W1", "W2"], []), (["W1"], [3])])
def test_warehouses_need_a_supplier_only_where_there_is_one(
    tmp_path: Path, supplied: list[str], rows: list[int]
) -> None:
    """A supplier delivers to W1 and W2, or to W1 only: then W2, on row 3, is cut off."""
    sites = [*small_rows("sites"), {"id": "F", "kind": "supplier", "lat": 37, "lon": 127}]
    lanes = small_rows("lanes")
    lanes += [{"id": f"F-{site}", "from_site": "F", "to_site": site} for site in supplied]
    findings = found(tmp_path, "site-not-replenished", sites=sites, lanes=lanes)
    assert [finding.place.row for finding in findings] == rows


def test_a_vehicle_that_holds_no_order_of_its_options_is_named(tmp_path: Path) -> None:
    """Tea weighs 0.2 kg and may not go by van; of the orders that may, O4's 2.2 kg are the least, the bike holds 2."""
    bike = {"id": "bike", "home_site": "W1", "count": 1, "capacity_kg": 2, "temperatures": "ambient|chilled"}
    vehicles = [*small_rows("vehicle_types"), bike]
    products = changed("products", "tea", eligible_options="parcel|locker|store_pickup")
    (finding,) = found(tmp_path, "vehicle-too-small-for-orders", vehicle_types=vehicles, products=products)
    assert (finding.place.file, finding.place.row, finding.place.column) == (
        "vehicle_types.csv",
        3,
        "capacity_kg",
    )
    assert "'bike'" in finding.cause
