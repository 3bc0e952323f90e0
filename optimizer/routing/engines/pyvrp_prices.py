"""The largest price of excess load, time or distance."""

import pyvrp

from optimizer.routing.engines.bounds import COST_CEILING, longest_leg, mean_leg_cost
from optimizer.routing.engines.pyvrp_data import Translation
from optimizer.routing.problem import Problem


def largest_price(problem: Problem, translation: Translation, data: pyvrp.ProblemData) -> float:
    """Return the largest price per unit of excess load, time or distance.

    PyVRP's own suits costs of benchmark files. With money in fine units it is raised, so that no vehicle's
    fixed cost and no prize is worth one unit of excess, as far as int64 sums allow.

    Parameters
    ----------
    problem, translation
        The problem, and what it became.
    data
        That of the translation, or the same with prizes.
    """
    kinds = translation.kinds
    worth = max(
        pyvrp.PenaltyParams().max_penalty,
        200.0 * max(mean_leg_cost(problem, kind) for kind in kinds),
        2.0 * max(kind.fixed_cost for kind in kinds),
        2.0 * max([client.prize for client in data.clients()] + [one.prize for one in data.shipments()]),
    )
    # to each client, from it, and from it to load again
    legs = 3 * len(problem.clients)
    excess = max(
        sum(sum(client.delivery) + sum(client.pickup) for client in problem.clients),
        sum(sum(shipment.amount) for shipment in problem.shipments),
        legs * (translation.horizon + 1),
        legs * max(longest_leg(problem, kind) for kind in kinds),
    )
    return min(worth, COST_CEILING / (excess * (len(problem.measures) + 2)))
