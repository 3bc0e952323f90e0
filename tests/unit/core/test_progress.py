"""Deadlines and the listener that does nothing."""

import time

import pytest

from optimizer.core.progress import SILENT, Deadline


def test_a_deadline_comes_nearer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left falls with the clock and never below zero."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    deadline = Deadline(5)
    assert (deadline.remaining_s(), deadline.expired()) == (5.0, False)
    now[0] = 104.5
    assert (deadline.remaining_s(), deadline.expired()) == (0.5, False)
    now[0] = 105.0
    assert (deadline.remaining_s(), deadline.expired()) == (0.0, True)
    now[0] = 1000.0
    assert (deadline.remaining_s(), deadline.expired()) == (0.0, True)


def test_no_time_at_all() -> None:
    """A deadline of zero seconds is over at once."""
    assert Deadline(0).expired()


def test_no_deadline() -> None:
    """It never comes."""
    assert Deadline(None).remaining_s() is None
    assert not Deadline(None).expired()


def test_the_silent_listener(capsys: pytest.CaptureFixture[str]) -> None:
    """It shows nothing and never cancels."""
    SILENT.update("routing", "round 1", best=5.0, fraction=0.5)
    assert capsys.readouterr() == ("", "")
    assert not SILENT.cancelled()
