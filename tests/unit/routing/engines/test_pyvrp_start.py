"""A start is taken over as far as it fits."""

import pytest

from optimizer.routing.engines.pyvrp_data import translate, with_prizes
from optimizer.routing.problem import Backhauls, Client, Depot, Group, Problem, Shipment
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution, Stop
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30, 40, 50)
CLIENTS = [Client(name, place) for place, name in enumerate("abcde", start=1)]


def planned(problem: Problem, *stops: Stop) -> Solution:
    """Return one route of the van."""
    return timed_solution(problem, [("van", stops)])


def taken_over(problem: Problem, start: Solution) -> list[list[Stop]]:
    """Return the stops of each route that the search begins with."""
    translation = translate(problem)
    found = translation.warm_start(translation.data, start)
    return [[translation._stop(one) for one in list(route)[1:-1]] for route in found.routes()]


def test_reloads_are_kept_where_they_are_allowed() -> None:
    """As many as the vehicle may, at depots where it may, and none without clients on both sides."""
    depots = [Depot("D", 0), Depot("E", 3)]
    kind = van(reload_depots=("D", "E"))
    problem = problem_of(ROAD, CLIENTS, [kind], depots)
    stops = ("a", LoadAt("E"), "b", LoadAt("D"), "c")
    start = planned(problem, *stops)
    assert taken_over(problem, start) == [list(stops)]
    once = problem.replace(vehicle_types=(van(reload_depots=("D", "E"), max_reloads=1),))
    assert taken_over(once, start) == [["a", LoadAt("E"), "b", "c"]]
    home_only = problem.replace(vehicle_types=(van(reload_depots=("D",)),))
    assert taken_over(home_only, start) == [["a", "b", LoadAt("D"), "c"]]
    assert taken_over(problem.without({"b"}), start) == [["a", LoadAt("D"), "c"]]
    assert taken_over(problem.without({"a"}), start) == [["b", LoadAt("D"), "c"]]


def test_shipments_are_kept_as_a_whole() -> None:
    """Fetched first and on the same trip; what is taken over once is not taken again."""
    problem = problem_of(ROAD, CLIENTS, [van(count=3, reload_depots=("D",))])
    tied = problem.replace(shipments=(Shipment("a", "b"), Shipment("c", "d")))
    assert taken_over(tied, planned(problem, "a", "c", "b", "d")) == [["a", "c", "b", "d"]]
    assert taken_over(tied, planned(problem, "b", "a", "c", "e", "d")) == [["c", "e", "d"]]
    assert taken_over(tied, planned(problem, "a", LoadAt("D"), "b", "c", "d")) == [["c", "d"]]
    assert taken_over(tied, planned(problem, "c", "e")) == [["e"]]
    route = planned(problem, "a", "b").routes[0]
    assert taken_over(tied, Solution((route, route))) == [["a", "b"]]


def test_one_alternative_is_kept() -> None:
    """The first that the start visits."""
    clients = [Client(name, place, required=False) for place, name in enumerate("abc", start=1)]
    problem = problem_of(ROAD, clients)
    grouped = problem.replace(groups=(Group("g", ("a", "b")),))
    assert taken_over(grouped, planned(problem, "b", "c", "a")) == [["b", "c"]]


@pytest.mark.parametrize(("start", "window"), [(0, 0), (14, 0), (26, 1), (99, 1)])
def test_visit_is_that_of_the_nearest_window(start: int, window: int) -> None:
    """Service began in one window, or nearer to it than to the other."""
    clients = [Client("a", 1, windows=((10, 20), (30, 40)))]
    earlier = planned(problem_of(line(0, start), [Client("a", 1)]), "a")
    translation = translate(problem_of(ROAD, clients))
    (route,) = translation.warm_start(translation.data, earlier).routes()
    assert route[1].idx == window


@pytest.mark.parametrize("rule", [Backhauls.LAST, Backhauls.LAST_AFTER_DELIVERY])
@pytest.mark.parametrize(
    ("order", "holds"), [("badce", True), ("bdeca", True), ("abcde", False), ("dcb", False)]
)
def test_visits_are_in_the_part_of_the_trip_they_are_made_in(
    rule: Backhauls, order: str, *, holds: bool
) -> None:
    """A start in the order of deliveries and collections is feasible, wherever it visits clients with neither."""
    clients = [
        Client("a", 1),
        Client("b", 2, delivery=(1,)),
        Client("c", 3, pickup=(1,)),
        Client("d", 4, delivery=(1,)),
        Client("e", 5),
    ]
    problem = problem_of(ROAD, clients, backhauls=rule)
    translation = translate(problem)
    data = with_prizes(translation, 1000)
    (route,) = translation.warm_start(data, planned(problem, *order)).routes()
    assert route.is_feasible() == holds
