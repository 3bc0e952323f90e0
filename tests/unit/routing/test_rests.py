"""Breaks are placed, and traffic is followed, where that suits the route best."""

import pytest

from optimizer.routing import rests
from optimizer.routing.check import check
from optimizer.routing.problem import Break, Client, Depot, Matrix, Problem, Traffic
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import LoadAt, Reload, Rest, Route, Solution, Stop
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20, 30)
LUNCH = Break("lunch", 10, (30, 40))


def timed(problem: Problem, *stops: Stop) -> Route:
    """Return the schedule of the only vehicle, which must exist and hold."""
    route = schedule(problem, problem.vehicle_types[0].id, stops)
    assert route is not None
    visited = {visit.client for visit in route.visits}
    left = tuple(client.id for client in problem.clients if client.id not in visited)
    assert check(problem, Solution((route,), left), partial=True) == ()
    return route


def test_rest_is_taken_while_waiting() -> None:
    """A driver who waits for a window rests meanwhile, and the route is no longer for it."""
    clients = [Client("a", 1, windows=((0, 10),)), Client("b", 2, windows=((60, 90),))]
    problem = problem_of(ROAD, clients, [van(breaks=(LUNCH,), cost_per_duration=1)])
    route = timed(problem, "a", "b")
    assert route.rests == (Rest("lunch", 1, 30, 40),)
    assert (route.start, route.end) == (0, 80)


def test_break_is_left_out_of_a_route_that_is_over() -> None:
    """A route that ends by the end of the window needs no rest, one unit longer it does."""
    kind = van(breaks=(LUNCH,))
    assert timed(problem_of(ROAD, [Client("a", 2)], [kind]), "a").rests == ()
    longer = timed(problem_of(ROAD, [Client("a", 2, service_s=1)], [kind]), "a")
    assert [(rest.start, rest.end) for rest in longer.rests] == [(30, 40)]
    assert longer.end == 60


def test_break_is_left_out_of_a_route_that_begins_late() -> None:
    """With a price on duration the vehicle leaves after the break, where it may."""
    problem = problem_of(ROAD, [Client("a", 2, service_s=1)], [van(breaks=(LUNCH,), cost_per_duration=1)])
    route = timed(problem, "a")
    assert (route.start, route.end, route.rests) == (40, 81, ())
    early = problem.replace(clients=(Client("a", 2, service_s=1, windows=((0, 30),)),))
    assert timed(early, "a").end - timed(early, "a").start == 51


def test_breaks_are_taken_in_order_and_some_are_not() -> None:
    """Of three breaks a route that begins late and ends early takes the one in between."""
    breaks = Break("dawn", 5, (0, 8)), Break("noon", 5, (40, 50)), Break("dusk", 5, (90, 100))
    problem = problem_of(ROAD, [Client("a", 2, windows=((30, 60),), service_s=9)], [van(breaks=breaks)])
    route = timed(problem, "a")
    assert [rest.break_id for rest in route.rests] == ["noon"]


def test_rest_between_loading_and_leaving() -> None:
    """A driver may rest once the vehicle is loaded, at the start and at a reload."""
    rests = Break("one", 6, (4, 8)), Break("two", 6, (40, 43))
    problem = problem_of(
        ROAD,
        [Client("a", 1, windows=((20, 20),)), Client("b", 3, windows=((79, 79),))],
        [van(breaks=rests, reload_depots=("D",), shift=(0, 120), max_duration=120)],
        [Depot("D", 0, (0, 120), service_s=4)],
    )
    route = timed(problem, "a", LoadAt("D"), "b")
    assert route.start == 0
    assert [(rest.position, rest.start) for rest in route.rests] == [(0, 4), (1, 40)]
    assert route.reloads == (Reload("D", 1, 30, 30, 34),)


def test_nobody_rests_after_an_open_route() -> None:
    """The last client's service ends an open route; a break due then must come before."""
    kind = van(breaks=(Break("rest", 5, (0, 100)),), open_end=True)
    route = timed(problem_of(ROAD, [Client("a", 1, service_s=95)], [kind]), "a")
    assert route.rests[0].end <= route.visits[0].start
    over = timed(problem_of(ROAD, [Client("a", 1, service_s=90)], [kind]), "a")
    assert (over.end, over.rests) == (100, ())


@pytest.mark.parametrize("window", [(5, 9), (11, 19)])
def test_no_rest_on_the_way(window: tuple[int, int]) -> None:
    """Without a stop to rest at within the window, and no later start, there is no schedule."""
    clients = [Client("a", 1, windows=((10, 10),)), Client("b", 2, windows=((20, 20),))]
    kind = van(breaks=(Break("rest", 2, window),), shift=(0, 100))
    assert schedule(problem_of(ROAD, clients, [kind]), "van", ["a", "b"]) is None


RUSH = Traffic((0, 20, 60), (1000, 500, 1000))


def test_rush_hour_is_avoided_if_time_costs() -> None:
    """Free of charge a vehicle leaves at once; paid by time it goes when the way is shortest."""
    matrix = Matrix(ROAD.distance, ROAD.duration, RUSH)
    clients = [Client("a", 3, windows=((0, 200),))]
    at_once = timed(problem_of(matrix, clients), "a")
    assert (at_once.start, at_once.end) == (0, 80)
    later = timed(problem_of(matrix, clients, [van(cost_per_duration=1)]), "a")
    assert (later.start, later.end) == (60, 120)


def test_maximum_duration_makes_it_leave_after_the_rush() -> None:
    """A limit that the earliest end breaks is held by a later start."""
    matrix = Matrix(ROAD.distance, ROAD.duration, RUSH)
    problem = problem_of(matrix, [Client("a", 3)], [van(max_duration=79)])
    route = timed(problem, "a")
    assert route.end - route.start <= 79
    assert schedule(problem.replace(vehicle_types=(van(max_duration=59),)), "van", ["a"]) is None


def test_overtime_under_traffic_counts() -> None:
    """Overtime alone is reason enough to leave later."""
    matrix = Matrix(ROAD.distance, ROAD.duration, RUSH)
    kind = van(overtime_after=60, cost_per_overtime=1)
    route = timed(problem_of(matrix, [Client("a", 3)], [kind]), "a")
    assert (route.start, route.cost) == (60, 60)


@pytest.mark.parametrize(("shift", "tried"), [((0, 100), 10), ((0, 45), 5), ((25, 100), 5)])
def test_breaks_that_need_not_be_taken_are_not_tried(
    shift: tuple[int, int], tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 27 ways the first breaks may be left out as the route begins late, the last ones as it is over early."""
    ways: list[rests.RestedTour] = []
    monkeypatch.setattr(rests, "best_span", lambda way, _: ways.append(way))
    breaks = tuple(Break(str(since), 1, (since, since + 10)) for since in (10, 30, 50))
    problem = problem_of(ROAD, [Client("a", 1)], [van(breaks=breaks, shift=shift)])
    assert schedule(problem, "van", ["a"]) is None
    assert len({(way.taken, way.leaving, way.arriving) for way in ways}) == len(ways) == tried
