"""The picture of the gap over time has a mark for each peer."""

import xml.etree.ElementTree as ET

from benchmarks.quality.picture import plot
from benchmarks.tables import Row
from tests.unit.benchmarks.quality.sample_rows import row

SVG = "{http://www.w3.org/2000/svg}"


def drawn(rows: list[Row], kind: str) -> list[ET.Element]:
    """Elements of a kind in the picture of these runs."""
    return ET.fromstring(plot(rows)).findall(f"{SVG}{kind}")


def test_a_curve_for_each_peer() -> None:
    """From its first plan to its last, lower where the gap is less, with its name and limit."""
    rows = [row("A", "ours", 1, "1.0"), row("A", "pyvrp", 1, "2.0", threads="1")]
    ends = []
    for curve in drawn(rows, "polyline"):
        points = [tuple(map(float, point.split(","))) for point in curve.attrib["points"].split()]
        assert points == sorted(points)
        ends.append(points[-1])
    (x, ours), (beside, theirs) = ends
    assert x == beside
    assert ours > theirs  # down the picture
    legend = [one.text for one in drawn(rows, "text")][-2:]
    assert legend == ["ours, 60 s, 2 threads", "pyvrp, 60 s, 1 thread"]


def test_a_peer_that_tells_only_its_end_is_a_point() -> None:
    """A line between like points would have no length, and could not be seen."""
    rows = [row("A", "ours", 1, "1.0"), row("A", "hgs", 1, "0.5", trace="10.0:0.5")]
    (point,) = drawn(rows, "circle")
    assert len(drawn(rows, "polyline")) == 1
    assert point.attrib["fill"] in plot(rows).split("hgs, 60 s")[0].rsplit("<text", 1)[1]


def test_a_curve_over_fewer_instances_says_so() -> None:
    """It may not be read beside the others."""
    rows = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "1.0"), row("A", "hgs", 1, "2.0")]
    assert "hgs, 60 s, 2 threads, 1 of 2 instances" in plot(rows)
    assert "ours, 60 s, 2 threads<" in plot(rows)


def test_no_curve_without_traces() -> None:
    """Runs where vehicles come first have no gap over time."""
    assert not drawn([row("A", "ours", 1, "", trace="")], "polyline")
