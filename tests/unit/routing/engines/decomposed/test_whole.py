"""Whole problems are searched side by side, and the best that serves most is the plan."""

from functools import partial

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.check import check
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.engine import searcher
from optimizer.routing.engines.decomposed.settings import STANDARD
from optimizer.routing.engines.decomposed.watch import Watch
from optimizer.routing.engines.decomposed.whole import Whole
from optimizer.routing.problem import Client, Problem
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_spread import square


def crew(limit: int, threads: int = 1, workers: int = 2) -> Crew:
    """Return a crew that may use so many iterations."""
    return Crew(threads, workers, Watch(Params(iteration_limit=limit), SILENT))


def searched(problem: Problem, hands: Crew, share: float = 1.0, start: Solution | None = None) -> Solution:
    """Return the plan after a share of the limit."""
    whole = Whole(problem, partial(searcher, STANDARD), hands, np.random.default_rng(1), start)
    whole.search(share)
    return whole.plan()


def overloaded() -> Problem:
    """Return a problem of which one van can serve two of five clients."""
    clients = [Client(f"c{n}", n, delivery=(50,)) for n in range(1, 6)]
    return problem_of(line(0, 10, 20, 30, 40, 50), clients)


def test_more_workers_find_no_worse() -> None:
    """The plan is the best of all workers': adding one with the same seeds for the others never hurts."""
    problem = square(30)
    one = searched(problem, crew(40, workers=1))
    two = searched(problem, crew(80, workers=2))
    assert sum(route.cost for route in two.routes) <= sum(route.cost for route in one.routes)


def test_share_of_the_limit_is_kept() -> None:
    """Until a quarter of the limit, workers together make a quarter of the iterations."""
    hands = crew(40)
    searched(square(12), hands, share=0.25)
    assert hands.watch.iterations == 10


@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_infeasible_problem_has_a_plan_within_the_limit(limit: int) -> None:
    """When not everyone can be served, the plan holds and takes no more iterations than allowed."""
    hands = crew(limit)
    plan = searched(overloaded(), hands)
    assert hands.watch.iterations == limit
    assert check(overloaded(), plan, partial=True) == ()
    assert len(plan.unserved) >= 3


def test_half_of_the_limit_is_kept_for_leaving_clients_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until half of the limit is used everyone is required, and only then is anyone left out."""
    used: list[int] = []
    rescue = Whole._rescue

    def noted(whole: Whole) -> None:
        used.append(whole._crew.watch.iterations)
        rescue(whole)

    monkeypatch.setattr(Whole, "_rescue", noted)
    for share in (0.1, 1.0):
        searched(overloaded(), crew(80), share)
    assert used == [40, 40]


def test_best_partial_plan_is_the_cheapest_of_those_that_serve_most() -> None:
    """Two clients fit, and the near ones are served."""
    plan = searched(overloaded(), crew(100))
    assert plan.unserved == ("c3", "c4", "c5")
    assert plan.routes[0].distance == 40


def test_start_that_leaves_clients_out_is_not_lost() -> None:
    """Where not everyone can be served, a search without iterations finds none worse than its start."""
    problem = square(60, vehicle_types=(van(count=4),))
    good = searched(problem, crew(400))
    again = searched(problem, crew(0), start=good)
    assert len(good.unserved) == len(again.unserved) == 40
    assert sum(route.cost for route in again.routes) <= sum(route.cost for route in good.routes)


def test_start_is_improved_on() -> None:
    """From a good plan even a search without iterations finds none worse."""
    problem = square(30)
    good = searched(problem, crew(200))
    again = searched(problem, crew(0), start=good)
    assert sum(route.cost for route in again.routes) <= sum(route.cost for route in good.routes)
