"""Finding the best start and end of an order of stops."""

from dataclasses import replace

import pytest

from optimizer.routing.problem import VehicleType
from optimizer.routing.timing import ANY_TIME, Tour, begin, best_span, rank, time_cost
from tests.helpers.routing import van

TOUR = Tour(
    loading=3,
    legs=[10, 10, 10],
    windows=[((0, 20), (60, 70)), ((50, 100),)],
    services=[1, 2],
    leaving=(0, 500),
    arriving=(0, 500),
    distance=30,
    returns=True,
    traffic=None,
    breaks=(),
)


def test_earliest_end_and_latest_start_are_inverse() -> None:
    """Leaving at the latest start for an end keeps that end, one later does not."""
    end = TOUR.earliest_end(0)
    assert end == 62
    start = TOUR.latest_start(end)
    assert start == 7
    assert (TOUR.earliest_end(start), TOUR.earliest_end(start + 1)) == (62, 83)


@pytest.mark.parametrize(
    ("kind", "span"),
    [
        (van(), (7, 62)),
        (van(cost_per_duration=1), (47, 83)),
        (van(max_duration=54), (47, 83)),
        (van(max_duration=35), None),
        (van(overtime_after=55, cost_per_overtime=1), (7, 62)),
        (van(overtime_after=54, cost_per_overtime=1), (47, 83)),
    ],
)
def test_best_span(kind: VehicleType, span: tuple[int, int] | None) -> None:
    """The cheapest span that the limit allows, and of equal ones the first to end."""
    assert best_span(TOUR, kind) == span


def test_timeline_serves_as_early_as_it_can() -> None:
    """From a start each stop is served at once, or when it opens."""
    times, rests = TOUR.timeline(7)
    assert times == [(20, 20, 21), (31, 50, 52)]
    assert rests == []


def test_tour_that_is_never_possible_has_no_span() -> None:
    """A closed window, or a start after its end, leaves nothing."""
    assert best_span(replace(TOUR, leaving=(60, 500)), van()) is None
    assert best_span(replace(TOUR, leaving=(5, 4)), van()) is None
    assert best_span(replace(TOUR, arriving=(0, 61)), van()) is None


def test_begin_waits_for_the_next_window() -> None:
    """Service begins on arrival within a window, else when the next opens; after the last there is none."""
    windows = ((5, 10), (20, 30))
    assert [begin(windows, arrival) for arrival in (0, 5, 10, 11, 30)] == [5, 5, 10, 20, 30]
    assert begin(ANY_TIME, 10**12) == 10**12
    with pytest.raises(ValueError, match="arrival 31 is after the last"):
        begin(windows, 31)


def test_cost_of_time_and_rank() -> None:
    """Overtime is charged beyond its threshold; less cost comes before an earlier end, that before a later start."""
    kind = van(cost_per_duration=2, overtime_after=10, cost_per_overtime=5)
    assert [time_cost(kind, duration) for duration in (0, 10, 12)] == [0, 20, 34]
    assert rank(kind, (50, 60)) < rank(kind, (0, 11)) < rank(kind, (30, 41))
    assert rank(kind, (5, 12)) < rank(kind, (4, 12))
