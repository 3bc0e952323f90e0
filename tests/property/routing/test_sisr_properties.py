"""Kernels agree with the scheduling and the checker, which share no code with them, on problems of any features."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.core.params import Params
from optimizer.routing.check import check, check_alone, cost
from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.anneal import Chain, anneal
from optimizer.routing.engines.sisr.brisk import brisk_pair, brisk_single, is_brisk
from optimizer.routing.engines.sisr.chains import Tour, first_chain, tours_of
from optimizer.routing.engines.sisr.data import Data, translate
from optimizer.routing.engines.sisr.engine import ENGINE
from optimizer.routing.engines.sisr.memory import rows, table
from optimizer.routing.engines.sisr.pair import try_pair
from optimizer.routing.engines.sisr.probe import roomy
from optimizer.routing.engines.sisr.replay import replay
from optimizer.routing.engines.sisr.ruin import close_route
from optimizer.routing.engines.sisr.single import try_single
from optimizer.routing.problem import Problem
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing_every_feature import Mixture
from tests.helpers.routing_kernels import slots_of, write_path

#: Where timing is a heuristic of the kernels: the plan is timed better in the end, or arrivals are known only then.
HEURISTIC = frozenset({"traffic", "stability"})

few = settings(max_examples=50, deadline=None)
seeds = st.integers(0, 10**6)


def built(
    seed: int, share: float = 0.4, without: frozenset[str] = frozenset()
) -> tuple[Problem, Data, Chain]:
    """Return a problem, its data, and a chain after some moves."""
    problem = Mixture(seed, clients=7, share=share, without=without).problem()
    data = translate(problem)
    chain = first_chain(data, [], seed)
    if not any(kind.prefix for kind in problem.vehicle_types):
        anneal(data, chain, seed % 7, 10.0, False)
    return problem, data, chain


def stops(problem: Problem, nodes: tuple[int, ...]) -> list[Stop]:
    """Return what nodes stand for."""
    depots = len(problem.depots)
    return [
        LoadAt(problem.depots[node].id) if node < depots else problem.clients[node - depots].id
        for node in nodes
    ]


@few
@given(seeds, st.data())
def test_replayed_route_is_as_scheduled_and_checked(seed: int, draw: st.DataObject) -> None:
    """A random route holds in the kernel exactly if it can be scheduled and checked, at the same cost."""
    problem, data, chain = built(seed, without=frozenset({"traffic", "stability", "prefix", "balance"}))
    kind = draw.draw(st.integers(0, len(problem.vehicle_types) - 1))
    who = problem.vehicle_types[kind]
    first = len(problem.depots)
    able = [first + n for n, one in enumerate(problem.clients) if who.may_visit(one)]
    order = draw.draw(st.permutations(able))[: draw.draw(st.integers(1, 5))] if able else []
    if who.reload_depots and len(order) > 1 and draw.draw(st.booleans()):
        depot = [one.id for one in problem.depots].index(who.reload_depots[-1])
        order.insert(draw.draw(st.integers(1, len(order) - 1)), depot)
    ends = [problem.clients[node - first].id for node in order if node >= first]
    for one in problem.shipments:
        if (one.pickup in ends) != (one.delivery in ends) or (
            one.pickup in ends and ends.index(one.pickup) > ends.index(one.delivery)
        ):
            return
    if not order:
        return
    found, _ = replay(data, chain.scratch, kind, write_path(data, chain.scratch, kind, tuple(order)))
    route = schedule(problem, who.id, stops(problem, tuple(order)))
    # the checker of single routes leaves to the plan's whether a reload comes between pickup and delivery
    torn = any(
        isinstance(stop, LoadAt)
        for one in problem.shipments
        if one.pickup in ends
        for stop in stops(problem, tuple(order))[
            stops(problem, tuple(order)).index(one.pickup) : stops(problem, tuple(order)).index(one.delivery)
        ]
    )
    holds = route is not None and not check_alone(problem, route) and not torn
    assert (found >= 0) == holds
    if holds and route is not None:
        extra = data.fact[data.fact[col.EXTRA_TABLE] + kind * data.fact[col.NODES] + np.array(order)].sum()
        assert found == route.cost + extra


@few
@given(seeds)
def test_kept_figures_are_those_of_the_routes(seed: int) -> None:
    """After any number of moves, costs, absences and places are what they are computed anew."""
    _, data, chain = built(seed, share=0.3)
    total = 0
    for slot, (kind, nodes) in slots_of(chain.plan):
        found, _ = replay(data, chain.scratch, kind, write_path(data, chain.scratch, kind, nodes))
        assert found == rows(chain.plan, col.ROUTE_TABLE, int(chain.plan[col.ROUTE_WIDTH]))[slot, col.COST]
        total += found
        for at, node in enumerate(nodes, start=1):
            if node >= data.fact[col.DEPOTS]:
                assert table(chain.plan, col.WHERE_TABLE)[2 * node : 2 * node + 2].tolist() == [slot, at]
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    absent = table(chain.plan, col.ABSENT_TABLE)[: chain.plan[col.ABSENT]]
    served = {
        int(rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[node, col.UNIT])
        for _, nodes in tours_of(chain.plan)
        for node in nodes
    } - {-1}
    assert sorted([*absent.tolist(), *served]) == list(range(len(units)))
    assert chain.plan[col.TOTAL] == total + units[absent, col.FORGONE].sum()
    assert chain.plan[col.MISSING] == units[absent, col.REQUIRED].sum()


@few
@given(seeds, st.booleans())
def test_cheapest_position_is_the_cheapest_of_all_replayed(seed: int, plain: bool) -> None:
    """Tests in constant time find the same cheapest insertion as trying and replaying every position."""
    problem, data, chain = built(
        seed, share=0.2 if plain else 0.4, without=frozenset({"prefix", "balance", "groups", "stability"})
    )
    slots = slots_of(chain.plan)
    if len(slots) > 1:
        close_route(data, chain.plan, chain.scratch, slots[0][0], True)
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    for unit in table(chain.plan, col.ABSENT_TABLE)[: chain.plan[col.ABSENT]]:
        members = data.fact[units[unit, col.MEMBER_AT] : units[unit, col.MEMBER_END]].tolist()
        for slot, (kind, nodes) in slots_of(chain.plan):
            who = problem.vehicle_types[kind]
            if all(who.may_visit(problem.clients[node - len(problem.depots)]) for node in members):
                assert _found(data, chain, slot, kind, members) == _replayed(
                    data, chain, slot, (kind, nodes), members
                )


def _found(data: Data, chain: Chain, slot: int, kind: int, members: list[int]) -> int | None:
    """Return what the kernels find to be the cheapest insertion on a route."""
    chain.scratch[[col.PRICE, col.CLIENT, col.BLINK]] = col.ANY_PRICE, -1, 10**9
    brisk = rows(data.fact, col.KIND_TABLE, col.KIND_COLUMNS)[kind, col.CLOCK] == col.BRISK
    if len(members) == 2:
        (brisk_pair if brisk else try_pair)(data, chain.plan, chain.scratch, slot, members[0], members[1])
    elif roomy(data, chain.plan, slot, members[0]):
        one = brisk_single if is_brisk(data, kind) else try_single
        one(data, chain.plan, chain.scratch, slot, members[0])
    return None if chain.scratch[col.CLIENT] < 0 else int(chain.scratch[col.PRICE])


def _replayed(data: Data, chain: Chain, slot: int, tour: Tour, members: list[int]) -> int | None:
    """Return the least cost of a way of inserting the members, each replayed."""
    kind, nodes = tour
    before = int(rows(chain.plan, col.ROUTE_TABLE, int(chain.plan[col.ROUTE_WIDTH]))[slot, col.COST])
    costs = [
        replay(data, chain.scratch, kind, write_path(data, chain.scratch, kind, order))[0]
        for order in _orders(nodes, members)
    ]
    return min((cost - before for cost in costs if cost >= 0), default=None)


def _orders(nodes: tuple[int, ...], choice: list[int]) -> list[tuple[int, ...]]:
    """Return every way of inserting one client, or a pickup and its delivery."""
    if len(choice) == 1:
        return [(*nodes[:at], choice[0], *nodes[at:]) for at in range(len(nodes) + 1)]
    return [
        (*nodes[:at], choice[0], *nodes[at:until], choice[1], *nodes[until:])
        for at in range(len(nodes) + 1)
        for until in range(at, len(nodes) + 1)
    ]


@settings(max_examples=30, deadline=None)
@given(seeds, st.sampled_from([0.2, 0.4, 0.7]))
def test_plans_of_any_features_hold(seed: int, share: float) -> None:
    """Whatever features a problem has, the plan passes the check."""
    problem = Mixture(seed, clients=9, share=share).problem()
    result = ENGINE.solve(problem, Params(iteration_limit=1, seed=seed))
    assert result.solution is not None
    assert check(problem, result.solution, partial=True) == ()


@few
@given(seeds)
def test_objective_is_the_cost_of_the_plan(seed: int) -> None:
    """The best plan's cost in the kernel is what the checker books, prizes forgone and longest route included."""
    problem, _, chain = built(seed, without=HEURISTIC)
    timed = [
        schedule(problem, problem.vehicle_types[kind].id, stops(problem, nodes))
        for kind, nodes in tours_of(chain.best)
    ]
    plan = Solution(tuple(route for route in timed if route is not None))
    assert len(plan.routes) == len(timed)
    visited = {visit.client for route in plan.routes for visit in route.visits}
    # required groups of which none is visited count as missing, not as cost
    gone = sum(
        max(problem.client_by_id[one].prize for one in group.clients)
        for group in problem.groups
        if group.required and not visited & set(group.clients)
    )
    assert chain.scratch[col.BEST] == cost(problem, plan) - gone
