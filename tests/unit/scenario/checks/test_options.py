"""Options and waves of the settings."""

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


def with_option(number: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 (plain settings)
    """Small settings with one option changed; None removes a key."""
    settings = small_settings()
    option = {**settings["options"][number], **changes}
    settings["options"][number] = {key: value for key, value in option.items() if value is not None}
    return settings


def test_a_wave_ends_after_it_begins(tmp_path: Path) -> None:
    """A wave that is back before it leaves is an error."""
    waves = {"morning": {"departs": "13:00", "back_by": "09:00"}}
    found = small_findings(tmp_path, "wave-times", settings={"waves": waves})
    assert found == [("error", "scenario.yaml, waves.morning.back_by")]


def test_waves_do_not_overlap(tmp_path: Path) -> None:
    """A wave may leave when the one before is back, and not earlier."""
    waves = {
        "late": {"departs": "12:59", "back_by": "18:00"},
        "morning": {"departs": "09:00", "back_by": "13:00"},
        "evening": {"departs": "18:00", "back_by": "22:00"},
    }
    found = small_findings(tmp_path, "waves-overlap", settings={"waves": waves})
    assert found == [("error", "scenario.yaml, waves.late.departs")]


def test_a_van_option_names_waves(tmp_path: Path) -> None:
    """A wave that is not defined is an error, with the wave that was meant."""
    folder = write_small_scenario(tmp_path, settings=with_option(1, waves=[{"wave": "mornin"}]))
    (finding,) = findings_of(folder, "unknown-wave")
    assert str(finding.place) == "scenario.yaml, options[1].waves[0].wave"
    assert "'morning'" in finding.action


@pytest.mark.parametrize("promise", [{}, {"by": "18:00"}, {"hours": 4, "days": 1}])
def test_a_promise_is_in_hours_or_in_days(tmp_path: Path, promise: dict[str, object]) -> None:
    """A promise of neither, or of both, is an error."""
    found = small_findings(tmp_path, "promise-form", settings=with_option(0, promise=promise))
    assert found == [("error", "scenario.yaml, options[0].promise")]


@pytest.mark.parametrize("promise", [{"hours": 4}, {"days": 1, "by": "18:00"}, {"days": 0}])
def test_a_promise_of_one_kind_is_sound(tmp_path: Path, promise: dict[str, object]) -> None:
    """Zero days is a promise for the same day."""
    assert small_findings(tmp_path, "promise-form", settings=with_option(0, promise=promise)) == []


def test_sites_of_an_option_exist(tmp_path: Path) -> None:
    """A site that an option names and the table lacks is an error."""
    found = small_findings(tmp_path, "unknown-option-site", settings=with_option(0, sites=["W1", "W3"]))
    assert found == [("error", "scenario.yaml, options[0].sites[1]")]


def test_a_site_named_in_vain(tmp_path: Path) -> None:
    """A locker cannot be the source of an option of warehouses, which is warned of."""
    found = small_findings(tmp_path, "site-of-other-kind", settings=with_option(1, sites=["W1", "L1"]))
    assert found == [("warning", "scenario.yaml, options[1].sites[1]")]


def test_goods_collected_where_they_are_need_that_kind_of_source(tmp_path: Path) -> None:
    """Collection in a store without linehaul takes goods from stores."""
    settings = with_option(2, source_kinds=["warehouse"])
    found = small_findings(tmp_path, "collect-source-kind", settings=settings)
    assert found == [("error", "scenario.yaml, options[2].source_kinds")]


@pytest.mark.parametrize("rates", ["none", "others"])
def test_a_carrier_has_rates(tmp_path: Path, rates: str) -> None:
    """A parcel option whose carrier has no rate is an error, with or without the table."""
    rows = None if rates == "none" else [{**row, "carrier": "poste"} for row in small_rows("carrier_rates")]
    found = small_findings(tmp_path, "carrier-without-rates", carrier_rates=rows)
    assert found == [("error", "scenario.yaml, options[0].carrier")]


def test_an_option_without_any_source(tmp_path: Path) -> None:
    """An option of hubs is warned of where there is no hub."""
    found = small_findings(tmp_path, "option-without-source", settings=with_option(0, source_kinds=["hub"]))
    assert found == [("warning", "scenario.yaml, options[0].source_kinds")]


def test_linehaul_without_a_lane(tmp_path: Path) -> None:
    """Collection by linehaul is warned of where no lane leads from a source to such a point."""
    lanes = changed("lanes", "W1-L1", from_site="S1")
    found = small_findings(tmp_path, "option-without-lane", lanes=lanes)
    assert found == [("warning", "scenario.yaml, options[3].transport")]


@pytest.mark.parametrize("vehicles", [None, changed("vehicle_types", "V1", home_site="S1")])
def test_a_van_option_without_a_van(tmp_path: Path, vehicles: list[dict[str, object]] | None) -> None:
    """A van option is warned of where no vehicle is based at one of its sources."""
    found = small_findings(tmp_path, "option-without-vehicle", vehicle_types=vehicles)
    assert found == [("warning", "scenario.yaml, options[1].source_kinds")]
