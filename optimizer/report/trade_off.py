"""The chart of strategies on cost against delivery time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.core.units import from_minor
from optimizer.report.charts import FAINT, INK, PALETTE, SOFT, Figure, plain_layout
from optimizer.report.formats import hours, with_currency
from optimizer.report.labelling import Point, Spot, place_labels, text_size
from optimizer.report.markup import label
from optimizer.report.model import Report, StrategyReport

_HEIGHT = 400
#: Width and height in pixels that the chart has at least within its axes, and size of its letters: on a wide page,
#: and on a telephone.
_WIDE, _NARROW = ((380.0, 310.0), 13.0), ((215.0, 310.0), 11.0)
#: Marks closer than so many pixels share a label.
_TOGETHER = 4.0
#: Steps between ticks of the hours, one of which gives at most seven of them.
_STEPS = (1, 2, 4, 6, 8, 12, 24, 48, 96, 24 * 10**6)


@dataclass(frozen=True)
class _Across:
    """The axis from left to right.

    Parameters
    ----------
    at
        Where each strategy stands, by name.
    range, ticks
        What is shown of the axis, and how it is marked.
    edge
        Where unbounded hours stand; None if there are none.
    """

    title: str
    at: dict[str, float]
    range: list[float]
    ticks: Figure
    edge: float | None = None


def has_hours(report: Report) -> bool:
    """Whether 95% of the orders are handed over within some hours under any strategy; else service is shown."""
    return any(one.p95_hours is not None and math.isfinite(one.p95_hours) for one in report.strategies)


def trade_off(report: Report, *, narrow: bool = False) -> Figure:
    """Strategies on cost against delivery time.

    The Pareto front is a line; who is dominated is hollow; unbounded hours stand at the right edge. Where the hours
    of all are unbounded, they stand on cost against orders not served instead.

    Parameters
    ----------
    narrow
        Place the names for a telephone.
    """
    across = _hours_axis(report) if has_hours(report) else _service_axis(report)
    drawn = [one for one in report.strategies if one.name in across.at]
    at = {one.name: (across.at[one.name], from_minor(one.total, report.currency)) for one in drawn}
    front = [at[name] for name in report.pareto if name in at] if has_hours(report) else []
    ranges = across.range, _range([y for _, y in at.values()])
    layout = plain_layout(height=_HEIGHT, x=across.title, y=f"Cost, {report.currency}")
    layout["xaxis"] |= {"range": ranges[0], **across.ticks}
    layout["yaxis"] |= {"range": ranges[1], "tickformat": ","}
    layout |= {
        "showlegend": False,
        "hovermode": "closest",
        "annotations": _names(report, at, front, ranges, narrow=narrow),
        "shapes": [] if across.edge is None else [_upright(across.edge)],
    }
    # the recommended one last, so that no other mark hides it
    marks = [_mark(report, one, at[one.name]) for one in sorted(drawn, key=lambda one: one.recommended)]
    return {"data": [_front(front), *marks], "layout": layout}


def _hours_axis(report: Report) -> _Across:
    known = {one.name: one.p95_hours for one in report.strategies if one.p95_hours is not None}
    finite = [value for value in known.values() if math.isfinite(value)]
    title = "Hours within which 95% of the orders are handed over"
    if len(finite) == len(known):
        return _Across(title, known, _range(finite), {})
    least, most = min(finite), max(finite)
    # clearly right of all others
    edge = most + max((most - least) * 0.25, most * 0.12, 1.0)
    at = {name: value if math.isfinite(value) else edge for name, value in known.items()}
    step = next(size for size in _STEPS if (most - least) / size <= 6)
    first, last = math.floor(least / step), math.ceil(most / step)
    values = [number * step for number in range(first, last + 1) if number * step < edge - step * 0.4]
    texts = [*(f"{value:,}" for value in values), "unbounded"]
    return _Across(title, at, _range([*at.values()]), {"tickvals": [*values, edge], "ticktext": texts}, edge)


def _service_axis(report: Report) -> _Across:
    orders = max(report.headline.orders, 1)
    at = {one.name: one.unserved_orders / orders for one in report.strategies}
    most = max(at.values()) or 1.0
    step = next(size for size in (0.01, 0.02, 0.05, 0.1, 0.2) if most / size <= 6)
    values = [number * step for number in range(math.ceil(most / step) + 1) if number * step <= 1]
    ticks = {"tickvals": values, "tickformat": ".0%"}
    return _Across("Orders not served in full", at, [-0.16 * most, 1.18 * most], ticks)


def _front(points: Sequence[Point]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Pareto front",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"color": PALETTE[0], "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _upright(x: float) -> Figure:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": FAINT, "width": 1, "dash": "dash"},
    }


def _mark(report: Report, one: StrategyReport, at: Point) -> Figure:
    symbol = "star" if one.recommended else "square" if one.baseline else "circle"
    color = PALETTE[5] if one.recommended else PALETTE[0] if one.name in report.pareto else FAINT
    hover = (
        f"<b>{label(one.name)}</b><br>{with_currency(one.total, report.currency)}<br>"
        f"p95 {hours(one.p95_hours)} hours, {one.unserved_orders:,} unserved<br>{label(one.standing)}"
    )
    return {
        "type": "scatter",
        "mode": "markers",
        "name": label(one.name),
        "x": [at[0]],
        "y": [at[1]],
        "hovertext": [hover],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": symbol if one.name in report.pareto else f"{symbol}-open",
            "size": 17 if one.recommended else 11,
            "color": color,
            "line": {"color": color, "width": 2},
        },
    }


def _names(
    report: Report,
    at: dict[str, Point],
    front: Sequence[Point],
    ranges: tuple[list[float], list[float]],
    *,
    narrow: bool,
) -> list[Figure]:
    """Write the names of the strategies beside their marks, those at one place below each other."""
    area, font_px = _NARROW if narrow else _WIDE

    def pixels(point: Point) -> Point:
        shares = [(point[axis] - low) / (high - low) for axis, (low, high) in enumerate(ranges)]
        return shares[0] * area[0], shares[1] * area[1]

    groups = _together({name: pixels(point) for name, point in at.items()})
    texts = [
        [f"{name} (baseline)" if report.strategy(name).baseline else name for name in group]
        for group in groups
    ]
    sizes = [text_size(lines, font_px) for lines in texts]
    places = [pixels(at[group[0]]) for group in groups]
    spots = place_labels(places, sizes, [pixels(point) for point in front], area)
    return [
        {
            **_annotation(at[group[0]], lines, spot),
            "font": {"size": font_px, "color": INK if {*group} & {*report.pareto} else SOFT},
        }
        for group, lines, spot in zip(groups, texts, spots, strict=True)
    ]


def _together(places: dict[str, Point]) -> list[list[str]]:
    """Group the names whose marks lie on each other."""
    groups: list[list[str]] = []
    for name, place in places.items():
        near = (group for group in groups if math.dist(places[group[0]], place) < _TOGETHER)
        group = next(near, None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return groups


def _annotation(at: Point, lines: Sequence[str], spot: Spot) -> Figure:
    """Lines of text beside a mark, or further off with a line to it."""
    placed: Figure = {"showarrow": False, "xshift": spot.dx, "yshift": spot.dy}
    if spot.far:
        arrow = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": FAINT, "standoff": 7}
        placed = {"ax": spot.dx, "ay": -spot.dy, **arrow}
    text = "<br>".join(label(line) for line in lines)
    return {"x": at[0], "y": at[1], "text": text, "xanchor": "center", "yanchor": "middle", **placed}


def _range(values: Sequence[float]) -> list[float]:
    """Range of an axis with room for names."""
    least, most = min(values, default=0.0), max(values, default=0.0)
    span = most - least or max(abs(most) * 0.2, 1.0)
    return [least - 0.16 * span, most + 0.18 * span]
