"""Plans are described by their routes, what they cost, what is in excess and who follows whom."""

from dataclasses import replace

import numpy as np
import pytest
import pyvrp

from optimizer.routing.engines.genetic.member import Member, Registrar, broken_pairs
from optimizer.routing.engines.pyvrp_data import translate
from optimizer.routing.problem import Client, Group, Problem, Shipment
from tests.helpers.routing import line, problem_of, van

CLIENTS = [Client(f"c{n}", n, delivery=(40,)) for n in range(1, 5)]
PLAIN = problem_of(line(0, 10, 20, 30, 40), CLIENTS, [van(count=4)])
POINTS = np.array([[10.0, 0.0], [20.0, 0.0], [30.0, 0.0], [40.0, 6.0]])


def described(problem: Problem, *routes: str) -> Member:
    """Return a plan of routes, each given as PyVRP's stops: C0, D0 (a reload), P0 and D0 of shipments as 'L'."""
    data = translate(problem).data
    kinds = {
        "C": pyvrp.ActivityType.CLIENT,
        "D": pyvrp.ActivityType.DEPOT,
        "P": pyvrp.ActivityType.PICKUP,
        "L": pyvrp.ActivityType.DELIVERY,
    }
    made = [
        pyvrp.Route(data, [pyvrp.Activity(kinds[stop[0]], int(stop[1:])) for stop in route.split()], 0)
        for route in routes
    ]
    nodes = data.num_clients + 2 * data.num_shipments
    return Registrar(data, np.arange(2.0 * nodes).reshape(nodes, 2)).described(pyvrp.Solution(data, made))


def test_routes_and_their_places_are_noted() -> None:
    """Each route has its vehicle type, units and the mean place of its clients."""
    data = translate(PLAIN).data
    member = Registrar(data, POINTS).described(pyvrp.Solution(data, [[1, 0], [2, 3]]))
    assert [(tour.kind, tour.units) for tour in member.tours] == [(0, [1, 0]), (0, [2, 3])]
    assert member.centres.tolist() == [[15.0, 0.0], [35.0, 3.0]]
    assert member.cost == 40 + 80


def test_neighbours_next_to_a_depot_and_absent_clients_are_told_apart() -> None:
    """Who is first or last on a route has the depot as neighbour, who is not visited has none."""
    optional = PLAIN.replace(clients=(*CLIENTS[:3], replace(CLIENTS[3], required=False)))
    member = described(optional, "C1 C0", "C2")
    assert member.after.tolist() == [-1, 0, -1, -2]
    assert member.before.tolist() == [1, -1, -1, -2]


@pytest.mark.parametrize(("routes", "load"), [(("C0 C1", "C2 C3"), 0), (("C0 C1 C2 C3",), 60)])
def test_excess_is_told_from_cost(routes: tuple[str, ...], load: int) -> None:
    """Overload is no part of the cost."""
    member = described(PLAIN, *routes)
    assert member.excess.tolist() == [load, 0, 0]
    assert member.in_excess == (load > 0)
    assert member.cost == sum(80 if "C3" in route else 40 for route in routes)


def test_reloads_are_no_units() -> None:
    """A stop at a depot between two trips belongs to nobody, and counts for no place."""
    kind = van(count=1, reload_depots=("D",), max_reloads=1)
    member = described(PLAIN.replace(vehicle_types=(kind,)), "C0 C1 D0 C2 C3")
    assert member.tours[0].units == [0, 1, -1, 2, 3]
    assert member.centres.tolist() == [[3.0, 4.0]]
    assert member.after.tolist() == [1, -1, 3, -1]


def test_groups_and_shipments_are_one_unit_each() -> None:
    """Both places of a client are the same unit, and so are both ends of a shipment."""
    places = tuple(replace(one, required=False) for one in CLIENTS[:2])
    ends = tuple(replace(one, delivery=()) for one in CLIENTS[2:])
    problem = PLAIN.replace(
        clients=(*places, *ends),
        groups=(Group("g", ("c1", "c2")),),
        shipments=(Shipment("c3", "c4", (40,)),),
    )
    home, locker = (described(problem, f"{place} P0 L0").tours[0].units for place in ("C0", "C1"))
    assert home == locker
    assert home[0] != home[1] == home[2] >= 0


def test_broken_pairs_do_not_mind_direction() -> None:
    """A plan driven backwards is the same; one with other neighbours is apart from it."""
    plan, back, other = (
        described(PLAIN, *routes) for routes in (("C0 C1 C2", "C3"), ("C2 C1 C0", "C3"), ("C0 C2 C1", "C3"))
    )
    apart = broken_pairs(
        plan,
        np.array([back.after, other.after, plan.after]),
        np.array([back.before, other.before, plan.before]),
    )
    assert apart[0] == apart[2] == 0.0 < apart[1] < 1.0
