"""How warm a search begins."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.engines.sisr import whole
from optimizer.routing.engines.sisr.search import Search
from optimizer.routing.engines.sisr.whole import WARM_TEMPERATURE, search_whole
from optimizer.routing.problem import Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution
from tests.helpers.routing import van
from tests.helpers.routing_spread import square

PROBLEM = square(20)
CHOICE = PROBLEM.replace(clients=tuple(replace(one, required=False, prize=1) for one in PROBLEM.clients))
#: Whoever can be visited is.
WORTH_IT = PROBLEM.replace(
    clients=tuple(replace(one, required=False, prize=10**9) for one in PROBLEM.clients)
)


RELOADS = PROBLEM.replace(vehicle_types=(van(count=1, reload_depots=("D",)),))


def visiting(problem: Problem, count: int) -> Solution:
    """Return a plan that visits the first clients one by one, and leaves out the others."""
    ids = [client.id for client in problem.clients]
    if problem is RELOADS:
        stops = [stop for one in ids[:count] for stop in (LoadAt("D"), one)][1:]
        plan = timed_solution(problem, [("van", stops)])
    else:
        plan = timed_solution(problem, [("van", [one]) for one in ids[:count]])
    return Solution(plan.routes, tuple(ids[count:]))


@pytest.mark.parametrize(
    ("problem", "visited", "warm"),
    [
        (PROBLEM, 20, True),
        (PROBLEM, 18, True),
        (PROBLEM, 17, False),
        (CHOICE, 9, True),
        (CHOICE, 0, False),
        (RELOADS, 17, False),
        (RELOADS, 18, True),
        (WORTH_IT, 17, False),
        (WORTH_IT, 18, True),
    ],
)
def test_an_earlier_plan_is_not_melted(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, visited: int, warm: bool
) -> None:
    """A search begins warm from a plan that tells of nearly all clients where they go, or that they may be left out."""
    told: list[float | None] = []

    def watched(*given: Any) -> Search:  # noqa: ANN401
        told.append(given[4])
        return Search(*given)

    monkeypatch.setattr(whole, "Search", watched)
    params, plan = Params(iteration_limit=1), visiting(problem, visited)
    search_whole(problem, params, plan, SILENT, 0.0)
    search_whole(problem, params, plan, SILENT, 0.0, first_temperature=1.5)
    search_whole(problem, params, None, SILENT, 0.0)
    assert told == [WARM_TEMPERATURE if warm else None, 1.5, None]
