"""Parts of routes, joined."""

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.segments import joined


def test_waiting_is_as_short_as_the_start_allows() -> None:
    """A part that begins by 10 and one that opens at 50, 20 apart, leave 20 to wait."""
    assert joined((5, 0, 10), 15, (3, 50, 60)) == (5 + 15 + 20 + 3, 10, 10)


def test_slack_of_both_parts_is_kept() -> None:
    """Without waiting the earliest and latest starts are the narrower of both."""
    assert joined((5, 0, 100), 5, (1, 20, 40)) == (11, 10, 30)


def test_part_that_comes_too_late_never_holds() -> None:
    """Who arrives at 20 after the close at 19 has no route, nor has anything joined to it."""
    never = joined((5, 0, 100), 15, (1, 0, 19))
    assert never[0] == col.NEVER
    assert joined(never, 0, (1, 0, 10**6))[0] == col.NEVER
