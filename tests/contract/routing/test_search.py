"""How a search ends, starts, repeats itself and reports; and what it does where not everyone can be served."""

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing import reasons
from optimizer.routing.engines import solve
from optimizer.routing.problem import Client, Matrix, Problem
from optimizer.routing.solution import Solution
from tests.helpers.routing import problem_of, van
from tests.helpers.routing_engines import CROSS, EAST, FAR_EAST, PARAMS, WEST


def test_leaving_out_as_few_as_possible(engine: str) -> None:
    """A van for 2 carries the two far clients of 1 rather than the near one of 2, and says what is missing."""
    clients = [Client("big", EAST, delivery=(2,)), Client("x", FAR_EAST, delivery=(1,))]
    clients.append(Client("y", 4, delivery=(1,)))
    result: Result[Solution] = solve(problem_of(CROSS, clients, [van(capacity=(2,))]), PARAMS, engine)
    assert result.status is Status.INFEASIBLE
    assert result.solution is not None
    assert result.solution.unserved == ("big",)
    assert result.objective == 80
    assert [(one.id, one.reason) for one in result.unserved] == [("big", reasons.NO_VEHICLE_LEFT)]


def test_client_that_nobody_can_serve_does_not_stop_the_others(engine: str) -> None:
    """A client beyond every capacity is left out with its reason, the rest is served at least cost."""
    clients = [Client("huge", EAST, delivery=(101,)), Client("a", EAST), Client("b", WEST)]
    result = solve(problem_of(CROSS, clients), PARAMS, engine)
    assert (result.status, result.objective) == (Status.INFEASIBLE, 40)
    assert [(one.id, one.reason) for one in result.unserved] == [("huge", reasons.CAPACITY)]


@pytest.mark.parametrize(
    ("clients", "count", "status", "cost"),
    [
        ([], 1, Status.OPTIMAL, 0),
        ([], 0, Status.OPTIMAL, 0),
        ([Client("a", EAST)], 1, Status.FEASIBLE, 20),
        ([Client("a", EAST)], 0, Status.INFEASIBLE, 0),
        ([Client("a", EAST, required=False, prize=9)], 0, Status.OPTIMAL, 9),
    ],
)
def test_smallest_problems(engine: str, clients: list[Client], count: int, status: Status, cost: int) -> None:
    """Without clients, without vehicles, and with one of each, there is an answer."""
    result = solve(problem_of(CROSS, clients, [van(count=count)]), PARAMS, engine)
    assert (result.status, result.objective) == (status, cost)
    assert len(result.unserved) == (len(clients) if count == 0 else 0)


def spread(count: int, seed: int = 1) -> Problem:
    """Return a problem of clients spread over a square, three to a van."""
    places = np.random.default_rng(seed).integers(0, 1000, (count + 1, 2))
    distance = np.abs(places[:, None] - places[None]).sum(axis=2)
    clients = [Client(f"c{n}", n, delivery=(30,)) for n in range(1, count + 1)]
    return problem_of(Matrix(distance, distance), clients, [van(count=count)])


@pytest.mark.parametrize("limit", [4, 40])
def test_same_seed_same_plan(engine: str, limit: int) -> None:
    """With an iteration limit the same inputs give the same plan, with one thread or two, early or late."""
    problem = spread(15, seed=2)
    asked = [Params(iteration_limit=limit, seed=3, threads=threads) for threads in (1, 2, 2)]
    assert len({solve(problem, params, engine).solution for params in asked}) == 1


def test_start_is_never_made_worse(engine: str) -> None:
    """From a good start even a search without iterations returns a plan at most as dear."""
    problem = spread(15)
    good = solve(problem, Params(iteration_limit=100), engine)
    again = solve(problem, Params(iteration_limit=0), engine, start=good.solution)
    assert good.objective is not None
    assert again.objective is not None
    assert again.objective <= good.objective


def test_start_may_be_of_another_problem(engine: str) -> None:
    """Clients, vehicles and routes of the start that the problem does not know are ignored."""
    start = solve(spread(6), PARAMS, engine).solution
    assert start is not None
    problem = spread(4).replace(vehicle_types=(van(count=2),))
    for strange in (start, Solution(start.routes[:1] * 2)):
        assert solve(problem, PARAMS, engine, start=strange).status is Status.FEASIBLE


class Impatient:
    """Cancels at the first question, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float | None]] = []

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Remember stage and best."""
        del message, fraction
        self.told.append((stage, best))

    def cancelled(self) -> bool:
        """Return True."""
        return True


def test_cancelled_search_returns_what_it_has(engine: str) -> None:
    """A cancelled search returns a checked plan soon, marked as cut short."""
    listener = Impatient()
    result = solve(spread(15), Params(), engine, progress=listener)
    assert result.status in {Status.TIME_LIMIT, Status.INFEASIBLE}
    assert result.solution is not None
    assert listener.told[0][0] == "routing"


@pytest.mark.parametrize("seconds", [0.0, 0.05])
def test_time_limit(engine: str, seconds: float) -> None:
    """When time is up there is a checked plan, marked as cut short unless it lacks someone."""
    result = solve(spread(15), Params(time_limit_s=seconds), engine)
    assert result.status in {Status.TIME_LIMIT, Status.INFEASIBLE}
    assert result.solution is not None


def test_progress_hears_of_the_best_cost(engine: str) -> None:
    """The listener is told costs of plans, the least of which is no less than the result's."""

    class Listener(Impatient):
        def cancelled(self) -> bool:
            return False

    listener = Listener()
    result = solve(spread(8), Params(iteration_limit=201), engine, progress=listener)
    costs = [best for _, best in listener.told if best is not None]
    assert costs
    assert result.objective is not None
    assert min(costs) >= result.objective


def test_progress_hears_no_cost_of_partial_plans(engine: str) -> None:
    """While a required client is left out there is no cost to tell."""

    class Listener(Impatient):
        def cancelled(self) -> bool:
            return False

    listener = Listener()
    problem = spread(8).replace(vehicle_types=(van(count=2),))
    result = solve(problem, Params(iteration_limit=120), engine, progress=listener)
    assert result.status is Status.INFEASIBLE
    assert {best for _, best in listener.told} == {None}


def test_result_says_what_made_it(engine: str) -> None:
    """A result carries its stage, engine, version, seed and iterations."""
    result = solve(spread(5), Params(iteration_limit=20, seed=9), engine)
    assert (result.stage, result.engine, result.seed) == ("routing", engine, 9)
    assert result.engine_version.split()[-1][0].isdigit()
    assert 0 < result.iterations <= 21
