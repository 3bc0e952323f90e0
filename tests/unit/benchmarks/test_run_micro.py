"""Micro benchmarks are judged by their targets and their latest figures kept."""

from pathlib import Path

import pytest
from rich.console import Console

import benchmarks.micro  # noqa: F401 (registers the benchmarks)
from benchmarks import tables
from benchmarks.fresh import Measurement
from benchmarks.registry import find
from benchmarks.run_micro import judge, run_micro


@pytest.mark.parametrize(
    ("seconds", "peak_mb", "outcome"),
    [(59.0, 900.0, "met"), (61.0, 900.0, "missed"), (59.0, 1100.0, "missed")],
)
def test_time_and_memory_must_both_be_met(seconds: float, peak_mb: float, outcome: str) -> None:
    """Too slow is missed, and so is too large."""
    assert judge(find("seoul_compare"), Measurement(seconds, peak_mb))["outcome"] == outcome


def test_without_a_memory_target_only_time_counts() -> None:
    """A benchmark without memory target may take what it likes."""
    assert judge(find("help"), Measurement(0.3, 1e6))["outcome"] == "met"


def test_later_figures_replace_earlier_ones(tmp_path: Path) -> None:
    """Each benchmark has one row, in the order of registration; others keep theirs."""
    console = Console(quiet=True)
    first = {"matrix_5000": Measurement(1.0, 300.0), "help": Measurement(None, None, "boom | bang")}
    run_micro(["matrix_5000", "help"], console, tmp_path, first.__getitem__)
    rows = run_micro(["help"], console, tmp_path, lambda _name: Measurement(0.25, 50.0))
    assert [row["name"] for row in rows] == ["help"]
    kept = tables.read(tmp_path / "micro.csv")
    assert [(row["name"], row["seconds"], row["outcome"]) for row in kept] == [
        ("help", "0.250", "met"),
        ("matrix_5000", "1.000", "met"),
    ]
    assert kept[0]["commit"]
    assert kept[0]["cpu"]
    assert "| matrix_5000 |" in (tmp_path / "micro.md").read_text(encoding="utf-8")


def test_a_failure_is_written_down(tmp_path: Path) -> None:
    """A benchmark that fails leaves a row that says so, not the figure of an earlier success."""
    console = Console(quiet=True)
    run_micro(["help"], console, tmp_path, lambda _name: Measurement(0.25, 50.0))
    run_micro(["help"], console, tmp_path, lambda _name: Measurement(None, None, "boom"))
    (row,) = tables.read(tmp_path / "micro.csv")
    assert row["outcome"] == "failed: boom"
    assert row["seconds"] == ""


def test_an_unknown_name_runs_nothing(tmp_path: Path) -> None:
    """All names are looked up before anything runs."""
    with pytest.raises(KeyError, match="no benchmark 'nope'"):
        run_micro(["help", "nope"], Console(quiet=True), tmp_path, lambda _name: Measurement(0, 0))
    assert not list(tmp_path.iterdir())
