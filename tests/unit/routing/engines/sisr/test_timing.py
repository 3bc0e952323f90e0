"""Clock and traffic of kernels."""

import numpy as np
import pytest

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.data import translate
from optimizer.routing.engines.sisr.timing import arrive, begin, begin_by, depart
from optimizer.routing.matrix import Matrix, Traffic
from optimizer.routing.problem import Client
from tests.helpers.routing import line, problem_of

CLOSED_AT_NOON = problem_of(line(0, 10), [Client("a", 1, windows=((5, 10), (20, 30)))])


@pytest.mark.parametrize(
    ("arrival", "earliest", "latest"),
    [(4, 5, -1), (5, 5, 5), (10, 10, 10), (11, 20, 10), (30, 30, 30), (31, col.NEVER, 30)],
)
def test_service_begins_within_a_window(arrival: int, earliest: int, latest: int) -> None:
    """Who comes between two windows waits for the second, or must have begun in the first."""
    data = translate(CLOSED_AT_NOON)
    assert (begin(data, 1, arrival), begin_by(data, 1, arrival)) == (earliest, latest)


def test_traffic_is_that_of_the_matrix() -> None:
    """Arrivals and departures are those of the problem's traffic, for every instant and duration."""
    traffic = Traffic((0, 13, 40, 41), (500, 1700, 100, 1000))
    ways = np.array([[0, 10], [10, 0]])
    data = translate(problem_of(Matrix(ways, ways, traffic), [Client("a", 1)]))
    for instant in range(0, 90, 3):
        for duration in range(0, 30, 2):
            assert arrive(data, 0, instant, duration) == traffic.arrival(instant, duration)
            assert depart(data, 0, instant, duration) == traffic.departure(instant, duration)


def test_without_traffic_a_leg_takes_its_duration() -> None:
    """In free traffic arrival is departure and duration."""
    data = translate(CLOSED_AT_NOON)
    assert (arrive(data, 0, 7, 10), depart(data, 0, 17, 10)) == (17, 7)
