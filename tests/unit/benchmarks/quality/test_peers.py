"""Every peer's plan is a plan of the problem."""

import pytest

from benchmarks.quality import peers
from benchmarks.quality.passed_over import PassedOverError
from benchmarks.quality.peers import Task, known_peers, peer
from optimizer.core.params import Params
from optimizer.routing.check import check
from optimizer.routing.problem import Client, Problem
from tests.helpers.routing import line, problem_of, van

PROBLEM = problem_of(
    line(0, 10, 20, -10), [Client(str(n), n, delivery=(1,)) for n in (1, 2, 3)], [van(count=3)]
)
LIMITS = Params(iteration_limit=20, seed=1)


@pytest.mark.parametrize("name", ["ours", "pyvrp", "ortools"])
def test_plans_hold(name: str) -> None:
    """The checker accepts the plan, and the best cost noted is that of the plan."""
    task = Task(PROBLEM, LIMITS, [])
    solution, version = peer(name)(task)
    assert check(PROBLEM, solution) == ()
    assert version
    assert task.trace[-1][1] == 60


def test_unknown_peer_is_told() -> None:
    """The known ones are named."""
    with pytest.raises(KeyError, match="no peer 'x'; there is ours"):
        peer("x")
    assert {"ours", "pyvrp", "vroom", "hgs", "ortools"} <= set(known_peers())


@pytest.mark.parametrize(
    "changed",
    [
        PROBLEM.replace(vehicle_types=(van(fixed_cost=1),)),
        PROBLEM.replace(vehicle_types=(van(max_distance=99),)),
        PROBLEM.replace(clients=(Client("1", 1, windows=((0, 5),)),)),
        PROBLEM.replace(clients=(Client("1", 1, pickup=(1,)),)),
    ],
)
def test_what_a_peer_is_not_made_for_is_passed_over(changed: Problem) -> None:
    """HGS-CVRP is asked for nothing but capacity."""
    with pytest.raises((PassedOverError, ImportError)):
        peers.hgs(Task(changed, Params(time_limit_s=1.0), []))


@pytest.mark.parametrize("name", ["hgs", "vroom"])
def test_iteration_limits_that_a_peer_does_not_know_are_passed_over(name: str) -> None:
    """It would run without any limit, and its run be filed under one."""
    with pytest.raises(PassedOverError, match="iteration limit"):
        peer(name)(Task(PROBLEM, LIMITS, []))


def test_vroom_is_not_asked_twice() -> None:
    """It has no random choice."""
    with pytest.raises(PassedOverError, match="no random choice"):
        peer("vroom")(Task(PROBLEM, Params(time_limit_s=1.0, seed=2), []))


def test_stock_search_without_a_plan_fails() -> None:
    """A search that ends without a feasible plan is no result."""
    tight = PROBLEM.replace(vehicle_types=(van(count=1, capacity=(2,)),))
    with pytest.raises(RuntimeError, match="no feasible plan"):
        peer("pyvrp")(Task(tight, LIMITS, []))
