"""Rounds improve a plan part by part, within the limits."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Silent
from optimizer.routing.check import check, cost
from optimizer.routing.engines.decomposed.crew import Crew
from optimizer.routing.engines.decomposed.rounds import Rounds, _improved, number_of_parts
from optimizer.routing.engines.decomposed.settings import STANDARD, Settings
from optimizer.routing.engines.decomposed.watch import Allowance, Watch
from optimizer.routing.engines.parts import Part
from optimizer.routing.problem import Client, Depot, Group, Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_spread import square

SETTINGS = Settings(part_clients=10, district_clients=20, round_iterations=15)


def rounds(problem: Problem, watch: Watch) -> Rounds:
    """Return rounds by two workers on one thread."""
    return Rounds(problem, SETTINGS, Crew(1, 2, watch), np.random.default_rng(1))


def test_plan_made_in_districts_is_improved_in_parts() -> None:
    """Districts serve everyone; rounds find what is cheaper across their borders, and use all iterations."""
    problem = square(60)
    watch = Watch(Params(iteration_limit=601), SILENT)
    search = rounds(problem, watch)
    first = search.first_plan(None)
    better = search.improved(first)
    assert check(problem, first) == check(problem, better) == ()
    assert cost(problem, better) < cost(problem, first)
    assert watch.iterations == 601


def test_vehicles_that_suffice_for_all_are_found() -> None:
    """Districts that leave clients out for want of a vehicle are made good by the rounds."""
    problem = square(60, vehicle_types=(van(count=13),))
    search = rounds(problem, Watch(Params(iteration_limit=1500), SILENT))
    assert check(problem, search.improved(search.first_plan(None))) == ()


def test_earlier_plan_takes_the_place_of_districts() -> None:
    """A plan to start from is the first plan."""
    problem = square(40)
    search = rounds(problem, Watch(Params(iteration_limit=200), SILENT))
    earlier = search.first_plan(None)
    assert search.first_plan(earlier).routes == earlier.routes


def test_little_that_is_left_of_an_earlier_plan_is_no_start() -> None:
    """Where most clients are on none of its routes, districts are planned all the same."""
    problem = square(40)
    search = rounds(problem, Watch(Params(iteration_limit=200), SILENT))
    earlier = search.first_plan(None)
    assert search.first_plan(Solution(earlier.routes[:1])).unserved == ()


def test_alternatives_of_those_visited_are_served() -> None:
    """A plan that visits one of three places of each group serves everyone and is a start."""
    clients = tuple(replace(client, required=False) for client in square(42).clients)
    names = [client.id for client in clients]
    groups = tuple(Group(f"g{n}", tuple(names[3 * n : 3 * n + 3])) for n in range(14))
    problem = square(42).replace(clients=clients, groups=groups)
    search = rounds(problem, Watch(Params(iteration_limit=0), SILENT))
    start = timed_solution(problem, [("van", [group.clients[0]]) for group in groups])
    assert search.first_plan(start).routes == start.routes


def test_one_route_is_left_as_it_is() -> None:
    """One route cannot be parted: nothing of the limits is used."""
    problem = square(20, vehicle_types=(van(capacity=(400,)),))
    watch = Watch(Params(iteration_limit=100), SILENT)
    plan = timed_solution(problem, [("van", [client.id for client in problem.clients])])
    assert rounds(problem, watch).improved(plan) is plan
    assert watch.iterations == 0


@pytest.mark.parametrize("limit", [Params(iteration_limit=0), Params(time_limit_s=0.0)])
def test_nothing_is_done_beyond_the_limits(limit: Params) -> None:
    """A plan is returned as it is when the limits are reached."""
    problem = square(40)
    plan = rounds(problem, Watch(Params(iteration_limit=0), SILENT)).first_plan(None)
    assert rounds(problem, Watch(limit, SILENT)).improved(plan) is plan


def test_time_that_ends_in_a_round_leaves_the_other_parts_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No part is begun after the time limit, and none is lost."""
    problem = square(60)
    plan = rounds(problem, Watch(Params(iteration_limit=0), SILENT)).first_plan(None)
    clock = [0.0]

    def tick() -> float:
        clock[0] += 0.05
        return clock[0]

    monkeypatch.setattr("optimizer.routing.engines.decomposed.watch.time.perf_counter", tick)
    found = rounds(problem, Watch(Params(time_limit_s=2.0), SILENT)).improved(plan)
    assert check(problem, found) == ()


def test_progress_hears_of_each_round() -> None:
    """The listener is told the cost of the plan after each round; costs never rise."""
    told: list[float | None] = []

    class Listener(Silent):
        def update(
            self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
        ) -> None:
            del stage, message, fraction
            told.append(best)

    problem = square(40)
    search = rounds(problem, Watch(Params(iteration_limit=300), Listener()))
    found = search.improved(search.first_plan(None))
    costs = [best for best in told if best is not None]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == cost(problem, found)


def test_optional_clients_are_no_reason_for_prizes() -> None:
    """A client not worth its prize stays out, and its cost is told."""
    problem = square(40)
    far = replace(problem.clients[0], required=False, prize=0)
    problem = problem.replace(clients=(far, *problem.clients[1:]))
    search = rounds(problem, Watch(Params(iteration_limit=300), SILENT))
    assert isinstance(search.improved(search.first_plan(None)), Solution)


def test_parts_that_get_worse_keep_their_plan() -> None:
    """A plan that holds stays where PyVRP, to which releases end later, only finds a dearer one."""
    clients = [Client(name, place, windows=((0, 20),), release_s=10) for name, place in (("a", 1), ("b", 2))]
    kinds = [van(count=2), van("dear", count=2, start_depot="E", fixed_cost=1000)]
    depots = [Depot("D", 0, service_s=10), Depot("E", 3)]
    problem = problem_of(line(0, 10, -10, 0), clients, kinds, depots)
    plan = timed_solution(problem, [("van", ["a"]), ("van", ["b"])])
    assert check(problem, plan) == ()
    found = rounds(problem, Watch(Params(iteration_limit=40), SILENT)).improved(plan)
    assert cost(problem, found) == cost(problem, plan) == 40


@pytest.mark.parametrize(("clients", "parts"), [(40, 4), (41, 4), (10, 2), (1000, 100)])
def test_parts_are_as_many_for_each_worker(clients: int, parts: int) -> None:
    """The number of parts is a multiple of that of workers."""
    assert number_of_parts(clients, SETTINGS.part_clients, 2, SETTINGS.least_part) == parts


@pytest.mark.parametrize(
    ("clients", "workers", "parts"), [(300, 16, 2), (200, 2, 2), (1000, 16, 8), (4100, 16, 16)]
)
def test_many_workers_make_no_small_parts(clients: int, workers: int, parts: int) -> None:
    """Parts have half of the clients wished for at least, also where there are more workers."""
    assert number_of_parts(clients, STANDARD.part_clients, workers, STANDARD.least_part) == parts


def test_workers_beyond_parts_search_the_same_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more workers than parts each part is searched by several, and the best of its plans is kept."""
    problem = square(20)
    plan = rounds(problem, Watch(Params(iteration_limit=0), SILENT)).first_plan(None)
    found: dict[str, list[int]] = {}
    settings = replace(SETTINGS, rounds=1)

    def noted(part: Part, seed: int, settings: Settings, allowance: Allowance) -> tuple[Solution, int]:
        better, iterations = _improved(part, seed, settings, allowance)
        costs = found.setdefault(part.problem.clients[0].id, [])
        costs.append(cost(part.problem, better))
        return better, iterations

    monkeypatch.setattr("optimizer.routing.engines.decomposed.rounds._improved", noted)
    watch = Watch(Params(iteration_limit=60), SILENT)
    better = Rounds(problem, settings, Crew(1, 8, watch), np.random.default_rng(1)).improved(plan)
    assert [len(costs) for costs in found.values()] == [2] * 4
    assert cost(problem, better) == sum(min(costs) for costs in found.values())
    assert watch.iterations == 60
