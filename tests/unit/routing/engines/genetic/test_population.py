"""A population finds better plans, the same ones whatever the number of threads."""

from dataclasses import replace

import numpy as np
import pytest
import pyvrp

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.engines.decomposed.penalties import VARIETY, Penalties
from optimizer.routing.engines.decomposed.watch import Allowance, Watch
from optimizer.routing.engines.genetic import population as rooms
from optimizer.routing.engines.genetic.population import FOUNDERS, LOT, Population
from optimizer.routing.engines.pyvrp_data import translate
from optimizer.routing.problem import Problem
from tests.helpers.routing_spread import square

PROBLEM = square(30)
LARGE = square(80)


def population(
    problem: Problem = PROBLEM, threads: int = 1, workers: int = 2, initial: pyvrp.Solution | None = None
) -> Population:
    """Return one that has not searched yet."""
    data = translate(problem).data
    places = np.random.default_rng(5).random((data.num_clients, 2))
    penalties = Penalties([10.0, 1.0, 1.0], 1e5, VARIETY)
    return Population(data, places, 7, penalties, threads, workers, initial)


def some(iterations: int) -> Allowance:
    """Return an allowance of iterations."""
    return Watch(Params(), SILENT).allow_each(float("inf"), iterations, 1)[0]


def test_children_are_better_than_founders() -> None:
    """Crossing finds a cheaper plan than random plans improved, and it holds."""
    one = population(LARGE)
    one.run(some(FOUNDERS + 7))
    founded = one.best.distance()
    one.run(some(300))
    assert one.best.is_feasible()
    assert one.best.distance() < founded


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_do_not_change_what_is_found(workers: int) -> None:
    """With as many workers, one thread and two find the same."""
    found = []
    for threads in (1, 2):
        one = population(threads=threads, workers=workers)
        one.run(some(150))
        found.append((one.best, one.iterations))
    assert found[0] == found[1]


@pytest.mark.parametrize("limit", [0, 1, LOT + 1, 61])
def test_allowance_is_used_exactly(limit: int) -> None:
    """As many plans are made as are allowed, whatever the workers make at a time."""
    one = population()
    one.run(some(limit))
    assert one.iterations == limit


def test_start_is_never_made_worse() -> None:
    """A complete plan to begin with is the best until a cheaper one is found."""
    good = population()
    good.run(some(200))
    again = population(initial=good.best)
    assert again.best.distance() <= good.best.distance()
    again.run(some(FOUNDERS))
    assert again.best.distance() <= good.best.distance()


def test_incomplete_start_is_completed() -> None:
    """Who is missing is inserted before anything else."""
    data = translate(PROBLEM).data
    one = population(initial=pyvrp.Solution(data, [[0, 1, 2], [3, 4]]))
    assert one.best.is_feasible()


@pytest.mark.parametrize("worthy", [0, 1])
def test_nobody_needs_to_be_visited(worthy: int) -> None:
    """If everybody is optional, staying at home is a plan, and a prize that is worth the way is fetched."""
    idle = tuple(replace(one, required=False, prize=1) for one in PROBLEM.clients)
    prized = tuple(replace(one, prize=10**5) for one in idle[:worthy])
    one = population(PROBLEM.replace(clients=(*prized, *idle[worthy:])))
    one.run(some(100))
    assert one.best.num_clients() == worthy


def test_plan_that_holds_is_known_at_once() -> None:
    """However cheap excess is at first, the first plan is improved at the largest prices."""
    assert population().best.is_feasible()


def test_it_begins_anew_when_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """After children without a better plan there are founders again, and the best is kept."""
    monkeypatch.setattr(rooms, "STALE", 40)
    one = population(square(3))
    founding: list[bool] = []
    parents = Population._parents

    def noted(self: Population, coming: int) -> object:
        found = parents(self, coming)
        founding.append(found is None)
        return found

    monkeypatch.setattr(Population, "_parents", noted)
    one.run(some(240))
    begun = [number for number, now in enumerate(founding) if now and not (number and founding[number - 1])]
    assert len(begun) >= 2
    assert one.best.is_feasible()


def test_plans_in_excess_are_kept_apart() -> None:
    """Those that hold and those that do not have pools of their own."""
    one = population(square(40, seed=2))
    one.run(some(150))
    holding, excessive = one._pools
    assert holding.members
    assert excessive.members
    assert not any(member.in_excess for member in holding.members)
    assert all(member.in_excess for member in excessive.members)


def test_nothing_is_made_when_time_is_over() -> None:
    """A worker looks at the clock before each plan, for in a large problem one takes long."""
    one = population()
    late = Watch(Params(), SILENT).allow_each(-1.0, None, 1)[0]
    assert one._workers[0].lot(5, None, (np.ones(3),), late.ended) == []
