"""Traffic by time of day, and matrices that refuse what makes no sense."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from optimizer.routing.matrix import (
    UNLIMITED,
    Matrix,
    PlanarMatrix,
    PointArray,
    Traffic,
    longest_ways,
    mapped,
    matrix_of,
    with_anywhere,
)

RUSH = Traffic((0, 20, 60), (1000, 500, 2000))


@pytest.mark.parametrize(
    ("starts", "rates", "message"),
    [
        ((), (), "0 starts and 0 rates"),
        ((0, 5), (1,), "2 starts and 1 rates"),
        ((1,), (1000,), "begin with 0"),
        ((0, 5, 5), (1, 1, 1), "begin with 0 and rise"),
        ((0,), (0,), "at least 1"),
    ],
)
def test_senseless_traffic_is_refused(starts: tuple[int, ...], rates: tuple[int, ...], message: str) -> None:
    """Starts rise from 0, and every rate is positive."""
    with pytest.raises(ValueError, match=message):
        Traffic(starts, rates)


@pytest.mark.parametrize(
    ("departure", "duration", "arrival"),
    [
        (0, 20, 20),
        (0, 21, 22),
        (10, 10, 20),
        (10, 11, 22),
        (10, 30, 60),
        (10, 31, 61),
        (20, 0, 20),
        (70, 3, 72),
    ],
)
def test_arrival_by_hand(departure: int, duration: int, arrival: int) -> None:
    """A leg runs through slow and fast hours, and ends at the next whole instant."""
    assert RUSH.arrival(departure, duration) == arrival


@pytest.mark.parametrize(
    ("arrival", "duration", "departure"), [(20, 20, 0), (22, 21, 0), (21, 21, -1), (60, 30, 10), (61, 30, 12)]
)
def test_departure_by_hand(arrival: int, duration: int, departure: int) -> None:
    """The last instant to leave, negative if that is before the day begins."""
    assert RUSH.departure(arrival, duration) == departure


def test_fastest_is_that_of_the_best_hour() -> None:
    """Twice the rate halves the duration; without traffic it is as given."""
    ways = np.array([[0, 9], [9, 0]])
    assert Matrix(ways, ways, RUSH).fastest(9) == 4
    assert Matrix(ways, ways).fastest(9) == 9


def test_leg_and_arrival() -> None:
    """A leg is read from row to column, and arrives under the matrix's traffic."""
    distance, duration = np.array([[0, 7], [8, 0]]), np.array([[0, 30], [31, 0]])
    jammed = Matrix(distance, duration, RUSH)
    assert jammed.leg(0, 1) == (7, 30)
    assert jammed.arrival(10, 30) == 60
    assert Matrix(distance, duration).arrival(10, 30) == 40


@pytest.mark.parametrize(
    ("distance", "duration", "message"),
    [
        ([[0, 1]], [[0, 1]], "distance: must be square"),
        ([[0]], [[0, 1], [1, 0]], "duration: shape"),
        ([[0, 0.5], [1, 0]], [[0, 1], [1, 0]], "distance: must hold integers"),
        ([[0, 1], [1, 0]], [[0, -1], [1, 0]], "duration: values must be between"),
        ([[0, 1], [1, 0]], [[0, UNLIMITED + 1], [1, 0]], "duration: values must be between"),
        ([[0, 1], [1, 7]], [[0, 1], [1, 0]], "distance: diagonal must be zero, location 1"),
        ([[0, UNLIMITED], [1, 0]], [[0, 1], [1, 0]], r"pair \(0, 1\) is blocked in one"),
    ],
)
def test_bad_matrix_is_refused(distance: list[Any], duration: list[Any], message: str) -> None:
    """A matrix that is not square, integer, non-negative, zero on its diagonal and consistent is refused."""
    with pytest.raises(ValueError, match=message):
        Matrix(np.array(distance), np.array(duration))


def test_matrix_cannot_be_changed_from_outside() -> None:
    """Changing the array a matrix was made of does not change the matrix, and its own is read-only."""
    array = np.array([[0, 1], [1, 0]])
    matrix = Matrix(array, array)
    array[0, 1] = 5
    assert matrix.distance[0, 1] == 1
    with pytest.raises(ValueError, match="read-only"):
        matrix.duration[0, 1] = 5


def test_blocked_pairs_are_those_without_a_way() -> None:
    """A pair that holds UNLIMITED in both arrays is blocked, no other."""
    ways = np.array([[0, UNLIMITED], [1, 0]])
    assert Matrix(ways, ways).blocked.tolist() == [[False, True], [False, False]]


PLANE = np.random.default_rng(3).uniform(0, 100, (20, 2))


def _cut(distance: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    return np.floor(distance).astype(np.int64)


def test_computed_entries_are_those_of_the_whole() -> None:
    """However a computed matrix is looked at, it shows what a held one holds."""
    apart = PLANE[:, None] - PLANE
    held = _cut(np.sqrt((apart**2).sum(axis=2)))
    computed = PlanarMatrix(PLANE, _cut)
    some, others = [3, 1, 4], [1, 5, 9]
    assert len(computed.distance) == len(held)
    assert computed.leg(3, 7) == (held[3, 7], held[3, 7])
    assert computed.distance[some, others].tolist() == held[some, others].tolist()
    assert computed.duration[np.ix_(some, others)].tolist() == held[np.ix_(some, others)].tolist()


def test_computed_matrix_blocks_no_pair() -> None:
    """Every two points of a plane are joined, at any time of day alike."""
    computed = PlanarMatrix(PLANE, _cut)
    assert computed.blocked.shape == (20, 20)
    assert not computed.blocked.any()
    assert computed.arrival(5, 7) == 12


SPACE = np.random.default_rng(4).uniform(-1, 1, (12, 3))


def _thousandths(distance: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    return _cut(1000 * distance)


def _whole(array: "PointArray | npt.NDArray[np.int64]") -> list[list[int]]:
    rows: list[list[int]] = array[:].tolist()
    return rows


def test_points_in_space() -> None:
    """Are as far apart as they are straight; rows are looked at as those of a held array."""
    away = PointArray(SPACE, _thousandths)
    held = _thousandths(np.sqrt(((SPACE[:, None] - SPACE) ** 2).sum(axis=2)))
    assert _whole(away) == held.tolist()
    assert away[2:5].tolist() == held[2:5].tolist()


def test_longest_ways() -> None:
    """Held, they are those that can be travelled; computed, they are no less than these, and no longer than all."""
    away = PointArray(SPACE, _thousandths)
    held = away[:]
    assert (longest_ways(away) >= longest_ways(held)).all()
    assert longest_ways(away).max() <= 1000 * np.sqrt(12)
    assert longest_ways(np.array([[0, 5, UNLIMITED], [7, 0, 3], [UNLIMITED, UNLIMITED, 0]])).tolist() == [
        5,
        7,
        0,
    ]
    assert longest_ways(np.zeros((0, 0), np.int64)).shape == (0,)


def test_what_is_made_of_arrays_is_the_same_held_or_computed() -> None:
    """Functions of entries, and a place that is at no distance from any."""
    away = PointArray(SPACE, _thousandths)
    for made in (
        with_anywhere,
        lambda array: mapped(lambda ways: 2 * ways, array),
        lambda array: mapped(
            lambda ways, times: ways + 3 * times, array, mapped(lambda ways: 2 * ways, array)
        ),
        lambda array: mapped(lambda ways: 2 * ways, with_anywhere(array)),
    ):
        computed, held = made(away), made(away[:])
        assert isinstance(computed, PointArray)
        assert not isinstance(held, PointArray)
        assert _whole(computed) == held.tolist()
        assert (longest_ways(computed) >= longest_ways(held)).all()


def test_a_matrix_of_arrays() -> None:
    """Is held or computed as they are; its two measures may differ."""
    away = PointArray(SPACE, _thousandths)
    slow = mapped(lambda ways: 2 * ways, away)
    computed, held = matrix_of(away, slow), matrix_of(away[:], slow[:])
    assert (computed.computed, held.computed) == (True, False)
    assert computed.leg(3, 7) == held.leg(3, 7)
    assert computed.leg(3, 7).duration == 2 * computed.leg(3, 7).distance
