"""Progress on the terminal: elapsed time, stage and best so far; silent where nobody looks."""

import multiprocessing
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

#: Nothing is shown before this many seconds.
_PATIENCE_S = 2.0
_TICK_S = 0.5


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C do nothing, where the work is done and it would only be told wrongly."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def elapsed(*, enabled: bool) -> "TerminalProgress":
    """Show that time passes in work without an objective."""
    return TerminalProgress(enabled=enabled, stage="", written=str)


class TerminalProgress:
    """A status line on standard error, redrawn in place by a small thread, so that time is seen to pass.

    Ctrl-C asks the running search to stop and return its best; a second Ctrl-C ends the command.

    Parameters
    ----------
    enabled
        False: show nothing (quiet, or not a terminal); cancelling still works.
    stage
        The stage whose objective is worth showing as best so far; what other stages minimise is no cost.
    written
        Writes such an objective for people.
    patience_s, tick_s
        Seconds before the line is first shown, and between two drawings.
    """

    def __init__(
        self,
        *,
        enabled: bool,
        stage: str,
        written: Callable[[float], str],
        patience_s: float = _PATIENCE_S,
        tick_s: float = _TICK_S,
    ) -> None:
        self._enabled = enabled and sys.stderr.isatty()
        self._stage = stage
        self._written = written
        self._patience_s = patience_s
        self._tick_s = tick_s
        self._start = time.monotonic()
        self._doing = ""
        self._best: dict[str, float] = {}
        self._drawn = 0
        self._told = False
        self._cancel = threading.Event()
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()
        self._tell_stopping()
        self._clear()

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Take note of a report; a message ``subject: what`` is the report of one of several searches."""
        subject, colon, _ = message.partition(": ")
        share = "" if fraction is None else f"{fraction:.0%}"
        with self._lock:
            self._doing = "  ".join(part for part in (stage, message, share) if part)
            if best is not None and stage == self._stage:
                self._best[subject if colon else ""] = best

    @contextmanager
    def on_interrupt(self) -> Iterator[None]:
        """While active, the first Ctrl-C asks the search to stop; the second ends the command."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self._cancel.is_set():
                # what they find is not wanted any more
                for worker in multiprocessing.active_children():
                    worker.terminate()
                raise KeyboardInterrupt
            # the thread tells it: a handler must not write to a stream that may be in use
            self._cancel.set()

        previous = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancel.is_set()

    def _run(self) -> None:
        while not self._done.wait(self._tick_s):
            self._tell_stopping()
            if self._enabled and time.monotonic() - self._start >= self._patience_s:
                self._draw()

    def _tell_stopping(self) -> None:
        if self._cancel.is_set() and not self._told:
            self._told = True
            self._clear()
            sys.stderr.write(
                "Stopping; the best plan so far is kept, if there is one. Ctrl-C again to give up.\n"
            )
            sys.stderr.flush()

    def _draw(self) -> None:
        from rich.cells import cell_len, set_cell_size

        with self._lock:
            best = "  ".join(f"{name} {self._written(value)}".strip() for name, value in self._best.items())
            doing = self._doing
        elapsed = f"{time.monotonic() - self._start:.0f} s"
        text = "  ".join(part for part in (elapsed, f"best: {best}" if best else "", doing) if part)
        # Korean letters are two columns wide
        width = min(cell_len(text), shutil.get_terminal_size().columns - 1)
        sys.stderr.write("\r" + set_cell_size(text, max(width, self._drawn)))
        sys.stderr.flush()
        self._drawn = width

    def _clear(self) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * self._drawn + "\r")
            sys.stderr.flush()
            self._drawn = 0
