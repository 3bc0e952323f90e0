"""Searches side by side, of which the better plan goes on."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.check import check, cost
from optimizer.routing.engines import portfolio
from optimizer.routing.engines.pyvrp import ENGINE as PYVRP
from optimizer.routing.engines.sisr.engine import ENGINE as SISR
from optimizer.routing.problem import Client, Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import STAGE, Solution
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_spread import square

PLACES = problem_of(line(0, 10, 20), [Client("a", 1), Client("b", 2)], [van(count=2)])
APART = timed_solution(PLACES, [("van", ["a"]), ("van", ["b"])])
TOGETHER = timed_solution(PLACES, [("van", ["a", "b"])])
HALF = timed_solution(PLACES, [("van", ["a"])])


class Search:
    """An engine that returns one plan after the other at once, and notes what it was asked."""

    version = "1"

    def __init__(self, name: str, *plans: Solution) -> None:
        self.name = name
        self.asked: list[tuple[Params, Solution | None]] = []
        self._plans, self.prepared = plans, False

    def prepare(self, progress: Progress) -> None:
        """Note that it was to be ready before the clock starts."""
        del progress
        assert self.asked == []
        self.prepared = True

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Return the plan."""
        del problem
        self.asked.append((params, start))
        progress.update(STAGE, self.name, 1.0, 0.5)
        plan = self._plans[len(self.asked) - 1]
        return Result(STAGE, Status.FEASIBLE, self.name, "1", solution=plan, iterations=7)


def searches(
    monkeypatch: pytest.MonkeyPatch, annealed: Solution, other: Solution, last: Solution
) -> tuple[Search, Search]:
    """Let annealing return the first of these plans, PyVRP the second, and annealing from one of them the last."""
    found = Search("SISR", annealed, last), Search("PYVRP", other)
    for one in found:
        monkeypatch.setattr(portfolio, one.name, one)
    return found


@pytest.mark.parametrize(
    "plans",
    [(TOGETHER, APART, APART), (APART, TOGETHER, APART), (APART, HALF, TOGETHER), (HALF, APART, TOGETHER)],
)
def test_best_plan_of_all_is_kept(monkeypatch: pytest.MonkeyPatch, plans: tuple[Solution, ...]) -> None:
    """Whoever finds it; a plan that lacks a required client is worse than any that does not."""
    annealing, _ = searches(monkeypatch, *plans)
    result = portfolio.ENGINE.solve(PLACES, Params(iteration_limit=10, threads=2))
    assert result.solution == TOGETHER
    assert annealing.prepared
    assert (result.engine, result.iterations) == ("portfolio", 14)
    start = annealing.asked[1][1]
    assert start is not None
    assert start != HALF


def test_limits_and_threads_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both first searches have half of each limit, PyVRP one thread; the last one has what is left and all threads."""
    annealing, other = searches(monkeypatch, APART, APART, APART)
    portfolio.ENGINE.solve(PLACES, Params(time_limit_s=8.0, iteration_limit=10, threads=4, seed=3))
    assert annealing.asked[0][0] == Params(time_limit_s=4.0, iteration_limit=5, threads=3, seed=3)
    assert other.asked[0][0] == Params(time_limit_s=4.0, iteration_limit=5, threads=1, seed=3)
    rest = annealing.asked[1][0]
    assert rest == replace(rest, iteration_limit=5, threads=4, seed=3)
    assert rest.time_limit_s is not None
    assert 4.0 < rest.time_limit_s <= 8.0


@pytest.mark.parametrize("limits", [{"time_limit_s": 8.0}, {"time_limit_s": 8.0, "iteration_limit": 10}])
def test_one_thread_anneals_first(monkeypatch: pytest.MonkeyPatch, limits: dict[str, Any]) -> None:
    """Without a second thread nothing runs side by side, for time is short."""
    annealing, other = searches(monkeypatch, APART, TOGETHER, APART)
    result = portfolio.ENGINE.solve(PLACES, Params(**limits))
    assert result.solution == APART
    assert (len(other.asked), len(annealing.asked)) == (0, 2)


@pytest.mark.parametrize("iterations", [None, 10])
@pytest.mark.parametrize("threads", [1, 2])
def test_threads_do_not_change_what_is_searched(
    monkeypatch: pytest.MonkeyPatch, iterations: int | None, threads: int
) -> None:
    """Without a time limit both searches have half of the iterations each, and the better plan goes on."""
    annealing, other = searches(monkeypatch, APART, TOGETHER, APART)
    result = portfolio.ENGINE.solve(PLACES, Params(iteration_limit=iterations, threads=threads))
    assert (result.solution, result.iterations) == (TOGETHER, 14)
    half = Params(iteration_limit=None if iterations is None else 5)
    assert annealing.asked == [(half, None), (half.replace(threads=threads), TOGETHER)]
    assert other.asked == [(half, None)]


def test_cancelled_search_ends_with_the_first_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found until then is returned."""
    annealing, _ = searches(monkeypatch, APART, TOGETHER, APART)

    class Cancelled:
        def update(
            self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
        ) -> None:
            del stage, message, best, fraction

        def cancelled(self) -> bool:
            return True

    result = portfolio.ENGINE.solve(PLACES, Params(threads=2), progress=Cancelled())
    assert result.solution == TOGETHER
    assert len(annealing.asked) == 1


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_never_goes_back(monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    """What is told are parts of the whole, of the search that is heard."""
    searches(monkeypatch, APART, APART, APART)
    told: list[tuple[str, float | None]] = []

    class Listener:
        def update(
            self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
        ) -> None:
            del stage, best
            told.append((message, fraction))

        def cancelled(self) -> bool:
            return False

    portfolio.ENGINE.solve(PLACES, Params(threads=threads), progress=Listener())
    assert told == [("SISR", 0.25), ("SISR", 0.75)]


def test_real_searches_of_a_real_problem() -> None:
    """A plan that holds, no worse than each of the first two alone, the same with one thread."""
    problem = square(80)
    params = Params(iteration_limit=40, threads=2)
    result = portfolio.ENGINE.solve(problem, params)
    assert result.solution is not None
    assert check(problem, result.solution) == ()
    again = portfolio.ENGINE.solve(problem, params.replace(threads=1)).solution
    assert again is not None
    assert tours(again) == tours(result.solution)
    for one in (SISR, PYVRP):
        alone = one.solve(problem, Params(iteration_limit=20)).solution
        assert alone is not None
        assert cost(problem, result.solution) <= cost(problem, alone)
