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
