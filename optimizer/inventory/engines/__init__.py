"""Engines that solve the inventory problem, and the one door to them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from optimizer.core.errors import Finding, InputError, Place, PlanRejectedError, code
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.inventory.check import check
from optimizer.inventory.problem import Problem
from optimizer.inventory.solution import Solution

UNKNOWN_ENGINE = code(
    "inventory-engine-unknown",
    "The named inventory engine does not exist.",
    "Name one of the engines listed, or 'auto'.",
)
LACKS_FEATURE = code(
    "inventory-engine-lacks-feature",
    "The named inventory engine cannot honour a feature of the problem.",
    "Name an engine that can, or 'auto'; or take the feature out of the scenario.",
)


class Capability(StrEnum):
    """Feature of a problem that an engine may lack."""

    SHARED_LANE_CAPACITY = "shared_lane_capacity"
    SHARED_STORAGE = "shared_storage"


class Engine(Protocol):
    """What every inventory engine offers."""

    @property
    def name(self) -> str:
        """Name by which a planner picks it."""
        ...

    @property
    def version(self) -> str:
        """Version of the solver behind it."""
        ...

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Features of the problem that the engine cannot honour."""
        ...

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Solve within the limits of ``params``; stop early when ``progress`` is cancelled."""
        ...


def _flow() -> Engine:
    from optimizer.inventory.engines.flow import FlowEngine

    return FlowEngine()


def _lp() -> Engine:
    from optimizer.inventory.engines.lp import LpEngine

    return LpEngine()


#: Makers of the engines in the order in which ``auto`` prefers them; each imports its solver when called.
ENGINES: dict[str, Callable[[], Engine]] = {"flow": _flow, "lp": _lp}


def pick(problem: Problem, engine: str = "auto") -> Engine:
    """Make the engine of that name; ``auto`` is the first that lacks no feature of the problem.

    Raises
    ------
    InputError
        If the engine is unknown or lacks a feature of the problem.
    """
    if engine == "auto":
        return next(made for make in ENGINES.values() if not (made := make()).missing(problem))
    place = Place("solve", column="inventory engine")
    if engine not in ENGINES:
        known = ", ".join(["auto", *ENGINES])
        cause = f"there is no inventory engine {engine!r}"
        raise InputError([Finding(UNKNOWN_ENGINE, place, cause, f"Name one of: {known}")])
    made = ENGINES[engine]()
    if lacks := made.missing(problem):
        cause = f"engine {engine!r} cannot honour {', '.join(sorted(lacks))}"
        raise InputError([Finding(LACKS_FEATURE, place, cause, "Name 'lp' or 'auto'")])
    return made


def solve(
    problem: Problem,
    params: Params,
    engine: str = "auto",
    start: Solution | None = None,
    progress: Progress = SILENT,
) -> Result[Solution]:
    """Solve with the named engine and check the written plan.

    ``auto`` takes the min-cost flow where products share no capacity and the LP otherwise.

    Parameters
    ----------
    problem
        What is asked.
    params
        Limits of the search.
    engine
        ``auto``, ``flow`` or ``lp``.
    start
        A plan to improve on; an exact engine may ignore it.
    progress
        Listener.

    Raises
    ------
    InputError
        If the engine is unknown or lacks a feature, or if buying for ``end_value`` pays without end.
    PlanRejectedError
        If the plan breaks a rule or does not cost what the engine says.
    """
    result = pick(problem, engine).solve(problem, params, start, progress)
    if result.solution is not None:
        violations = check(problem, result.solution, result.objective)
        if violations:
            raise PlanRejectedError(result.stage, violations)
    return result
