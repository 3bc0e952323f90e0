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


class Unheard:
    """Listener that passes on nothing of what it is told, and may be cancelled as the one behind it.

    Parameters
    ----------
    progress
        The listener behind it.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Say nothing."""

    def cancelled(self) -> bool:
        """Whether the caller asked to stop."""
        return self._progress.cancelled()


class Within(Unheard):
    """Listener of a part of a computation, which passes on fractions as those of the whole.

    Parameters
    ----------
    progress
        Listener of the whole.
    begin, share
        Fraction done when the part begins, and how much of the whole it is.
    """

    def __init__(self, progress: Progress, begin: float, share: float) -> None:
        super().__init__(progress)
        self._begin = begin
        self._share = share

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Pass on."""
        fraction = None if fraction is None else self._begin + self._share * fraction
        self._progress.update(stage, message, best, fraction)


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
