"""Every code of the readers and checks of a scenario is provoked through the command."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import optimizer.scenario
import optimizer.validate
from optimizer.core.errors import registered_codes
from optimizer.scenario.checks.registry import SETTINGS_CHECKS, TABLE_CHECKS
from optimizer.validate.registry import CHECKS
from tests.unit.cli.bad_input import check_cases, reader_cases, test_files, validate_cases
from tests.unit.cli.bad_input.tiny import Case, found, tiny

#: Codes that no edit of a file provokes, and the tests that do.
ELSEWHERE = {"unreadable-folder": test_files.test_a_folder_that_may_not_be_read}
CASES = (*reader_cases.CASES, *check_cases.CASES, *validate_cases.CASES)


def _codes() -> Iterator[str]:
    """Codes of the checks, and those that a module of the two rooms keeps as a constant."""
    known = {entry.code for entry in registered_codes()}
    yield from (*TABLE_CHECKS, *SETTINGS_CHECKS, *CHECKS)
    for room in (optimizer.scenario, optimizer.validate):
        for found_module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(found_module.name)
            yield from (value for value in vars(module).values() if isinstance(value, str) and value in known)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_small_edit_is_found(tmp_path: Path, case: Case) -> None:
    """Under its code, at its place; an error ends the command with exit code 2; nothing else is complained of."""
    folder = tiny(tmp_path / "tiny", *case.edits)
    command, *options = case.command
    result = found(command, folder / case.path, *options)
    severity = "warning" if case.warning else "error"
    assert (severity, case.code, case.place.format(folder=folder)) in result.told()
    assert result.exit_code == (0 if case.warning else 2)
    assert {one["code"] for one in result.findings} <= {case.code} | case.also
    assert all(one["cause"] and one["action"] for one in result.findings)


def test_every_code_has_a_case() -> None:
    """Who adds a code adds the edit that provokes it; a code that nothing provokes is dead."""
    assert set(_codes()) == {case.code for case in CASES} | ELSEWHERE.keys()
