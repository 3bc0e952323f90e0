"""Prices of excess load, time and distance, which keep the search near the border of feasibility.

References
----------
.. [1] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive
   diversity management for a large class of vehicle routing problems with time-windows. *Computers &
   Operations Research* 40(1), 475-489. https://doi.org/10.1016/j.cor.2012.07.018
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyvrp


@dataclass(frozen=True)
class Steering:
    """How prices follow what is found.

    Parameters
    ----------
    window
        Solutions between two adjustments.
    target, tolerance
        Share of them that shall be feasible, and how far it may be off.
    raised, lowered
        Factors of a price when too few are, and when too many are.
    least
        That no price falls below.
    """

    window: int
    target: float
    tolerance: float
    raised: float
    lowered: float
    least: float


#: Of one solution that is changed again and again.
TRAJECTORY = Steering(window=500, target=0.65, tolerance=0.05, raised=1.5, lowered=0.9, least=0.1)
#: Of many solutions, half of which are to be in excess.
VARIETY = Steering(window=50, target=0.43, tolerance=0.05, raised=1.34, lowered=0.85, least=1e-4)


class Penalties:
    """Prices per unit of excess, one per capacity measure, then of time and of distance.

    A price rises while too few of the latest solutions hold its constraint, and falls while too many do [1]_.

    Parameters
    ----------
    first
        Prices to begin with; those beyond the largest begin there.
    largest
        That no price exceeds.
    steering
        How they are adapted.
    """

    def __init__(self, first: Sequence[float], largest: float, steering: Steering = TRAJECTORY) -> None:
        self._largest = largest
        self._steering = steering
        self._prices = [min(price, largest) for price in first]
        self._held = [0] * len(self._prices)
        self._seen = 0

    @classmethod
    def high(cls, measures: int, largest: float) -> "Penalties":
        """Return prices of so many capacity measures that begin at half of the largest.

        A search along one trajectory that is mostly feasible at first proved best in short time.
        """
        return cls([largest / 2] * (measures + 2), largest)

    @property
    def prices(self) -> npt.NDArray[np.float64]:
        """The prices of now, shape (measures + 2,)."""
        return np.array(self._prices)

    @property
    def dearest(self) -> npt.NDArray[np.float64]:
        """The largest prices, shape (measures + 2,)."""
        return np.full(len(self._prices), self._largest)

    def evaluator(self) -> pyvrp.CostEvaluator:
        """Cost with the prices of now."""
        *loads, time, distance = self._prices
        return pyvrp.CostEvaluator(loads, time, distance)

    def strictest(self) -> pyvrp.CostEvaluator:
        """Cost with the largest prices."""
        loads = [self._largest] * (len(self._prices) - 2)
        return pyvrp.CostEvaluator(loads, self._largest, self._largest)

    def register(self, solution: pyvrp.Solution) -> None:
        """Note which constraints a solution of the search holds."""
        excess = (*solution.excess_load(), solution.time_warp(), solution.excess_distance())
        for number, amount in enumerate(excess):
            self._held[number] += amount == 0
        self._seen += 1
        if self._seen == self._steering.window:
            self._adjust()

    def _adjust(self) -> None:
        steering = self._steering
        for number, held in enumerate(self._held):
            short = steering.target - held / self._seen
            if abs(short) >= steering.tolerance:
                price = self._prices[number] * (steering.raised if short > 0 else steering.lowered)
                self._prices[number] = min(max(price, steering.least), self._largest)
        self._held = [0] * len(self._held)
        self._seen = 0
