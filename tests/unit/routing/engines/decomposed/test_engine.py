"""The engine gives the same plan on any number of threads, whatever way a problem takes through it."""

from dataclasses import replace

import pytest

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.routing.check import check, cost
from optimizer.routing.engines.decomposed.engine import DecomposedEngine
from optimizer.routing.engines.decomposed.settings import STANDARD
from optimizer.routing.problem import UNLIMITED, Client, Depot
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_spread import square

SMALL = replace(STANDARD, part_clients=12, least_clients=24, round_iterations=10)
WAYS = {
    "whole": STANDARD,
    "then in parts": SMALL,
    "in parts only": replace(SMALL, districts_from=20, largest_whole=20, district_clients=24),
    "in districts, then parts": replace(SMALL, districts_from=20, district_clients=24),
}


def found(way: str, params: Params, start: Solution | None = None) -> Solution:
    """Return the plan for the common problem."""
    result = DecomposedEngine(WAYS[way]).solve(square(48), params, start)
    assert result.solution is not None
    return result.solution


@pytest.mark.parametrize("way", WAYS)
def test_threads_do_not_change_the_plan(way: str) -> None:
    """With an iteration limit one thread and two give the same plan."""
    plans = [found(way, Params(iteration_limit=150, seed=4, threads=threads)) for threads in (1, 2, 2)]
    assert plans[0] == plans[1] == plans[2]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("limit", [0, 1, 150])
def test_iteration_limit_is_kept_exactly(way: str, limit: int) -> None:
    """Workers together make as many iterations as allowed, and the plan holds."""
    result = DecomposedEngine(WAYS[way]).solve(square(48), Params(iteration_limit=limit))
    assert (result.iterations, result.status) == (limit, Status.FEASIBLE)
    assert result.solution is not None
    assert check(square(48), result.solution) == ()


@pytest.mark.parametrize("way", WAYS)
def test_several_measures_and_any_number_of_vehicles_can_be_parted(way: str) -> None:
    """Goods in two measures without collections, and a fleet without end, are dealt out to parts."""
    plain = square(48)
    clients = tuple(replace(one, delivery=(*one.delivery, 1)) for one in plain.clients)
    kind = van(count=UNLIMITED, capacity=(100, 9))
    problem = plain.replace(clients=clients, measures=("kg", "ml"), vehicle_types=(kind,))
    result = DecomposedEngine(WAYS[way]).solve(problem, Params(iteration_limit=60))
    assert result.solution is not None
    assert check(problem, result.solution) == ()


def test_ways_differ() -> None:
    """Each of the ways is taken: they do not give the same plan."""
    plans = {way: found(way, Params(iteration_limit=150)) for way in WAYS}
    assert len(set(plans.values())) == len(WAYS) - 1
    assert plans["in parts only"] == plans["in districts, then parts"]


def test_last_search_loses_nothing() -> None:
    """One route that holds is kept where PyVRP, to which releases end later, only finds a dearer one."""
    kinds = [van(), van("dear", start_depot="E", fixed_cost=1000)]
    depots = [Depot("D", 0, service_s=10), Depot("E", 2)]
    problem = problem_of(line(0, 10, 0), [Client("a", 1, windows=((0, 20),), release_s=10)], kinds, depots)
    start = timed_solution(problem, [("van", ["a"])])
    result = DecomposedEngine(replace(STANDARD, districts_from=0)).solve(
        problem, Params(iteration_limit=10), start
    )
    assert result.solution is not None
    assert result.iterations == 10
    assert result.solution.routes == start.routes


@pytest.mark.parametrize("way", WAYS)
def test_time_limit_cuts_short(way: str) -> None:
    """When there is no time at all there is a plan that holds."""
    result = DecomposedEngine(WAYS[way]).solve(square(48), Params(time_limit_s=0.0, threads=2))
    assert result.status is Status.TIME_LIMIT
    assert result.solution is not None
    assert check(square(48), result.solution) == ()


@pytest.mark.parametrize("way", WAYS)
def test_start_is_never_made_worse(way: str) -> None:
    """From a good plan every way finds one at most as dear."""
    good = found("whole", Params(iteration_limit=600))
    again = found(way, Params(iteration_limit=20, seed=9), good)
    assert cost(square(48), again) <= cost(square(48), good)


def test_districts_that_leave_someone_out_are_followed_by_the_whole() -> None:
    """Where vehicles suffice only if districts share them, the whole problem is searched if it is not too large."""
    plain = square(48, vehicle_types=(van(count=10),))
    # goods that fill ten vans only if large and small ones are mixed across districts
    amounts = [45, 5, 30, 10, 10, 20] * 8
    clients = tuple(
        replace(one, delivery=(amount,)) for one, amount in zip(plain.clients, amounts, strict=True)
    )
    problem = plain.replace(clients=clients)
    served = []
    for way in ("in parts only", "in districts, then parts"):
        result = DecomposedEngine(replace(WAYS[way], district_clients=5)).solve(
            problem, Params(iteration_limit=60)
        )
        assert result.solution is not None
        served.append(len(problem.clients) - len(result.solution.unserved))
    assert served[0] < served[1] == len(problem.clients)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vehicles", [1, 3])
def test_few_vehicles_are_searched_to_the_end(way: str, vehicles: int) -> None:
    """With fewer vehicles than districts or parts, even with one that loads again, all iterations are used."""
    kind = van(count=vehicles, reload_depots=("D",), max_reloads=48)
    problem = square(48, vehicle_types=(kind,))
    settings = replace(WAYS[way], district_clients=5)
    result = DecomposedEngine(settings).solve(problem, Params(iteration_limit=150))
    assert result.iterations == 150
    assert result.solution is not None
    assert check(problem, result.solution, partial=True) == ()


def test_time_is_used_with_one_route(monkeypatch: pytest.MonkeyPatch) -> None:
    """One van that serves everyone on trips is searched until the time is up."""
    clock = [0.0]

    def tick() -> float:
        clock[0] += 0.02
        return clock[0]

    monkeypatch.setattr("optimizer.routing.engines.decomposed.watch.time.perf_counter", tick)
    problem = square(48, vehicle_types=(van(reload_depots=("D",), max_reloads=48),))
    result = DecomposedEngine(SMALL).solve(problem, Params(time_limit_s=2.0))
    assert (result.status, result.runtime_s >= 2.0) == (Status.TIME_LIMIT, True)


def test_little_that_is_left_of_an_earlier_plan_is_built_upon() -> None:
    """A start of which one route survives does not end the search of a problem too large for it as a whole."""
    start = Solution(found("whole", Params(iteration_limit=10)).routes[:1])
    plan = found("in parts only", Params(iteration_limit=60), start)
    assert check(square(48), plan) == ()


def test_version_is_that_of_the_library() -> None:
    """The version names the library, so that nobody takes it for one of the engine itself."""
    assert DecomposedEngine().version.startswith("pyvrp 0.")
