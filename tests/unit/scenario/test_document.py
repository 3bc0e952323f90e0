"""The page about the format."""

import re
from pathlib import Path

import pytest
import yaml

from optimizer.scenario.columns import columns_of
from optimizer.scenario.document import FORMAT_FILE, MARKER, reference, with_reference, write_pages
from optimizer.scenario.load import load
from optimizer.scenario.rows import TABLES
from optimizer.scenario.schema import SCHEMA_FILE, json_schema
from tests.helpers.scenarios import findings_of, small_settings, write_small_scenario

REPOSITORY = Path(__file__).parents[3]
PAGE = (REPOSITORY / FORMAT_FILE).read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    """Otherwise run `python -m optimizer.scenario.document`."""
    assert with_reference(PAGE) == PAGE


def test_the_minimal_scenario_of_the_page_loads(tmp_path: Path) -> None:
    """What a reader copies works, without a warning."""
    blocks = re.findall(r"`([a-z_]+\.(?:yaml|csv))`:\n\n```[a-z]+\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 8
    for name, text in blocks:
        (tmp_path / name).write_text(text, encoding="utf-8")
    scenario = load(tmp_path)
    assert scenario.warnings == ()
    assert len(scenario.orders) == 1


def test_the_strategies_of_the_page_are_sound(tmp_path: Path) -> None:
    """The example of an override is one that loads."""
    text = re.search(r"\n    (strategies:\n(?:      .*\n)+)", PAGE)
    assert text is not None
    settings = {**small_settings(), **yaml.safe_load(text[1])}
    assert findings_of(write_small_scenario(tmp_path, settings=settings)) == []


def test_every_column_and_key_is_on_the_page() -> None:
    """With its meaning."""
    text = reference()
    for table in TABLES:
        section = text.split(f"\n### {table}\n")[1].split("\n### ")[0]
        for column in columns_of(table):
            assert f"| `{column.name}` |" in section
    for name in ("Settings", "VanOption", "DeliveryPolicy", "Solve", "WaveDeparture"):
        section = text.split(f"\n### {name}\n")[1].split("\n### ")[0]
        for key in json_schema()["$defs"][name]["properties"]:
            assert f"| `{key}` |" in section


def test_links_lead_somewhere() -> None:
    """Every block that a type names has its heading."""
    text = reference()
    headings = {line.lstrip("# ").lower() for line in text.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([a-z0-9]+)\)", text)) <= headings


@pytest.mark.parametrize(
    "line",
    [
        "| `closes` | time HH:MM | `24:00` | Closing time. |",
        "| `commission_rate` | number ≥ 0, ≤ 1 | `0` | Partner: share of the goods' value kept by the partner. |",
        "| `eligible_options` | list of text | none | Options by which it may be sent, joined by `\\|`; default: all.",
        "| `partial` | true or false | `false` | Whether an order may be served in part. |",
        "| `promise` | [Promise](#promise) | none | What is promised; default: nothing. |",
        "| `date` | date | required | Day. |",
        "| `format` | `1` | required | Version of this format. |",
        "| `override` | block | none | What differs",
        "| `accepts` | list of [hand-over](#words) | `home` | Hand-overs its customers accept. |",
    ],
)
def test_types_and_defaults_in_words(line: str) -> None:
    """As a planner would say it."""
    assert line in reference()


def test_a_page_without_marker_is_left_alone() -> None:
    """Text written by hand is never overwritten."""
    with pytest.raises(ValueError, match="lacks the line"):
        with_reference("# Another page\n")


def test_writing_the_pages(tmp_path: Path) -> None:
    """Page and schema are brought up to date, what is above the marker stays."""
    (tmp_path / "docs").mkdir()
    (tmp_path / FORMAT_FILE).write_text(f"# By hand\n{MARKER}old\n", encoding="utf-8")
    write_pages(tmp_path)
    assert (tmp_path / FORMAT_FILE).read_text(encoding="utf-8") == f"# By hand\n{MARKER}{reference()}"
    assert (tmp_path / SCHEMA_FILE).read_bytes() == (REPOSITORY / SCHEMA_FILE).read_bytes()
