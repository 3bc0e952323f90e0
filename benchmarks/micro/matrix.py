"""Distances and durations between many places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.registry import Benchmark, register

if TYPE_CHECKING:
    from optimizer.network.travel import Travel, TravelMatrix

PLACES = 5000


def _travel(_folder: Path) -> Travel:
    import numpy as np

    from optimizer.network.places import Places
    from optimizer.network.travel import Travel
    from optimizer.scenario.settings import DistanceMethod

    rng = np.random.default_rng(1)
    names = tuple(f"p{number}" for number in range(PLACES))
    somewhere = Places(names, 37.4 + 0.3 * rng.random(PLACES), 126.8 + 0.4 * rng.random(PLACES))
    return Travel(somewhere, DistanceMethod.GREAT_CIRCLE, 1.3, {"van": 25.0}, {})


def _matrix(travel: Travel) -> TravelMatrix:
    return travel.matrix(travel.places.ids, "van", "int32")


register(
    Benchmark(
        name="matrix_5000",
        meaning=f"road distances and durations between {PLACES} places",
        target_s=2,
        prepare=_travel,
        run=_matrix,
        repeats=3,
    )
)
