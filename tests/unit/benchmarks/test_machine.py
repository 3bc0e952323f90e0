"""Every figure says what it was measured with."""

import platform
import subprocess
from pathlib import Path

import pytest

from benchmarks import machine


def test_versions_name_python_and_the_solvers() -> None:
    """Packages that a figure depends on are listed with their version."""
    found = machine.versions()
    assert found.startswith(f"python {platform.python_version()}")
    assert "pyvrp " in found
    assert "highspy " in found
    assert "numba " in found


def test_packages_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package has no version."""
    monkeypatch.setattr(machine, "PACKAGES", ("no-such-package-at-all",))
    assert machine.versions() == f"python {platform.python_version()}"


def test_processor_and_cores() -> None:
    """The processor is named together with the number of its cores."""
    assert machine.cpu().endswith(" cores")


def git(folder: Path, *arguments: str) -> None:
    """Run git in a repository of a test."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_commit_says_when_the_code_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plus marks figures of code that no commit holds, wherever it changed; docs and results are no code."""
    monkeypatch.setattr(machine, "PROJECT", tmp_path)
    code = tmp_path / "benchmarks" / "quality" / "run.py"
    others = [tmp_path / "benchmarks" / "results" / "q.csv", tmp_path / "docs" / "page.md"]
    for file in (code, *others):
        file.parent.mkdir(parents=True)
        file.write_text("1", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    first = machine.commit()
    assert machine.is_certain(first)
    for file in others:
        file.write_text("2", encoding="utf-8")
    assert machine.commit() == first
    git(tmp_path, "commit", "-q", "-a", "-m", "second")
    assert machine.commit() == first
    code.write_text("2", encoding="utf-8")
    assert machine.commit() == f"{first}+"
    assert not machine.is_certain(f"{first}+")


def test_without_git_the_commit_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Benchmarks run from an unpacked archive as well."""

    def absent(*_arguments: object, **_options: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", absent)
    assert machine.commit() == "unknown"
    assert not machine.is_certain("unknown")
