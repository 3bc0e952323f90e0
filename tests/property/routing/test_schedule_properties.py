"""Timing an order of stops agrees with trying every start and every place for a break."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.routing.check import check
from optimizer.routing.matrix import Traffic
from optimizer.routing.problem import UNLIMITED, Break, Client, Depot, Matrix, Problem, Window
from optimizer.routing.schedule import schedule, stops_of
from optimizer.routing.solution import LoadAt, Route, Solution
from tests.helpers.routing import best_drive, drive, problem_of, van

LATEST = 60


@st.composite
def traffics(draw: st.DrawFn) -> Traffic:
    """Draw up to four rates, slower and faster than free."""
    changes = sorted(draw(st.sets(st.integers(1, LATEST), max_size=3)))
    rates = draw(st.lists(st.sampled_from([250, 500, 700, 1000, 1500]), min_size=4, max_size=4))
    return Traffic((0, *changes), tuple(rates[: len(changes) + 1]))


def windows(most: int = 2) -> st.SearchStrategy[tuple[Window, ...]]:
    """Sorted disjoint windows within the horizon."""
    edges = st.sets(st.integers(0, LATEST), min_size=2 * most, max_size=2 * most).map(sorted)
    every = edges.map(lambda edge: tuple(zip(edge[::2], edge[1::2], strict=True)))
    return st.integers(0, most).flatmap(lambda count: every.map(lambda some: some[:count]))


@st.composite
def breaks(draw: st.DrawFn) -> tuple[Break, ...]:
    """Draw up to two breaks in the order of their windows."""
    spans = sorted(one[0] for one in draw(st.lists(windows(1).filter(len), max_size=2)))
    return tuple(Break(f"b{n}", draw(st.integers(0, 9)), span) for n, span in enumerate(spans))


@st.composite
def cases(draw: st.DrawFn, traffic: bool) -> tuple[Problem, list[Client | LoadAt]]:
    """One vehicle with every feature of timing, and an order of up to three stops."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    distance, duration = rng.integers(0, 15, (2, 5, 5))
    for array in (distance, duration):
        np.fill_diagonal(array, 0)
    clients = [
        Client(
            f"c{number}",
            number,
            service_s=draw(st.integers(0, 5)),
            windows=draw(windows()),
            release_s=draw(st.sampled_from([0, 0, 14])),
        )
        for number in range(3)
    ]
    order: list[Client | LoadAt] = list(clients[: draw(st.integers(1, 3))])
    if draw(st.booleans()):
        order.insert(draw(st.integers(0, len(order))), LoadAt("E"))
    matrix = Matrix(distance, duration, draw(traffics()) if traffic else None)
    depots = [
        Depot("D", 3, draw(st.sampled_from([(0, UNLIMITED), (5, 70)])), draw(st.integers(0, 3))),
        Depot("E", 4, draw(st.sampled_from([(0, UNLIMITED), (20, 45)])), draw(st.integers(0, 3))),
    ]
    return problem_of(matrix, clients, [draw(kinds())], depots), order


@st.composite
def kinds(draw: st.DrawFn) -> Any:  # noqa: ANN401
    """Draw a vehicle type with the features of timing."""
    return van(
        end_depot=draw(st.sampled_from([None, "E"])),
        reload_depots=("E",),
        open_end=draw(st.booleans()),
        cost_per_duration=draw(st.integers(0, 2)),
        overtime_after=draw(st.sampled_from([UNLIMITED, 25])),
        cost_per_overtime=draw(st.integers(0, 2)),
        shift=draw(st.sampled_from([(0, UNLIMITED), (3, 75)])),
        max_duration=draw(st.sampled_from([UNLIMITED, 45])),
        breaks=draw(breaks()),
    )


def timed(problem: Problem, order: list[Client | LoadAt]) -> Route | None:
    """Schedule an order of stops with the only vehicle."""
    return schedule(problem, "van", [stop if isinstance(stop, LoadAt) else stop.id for stop in order])


@settings(max_examples=120, deadline=None)
@given(cases(traffic=False))
def test_schedule_places_breaks_at_best(case: tuple[Problem, list[Client | LoadAt]]) -> None:
    """Of all starts and places for breaks the schedule is the cheapest, then first to end, then last to start."""
    problem, order = case
    kind = problem.vehicle_types[0]
    found, best = timed(problem, order), best_drive(problem, kind, order, LATEST + 20)
    assert (found is None) == (best is None)
    if found is not None and best is not None:
        assert (found.cost, found.end, found.start) == (best.cost, best.end, best.start)
        assert list(stops_of(found)) == [stop if isinstance(stop, LoadAt) else stop.id for stop in order]


@settings(max_examples=120, deadline=None)
@given(cases(traffic=True))
def test_schedule_under_traffic_is_best_but_for_rounding(
    case: tuple[Problem, list[Client | LoadAt]],
) -> None:
    """Under traffic the schedule costs what the best of all starts does, but for a unit of rounding per leg."""
    problem, order = case
    kind = problem.vehicle_types[0]
    found, best = timed(problem, order), best_drive(problem, kind, order, LATEST + 20)
    rounding = len(order) + 1
    if found is None:
        assert best is None or best.end - best.start > kind.max_duration - rounding
    else:
        assert best is not None
        price = kind.cost_per_duration + kind.cost_per_overtime
        assert best.cost <= found.cost <= best.cost + price * rounding
        if not price and kind.max_duration == UNLIMITED:
            assert (found.end, found.start) == (best.end, best.start)


@settings(max_examples=150, deadline=None)
@given(st.booleans().flatmap(cases))
def test_whatever_is_scheduled_holds(case: tuple[Problem, list[Client | LoadAt]]) -> None:
    """The checker finds nothing wrong with a route that was scheduled."""
    problem, order = case
    route = timed(problem, order)
    if route is not None:
        visited = {visit.client for visit in route.visits}
        left = tuple(client.id for client in problem.clients if client.id not in visited)
        assert check(problem, Solution((route,), left), partial=True) == ()


@settings(max_examples=100, deadline=None)
@given(traffics(), st.integers(0, 2 * LATEST), st.integers(0, LATEST))
def test_departure_is_the_inverse_of_arrival(traffic: Traffic, instant: int, duration: int) -> None:
    """Leaving at the departure arrives in time, and leaving any later does not."""
    leaving = traffic.departure(instant, duration)
    if leaving >= 0:
        assert traffic.arrival(leaving, duration) <= instant
    assert traffic.arrival(leaving + 1, duration) > instant


@settings(max_examples=100, deadline=None)
@given(traffics(), st.integers(0, 2 * LATEST), st.integers(0, LATEST))
def test_who_leaves_later_arrives_no_earlier(traffic: Traffic, instant: int, duration: int) -> None:
    """Travel under traffic is first in, first out, and a longer way takes no less time."""
    assert instant <= traffic.arrival(instant, duration) <= traffic.arrival(instant + 1, duration)
    assert traffic.arrival(instant, duration) <= traffic.arrival(instant, duration + 1)


@settings(max_examples=60, deadline=None)
@given(traffics(), st.integers(0, LATEST), st.integers(0, 30))
def test_arrival_adds_up_the_rates(traffic: Traffic, instant: int, duration: int) -> None:
    """A leg takes as long as adding up the rates, one unit of time after the other, says."""
    matrix = Matrix(
        np.array([[0, duration], [duration, 0]]), np.array([[0, duration], [duration, 0]]), traffic
    )
    client = Client("a", 1)
    problem = problem_of(matrix, [client])
    driven = drive(problem, problem.vehicle_types[0], [client], instant)
    assert driven is not None
    assert driven.visits[0].arrival == traffic.arrival(instant, duration)
