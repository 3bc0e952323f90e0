"""The scenarios in the repository."""

import filecmp
from pathlib import Path

import pytest
import yaml

from optimizer.generate.template import generate, seoul_settings_text
from optimizer.scenario.load import load
from optimizer.scenario.rows import TABLES
from optimizer.scenario.settings import Settings
from optimizer.scenario.write import write

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SEOUL = SCENARIOS / "seoul-omnichannel"


def test_seoul_omnichannel_is_what_the_template_makes(tmp_path: Path) -> None:
    """Every table is, byte for byte, the template's with 600 orders and seed 1, and there is no other."""
    write(generate("seoul", 600, 1), tmp_path)
    made = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert made == sorted(f"{table}.csv" for table in TABLES if table != "matrix")
    assert made == sorted(path.name for path in SEOUL.glob("*.csv"))
    _, differing, missing = filecmp.cmpfiles(SEOUL, tmp_path, made, shallow=False)
    assert (differing, missing) == ([], [])


def test_seoul_omnichannel_has_the_settings_of_the_template() -> None:
    """Its scenario.yaml, comments included, is the text that the template reads."""
    text = (SEOUL / "scenario.yaml").read_text(encoding="utf-8")
    assert text == seoul_settings_text()
    assert Settings.model_validate(yaml.safe_load(text)) == generate(orders=20).settings


@pytest.mark.parametrize("name", ["tiny", "seoul-omnichannel"])
def test_scenarios_load_without_a_warning(name: str) -> None:
    """Loading finds nothing wrong and nothing odd."""
    assert load(SCENARIOS / name).warnings == ()
