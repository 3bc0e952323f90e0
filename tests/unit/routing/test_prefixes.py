"""Fixed beginnings that cannot be driven lose the client in whose way they are, and only that one."""

from collections.abc import Sequence

import numpy as np
import pytest

from optimizer.core.params import Params
from optimizer.core.status import Status
from optimizer.routing import reasons
from optimizer.routing.engines import engine as registered
from optimizer.routing.engines import engine_names, solve
from optimizer.routing.prefixes import first_route, less_broken
from optimizer.routing.problem import UNLIMITED, Client, Matrix, Problem, Shipment, VehicleType
from optimizer.routing.schedule import timed_solution
from tests.helpers.routing import line, problem_of, van

ROAD = line(0, 10, 20)
LATE, EARLY = Client("late", 1, windows=((50, 60),)), Client("early", 2, windows=((0, 30),))
FREE = [Client("c", 1), Client("d", 2)]


def fixed(clients: Sequence[Client], kind: VehicleType, *shipments: Shipment) -> Problem:
    """Return a problem of one vehicle type."""
    return problem_of(ROAD, clients, [kind], shipments=shipments)


@pytest.mark.parametrize(
    ("problem", "left"),
    [
        (fixed([LATE, EARLY, *FREE], van(prefix=("early", "late", "c"))), ("early", "late", "c")),
        (fixed([LATE, EARLY, *FREE], van(prefix=("c", "late", "early", "d"))), ("c", "late", "d")),
        (
            fixed([Client("a", 1, delivery=(60,)), Client("b", 2, delivery=(60,))], van(prefix=("a", "b"))),
            ("a",),
        ),
        (
            fixed(
                [Client("a", 1, delivery=(60,)), Client("b", 2, delivery=(60,))],
                van(prefix=("a", "b"), reload_depots=("D",)),
            ),
            ("a", "b"),
        ),
        (fixed([*FREE, LATE, EARLY], van(prefix=("c", "late")), Shipment("c", "early")), ("c",)),
        (fixed([*FREE, LATE, EARLY], van(prefix=("c", "d")), Shipment("c", "early")), ("c", "d")),
        (fixed(FREE, van()), ()),
    ],
    ids=[
        "holds",
        "too late",
        "too much",
        "too much for one trip",
        "its delivery is too late",
        "in time",
        "none",
    ],
)
def test_who_is_in_the_way_is_let_go(problem: Problem, left: tuple[str, ...]) -> None:
    """The first client with whom the beginning does not hold; those before and after stay fixed."""
    found = less_broken(problem)
    assert found.vehicle_types[0].prefix == left
    gone = {client.id for client in problem.clients} - {client.id for client in found.clients}
    assert not gone & set(left)


@pytest.mark.parametrize(("over", "kept"), [(5, True), (UNLIMITED, False)])
@pytest.mark.parametrize("shipped", [False, True])
def test_ways_over_others_count(over: int, kept: bool, shipped: bool) -> None:
    """Whoever has no way of its own to the end, or to where its goods go, may have one over other clients."""
    ways = np.full((4, 4), 1)
    np.fill_diagonal(ways, 0)
    ways[1, [0, 3]], ways[2, [0, 3]] = UNLIMITED, over
    ways[3, 0] = UNLIMITED if over == UNLIMITED else 1
    shipments = [Shipment("a", "b")] if shipped else []
    clients = [Client("a", 1), Client("x", 2), Client("b", 3)]
    problem = problem_of(Matrix(ways, ways), clients, [van(prefix=("a",))], shipments=shipments)
    assert (less_broken(problem).vehicle_types[0].prefix == ("a",)) is kept


def test_many_open_deliveries_are_not_judged() -> None:
    """Where not all orders of what was picked up can be tried, the beginning is left as it is."""
    names = "abcde"
    clients = [Client(f"from {one}", 1) for one in names]
    clients += [Client(f"to {one}", 2, windows=((0, 1),)) for one in names]
    shipments = [Shipment(f"from {one}", f"to {one}") for one in names]
    problem = fixed(clients, van(prefix=tuple(f"from {one}" for one in names)), *shipments)
    assert less_broken(problem) == problem
    assert first_route(problem, problem.vehicle_types[0])[5:] == [f"to {one}" for one in names]


@pytest.mark.parametrize("name", engine_names())
@pytest.mark.parametrize("started", [False, True])
def test_the_vehicle_drives_all_the_same(name: str, started: bool) -> None:
    """Whoever else it can serve is served, from an earlier plan that begins otherwise, too; and the reason is told."""
    problem = fixed([LATE, EARLY, *FREE], van(count=1, prefix=("late", "early")))
    if registered(name).missing(problem):
        return
    start = timed_solution(problem, [("van", ["c", "d"])]) if started else None
    result = solve(problem, Params(iteration_limit=20), name, start)
    assert result.status is Status.INFEASIBLE
    assert result.solution is not None
    (route,) = result.solution.routes
    assert route.visits[0].client == "late"
    assert [(one.id, one.reason) for one in result.unserved] == [("early", reasons.PREFIX)]


@pytest.mark.parametrize("name", engine_names())
def test_an_earlier_plan_without_the_delivery_of_what_is_picked_up_first(name: str) -> None:
    """Is no reason to begin with anybody else: the vehicle of the earlier route begins as it must."""
    clients = [Client("from", 1), Client("to", 2), Client("c", 1), Client("late", 2, windows=((0, 1),))]
    problem = problem_of(
        ROAD, clients, [van(prefix=("from",)), van("other")], shipments=(Shipment("from", "to"),)
    )
    if registered(name).missing(problem):
        return
    result = solve(problem, Params(iteration_limit=20), name, timed_solution(problem, [("van", ["c"])]))
    assert result.solution is not None
    assert {one.vehicle_type: one.visits[0].client for one in result.solution.routes}["van"] == "from"
    assert result.solution.unserved == ("late",)
