"""The registry holds each benchmark once, by name."""

from dataclasses import replace

import pytest

import benchmarks.micro  # noqa: F401 (registers the benchmarks)
from benchmarks.registry import find, known, register


def test_the_promised_benchmarks_are_registered_with_their_targets() -> None:
    """Help, validation, matrix and comparisons are measured against the project's targets."""
    expected: dict[str, tuple[float, float | None]] = {
        "help": (0.4, None),
        "validate_100k_lines": (3, None),
        "matrix_5000": (2, None),
        "seoul_compare": (60, 1000),
        "compare_5000": (300, 3000),
    }
    targets = {one.name: (one.target_s, one.target_mb) for one in known()}
    assert {name: targets[name] for name in expected} == expected


def test_a_name_stands_for_one_benchmark() -> None:
    """Registering the same again is harmless; another one under its name is refused."""
    benchmark = find("matrix_5000")
    assert register(benchmark) is benchmark
    with pytest.raises(ValueError, match="two benchmarks are named 'matrix_5000'"):
        register(replace(benchmark, target_s=1000))
    assert find("matrix_5000").target_s == 2


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    """A typo shows what there is."""
    with pytest.raises(KeyError, match=r"no benchmark 'matrix'; there is .*matrix_5000"):
        find("matrix")
