"""Tours to begin with."""

from optimizer.routing.engines.sisr.warm import first_tours
from optimizer.routing.problem import Client, Shipment
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt
from tests.helpers.routing import line, problem_of, van

PLACES = line(0, 10, 20, 30)
CLIENTS = [Client("a", 1, delivery=(60,)), Client("b", 2, delivery=(60,)), Client("c", 3)]


def test_routes_of_the_start_keep_their_order_and_reloads() -> None:
    """Reloads are depots among the nodes; clients that are gone are left out."""
    problem = problem_of(PLACES, CLIENTS, [van(reload_depots=("D",))])
    start = timed_solution(problem, [("van", ["b", LoadAt("D"), "a", "c"])])
    assert first_tours(problem, start) == [(0, (2, 0, 1, 3))]
    assert first_tours(problem.without({"c"}), start) == [(0, (2, 0, 1))]
    assert first_tours(problem, None) == []


def test_vehicle_with_a_prefix_begins_with_it() -> None:
    """Without a start the route is the prefix, and the delivery of what is picked up on it where that holds."""
    clients = [
        Client("p", 1),
        Client("q", 2),
        Client("to p", 3, windows=((0, 60),)),
        Client("to q", 1, windows=((0, 40),)),
    ]
    problem = problem_of(
        PLACES,
        clients,
        [van("free"), van("bound", prefix=("p", "q"))],
        shipments=(Shipment("p", "to p"), Shipment("q", "to q")),
    )
    assert first_tours(problem, None) == [(1, (1, 2, 4, 3))]
