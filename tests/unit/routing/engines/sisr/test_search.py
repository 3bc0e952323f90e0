"""Limits, threads and temperatures of the search."""

import math
from itertools import count

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.chains import tours_of
from optimizer.routing.engines.sisr.search import DEFAULT_ITERATIONS, MOVES, Budget, Search
from optimizer.routing.problem import Client, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of
from tests.helpers.routing_spread import square

CLOCK = "optimizer.routing.engines.sisr.search.time.perf_counter"


@pytest.mark.parametrize(
    ("params", "limit"), [(Params(iteration_limit=3), 3), (Params(), DEFAULT_ITERATIONS)]
)
def test_iterations_end_the_search(params: Params, limit: int) -> None:
    """An iteration is a hundred moves; the search ends by the limit, or by its own without any."""
    budget = Budget(params, SILENT, 0.0)
    while not budget.over():
        budget.count(budget.next_moves())
    assert (budget.iterations, budget.moves, budget.cut_short) == (limit, limit * MOVES, False)


def test_time_ends_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves between two looks at the clock become few before the limit, and the search is marked as cut short."""
    clock = count()
    monkeypatch.setattr(CLOCK, lambda: next(clock) / 100)
    budget = Budget(Params(time_limit_s=1.0), SILENT, 0.0)
    shares = []
    while not budget.over():
        shares.append(budget.share())
        budget.count(budget.next_moves())
    assert budget.cut_short
    assert shares == sorted(shares)
    assert shares[-1] > 0.9


def test_part_of_the_limits() -> None:
    """A share of a search is counted in what limits it."""
    parts = [
        Budget(params, SILENT, 0.0).part(0.5)
        for params in (Params(time_limit_s=8.0), Params(iteration_limit=6))
    ]
    assert parts == [(math.inf, 4.0), (3.0, math.inf)]


def test_same_plan_with_one_thread_or_two() -> None:
    """Under an iteration limit the number of threads changes nothing."""
    plans = []
    for threads in (1, 2):
        data, chain = chain_of(square(40))
        params = Params(iteration_limit=12, seed=5, threads=threads)
        best = Search(data, chain, params).run(Budget(params, SILENT, 0.0), SILENT)
        plans.append((int(best.scratch[col.BEST]), list(tours_of(best.best))))
    assert plans[0] == plans[1]


def test_time_limit_takes_a_chain_per_thread() -> None:
    """With a time limit as many chains run as there are threads."""
    data, chain = chain_of(square(10))
    assert [
        len(Search(data, chain, Params(time_limit_s=1.0, threads=threads)).chains) for threads in (1, 3)
    ] == [1, 3]


@pytest.mark.parametrize(
    ("fixed_cost", "required", "vans"), [(10**6, True, 2), (10**6, False, 2), (0, True, 4)]
)
def test_dear_vehicles_are_saved_first(fixed_cost: int, required: bool, vans: int) -> None:
    """Two vans on long ways are cheaper than four on short ones where a van is dear."""
    clients = [Client(f"c{n}", n, delivery=(50,), required=required, prize=10**7) for n in range(1, 5)]
    matrix = line(0, 10, -10, 20, -20)
    problem = problem_of(matrix, clients, [van(count=4, fixed_cost=fixed_cost, max_distance=90)])
    data, chain = chain_of(problem, *((one.id,) for one in clients))
    params = Params(iteration_limit=8)
    best = Search(data, chain, params).run(Budget(params, SILENT, 0.0), SILENT)
    assert best.best[col.ROUTES] == (vans if fixed_cost else 2)


def test_windows_and_pairs_are_searched_hotter() -> None:
    """Moving a pair, or a client between windows, changes more cost than moving a client."""
    plain = problem_of(line(0, 10, 20), [Client("a", 1), Client("b", 2)])
    windows = plain.replace(clients=(Client("a", 1, windows=((0, 90),)), Client("b", 2)))
    pairs = plain.replace(shipments=(Shipment("a", "b"),))
    first, second, third = (
        Search(*chain_of(one, ("a", "b")), Params(iteration_limit=1))._temperature(0.0)
        for one in (plain, windows, pairs)
    )
    assert first < second < third


def test_least_number_of_routes_ends_the_fleet_phase() -> None:
    """What fills two vans needs two, so that no time is spent on one."""
    data, chain = chain_of(square(10).replace(vehicle_types=(van(count=9, fixed_cost=10**6),)))
    search = Search(data, chain, Params(iteration_limit=1))
    assert search._least_routes == 2
    assert search._shrinking
    search._meet(0.0)
    assert search._shrinking == (chain.best[col.ROUTES] > 2)
    assert bool(chain.scratch[col.SHRINKING]) == search._shrinking
