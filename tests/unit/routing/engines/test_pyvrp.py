"""PyVRP's two steps share the limits, and the second always has a plan."""

from itertools import count

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.core.status import Status
from optimizer.routing.check import cost
from optimizer.routing.engines import pyvrp
from optimizer.routing.engines.pyvrp_data import Translation, translate
from optimizer.routing.problem import Client, Group, Problem, Shipment
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
    clock = count(1)
    monkeypatch.setattr("optimizer.routing.engines.pyvrp.time.perf_counter", lambda: float(next(clock)))
    stop = pyvrp._Stop(Params(time_limit_s=10.0), SILENT, 0.0)
    infeasible = int(np.iinfo(np.int64).max)
    assert [stop(infeasible) for _ in range(5)] == [False] * 4 + [True]
    stop.be_patient(1000)
    assert [stop(infeasible) for _ in range(5)] == [False] * 4 + [True]
    assert stop.cut_short


def test_known_feasible_plan_gets_the_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a feasible plan the search goes on to the time limit."""
    clock = count(1)
    monkeypatch.setattr("optimizer.routing.engines.pyvrp.time.perf_counter", lambda: float(next(clock)))
    stop = pyvrp._Stop(Params(time_limit_s=10.0), SILENT, 0.0)
    assert [stop(123) for _ in range(10)] == [False] * 9 + [True]


def test_time_to_build_the_data_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search ends as long after the engine was asked as the time limit says, not later by what comes before it."""
    clock = [0.0]

    def slowly(problem: Problem) -> Translation:
        clock[0] += 7.0
        return translate(problem)

    def tick() -> float:
        clock[0] += 0.05
        return clock[0]

    monkeypatch.setattr("optimizer.routing.engines.pyvrp.translate", slowly)
    monkeypatch.setattr("optimizer.routing.engines.pyvrp.time.perf_counter", tick)
    problem = problem_of(line(0, 10), [Client("a", 1)], [van()])
    result = pyvrp.ENGINE.solve(problem, Params(time_limit_s=10.0))
    assert result.status is Status.TIME_LIMIT
    assert result.runtime_s == pytest.approx(10.0, abs=0.5)


def test_default_limit_ends_the_search() -> None:
    """Without any limit the search ends by its own number of iterations."""
    problem = problem_of(line(0, 10), [Client("a", 1)], [van()])
    result = pyvrp.ENGINE.solve(problem, Params())
    assert (result.iterations, result.status) == (pyvrp.DEFAULT_ITERATIONS, Status.FEASIBLE)


class Listener:
    """Remembers the costs it is told."""

    def __init__(self) -> None:
        self.costs: list[float] = []

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Remember the best cost."""
        del stage, message, fraction
        if best is not None:
            self.costs.append(best)

    def cancelled(self) -> bool:
        """Go on."""
        return False


def tied(capacity: int) -> Problem:
    """Return a problem of shipments and alternatives for one van."""
    clients = [
        Client("p", 1),
        Client("d", 2),
        Client("home", 3, required=False, prize=50),
        Client("locker", 4, required=False, prize=20),
        Client("a", 5, delivery=(60,), windows=((0, 100), (200, 300))),
        Client("b", 5, delivery=(60,)),
    ]
    return problem_of(
        line(0, 10, 20, 30, 40, 50),
        clients,
        [van(capacity=(capacity,))],
        shipments=(Shipment("p", "d", (60,)),),
        groups=(Group("parcel", ("home", "locker")),),
    )


@pytest.mark.parametrize(("capacity", "left_out"), [(120, 1), (119, 2)])
def test_costs_told_are_ours(capacity: int, left_out: int) -> None:
    """Of a complete plan without what PyVRP counts too much for groups; of a partial one none."""
    problem, listener = tied(capacity), Listener()
    solution = pyvrp.ENGINE.solve(problem, Params(iteration_limit=201), progress=listener).solution
    assert solution is not None
    assert len(solution.unserved) == left_out
    assert listener.costs[-1:] == ([cost(problem, solution)] if left_out == 1 else [])


@pytest.mark.parametrize("limit", [0, 1, 7, 100])
def test_second_step_knows_shipments_and_groups(limit: int) -> None:
    """It leaves out whole shipments and groups, and ends at the limit."""
    problem = tied(59).replace(shipments=(Shipment("p", "d", (59,)),))
    result = pyvrp.ENGINE.solve(problem, Params(iteration_limit=limit))
    assert result.iterations == limit
    assert result.solution is not None
    assert ("p" in result.solution.unserved) == ("d" in result.solution.unserved)
    if limit == 100:
        assert set(result.solution.unserved) == {"locker", "a", "b"}
