"""The mean gap over time as a picture."""

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.quality.standing import Standing, standings
from benchmarks.tables import Row

_COLOURS = ("#1b6ca8", "#d1495b", "#66a182", "#edae49", "#8d6b94", "#5c5c5c")
_WIDTH, _HEIGHT, _MARGIN = 760, 420, 60
#: Gap drawn at the bottom where it is less: its logarithm must be finite.
_LEAST_GAP = 0.01


def plot(rows: Sequence[Row]) -> str:
    """Mean gap over time per peer as an SVG picture; the gap on a logarithmic scale.

    A peer that tells nothing of its search but the end is a point.
    """
    curves = {_name(one): _curve(one.rows) for one in standings(rows)}
    curves = {name: curve for name, curve in curves.items() if curve}
    if not curves:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    axes = _Axes.around([point for curve in curves.values() for point in curve])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_MARGIN}" y="24">Mean gap to the best known (%), over seconds</text>',
        *axes.lines(),
    ]
    for number, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(_drawn([(axes.across(seconds), axes.down(gap)) for seconds, gap in curve], colour))
        parts.append(
            f'<text x="{_WIDTH - _MARGIN}" y="{50 + 18 * number}" text-anchor="end" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _name(one: Standing) -> str:
    """Who, with what limit and cores, and on how many instances where that is fewer than of ours."""
    few = f", {one.instances} of {one.all_instances} instances" if one.instances < one.all_instances else ""
    return f"{one.peer}, {one.limit}, {one.threads} thread{'s' * (one.threads != '1')}{few}"


def _drawn(points: Sequence[tuple[float, float]], colour: str) -> str:
    if len(set(points)) == 1:
        ((x, y),) = set(points)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'


@dataclass(frozen=True)
class _Axes:
    """Seconds across up to ``latest``; powers of ten of the gap from ``low`` at the bottom to ``high``."""

    latest: float
    low: float
    high: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "_Axes":
        gaps = [max(gap, _LEAST_GAP) for _, gap in points]
        low, high = math.floor(math.log10(min(gaps)) * 2) / 2, math.ceil(math.log10(max(gaps)) * 2) / 2
        return cls(max(max(seconds for seconds, _ in points), 1e-9), low, max(high, low + 0.5))

    def across(self, seconds: float) -> float:
        return _MARGIN + (_WIDTH - 2 * _MARGIN) * seconds / self.latest

    def down(self, gap: float) -> float:
        share = (math.log10(max(gap, _LEAST_GAP)) - self.low) / (self.high - self.low)
        return _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * share

    def lines(self) -> Iterator[str]:
        for step in range(round((self.high - self.low) * 2) + 1):
            gap = 10 ** (self.low + step / 2)
            y = self.down(gap)
            yield (
                f'<line x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                f'<text x="{_MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end">{gap:.2g}</text>'
            )
        for step in range(5):
            seconds = self.latest * step / 4
            yield (
                f'<text x="{self.across(seconds):.1f}" y="{_HEIGHT - _MARGIN + 20}" text-anchor="middle">'
                f"{seconds:.0f}</text>"
            )


def _curve(rows: Sequence[Row], steps: int = 40) -> list[tuple[float, float]]:
    """Mean gap of several runs at even steps of time, from when each of them had a plan."""
    traces = [_trace(row["trace"]) for row in rows if row["trace"]]
    if not traces:
        return []
    first, latest = max(trace[0][0] for trace in traces), max(trace[-1][0] for trace in traces)
    times = [first + (latest - first) * step / steps for step in range(steps + 1)]
    return [(at, statistics.fmean(_at(trace, at) for trace in traces)) for at in times]


def _trace(text: str) -> list[tuple[float, float]]:
    points = [point.split(":") for point in text.split()]
    return [(float(seconds), float(gap)) for seconds, gap in points]


def _at(trace: Sequence[tuple[float, float]], seconds: float) -> float:
    return min(gap for at, gap in trace if at <= seconds + 1e-6)
