"""The largest price of excess load, time or distance."""

import pyvrp

from optimizer.routing.engines.bounds import COST_CEILING, longest_leg, mean_leg_cost
from optimizer.routing.engines.pyvrp_data import Translation
from optimizer.routing.problem import Problem


class Prices:
    """What a unit of excess load, time or distance may cost at most.

    PyVRP's own limit suits costs of benchmark files. With money in fine units it is raised, so that no vehicle's
    fixed cost and no prize is worth one unit of excess, as far as int64 sums allow.

    Parameters
    ----------
    problem, translation
        The problem, and what it became.
    """

    def __init__(self, problem: Problem, translation: Translation) -> None:
        kinds = translation.kinds
        payers = {(kind.profile, kind.cost_per_distance, kind.cost_per_duration): kind for kind in kinds}
        drivers = {kind.profile: kind for kind in kinds}
        self._worth = max(
            pyvrp.PenaltyParams().max_penalty,
            200.0 * max(mean_leg_cost(problem, kind) for kind in payers.values()),
            2.0 * max(kind.fixed_cost for kind in kinds),
        )
        # to each client, from it, and from it to load again
        legs = 3 * len(problem.clients)
        excess = max(
            sum(sum(client.delivery) + sum(client.pickup) for client in problem.clients),
            sum(sum(shipment.amount) for shipment in problem.shipments),
            legs * (translation.horizon + 1),
            legs * max(longest_leg(problem, kind) for kind in drivers.values()),
        )
        self._most = COST_CEILING / (excess * (len(problem.measures) + 2))

    def largest(self, data: pyvrp.ProblemData) -> float:
        """Return the largest price per unit.

        Parameters
        ----------
        data
            That of the translation, or the same with prizes.
        """
        prizes = [client.prize for client in data.clients()] + [one.prize for one in data.shipments()]
        return min(max(self._worth, 2.0 * max(prizes)), self._most)
