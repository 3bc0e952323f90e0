"""What every solving room returns."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from optimizer.core.status import Status

S = TypeVar("S")


@dataclass(frozen=True)
class Unserved:
    """One thing that was not served, why, and what would serve it.

    Parameters
    ----------
    kind
        ``client``, ``order``, ``line`` or ``demand``.
    id
        The planner's own id.
    reason
        Reason code registered with :func:`optimizer.core.errors.code`.
    detail
        The reason in words, with its figures.
    fix
        The smallest change that would serve it, in words with its amount.
    """

    kind: str
    id: str
    reason: str
    detail: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Result(Generic[S]):
    """Outcome of one optimisation stage.

    Parameters
    ----------
    stage
        The stage that ``bound`` and ``gap`` belong to: ``routing``, ``inventory``, ``fulfilment``.
    status
        See :class:`~optimizer.core.status.Status`.
    objective
        Value of ``solution`` in the problem's own cost units; None without a solution. Never a reported cost.
    bound
        Proven lower bound in the same units; None where the engine proves none.
    runtime_s
        Wall-clock seconds of the solve.
    seed, engine, engine_version
        What produced it.
    solution
        The room's Solution, in ids the planner wrote.
    unserved
        Everything left unserved, each with its reason.
    iterations
        Iterations or nodes the engine made.
    """

    stage: str
    status: Status
    engine: str
    engine_version: str
    objective: float | None = None
    bound: float | None = None
    runtime_s: float = 0.0
    seed: int = 0
    solution: S | None = None
    unserved: tuple[Unserved, ...] = field(default=())
    iterations: int = 0

    @property
    def gap(self) -> float | None:
        """Relative gap ``(objective - bound) / |objective|``, None without a bound or a solution."""
        if self.objective is None or self.bound is None:
            return None
        if self.objective == self.bound:
            return 0.0
        return (self.objective - self.bound) / max(abs(self.objective), 1e-9)
