"""Charts of a report as plotly figures, in plain values."""

import math
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from optimizer.core.cost import Component
from optimizer.core.units import from_minor
from optimizer.report.formats import hours, money, share, with_currency
from optimizer.report.labels import component_label
from optimizer.report.markup import label
from optimizer.report.model import Report, StrategyReport

#: Okabe and Ito's colours, told apart by colour-blind people; yellow is left out, it is too light for lines.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7F7F7F", "#5D3A9B")
INK, FAINT, GRID = "#22303C", "#8795A1", "#E8ECEF"
FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK KR', 'Noto Sans KR', "
    "'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
)
Figure = dict[str, Any]
#: Points by which a piece of the Pareto front keeps labels away.
_LINE_STEPS = 24
#: Where a label may stand, best first, and its centre relative to the point in label widths and heights.
_SPOTS = {
    "top center": (0.0, 1.0),
    "bottom center": (0.0, -1.0),
    "middle right": (0.62, 0.0),
    "middle left": (-0.62, 0.0),
}


def trade_off(report: Report) -> Figure:
    """Strategies on cost against delivery time.

    The Pareto front is a line; who is dominated is hollow; unbounded hours stand at the right edge.
    """
    drawn = [one for one in report.strategies if one.p95_hours is not None]
    finite = [one.p95_hours for one in drawn if one.p95_hours is not None and math.isfinite(one.p95_hours)]
    edge = _edge(finite)
    at = {one.name: (_across(one, edge), from_minor(one.total, report.currency)) for one in drawn}
    unbounded = len(finite) < len(drawn)
    ranges = _ranges(list(at.values()))
    front = [at[name] for name in report.pareto if name in at]
    spots = dict(zip(at, _label_spots(list(at.items()), front, ranges), strict=True))
    traces: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Pareto front",
            "x": [x for x, _ in front],
            "y": [y for _, y in front],
            "line": {"color": PALETTE[0], "width": 1.5, "dash": "dot"},
            "hoverinfo": "skip",
        }
    ]
    traces += [_point(report, one, at[one.name], spots[one.name]) for one in drawn]
    layout = _layout(
        height=400, x="Hours within which 95% of the orders are handed over", y=f"Cost, {report.currency}"
    )
    layout["xaxis"] |= {"range": ranges[0], **_hour_ticks(finite, edge, unbounded=unbounded)}
    layout["yaxis"] |= {"range": ranges[1], "tickformat": ","}
    layout |= {"showlegend": False, "hovermode": "closest"}
    if unbounded:
        layout["shapes"] = [
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": edge,
                "x1": edge,
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": {"color": FAINT, "width": 1, "dash": "dash"},
            }
        ]
    return {"data": traces, "layout": layout}


def cost_bars(report: Report) -> Figure:
    """Cost of every strategy as a bar, stacked by component, largest component first."""
    sums = {
        component: sum(one.components.get(component, 0) for one in report.strategies)
        for component in Component
    }
    used = sorted((name for name in sums if sums[name]), key=lambda name: (-sums[name], name))
    names = [label(one.name) for one in report.strategies]
    traces = [_bar(report, component, number, names) for number, component in enumerate(used)]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [from_minor(one.total, report.currency) for one in report.strategies],
            "y": names,
            "text": [f" {money(one.total, report.currency)}" for one in report.strategies],
            "textposition": "middle right",
            "cliponaxis": False,
            "showlegend": False,
            "hoverinfo": "skip",
        }
    )
    layout = _layout(height=150 + 46 * len(names), x=f"Cost, {report.currency}", y="")
    layout["xaxis"] |= {"tickformat": ",", "rangemode": "tozero", "nticks": 7, "side": "top"}
    layout["yaxis"] |= {"type": "category", "autorange": "reversed", "ticksuffix": " "}
    layout["margin"] |= {"r": 90}
    layout |= {
        "barmode": "stack",
        "bargap": 0.35,
        "legend": {"orientation": "h", "y": 0, "yanchor": "top", "traceorder": "normal"},
    }
    return {"data": traces, "layout": layout}


def _bar(report: Report, component: Component, number: int, names: Sequence[str]) -> Figure:
    amounts = [one.components.get(component, 0) for one in report.strategies]
    hatch = "/" if number >= len(PALETTE) else ""
    return {
        "type": "bar",
        "orientation": "h",
        "name": component_label(component),
        "x": [from_minor(amount, report.currency) for amount in amounts],
        "y": names,
        "marker": {
            "color": PALETTE[number % len(PALETTE)],
            "pattern": {
                "shape": hatch,
                "size": 6,
                "solidity": 0.35,
                "fgcolor": "#FFFFFF",
                "fillmode": "overlay",
            },
            "line": {"color": "#FFFFFF", "width": 0.7},
        },
        "text": [
            f"{component_label(component)}: {with_currency(amount, report.currency)}"
            f" ({share(amount / one.total if one.total else None)})"
            for amount, one in zip(amounts, report.strategies, strict=True)
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _point(report: Report, one: StrategyReport, at: tuple[float, float], spot: str) -> Figure:
    symbol = "star" if one.recommended else "square" if one.baseline else "circle"
    color = PALETTE[5] if one.recommended else PALETTE[0] if one.name in report.pareto else FAINT
    suffix = " (baseline)" if one.baseline else ""
    hover = (
        f"<b>{label(one.name)}</b><br>{with_currency(one.total, report.currency)}<br>"
        f"p95 {hours(one.p95_hours)} hours, {one.unserved_orders:,} unserved<br>{label(one.standing)}"
    )
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": label(one.name),
        "x": [at[0]],
        "y": [at[1]],
        "text": [f"{label(one.name)}{suffix}"],
        "textposition": spot,
        "textfont": {"color": INK if one.name in report.pareto else "#5F6E7A"},
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


def _across(one: StrategyReport, edge: float) -> float:
    return one.p95_hours if one.p95_hours is not None and math.isfinite(one.p95_hours) else edge


def _edge(finite: Sequence[float]) -> float:
    """Where unbounded hours stand: clearly right of all others."""
    if not finite:
        return 1.0
    return max(finite) + max((max(finite) - min(finite)) * 0.25, max(finite) * 0.12, 1.0)


def _hour_ticks(finite: Sequence[float], edge: float, *, unbounded: bool) -> Figure:
    if not unbounded:
        return {}
    if not finite:
        return {"tickvals": [edge], "ticktext": ["unbounded"]}
    least, most = min(finite), max(finite)
    step = next(size for size in (1, 2, 4, 6, 8, 12, 24, 48, 96, 24 * 10**6) if (most - least) / size <= 6)
    first, last = math.floor(least / step), math.ceil(most / step)
    ticks = [number * step for number in range(first, last + 1) if number * step < edge - step * 0.4]
    return {"tickvals": [*ticks, edge], "ticktext": [*(f"{tick:,}" for tick in ticks), "unbounded"]}


def _ranges(points: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Range of each axis with room for labels."""
    found = []
    for axis in (0, 1):
        values = [point[axis] for point in points] or [0.0]
        span = max(values) - min(values) or max(abs(max(values)) * 0.2, 1.0)
        found.append([min(values) - 0.16 * span, max(values) + 0.18 * span])
    return found[0], found[1]


def _label_spots(
    points: Sequence[tuple[str, tuple[float, float]]],
    front: Sequence[tuple[float, float]],
    ranges: tuple[list[float], list[float]],
) -> list[str]:
    """Give every label the spot with the least overlap, in shares of a chart of ordinary size."""
    (left, right), (low, high) = ranges

    def placed_at(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left), (y - low) / (high - low)

    dots = [placed_at(*at) for _, at in points]
    boxes = [(x, y, 0.03, 0.05) for x, y in dots]
    for start, end in pairwise(placed_at(*at) for at in front):
        for step in range(1, _LINE_STEPS):
            x, y = (a + (b - a) * step / _LINE_STEPS for a, b in zip(start, end, strict=True))
            boxes.append((x, y, 0.012, 0.012))
    spots = []
    for (name, _), (x, y) in zip(points, dots, strict=True):
        signs = 11 + sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in name)
        width, height = 0.0125 * signs, 0.065
        placed = {spot: (x + dx * width, y + dy * height, width, height) for spot, (dx, dy) in _SPOTS.items()}
        best = min(placed, key=lambda spot: _clutter(placed[spot], boxes))
        boxes.append(placed[best])
        spots.append(best)
    return spots


def _clutter(
    box: tuple[float, float, float, float], others: Sequence[tuple[float, float, float, float]]
) -> float:
    x, y, width, height = box
    outside = max(0.0, width / 2 - x) + max(0.0, x + width / 2 - 1) + max(0.0, y + height / 2 - 1)
    overlap = sum(
        max(0.0, (width + other[2]) / 2 - abs(x - other[0]))
        * max(0.0, (height + other[3]) / 2 - abs(y - other[1]))
        for other in others
    )
    return outside + 100 * overlap


def _layout(*, height: int, x: str, y: str) -> Figure:
    axis = {"gridcolor": GRID, "linecolor": GRID, "zeroline": False, "automargin": True, "fixedrange": True}
    return {
        "height": height,
        "margin": {"l": 16, "r": 24, "t": 16, "b": 16},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "separators": ".,",
        "xaxis": {**axis, "title": {"text": x, "font": {"size": 12, "color": "#5F6E7A"}}},
        "yaxis": {**axis, "title": {"text": y, "font": {"size": 12, "color": "#5F6E7A"}}},
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
    }
