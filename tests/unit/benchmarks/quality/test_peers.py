"""Every peer's plan is a plan of the problem."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.quality import peers
from benchmarks.quality.passed_over import PassedOverError
from benchmarks.quality.peers import Task, known_peers, peer
from optimizer.core.params import Params
from optimizer.routing.check import check, cost
from optimizer.routing.engines import Capability
from optimizer.routing.engines.feature_table import EXAMPLES
from optimizer.routing.problem import Client, Depot, Problem, Shipment
from tests.helpers.routing import line, problem_of, tours, van

PROBLEM = problem_of(
    line(0, 10, 20, -10), [Client(str(n), n, delivery=(1,)) for n in (1, 2, 3)], [van(count=3)]
)
LIMITS = Params(iteration_limit=20, seed=1)
TIMED = Params(time_limit_s=1.0, seed=1)


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


#: What each peer is given beside demands, capacity and distances, and the library behind it.
GIVEN = {
    "hgs": {Capability.ASYMMETRIC},
    "vroom": {
        Capability.ASYMMETRIC,
        Capability.DEPOT_WINDOW,
        Capability.SHIFT,
        Capability.TIME_WINDOWS,
        Capability.SEVERAL_TIME_WINDOWS,
        Capability.SHIPMENTS,
        Capability.SHIPMENT_WINDOWS,
        Capability.SEVERAL_VEHICLE_TYPES,
        Capability.FIXED_COST,
    },
}
LIBRARY = {"hgs": "hygese", "vroom": "vroom"}


@pytest.mark.parametrize(("name", "feature"), [(name, one) for name in GIVEN for one in Capability])
def test_a_peer_is_judged_on_nothing_that_it_is_not_given(
    monkeypatch: pytest.MonkeyPatch, name: str, feature: Capability
) -> None:
    """Whatever else a problem uses, the peer is passed over by the feature's name, its library there or not."""
    monkeypatch.setitem(sys.modules, LIBRARY[name], None)
    error = ImportError if feature in GIVEN[name] else PassedOverError
    with pytest.raises(error, match=LIBRARY[name] if feature in GIVEN[name] else feature):
        peer(name)(Task(EXAMPLES[feature], TIMED, []))


def test_the_price_of_distance_is_not_given_to_hgs() -> None:
    """At a price of nothing any plan would do, and its plan would be the shortest."""
    with pytest.raises(PassedOverError, match="price of distance"):
        peer("hgs")(Task(PROBLEM.replace(vehicle_types=(van(cost_per_distance=0),)), TIMED, []))


@pytest.mark.parametrize("name", ["pyvrp", "pyvrp-0.13.4"])
@pytest.mark.parametrize("feature", [Capability.BREAKS, Capability.TRAFFIC, Capability.BALANCE])
def test_stock_pyvrp_is_not_asked_for_what_it_lacks(name: str, feature: Capability) -> None:
    """It would be given the problem without its breaks."""
    with pytest.raises(PassedOverError, match=feature):
        peer(name)(Task(EXAMPLES[feature], LIMITS, []))


@pytest.mark.parametrize("name", ["decomposed", "portfolio", "ortools"])
def test_an_engine_is_passed_over_where_it_lacks_a_feature(name: str) -> None:
    """That is no failure of it; ours is whichever engine lacks none."""
    with pytest.raises(PassedOverError, match=Capability.BREAKS):
        peer(name)(Task(EXAMPLES[Capability.BREAKS], LIMITS, []))


def test_hgs_is_given_the_whole_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """Demands, capacity, vehicles, and the distances from the depot that is used; its routes come back by name."""
    asked: dict[str, Any] = {}

    class Solver:
        def __init__(self, **options: Any) -> None:  # noqa: ANN401
            asked.update(options["parameters"])

        def solve_cvrp(self, data: dict[str, Any], *, rounding: bool) -> SimpleNamespace:
            asked.update(data, rounding=rounding)
            return SimpleNamespace(routes=[[3], [2, 1]])

    monkeypatch.setitem(sys.modules, "hygese", SimpleNamespace(Solver=Solver, AlgorithmParameters=dict))
    monkeypatch.setattr(peers, "version", lambda name: f"of {name}")
    problem = PROBLEM.replace(depots=(Depot("unused", 1), Depot("D", 0)))
    solution, told = peer("hgs")(Task(problem, TIMED, []))
    assert asked["distance_matrix"][0].tolist() == [0, 10, 20, 10]
    assert (asked["demands"], asked["vehicle_capacity"], asked["num_vehicles"]) == ([0, 1, 1, 1], 100, 3)
    assert (asked["timeLimit"], asked["seed"], asked["rounding"]) == (1.0, 1, False)
    assert tours(solution) == {("van", "3"), ("van", "2", "1")}
    assert told == "hygese of hygese"


@pytest.mark.parametrize("name", ["hgs", "vroom"])
def test_iteration_limits_that_a_peer_does_not_know_are_passed_over(name: str) -> None:
    """It would run without any limit, and its run be filed under one."""
    with pytest.raises(PassedOverError, match="iteration limit"):
        peer(name)(Task(PROBLEM, LIMITS, []))


def test_vroom_is_not_asked_twice() -> None:
    """It has no random choice."""
    with pytest.raises(PassedOverError, match="no random choice"):
        peer("vroom")(Task(PROBLEM, TIMED.replace(seed=2), []))


def test_stock_search_without_a_plan_fails() -> None:
    """A search that ends without a feasible plan is no result."""
    tight = PROBLEM.replace(vehicle_types=(van(count=1, capacity=(2,)),))
    with pytest.raises(RuntimeError, match="no feasible plan"):
        peer("pyvrp")(Task(tight, LIMITS, []))


WINDOWED = PROBLEM.replace(
    clients=tuple(
        Client(str(n), n, delivery=(1,), service_s=2, windows=((first, first + 5), (first + 50, first + 60)))
        for n, first in ((1, 10), (2, 40), (3, 0))
    )
)
#: Two shipments, and a vehicle too small for either but in turn.
SHIPPED = problem_of(
    line(0, 10, 20, -10, -20),
    [Client(name, number, windows=((0, 200),)) for number, name in enumerate("abcd", 1)],
    [van(count=2, capacity=(3,), fixed_cost=500, shift=(0, 300))],
    shipments=(Shipment("a", "b", (3,)), Shipment("d", "c", (2,))),
)
#: The larger of two vehicles costs twice as much for each unit of distance, and cannot take all.
UNLIKE = PROBLEM.replace(
    vehicle_types=(
        van("small", capacity=(1,), fixed_cost=3),
        van("large", capacity=(2,), cost_per_distance=2, fixed_cost=7),
    )
)


@pytest.mark.parametrize(
    ("name", "problem", "best"),
    [
        ("hgs", PROBLEM, 60),
        ("vroom", PROBLEM, 60),
        ("vroom", WINDOWED, 60),
        ("vroom", SHIPPED, 580),
        ("vroom", UNLIKE, 110),
    ],
    ids=["hgs", "vroom", "vroom with windows", "vroom with shipments", "vroom with unlike vehicles"],
)
def test_plans_of_the_libraries_themselves_hold(name: str, problem: Problem, best: int) -> None:
    """As the checker has it, and are the best there are."""
    pytest.importorskip(LIBRARY[name])
    solution, told = peer(name)(Task(problem, TIMED, []))
    assert check(problem, solution) == ()
    assert cost(problem, solution) == best
    assert told.startswith(("hygese ", "pyvroom "))
