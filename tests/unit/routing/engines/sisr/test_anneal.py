"""Annealing keeps its books, and the fleet becomes smaller."""

import numpy as np

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal, note_best, shrink
from optimizer.routing.engines.sisr.chains import tours_of
from optimizer.routing.engines.sisr.plan import restore
from optimizer.routing.engines.sisr.ruin import close_route
from optimizer.routing.problem import UNLIMITED, Client, Matrix
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of, routes_of
from tests.helpers.routing_spread import square


def test_undone_change_leaves_no_trace() -> None:
    """What was ruined and restored is as it was kept, places of clients included."""
    data, chain = chain_of(square(30))
    before = chain.plan.copy()
    tours = list(tours_of(chain.plan))
    for slot in range(3):
        close_route(data, chain.plan, chain.scratch, slot, True)
    restore(chain.kept, chain.plan)
    assert list(tours_of(chain.plan)) == tours
    where = slice(chain.plan[col.WHERE_TABLE], chain.plan[col.USED_TABLE])
    assert np.array_equal(chain.plan[where], before[where])
    assert chain.plan[col.TOTAL] == before[col.TOTAL]


def test_search_never_loses_the_best() -> None:
    """However hot, the best plan only becomes cheaper, and cold search improves on the first plan."""
    data, chain = chain_of(square(30))
    first = costs = int(chain.scratch[col.BEST])
    for temperature in (1000.0, 10.0, 0.1):
        anneal(data, chain, 200, temperature, False)
        assert chain.scratch[col.BEST] <= costs
        costs = int(chain.scratch[col.BEST])
    assert costs < first


def test_fleet_becomes_as_small_as_it_can() -> None:
    """Four vans of which two would do are brought down to two, though longer ways cost more."""
    clients = [Client(name, place, delivery=(50,)) for place, name in enumerate("abcd", start=1)]
    problem = problem_of(line(0, 10, -10, 20, -20), clients, [van(count=4)])
    data, chain = chain_of(problem, ("a",), ("b",), ("c",), ("d",))
    chain.scratch[col.SHRINKING] = 1
    shrink(data, chain)
    anneal(data, chain, 300, 1.0, False)
    assert chain.best[col.ROUTES] == 2
    assert chain.best[col.MISSING] == 0


def test_plan_that_lacks_fewer_is_better_whatever_it_costs() -> None:
    """A dearer plan with everyone is noted as the best over a cheap one that lacks someone."""
    problem = problem_of(line(0, 10, 1000), [Client("a", 1), Client("b", 2)])
    _, chain = chain_of(problem, ("a", "b"))
    chain.scratch[[col.BEST, col.BEST_MISSING]] = 20, 1
    assert note_best(chain)
    assert (chain.scratch[col.BEST], chain.scratch[col.BEST_MISSING]) == (2000, 0)
    assert routes_of(problem, chain.best) == [("a", "b")]


def test_route_bound_to_clients_who_need_another_is_never_left_without_cost() -> None:
    """The only way back from a client fixed to a van leads over another client, whom a second van could serve."""
    ways = line(0, 10, 20).distance.copy()
    ways[1, 0], ways[0, 2] = UNLIMITED, 5
    kinds = [van("bound", prefix=("a",)), van("free")]
    problem = problem_of(Matrix(ways, ways), [Client("a", 1), Client("b", 2)], kinds)
    data, chain = chain_of(problem, ("a", "b"))
    assert routes_of(problem, chain.plan) == [("a", "b")]
    anneal(data, chain, 300, 100.0, False)
    assert routes_of(problem, chain.plan) == routes_of(problem, chain.best) == [("a", "b")]
    assert chain.scratch[col.BEST] == 40
