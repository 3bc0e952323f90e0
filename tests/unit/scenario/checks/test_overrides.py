"""What a strategy overrides: without effect, or against a rule of the settings."""

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.scenarios import small_findings, small_settings


def with_strategy(**strategy: Any) -> dict[str, Any]:  # noqa: ANN401 (plain settings)
    """Small settings with one strategy, ``x``, which offers all options unless told otherwise."""
    options = [option["id"] for option in small_settings()["options"]]
    return {"strategies": {"x": {"options": options, **strategy}}}


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
        ({"options": {"van": {"service_min": True}}}, "bad-value", "options.van.service_min"),
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
    settings = with_strategy(
        options=["parcel"], override={"options": {"van": {"service_min": 3}, "vann": {}}}
    )
    found = small_findings(tmp_path, "unused-override", settings=settings)
    assert found == [("warning", "scenario.yaml, strategies.x.override.options.van")]
