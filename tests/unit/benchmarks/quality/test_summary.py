"""Means of what the runs say, and the page with every run."""

import xml.etree.ElementTree as ET
from pathlib import Path

from benchmarks.quality import summary
from tests.unit.benchmarks.quality.sample_rows import failure, row

ROWS = [
    row("A", "pyvrp", 1, "2.0"),
    row("A", "ours", 1, "1.0"),
    row("B", "ours", 1, "0.0"),
    row("A", "ours", 2, "1.2"),
]


def test_table_in_the_order_of_the_gap() -> None:
    """Mean, worst, and how many are at the best known."""
    found = summary.table(ROWS)
    assert [one["peer"] for one in found] == ["ours", "pyvrp"]
    assert (found[0]["mean_gap"], found[0]["worst_gap"], found[0]["at_best"]) == ("0.550", "1.200", "1")
    assert found[0]["vehicles_at_best"] == ""


def test_small_and_large_instances_are_summed_up_apart() -> None:
    """Targets differ by size: means of classes of clients, smallest first; none where all are alike."""
    assert summary.by_size(ROWS) == []
    rows = [row("C", "ours", 1, "4.0", clients="301"), row("D", "ours", 1, "7.0", clients="1001"), *ROWS]
    found = summary.by_size([*rows, row("E", "ours", 1, "2.5", clients="300")])
    means = [(one["clients"], one["peer"], one["mean_gap"]) for one in found if one["peer"] == "ours"]
    assert means == [
        ("up to 300", "ours", "1.200"),
        ("up to 600", "ours", "4.000"),
        ("above 600", "ours", "7.000"),
    ]


def test_fleets_are_counted() -> None:
    """Where vehicles come first, runs with as many as the best known are counted; gaps are of those."""
    rows = [row("A", "ours", 1, "0.5", best_vehicles="3"), row("B", "ours", 1, "", best_vehicles="2")]
    found = summary.table(rows)[0]
    assert (found["vehicles_at_best"], found["mean_gap"]) == ("1 of 2", "0.500")


def test_peers_are_compared_in_pairs() -> None:
    """A peer that was passed over on B has the mean of ours on A beside it, and ours keeps B."""
    rows = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "9.0"), row("A", "hgs", 1, "2.0")]
    found = {one["peer"]: (one["instances"], one["mean_gap"], one["ours_gap"]) for one in summary.table(rows)}
    assert found == {"ours": ("2", "5.000", "5.000"), "hgs": ("1", "2.000", "1.000")}


def test_failed_runs_are_counted() -> None:
    """A peer without any plan has a row, of which nothing else is known."""
    found = summary.table([*ROWS, failure("A", "hgs", 1), failure("B", "hgs", 1)])[-1]
    assert (found["peer"], found["runs"], found["failed"]) == ("hgs", "0", "2")
    assert found["mean_gap"] == found["seconds"] == ""
    sized = summary.by_size([*ROWS, row("C", "ours", 1, "1", clients="400"), failure("C", "hgs", 1)])
    assert [one["failed"] for one in sized if one["peer"] == "hgs"] == ["1"]


def test_files(tmp_path: Path) -> None:
    """The table, every run with what it was made with, and a picture with a curve per peer are written."""
    rows = [*ROWS[1:], row("A", "pyvrp", 1, "2.0", commit="abc123", version="pyvrp 9")]
    summary.write(tmp_path / "quality-x.md", "x", rows)
    text = (tmp_path / "quality-x.md").read_text(encoding="utf-8")
    assert text.count("| A | ") == 3
    (line,) = [one for one in text.splitlines() if one.startswith("| A | 100 | pyvrp")]
    assert "pyvrp 9 | abc123" in line
    picture = ET.fromstring((tmp_path / "quality-x.svg").read_text(encoding="utf-8"))
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2
