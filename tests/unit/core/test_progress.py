"""Deadlines and the listener that does nothing."""

import time

import pytest

from optimizer.core.progress import SILENT, Deadline, Unheard, Within


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


class _Listener:
    def __init__(self) -> None:
        self.told: list[tuple[str, str, float | None, float | None]] = []
        self.stop = False

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        self.told.append((stage, message, best, fraction))

    def cancelled(self) -> bool:
        return self.stop


def test_a_part_tells_how_far_the_whole_is() -> None:
    """What a part reports goes through, its fraction as that of the whole, and so does Ctrl-C to the part."""
    whole = _Listener()
    part = Within(whole, 0.5, 0.25)
    part.update("routing", "round 1", best=5.0, fraction=0.5)
    part.update("routing")
    assert whole.told == [("routing", "round 1", 5.0, 0.625), ("routing", "", None, None)]
    assert not part.cancelled()
    whole.stop = True
    assert part.cancelled()


def test_who_is_not_heard_can_be_stopped() -> None:
    """A search beside the one that is told of says nothing, and ends with it."""
    whole = _Listener()
    beside = Unheard(whole)
    beside.update("routing", "round 1", fraction=0.5)
    assert (whole.told, beside.cancelled()) == ([], False)
    whole.stop = True
    assert beside.cancelled()
