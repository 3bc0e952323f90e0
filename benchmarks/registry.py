"""What a micro benchmark is, and which ones there are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _nothing(_folder: Path) -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Benchmark:
    """Something that is to run within a time, and perhaps within a memory.

    Parameters
    ----------
    name
        Unique name.
    meaning
        What is measured, in words.
    target_s
        Seconds it may take.
    run
        What is timed; gets what ``prepare`` returned.
    prepare
        Makes the input, untimed; gets an empty folder.
    target_mb
        Megabytes it may take, preparation included; None for no target.
    repeats
        How often it runs; the median counts.
    granted_s
        Seconds that each run is told to take, which do not count.
    """

    name: str
    meaning: str
    target_s: float
    run: Callable[[Any], object]
    prepare: Callable[[Path], Any] = _nothing
    target_mb: float | None = None
    repeats: int = 1
    granted_s: float = 0.0


_KNOWN: dict[str, Benchmark] = {}


def register(benchmark: Benchmark) -> Benchmark:
    """Add a benchmark.

    Raises
    ------
    ValueError
        If another one has its name.
    """
    if _KNOWN.setdefault(benchmark.name, benchmark) != benchmark:
        msg = f"two benchmarks are named {benchmark.name!r}"
        raise ValueError(msg)
    return benchmark


def known() -> tuple[Benchmark, ...]:
    """All benchmarks, in the order of registration."""
    return tuple(_KNOWN.values())


def find(name: str) -> Benchmark:
    """Return the benchmark of that name.

    Raises
    ------
    KeyError
        If there is none.
    """
    if name not in _KNOWN:
        msg = f"there is no benchmark {name!r}; there is {', '.join(_KNOWN)}"
        raise KeyError(msg)
    return _KNOWN[name]
