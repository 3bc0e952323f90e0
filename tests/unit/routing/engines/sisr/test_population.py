"""Plans that are annealed and crossed."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.routing.check import check, cost
from optimizer.routing.engines.sisr import population, whole
from optimizer.routing.engines.sisr.engine import ENGINE
from optimizer.routing.engines.sisr.population import suits
from optimizer.routing.problem import Group, Problem, Shipment
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import van
from tests.helpers.routing_kernels import chain_of
from tests.helpers.routing_spread import square


def timed(count: int = 24, **changes: Any) -> Problem:  # noqa: ANN401
    """Return a problem of clients with windows one after the other around a square."""
    problem = square(count)
    clients = tuple(
        replace(one, windows=((200 * (n % 6), 200 * (n % 6) + 900),)) for n, one in enumerate(problem.clients)
    )
    optional = {client for group in changes.get("groups", ()) for client in group.clients}
    carried = {client for one in changes.get("shipments", ()) for client in (one.pickup, one.delivery)}
    clients = tuple(
        replace(one, required=one.id not in optional, delivery=() if one.id in carried else one.delivery)
        for one in clients
    )
    return problem.replace(clients=clients, **changes)


@pytest.fixture
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let short searches have a population that begins anew soon."""
    monkeypatch.setattr(population, "ITERATIONS", 0)
    monkeypatch.setattr(population, "FOUNDERS", 4)
    monkeypatch.setattr(population, "STALE", 6)
    monkeypatch.setattr(population, "FOUNDER", population.FOUNDER._replace(moves=20))
    monkeypatch.setattr(population, "CHILD", population.CHILD._replace(moves=10))


def searched(problem: Problem, start: Solution | None = None, **limits: Any) -> Result[Solution]:  # noqa: ANN401
    """Return what the engine finds, which the checker accepts."""
    result = ENGINE.solve(problem, Params(**limits), start)
    assert result.solution is not None
    assert check(problem, result.solution, partial=True) == ()
    return result


LONG = Params(time_limit_s=10.0)
FIXED = van(count=24, prefix=("c1",))


@pytest.mark.parametrize(
    ("problem", "params", "suited"),
    [
        (timed(), LONG, True),
        (timed(), Params(iteration_limit=24 * 50), True),
        (timed(), Params(iteration_limit=24 * 50 - 1), False),
        (timed(), Params(), False),
        (timed(), Params(time_limit_s=24 * 0.05 - 0.01), False),
        (timed(population.MOST_UNITS + 1), LONG, False),
        (square(24), LONG, False),
        (timed(vehicle_types=(van(count=24, reload_depots=("D",)),)), LONG, False),
        (timed(vehicle_types=(van(count=1, prefix=("c1",)), van("b", count=24))), LONG, False),
        (timed(vehicle_types=(van(count=24, fixed_cost=10**7),)), LONG, False),
        (timed(shipments=(Shipment("c1", "c2"),)), LONG, False),
    ],
    ids=["seconds", "iterations", "few iterations", "no limit", "few seconds", "large", "no windows", "reloads",
         "prefix", "dear vehicles", "shipments"],
)  # fmt: skip
def test_what_is_crossed(problem: Problem, params: Params, suited: bool) -> None:
    """Only small problems with windows whose routes fit into any plan, and only where there is time for it."""
    assert suits(*chain_of(problem), params) is suited


@pytest.mark.usefixtures("_brief")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"vehicle_types": (van("a", count=3), van("b", count=2, capacity=(60,)))},
        {"groups": (Group("g", ("c1", "c2", "c3")), Group("h", ("c4", "c5")))},
        {"vehicle_types": (van(count=0),)},
        {"vehicle_types": (van(count=1),)},
    ],
    ids=["plain", "too few vehicles", "alternatives", "no vehicle", "one vehicle"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_plans_hold_whatever_is_crossed(changes: dict[str, Any], seed: int) -> None:
    """Nobody is visited twice, no vehicle drives twice, and one thread finds what two find."""
    problem = timed(**changes)
    found = searched(problem, iteration_limit=60, seed=seed)
    assert searched(problem, iteration_limit=60, seed=seed, threads=2).solution == found.solution


@pytest.mark.usefixtures("_brief")
def test_the_best_outlives_its_population() -> None:
    """However often it begins anew, the best plan is kept; what it begins with counts as well."""
    problem = timed()
    good = searched(problem, iteration_limit=120).solution
    assert good is not None
    costs = [
        cost(problem, searched(problem, iteration_limit=limit).solution or good) for limit in (1, 40, 80, 120)
    ]
    assert costs == sorted(costs, reverse=True)
    assert cost(problem, good) < costs[0]


def test_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search by the clock has a plan however early it ends, from an earlier plan of few clients as well."""
    monkeypatch.setattr(population, "SECONDS", 0.0)
    problem = timed()
    start = timed_solution(problem, [("van", ["c1"])])
    for threads in (1, 2):
        result = searched(problem, start, time_limit_s=0.1, threads=threads)
        assert result.solution is not None
        assert result.solution.unserved == ()


def test_earlier_plan_of_most_clients_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a plan that places nearly everybody annealing goes on, and nothing is crossed."""
    asked: list[bool] = []

    def noted(*given: Any) -> bool:  # noqa: ANN401
        asked.append(True)
        return suits(*given)

    monkeypatch.setattr(whole, "suits", noted)
    problem = timed()
    good = searched(problem, iteration_limit=5).solution
    assert asked == [True]
    searched(problem, good, iteration_limit=5)
    assert asked == [True]
