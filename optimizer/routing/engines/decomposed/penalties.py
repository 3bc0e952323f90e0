"""Prices of excess load, time and distance, which keep the search near the border of feasibility.

References
----------
.. [1] Vidal, T., T.G. Crainic, M. Gendreau and C. Prins (2013). A hybrid genetic algorithm with adaptive
   diversity management for a large class of vehicle routing problems with time-windows. *Computers &
   Operations Research* 40(1), 475-489. https://doi.org/10.1016/j.cor.2012.07.018
"""

import pyvrp

#: Solutions between two adjustments of a price, share of them that shall be feasible, and how far it may be off.
_WINDOW, _TARGET, _TOLERANCE = 500, 0.65, 0.05
_RAISE, _LOWER = 1.5, 0.9
_LEAST = 0.1


class Penalties:
    """Prices per unit of excess, one per capacity measure, then of time and of distance.

    A price rises while too few of the latest solutions hold its constraint, and falls while too many do [1]_.

    They begin at half of the largest: a search that is mostly feasible at first proved best in short time.

    Parameters
    ----------
    measures
        Number of capacity measures.
    largest
        That no price exceeds.
    """

    def __init__(self, measures: int, largest: float) -> None:
        self._largest = largest
        self._prices = [largest / 2] * (measures + 2)
        self._held = [0] * len(self._prices)
        self._seen = 0

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
        if self._seen == _WINDOW:
            self._adjust()

    def _adjust(self) -> None:
        for number, held in enumerate(self._held):
            short = _TARGET - held / self._seen
            if abs(short) >= _TOLERANCE:
                price = self._prices[number] * (_RAISE if short > 0 else _LOWER)
                self._prices[number] = min(max(price, _LEAST), self._largest)
        self._held = [0] * len(self._held)
        self._seen = 0
