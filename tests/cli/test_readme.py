"""Every command of the README does what it says."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.core.errors import ExitCode
from tests.helpers.cli import REPOSITORY, VRP, environment

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
LINES = [line.strip().partition("#")[0].strip() for line in re.findall(r"^ {4}(\S.*)$", README, re.MULTILINE)]
USED = [line for line in LINES if line.startswith(".venv/bin/optimizer ")]
MADE = [line for line in LINES if line.startswith("make ")]
#: What is made smaller, so that it is soon done.
SMALLER = {"--orders 600": "--orders 40", "--time 10": "--time 1"}


def _words(line: str, folder: Path) -> list[str]:
    for text, smaller in SMALLER.items():
        line = line.replace(text, smaller)
    if "runs/<time>-my-retailer" in line:
        latest = max(folder.glob("runs/*-my-retailer"))
        line = line.replace("runs/<time>-my-retailer", str(latest))
    return [sys.executable, "-m", "optimizer", *shlex.split(line)[1:]]


def test_the_commands_of_a_planner(tmp_path: Path) -> None:
    """One after the other in an empty folder, as the README has them; each ends well and says something."""
    assert len(USED) == 7
    (tmp_path / "X-n101-k25.vrp").write_text(VRP, encoding="utf-8")
    for line in USED:
        done = subprocess.run(
            _words(line, tmp_path),
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
        assert done.stdout + done.stderr, line


@pytest.mark.parametrize("line", MADE)
def test_what_make_would_do(line: str) -> None:
    """The targets are there, and do what the README says of them."""
    shown = subprocess.run(
        [shutil.which("make") or "make", "--dry-run", *line.split()[1:]],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    does = {"run": "optimizer compare scenarios/seoul-omnichannel", "test": "pytest", "lint": "mypy"}
    does |= {"quality": "benchmarks quality generated"}
    assert does[line.split()[1]] in shown


def test_the_commands_of_a_developer() -> None:
    """They are there."""
    (line,) = [line for line in LINES if line.startswith(".venv/bin/python ")]
    words = [sys.executable, *line.split()[1:]]
    shown = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "usage" in shown.stdout.lower()


def test_no_command_is_left_out() -> None:
    """Whatever stands in a code block is run by one of these tests."""
    known = {*USED, *MADE, ".venv/bin/python -m benchmarks --help"}
    assert set(LINES) == known


def test_exit_codes_are_those_of_the_program() -> None:
    """The table of the README against the code."""
    table = [int(number) for number in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)]
    assert table == [
        ExitCode.OK,
        ExitCode.INTERNAL,
        ExitCode.BAD_INPUT,
        ExitCode.INFEASIBLE,
        ExitCode.REGRESSION,
        ExitCode.INTERRUPTED,
    ]


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(link: str) -> None:
    """Every page that is named exists."""
    assert (REPOSITORY / link).exists()
