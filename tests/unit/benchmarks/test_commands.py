"""Benchmarks run the real commands of this Python."""

import shutil
import sys
from pathlib import Path

import pytest

from benchmarks.micro import commands
from benchmarks.registry import find


def test_a_failing_command_fails_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exit code other than zero is never timed as a success."""
    script = "import sys; sys.exit('out of stock')"
    monkeypatch.setattr(commands, "optimizer_command", lambda: [sys.executable, "-c", script])
    with pytest.raises(RuntimeError, match="optimizer validate ended with exit code 1: out of stock"):
        commands.call("validate", "folder")


def test_what_a_command_prints_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The arguments reach the command."""
    script = "import sys; print(sys.argv[1:])"
    monkeypatch.setattr(commands, "optimizer_command", lambda: [sys.executable, "-c", script])
    assert commands.call("new", "folder") == "['new', 'folder']\n"


def test_without_an_installed_script_python_runs_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout without console script is measured as well."""
    monkeypatch.setattr(shutil, "which", lambda *_args, **_options: None)
    assert commands.optimizer_command()[0] == sys.executable


@pytest.mark.parametrize(("lines", "enough"), [(100_000, True), (99_999, False)])
def test_validation_is_measured_on_as_many_lines_as_it_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: int, enough: bool
) -> None:
    """A generated scenario with fewer order lines is refused instead of flattering the figure."""

    def new(_command: str, folder: str, *_options: str) -> str:
        scenario = Path(folder)
        scenario.mkdir()
        (scenario / "order_lines.csv").write_text("order_id\n" + "o1\n" * lines, encoding="utf-8")
        return ""

    monkeypatch.setattr(commands, "call", new)
    prepare = find("validate_100k_lines").prepare
    if enough:
        assert prepare(tmp_path) == tmp_path / "scenario"
    else:
        with pytest.raises(RuntimeError, match="have only 99999 lines"):
            prepare(tmp_path)


@pytest.mark.parametrize("name", ["seoul_compare", "compare_5000"])
def test_comparisons_write_into_their_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """A run on two threads is written below the temporary folder, never among the planner's runs."""
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(commands, "call", lambda *arguments: called.append(arguments))
    benchmark = find(name)
    benchmark.run(benchmark.prepare(tmp_path))
    assert called[-1][0] == "compare"
    assert called[-1][2:] == ("--out", str(tmp_path / "run"), "--threads", "2")
