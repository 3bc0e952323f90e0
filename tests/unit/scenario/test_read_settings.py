"""Settings, and what is said about wrong ones."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.core.errors import Finding
from optimizer.scenario.read_settings import read_settings
from optimizer.scenario.settings import CollectOption, ParcelOption, VanOption
from optimizer.scenario.words import allowed_keys
from tests.helpers.scenarios import small_settings, write_small_scenario


def findings(tmp_path: Path, **changes: Any) -> tuple[Finding, ...]:  # noqa: ANN401 (plain settings)
    """Return what is found in the small settings with changes at the top level."""
    return read_settings(write_small_scenario(tmp_path, settings=changes)).findings


def only(tmp_path: Path, **changes: Any) -> Finding:  # noqa: ANN401 (plain settings)
    """Return the one thing that is found."""
    (finding,) = findings(tmp_path, **changes)
    return finding


def with_option(number: int, **changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (plain settings)
    """Small options with one of them changed; None removes a key."""
    options: list[dict[str, Any]] = small_settings()["options"]
    merged = {**options[number], **changes}
    options[number] = {key: value for key, value in merged.items() if value is not None}
    return options


def test_the_small_settings(tmp_path: Path) -> None:
    """Options become what their hand-over and transport say, times are minutes."""
    read = read_settings(write_small_scenario(tmp_path))
    assert read.findings == ()
    assert read.settings is not None
    kinds = [type(option) for option in read.settings.options]
    assert kinds == [ParcelOption, VanOption, CollectOption, CollectOption]
    assert read.settings.waves["morning"].departs == 540
    assert (read.encoding, read.zone) == ("utf-8", "Asia/Seoul")


@pytest.mark.parametrize(
    ("changes", "code", "path", "words"),
    [
        ({"polices": {}}, "unknown-key", "polices", "Did you mean 'policies'?"),
        ({"format": None}, "missing-key", "format", "Add it"),
        ({"format": 2}, "bad-value", "format", "Use one of: 1"),
        ({"name": 7}, "bad-value", "name", "Put it in quotes"),
        ({"currency": "won"}, "bad-value", "currency", "three capital letters"),
        ({"horizon": {"start": "2026-13-01", "days": 1}}, "bad-value", "horizon.start", "YYYY-MM-DD"),
        (
            {"horizon": {"start": "2026-03-02", "days": 0}},
            "setting-out-of-range",
            "horizon.days",
            "at least 1",
        ),
        (
            {"horizon": {"start": "2026-03-02", "days": 400}},
            "setting-out-of-range",
            "horizon.days",
            "at most 366",
        ),
        (
            {"horizon": {"start": "2026-03-02", "days": "1,000"}},
            "bad-value",
            "horizon.days",
            "without separators",
        ),
        ({"horizon": {"start": "2026-03-02", "days": 1.5}}, "bad-value", "horizon.days", "Round it"),
        ({"horizon": 3}, "bad-value", "horizon", "key: value"),
        ({"limits": {"fill_rate": 97}}, "setting-out-of-range", "limits.fill_rate", "at most 1"),
        ({"limits": {"p95_hours": 0}}, "setting-out-of-range", "limits.p95_hours", "greater than 0"),
        ({"limits": {"p95_hours": float("nan")}}, "bad-value", "limits.p95_hours", "Write a number"),
        ({"network": {"circuity": "x"}}, "bad-value", "network.circuity", "Write digits with a point"),
        ({"network": {"method": "geodesc"}}, "bad-value", "network.method", "Did you mean 'geodesic'?"),
        ({"segments": {}}, "setting-out-of-range", "segments", "Add an entry"),
        ({"segments": {"a": {"accepts": "home"}}}, "bad-value", "segments.a.accepts", "Write a list"),
        (
            {"segments": {"a": {"accepts": ["hme"]}}},
            "bad-value",
            "segments.a.accepts[0]",
            "Did you mean 'home'?",
        ),
        ({"segments": {"a": {"acepts": []}}}, "unknown-key", "segments.a.acepts", "Did you mean 'accepts'?"),
        (
            {"policies": {"returns": {"cost_per_unit": True}}},
            "bad-value",
            "policies.returns.cost_per_unit",
            "Write digits",
        ),
        ({"network": {"speeds_kmh": {"van": True}}}, "bad-value", "network.speeds_kmh.van", "Write digits"),
        ({"zones": {"a|b": []}}, "bad-value", "zones.a|b", "without '|'"),
        ({"zones": []}, "bad-value", "zones", "key: value"),
        ({"waves": {"w": {"departs": 9, "back_by": "13:00"}}}, "bad-value", "waves.w.departs", "HH:MM"),
        (
            {"policies": {"delivery": {"partial": "maybe"}}},
            "bad-value",
            "policies.delivery.partial",
            "true or false",
        ),
        (
            {"policies": {"returns": {"cost_per_unit_by_hand_over": {"hme": 3}}}},
            "bad-value",
            "policies.returns.cost_per_unit_by_hand_over.hme",
            "Did you mean 'home'?",
        ),
        (
            {"solve": {"routing_engine": "pyvpr"}},
            "bad-value",
            "solve.routing_engine",
            "Did you mean 'pyvrp'?",
        ),
        (
            {"strategies": {"s": {"options": []}}},
            "setting-out-of-range",
            "strategies.s.options",
            "Add an entry",
        ),
        ({"strategies": {"s": {}}}, "missing-key", "strategies.s.options", "Add it"),
        ({"zone": "Asia/Soul"}, "unknown-time-zone", "zone", "Did you mean 'Asia/Seoul'?"),
        ({"encoding": "cp-nine"}, "unknown-encoding", "encoding", "cp949"),
        ({"encoding": "hex"}, "unknown-encoding", "encoding", "cp949"),
    ],
)
def test_one_fault_is_one_finding_with_place_and_advice(
    tmp_path: Path, changes: dict[str, Any], code: str, path: str, words: str
) -> None:
    """Each fault is told once, in the planner's words, at the path where it is written."""
    finding = only(tmp_path, **changes)
    assert (finding.code, str(finding.place)) == (code, f"scenario.yaml, {path}")
    assert words in finding.action
    assert "Input should" not in finding.cause


@pytest.mark.parametrize(
    ("number", "changes", "code", "path", "words"),
    [
        (0, {"hand_over": None}, "missing-key", "options[0]", "home, store, locker"),
        (0, {"hand_over": "hom"}, "bad-value", "options[0]", "Did you mean 'home'?"),
        (0, {"transport": None}, "missing-key", "options[0]", "parcel, own_van"),
        (0, {"transport": "parcels"}, "bad-value", "options[0]", "Did you mean 'parcel'?"),
        (0, {"carrier": None}, "missing-key", "options[0].carrier", "Add it"),
        (0, {"carrier": 1588}, "bad-value", "options[0].carrier", "Put it in quotes"),
        (0, {"departures": [{"at": "25:00"}]}, "bad-value", "options[0].departures[0].at", "HH:MM"),
        (0, {"departures": []}, "setting-out-of-range", "options[0].departures", "Add an entry"),
        (
            0,
            {"extra_cost": 3},
            "unknown-key",
            "options[0].extra_cost",
            "Did you mean 'extra_cost_per_order'?",
        ),
        (0, {"service_min": 3}, "unknown-key", "options[0].service_min", "the kind of option"),
        (2, {"transport": "parcel"}, "bad-value", "options[2].transport", "none, linehaul"),
        (3, {"source_kinds": ["ware"]}, "bad-value", "options[3].source_kinds[0]", "'warehouse'"),
        (3, {"promise": {"hours": -1}}, "setting-out-of-range", "options[3].promise.hours", "greater than 0"),
    ],
)
def test_faults_of_options(
    tmp_path: Path, number: int, changes: dict[str, Any], code: str, path: str, words: str
) -> None:
    """The kinds of option do not show in paths; what belongs to another kind is said to."""
    finding = only(tmp_path, options=with_option(number, **changes))
    assert (finding.code, str(finding.place)) == (code, f"scenario.yaml, {path}")
    assert words in finding.action


def test_a_key_of_another_kind_of_option(tmp_path: Path) -> None:
    """`service_min` is known, only not for parcels, and the finding says so."""
    finding = only(tmp_path, options=with_option(0, service_min=3))
    assert "does not go with hand_over: home and transport: parcel" in finding.cause


def test_an_option_that_is_no_block(tmp_path: Path) -> None:
    """A list of names is not a list of options."""
    finding = only(tmp_path, options=["parcel"])
    assert finding.cause.startswith("a block of keys is expected, not 'parcel'")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """A second run is not needed to learn of the second fault."""
    found = findings(tmp_path, polices={}, limits={"fill_rate": 97}, zone="Nowhere")
    assert {finding.code for finding in found} == {"unknown-key", "setting-out-of-range", "unknown-time-zone"}


def test_lines_are_told(tmp_path: Path) -> None:
    """A value's line is in the finding."""
    text = "format: 1\nname: x\nname2: y\n"
    found = read_settings(write_small_scenario(tmp_path, settings=text)).findings
    assert [finding.cause for finding in found if finding.place.column == "name2"] == [
        "'name2' is not a known key here (line 3)"
    ]


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "# nothing\n"])
def test_settings_are_a_block_of_keys(tmp_path: Path, text: str) -> None:
    """A list, a text or nothing at all is refused."""
    read = read_settings(write_small_scenario(tmp_path, settings=text))
    assert read.settings is None
    assert [finding.code for finding in read.findings] == ["bad-yaml"]


def test_tables_are_looked_at_though_settings_are_no_yaml(tmp_path: Path) -> None:
    """Encoding and zone are taken to be utf-8 and UTC then."""
    read = read_settings(write_small_scenario(tmp_path, settings="a: [\n"))
    assert (read.settings, read.encoding, read.zone) == (None, "utf-8", "UTC")
    assert [finding.code for finding in read.findings] == ["bad-yaml"]


@pytest.mark.parametrize(
    ("line", "encoding"),
    [("encoding: cp949", "cp949"), ("encoding: 'nine'", "utf-8"), ("# encoding: x", "utf-8")],
)
def test_tables_are_not_blamed_for_settings_that_are_no_yaml(
    tmp_path: Path, line: str, encoding: str
) -> None:
    """The encoding that stands there is used all the same, if there is such a one."""
    read = read_settings(write_small_scenario(tmp_path, settings=f"a: [\n{line} # of the tables\n"))
    assert (read.settings, read.encoding) == (None, encoding)


def test_an_alias_to_itself(tmp_path: Path) -> None:
    """A block that contains itself is a finding, not a crash."""
    read = read_settings(write_small_scenario(tmp_path, settings="format: 1\nzones: &z {a: *z}\n"))
    assert read.settings is None


def test_keys_that_may_stand_at_a_place() -> None:
    """Known keys are found below lists, names and unions."""
    assert "circuity" in allowed_keys(("network",))
    assert "departs" in allowed_keys(("waves", "any name"))
    assert {"carrier", "waves", "hand_over"} <= set(allowed_keys(("options", 3)))
    assert "hours" in allowed_keys(("options", 3, "promise"))
    assert allowed_keys(("nothing", "of", "the", "kind")) == ()
