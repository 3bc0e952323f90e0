"""Yesterday's plan, with prices on changing it."""

from optimizer.routing.check import cost
from optimizer.routing.engines import solve
from optimizer.routing.problem import Client, Stability
from optimizer.routing.schedule import timed_solution
from optimizer.routing.stability import stability_of
from tests.helpers.routing import line, problem_of, tours, van
from tests.helpers.routing_engines import PARAMS

ROAD = line(0, 10, 20, -10)
CLIENTS = [
    Client("a", 1, service_s=5, windows=((0, 10),)),
    Client("b", 2, windows=((40, 50),)),
    Client("c", 3),
]
KINDS = [van("van 1"), van("van 2")]
PROBLEM = problem_of(ROAD, CLIENTS, KINDS)
EARLIER = timed_solution(PROBLEM, [("van 1", ["a", "b"]), ("van 2", ["c"])])


def test_vehicles_and_arrivals_of_the_plan() -> None:
    """Each client has its vehicle and when it came there, waiting and service excluded; the prices are those told."""
    told = stability_of(PROBLEM, EARLIER, vehicle_change_cost=7, shift_cost=2, tolerance_s=3)
    assert told == Stability({"a": ("van 1", 10), "b": ("van 1", 25), "c": ("van 2", 10)}, 7, 2, 3)


def test_clients_come_and_go() -> None:
    """Those gone are left out, those added have nothing to keep."""
    today = PROBLEM.replace(clients=(*CLIENTS[1:], Client("new", 1)))
    assert stability_of(today, EARLIER).previous.keys() == {"b", "c"}


def test_the_plan_itself_is_free() -> None:
    """It costs what it did without a price on changes; with its vehicles exchanged, each of three clients pays."""
    today = PROBLEM.replace(stability=stability_of(PROBLEM, EARLIER, vehicle_change_cost=9, shift_cost=4))
    assert cost(today, EARLIER) == cost(PROBLEM, EARLIER)
    exchanged = timed_solution(today, [("van 2", ["a", "b"]), ("van 1", ["c"])])
    assert cost(today, exchanged) == cost(PROBLEM, EARLIER) + 3 * 9


def test_yesterdays_vehicles_are_kept_at_a_price() -> None:
    """A second van was dear to send yesterday and is not today: at a price the client stays, else it changes."""
    only = problem_of(ROAD, CLIENTS[:2], [van("van 1", fixed_cost=9), van("van 2", fixed_cost=90)])
    yesterday = solve(only, PARAMS).solution
    assert yesterday is not None
    assert {tour[0] for tour in tours(yesterday)} == {"van 1"}
    today = only.replace(vehicle_types=(van("van 1", fixed_cost=9), van("van 2", fixed_cost=0)))
    for price, vehicle in ((4, "van 2"), (5, "van 1")):
        again = today.replace(stability=stability_of(today, yesterday, vehicle_change_cost=price))
        result = solve(again, PARAMS)
        assert result.solution is not None
        assert {tour[0] for tour in tours(result.solution)} == {vehicle}
        assert result.objective == 40 + (2 * 4 if vehicle == "van 2" else 9)
