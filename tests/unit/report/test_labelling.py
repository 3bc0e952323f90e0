import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.report.labelling import Point, Spot, place_labels, text_size

AREA = (380.0, 310.0)
SIZE = text_size(["click_and_collect"], 13)


def _overlap(a: tuple[Point, Point], b: tuple[Point, Point]) -> float:
    """Area that two boxes, as centre and size, share."""
    sides = [max(0.0, (a[1][axis] + b[1][axis]) / 2 - abs(a[0][axis] - b[0][axis])) for axis in (0, 1)]
    return sides[0] * sides[1]


def _boxes(points: list[Point], sizes: list[Point], spots: list[Spot]) -> list[tuple[Point, Point]]:
    return [
        ((x + spot.dx, y + spot.dy), size) for (x, y), size, spot in zip(points, sizes, spots, strict=True)
    ]


def test_a_label_with_room_stands_right_above_its_point() -> None:
    """No line is needed."""
    (spot,) = place_labels([(190, 150)], [SIZE], [], AREA)
    assert (round(spot.dx), spot.far) == (0, False)
    assert 0 < spot.dy - SIZE[1] / 2 < 15


@pytest.mark.parametrize("corner", [(0, 0), (380, 0), (0, 310), (380, 310)])
def test_labels_stay_within_the_chart(corner: Point) -> None:
    """But for the margin around it."""
    (((x, y), _),) = _boxes([corner], [SIZE], place_labels([corner], [SIZE], [], AREA))
    assert SIZE[0] / 2 - 10 <= x <= 390 - SIZE[0] / 2
    assert SIZE[1] / 2 - 10 <= y <= 320 - SIZE[1] / 2


def test_labels_of_points_in_a_column_do_not_touch() -> None:
    """Equal hours of ten strategies."""
    points = [(180.0, 40 + 25.0 * number) for number in range(10)]
    boxes = _boxes(points, [SIZE] * 10, place_labels(points, [SIZE] * 10, [], AREA))
    assert not [1 for a, b in combinations(boxes, 2) if _overlap(a, b)]


def test_labels_of_points_side_by_side_get_a_line_where_they_are_far_off() -> None:
    """Six strategies within a few pixels, and each name can be read."""
    points = [(180.0 + 9 * number, 150.0 + 5 * (number % 2)) for number in range(6)]
    spots = place_labels(points, [SIZE] * 6, [], AREA)
    boxes = _boxes(points, [SIZE] * 6, spots)
    assert not [1 for a, b in combinations(boxes, 2) if _overlap(a, b)]
    assert any(spot.far for spot in spots)


def test_labels_leave_the_line_free() -> None:
    """A label that would stand on the Pareto front goes below it."""
    (spot,) = place_labels([(190, 150)], [SIZE], [(0, 165), (380, 165)], AREA)
    assert spot.dy < 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(45, 335), st.floats(40, 270)), min_size=1, max_size=6, unique=True))
def test_six_labels_anywhere_do_not_lie_on_each_other(points: list[Point]) -> None:
    """Whatever lies where, names stay readable: not even a tenth of a label is covered."""
    sizes = [SIZE] * len(points)
    boxes = _boxes(points, sizes, place_labels(points, sizes, [], AREA))
    assert all(_overlap(a, b) < 0.1 * math.prod(SIZE) for a, b in combinations(boxes, 2))


def test_korean_letters_are_twice_as_wide() -> None:
    """Two columns each, and each line a height."""
    narrow, height = text_size(["ab"], 13)
    wide, two = text_size(["가나", "a"], 13)
    assert wide - narrow == pytest.approx(2 * 0.58 * 13)
    assert two == 2 * height
