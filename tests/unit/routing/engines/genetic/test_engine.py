"""The engine's plans hold, serve whom they can, and do not depend on threads."""

from dataclasses import replace

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import Silent
from optimizer.core.status import Status
from optimizer.routing.check import check, cost
from optimizer.routing.engines.genetic.engine import ENGINE
from optimizer.routing.engines.interface import Capability
from optimizer.routing.problem import Break, Client, Problem, Shipment
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_spread import square


def found(problem: Problem, start: Solution | None = None, **limits: int) -> Solution:
    """Return a plan that the checker accepts, of those who must be visited perhaps not all."""
    result = ENGINE.solve(problem, Params(**limits), start)
    assert result.solution is not None
    assert check(problem, result.solution, partial=True) == ()
    return result.solution


def test_threads_do_not_change_the_plan() -> None:
    """With an iteration limit one thread and two give the same plan."""
    plans = [found(square(40), iteration_limit=150, seed=4, threads=threads) for threads in (1, 2, 2)]
    assert plans[0] == plans[1] == plans[2]


def test_as_many_can_be_served_are() -> None:
    """Where one van serves two of five clients, it serves the two nearest."""
    clients = [Client(f"c{n}", n, delivery=(50,)) for n in range(1, 6)]
    problem = problem_of(line(0, 10, 20, 30, 40, 50), clients)
    assert found(problem, iteration_limit=200).unserved == ("c3", "c4", "c5")


def test_time_limit_is_kept_and_told() -> None:
    """A search cut short by the clock says so."""
    result = ENGINE.solve(square(30), Params(time_limit_s=0.2))
    assert result.status is Status.TIME_LIMIT
    assert result.iterations > 0
    assert result.runtime_s < 2.0


def test_cancelled_search_has_a_plan() -> None:
    """What was found until the caller gave up is returned."""

    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    result = ENGINE.solve(square(30), Params(iteration_limit=10**6), None, Impatient())
    assert result.status is Status.TIME_LIMIT
    assert result.solution is not None


def test_shipments_and_start_are_carried_through_crossing() -> None:
    """Both ends of a shipment stay on one route, and a plan to start from is never made worse."""
    problem = square(12)
    ends = tuple(replace(one, delivery=()) for one in problem.clients[:4])
    pairs = (Shipment("c1", "c2", (30,)), Shipment("c3", "c4", (30,)))
    problem = problem.replace(clients=(*ends, *problem.clients[4:]), shipments=pairs)
    good = found(problem, iteration_limit=120)
    assert cost(problem, found(problem, good, iteration_limit=0)) <= cost(problem, good)


@pytest.mark.parametrize("clients", [1, 2])
def test_tiny_problems_have_plans(clients: int) -> None:
    """Where there is but one plan, none is crossed, and nothing hangs."""
    assert found(square(clients), iteration_limit=60).unserved == ()


def test_lacking_feature_is_named() -> None:
    """What PyVRP cannot do, this cannot."""
    kind = van(breaks=(Break("noon", 10, (0, 100)),))
    assert ENGINE.missing(square(5, vehicle_types=(kind,))) == {Capability.BREAKS}
