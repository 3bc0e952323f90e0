"""OR-Tools ends by itself, by iterations, and when told."""

import pytest

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Silent
from optimizer.core.status import Status
from optimizer.routing.engines import ortools
from optimizer.routing.problem import Client, Depot
from tests.helpers.routing import line, problem_of, tours, van

LATE = Client("a", 1, windows=((0, 5),))


def test_search_that_finds_no_neighbour_ends() -> None:
    """Two clients leave guided local search little to accept; it ends all the same, unlimited."""
    problem = problem_of(line(0, 10, -10), [Client("a", 1), Client("b", 2)], [van(count=2)])
    result = ortools.ENGINE.solve(problem, Params())
    assert result.status is Status.FEASIBLE
    assert 0 < result.iterations <= ortools.DEFAULT_ITERATIONS


def test_neighbours_are_limited_where_iterations_are() -> None:
    """A multiple of what an iteration takes ends the search; with a time limit alone nothing is counted."""
    watch = ortools._Watch(Params(iteration_limit=1), SILENT, clients=10)
    assert sum(not watch.stops() for _ in range(10_000)) == 2 * 3000
    assert not watch.cut_short
    unlimited = ortools._Watch(Params(time_limit_s=1e9), SILENT, clients=10)
    assert not any(unlimited.stops() for _ in range(10_000))


def test_cancellation_is_polled_now_and_then() -> None:
    """The listener is asked every thousandth neighbour, and its answer is final."""

    class Once(Silent):
        asked = 0

        def cancelled(self) -> bool:
            self.asked += 1
            return self.asked == 1

    listener = Once()
    watch = ortools._Watch(Params(), listener, clients=10)
    assert [watch.stops() for _ in range(1002)].index(True) == 999
    assert watch.stops()
    assert watch.cut_short
    assert listener.asked == 1


@pytest.mark.parametrize(
    ("clients", "prefix", "order"),
    [
        ([LATE, Client("b", 2), Client("c", 1)], ("a", "b"), ("b", "c")),
        (
            [LATE, Client("b", 2, windows=((0, 5),)), Client("c", 2), Client("d", 1)],
            ("a", "b", "c"),
            ("c", "d"),
        ),
    ],
)
def test_beginning_that_cannot_be_driven_loses_its_first_clients(
    clients: list[Client], prefix: tuple[str, ...], order: tuple[str, ...]
) -> None:
    """Until it can be driven: the others still are the beginning, and everyone else is served after them."""
    problem = problem_of(line(0, 10, 20), clients, [van(prefix=prefix)])
    solution = ortools.ENGINE.solve(problem, Params(iteration_limit=20)).solution
    assert solution is not None
    assert tours(solution) == {("van", *order)}


def test_beginning_of_a_vehicle_that_cannot_drive_is_left_out() -> None:
    """And everyone else is served by the others."""
    clients = [Client("a", 1), Client("b", 2), Client("c", 1)]
    kinds = [van("idle", prefix=("a", "b"), start_depot="E", shift=(9, 9)), van()]
    problem = problem_of(line(0, 10, 20), clients, kinds, [Depot("D", 0), Depot("E", 0, (0, 8))])
    solution = ortools.ENGINE.solve(problem, Params(iteration_limit=20)).solution
    assert solution is not None
    assert tours(solution) == {("van", "c")}


def test_only_client_may_be_fixed_where_it_cannot_be() -> None:
    """Then nobody is left to serve."""
    problem = problem_of(line(0, 10), [Client("a", 1, windows=((0, 5),))], [van(prefix=("a",))])
    solution = ortools.ENGINE.solve(problem, Params(iteration_limit=20)).solution
    assert solution is not None
    assert not solution.routes
