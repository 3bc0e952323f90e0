"""Every engine finds the optimum of small problems, found by trying everything."""

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.routing.engines import engine, engine_names, solve
from optimizer.routing.problem import Client, Depot, Matrix, Problem
from tests.helpers.routing import brute_force, problem_of, van


def town(count: int, seed: int) -> Matrix:
    """Return places in a square, with distances in Manhattan metric and uneven speeds."""
    rng = np.random.default_rng(seed)
    places = rng.integers(0, 60, (count, 2))
    distance = np.abs(places[:, None] - places[None]).sum(axis=2)
    duration = distance * rng.integers(1, 4, distance.shape)
    return Matrix(distance, duration)


def capacitated() -> Problem:
    """Seven clients, vans of two sizes, two measures: which van goes where."""
    loads = [(3, 1), (4, 2), (2, 5), (5, 1), (1, 3), (4, 4), (2, 2)]
    clients = [Client(f"c{n}", n + 1, delivery=load) for n, load in enumerate(loads)]
    kinds = [
        van("small", count=2, capacity=(7, 7), fixed_cost=20),
        van("large", capacity=(14, 12), fixed_cost=45, cost_per_distance=2),
    ]
    return problem_of(town(8, 5), clients, kinds, measures=("kg", "m3"))


def timed() -> Problem:
    """Five clients with windows, service, collections and prizes, paid by distance and duration."""
    clients = [
        Client("c0", 2, (3,), (0,), 5, ((20, 60),)),
        Client("c1", 3, (2,), (4,), 4, ((60, 120),)),
        Client("c2", 4, (4,), (1,), 3, (), 15, required=False, prize=150),
        Client("c3", 5, (1,), (2,), 6, ((0, 120),), vehicle_types=frozenset({"b"})),
        Client("c4", 6, (2,), (2,), 2, ((30, 150),), required=False, prize=60),
    ]
    kinds = [
        van("a", capacity=(7,), fixed_cost=10, cost_per_duration=1, shift=(0, 240), max_duration=190),
        van("b", capacity=(6,), start_depot="E", end_depot="D", cost_per_distance=2, max_distance=150),
    ]
    return problem_of(town(7, 24), clients, kinds, [Depot("D", 0), Depot("E", 1, (5, 240))])


def overloaded() -> Problem:
    """Six required clients of whom the vans can carry only some: as many as possible, then cheapest."""
    clients = [Client(f"c{n}", n + 1, delivery=(load,)) for n, load in enumerate((5, 3, 4, 2, 6, 3))]
    return problem_of(town(7, 2), clients, [van(count=2, capacity=(7,))])


def twice_open() -> Problem:
    """Five clients, three of them open twice a day, paid by duration only."""
    windows = [((0, 40), (120, 160)), ((50, 70), (140, 200)), ((10, 30), (90, 130)), (), ((0, 190),)]
    clients = [Client(f"c{n}", n + 1, service_s=4, windows=window) for n, window in enumerate(windows)]
    kind = van(count=2, cost_per_distance=0, cost_per_duration=1, fixed_cost=15)
    return problem_of(town(6, 12), clients, [kind])


#: Problem, latest start worth trying, required clients left out, least cost.
CASES = {
    "capacitated": (capacitated(), 0, (0, 531)),
    "timed": (timed(), 240, (0, 361)),
    "overloaded": (overloaded(), 0, (2, 210)),
    "twice open": (twice_open(), 200, (0, 321)),
}
ABLE = [(name, case) for case in CASES for name in engine_names() if not engine(name).missing(CASES[case][0])]


@pytest.mark.parametrize("case", CASES)
def test_known_optimum_is_what_trying_everything_finds(case: str) -> None:
    """The figure the engines are held to is the least of all plans."""
    problem, latest, expected = CASES[case]
    assert brute_force(problem, latest) == expected


@pytest.mark.parametrize(("name", "case"), ABLE)
def test_optimum_of_small_problem(name: str, case: str) -> None:
    """The engine's plan leaves out as few as possible and costs the least of all such plans."""
    problem, _, expected = CASES[case]
    result = solve(problem, Params(iteration_limit=400, seed=1), name)
    required = sum(problem.client_by_id[one.id].required for one in result.unserved)
    assert (required, result.objective) == expected
