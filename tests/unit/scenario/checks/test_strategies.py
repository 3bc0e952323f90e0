"""The scenario as a whole, and each of its strategies."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.scenarios import changed, findings_of, small_findings, small_settings, write_small_scenario


def with_strategy(**strategy: Any) -> dict[str, Any]:  # noqa: ANN401 (plain settings)
    """Small settings with one strategy, ``x``, which offers all options unless told otherwise."""
    options = [option["id"] for option in small_settings()["options"]]
    return {"strategies": {"x": {"options": options, **strategy}}}


@pytest.mark.parametrize(
    ("written", "meant"), [("KRX", "KRW"), ("WON", "KRW"), ("YEN", "JPY"), ("RMB", "CNY"), ("USA", "USD")]
)
def test_the_currency_exists(tmp_path: Path, written: str, meant: str) -> None:
    """Three letters that are no currency are an error; the code of what is meant is suggested."""
    folder = write_small_scenario(tmp_path, settings={"currency": written})
    (finding,) = findings_of(folder, "unknown-currency")
    assert (str(finding.severity), str(finding.place)) == ("error", "scenario.yaml, currency")
    assert finding.action.startswith(f"Did you mean '{meant}'?")


def test_the_baseline_is_a_strategy(tmp_path: Path) -> None:
    """A baseline that is no strategy is an error, with the strategy that was meant."""
    folder = write_small_scenario(tmp_path, settings={"baseline": "parcel"})
    (finding,) = findings_of(folder, "unknown-baseline")
    assert str(finding.place) == "scenario.yaml, baseline"
    assert "'parcels'" in finding.action


def test_excluded_sites_exist(tmp_path: Path) -> None:
    """A site that is excluded and does not exist is an error."""
    settings = with_strategy(exclude_sites=["W2", "W3"])
    found = small_findings(tmp_path, "unknown-excluded-site", settings=settings)
    assert found == [("error", "scenario.yaml, strategies.x.exclude_sites[1]")]


def test_a_strategy_offers_what_its_sites_cannot_serve(tmp_path: Path) -> None:
    """Collection in stores is offered in vain by a strategy that uses warehouses only."""
    settings = with_strategy(options=["parcel", "store_pickup"], site_kinds=["warehouse"])
    found = small_findings(tmp_path, "strategy-without-source", settings=settings)
    assert found == [("warning", "scenario.yaml, strategies.x.options[1]")]


def test_vehicles_from_which_no_van_option_departs(tmp_path: Path) -> None:
    """Vehicles at a store are idle where vans leave from warehouses only."""
    vehicles = [*changed("vehicle_types", "V1"), *changed("vehicle_types", "V1", id="V2", home_site="S1")]
    found = small_findings(tmp_path, "idle-vehicles", vehicle_types=vehicles)
    assert found == [("warning", "vehicle_types.csv row 3, column home_site")]
