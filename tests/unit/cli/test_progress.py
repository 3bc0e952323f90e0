"""The status line, and what Ctrl-C does to it."""

import io
import multiprocessing
import os
import signal
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len

import optimizer.cli.progress as progress_module
from optimizer.cli.progress import TerminalProgress, uninterrupted

PATIENCE_S = 10


class _Terminal(io.StringIO):
    """A terminal that lets a test wait until something is written on it."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True

    def write(self, text: str) -> int:
        """Write, and tell who waits."""
        with self._changed:
            count = super().write(text)
            self._changed.notify_all()
        return count

    def wait_for(self, text: str, times: int = 1) -> str:
        """Return all that is written once it holds ``text`` so many times."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.getvalue().count(text) >= times, PATIENCE_S)
            return self.getvalue()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """Stand a terminal of 80 columns in for standard error."""
    fake = _Terminal()
    monkeypatch.setattr(progress_module, "sys", SimpleNamespace(stderr=fake))
    monkeypatch.setenv("COLUMNS", "80")
    return fake


def _progress(**changes: Any) -> TerminalProgress:  # noqa: ANN401 (passed on)
    given: dict[str, Any] = {
        "enabled": True,
        "stage": "strategy",
        "written": lambda value: f"{value:,.0f}",
        "patience_s": 0.0,
        "tick_s": 0.001,
    }
    return TerminalProgress(**{**given, **changes})


def test_the_line_is_redrawn_without_reports(terminal: _Terminal) -> None:
    """So that time is seen to pass while an engine says nothing."""
    with _progress():
        text = terminal.wait_for("\r0 s", times=3)
    assert text.count("\r0 s") >= 3


def test_the_best_of_each_strategy_stays_in_view(terminal: _Terminal) -> None:
    """Each strategy's last best, beside what is being done now."""
    with _progress() as progress:
        progress.update("strategy", "vans: round 1", 46000.0, 0.25)
        progress.update("strategy", "mixed: round 1", 37000.0, 0.25)
        progress.update("strategy", "vans: round 2", 44698.0, 0.5)
        progress.update("routing", "vans: W/2026-11-23@day, 3 stops")
        text = terminal.wait_for("3 stops")
    shown = next(line for line in text.split("\r") if "3 stops" in line)
    assert shown.split(maxsplit=2)[2].rstrip() == (
        "best: vans 44,698  mixed 37,000  routing  vans: W/2026-11-23@day, 3 stops"
    )


def test_objectives_of_other_stages_are_no_best(terminal: _Terminal) -> None:
    """What an engine minimises is never shown as a cost; how far it is, is."""
    with _progress() as progress:
        progress.update("fulfilment", "prices", best=123.0, fraction=0.5)
        text = terminal.wait_for("50%")
    assert "best" not in text
    assert "fulfilment  prices  50%" in text


def test_a_single_search_has_one_best(terminal: _Terminal) -> None:
    """As in `optimizer route`."""
    with _progress(stage="routing") as progress:
        progress.update("routing", "iteration 500", best=27591.0)
        assert "best: 27,591  routing  iteration 500" in terminal.wait_for("500")


def test_the_line_fits_the_terminal(terminal: _Terminal) -> None:
    """Also where letters are two columns wide."""
    with _progress() as progress:
        progress.update("strategy", "새벽배송" * 10 + ": round 1", best=1.0)
        text = terminal.wait_for("best")
    assert max(cell_len(line) for line in text.split("\r")) <= 79


def test_the_line_is_wiped_at_the_end(terminal: _Terminal) -> None:
    """And a shorter line leaves nothing of a longer one."""
    with _progress() as progress:
        progress.update("strategy", "vans: a very long report of what is done")
        terminal.wait_for("very long")
        progress.update("strategy", "short")
        text = terminal.wait_for("short")
        line = next(line for line in text.split("\r") if "short" in line)
        assert line.rstrip().endswith("strategy  short")
        assert len(line) > len(line.rstrip())
    assert terminal.getvalue().endswith("\r")
    assert terminal.getvalue().split("\r")[-2].isspace()


@pytest.mark.parametrize("changes", [{"enabled": False}, {"patience_s": 1000.0}])
def test_nothing_is_shown_when_quiet_or_soon_done(terminal: _Terminal, changes: dict[str, Any]) -> None:
    """A command of a second needs no status line."""
    with _progress(**changes) as progress:
        progress.update("strategy", "vans: round 1", best=1.0)
        threading.Event().wait(0.05)
    assert terminal.getvalue() == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log file gets no redrawn lines."""
    log = io.StringIO()
    monkeypatch.setattr(progress_module, "sys", SimpleNamespace(stderr=log))
    with _progress() as progress:
        progress.update("strategy", "vans: round 1", best=1.0)
    assert log.getvalue() == ""


def test_the_first_interrupt_asks_the_second_ends(terminal: _Terminal) -> None:
    """And the handler of before comes back."""
    before = signal.getsignal(signal.SIGINT)
    with _progress(enabled=False) as progress:
        assert not progress.cancelled()
        with progress.on_interrupt():
            os.kill(os.getpid(), signal.SIGINT)
            assert progress.cancelled()
            terminal.wait_for(
                "Stopping; the best plan so far is kept, if there is one. Ctrl-C again to give up.\n"
            )
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert terminal.getvalue().count("Stopping") == 1


def test_who_interrupts_at_the_last_moment_is_told(terminal: _Terminal) -> None:
    """Even if the search ends before the line is next drawn."""
    progress = _progress(tick_s=1000.0)
    with progress, progress.on_interrupt():
        os.kill(os.getpid(), signal.SIGINT)
    assert "Stopping" in terminal.getvalue()


def _wait_for_ever() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Event().wait()


def test_the_second_interrupt_ends_workers() -> None:
    """They are not waited for."""
    worker = multiprocessing.get_context("spawn").Process(target=_wait_for_ever, daemon=True)
    worker.start()
    with _progress() as progress, progress.on_interrupt():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        worker.join(PATIENCE_S)
    assert worker.exitcode == -signal.SIGTERM


def test_nothing_is_interrupted_once_the_work_is_done() -> None:
    """What was written would be denied otherwise."""
    before = signal.getsignal(signal.SIGINT)
    with uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
