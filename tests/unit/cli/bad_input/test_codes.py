"""Every code of the readers and checks of a scenario is provoked through the command."""

from pathlib import Path

import pytest

import optimizer.scenario
import optimizer.validate
from optimizer.scenario.checks.registry import SETTINGS_CHECKS, TABLE_CHECKS
from optimizer.validate.registry import CHECKS
from tests.unit.cli.bad_input import check_cases, reader_cases, test_files, validate_cases
from tests.unit.cli.bad_input.registered import codes_of
from tests.unit.cli.bad_input.tiny import Case, found, tiny

#: Codes that no edit of a file provokes, and the tests that do.
ELSEWHERE = {"unreadable-folder": test_files.test_a_folder_that_may_not_be_read}
CASES = (*reader_cases.CASES, *check_cases.CASES, *validate_cases.CASES)


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
    registered = codes_of(optimizer.scenario, optimizer.validate)
    registered |= TABLE_CHECKS.keys() | SETTINGS_CHECKS.keys() | CHECKS.keys()
    assert registered == {case.code for case in CASES} | ELSEWHERE.keys()
