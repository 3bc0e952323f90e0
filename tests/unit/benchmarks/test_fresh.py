"""A benchmark runs in a process of its own, and its memory is seen."""

import os

from benchmarks.fresh import measure, tree_mb

SAMPLES = "tests.unit.benchmarks.samples"


def test_time_and_memory_of_a_fresh_process() -> None:
    """A benchmark that holds 20 MB takes some time and at least those 20 MB, whatever began it holds."""
    held = b"x" * 600_000_000
    found = measure("sample_sum", SAMPLES)
    assert found.failure == ""
    assert found.seconds is not None
    assert found.seconds > 0
    assert found.peak_mb is not None
    assert 20 < found.peak_mb < 500 < len(held) / 1e6


def test_a_failure_is_reported_not_timed() -> None:
    """The last line on standard error says why."""
    found = measure("sample_failure", SAMPLES)
    assert found.seconds is None
    assert found.peak_mb is None
    assert found.failure == "RuntimeError: out of order"


def test_memory_of_a_process_that_is_gone() -> None:
    """A process may end while it is looked at; what does not exist takes no memory."""
    assert tree_mb(2**30) == 0
    assert tree_mb(os.getpid()) >= 0
