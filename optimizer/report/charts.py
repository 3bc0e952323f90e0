"""Charts of a report as plotly figures, in plain values: what they share, and the cost of every strategy."""

from collections.abc import Sequence
from typing import Any

from optimizer.core.cost import Component
from optimizer.core.units import from_minor
from optimizer.report.formats import money, share, with_currency
from optimizer.report.labels import component_label
from optimizer.report.markup import label
from optimizer.report.model import Report

#: Okabe and Ito's colours, told apart by colour-blind people; yellow is left out, it is too light for lines.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#7F7F7F", "#5D3A9B")
#: Told apart where the colours begin again.
_HATCHES = ("", "/", "x")
INK, SOFT, FAINT, GRID = "#22303C", "#5F6E7A", "#8795A1", "#E8ECEF"
FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK KR', 'Noto Sans KR', "
    "'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
)
Figure = dict[str, Any]


def cost_bars(report: Report) -> Figure:
    """Cost of every strategy as a bar, stacked by component, largest component first."""
    sums = {
        component: sum(one.components.get(component, 0) for one in report.strategies)
        for component in Component
    }
    used = sorted((name for name in sums if sums[name]), key=lambda name: (-sums[name], name))
    names = [label(one.name) for one in report.strategies]
    # a component has its colour in every report, whatever it costs there
    place = {component: number for number, component in enumerate(Component)}
    traces = [_bar(report, component, place[component], names) for component in used]
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
    layout = plain_layout(height=150 + 46 * len(names), x=f"Cost, {report.currency}", y="")
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
    hatch = _HATCHES[number // len(PALETTE)]
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


def plain_layout(*, height: int, x: str, y: str) -> Figure:
    """Layout of a chart with two titled axes, without anything that can be dragged."""
    axis = {"gridcolor": GRID, "linecolor": GRID, "zeroline": False, "automargin": True, "fixedrange": True}
    return {
        "height": height,
        "margin": {"l": 16, "r": 24, "t": 16, "b": 16},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "separators": ".,",
        "xaxis": {**axis, "title": {"text": x, "font": {"size": 12, "color": SOFT}}},
        "yaxis": {**axis, "title": {"text": y, "font": {"size": 12, "color": SOFT}}},
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
    }
