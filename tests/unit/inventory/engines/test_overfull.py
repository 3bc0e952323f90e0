"""Stores that cannot hold the stock are named with the least room they lack."""

from optimizer.inventory.engines.overfull import overfull
from tests.helpers.inventory import Lane, make_problem


def test_what_can_leave_does_not_count() -> None:
    """Five litres too many; a lane takes two units of 2 l away, so one litre is missing."""
    problem = make_problem(
        sites=("A", "B"),
        opening={("A", "p"): 10},
        lanes=[Lane("A", "B", 0, 1.0, capacity_kg=2.0)],
        volume_l=2.0,
        storage_l={"A": 15.0},
    )
    (item,) = overfull(problem)
    assert (item.kind, item.id, item.reason) == ("site", "A", "stock-storage-overfull")
    assert item.detail == "day 0: stock exceeds the storage of 15 l by 1 l"
    assert item.fix == "1 l more storage at A on day 0"


def test_stock_that_fits_is_not_named() -> None:
    """Room enough, nothing to say."""
    assert overfull(make_problem(opening={("W", "p"): 3}, storage_l={"W": 3.0})) == ()
