from dataclasses import replace

import plotly.graph_objects as go
import pytest

from optimizer.report.charts import cost_bars
from optimizer.report.model import Report
from tests.unit.report.samples import report

REPORT = report()


def test_the_figure_is_what_plotly_accepts() -> None:
    """Plotly's own validation finds no unknown property or value."""
    figure = cost_bars(REPORT)
    assert len(go.Figure(figure).data) == len(figure["data"])


def test_bars_are_stacked_to_the_totals() -> None:
    """Over all components, a strategy's bar is as long as its cost."""
    figure = cost_bars(REPORT)
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    for at, one in enumerate(REPORT.strategies):
        assert sum(bar["x"][at] for bar in bars) == pytest.approx(one.total / 100)
    assert bars[0]["name"] == "Unserved orders"
    assert bars[0]["text"][2].startswith("Unserved orders: EUR 144.00")
    assert len({(bar["marker"]["color"], bar["marker"]["pattern"]["shape"]) for bar in bars}) == len(bars)


def test_names_cannot_become_markup_in_a_chart() -> None:
    """Plotly reads tags in labels; a name's angle brackets are escaped."""
    changed = replace(
        REPORT, strategies=tuple(replace(one, name=f"<b>{one.name}") for one in REPORT.strategies)
    )
    assert all(name.startswith("&lt;b&gt;") for bar in cost_bars(changed)["data"] for name in bar["y"])


def test_a_component_has_its_colour_in_every_report() -> None:
    """Whichever costs most: the first report's colours are those of a report with other amounts."""

    def colours(report: Report) -> dict[str, tuple[str, str]]:
        bars = [trace for trace in cost_bars(report)["data"] if trace["type"] == "bar"]
        return {bar["name"]: (bar["marker"]["color"], bar["marker"]["pattern"]["shape"]) for bar in bars}

    known, other = colours(REPORT), colours(replace(REPORT, strategies=REPORT.strategies[1:2]))
    assert [*other] != [name for name in known if name in other]
    assert other.items() <= known.items()
