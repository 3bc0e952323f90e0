import math
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from optimizer.report.model import Report
from optimizer.report.trade_off import has_hours, trade_off
from tests.unit.report.samples import FULL, HAND_MADE, NOTHING, report

REPORT = report()


def marks(figure: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the marks of strategies by name."""
    return {trace["name"]: trace for trace in figure["data"] if trace["mode"] == "markers"}


def with_hours(*hours: float | None) -> Report:
    """Return the report with other p95 hours."""
    pairs = zip(REPORT.strategies, hours, strict=True)
    return replace(REPORT, strategies=tuple(replace(one, p95_hours=value) for one, value in pairs))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("shown", [REPORT, with_hours(math.inf, math.inf, math.inf)])
def test_the_figure_is_what_plotly_accepts(shown: Report, narrow: bool) -> None:
    """Plotly's own validation finds no unknown property or value."""
    figure = trade_off(shown, narrow=narrow)
    assert len(go.Figure(figure).data) == len(figure["data"]) == 4


def test_strategies_stand_at_their_cost_and_hours() -> None:
    """Money in the major unit; unbounded hours at the right edge, which is named so."""
    figure = trade_off(REPORT)
    found = marks(figure)
    assert (found[FULL]["x"], found[FULL]["y"]) == ([47.0], [145.24])
    edge = found[NOTHING]["x"]
    assert edge == found[HAND_MADE]["x"]
    assert edge[0] > 47
    axis = figure["layout"]["xaxis"]
    assert axis["ticktext"][-1] == "unbounded"
    assert axis["tickvals"][-1] == edge[0]
    assert axis["range"][1] > edge[0]
    assert figure["layout"]["shapes"][0]["x0"] == edge[0]


def test_marks_tell_who_is_recommended_baseline_and_dominated() -> None:
    """A star, a square, and hollow; not by colour alone. The star comes last, so that nothing hides it."""
    symbols = {name: trace["marker"]["symbol"] for name, trace in marks(trade_off(REPORT)).items()}
    assert symbols == {FULL: "star", NOTHING: "square", HAND_MADE: "circle-open"}
    assert [*symbols][-1] == FULL


def test_the_pareto_front_is_a_line_over_its_strategies() -> None:
    """Cheapest first."""
    line = trade_off(REPORT)["data"][0]
    assert line["y"] == [144.77, 145.24]


@pytest.mark.parametrize(
    "hours", [(1.0, 2.0, 3.0), (5.0, 5.0, 5.0), (None, 1.0, math.inf), (1e7, 1.0, math.inf)]
)
def test_any_hours_can_be_drawn(hours: tuple[float | None, ...]) -> None:
    """All equal, some absent, years apart: there are ranges, ticks and no crash."""
    shown = with_hours(*hours)
    assert has_hours(shown)
    figure = trade_off(shown)
    assert len(go.Figure(figure).data) == len(figure["data"])
    assert len(marks(figure)) == sum(value is not None for value in hours)
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < high


@pytest.mark.parametrize("hours", [(math.inf,) * 3, (None,) * 3])
def test_without_hours_strategies_stand_on_what_they_do_not_serve(hours: tuple[float | None, ...]) -> None:
    """All unbounded, or none that count: a column of points would say nothing. No front is drawn over it."""
    shown = with_hours(*hours)
    assert not has_hours(shown)
    figure = trade_off(shown)
    assert {name: mark["x"] for name, mark in marks(figure).items()} == {
        HAND_MADE: [1 / 8],
        FULL: [0.0],
        NOTHING: [1.0],
    }
    axis = figure["layout"]["xaxis"]
    assert axis["title"]["text"] == "Orders not served in full"
    assert all(0 <= value <= 1 for value in axis["tickvals"])
    assert figure["data"][0]["x"] == []
    assert figure["layout"]["shapes"] == []


def test_strategies_that_all_serve_everybody_have_an_axis() -> None:
    """Nothing unserved, and no hours: all stand at 0%."""
    strategies = tuple(replace(one, p95_hours=None, unserved_orders=0) for one in REPORT.strategies)
    figure = trade_off(replace(REPORT, strategies=strategies))
    assert {mark["x"][0] for mark in marks(figure).values()} == {0.0}
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 0 < high


def test_strategies_at_one_point_share_a_label() -> None:
    """Equal cost and hours: the names stand below each other, not on each other."""
    twins = tuple(replace(REPORT.strategies[1], name=name) for name in ("left", "right"))
    figure = trade_off(replace(REPORT, strategies=twins, pareto=("left", "right")))
    (names,) = figure["layout"]["annotations"]
    assert names["text"] == "left<br>right"
    assert (names["x"], names["y"]) == (47.0, 145.24)


def test_the_baseline_is_named_so() -> None:
    """A square alone would not say it."""
    texts = {one["text"] for one in trade_off(REPORT)["layout"]["annotations"]}
    assert texts == {HAND_MADE, FULL, f"{NOTHING} (baseline)"}


def test_a_label_far_from_its_mark_has_a_line_to_it() -> None:
    """Strategies a hair apart with long names."""
    names = [f"omnichannel_in_district_{number}" for number in range(5)]
    close = tuple(
        replace(REPORT.strategies[1], name=name, total=14524 + 3 * at, p95_hours=47 + at / 50)
        for at, name in enumerate(names)
    )
    far = replace(REPORT.strategies[0], p95_hours=20.0, total=30000)
    annotations = trade_off(replace(REPORT, strategies=(*close, far), pareto=()))["layout"]["annotations"]
    assert {name for one in annotations for name in one["text"].split("<br>")} == {*names, HAND_MADE}
    for one in annotations:
        assert one.get("showarrow", True) == ("ax" in one) != ("xshift" in one)


def test_names_cannot_become_markup_in_the_chart() -> None:
    """Plotly reads tags in labels; a name's angle brackets are escaped."""
    changed = replace(
        REPORT, strategies=tuple(replace(one, name=f"<b>{one.name}") for one in REPORT.strategies)
    )
    figure = trade_off(changed)
    assert all(name.startswith("&lt;b&gt;") for name in marks(figure))
    assert all(one["text"].startswith("&lt;b&gt;") for one in figure["layout"]["annotations"])
