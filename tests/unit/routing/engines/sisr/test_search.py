"""Limits, threads and temperatures of the search."""

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr import recombine
from optimizer.routing.engines.sisr.anneal import Chain
from optimizer.routing.engines.sisr.budget import Budget
from optimizer.routing.engines.sisr.chains import Tour, adopt_tours, first_chain, tours_of
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.search import Search
from optimizer.routing.engines.sisr.team import Team
from optimizer.routing.problem import Client, Group, Problem, Shipment, VehicleType
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of
from tests.helpers.routing_spread import square


def test_same_plan_with_one_thread_or_two() -> None:
    """Under an iteration limit the number of threads changes nothing."""
    plans = []
    for threads in (1, 2):
        data, chain = chain_of(square(40))
        params = Params(iteration_limit=12, seed=5, threads=threads)
        best = Search(data, chain, params).run(Budget(params, SILENT, 0.0), SILENT)
        plans.append((int(best.scratch[col.BEST]), list(tours_of(best.best))))
    assert plans[0] == plans[1]


@pytest.mark.parametrize("clients", [40, 60])
@pytest.mark.parametrize("shared", [False, True])
def test_same_plan_with_one_thread_or_two_where_plans_are_put_together_anew(
    monkeypatch: pytest.MonkeyPatch, clients: int, shared: bool
) -> None:
    """Set partitioning over the noted routes finds the same, and is what a chain goes on from."""
    taken: list[int] = []

    def noting(data: Data, chain: Chain, tours: list[Tour]) -> None:
        adopt_tours(data, chain, tours)
        taken.append(int(chain.scratch[col.BEST]))

    monkeypatch.setattr(recombine, "adopt_tours", noting)
    for name, value in (("MOMENTS", (0.2, 0.5, 0.8)), ("PART", 0.3), ("ROUND", 1)):
        monkeypatch.setattr(recombine, name, value)
    problem, plans = square(clients), []
    for threads in (1, 2):
        data, chain = chain_of(problem)
        params = Params(iteration_limit=20, seed=5, threads=threads)
        search = Search(data, chain, params, team_of(problem, data) if shared else None)
        best = search.run(Budget(params, SILENT, 0.0), SILENT)
        plans.append((taken.copy(), int(best.scratch[col.BEST]), list(tours_of(best.best))))
        taken.clear()
    assert plans[0][0]
    assert plans[0] == plans[1]


def team_of(problem: Problem, data: Data) -> Team:
    """Return a team for a problem."""
    return Team(data, coordinates(problem), np.random.default_rng(3))


@pytest.mark.parametrize("kinds", [[van(count=40)], [van("a", count=5), van("b", count=9)]])
def test_team_makes_a_better_plan(kinds: list[VehicleType]) -> None:
    """Chains that share a plan improve it, whatever the number of threads, and it is worth what it says."""
    problem, plans = square(60, vehicle_types=tuple(kinds)), []
    for threads in (1, 2):
        data, chain = chain_of(problem)
        before = int(chain.scratch[col.BEST])
        params = Params(iteration_limit=20, seed=5, threads=threads)
        best = Search(data, chain, params, team_of(problem, data)).run(Budget(params, SILENT, 0.0), SILENT)
        plans.append((int(best.scratch[col.BEST]), list(tours_of(best.best))))
        assert plans[-1][0] < before
        assert first_chain(data, plans[-1][1], 0).scratch[col.BEST] == plans[-1][0]
    assert plans[0] == plans[1]


def test_single_route_is_not_divided() -> None:
    """With too few routes for a team each chain has a plan of its own."""
    problem = square(12, vehicle_types=(van(count=1, capacity=(1000,)),))
    data, chain = chain_of(problem)
    params = Params(iteration_limit=5)
    best = Search(data, chain, params, team_of(problem, data)).run(Budget(params, SILENT, 0.0), SILENT)
    assert sorted(node for _, nodes in tours_of(best.best) for node in nodes) == list(range(1, 13))


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


def test_pairs_are_searched_hotter() -> None:
    """Moving a pair changes more cost than moving a client, so the temperature is higher."""
    clients = [Client("a", 1), Client("b", 2)]
    plain = problem_of(line(0, 10, 20), clients)
    pairs = plain.replace(shipments=(Shipment("a", "b"),))
    first, second = (
        Search(*chain_of(one, ("a", "b")), Params(iteration_limit=1))._temperature(0.0)
        for one in (plain, pairs)
    )
    assert second > first


def test_least_number_of_routes_ends_the_fleet_phase() -> None:
    """What fills two vans needs two, so that no time is spent on one."""
    data, chain = chain_of(square(10).replace(vehicle_types=(van(count=9, fixed_cost=10**6),)))
    search = Search(data, chain, Params(iteration_limit=1))
    assert search._least_routes == 2
    assert search._shrinking
    search._meet(0.0)
    assert search._shrinking == (chain.best[col.ROUTES] > 2)
    assert bool(chain.scratch[col.SHRINKING]) == search._shrinking


def test_least_number_of_routes_counts_one_place_of_each_group() -> None:
    """Of alternatives the lightest, of optional clients nothing: three groups of 40 or 90 fill two vans of 100."""
    clients = [
        Client(f"{place}{n}", n, delivery=(amount,), required=False)
        for n in (1, 2, 3)
        for place, amount in (("home", 90), ("locker", 40))
    ]
    clients.append(Client("perhaps", 4, delivery=(100,), required=False, prize=5))
    groups = tuple(Group(f"g{n}", (f"home{n}", f"locker{n}")) for n in (1, 2, 3))
    problem = problem_of(line(0, 10, 20, 30, 40), clients, [van(count=9)], groups=groups)
    data, chain = chain_of(problem)
    assert Search(data, chain, Params(iteration_limit=1))._least_routes == 2
