"""What a peer is not given is told by name."""

from contextlib import suppress

import pytest

from benchmarks.quality.passed_over import PassedOverError, refuse


def test_every_feature_is_named() -> None:
    """In alphabetical order."""
    with pytest.raises(PassedOverError, match=r"^is not given breaks, skills$"):
        refuse({"skills", "breaks"})


def test_a_peer_that_is_given_everything_is_asked() -> None:
    """Nothing is raised where nothing is lacking."""
    asked = []
    for lacking in (frozenset(), frozenset({"breaks"})):
        with suppress(PassedOverError):
            refuse(lacking)
            asked.append(lacking)
    assert asked == [frozenset()]
