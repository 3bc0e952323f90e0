"""Rows are read as they mean today, whenever they were written."""

from pathlib import Path

import pytest

from benchmarks import tables
from benchmarks.quality import rows
from benchmarks.quality.peers import known_peers
from benchmarks.quality.rows import COLUMNS, KEY, OWN, PAIR
from benchmarks.quality.sets import Instance
from tests.unit.benchmarks.quality.sample_rows import failure, row


def reference(cost: float, **fleet: int) -> Instance:
    """Return instance A with another best-known solution than it was measured with."""
    return Instance(Path("A.vrp"), "round", cost, in_integers=False, **fleet)


def test_a_file_of_before_is_read(tmp_path: Path) -> None:
    """Columns that it lacks are empty, and its runs are plans; no file is no rows."""
    path = tmp_path / "q.csv"
    assert rows.read(path) == []
    tables.write(path, [name for name in COLUMNS if name != "outcome"], [row("A", "ours", 1, "1.0")])
    (one,) = rows.read(path)
    assert one == row("A", "ours", 1, "1.0")
    assert not rows.failed(one)


def test_rows_are_written_in_the_order_of_their_runs(tmp_path: Path) -> None:
    """So that a file changes where a run does."""
    path = tmp_path / "q.csv"
    rows.write(path, [row("B", "ours", 1, "1.0"), row("A", "ours", 2, "1.0"), row("A", "ours", 1, "1.0")])
    assert [rows.key(one)[:3] for one in rows.read(path)] == [
        ("A", "ours", "1"),
        ("A", "ours", "2"),
        ("B", "ours", "1"),
    ]
    assert set(KEY) < set(COLUMNS)


@pytest.mark.parametrize(
    ("peer", "used"), [("pyvrp", "1"), ("hgs", "1"), ("ours", "4"), ("vroom", "4"), (PAIR, "2")]
)
def test_cores_are_those_that_are_used(peer: str, used: str, tmp_path: Path) -> None:
    """Also of rows that were written with the threads that were given."""
    assert rows.cores(peer, "4") == used
    rows.write(tmp_path / "q.csv", [row("A", peer, 1, "1.0", threads="4")])
    assert rows.read(tmp_path / "q.csv")[0]["threads"] == used


def test_every_name_is_that_of_a_peer() -> None:
    """A search of ours is judged, and a peer's cores counted, by its name."""
    assert {*OWN, *rows._CORES} <= {*known_peers(), PAIR}


def test_gaps_are_to_the_best_known_of_today(tmp_path: Path) -> None:
    """A better reference than at the time of the run changes its gap and its curve."""
    one = row("A", "ours", 1, "10.000", cost="110", best_known="100", trace="1.0:20.000 9.0:10.000")
    rows.write(tmp_path / "q.csv", [one, row("B", "ours", 1, "3.0", cost="103", best_known="100")])
    found, other = rows.read(tmp_path / "q.csv", [reference(88)])
    assert (found["gap"], found["best_known"]) == ("25.000", "88")
    assert found["trace"] == "1.0:36.364 9.0:25.000"
    assert other["gap"] == "3.0"


@pytest.mark.parametrize(("fewest", "gap"), [(3, "10.000"), (2, "")])
def test_gaps_are_of_fleets_as_small_as_known_today(fewest: int, gap: str, tmp_path: Path) -> None:
    """Where vehicles come first, a smaller fleet that was found since leaves a run without a gap."""
    one = row("A", "ours", 1, "10.000", cost="110", best_known="100", best_vehicles="3", trace="")
    rows.write(tmp_path / "q.csv", [one])
    (found,) = rows.read(tmp_path / "q.csv", [reference(100, best_vehicles=fewest)])
    assert (found["gap"], found["best_vehicles"]) == (gap, str(fewest))


def test_a_failed_run_has_no_gap_today_either(tmp_path: Path) -> None:
    """It has no cost."""
    rows.write(tmp_path / "q.csv", [failure("A", "ours", 1)])
    (found,) = rows.read(tmp_path / "q.csv", [reference(88)])
    assert (found["gap"], rows.failed(found)) == ("", True)
