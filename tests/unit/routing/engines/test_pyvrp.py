"""PyVRP's two steps share the limits, and the second always has a plan."""

from itertools import count

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.core.status import Status
from optimizer.routing.engines import pyvrp
from optimizer.routing.engines.pyvrp_data import translate
from optimizer.routing.problem import Client, Problem
from tests.helpers.routing import line, problem_of, van


def overloaded() -> Problem:
    """Return a problem of which one van can serve two of five clients."""
    clients = [Client(f"c{n}", n, delivery=(50,)) for n in range(1, 6)]
    return problem_of(line(0, 10, 20, 30, 40, 50), clients)


@pytest.mark.parametrize("limit", [0, 1, 2, 100])
def test_both_steps_share_the_iteration_limit(limit: int) -> None:
    """An infeasible problem takes no more iterations than allowed, and still has a feasible plan."""
    result = pyvrp.ENGINE.solve(overloaded(), Params(iteration_limit=limit))
    assert result.iterations == limit
    assert result.status is Status.FEASIBLE
    assert result.solution is not None
    assert len(result.solution.unserved) >= 3


def test_best_partial_plan_is_the_cheapest_of_those_that_serve_most() -> None:
    """The second step serves as many as fit, the near ones."""
    result = pyvrp.ENGINE.solve(overloaded(), Params(iteration_limit=100))
    assert result.solution is not None
    assert result.solution.unserved == ("c3", "c4", "c5")
    assert result.solution.routes[0].distance == 40


def test_half_of_the_time_is_kept_for_the_second_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a feasible plan the first step ends at half of the time limit."""
    clock = count()
    monkeypatch.setattr("optimizer.routing.engines.pyvrp.time.perf_counter", lambda: float(next(clock)))
    stop = pyvrp._Stop(Params(time_limit_s=10.0), SILENT)
    infeasible = int(np.iinfo(np.int64).max)
    assert [stop(infeasible) for _ in range(5)] == [False] * 4 + [True]
    stop.be_patient(1000)
    assert [stop(infeasible) for _ in range(5)] == [False] * 4 + [True]
    assert stop.cut_short


def test_known_feasible_plan_gets_the_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a feasible plan the search goes on to the time limit."""
    clock = count()
    monkeypatch.setattr("optimizer.routing.engines.pyvrp.time.perf_counter", lambda: float(next(clock)))
    stop = pyvrp._Stop(Params(time_limit_s=10.0), SILENT)
    assert [stop(123) for _ in range(10)] == [False] * 9 + [True]


def test_excess_costs_more_than_any_single_gain() -> None:
    """The penalty of one unit of excess outweighs fixed costs and prizes, but never overflows."""
    for fixed_cost, prize, least in ((0, 0, 10**5), (10**8, 0, 10**8), (0, 10**9, 10**9)):
        clients = [Client("a", 1, required=False, prize=prize), Client("b", 1)]
        problem = problem_of(line(0, 10), clients, [van(fixed_cost=fixed_cost)])
        translation = translate(problem)
        penalty = pyvrp._max_penalty(problem, translation, translation.data)
        assert penalty >= least
        assert penalty * (translation.horizon + 1) * len(clients) < 2**62


def test_default_limit_ends_the_search() -> None:
    """Without any limit the search ends by its own number of iterations."""
    problem = problem_of(line(0, 10), [Client("a", 1)], [van()])
    result = pyvrp.ENGINE.solve(problem, Params())
    assert (result.iterations, result.status) == (pyvrp.DEFAULT_ITERATIONS, Status.FEASIBLE)
