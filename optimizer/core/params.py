"""How long and how hard an engine may search."""

from dataclasses import dataclass, replace
from typing import Any, Self


@dataclass(frozen=True)
class Params:
    """Search parameters common to every engine.

    Parameters
    ----------
    time_limit_s
        Wall-clock limit in seconds; None for no limit.
    iteration_limit
        Limit in the engine's own iterations (local search restarts, branch-and-bound nodes). With it and no
        time limit, the same inputs give the same plan.
    seed
        Seed of every random choice.
    threads
        Threads the engine may use, at least 1.
    gap
        Relative optimality gap at which an exact engine may stop.

    Raises
    ------
    ValueError
        If a limit is negative or ``threads`` is below 1.
    """

    time_limit_s: float | None = None
    iteration_limit: int | None = None
    seed: int = 0
    threads: int = 1
    gap: float = 1e-4

    def __post_init__(self) -> None:
        for name in ("time_limit_s", "iteration_limit", "gap", "seed"):
            value = getattr(self, name)
            if value is not None and not value >= 0:  # also when it is not a number
                msg = f"{name} must not be negative, got {value}"
                raise ValueError(msg)
        if self.threads < 1:
            msg = f"threads must be at least 1, got {self.threads}"
            raise ValueError(msg)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 (mirrors dataclasses.replace)
        """Return a copy with ``changes`` applied."""
        return replace(self, **changes)

    def iterations(self, default: int) -> int | None:
        """Return the limit of iterations: ``default`` if nothing limits the search, None if only time does."""
        if self.iteration_limit is None and self.time_limit_s is None:
            return default
        return self.iteration_limit
