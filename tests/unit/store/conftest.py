"""A real run, solved once, and a copy of it for each test to spoil."""

import shutil
from pathlib import Path

import pytest

from tests.helpers.runs import solve_tiny


@pytest.fixture(scope="session")
def solved_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Solve ``scenarios/tiny``; the folder is not to be changed."""
    return solve_tiny(tmp_path_factory.mktemp("store") / "run")


@pytest.fixture
def run(solved_run: Path, tmp_path: Path) -> Path:
    """Copy the run."""
    return Path(shutil.copytree(solved_run, tmp_path / "run"))
