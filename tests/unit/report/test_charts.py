import math
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from optimizer.report.charts import cost_bars, trade_off
from tests.unit.report.samples import FULL, HAND_MADE, NOTHING, report

REPORT = report()


def marks(figure: dict[str, object]) -> dict[str, dict[str, object]]:
    """Return the marks of strategies by name."""
    traces = figure["data"]
    assert isinstance(traces, list)
    return {trace["name"]: trace for trace in traces if trace["mode"] == "markers+text"}


def test_the_figures_are_what_plotly_accepts() -> None:
    """Plotly's own validation finds no unknown property or value."""
    go.Figure(trade_off(REPORT))
    go.Figure(cost_bars(REPORT))


def test_strategies_stand_at_their_cost_and_hours() -> None:
    """Money in the major unit; unbounded hours at the right edge, which is named so."""
    figure = trade_off(REPORT)
    found = marks(figure)
    assert (found[FULL]["x"], found[FULL]["y"]) == ([47.0], [145.24])
    edge = found[NOTHING]["x"]
    assert edge == found[HAND_MADE]["x"]
    assert edge[0] > 47  # type: ignore[index]
    axis = figure["layout"]["xaxis"]
    assert axis["ticktext"][-1] == "unbounded"
    assert axis["tickvals"][-1] == edge[0]  # type: ignore[index]
    assert axis["range"][1] > edge[0]  # type: ignore[index]


def test_marks_tell_who_is_recommended_baseline_and_dominated() -> None:
    """A star, a square, and hollow; not by colour alone."""
    symbols = {name: trace["marker"]["symbol"] for name, trace in marks(trade_off(REPORT)).items()}  # type: ignore[index]
    assert symbols == {FULL: "star", NOTHING: "square", HAND_MADE: "circle-open"}


def test_the_pareto_front_is_a_line_over_its_strategies() -> None:
    """Cheapest first."""
    line = trade_off(REPORT)["data"][0]
    assert line["y"] == [144.77, 145.24]


@pytest.mark.parametrize(
    "hours", [(1.0, 2.0, 3.0), (5.0, 5.0, 5.0), (math.inf,) * 3, (None, 1.0, math.inf), (1e7, 1.0, math.inf)]
)
def test_any_hours_can_be_drawn(hours: tuple[float | None, ...]) -> None:
    """All equal, all unbounded, some absent, years apart: there are ranges, ticks and no crash."""
    pairs = zip(REPORT.strategies, hours, strict=True)
    changed = replace(REPORT, strategies=tuple(replace(one, p95_hours=value) for one, value in pairs))
    figure = trade_off(changed)
    go.Figure(figure)
    assert len(marks(figure)) == sum(value is not None for value in hours)
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < high


def test_strategies_at_one_point_get_their_labels_in_different_spots() -> None:
    """Equal cost and hours must not write one name over another."""
    twins = tuple(replace(REPORT.strategies[1], name=name) for name in ("left", "right"))
    figure = trade_off(replace(REPORT, strategies=twins, pareto=("left", "right")))
    spots = [trace["textposition"] for trace in figure["data"][1:]]
    assert len(set(spots)) == 2


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
    assert all(name.startswith("&lt;b&gt;") for name in marks(trade_off(changed)))
