"""A child has routes of both parents, and visits nobody twice."""

from dataclasses import replace

import numpy as np
import pytest
import pyvrp

from optimizer.routing.engines.genetic.crossover import Crossover
from optimizer.routing.engines.genetic.member import Member, Registrar
from optimizer.routing.engines.pyvrp_data import translate
from optimizer.routing.problem import Problem
from tests.helpers.routing import van
from tests.helpers.routing_spread import square

PROBLEM = square(20)


class Pair:
    """Two random plans of a problem and a way to cross them."""

    def __init__(self, problem: Problem, seed: int = 0) -> None:
        self.data = translate(problem).data
        places = np.random.default_rng(seed).random((self.data.num_clients, 2))
        registrar = Registrar(self.data, places)
        self.random = np.random.default_rng(seed)
        self.one, self.other = (registrar.described(self._drawn()) for _ in range(2))

    def _drawn(self) -> pyvrp.Solution:
        """Return a plan of four clients to a route, of whichever vehicles there are."""
        kinds = [n for n, kind in enumerate(self.data.vehicle_types()) for _ in range(kind.num_available)]
        order = self.random.permutation(self.data.num_clients).tolist()
        lots = [order[at : at + 4] for at in range(0, len(order), 4)]
        used = self.random.permutation(kinds)[: len(lots)].tolist()
        return pyvrp.Solution(
            self.data, [pyvrp.Route(self.data, lot, kind) for lot, kind in zip(lots, used, strict=False)]
        )

    def child(self, one: Member | None = None, other: Member | None = None) -> pyvrp.Solution:
        """Return a child."""
        return Crossover(self.data).child(one or self.one, other or self.other, self.random)


def routes(solution: pyvrp.Solution) -> list[tuple[int, ...]]:
    """Return the clients of each route, depots as -1."""
    return [
        tuple(-1 if one.is_depot() else one.idx for one in list(route)[1:-1]) for route in solution.routes()
    ]


@pytest.mark.parametrize("seed", range(10))
def test_child_has_some_routes_of_one_parent_and_the_rest_of_the_other(seed: int) -> None:
    """Up to half of the second parent's routes are whole, all others are routes of the first without those clients."""
    pair = Pair(PROBLEM, seed)
    child = routes(pair.child())
    theirs, ours = set(routes(pair.other.solution)), routes(pair.one.solution)
    given = [route for route in child if route in theirs]
    gone = {client for route in given for client in route}
    assert 1 <= len(given) <= (len(theirs) + 1) // 2
    left = {tuple(client for client in route if client not in gone) for route in ours}
    assert set(child) - set(given) <= left
    visited = [client for route in child for client in route]
    assert len(visited) == len(set(visited))


def test_child_of_twins_is_their_like() -> None:
    """A plan crossed with itself stays as it is."""
    pair = Pair(PROBLEM)
    assert sorted(routes(pair.child(other=pair.one))) == sorted(routes(pair.one.solution))


def test_parent_without_routes_gives_nothing() -> None:
    """Where nobody is visited there is nothing to take over, and nothing to keep."""
    idle = PROBLEM.replace(clients=tuple(replace(one, required=False, prize=1) for one in PROBLEM.clients))
    pair = Pair(idle)
    nothing = Registrar(pair.data, np.zeros((20, 2))).described(pyvrp.Solution(pair.data, []))
    assert pair.child(other=nothing) == pair.one.solution
    assert set(routes(pair.child(one=nothing))) < set(routes(pair.other.solution))


@pytest.mark.parametrize("seed", range(10))
def test_child_has_no_more_routes_than_vehicles(seed: int) -> None:
    """Routes for which no vehicle of their type is left are dropped."""
    kinds = (van("a", count=3, capacity=(200,)), van("b", count=2, capacity=(300,)))
    pair = Pair(PROBLEM.replace(vehicle_types=kinds), seed)
    used = [route.vehicle_type() for route in pair.child().routes()]
    assert used.count(0) <= 3
    assert used.count(1) <= 2


def test_reloads_stay_only_between_stops() -> None:
    """Where the stops before or after a reload are gone, so is the reload."""
    kind = van(count=20, reload_depots=("D",), max_reloads=2)
    data = translate(square(7, vehicle_types=(kind,))).data
    registrar = Registrar(data, np.arange(14.0).reshape(7, 2))
    stops = [pyvrp.Activity(text) for text in ("C0", "D0", "C1", "D0", "C2", "C3")]
    long = [pyvrp.Route(data, stops, 0), pyvrp.Route(data, [4, 5, 6], 0)]
    one = registrar.described(pyvrp.Solution(data, long))
    for gone, kept in (([0], (1, -1, 2, 3)), ([1], (0, -1, 2, 3)), ([2, 3], (0, -1, 1)), ([0, 1], (2, 3))):
        other = registrar.described(pyvrp.Solution(data, [[*gone, 4, 5, 6]]))
        child = Crossover(data).child(one, other, np.random.default_rng(1))
        assert routes(child) == [(*gone, 4, 5, 6), kept]
