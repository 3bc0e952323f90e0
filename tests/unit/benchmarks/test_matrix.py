"""The matrix benchmark computes what it says."""

from pathlib import Path

import pytest

from benchmarks.micro import matrix
from benchmarks.registry import find


def test_every_place_is_in_the_matrix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Distances and durations between all places are computed, in 32 bits."""
    monkeypatch.setattr(matrix, "PLACES", 40)
    benchmark = find("matrix_5000")
    found = benchmark.run(benchmark.prepare(tmp_path))
    assert found.distance_m.shape == found.duration_s.shape == (40, 40)  # type: ignore[attr-defined]
    assert found.duration_s.dtype == "int32"  # type: ignore[attr-defined]
