"""Each peer stands beside ours on what both have done."""

import pytest

from benchmarks.quality.standing import Standing, mean_gap, standings
from benchmarks.tables import Row
from tests.unit.benchmarks.quality.sample_rows import failure, row

OURS = [row("A", "ours", 1, "1.0"), row("B", "ours", 1, "9.0"), row("C", "ours", 1, "5.0")]


def by_peer(rows: list[Row]) -> dict[str, Standing]:
    """Standings with one limit and number of cores for each peer."""
    return {one.peer: one for one in standings(rows)}


def test_a_peer_that_did_little_takes_nothing_from_the_others() -> None:
    """One on A alone is compared there; the others, and ours, keep all their instances."""
    others = [row(name, "pyvrp-pair", 1, "6.0") for name in "ABC"]
    found = by_peer([*OURS, row("A", "sisr", 1, "2.0"), *others])
    assert (mean_gap(found["sisr"].rows), mean_gap(found["sisr"].ours)) == (2.0, 1.0)
    assert (mean_gap(found["pyvrp-pair"].rows), mean_gap(found["pyvrp-pair"].ours)) == (6.0, 5.0)
    assert (mean_gap(found["ours"].rows), found["ours"].instances) == (5.0, 3)
    assert (found["sisr"].instances, found["sisr"].all_instances) == (1, 3)


def test_what_ours_has_not_done_is_not_compared() -> None:
    """A peer with runs on other instances only has no mean at all, and is there."""
    found = by_peer([row("A", "ours", 1, "1.0"), row("Z", "hgs", 1, "0.1")])
    assert (found["hgs"].rows, mean_gap(found["hgs"].rows)) == ([], None)


def test_failed_runs_are_counted_and_not_compared() -> None:
    """An instance on which a peer fails counts in the means of the others."""
    found = by_peer([*OURS, row("A", "hgs", 1, "2.0"), failure("B", "hgs", 1), failure("B", "hgs", 2)])
    assert (found["hgs"].failed, found["hgs"].instances, mean_gap(found["hgs"].ours)) == (2, 1, 1.0)
    assert (found["ours"].failed, found["ours"].instances) == (0, 3)


def test_in_order_of_the_distance_to_ours() -> None:
    """A mean over easier instances comes first only if it is better there."""
    rows = [*OURS, row("A", "worse", 1, "2.0"), row("B", "better", 1, "8.0"), row("Z", "apart", 1, "0")]
    assert [one.peer for one in standings(rows)] == ["better", "ours", "worse", "apart"]


def test_limits_are_apart_and_cores_together() -> None:
    """A peer on one core stands with ours of the same time, on one core where there is such a run."""
    rows = [
        row("A", "ours", 1, "9.0", time_limit_s="5"),
        row("A", "ours", 1, "3.0"),
        row("A", "pyvrp", 1, "4.0", threads="1"),
    ]
    found = standings(rows)
    assert [(one.limit, one.peer, one.threads) for one in found] == [
        ("5 s", "ours", "2"),
        ("60 s", "ours", "2"),
        ("60 s", "pyvrp", "1"),
    ]
    assert mean_gap(found[2].ours) == 3.0
    alone = row("A", "ours", 1, "6.0", threads="1")
    assert [mean_gap(one.ours) for one in standings([*rows, alone]) if one.peer == "pyvrp"] == [6.0]


def test_without_ours_each_has_its_own() -> None:
    """There is nothing to stand beside."""
    (found,) = standings([row("A", "hgs", 1, "2.0")])
    assert (mean_gap(found.rows), found.ours, found.behind) == (2.0, [], 2.0)


def test_an_instance_counts_once_however_often_it_was_run() -> None:
    """The mean is over instances of the means of their runs."""
    assert mean_gap([row("A", "o", 1, "1"), row("A", "o", 2, "3"), row("B", "o", 1, "8")]) == pytest.approx(5)
