"""Raised limits are told in the planner's units, and hold to the amount."""

from dataclasses import replace

import pytest

from optimizer.routing.limits import Limit, bare, closing_later, ending_later, later_window, told_raise
from optimizer.routing.problem import UNLIMITED, Client, Depot, Scale, Shipment
from optimizer.routing.schedule import schedule_stops
from tests.helpers.routing import line, problem_of, van

VAN = van(shift=(5, 50), end_depot="E")
PROBLEM = problem_of(
    line(0, 10, 20),
    [Client("a", 1), Client("b", 2)],
    [VAN],
    [Depot("D", 0, (0, 40)), Depot("E", 0, (2, UNLIMITED)), Depot("F", 1, (0, 30))],
    shipments=(Shipment("a", "b"),),
    scale=Scale("km", "min", distance_factor=10),
)


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("kg", "raise the kg capacity of van by 15"),
        (Limit.DISTANCE, "let routes of van be 1.5 km longer"),
        (Limit.DURATION, "raise the maximum duration of van by 1.5 min"),
        (Limit.WINDOW, "let its window end 1.5 min later"),
        (Limit.END, "let the shift of van and the opening of its depots end 1.5 min later"),
    ],
)
def test_a_raise_is_told_in_the_planners_units(limit: Limit | str, told: str) -> None:
    """Of a capacity by its measure, of distances and times as the planner wrote them."""
    assert told_raise(PROBLEM, VAN, limit, 15) == told
    assert later_window(PROBLEM, "the window of a", 5) == "let the window of a end 0.5 min later"


def test_distances_are_told_as_vehicles_of_the_profile_have_them() -> None:
    """Where one pays by the minute, by the name of its unit."""
    by_time = PROBLEM.replace(scale=Scale("km", "min", 10, profile_units={VAN.profile: "min"}))
    assert told_raise(by_time, VAN, Limit.DISTANCE, 15) == "let routes of van be 1.5 min longer"
    assert told_raise(by_time, replace(VAN, profile="bike"), Limit.DISTANCE, 15) == (
        "let routes of van be 1.5 km longer"
    )


def test_only_the_last_window_ends_later() -> None:
    """Earlier ones stay, and who may be visited at any time is as before."""
    client = Client("a", 1, windows=((0, 5), (10, 20)))
    assert closing_later(client, 7).windows == ((0, 5), (10, 27))
    assert closing_later(Client("b", 1), 7).windows == ()


def test_shift_and_depots_of_the_vehicle_end_later() -> None:
    """Start and end depot close later with the shift, never after the end of time; other depots do not."""
    problem, kind = ending_later(PROBLEM, VAN, 7)
    assert kind.shift == (5, 57)
    assert [depot.window for depot in problem.depots] == [(0, 47), (2, UNLIMITED), (0, 30)]


def test_bare_problem_times_a_route_alike() -> None:
    """Clients and vehicle types that are not in it are timed as in the problem itself."""
    plain = bare(PROBLEM)
    assert (plain.clients, plain.vehicle_types, plain.shipments) == ((), (), ())
    assert schedule_stops(plain, VAN, PROBLEM.clients) == schedule_stops(PROBLEM, VAN, PROBLEM.clients)
