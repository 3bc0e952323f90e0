"""``optimizer check``."""

import shutil
from pathlib import Path

import pytest

from tests.helpers.cli import found_by, invoke, invoke_json
from tests.helpers.runs import edit_rows, set_cells, solve_tiny


@pytest.fixture(scope="module")
def solved_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve ``scenarios/tiny``; the folder is not to be changed."""
    return solve_tiny(tmp_path_factory.mktemp("cli") / "run")


@pytest.fixture
def run(solved_run: Path, tmp_path: Path) -> Path:
    """Copy the run."""
    return Path(shutil.copytree(solved_run, tmp_path / "run"))


def test_a_run_that_passes(solved_run: Path) -> None:
    """The verdict on standard output, what was looked at for people."""
    result = invoke("check", solved_run)
    assert (result.exit_code, result.stdout) == (0, "check passed\n")
    assert "mixed: 6 orders, 1 route, 22 cost lines: passes\n" in result.stderr
    assert "the run: comparison, report, scenario and hashes: passes\n" in result.stderr
    quiet = invoke("check", solved_run, "--quiet")
    assert quiet.output == "check passed\n"


def test_a_run_that_fails(run: Path) -> None:
    """Exit code 3, each violation on standard output with its figures, also when quiet."""
    set_cells(run / "strategies/mixed/cost_lines.csv", {"component": "carrier"}, amount="3999")
    result = invoke("check", run, "--quiet")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert lines[0].startswith("  cost-line: shipment O2|W|parcel|2026-11-23T18:00: carrier")
    assert any(line.startswith("  hash: strategies/mixed/cost_lines.csv") for line in lines)
    assert lines[-1] == "check failed"


def test_many_violations_are_counted(run: Path) -> None:
    """Twenty are enough to read; the document has all."""
    edit_rows(run / "strategies/parcel/cost_lines.csv", lambda rows: [{**row, "amount": "1"} for row in rows])
    result = invoke("check", run)
    _, document = invoke_json("check", run)
    count = len(document["strategies"][0]["violations"])
    assert count > 20
    assert f"cost lines: {count} violations\n" in result.stderr
    assert f"  and {count - 20} more (see --json)\n" in result.stdout


def test_a_document_for_machines(run: Path) -> None:
    """Per strategy and for the run as such."""
    assert invoke_json("check", run)[1]["passed"] is True
    (run / "report.html").unlink()
    exit_code, document = invoke_json("check", run)
    assert (exit_code, document["passed"]) == (3, False)
    assert document["violations"] == [
        {"rule": "hash", "subject": "report.html", "detail": "the file is missing"}
    ]
    assert [one["violations"] for one in document["strategies"]] == [[], [], []]


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    """Wrong input, not a failed check."""
    place = str(tmp_path / "run.json")
    assert found_by("check", tmp_path) == (2, [("run-folder-missing", place)])
