"""A plan is cut into parts that together are the whole, and put together again."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.routing.check import check
from optimizer.routing.engines.bounds import usable_types
from optimizer.routing.engines.parts import Part, Terrain, districts, merged, split
from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.pyvrp import ENGINE
from optimizer.routing.problem import UNLIMITED, Client, Depot, Group, Problem, Shipment
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


def test_parts_are_of_like_size_with_whom_nobody_serves() -> None:
    """Where few routes in one corner are all there is, those they take along are divided too."""
    clients = [Client(f"c{n}", n, delivery=(10,)) for n in range(1, 41)]
    problem = problem_of(line(0, *range(1, 41)), clients, [van(count=40)])
    plan = timed_solution(problem, [("van", [f"c{n}"]) for n in (*range(1, 10), 20)])
    terrain = Terrain.of(problem, coordinates(problem))
    parts = split(terrain, plan, 2, np.random.default_rng(0))
    sizes = sorted(len(part.problem.clients) for part in parts)
    assert sizes == [14, 26]


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
    """Of three vans, the district with four times the goods gets two; a spare one goes where a client is left out."""
    clients = tuple(Client(f"c{n}", n, delivery=(80 if n < 3 else 20,)) for n in range(1, 5))
    problem = road(clients=clients, vehicle_types=(van(count=3),))
    terrain = Terrain.of(problem, coordinates(problem))
    parts = districts(terrain, 2, np.random.default_rng(0))
    goods = [sum(client.delivery[0] for client in part.problem.clients) for part in parts]
    vans = [part.problem.vehicle_types[0].count for part in parts]
    assert sorted(zip(goods, vans, strict=True)) == [(40, 1), (160, 2)]
    parts = parts_of(road(vehicle_types=(van(count=3),)), [["c1", "c2"], ["c3"]])
    assert {part.problem.clients[0].id: part.problem.vehicle_types[0].count for part in parts} == {
        "c1": 1,
        "c3": 2,
    }


#: Clients to the east of a long road; as many are to the west.
EAST = range(1, 7)


def long_road(clients: Iterable[Client], *capacity: int, **changes: Any) -> Problem:  # noqa: ANN401
    """Return a problem of twelve clients and eight vehicles on a road."""
    places = line(0, *range(10, 16), *range(-10, -16, -1))
    return problem_of(places, list(clients), [van(count=8, capacity=capacity)], **changes)


def vans_by_side(problem: Problem) -> tuple[int, int]:
    """Return the vans of the district to the east, and of that to the west."""
    parts = districts(Terrain.of(problem, coordinates(problem)), 2, np.random.default_rng(0))
    east, west = sorted(parts, key=lambda part: "c1" not in part.problem.client_by_id)
    assert len(east.problem.clients) == len(west.problem.clients) == len(EAST)
    return east.problem.vehicle_types[0].count, west.problem.vehicle_types[0].count


@pytest.mark.parametrize("field", ["delivery", "pickup"])
def test_goods_of_any_measure_and_direction_bring_vehicles(field: str) -> None:
    """Clients with nothing to bring, or nothing to collect, are no less clients; the fullest measure counts."""
    heavy: dict[str, Any] = {field: (1, 9)}
    clients = (Client(f"c{n}", n, **(heavy if n in EAST else {})) for n in range(1, 13))
    assert vans_by_side(long_road(clients, 1000, 10, measures=("kg", "pallets"))) == (6, 2)


@pytest.mark.parametrize("east", [True, False])
def test_goods_of_one_measure_bring_vehicles(east: bool) -> None:
    """Deliveries count where no client has collections, on whichever side they are."""
    clients = (Client(f"c{n}", n, delivery=(90,) if (n in EAST) == east else ()) for n in range(1, 13))
    assert vans_by_side(long_road(clients, 100)) == ((6, 2) if east else (2, 6))


def test_goods_of_shipments_bring_vehicles() -> None:
    """What is fetched from one client and brought to another counts too."""
    shipments = (Shipment(f"c{n}", f"c{n + 1}", (90 if n in EAST else 10,)) for n in range(1, 13, 2))
    clients = (Client(f"c{n}", n) for n in range(1, 13))
    assert vans_by_side(long_road(clients, 100, shipments=tuple(shipments))) == (6, 2)


def test_alternatives_of_those_visited_lack_nothing() -> None:
    """Spare vehicles do not go where a group has been served at one of its places."""
    clients = tuple(replace(client, required=client.id == "c3") for client in road().clients)
    problem = road(clients=clients, groups=(Group("g", ("c1", "c2")),), vehicle_types=(van(count=5),))
    parts = parts_of(problem, [["c1"], ["c3"]])
    vans = {part.plan.routes[0].visits[0].client: part.problem.vehicle_types[0].count for part in parts}
    assert vans == {"c1": 1, "c3": 4}


def test_unlimited_vehicles_are_a_vehicle_for_each_client() -> None:
    """Any number of vehicles is dealt out at once, more than clients to nobody, and scarce ones where needed."""
    problem = road(vehicle_types=(van("scarce", count=2), van(count=UNLIMITED)))
    parts = districts(Terrain.of(problem, coordinates(problem)), 2, np.random.default_rng(0))
    assert [[kind.count for kind in part.problem.vehicle_types] for part in parts] == [[1, 2], [1, 2]]
    parts = parts_of(problem, [["c1", "c2"], ["c3"]])
    assert sorted(part.problem.vehicle_type_by_id["van"].count for part in parts) == [3, 3]


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
