"""The OR-Tools model numbers vehicles and clients as the problem does."""

from optimizer.routing.engines.ortools_model import RoutingModel
from optimizer.routing.problem import Client, Depot
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution
from tests.helpers.routing import line, problem_of, van

PROBLEM = problem_of(
    line(0, 10, 20, 30),
    [Client("a", 1), Client("b", 2), Client("c", 3)],
    [van(count=9), van("none", count=0), van("bike")],
    [Depot("unused", 3), Depot("D", 0)],
)


def test_vehicles_are_those_of_use() -> None:
    """Each vehicle counts once, no more per type than clients, none of a type without vehicles."""
    model = RoutingModel(PROBLEM)
    assert [kind.id for kind in model.vehicles] == ["van", "van", "van", "bike"]
    assert model.routing.vehicles() == 4


def test_warm_start_keeps_what_fits() -> None:
    """Unknown clients, repeated clients and surplus routes of the start are dropped."""
    tours = [("bike", ["c", "a"]), ("van", ["b"])]
    routes = timed_solution(PROBLEM, tours).routes
    model = RoutingModel(PROBLEM.replace(clients=PROBLEM.clients[:2]))
    nodes = model.warm_start(Solution((routes[0], routes[0], routes[1])))
    assert nodes == [[model.node("b")], [], [model.node("a")]]


def test_open_routes_end_nowhere() -> None:
    """Depots in use, then nowhere, then the clients; the service of the last client is part of the route."""
    kinds = [van(open_end=True), van("bike")]
    problem = problem_of(line(0, 10, 20), [Client("a", 1, service_s=3), Client("b", 2)], kinds)
    model = RoutingModel(problem)
    assert model.manager.GetNumberOfNodes() == 4
    assert model._distances(kinds[0])[:, 1].tolist() == [0, 0, 0, 0]
    assert model._durations(kinds[0])[:, 1].tolist() == [0, 0, 3, 0]


def test_loading_is_part_of_the_way_to_clients() -> None:
    """An unused vehicle does not load."""
    problem = PROBLEM.replace(depots=(Depot("unused", 3), Depot("D", 0, service_s=7)))
    durations = RoutingModel(problem)._durations(problem.vehicle_types[0])
    assert durations[0].tolist() == [0, 17, 27, 37]


def test_locks_are_the_beginnings_of_vehicles() -> None:
    """Empty where nothing is fixed."""
    model = RoutingModel(PROBLEM.replace(vehicle_types=(van(count=2), van("bike", prefix=("c", "a")))))
    assert model.locks() == [[], [], [model.node("c"), model.node("a")]]
