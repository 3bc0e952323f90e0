"""Random numbers in kernels.

References
----------
.. [1] Steele, G.L., D. Lea and C.H. Flood (2014). Fast splittable pseudorandom number generators. *OOPSLA '14*,
   453-472. https://doi.org/10.1145/2660193.2660195
"""

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.compiled import inlined, kernel
from optimizer.routing.problem import IntArray


def random_state(seed: int, chain: int) -> int:
    """Return the state with which a chain begins, independent of other chains' and of other seeds'."""
    return int(np.random.SeedSequence([seed, chain]).generate_state(1, np.uint64).view(np.int64)[0])


@kernel
def uniform(scratch: IntArray) -> float:
    """Return a number from 0 to below 1, with 53 random bits [1]_."""
    state = np.uint64(scratch[col.RANDOM]) + np.uint64(0x9E3779B97F4A7C15)
    scratch[col.RANDOM] = np.int64(state)
    mixed = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.int64(mixed >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inlined
def below(scratch: IntArray, count: int) -> int:
    """Return an integer from 0 to ``count - 1``."""
    return int(uniform(scratch) * count)
