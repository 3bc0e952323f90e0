"""Every figure says what it was measured with."""

import platform
import subprocess

import pytest

from benchmarks import machine


def test_versions_name_python_and_the_solvers() -> None:
    """Packages that a figure depends on are listed with their version."""
    found = machine.versions()
    assert found.startswith(f"python {platform.python_version()}")
    assert "pyvrp " in found
    assert "highspy " in found


def test_packages_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package has no version."""
    monkeypatch.setattr(machine, "PACKAGES", ("no-such-package-at-all",))
    assert machine.versions() == f"python {platform.python_version()}"


def test_processor_and_cores() -> None:
    """The processor is named together with the number of its cores."""
    assert machine.cpu().endswith(" cores")


def test_commit_says_when_the_code_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plus marks figures of code that no commit holds."""
    answers = {"rev-parse": "abc123", "status": ""}
    monkeypatch.setattr(machine, "_git", lambda *arguments: answers[arguments[0]])
    assert machine.commit() == "abc123"
    answers["status"] = " M optimizer/x.py"
    assert machine.commit() == "abc123+"
    answers["rev-parse"] = ""
    assert machine.commit() == "unknown"


def test_without_git_the_commit_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Benchmarks run from an unpacked archive as well."""

    def absent(*_arguments: object, **_options: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", absent)
    assert machine.commit() == "unknown"
