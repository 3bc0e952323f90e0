"""Searches a problem as a whole: translation, first plan, chains, and what they found in the planner's ids."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import Progress
from optimizer.routing.engines.bounds import selective
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.sisr.anneal import Chain
from optimizer.routing.engines.sisr.budget import Budget
from optimizer.routing.engines.sisr.chains import Tour, first_chain, tours_of
from optimizer.routing.engines.sisr.data import Data, translate
from optimizer.routing.engines.sisr.search import Search
from optimizer.routing.engines.sisr.team import Team
from optimizer.routing.engines.sisr.warm import first_tours
from optimizer.routing.problem import Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution, Stop

#: Problems of so many clients are searched by chains as a team.
TEAM_FROM = 400
#: Temperature to begin with from an earlier plan, in mean costs of a leg, if it places at least so many clients.
WARM_TEMPERATURE, WARM_FROM = 0.5, 0.9


@dataclass(frozen=True)
class Found:
    """What a search came to.

    Parameters
    ----------
    plan
        The best plan.
    iterations
        Done.
    cut_short
        Whether time or the caller ended it.
    """

    plan: Solution
    iterations: int
    cut_short: bool


def search_whole(
    problem: Problem,
    params: Params,
    start: Solution | None,
    progress: Progress,
    begun: float,
    first_temperature: float | None = None,
) -> Found:
    """Search a problem with a client and a vehicle.

    Parameters
    ----------
    problem
        The problem.
    params
        Limits, seed and threads.
    start
        An earlier plan; None for none.
    progress
        Listener.
    begun
        Reading of the clock from which the time limit counts.
    first_temperature
        See :class:`~optimizer.routing.engines.sisr.search.Search`.
    """
    data = translate(problem)
    tours = first_tours(problem, start)
    if first_temperature is None and start is not None and _placed(problem, start, tours) >= WARM_FROM:
        first_temperature = WARM_TEMPERATURE
    first = first_chain(data, tours, params.seed)
    budget = Budget(params, progress, begun)
    search = Search(data, first, params, _team(problem, data, params.seed), first_temperature)
    best = search.run(budget, progress)
    return Found(_written(problem, best), budget.iterations, budget.cut_short)


def _placed(problem: Problem, start: Solution, tours: Sequence[Tour]) -> float:
    """Return the share of clients that an earlier plan visits, or leaves out since it does not pay to visit them."""
    depots, out = len(problem.depots), set(start.unserved) if tours and selective(problem) else set()
    left = sum(not client.required and client.id in out for client in problem.clients)
    visited = sum(node >= depots for _, nodes in tours for node in nodes)
    return (left + visited) / len(problem.clients)


def _team(problem: Problem, data: Data, seed: int) -> Team | None:
    """Return how to divide plans, unless they are small, or the longest of all routes has a price."""
    if len(problem.clients) < TEAM_FROM or problem.longest_route_cost:
        return None
    return Team(data, coordinates(problem), np.random.default_rng(seed))


def _written(problem: Problem, chain: Chain) -> Solution:
    """Return the best plan of a chain in the planner's ids, timed."""
    depots = len(problem.depots)
    tours: list[tuple[str, list[Stop]]] = []
    for kind, nodes in tours_of(chain.best):
        stops: list[Stop] = [
            LoadAt(problem.depots[node].id) if node < depots else problem.clients[node - depots].id
            for node in nodes
        ]
        tours.append((problem.vehicle_types[kind].id, stops))
    return timed_solution(problem, tours)
