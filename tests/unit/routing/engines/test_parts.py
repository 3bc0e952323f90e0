"""A plan is cut into parts that together are the whole, and put together again."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.routing.check import check
from optimizer.routing.engines.bounds import usable_types
from optimizer.routing.engines.parts import Part, Terrain, districts, merged, split
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.pyvrp import ENGINE
from optimizer.routing.problem import Client, Depot, Group, Problem, Shipment
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_spread import square


def planned(problem: Problem) -> tuple[Terrain, Solution]:
    """Return the problem's terrain and any plan of it."""
    plan = ENGINE.solve(problem, Params(iteration_limit=1)).solution
    assert plan is not None
    return Terrain.of(problem, coordinates(problem)), plan


def two_depots() -> Problem:
    """Return a problem with a depot at either end of a square."""
    problem = square(30)
    kinds = [van("north", count=9), van("south", count=9, start_depot="E")]
    return problem.replace(depots=(*problem.depots, Depot("E", 30)), vehicle_types=tuple(kinds))


@pytest.mark.parametrize("problem", [square(30), two_depots()], ids=["one depot", "two depots"])
@pytest.mark.parametrize("count", [1, 2, 3, 50])
def test_every_client_and_vehicle_is_in_one_part(problem: Problem, count: int) -> None:
    """Parts share neither clients nor vehicles and leave none out; their plans hold and make up the plan."""
    terrain, plan = planned(problem)
    parts = split(terrain, plan, count, np.random.default_rng(0))
    assert 1 <= len(parts) <= min(count, len(plan.routes))
    clients = [client.id for part in parts for client in part.problem.clients]
    assert sorted(clients) == sorted(client.id for client in problem.clients)
    for kind in problem.vehicle_types:
        shares = [part.problem.vehicle_type_by_id[kind.id].count for part in parts]
        assert sum(shares) == kind.count
    assert all(check(part.problem, part.plan) == () for part in parts)
    assert tours(merged(part.plan for part in parts)) == tours(plan)


def test_parts_are_sectors_of_like_size() -> None:
    """Around one depot no sector reaches into another, and each has its share of the clients."""
    terrain, plan = planned(square(60))
    parts = split(terrain, plan, 3, np.random.default_rng(0))
    assert [len(part.problem.clients) for part in parts] == [20, 20, 20]
    angles = [
        [np.arctan2(*(terrain.centre(route) - terrain.depots["D"])[::-1]) for route in part.plan.routes]
        for part in parts
    ]
    in_order = sorted((angle, number) for number, some in enumerate(angles) for angle in some)
    changes = sum(before[1] != after[1] for before, after in pairwise(in_order))
    assert changes <= 3


def test_random_directions_give_other_parts() -> None:
    """Borders lie elsewhere in another round."""
    terrain, plan = planned(square(60))
    random = np.random.default_rng(0)
    first, second = ([tours(part.plan) for part in split(terrain, plan, 2, random)] for _ in range(2))
    assert first != second


def road(**changes: object) -> Problem:
    """Return a problem of clients on a road, two to the east and two to the west."""
    clients = [Client(f"c{n}", n, delivery=(50,)) for n in range(1, 5)]
    return problem_of(line(0, 10, 11, -10, -11), clients, [van(count=4)]).replace(**changes)


def parts_of(problem: Problem, routes: list[list[str]]) -> list[Part]:
    """Cut a plan of these routes in two."""
    plan = timed_solution(problem, [("van", route) for route in routes])
    terrain = Terrain.of(problem, coordinates(problem))
    return split(terrain, plan, 2, np.random.default_rng(0))


def test_unserved_client_goes_with_the_nearest_route() -> None:
    """A client left out to the west is in the part of the route to the west."""
    parts = parts_of(road(), [["c1", "c2"], ["c3"]])
    assert {part.plan.unserved for part in parts if "c3" in part.problem.client_by_id} == {("c4",)}


def test_alternatives_stay_together() -> None:
    """The alternative that is not visited is in the part of the one that is, however far away."""
    clients = tuple(replace(client, required=client.id in {"c1", "c3"}) for client in road().clients)
    problem = road(clients=clients, groups=(Group("g", ("c2", "c4")),))
    parts = parts_of(problem, [["c1", "c2"], ["c3"]])
    assert {len(part.problem.groups) for part in parts} == {0, 1}
    assert all({"c2", "c4"} <= part.problem.client_by_id.keys() for part in parts if part.problem.groups)


FLEETS = {
    "one van": [van()],
    "three of three types": [van("a"), van("none", count=0), van("b"), van("c")],
    "types of several": [van("a"), van("b", count=2), van("c", count=2)],
    "some that cannot leave": [van("late", count=9, shift=(5, 6), max_duration=0), van("a", count=2)],
}


@pytest.mark.parametrize("fleet", FLEETS)
def test_no_district_is_without_a_vehicle(fleet: str) -> None:
    """There are no more districts than vehicles that can drive, and none of these is left out."""
    kinds = tuple(FLEETS[fleet])
    problem = square(30, vehicle_types=kinds, depots=(Depot("D", 0, service_s=1),))
    terrain = Terrain.of(problem, coordinates(problem))
    parts = districts(terrain, 8, np.random.default_rng(0))
    able = [[kind.count for kind in usable_types(part.problem)] for part in parts]
    vehicles = sum(kind.count for kind in usable_types(problem))
    assert len(parts) == min(8, vehicles)
    assert sum(map(sum, able)) == vehicles
    assert min(map(sum, able)) >= 1


def test_vehicles_go_where_goods_are() -> None:
    """Of five vans, the district with four times the goods gets three; a spare one goes where a client is left out."""
    clients = tuple(Client(f"c{n}", n, delivery=(80 if n < 3 else 20,)) for n in range(1, 5))
    problem = road(clients=clients, vehicle_types=(van(count=5),))
    terrain = Terrain.of(problem, coordinates(problem))
    parts = districts(terrain, 2, np.random.default_rng(0))
    goods = [sum(client.delivery[0] for client in part.problem.clients) for part in parts]
    vans = [part.problem.vehicle_types[0].count for part in parts]
    assert sorted(zip(goods, vans, strict=True)) == [(40, 2), (160, 3)]
    parts = parts_of(road(vehicle_types=(van(count=3),)), [["c1", "c2"], ["c3"]])
    assert {part.problem.clients[0].id: part.problem.vehicle_types[0].count for part in parts} == {
        "c1": 1,
        "c3": 2,
    }


def test_districts_keep_shipments_whole() -> None:
    """Without a plan, clients are parted where they lie, but never the two ends of a shipment."""
    clients = tuple(Client(f"c{n}", n) for n in range(1, 5))
    problem = road(clients=clients, shipments=(Shipment("c1", "c3", (1,)),))
    terrain = Terrain.of(problem, coordinates(problem))
    parts = districts(terrain, 2, np.random.default_rng(0))
    assert len(parts) == 2
    assert sum(len(part.problem.clients) for part in parts) == 4
    assert sum(len(part.problem.shipments) for part in parts) == 1
    assert all(len(part.plan.unserved) == len(part.problem.clients) for part in parts)
