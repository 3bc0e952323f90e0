"""``python -m benchmarks`` says what it did by its exit code."""

import pytest
from typer.testing import CliRunner

from benchmarks import __main__ as door
from benchmarks.tables import Row

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


@pytest.mark.parametrize(
    ("error", "exit_code"), [(FileNotFoundError("gone"), 2), (RuntimeError("broken"), 1)]
)
def test_exit_code_of_route(monkeypatch: pytest.MonkeyPatch, error: Exception, exit_code: int) -> None:
    """Missing data is bad input; files that fail are told."""

    def fail(*_arguments: object, **_options: object) -> list[Row]:
        raise error

    monkeypatch.setattr(door, "run_set", fail)
    result = RUNNER.invoke(door.app, ["route", "x"])
    assert result.exit_code == exit_code
    assert str(error) in result.output


def test_route_sums_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is followed by its summary."""
    row = {"instance": "A", "gap": "1.0", "feasible": "yes"}
    monkeypatch.setattr(door, "run_set", lambda *_arguments, **_options: [row])
    result = RUNNER.invoke(door.app, ["route", "x"])
    assert result.exit_code == 0
    assert "1 instances: mean gap 1.00 %" in result.output
