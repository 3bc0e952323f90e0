"""Benchmarks small enough to run inside a test."""

from pathlib import Path

from benchmarks.registry import Benchmark, register


def _twenty_megabytes(_folder: Path) -> bytearray:
    return bytearray(b"x" * 20_000_000)


def _fail(_nothing: None) -> None:
    msg = "out of order"
    raise RuntimeError(msg)


register(
    Benchmark("sample_sum", "adds up", 60, run=sum, prepare=_twenty_megabytes, target_mb=4000, repeats=2)
)
register(Benchmark("sample_failure", "always fails", 60, run=_fail))
