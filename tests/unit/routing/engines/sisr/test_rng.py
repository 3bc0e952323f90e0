"""Random numbers of kernels."""

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.rng import below, random_state, uniform


def draws(seed: int, chain: int, count: int = 2000) -> list[float]:
    """Return numbers of one generator."""
    scratch = np.zeros(col.SCRATCH_HEAD, np.int64)
    scratch[col.RANDOM] = random_state(seed, chain)
    return [uniform(scratch) for _ in range(count)]


def test_numbers_are_spread_evenly() -> None:
    """Each tenth of the interval gets its share."""
    counts, _ = np.histogram(draws(1, 0), bins=10, range=(0, 1))
    assert counts.sum() == 2000
    assert counts.min() > 150


def test_seed_and_chain_decide() -> None:
    """The same seed and chain give the same numbers, any other gives others."""
    assert draws(1, 0, 5) == draws(1, 0, 5)
    assert len({tuple(draws(seed, chain, 5)) for seed in (1, 2) for chain in (0, 1)}) == 4


def test_integers_stay_below() -> None:
    """Every integer below the count comes up, and no other."""
    scratch = np.zeros(col.SCRATCH_HEAD, np.int64)
    assert {below(scratch, 7) for _ in range(300)} == set(range(7))
