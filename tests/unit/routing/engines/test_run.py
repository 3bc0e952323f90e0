"""Whatever an engine writes is checked before anybody sees it."""

from dataclasses import replace

import pytest

from optimizer.core.errors import PlanRejectedError
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.check import check
from optimizer.routing.engines import Capability, run, solve
from optimizer.routing.problem import Client, Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van

PROBLEM = problem_of(line(0, 10, 20), [Client("a", 1), Client("b", 2)], [van(count=2)])
GOOD = timed_solution(PROBLEM, [("van", ["a", "b"])])
POOR = timed_solution(PROBLEM, [("van", ["a"]), ("van", ["b"])])


class Scripted:
    """An engine that returns what it was told."""

    name = "scripted"
    version = "1"
    answer: Solution | None = GOOD
    given = Params()

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Lack nothing."""
        del problem
        return frozenset()

    def solve(
        self, problem: Problem, params: Params, start: Solution | None = None, progress: Progress = SILENT
    ) -> Result[Solution]:
        """Return the scripted answer."""
        del problem, start, progress
        Scripted.given = params
        status = Status.ERROR if self.answer is None else Status.FEASIBLE
        return Result("routing", status, self.name, self.version, seed=params.seed, solution=self.answer)


ENGINE = Scripted()


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the scripted engine the only one."""
    monkeypatch.setattr("optimizer.routing.engines.registry._MODULES", {"scripted": __name__})


def answer(monkeypatch: pytest.MonkeyPatch, solution: Solution | None) -> None:
    """Script the engine's answer."""
    monkeypatch.setattr(Scripted, "answer", solution)


def test_objective_is_recomputed() -> None:
    """The objective is the checker's cost of the written plan."""
    result = solve(PROBLEM, Params(seed=4))
    assert (result.status, result.objective, result.seed) == (Status.FEASIBLE, 40, 4)


def test_plan_that_fails_the_check_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan with a wrong figure raises, naming the rule."""
    answer(monkeypatch, Solution((replace(GOOD.routes[0], cost=39),)))
    with pytest.raises(PlanRejectedError, match="route-cost: route 1: reported 39, is 40"):
        solve(PROBLEM, Params())


def test_unknown_client_in_a_plan_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that visits a client the problem does not know is rejected, not priced."""
    visits = (replace(GOOD.routes[0].visits[0], client="x"), GOOD.routes[0].visits[1])
    answer(monkeypatch, Solution((replace(GOOD.routes[0], visits=visits),)))
    with pytest.raises(PlanRejectedError, match="unknown-id"):
        solve(PROBLEM, Params(), start=GOOD)


def test_left_out_client_makes_it_infeasible(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan without a required client is the best partial plan of an infeasible problem."""
    answer(monkeypatch, Solution(POOR.routes[:1]))
    result = solve(PROBLEM, Params())
    assert result.status is Status.INFEASIBLE
    assert result.solution == Solution(POOR.routes[:1], ("b",))
    assert [(one.id, one.reason) for one in result.unserved] == [("b", "client-search-time")]


@pytest.mark.parametrize(
    ("found", "start", "expected"),
    [
        (POOR, GOOD, GOOD),
        (GOOD, POOR, GOOD),
        (Solution(POOR.routes[:1]), POOR, POOR),
        (POOR, Solution(POOR.routes[:1]), POOR),
        (POOR, replace(GOOD, routes=(replace(GOOD.routes[0], end=1),)), GOOD),
        (POOR, replace(GOOD, routes=(replace(GOOD.routes[0], vehicle_type="bike"),)), GOOD),
    ],
)
def test_better_of_found_and_start(
    monkeypatch: pytest.MonkeyPatch, found: Solution, start: Solution, expected: Solution
) -> None:
    """The start, timed anew or on another vehicle where it does not hold, is returned if that is better."""
    answer(monkeypatch, found)
    assert solve(PROBLEM, Params(), start=start).solution == expected


def test_engine_failure_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine without a solution is reported as it is."""
    answer(monkeypatch, None)
    result = solve(PROBLEM, Params())
    assert (result.status, result.solution) == (Status.ERROR, None)


def test_engine_gets_only_clients_within_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that nobody can serve are not given to the engine, and are explained."""
    problem = PROBLEM.replace(clients=(*PROBLEM.clients, Client("huge", 1, delivery=(101,))))
    answer(monkeypatch, GOOD)
    result = solve(problem, Params())
    assert [one.id for one in result.unserved] == ["huge"]
    assert result.status is Status.INFEASIBLE


def test_preparing_counts_against_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine is given what is left of the time; other limits are as they were."""
    answer(monkeypatch, GOOD)
    solve(PROBLEM, Params(time_limit_s=60, seed=3))
    assert Scripted.given.time_limit_s is not None
    assert 0 < Scripted.given.time_limit_s < 60
    solve(PROBLEM, Params(time_limit_s=0))
    assert Scripted.given.time_limit_s == 0
    solve(PROBLEM, Params(iteration_limit=5))
    assert Scripted.given == Params(iteration_limit=5)


@pytest.mark.parametrize(("start", "checks"), [(POOR, 2), (Solution((*POOR.routes, GOOD.routes[0])), 3)])
def test_start_is_checked_once_where_it_holds(
    monkeypatch: pytest.MonkeyPatch, start: Solution, checks: int
) -> None:
    """What is carried over from a start is compared beside it only where they differ."""
    checked = []

    def noted(problem: Problem, solution: Solution, *, partial: bool) -> object:
        checked.append(solution)
        return check(problem, solution, partial=partial)

    monkeypatch.setattr(run, "check", noted)
    assert solve(PROBLEM, Params(), start=start).objective == 40
    assert len(checked) == checks
