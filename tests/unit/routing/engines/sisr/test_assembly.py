"""Plans are put together anew from noted routes."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.assembly import Assembly
from optimizer.routing.engines.sisr.chains import adopt_tours, copied
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.pool import noted
from optimizer.routing.problem import Client, Problem
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of, routes_of
from tests.helpers.routing_spread import square


def assembled(data: Data, chain: Chain, others: list[Chain], side_by_side: int = 1) -> Assembly:
    """Return an assembly that tried all regions."""
    pool = noted([other.scratch for other in others])
    found = Assembly(data, chain.best, pool, np.random.default_rng(0))
    with ThreadPoolExecutor(side_by_side) as workers:
        while found.improve(workers, side_by_side, math.inf, lambda: False):
            pass
    return found


def names(problem: Problem, assembly: Assembly) -> list[tuple[str, str]]:
    """Return vehicle type and clients of each route, put in one word."""
    clients = [depot.id for depot in problem.depots] + [client.id for client in problem.clients]
    return sorted(
        (problem.vehicle_types[kind].id, "".join(clients[node] for node in nodes))
        for kind, nodes in assembly.tours()
    )


def test_plan_gains_what_it_says() -> None:
    """With another chain's routes a poor plan becomes cheaper by the gain, serves everyone, and holds."""
    data, chain = chain_of(square(40))
    other = copied(chain, 0, 1)
    anneal(data, other, 1500, 5.0, False)
    for side_by_side in (1, 2):
        mine = copied(chain, 0, 2)
        found = assembled(data, mine, [other], side_by_side)
        before = int(mine.scratch[col.BEST])
        assert found.gain > 0
        adopt_tours(data, mine, found.tours())
        assert mine.scratch[col.BEST] == before - found.gain
        assert mine.best[col.MISSING] == 0


def test_vehicles_bound_to_clients_keep_their_routes() -> None:
    """A cheaper route without the client that a van begins with is passed over, and so is one by that van."""
    clients = [Client(name, place) for place, name in enumerate("abc", start=1)]
    vans = [van("bound", prefix=("a",)), van("free", count=2)]
    problem = problem_of(line(0, 10, -10, 20), clients, vans)
    data, chain = chain_of(problem, "ab")
    other = copied(chain, 0, 1)
    adopt_tours(data, other, [(0, (1, 3)), (1, (2,))])
    adopt_tours(data, chain, [(0, (1, 2)), (1, (3,))])
    assert names(problem, assembled(data, chain, [chain, other])) == [("bound", "ab"), ("free", "c")]


def test_who_is_left_out_comes_in_by_a_noted_route() -> None:
    """A unit that may be left out is served once a route with it costs less than leaving it out."""
    clients = [Client("a", 1), Client("b", 2, required=False, prize=50), Client("c", 3)]
    problem = problem_of(line(0, 10, 20, -10), clients, [van(count=2)])
    data, chain = chain_of(problem, "ab", "c")
    other = copied(chain, 0, 1)
    absent = chain_of(
        problem.replace(clients=(clients[0], Client("b", 2, required=False), clients[2])), "a", "c"
    )[1]
    assert routes_of(problem, absent.best) == [("a",), ("c",)]
    chain.best[:] = absent.best
    found = assembled(data, chain, [other])
    assert names(problem, found) == [("van", "ab"), ("van", "c")]
    assert found.gain == 50 - 20


def test_regions_end_and_an_end_is_kept() -> None:
    """Each set of routes is tried once; a search that is over tries none."""
    data, chain = chain_of(square(10))
    found = assembled(data, chain, [chain])
    with ThreadPoolExecutor(1) as workers:
        assert not found.improve(workers, 1, math.inf, lambda: False)
        fresh = Assembly(data, chain.best, noted([chain.scratch]), np.random.default_rng(0))
        assert not fresh.improve(workers, 1, math.inf, lambda: True)
        assert fresh.improve(workers, 1, math.inf, lambda: False)
