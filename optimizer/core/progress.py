"""How a running search talks to whoever started it."""

import time
from typing import Protocol


class Progress(Protocol):
    """Listener of a running computation.

    Engines call :meth:`update` now and then, and poll :meth:`cancelled`: when it is True they stop at the
    next safe point and return the best solution so far.
    """

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Report the current stage, its best objective, and the fraction done (0 to 1) where known."""
        ...

    def cancelled(self) -> bool:
        """Whether the caller asked to stop."""
        ...


class Silent:
    """Progress that shows nothing and never cancels."""

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Ignore the report."""

    def cancelled(self) -> bool:
        """Return False."""
        return False


SILENT = Silent()


class Deadline:
    """A point in time by which a whole command must be done.

    Parameters
    ----------
    seconds
        Seconds from now; None for no deadline.
    """

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def remaining_s(self) -> float | None:
        """Seconds left, never negative; None without a deadline."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def expired(self) -> bool:
        """Whether no time is left."""
        return self.remaining_s() == 0.0
