"""Routes get the vehicle types that suit them."""

from typing import Any

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.fleet import enlarge, refit
from optimizer.routing.engines.sisr.memory import table
from optimizer.routing.problem import Client, Depot, VehicleType
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of, route_figure, routes_of


def _small(**changes: Any) -> VehicleType:  # noqa: ANN401
    return van("small", **{"capacity": (50,), "count": 9, **changes})


LARGE = van("large", capacity=(75,), count=9, fixed_cost=7)


@pytest.mark.parametrize(
    ("small", "delivery", "client_types", "kind"),
    [
        ({}, 50, None, 0),
        ({}, 51, None, 1),
        ({"cost_per_distance": 2}, 50, None, 1),
        ({}, 50, frozenset({"large"}), 1),
        ({"fixed_cost": 8}, 50, None, 1),
        ({"max_distance": 90}, 50, None, 1),
    ],
)
def test_route_takes_the_cheapest_type_that_holds(
    small: dict[str, Any], delivery: int, client_types: frozenset[str] | None, kind: int
) -> None:
    """A route in a large vehicle is driven by the small one if that is cheaper, allowed and holds it, and its like."""
    client = Client("a", 1, delivery=(delivery,), vehicle_types=client_types)
    problem = problem_of(line(0, 10), [client], [_small(**small), LARGE])
    data, chain = chain_of(problem, ("a",), kind=1)
    chain.plan[chain.plan[col.ROUTE_TABLE] + col.TOUCHED] = 1
    refit(data, chain.plan, chain.scratch)
    assert route_figure(chain.plan, 0, col.KIND) == kind
    assert table(chain.plan, col.USED_TABLE).tolist() == [1 - kind, kind]
    assert chain.plan[col.TOTAL] == 20 + 7 * kind


@pytest.mark.parametrize(
    ("near", "kind", "cost"),
    [
        ({}, 1, 40),
        ({"count": 0}, 0, 160),
        ({"fixed_cost": 1}, 0, 160),
        ({"max_duration": 19}, 0, 160),
    ],
)
def test_route_is_driven_from_the_depot_that_is_nearest(near: dict[str, Any], kind: int, cost: int) -> None:
    """A route of a far depot goes to a van of a near one, if one is left that is alike in all but its depots."""
    clients = [Client("a", 2), Client("b", 3)]
    kinds = [van("far", start_depot="D"), van("near", **{"start_depot": "E", **near})]
    problem = problem_of(line(0, 60, 70, 80), clients, kinds, [Depot("D", 0), Depot("E", 1)])
    data, chain = chain_of(problem, ("a", "b"))
    chain.plan[chain.plan[col.ROUTE_TABLE] + col.TOUCHED] = 1
    refit(data, chain.plan, chain.scratch)
    assert route_figure(chain.plan, 0, col.KIND) == kind
    assert chain.plan[col.TOTAL] == cost
    assert routes_of(problem, chain.plan) == [("a", "b")]


def test_larger_vehicle_is_tried_if_it_may_serve_the_route() -> None:
    """A small vehicle is made large, never the other way round, and not where a client forbids it."""
    for types, kind in ((None, 1), (frozenset({"small"}), 0)):
        problem = problem_of(line(0, 10), [Client("a", 1, vehicle_types=types)], [_small(), LARGE])
        data, chain = chain_of(problem, ("a",))
        for _ in range(20):
            enlarge(data, chain.plan, chain.scratch, 0)
        assert route_figure(chain.plan, 0, col.KIND) == kind
        assert chain.plan[col.TOTAL] == 20 + 7 * kind


def test_small_vehicles_grow_together() -> None:
    """Four clients in two small vehicles end in one large one, which saves a way."""
    clients = [Client(name, place, delivery=(17,)) for place, name in enumerate("abcd", start=1)]
    problem = problem_of(line(0, 40, 41, 42, 43), clients, [_small(), LARGE])
    data, chain = chain_of(problem, ("a", "b"), ("c", "d"))
    anneal(data, chain, 200, 1.0, False)
    assert [set(one) for one in routes_of(problem, chain.best)] == [set("abcd")]
