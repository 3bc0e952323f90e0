"""Plans divided between chains and put together again."""

from typing import Any

import numpy as np
import pytest

from optimizer.routing.engines.plane import coordinates
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.chains import copied, first_chain, tours_of
from optimizer.routing.engines.sisr.data import Data, translate
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.team import Team
from optimizer.routing.problem import Client, Depot, Group, IntArray, Matrix, Problem, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import absent_of, chain_of
from tests.helpers.routing_spread import square


def divided(problem: Problem, count: int = 2) -> tuple[Data, Team, Chain, list[Chain]]:
    """Return a problem's data, its team, a chain, and the members among whom its plan is divided."""
    data, whole = chain_of(problem)
    team = Team(data, coordinates(problem), np.random.default_rng(1))
    members = [copied(whole, 0, number) for number in range(count)]
    assert team.divide(whole, members)
    return data, team, whole, members


def served(plan: IntArray) -> set[int]:
    """Return the nodes on routes."""
    return {node for _, nodes in tours_of(plan) for node in nodes}


def placed(plan: IntArray) -> set[int]:
    """Return the nodes that a plan says are on a route of its own."""
    return set(np.flatnonzero(rows(plan, col.WHERE_TABLE, 2)[:, 0] >= 0).tolist())


def test_each_client_has_one_member() -> None:
    """Members share the clients, know where theirs are, and that the others are elsewhere."""
    _, _, whole, members = divided(square(40), 3)
    parts = [served(member.plan) for member in members]
    assert sorted(node for part in parts for node in part) == sorted(served(whole.kept))
    for member, part in zip(members, parts, strict=True):
        where = rows(member.plan, col.WHERE_TABLE, 2)[1:, 0]
        assert placed(member.plan) == part
        assert (where == col.ELSEWHERE).sum() == 40 - len(part)
        assert len(part) > 0


def test_costs_add_up() -> None:
    """The costs of the members' parts sum up to that of the plan, and it is the same when put together."""
    _, team, whole, members = divided(square(40))
    before, tours = int(whole.kept[col.TOTAL]), sorted(tours_of(whole.kept))
    assert sum(int(member.plan[col.TOTAL]) for member in members) == before
    team.unite(whole, members)
    assert (int(whole.kept[col.TOTAL]), sorted(tours_of(whole.kept))) == (before, tours)


def test_what_members_find_adds_up() -> None:
    """After each member improved its part, the best plan is that of all best parts, and costs what it says."""
    data, team, whole, members = divided(square(60))
    before = int(whole.scratch[col.BEST])
    for member in members:
        anneal(data, member, 2000, 0.0, False)
    team.unite(whole, members)
    assert whole.scratch[col.BEST] < before
    again = first_chain(data, list(tours_of(whole.best)), 0)
    assert again.scratch[col.BEST] == whole.scratch[col.BEST]


def test_vehicles_are_shared_out() -> None:
    """Together the members have no more vehicles than there are."""
    data, team, whole, members = divided(square(40, vehicle_types=(van(count=9),)))
    for _ in range(5):
        for member in members:
            anneal(data, member, 300, 1e6, False)
        team.unite(whole, members)
        assert whole.kept[col.ROUTES] <= 9
        assert table(whole.kept, col.USED_TABLE).tolist() == [whole.kept[col.ROUTES]]
        team.divide(whole, members)


def test_unserved_go_to_the_routes_near_by() -> None:
    """Clients on no route are tried by the member whose routes are nearest, and by no other."""
    spots = np.array([0, 100, 101, 102, 103, -100, -101, -102, -103])
    ways = abs(spots[:, None] - spots)
    clients = [Client(f"c{at}", at, delivery=(1,)) for at in range(1, 9)]
    problem = problem_of(Matrix(ways, ways), clients, [van(count=2, capacity=(3,))])
    data, whole = chain_of(problem, ("c1", "c2", "c3"), ("c5", "c6", "c7"))
    team = Team(data, coordinates(problem), np.random.default_rng(1))
    members = [copied(whole, 0, number) for number in range(1)]
    assert team.divide(whole, members)
    assert absent_of(members[0].plan) == absent_of(whole.kept) == {3, 7}
    assert not team.divide(whole, [copied(whole, 0, number) for number in range(2)])


TYPES = (
    van("a", count=6, fixed_cost=50, max_distance=3500),
    van("b", count=9, capacity=(60,), fixed_cost=10, max_distance=3500),
)
PAIRS = tuple(Shipment(f"c{at}", f"c{at + 1}", (20,)) for at in range(1, 40, 2))
PAIRED = tuple(Client(f"c{at}", at) for at in range(1, 41))


@pytest.mark.parametrize(
    "features",
    [{"clients": PAIRED, "shipments": PAIRS, "vehicle_types": TYPES}, {"vehicle_types": TYPES}],
    ids=["shipments", "types"],
)
def test_members_respect_features(features: dict[str, Any]) -> None:
    """Plans put together cost what they say, and hold, whatever the problem has."""
    data, team, whole, members = divided(square(40, **features))
    for _ in range(4):
        for member in members:
            anneal(data, member, 500, 50.0, False)
        team.unite(whole, members)
        team.divide(whole, members)
    again = first_chain(data, list(tours_of(whole.best)), 0)
    assert again.scratch[col.BEST] == whole.scratch[col.BEST]
    assert len(served(whole.best)) == 40


def test_alternatives_stay_with_the_one_visited() -> None:
    """Who is another place of a client that a member serves may be visited by that member alone."""
    problem = square(40)
    clients = tuple(
        one if at >= 2 else Client(one.id, one.location, delivery=one.delivery, required=False)
        for at, one in enumerate(problem.clients)
    )
    problem = problem.replace(clients=clients, groups=(Group("g", ("c1", "c2")),))
    _, _, _, members = divided(problem)
    owners = [member for member in members if served(member.plan) & {1, 2}]
    assert len(owners) == 1
    for member in members:
        where = rows(member.plan, col.WHERE_TABLE, 2)[1:3, 0]
        assert (where == col.ELSEWHERE).all() == (member is not owners[0])


def test_plan_is_not_divided_where_a_member_would_have_no_route() -> None:
    """One route of most clients, which no half can share, leaves four members with three parts: each goes on alone."""
    clients = [Client(f"c{number}", number + 2, delivery=(1,)) for number in range(80)]
    places = line(0, 1, *range(2, 82))
    kinds = [van("truck", capacity=(59,)), van("van", count=7, capacity=(3,), start_depot="E")]
    problem = problem_of(places, clients, kinds, [Depot("D", 0), Depot("E", 1)])
    data = translate(problem)
    tours = [(0, tuple(range(2, 61))), *((1, tuple(range(at, at + 3))) for at in range(61, 82, 3))]
    whole = first_chain(data, tours, 0)
    members = [copied(whole, 0, number) for number in range(4)]
    before = list(tours_of(whole.kept))
    assert len(before) == 8
    for seed in range(20):
        team = Team(data, coordinates(problem), np.random.default_rng(seed))
        assert not team.divide(whole, members) or all(map(served, (member.plan for member in members)))
    assert list(tours_of(whole.kept)) == before
