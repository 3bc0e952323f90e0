"""Progress on the terminal: elapsed time, stage and best so far; silent where nobody looks."""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

#: Nothing is shown before this many seconds.
_PATIENCE_S = 2.0
_REFRESH_S = 0.25


class TerminalProgress:
    """A status line on standard error, redrawn in place.

    Ctrl-C asks the running search to stop and return its best; a second Ctrl-C ends the command.

    Parameters
    ----------
    enabled
        False: show nothing (quiet, or not a terminal); cancelling still works.
    """

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled and sys.stderr.isatty()
        self._start = time.monotonic()
        self._shown = 0.0
        self._width = 0
        self._cancel = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Redraw the line, at most a few times a second."""
        now = time.monotonic()
        if not self._enabled or now - self._start < _PATIENCE_S:
            return
        with self._lock:
            if now - self._shown < _REFRESH_S:
                return
            self._shown = now
            parts = [f"{now - self._start:6.1f} s", stage, message]
            parts += [] if best is None else [f"best {best:,.0f}"]
            parts += [] if fraction is None else [f"{fraction:.0%}"]
            text = "  ".join(part for part in parts if part)[:110]
            sys.stderr.write("\r" + text.ljust(self._width))
            sys.stderr.flush()
            self._width = max(self._width, len(text))

    @contextmanager
    def on_interrupt(self) -> Iterator[None]:
        """While active, the first Ctrl-C asks the search to stop; the second ends the command."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self._cancel.is_set():
                raise KeyboardInterrupt
            self._cancel.set()
            sys.stderr.write("\nStopping; the best so far is kept. Ctrl-C again to give up.\n")

        previous = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancel.is_set()
