"""The registry of checks."""

from optimizer.core.errors import registered_codes
from optimizer.scenario.checks import run
from optimizer.scenario.checks.registry import SETTINGS_CHECKS, TABLE_CHECKS


def test_every_check_is_named_after_its_code() -> None:
    """Whoever reads a code in a report finds its function by name."""
    for name, check in {**SETTINGS_CHECKS, **TABLE_CHECKS}.items():
        assert check.__name__ == f"check_{name.replace('-', '_')}"


def test_every_check_is_documented() -> None:
    """Codes of checks appear in docs/errors.md."""
    documented = {entry.code for entry in registered_codes()}
    assert documented >= SETTINGS_CHECKS.keys() | TABLE_CHECKS.keys()


def test_no_code_has_two_checks() -> None:
    """A code of the settings is not a code of the tables, too."""
    assert not SETTINGS_CHECKS.keys() & TABLE_CHECKS.keys()
    assert run.check_draft.__doc__
