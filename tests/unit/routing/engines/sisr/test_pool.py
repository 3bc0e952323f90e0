"""Routes of plans on the way are noted."""

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.assembly import routes_of
from optimizer.routing.engines.sisr.memory import POOL_UNITS, rows, table
from optimizer.routing.engines.sisr.pool import note_routes, noted
from optimizer.routing.problem import Client, IntArray
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of
from tests.helpers.routing_spread import square


def stops_of(routes: IntArray) -> list[tuple[int, ...]]:
    """Return the stops of noted routes."""
    return [tuple(one[col.FIRST_STOP :][: one[col.POOL_SIZE]].tolist()) for one in routes]


def test_routes_on_the_way_are_noted_once() -> None:
    """The routes of the last plan are among those noted, at their cost or less, and no stops are there twice."""
    data, chain = chain_of(square(20))
    anneal(data, chain, 300, 20.0, False)
    found = noted([chain.scratch, chain.scratch.copy()])
    costs = dict(zip(map(frozenset, stops_of(found)), found[:, col.POOL_COST].tolist(), strict=True))
    assert len(costs) == len(found) > 2 * chain.kept[col.ROUTES]
    last = routes_of(chain.kept)
    for stops, cost in zip(stops_of(last), last[:, col.POOL_COST], strict=True):
        assert costs[frozenset(stops)] <= cost


@pytest.mark.parametrize("tours", [("bac", "abc"), ("abc", "bac")])
def test_cheaper_order_of_the_same_stops_is_kept(tours: tuple[str, str]) -> None:
    """Of two routes with the same stops the cheaper is noted, whichever comes first, also if chains differ."""
    clients = [Client(name, place) for place, name in enumerate("abc", start=1)]
    chains = [chain_of(problem_of(line(0, 10, 20, 90), clients), tour)[1] for tour in tours]
    found = noted([chain.scratch for chain in chains])
    assert found[:, col.POOL_COST].tolist() == [180]
    assert stops_of(found) == [(1, 2, 3)]


def test_vehicle_types_are_told_apart() -> None:
    """The same stops by another vehicle type are another route."""
    problem = problem_of(line(0, 10), [Client("a", 1)], [van("van"), van("cart")])
    _, chain = chain_of(problem, "a")
    rows(chain.plan, col.ROUTE_TABLE, int(chain.plan[col.ROUTE_WIDTH]))[0, [col.KIND, col.COST]] = 1, 23
    note_routes(chain.plan, chain.scratch)
    found = noted([chain.scratch])
    assert sorted(found[:, [col.POOL_KIND, col.POOL_COST]].tolist()) == [[0, 20], [1, 23]]


def test_long_routes_are_not_noted() -> None:
    """A route of more stops than a place has is passed over, so that its end is not cut off."""
    _, chain = chain_of(square(col.POOL_STOPS + 1).replace(vehicle_types=(van(capacity=(10**6,)),)))
    assert chain.best[col.ROUTES] == 1
    found = noted([chain.scratch])
    assert (found[:, col.POOL_SIZE] <= col.POOL_STOPS).all()


def test_large_problems_note_nothing() -> None:
    """Beyond a number of units there is no memory for routes, and searching goes on without."""
    data, chain = chain_of(square(POOL_UNITS + 1))
    anneal(data, chain, 10, 1.0, False)
    assert len(table(chain.scratch, col.POOL)) == len(noted([chain.scratch])) == 0
