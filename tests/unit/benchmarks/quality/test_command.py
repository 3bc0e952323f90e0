"""``python -m benchmarks quality`` says what it did by its exit code."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import __main__ as door
from benchmarks import tables
from benchmarks.quality import run as room
from benchmarks.quality.run import COLUMNS
from benchmarks.quality.sets import Instance
from benchmarks.tables import Row

RUNNER = CliRunner()


def row(gap: str, seed: str = "1", peer: str = "ours") -> Row:
    """Return a run on instance A."""
    known = {"instance": "A", "peer": peer, "seed": seed, "iterations": "9", "gap": gap, "seconds": "1"}
    return dict.fromkeys(COLUMNS, "") | known | {"peak_mb": "1", "clients": "9"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Answer every measurement with a gap of 1, and note the instances asked for."""
    found: list[tuple[str, ...]] = []

    def measured(instances: list[Instance], peers: list[str], *_rest: object) -> list[Row]:
        found.append(tuple(one.name for one in instances))
        rows = [row("1.0", peer=peer) for peer in peers]
        tables.write(Path("q.csv"), COLUMNS, rows)
        return rows

    monkeypatch.setattr(room, "run", measured)
    return found


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("then", "exit_code"), [("1.0", 0), ("0.5", 4)])
def test_exit_code_against_a_baseline(
    then: str, exit_code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mean gap worse than the baseline's beyond noise is a regression."""
    monkeypatch.chdir(tmp_path)
    tables.write(Path("then.csv"), COLUMNS, [row(then)])
    arguments = ["quality", "generated", "--iterations", "9", "--out", "q.csv", "--baseline", "then.csv"]
    result = RUNNER.invoke(door.app, arguments)
    assert result.exit_code == exit_code
    assert "against then.csv" in result.output
    assert Path("q.md").exists()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(("known", "exit_code"), [(["sisr"], 4), (["ours", "hgs"], 0), (["hgs"], 2)])
def test_searches_of_ours_are_judged(
    known: list[str], exit_code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each that was asked and is in the baseline, and no peer as it comes."""
    monkeypatch.chdir(tmp_path)
    then = [row("1.0" if peer == "ours" else "0.5", peer=peer) for peer in known]
    tables.write(Path("then.csv"), COLUMNS, then)
    asked = ["--iterations", "9", "--peers", "hgs,sisr", "--out", "q.csv", "--baseline", "then.csv"]
    assert RUNNER.invoke(door.app, ["quality", "generated", *asked]).exit_code == exit_code


@pytest.mark.usefixtures("asked")
def test_a_baseline_that_says_nothing_is_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing or empty baseline must not pass."""
    monkeypatch.chdir(tmp_path)
    result = RUNNER.invoke(door.app, ["quality", "generated", "--out", "q.csv", "--baseline", "none.csv"])
    assert result.exit_code == 2
    assert "no run of ours" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], "no set 'nope'"),
        (["generated", "--peers", "ours,nope"], "no peer 'nope'"),
        (["generated", "--only", "nope"], "no instance 'nope'"),
    ],
)
def test_unknown_names_are_bad_input(
    asked: list[tuple[str, ...]], arguments: list[str], message: str, tmp_path: Path
) -> None:
    """Nothing is measured."""
    result = RUNNER.invoke(door.app, ["quality", *arguments, "--out", str(tmp_path / "q.csv")])
    assert result.exit_code == 2
    assert message in result.output
    assert not asked


def test_instances_are_chosen(
    asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, or spread over the set."""
    monkeypatch.chdir(tmp_path)
    RUNNER.invoke(door.app, ["quality", "generated", "--out", "q.csv"])
    assert len(asked[0]) == 6
    RUNNER.invoke(door.app, ["quality", "generated", "--out", "q.csv", "--instances", "2"])
    assert len(asked[1]) == 2
    RUNNER.invoke(door.app, ["quality", "generated", "--out", "q.csv", "--only", asked[0][3]])
    assert asked[2] == (asked[0][3],)
