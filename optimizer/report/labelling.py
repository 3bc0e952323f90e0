"""Where the names of points in a chart stand, so that none lies on another."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

#: Directions in which a label may stand from its point, in degrees, those that read best first.
_DIRECTIONS = (90, 270, 0, 180, 45, 315, 135, 225, 22.5, 337.5, 157.5, 202.5, 67.5, 292.5, 112.5, 247.5)
#: Pixels between a point and the edge of its label: beside it, or further off with a line to it.
_DISTANCES = (10, 26, 44, 66, 92, 122, 156)
#: Half the side of the square that a mark takes, and of a dot of a line; pixels between two dots.
_MARK, _DOT, _STEP = 9.0, 1.5, 5.0
#: What a square pixel of overlap costs, as against a pixel of distance from the point.
_ON_LABEL, _ON_MARK, _ON_LINE, _OUTSIDE = 60.0, 20.0, 2.0, 50.0
_PASSES = 6
#: Pixels that a label may stand out over the edge of the chart, where the margin is.
_MARGIN = 10.0

Point = tuple[float, float]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spot:
    """Where a label stands.

    Parameters
    ----------
    dx, dy
        Its centre from its point, in pixels right and up.
    far
        Whether it is so far off that a line should lead to it.
    """

    dx: float
    dy: float
    far: bool


def text_size(lines: Sequence[str], font_px: float) -> tuple[float, float]:
    """Width and height in pixels of lines of text; Korean letters are two columns wide."""
    columns = [sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines]
    return 0.58 * font_px * max(columns) + 4, 1.3 * font_px * len(lines)


def place_labels(
    points: Sequence[Point],
    sizes: Sequence[tuple[float, float]],
    line: Sequence[Point],
    area: tuple[float, float],
) -> list[Spot]:
    """Find a spot for the label of every point.

    Each label in turn takes the spot with least overlap with other labels, marks and the line, near ones before far
    ones; in a few rounds they settle who stands where.

    Parameters
    ----------
    points
        In pixels right of and above the lower left corner of the chart.
    sizes
        Width and height of each label in pixels.
    line
        Corners of a line that labels should leave free.
    area
        Width and height of the chart in pixels.
    """
    marks = [(x, y, _MARK, _MARK, _ON_MARK) for x, y in points]
    fixed = marks + [(x, y, _DOT, _DOT, _ON_LINE) for ends in pairwise(line) for x, y in _dots(*ends)]
    spots = [_spots(size) for size in sizes]
    chosen: dict[int, Spot] = {}
    for _ in range(_PASSES):
        before = dict(chosen)
        for at, point in enumerate(points):
            taken = [
                box
                for other, spot in chosen.items()
                if other != at
                for box in _taken(points[other], sizes[other], spot)
            ]
            chosen[at] = _best(point, sizes[at], spots[at], np.array(fixed + taken), area)
        if chosen == before:
            break
    return [chosen[at] for at in range(len(points))]


def _spots(size: tuple[float, float]) -> list[Spot]:
    """List where a label of that size may stand around a point, the best first."""
    spots = []
    for number, distance in enumerate(_DISTANCES):
        for degrees in _DIRECTIONS:
            right, up = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            # the label touches a circle around the point from outside
            spots.append(Spot(right * (distance + size[0] / 2), up * (distance + size[1] / 2), number > 0))
    return spots


def _best(
    point: Point, size: tuple[float, float], spots: Sequence[Spot], taken: Array, area: tuple[float, float]
) -> Spot:
    """Return the spot that costs least, the line to a far one included."""
    costs = _costs(point, size, spots, taken, area)
    others = taken[(taken[:, :2] != point).any(axis=1)]
    best, least = 0, math.inf
    for at in np.argsort(costs).tolist():
        if costs[at] >= least:
            break
        cost = float(costs[at])
        if spots[at].far and (dots := _leader(point, size, spots[at])):
            cost += float(_overlap(np.array(dots), np.array([_DOT, _DOT]), others).sum())
        if cost < least:
            best, least = at, cost
    return spots[best]


def _costs(
    point: Point, size: tuple[float, float], spots: Sequence[Spot], taken: Array, area: tuple[float, float]
) -> Array:
    """Cost of every spot without the line that may lead to it."""
    at = np.array([(point[0] + spot.dx, point[1] + spot.dy) for spot in spots])
    half = np.array(size) / 2
    low, high = half - _MARGIN - at, at + half - _MARGIN - np.array(area)
    outside = np.maximum(low, 0).sum(axis=1) + np.maximum(high, 0).sum(axis=1)
    # further directions and distances are dearer by a little, so that of equals the first is taken
    costs: Array = _OUTSIDE * outside + np.hypot(*(at - np.array(point)).T) + 0.1 * np.arange(len(spots))
    return costs + _overlap(at, half, taken)


def _overlap(at: Array, half: Array, taken: Array) -> Array:
    """Weighted area of what is taken that boxes around ``at`` cover."""
    sides = [
        np.clip(half[axis] + taken[:, 2 + axis] - np.abs(at[:, axis, None] - taken[:, axis]), 0, None)
        for axis in (0, 1)
    ]
    return np.asarray((sides[0] * sides[1]) @ taken[:, 4], dtype=np.float64)


def _taken(
    point: Point, size: tuple[float, float], spot: Spot
) -> list[tuple[float, float, float, float, float]]:
    label = (point[0] + spot.dx, point[1] + spot.dy, size[0] / 2, size[1] / 2, _ON_LABEL)
    if not spot.far:
        return [label]
    return [label, *((x, y, _DOT, _DOT, _ON_LABEL) for x, y in _leader(point, size, spot))]


def _leader(point: Point, size: tuple[float, float], spot: Spot) -> list[Point]:
    """Dots of the line from a point to the edge of its label."""
    share = max(abs(spot.dx) / (size[0] / 2), abs(spot.dy) / (size[1] / 2))
    inside = 1 / share
    return _dots(point, (point[0] + spot.dx * (1 - inside), point[1] + spot.dy * (1 - inside)))


def _dots(start: Point, end: Point) -> list[Point]:
    steps = max(1, math.ceil(math.dist(start, end) / _STEP))
    return [
        (
            start[0] + (end[0] - start[0]) * step / steps,
            start[1] + (end[1] - start[1]) * step / steps,
        )
        for step in range(1, steps)
    ]
