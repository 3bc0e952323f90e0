"""Timing of an order of visits."""

import numpy as np
import pytest

from optimizer.core.errors import PlanRejectedError
from optimizer.routing.problem import UNLIMITED, Client, Depot, Matrix
from optimizer.routing.schedule import schedule, stops_of, timed_solution
from optimizer.routing.solution import LoadAt, Reload, Route, Stop, Visit
from tests.helpers.routing import line, problem_of, van


def test_route_leaves_as_late_as_it_may() -> None:
    """A vehicle does not wait at the client if it can leave the depot later."""
    problem = problem_of(
        line(0, 10, pace=2),
        [Client("a", 1, windows=((100, 120),), service_s=5)],
        [van(fixed_cost=7, cost_per_distance=3, cost_per_duration=2)],
    )
    assert schedule(problem, "van", ["a"]) == Route(
        "van", "D", "D", (Visit("a", 100, 100, 105),), start=80, end=125, distance=20, cost=7 + 60 + 90
    )


def test_wait_that_no_later_start_avoids_is_kept() -> None:
    """Between an early and a late client the vehicle waits: it may leave no later than the early one allows."""
    clients = [Client("a", 1, windows=((0, 15),)), Client("b", 2, windows=((100, 200),))]
    route = schedule(problem_of(line(0, 10, 20), clients), "van", ["a", "b"])
    assert route is not None
    assert (route.start, route.end) == (5, 120)
    assert route.visits == (Visit("a", 15, 15, 15), Visit("b", 25, 100, 100))


def test_duration_with_a_price_makes_it_leave_for_a_later_window() -> None:
    """With several windows the shorter route is taken if time costs, the earlier one if it does not."""
    clients = [
        Client("a", 1, windows=((0, 10), (60, 70))),
        Client("b", 2, windows=((40, 90),)),
    ]
    for price, expected in ((0, (0, 60)), (1, (50, 90))):
        problem = problem_of(line(0, 10, 20), clients, [van(cost_per_duration=price)])
        route = schedule(problem, "van", ["a", "b"])
        assert route is not None
        assert (route.start, route.end) == expected


def test_maximum_duration_makes_it_leave_for_a_later_window() -> None:
    """An early window that needs too long a route is passed over for a later one."""
    clients = [Client("a", 1, windows=((0, 10), (60, 65))), Client("b", 2, windows=((40, 90),))]
    problem = problem_of(line(0, 10, 20), clients, [van(max_duration=50)])
    route = schedule(problem, "van", ["a", "b"])
    assert route is not None
    assert (route.start, route.visits[0].start, route.end) == (50, 60, 90)


def test_release_shift_and_depot_windows_hold() -> None:
    """The start is no earlier than release, shift and opening; the end waits for the end depot to open."""
    problem = problem_of(
        line(0, 10, 30),
        [Client("a", 1, release_s=12)],
        [van(shift=(5, 300), end_depot="E")],
        [Depot("D", 0, (7, 20)), Depot("E", 2, (100, 200))],
    )
    route = schedule(problem, "van", ["a"])
    assert route is not None
    assert (route.start, route.end, route.end_depot) == (20, 100, "E")


@pytest.mark.parametrize(
    "changes",
    [
        {"windows": ((0, 9),)},
        {"release_s": 85},
        {"service_s": 81},
        {"windows": ((91, 99),)},
    ],
)
def test_order_that_cannot_be_driven_has_no_schedule(changes: dict[str, object]) -> None:
    """None where the window, the release time or the shift cannot be held."""
    problem = problem_of(line(0, 10), [Client("a", 1, **changes)], [van(shift=(0, 100))])  # type: ignore[arg-type]
    assert schedule(problem, "van", ["a"]) is None


def test_too_long_a_route_has_no_schedule() -> None:
    """None where the maximum duration cannot be held."""
    problem = problem_of(line(0, 10), [Client("a", 1)], [van(max_duration=19)])
    assert schedule(problem, "van", ["a"]) is None


def test_blocked_leg_has_no_schedule() -> None:
    """None where a pair of places cannot be travelled."""
    ways = np.array([[0, 1], [UNLIMITED, 0]])
    assert schedule(problem_of(Matrix(ways, ways), [Client("a", 1)]), "van", ["a"]) is None


def test_engine_tour_that_cannot_be_timed_is_rejected() -> None:
    """An engine's tour that breaks a window is refused, naming the route, never written as a plan."""
    problem = problem_of(line(0, 10), [Client("a", 1, windows=((0, 9),))])
    with pytest.raises(PlanRejectedError, match="schedule: route 1: van cannot visit a"):
        timed_solution(problem, [("van", ["a"])])


def test_clients_on_no_tour_are_listed_as_unserved() -> None:
    """A written solution lists whom it leaves out, in the problem's order."""
    problem = problem_of(line(0, 10, 20, 30), [Client("a", 1), Client("b", 2), Client("c", 3)])
    assert timed_solution(problem, [("van", ["b"])]).unserved == ("a", "c")


def test_each_trip_waits_for_its_own_goods() -> None:
    """A reload begins so that it ends no earlier than the release of the goods of its trip, and within the opening."""
    clients = [Client("a", 1), Client("b", 1, release_s=50), Client("c", 2, release_s=40)]
    problem = problem_of(line(0, 10, 20), clients, [van()], [Depot("D", 0, (0, 45), service_s=5)])
    route = schedule(problem, "van", ["a", LoadAt("D"), "b", LoadAt("D")])
    assert route is None  # the second reload begins at 70, after the depot closes
    open_later = problem.replace(depots=(Depot("D", 0, (0, 110), service_s=5),))
    route = schedule(open_later, "van", ["a", LoadAt("D"), "b", "c"])
    assert route is not None
    assert route.start == 20
    assert route.reloads == (Reload("D", 1, 45, 45, 50),)
    assert [(visit.client, visit.arrival) for visit in route.visits] == [("a", 35), ("b", 60), ("c", 70)]
    assert (route.end, route.distance) == (90, 60)


def test_reload_after_its_depot_closes_has_no_schedule() -> None:
    """Goods that are ready once the depot has closed cannot be loaded there."""
    problem = problem_of(
        line(0, 10), [Client("a", 1), Client("b", 1, release_s=51)], [van()], [Depot("D", 0, (0, 50))]
    )
    assert schedule(problem, "van", ["a", LoadAt("D"), "b"]) is None


def test_open_route_ends_with_its_last_service() -> None:
    """An open route has neither a way back nor the window of a depot to return to."""
    problem = problem_of(
        line(0, 10), [Client("a", 1, service_s=7)], [van(open_end=True)], [Depot("D", 0, (0, 5), service_s=3)]
    )
    route = schedule(problem, "van", ["a"])
    assert route is not None
    assert (route.start, route.end, route.end_depot, route.distance) == (0, 20, None, 10)
    assert schedule(problem.replace(vehicle_types=(van(open_end=True, shift=(0, 19)),)), "van", ["a"]) is None


@pytest.mark.parametrize(("price", "expected"), [(0, (0, 60)), (1, (50, 90))])
def test_overtime_makes_it_leave_for_a_later_window(price: int, expected: tuple[int, int]) -> None:
    """Only what is beyond the threshold has a price, and that is avoided."""
    clients = [Client("a", 1, windows=((0, 10), (60, 70))), Client("b", 2, windows=((40, 90),))]
    kind = van(overtime_after=45, cost_per_overtime=price)
    route = schedule(problem_of(line(0, 10, 20), clients, [kind]), "van", ["a", "b"])
    assert route is not None
    assert (route.start, route.end) == expected
    assert route.cost == 40


def test_stops_of_a_route_are_what_it_was_timed_from() -> None:
    """Clients and reloads come back in their order, also several reloads in a row."""
    problem = problem_of(
        line(0, 10, 20), [Client("a", 1), Client("b", 2)], depots=[Depot("D", 0), Depot("E", 1)]
    )
    stops: list[Stop] = [LoadAt("E"), "a", LoadAt("D"), LoadAt("E"), "b", LoadAt("D")]
    route = schedule(problem, "van", stops)
    assert route is not None
    assert list(stops_of(route)) == stops


def test_engine_tour_is_told_with_its_reloads() -> None:
    """A tour that cannot be timed is named with the depots it loads at."""
    problem = problem_of(line(0, 10), [Client("a", 1), Client("b", 1, windows=((0, 9),))])
    with pytest.raises(PlanRejectedError, match="van cannot visit a, depot D, b in this order"):
        timed_solution(problem, [("van", ["a", LoadAt("D"), "b"])])
