"""The scenario as a whole, and each of its strategies."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.scenario.checks.registry import TABLE_CHECKS
from tests.helpers.scenarios import changed, findings_of, small_findings, small_settings, write_small_scenario


def with_strategy(**strategy: Any) -> dict[str, Any]:  # noqa: ANN401 (plain settings)
    """Small settings with one strategy, ``x``, which offers all options unless told otherwise."""
    options = [option["id"] for option in small_settings()["options"]]
    return {"strategies": {"x": {"options": options, **strategy}}}


def test_the_currency_exists(tmp_path: Path) -> None:
    """Three letters that are no currency are an error."""
    found = small_findings(tmp_path, "unknown-currency", settings={"currency": "KRX"})
    assert found == [("error", "scenario.yaml, currency")]


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


@pytest.mark.parametrize(
    ("override", "code", "path"),
    [
        ({"policys": {}}, "bad-override", "policys"),
        ({"horizon": {"days": 9}}, "bad-override", "horizon"),
        ({"waves": 3}, "bad-override", "waves"),
        ({"options": {"vann": {"service_min": 3}}}, "bad-override", "options.vann"),
        ({"options": {"van": 3}}, "bad-override", "options.van"),
        ({"options": {"van": {"id": "bus"}}}, "bad-override", "options.van"),
        ({"options": {"van": {"servce_min": 3}}}, "unknown-key", "options.van.servce_min"),
        ({"options": {"van": {"service_min": -1}}}, "setting-out-of-range", "options.van.service_min"),
        ({"options": {"van": {"waves": [{"wave": 7}]}}}, "bad-value", "options.van.waves[0].wave"),
        ({"policies": {"delivery": {"split": "half"}}}, "bad-value", "policies.delivery.split"),
        ({"waves": {"night": {"departs": "20:00"}}}, "missing-key", "waves.night.back_by"),
        ({"options": {"van": {"waves": [{"wave": "night"}]}}}, "unknown-wave", "options.van.waves[0].wave"),
        ({"options": {"parcel": {"carrier": "x"}}}, "carrier-without-rates", "options.parcel.carrier"),
        (
            {"waves": {"noon": {"departs": "12:00", "back_by": "14:00"}}},
            "waves-overlap",
            "waves.noon.departs",
        ),
        (
            {"options": {"locker": {"promise": {"days": 1, "hours": 2}}}},
            "promise-form",
            "options.locker.promise",
        ),
    ],
)
def test_findings_about_an_override_name_its_place(
    tmp_path: Path, override: dict[str, Any], code: str, path: str
) -> None:
    """An override must make valid settings, which keep every rule; what is wrong is named where it is written."""
    found = small_findings(tmp_path, code, settings=with_strategy(override=override))
    assert found == [("error", f"scenario.yaml, strategies.x.override.{path}")]


def test_what_is_wrong_anyway_is_not_blamed_on_the_override(tmp_path: Path) -> None:
    """A finding about the scenario is not repeated for each strategy."""
    settings = with_strategy(override={"policies": {"co2_price_per_t": 5}})
    settings["waves"] = {"morning": {"departs": "13:00", "back_by": "09:00"}}
    assert small_findings(tmp_path, "wave-times", settings=settings) == [
        ("error", "scenario.yaml, waves.morning.back_by")
    ]


def test_an_override_of_an_option_that_is_not_offered(tmp_path: Path) -> None:
    """It has no effect, which is warned of."""
    settings = with_strategy(options=["parcel"], override={"options": {"van": {"service_min": 3}}})
    found = small_findings(tmp_path, "unused-override", settings=settings)
    assert found == [("warning", "scenario.yaml, strategies.x.override.options.van")]


def test_a_broken_rule_is_told_under_its_own_code(tmp_path: Path) -> None:
    """The check strategy-override speaks for the rules: its findings carry their codes, never its own."""
    settings = with_strategy(override={"options": {"van": {"waves": [{"wave": "night"}]}}})
    folder = write_small_scenario(tmp_path, settings=settings)
    codes = [finding.code for finding in findings_of(folder) if ".override" in str(finding.place)]
    assert codes == ["unknown-wave"]
    assert "strategy-override" in TABLE_CHECKS
