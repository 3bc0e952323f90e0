"""Engines that decide fulfilment, and the one door to them."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast

from optimizer.core.errors import PlanRejectedError, Violation
from optimizer.core.progress import SILENT

if TYPE_CHECKING:
    from optimizer.core.params import Params
    from optimizer.core.progress import Progress
    from optimizer.core.result import Result
    from optimizer.fulfilment.problem import Problem
    from optimizer.fulfilment.solution import Solution


STAGE = "fulfilment"


class Engine(Protocol):
    """What every fulfilment engine offers."""

    name: str
    version: str

    def missing(self, problem: Problem) -> frozenset[str]:
        """Return the capabilities that ``problem`` asks for and the engine lacks."""
        ...

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Return the best plan found, its objective and, where proven, a lower bound."""
        ...


#: Engines by name, the one ``auto`` prefers first; modules are imported when asked for.
_ENGINES = {
    "highs": ("optimizer.fulfilment.engines.facilities", "FacilitiesEngine"),
    "greedy": ("optimizer.fulfilment.engines.greedy", "Greedy"),
}


def names() -> tuple[str, ...]:
    """Names of all engines, the preferred first."""
    return tuple(_ENGINES)


def engine(name: str) -> Engine:
    """Return the engine called ``name``.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if name not in _ENGINES:
        msg = f"there is no fulfilment engine {name!r}; there are {', '.join(_ENGINES)}"
        raise ValueError(msg)
    module, attribute = _ENGINES[name]
    return cast("Engine", getattr(importlib.import_module(module), attribute)())


def solve(
    problem: Problem,
    params: Params,
    engine: str = "auto",
    start: Solution | None = None,
    progress: Progress = SILENT,
) -> Result[Solution]:
    """Decide which shipment serves each order line, check the plan and explain what it leaves unserved.

    Parameters
    ----------
    problem
        What to decide.
    params
        Limits, seed and threads; ``iteration_limit`` counts branch-and-bound nodes.
    engine
        ``highs`` (exact, with bound), ``greedy`` (what people do today), or ``auto``: the first that lacks
        nothing the problem asks for.
    start
        A plan to begin from; the result is never worse than it, if it keeps every rule.
    progress
        Listener; may ask to stop.

    Raises
    ------
    ValueError
        If the engine is unknown or lacks a capability.
    PlanRejectedError
        If the plan fails the independent checker.
    """
    from optimizer.fulfilment.reasons import explain

    chosen = _choose(problem, engine)
    result = chosen.solve(problem, params, start, progress)
    if result.solution is None:
        return result
    _accept(problem, result)
    return replace(result, unserved=explain(problem, result.solution))


def _choose(problem: Problem, name: str) -> Engine:
    """Return the engine asked for, refusing by name what it lacks."""
    candidates = [engine(each) for each in (names() if name == "auto" else (name,))]
    for candidate in candidates:
        if not candidate.missing(problem):
            return candidate
    lacks = "; ".join(f"{each.name} lacks {', '.join(sorted(each.missing(problem)))}" for each in candidates)
    msg = f"no fulfilment engine can take this problem: {lacks}"
    raise ValueError(msg)


def _accept(problem: Problem, result: Result[Solution]) -> None:
    """Raise unless the checker finds no fault with the plan and agrees on its objective."""
    from optimizer.fulfilment.check import check, cost

    if result.solution is None or result.objective is None:
        return
    violations = check(problem, result.solution)
    if not violations:
        true_cost = cost(problem, result.solution)
        if abs(true_cost - result.objective) > 1e-9 * max(1.0, abs(true_cost)):
            detail = f"the engine says {result.objective}, the checker {true_cost}"
            violations = (Violation("objective", "plan", detail),)
    if violations:
        raise PlanRejectedError(STAGE, violations)
