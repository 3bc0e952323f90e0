"""``python -m benchmarks`` says what it did by its exit code."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import __main__ as door
from benchmarks.tables import RESULTS

RUNNER = CliRunner()


@pytest.mark.parametrize(
    ("outcomes", "exit_code"), [(["met"], 0), (["met", "missed"], 4), (["missed", "failed: boom"], 1)]
)
def test_exit_code_of_micro(monkeypatch: pytest.MonkeyPatch, outcomes: list[str], exit_code: int) -> None:
    """A missed target is a regression, a failure is worse."""
    monkeypatch.setattr(door, "run_micro", lambda *_arguments: [{"outcome": one} for one in outcomes])
    assert RUNNER.invoke(door.app, ["micro"]).exit_code == exit_code


def test_names_are_listed() -> None:
    """--list runs nothing."""
    result = RUNNER.invoke(door.app, ["micro", "--list"])
    assert result.exit_code == 0
    assert "matrix_5000: road distances" in result.output


def test_an_unknown_benchmark_is_bad_input() -> None:
    """The known names are shown."""
    result = RUNNER.invoke(door.app, ["micro", "nope"])
    assert result.exit_code == 2
    assert "no benchmark 'nope'" in result.output


def test_tables_are_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the CSV files alone: what was written into one by hand is gone."""
    for file in RESULTS.glob("*.csv"):
        shutil.copy(file, tmp_path)
    (tmp_path / "micro.md").write_text("by hand", encoding="utf-8")
    monkeypatch.setattr(door, "RESULTS", tmp_path)
    assert RUNNER.invoke(door.app, ["tables"]).exit_code == 0
    assert "| matrix_5000 |" in (tmp_path / "micro.md").read_text(encoding="utf-8")
    assert (tmp_path / "quality-gh1000.svg").exists()


def test_committed_tables_say_what_their_csv_files_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise run ``python -m benchmarks tables``: nothing is written into them by hand."""
    for file in RESULTS.glob("*.csv"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(door, "RESULTS", tmp_path)
    RUNNER.invoke(door.app, ["tables"])
    for file in (*RESULTS.glob("*.md"), *RESULTS.glob("*.svg")):
        assert file.read_text(encoding="utf-8") == (tmp_path / file.name).read_text(encoding="utf-8"), (
            file.name
        )
