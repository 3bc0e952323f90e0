"""What is known of a route after a change."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.problem import Client, Depot, Shipment
from tests.helpers.routing import line, problem_of, van
from tests.helpers.routing_kernels import chain_of, route_figure, stop_figures

PLACES = line(0, 10, 20, 30)


def test_earliest_and_latest_instants() -> None:
    """Departures wait for windows; arrivals leave time for the rest of the route."""
    clients = [Client("a", 1, windows=((15, 40),), service_s=2), Client("b", 2, windows=((0, 50),))]
    _, chain = chain_of(problem_of(PLACES, clients, [van(shift=(0, 60))]), ("a", "b"))
    assert stop_figures(chain.plan, 0, col.EARLY)[:3] == [0, 17, 27]
    assert stop_figures(chain.plan, 0, col.LATE) == [18, 28, 40, 60]


def test_loads_of_each_leg() -> None:
    """Deliveries leave, collections and shipments come on board; a reload begins anew."""
    clients = [Client("a", 1, delivery=(4,)), Client("b", 2, pickup=(3,)), Client("c", 3, delivery=(5,))]
    clients += [Client("from", 1), Client("to", 2)]
    problem = problem_of(
        PLACES, clients, [van(reload_depots=("D",))], shipments=(Shipment("from", "to", (2,)),)
    )
    _, chain = chain_of(problem, ("a", "from", "b", "to", "D", "c"))
    assert stop_figures(chain.plan, 0, col.LOADS + col.LOAD)[:-1] == [4, 0, 2, 5, 3, 5, 0]
    assert stop_figures(chain.plan, 0, col.LOADS + col.UNTIL)[:-1] == [4, 4, 4, 5, 5, 5, 5]
    assert stop_figures(chain.plan, 0, col.LOADS + col.ONWARD)[:-1] == [5, 5, 5, 5, 3, 5, 0]
    assert route_figure(chain.plan, 0, col.TRIPS) == 2


def test_duration_is_the_shortest() -> None:
    """A route that leaves late does not wait: 20 of driving and 5 of loading are paid."""
    problem = problem_of(
        PLACES,
        [Client("a", 1, windows=((80, 90),))],
        [van(cost_per_distance=0, cost_per_duration=3)],
        [Depot("D", 0, service_s=5)],
    )
    _, chain = chain_of(problem, ("a",))
    assert route_figure(chain.plan, 0, col.SPAN) == 25
    assert chain.plan[col.TOTAL] == 75
