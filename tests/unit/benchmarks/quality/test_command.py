"""``python -m benchmarks quality`` says what it did by its exit code."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from benchmarks import __main__ as door
from benchmarks.quality import rows as written
from benchmarks.quality import run as room
from benchmarks.quality.run import Effort
from benchmarks.quality.sets import RECIPES, Instance
from benchmarks.tables import Row
from tests.unit.benchmarks.quality.sample_rows import failure, row

RUNNER = CliRunner()
NAMES = [recipe.name for recipe in RECIPES]
LIMITS = {"time_limit_s": "", "iterations": "9"}
QUALITY = ["quality", "generated", "--iterations", "9", "--seeds", "1", "--out", "q.csv"]


class Measured:
    """Stands for the measurement: what it was asked for, and on which instances ours fails."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.failing: set[str] = set()
        self.lost: set[str] = set()

    def run(
        self,
        instances: Sequence[Instance],
        peers: Sequence[str],
        seeds: Sequence[int],
        _effort: Effort,
        path: Path,
        _console: Console,
        *,
        fresh: bool,
    ) -> list[Row]:
        """Give every run a gap of 1 to a best-known cost of 100."""
        assert not fresh
        names = tuple(one.name for one in instances)
        self.asked.append(names)
        found = [
            failure(name, peer, seed, **LIMITS)
            if peer == "ours" and name in self.failing
            else row(name, peer, seed, "1.0", **LIMITS)
            for name in names
            for peer in peers
            for seed in seeds
            if peer != "ours" or name not in self.lost
        ]
        written.write(path, found)
        return found


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Measured:
    """Answer every measurement at once, in an empty folder."""
    found = Measured()
    monkeypatch.setattr(room, "run", found.run)
    monkeypatch.chdir(tmp_path)
    return found


def baseline(gap: str, peers: Sequence[str] = ("ours",)) -> list[str]:
    """Write a baseline with a gap on every instance, and return the options that compare with it."""
    written.write(Path("then.csv"), [row(name, peer, 1, gap, **LIMITS) for name in NAMES for peer in peers])
    return ["--baseline", "then.csv"]


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize(("then", "exit_code"), [("1.0", 0), ("0.5", 4)])
def test_exit_code_against_a_baseline(then: str, exit_code: int) -> None:
    """A mean gap worse than the baseline's beyond noise is a regression."""
    result = RUNNER.invoke(door.app, [*QUALITY, *baseline(then)])
    assert result.exit_code == exit_code
    assert "against the baseline" in result.output
    assert Path("q.md").exists()


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize(("known", "exit_code"), [(["sisr"], 4), (["ours", "hgs"], 0), (["hgs"], 2)])
def test_searches_of_ours_are_judged(known: list[str], exit_code: int) -> None:
    """Each that was asked and is in the baseline, and no peer as it comes."""
    options = baseline("1.0" if "ours" in known else "0.5", known)
    assert RUNNER.invoke(door.app, [*QUALITY, "--peers", "hgs,sisr", *options]).exit_code == exit_code


@pytest.mark.parametrize("peers", ["", "hgs"])
def test_an_instance_that_ours_no_longer_solves_does_not_pass(measured: Measured, peers: str) -> None:
    """Whether or not a peer has a row of it."""
    measured.lost = {NAMES[2]}
    result = RUNNER.invoke(door.app, [*QUALITY, "--peers", peers, *baseline("1.0")])
    assert result.exit_code == 4
    assert "+inf points" in result.output


@pytest.mark.parametrize("options", [[], ["baseline"]])
def test_a_search_of_ours_that_fails_is_told(measured: Measured, options: list[str]) -> None:
    """With or without a baseline, and whatever the others found."""
    measured.failing = {NAMES[2]}
    result = RUNNER.invoke(door.app, [*QUALITY, "--peers", "hgs", *(baseline("1.0") if options else [])])
    assert result.exit_code == 1


@pytest.mark.parametrize("known", [[], ["hgs"]])
def test_a_baseline_that_says_nothing_is_bad_input(measured: Measured, known: list[str]) -> None:
    """One that is missing, or knows no run of ours, must not pass; it is told before anything is measured."""
    options = baseline("1.0", known) if known else ["--baseline", "none.csv"]
    result = RUNNER.invoke(door.app, [*QUALITY, *options])
    assert result.exit_code == 2
    assert "no run of ours" in result.output
    assert not measured.asked


@pytest.mark.parametrize("out", ["then.csv", "./folder/../then.csv"])
def test_a_baseline_is_not_compared_with_itself(measured: Measured, out: str) -> None:
    """Its rows would be written over before they are compared."""
    Path("folder").mkdir()
    result = RUNNER.invoke(door.app, [*QUALITY, *baseline("0.5"), "--out", out])
    assert result.exit_code == 2
    assert "compared with itself" in result.output
    assert not measured.asked


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], "no set 'nope'"),
        (["generated", "--peers", "ours,nope"], "no peer 'nope'"),
        (["generated", "--only", "nope"], "no instance 'nope'"),
    ],
)
def test_unknown_names_are_bad_input(measured: Measured, arguments: list[str], message: str) -> None:
    """Nothing is measured."""
    result = RUNNER.invoke(door.app, ["quality", *arguments, "--out", "q.csv"])
    assert result.exit_code == 2
    assert message in result.output
    assert not measured.asked


def test_instances_are_chosen(measured: Measured) -> None:
    """All that are generated, by name, or spread over the set."""
    for options in ([], ["--instances", "2"], ["--only", NAMES[3]]):
        RUNNER.invoke(door.app, [*QUALITY, *options])
    assert measured.asked[0] == tuple(NAMES)
    assert len(measured.asked[1]) == 2
    assert measured.asked[2] == (NAMES[3],)


def test_gaps_are_told_as_to_the_best_known_of_today(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Those of all rows of the file, also on instances that were not asked for."""
    path = tmp_path / "q.csv"
    written.write(path, [row(NAMES[1], "hgs", 1, "7.000", cost="107", best_known="100")])
    monkeypatch.setattr(room, "run", lambda *_turns, **_options: [])
    RUNNER.invoke(door.app, [*QUALITY, "--only", NAMES[3], "--out", str(path)])
    (found,) = written.read(path)
    best = float(found["best_known"])
    assert best > 1000
    assert found["gap"] == written.gap(107, best)
    assert found["gap"] in path.with_suffix(".md").read_text(encoding="utf-8")
