"""Problems too large for their matrix are searched district by district."""

from typing import Any

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.check import check, cost
from optimizer.routing.engines.sisr import districts
from optimizer.routing.engines.sisr.engine import ENGINE
from optimizer.routing.engines.sisr.whole import Found, search_whole
from optimizer.routing.matrix import Matrix, PlanarMatrix, PointArray
from optimizer.routing.problem import Client, Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import problem_of, van

CLIENTS, WHOLE, DISTRICT = 60, 40, 25


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(districts, "LARGEST_WHOLE", WHOLE)
    monkeypatch.setattr(districts, "DISTRICT", DISTRICT)


def spread() -> Problem:
    """Return a problem whose ways are computed when looked at, with just enough vans of five clients each."""
    places = np.random.default_rng(1).uniform(-500, 500, (CLIENTS + 1, 2))
    matrix = PlanarMatrix(places, lambda straight: np.rint(straight).astype(np.int64))
    clients = [Client(f"c{n}", n, delivery=(20,)) for n in range(1, CLIENTS + 1)]
    return problem_of(matrix, clients, [van(count=CLIENTS // 5 + 2)])


def searched(problem: Problem, start: Solution | None = None, **limits: Any) -> Result[Solution]:  # noqa: ANN401
    """Return what the engine finds, which the checker accepts."""
    result = ENGINE.solve(problem, Params(**limits), start)
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    return result


@pytest.mark.parametrize("started", [False, True])
def test_no_more_ways_are_looked_at_than_a_district_has(
    monkeypatch: pytest.MonkeyPatch, started: bool
) -> None:
    """The matrix of the whole is never written out, and everybody is served at about the cost of one search.

    Nor if an earlier plan has one route, which cannot be parted.
    """
    problem, sizes = spread(), []
    start = timed_solution(problem, [("van", ["c1", "c2"])]) if started else None
    between = PointArray._between

    def noted(self: PointArray, origins: Any, destinations: Any) -> Any:  # noqa: ANN401
        found = between(self, origins, destinations)
        sizes.append(found.size)
        return found

    monkeypatch.setattr(PointArray, "_between", noted)
    found = searched(problem, start, iteration_limit=60).solution
    assert found is not None
    # landmarks ask for as many rows as a district has places, of all places
    assert max(sizes) <= (DISTRICT + 1) ** 2
    monkeypatch.setattr(districts, "LARGEST_WHOLE", CLIENTS)
    whole = searched(problem, iteration_limit=60).solution
    assert whole is not None
    assert max(sizes) > (DISTRICT + 1) ** 2
    assert found.unserved == ()
    assert cost(problem, found) < 1.1 * cost(problem, whole)


def test_what_cannot_be_parted_is_searched_as_a_whole() -> None:
    """A price of the longest route, and clients a vehicle begins with, concern the whole plan."""
    problem = spread()
    assert districts.needs_districts(problem)
    assert not districts.needs_districts(problem.replace(longest_route_cost=1))
    first = (van("first", prefix=("c1",)), *problem.vehicle_types)
    assert not districts.needs_districts(problem.replace(vehicle_types=first))
    rows = np.ix_(range(CLIENTS + 1), range(CLIENTS + 1))
    ways = problem.matrices["default"].distance[rows]
    held = {"default": Matrix(ways, ways)}
    assert not districts.needs_districts(problem.replace(matrices=held))


def test_second_pass_goes_on_from_what_few_vans_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where vans lack for most clients, the plan of the first pass is improved, and kept if the second finds less."""
    problem = spread().replace(vehicle_types=(van(count=4),))
    starts: list[tuple[bool, float | None]] = []
    search = search_whole

    def fruitless_at_last(part: Problem, *given: Any) -> Found:  # noqa: ANN401
        started, temperature = given[1] is not None, given[4]
        starts.append((started, temperature))
        if started:
            return Found(Solution((), tuple(client.id for client in part.clients)), 1, cut_short=False)
        return search(part, *given)

    monkeypatch.setattr(districts, "search_whole", fruitless_at_last)
    found = ENGINE.solve(problem, Params(iteration_limit=60)).solution
    assert found is not None
    assert check(problem, found, partial=True) == ()
    assert len(found.unserved) == CLIENTS - 4 * 5
    first, second = [start for start in starts if not start[0]], [start for start in starts if start[0]]
    assert {temperature for _, temperature in first} == {None}
    assert {temperature for _, temperature in second} == {districts.PASSES[1].first_temperature}


def test_borders_move_and_limits_hold() -> None:
    """All passes together make as many iterations as allowed, and the second one mends what borders cost."""
    problem = spread()
    found = searched(problem, iteration_limit=60)
    assert (found.iterations, found.status) == (60, Status.FEASIBLE)
    again = searched(problem, iteration_limit=60, threads=2)
    assert again.solution == found.solution
    assert searched(problem, time_limit_s=0.0).status is Status.TIME_LIMIT


def test_plan_to_start_from() -> None:
    """What was planned before is not lost."""
    problem = spread()
    good = searched(problem, iteration_limit=200).solution
    assert good is not None
    again = searched(problem, good, iteration_limit=6).solution
    assert again is not None
    assert cost(problem, again) <= cost(problem, good)


def test_whoever_stops_it_has_a_plan() -> None:
    """After Ctrl-C every district has its first plan, and progress runs from 0 to 1 with costs of the whole only."""

    class Listener:
        def __init__(self) -> None:
            self.told: list[tuple[float | None, float | None]] = []

        def update(
            self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
        ) -> None:
            del stage, message
            self.told.append((best, fraction))

        def cancelled(self) -> bool:
            return len(self.told) > 3

    problem, listener = spread(), Listener()
    result = ENGINE.solve(problem, Params(iteration_limit=600), progress=listener)
    assert result.solution is not None
    assert (check(problem, result.solution), result.status) == ((), Status.TIME_LIMIT)
    costs = [best for best, _ in listener.told if best is not None]
    assert costs[-1] == cost(problem, result.solution)
    fractions = [fraction for _, fraction in listener.told if fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
