"""Means, noise and the picture of the gap over time."""

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.quality import summary
from benchmarks.quality.run import COLUMNS
from benchmarks.tables import Row


def row(instance: str, peer: str, seed: int, gap: str, **others: str) -> Row:
    """Return a run with everything that is not looked at empty."""
    known = {
        "time_limit_s": "60",
        "threads": "2",
        "seconds": "10",
        "peak_mb": "100",
        "vehicles": "3",
        "clients": "100",
        "trace": f"1.0:9.0 10.0:{gap or 1}",
    }
    return (
        dict.fromkeys(COLUMNS, "")
        | known
        | {"instance": instance, "peer": peer, "seed": str(seed), "gap": gap}
        | others
    )


ROWS = [
    row("A", "pyvrp", 1, "2.0"),
    row("A", "ours", 1, "1.0"),
    row("B", "ours", 1, "0.0"),
    row("A", "ours", 2, "1.2"),
]


def test_table_in_the_order_of_the_gap() -> None:
    """Mean, worst, and how many are at the best known."""
    _, found = summary.table(ROWS)
    assert [one["peer"] for one in found] == ["ours", "pyvrp"]
    assert (found[0]["mean_gap"], found[0]["worst_gap"], found[0]["at_best"]) == ("1.100", "1.200", "0")
    assert found[0]["vehicles_at_best"] == ""


def test_small_and_large_instances_are_summed_up_apart() -> None:
    """Targets differ by size: means of classes of clients, smallest first; none where all are alike."""
    assert summary.by_size(ROWS)[1] == []
    rows = [row("C", "ours", 1, "4.0", clients="301"), row("D", "ours", 1, "7.0", clients="1001"), *ROWS]
    _, found = summary.by_size([*rows, row("E", "ours", 1, "2.5", clients="300")])
    means = [(one["clients"], one["peer"], one["mean_gap"]) for one in found if one["peer"] == "ours"]
    assert means == [
        ("up to 300", "ours", "1.100"),
        ("up to 600", "ours", "4.000"),
        ("above 600", "ours", "7.000"),
    ]


def test_fleets_are_counted() -> None:
    """Where vehicles come first, runs with as many as the best known are counted; gaps are of those."""
    rows = [row("A", "ours", 1, "0.5", best_vehicles="3"), row("B", "ours", 1, "", best_vehicles="2")]
    found = summary.table(rows)[1][0]
    assert (found["vehicles_at_best"], found["mean_gap"]) == ("1 of 2", "0.500")


def test_worsening_against_the_noise_of_the_seeds() -> None:
    """The change of the mean over common instances, and twice its standard error."""
    then = [row("A", "ours", 1, "1.0"), row("A", "ours", 2, "1.2"), row("C", "ours", 1, "9.0")]
    now = [row("A", "ours", 1, "1.5"), row("A", "ours", 2, "1.7"), row("A", "pyvrp", 1, "7.0")]
    change, noise = summary.worsening(now, then)
    assert change == pytest.approx(0.5)
    # each mean of two seeds 0.2 apart has the variance 0.02 / 2
    assert noise == pytest.approx(2 * (0.01 + 0.01) ** 0.5)


def test_one_seed_has_no_noise() -> None:
    """Without several seeds any worsening counts."""
    change, noise = summary.worsening([row("A", "ours", 1, "1.5")], [row("A", "ours", 1, "1.0")])
    assert change == pytest.approx(0.5)
    assert noise == 0.0


def test_a_missing_run_is_worse_than_any() -> None:
    """A plan that is no longer found does not pass for a better mean."""
    then = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "1.0")]
    now = [row("A", "ours", 1, "0.5"), row("B", "pyvrp", 1, "1.0")]
    assert summary.worsening(now, then)[0] == math.inf


def test_instances_that_were_not_asked_for_do_not_count() -> None:
    """A part of the baseline may be measured again."""
    then = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "1.0")]
    assert summary.worsening([row("A", "ours", 1, "1.0")], then) == (0.0, 0.0)


def test_one_more_vehicle_is_worse_than_any() -> None:
    """Where vehicles come first, no distance makes up for one."""
    then = [row("A", "ours", 1, "0.0", best_vehicles="3")]
    now = [row("A", "ours", 1, "", best_vehicles="3", vehicles="4")]
    assert summary.worsening(now, then)[0] == math.inf
    assert summary.worsening(now, now) == (0.0, 0.0)


def test_runs_with_other_limits_are_other_runs() -> None:
    """The baseline's runs of another limit are not compared, and not averaged with others."""
    then = [row("A", "ours", 1, "9.0", time_limit_s="5"), row("A", "ours", 1, "1.0")]
    assert summary.worsening([row("A", "ours", 1, "1.0")], then) == (0.0, 0.0)
    assert [(one["limit"], one["mean_gap"]) for one in summary.table(then)[1]] == [
        ("5 s, 2 threads", "9.000"),
        ("60 s, 2 threads", "1.000"),
    ]


def test_means_are_over_common_instances() -> None:
    """A peer that was passed over on B is compared on A alone."""
    rows = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "9.0"), row("A", "hgs", 1, "2.0")]
    assert [(one["peer"], one["mean_gap"]) for one in summary.table(rows)[1]] == [
        ("ours", "1.000"),
        ("hgs", "2.000"),
    ]


def test_baseline_without_common_instance_is_told() -> None:
    """Nothing can be said about other instances."""
    with pytest.raises(ValueError, match="no run of ours"):
        summary.worsening([row("A", "ours", 1, "1")], [row("B", "ours", 1, "1")])


def test_files(tmp_path: Path) -> None:
    """The table, every run, and a picture with a curve per peer are written."""
    summary.write(tmp_path / "quality-x.md", "x", ROWS)
    text = (tmp_path / "quality-x.md").read_text(encoding="utf-8")
    assert text.count("| A | ") == 3
    picture = ET.fromstring((tmp_path / "quality-x.svg").read_text(encoding="utf-8"))
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2


def test_no_curve_without_traces() -> None:
    """Runs where vehicles come first have no gap over time."""
    assert "polyline" not in summary.plot([row("A", "ours", 1, "", trace="")])
