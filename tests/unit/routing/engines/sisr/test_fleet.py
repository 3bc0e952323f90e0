"""Routes get the vehicle types that suit them."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import anneal
from optimizer.routing.engines.sisr.chains import first_chain
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.fleet import enlarge, refit
from optimizer.routing.engines.sisr.memory import table
from optimizer.routing.problem import Client, Depot, Problem, VehicleType
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


NEAR, FAR = Client("near", 1, delivery=(10,)), Client("far", 2, delivery=(52,))


def _pair(*clients: Client, **cheap: Any) -> Problem:  # noqa: ANN401
    """Return a problem of a route of 20 and one of 40, and one vehicle each, the second thrice as dear by distance."""
    kinds = [
        van("cheap", **{"capacity": (60,), "count": 1, **cheap}),
        van("dear", capacity=(75,), count=1, cost_per_distance=3),
    ]
    return problem_of(line(0, 10, 20), clients or [NEAR, FAR], kinds)


@pytest.mark.parametrize(
    ("problem", "total"),
    [
        (_pair(), 3 * 20 + 40),
        (_pair(capacity=(51,)), 20 + 3 * 40),
        (_pair(cost_per_distance=3), 3 * 20 + 3 * 40),
        (_pair(max_distance=39), 20 + 3 * 40),
        (_pair(NEAR, replace(FAR, vehicle_types=frozenset({"dear"}))), 20 + 3 * 40),
        (_pair(replace(NEAR, pickup=(1,)), FAR), 20 + 3 * 40),
    ],
    ids=["cheaper", "too small", "no cheaper", "another family", "bound", "loads that change on the way"],
)
def test_routes_exchange_their_vehicles(problem: Problem, total: int) -> None:
    """Where none is left, the longer route gets the vehicle that is cheaper by distance if both hold."""
    data = translate(problem)
    chain = first_chain(data, [(0, (1,)), (1, (2,))], 0)
    chain.plan[chain.plan[col.ROUTE_TABLE] + col.TOUCHED] = 1
    refit(data, chain.plan, chain.scratch)
    assert chain.plan[col.TOTAL] == total
    assert table(chain.plan, col.USED_TABLE).tolist() == [1, 1]


@pytest.mark.parametrize(("far", "kind"), [(FAR, 1), (replace(FAR, delivery=(61,)), 0)])
def test_larger_vehicle_is_lent_by_a_route_that_can_do_without(far: Client, kind: int) -> None:
    """A route gets the larger vehicle of another whose load its own vehicle holds."""
    problem = _pair(NEAR, far)
    data = translate(problem)
    chain = first_chain(data, [(0, (1,)), (1, (2,))], 0)
    for _ in range(20):
        if route_figure(chain.plan, 0, col.KIND) == 0:
            enlarge(data, chain.plan, chain.scratch, 0)
    assert route_figure(chain.plan, 0, col.KIND) == kind
    assert route_figure(chain.plan, 1, col.KIND) == 1 - kind
