"""All checks together."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError, registered_codes
from optimizer.scenario.load import load
from optimizer.validate.registry import CHECKS
from optimizer.validate.run import validate
from tests.helpers.scenarios import write_small_scenario


def test_every_check_has_a_registered_code() -> None:
    """What a check says can be looked up."""
    assert CHECKS
    assert set(CHECKS) <= {entry.code for entry in registered_codes()}


def test_examples_of_the_repository_hold() -> None:
    """The tiny scenario is complete and sound."""
    tiny = Path(__file__).parents[3] / "scenarios" / "tiny"
    assert [finding for finding in validate(load(tiny)) if finding.severity == "error"] == []


def test_a_scenario_that_does_not_load_is_not_validated(tmp_path: Path) -> None:
    """Loading raises first."""
    with pytest.raises(InputError):
        validate(load(write_small_scenario(tmp_path / "s", settings={"horizon": None})))
