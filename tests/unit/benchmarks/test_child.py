"""The child prepares once, runs as often as asked, and writes what it measured."""

import json
from pathlib import Path

from benchmarks.child import largest_mb, main, time_runs
from benchmarks.registry import Benchmark


def test_preparation_is_done_once_and_passed_to_every_run() -> None:
    """Three repeats share one preparation, in a folder that is there while they run."""
    seen: list[Path] = []

    def prepare(folder: Path) -> Path:
        (folder / "input").touch()
        return folder / "input"

    def run(path: Path) -> None:
        assert path.exists()
        seen.append(path)

    assert time_runs(Benchmark("three", "", 1, run=run, prepare=prepare, repeats=3)) >= 0
    assert len(seen) == 3
    assert len(set(seen)) == 1
    assert not seen[0].exists()


def test_seconds_granted_do_not_count() -> None:
    """What a run takes is told less what it was told to take."""
    assert -5 <= time_runs(Benchmark("granted", "", 1, run=lambda _nothing: None, granted_s=5.0)) < 0


def test_the_report_is_json(tmp_path: Path) -> None:
    """What is written can be read by the process that started it."""
    report = tmp_path / "report.json"
    main("tests.unit.benchmarks.samples", "sample_sum", report)
    assert set(json.loads(report.read_text(encoding="utf-8"))) == {"seconds", "largest_mb"}


def test_memory_is_in_megabytes() -> None:
    """A Python process that runs tests takes more than ten and less than a hundred thousand megabytes."""
    assert 10 < largest_mb() < 100_000
