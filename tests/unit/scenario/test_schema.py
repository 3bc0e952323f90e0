"""The scenario format as a JSON schema."""

import json
from pathlib import Path

import jsonschema
import pytest

from optimizer.scenario.load import load
from optimizer.scenario.rows import TABLES
from optimizer.scenario.schema import SCHEMA_FILE, json_schema, schema_text
from tests.helpers.scenarios import small_settings, write_small_scenario

REPOSITORY = Path(__file__).parents[3]


def test_the_kept_schema_is_up_to_date() -> None:
    """Otherwise run `python -m optimizer.scenario.document`."""
    assert (REPOSITORY / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()


def test_it_is_a_schema() -> None:
    """It keeps the rules of draft 2020-12."""
    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert list(meta.iter_errors(json_schema())) == []


def test_sound_settings_are_valid(tmp_path: Path) -> None:
    """Those a planner writes, and those that are written out in full."""
    validator = jsonschema.Draft202012Validator(json_schema())
    settings = load(write_small_scenario(tmp_path)).settings
    for written in (small_settings(), json.loads(settings.model_dump_json())):
        assert list(validator.iter_errors(written)) == []


@pytest.mark.parametrize(
    ("key", "value"), [("polices", {}), ("format", 2), ("waves", {"w": {"departs": "9", "back_by": "10:00"}})]
)
def test_unsound_settings_are_not(key: str, value: object) -> None:
    """Unknown keys, other formats, times that are none."""
    validator = jsonschema.Draft202012Validator(json_schema())
    assert list(validator.iter_errors({**small_settings(), key: value}))


def test_every_table_has_its_row() -> None:
    """Table, key and whether it is required are in the schema."""
    schema = json_schema()
    assert list(schema["x-tables"]) == list(TABLES)
    for entry in schema["x-tables"].values():
        row = schema["$defs"][entry["row"].removeprefix("#/$defs/")]
        assert set(entry["key"]) <= set(row["properties"])


def test_every_field_says_what_it_means_and_defaults_are_as_written() -> None:
    """No field without description; default times are HH:MM."""
    schema = json_schema()
    fields = [field for block in schema["$defs"].values() for field in block.get("properties", {}).values()]
    assert all(field["description"] for field in fields)
    assert schema["$defs"]["Site"]["properties"]["closes"]["default"] == "24:00"
