"""What a plan leaves of one pool of vehicles, and the cheapest vehicles to add."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.problem import Pool

FloatArray = npt.NDArray[np.float64]

#: Relative slack for sums of floating-point loads and times.
_SLACK = 1e-9


class PoolLeft:
    """Load and time of one pool, the vehicles reserved for them, and those opened beyond these.

    Parameters
    ----------
    pool
        Its vehicle types.
    load, time_s
        Load per measure and vehicle time that the plan takes, shape (M,) and a number.
    reserved
        Vehicles reserved by type; they stay whatever happens.
    """

    def __init__(self, pool: Pool, load: FloatArray, time_s: float, reserved: Mapping[str, int]) -> None:
        self._vehicles = pool.vehicles
        self._gives = [np.array([*each.capacity, each.time_s], dtype=np.float64) for each in pool.vehicles]
        self.reserved = [reserved.get(vehicle.id, 0) for vehicle in pool.vehicles]
        self._need = np.r_[load, time_s]
        #: Vehicles opened beyond the reserved ones, and their cost; ``inf`` if there are not enough.
        self.opened = [0] * len(pool.vehicles)
        self.spent = 0.0

    def add(self, load: FloatArray, time_s: float) -> None:
        """Take more load and time, or give them back if negative, and open the cheapest vehicles that do."""
        self._need = self._need + np.r_[load, time_s]
        self.spent, self.opened = self._cheapest(self._need, self._free())

    def keep(self) -> None:
        """Reserve what is opened."""
        self.reserved = [a + b for a, b in zip(self.reserved, self.opened, strict=True)]
        self.opened, self.spent = [0] * len(self.opened), 0.0

    def missing(self, load: FloatArray, time_s: float) -> tuple[float, int, float]:
        """Return what more load and time would need.

        Returns
        -------
        float
            Vehicles that do not exist but are needed, 0 if none.
        int
            Their type, -1 if none of any number would do.
        float
            Cost of all vehicles to open, those that do not exist included.
        """
        need, free = self._need + np.r_[load, time_s], self._free()
        spent, _ = self._cheapest(need, free)
        if spent < math.inf:
            return 0.0, -1, spent
        everything = [a + b for a, b in zip(self.reserved, free, strict=True)]
        lacks = self._lacks(need, everything)
        extra = [(_count(gives, lacks), t) for t, gives in enumerate(self._gives)]
        amount, kind = min(extra, default=(math.inf, -1))
        if math.isinf(amount):
            return 1.0, -1, 0.0
        free[kind] += int(amount)
        return amount, kind, self._cheapest(need, free)[0]

    def _free(self) -> list[int]:
        """Vehicles of each type that are not reserved."""
        return [each.count - n for each, n in zip(self._vehicles, self.reserved, strict=True)]

    def _lacks(self, need: FloatArray, counts: Sequence[int]) -> FloatArray:
        """Return what ``counts`` vehicles lack per measure, and of time."""
        offered = np.zeros(len(need))
        for gives, count in zip(self._gives, counts, strict=True):
            offered += count * gives
        lacks: FloatArray = np.where(need > offered + _SLACK * np.maximum(need, 1.0), need - offered, 0.0)
        return lacks

    def _cheapest(self, need: FloatArray, free: Sequence[int]) -> tuple[float, list[int]]:
        """Return the least cost of vehicles beyond those reserved that do, and how many of each type.

        Every combination is tried that is not dearer than the best so far.
        """
        none = [0] * len(free)
        if not self._lacks(need, self.reserved).any():
            return 0.0, none
        best, chosen = math.inf, none

        def add(kind: int, counts: list[int], cost: float) -> None:
            nonlocal best, chosen
            total = [a + b for a, b in zip(self.reserved, counts, strict=True)]
            lacks = self._lacks(need, total)
            if not lacks.any():
                best, chosen = cost, counts
                return
            if kind == len(free):
                return
            enough = min(free[kind], _most(self._gives[kind], lacks))
            for n in range(enough, -1, -1):
                more = cost + n * self._vehicles[kind].fixed_cost
                if more < best:
                    add(kind + 1, [c + n * (t == kind) for t, c in enumerate(counts)], more)

        add(0, none, 0.0)
        return best, chosen


def _count(gives: FloatArray, lacks: FloatArray) -> float:
    """Vehicles of one type that give all that is lacking; infinite if none do."""
    short = lacks > 0
    if (gives[short] <= 0).any():
        return math.inf
    return float(np.ceil(lacks[short] / gives[short] - _SLACK).max())


def _most(gives: FloatArray, lacks: FloatArray) -> int:
    """Vehicles of one type beyond which more of them help no more."""
    helps = (lacks > 0) & (gives > 0)
    return int(np.ceil(lacks[helps] / gives[helps] - _SLACK).max(initial=0.0))
