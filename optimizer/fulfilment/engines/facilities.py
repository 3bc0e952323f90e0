"""Openings decided on a tight relaxation, the rest by the engine that knows none.

Where opening a site for a day costs something, the relaxation that :mod:`~optimizer.fulfilment.engines.relaxation`
prices is weak: a shipment pays only its share of the opening. Here every order that uses an opening pays for all of it
(the strong formulation of facility location), which the linear program over all shipments can still take while there
are not too many. Its openings, rounded at several thresholds, give plans: what is shut is left out, what is open costs
nothing more, and the remaining problem is solved as usual.

References
----------
Krarup, J., Pruzan, P.M. (1983). The simple plant location problem: survey and synthesis. European Journal of
Operational Research 12(1), 36-81.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.fulfilment.check import check, cost
from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.engines.candidates import Candidates, candidates
from optimizer.fulfilment.engines.filling import filled
from optimizer.fulfilment.engines.highs import HighsEngine
from optimizer.fulfilment.engines.mip import relaxed
from optimizer.fulfilment.engines.relaxation import relax
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.problem import Problem, Split
from optimizer.fulfilment.solution import Solution

BoolArray = npt.NDArray[np.bool_]

#: Beyond this many blocks the tight relaxation takes too long.
_LARGE = 30_000

#: Least value in the relaxation at which an opening is tried open; fewer are shut at each.
_THRESHOLDS = (0.5, 0.25)

#: Part of the time left for the relaxation, and for the solve at one threshold.
_TIME = 0.25

#: Part of the iterations for the solve at one threshold, and the gap at which it may stop.
_ITERATIONS, _GAP = 0.05, 4e-3

#: Part of the iterations for a solve with the cost spread.
_SPREAD = 0.25

#: Part of the iterations for the search at the real costs that follows.
_LAST = 0.1


@dataclass(frozen=True, eq=False)
class Tight:
    """Bound of the whole problem, and how far each opening is open in it (1 if it costs nothing), shape (U,)."""

    bound: float
    opened: npt.NDArray[np.float64]


class FacilitiesEngine:
    """HiGHS, with openings decided first where they cost something."""

    name = "highs"

    def __init__(self) -> None:
        self._plain = HighsEngine()

    @property
    def version(self) -> str:
        """Version of HiGHS."""
        return self._plain.version

    def missing(self, problem: Problem) -> frozenset[str]:
        """Return the capabilities that ``problem`` asks for and this engine lacks."""
        return self._plain.missing(problem)

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Return the best plan found, and a lower bound of the full problem.

        Parameters are those of :meth:`~optimizer.fulfilment.engines.highs.HighsEngine.solve`; the iteration limit
        holds for the solve at each threshold.
        """
        begin = time.monotonic()
        control = Control(params, Deadline(params.time_limit_s), progress)
        cand = candidates(problem) if any(opening.fixed_cost > 0 for opening in problem.openings) else None
        if cand is None or cand.blocks == 0:
            return self._plain.solve(problem, params, start, progress)
        small = cand.single and cand.blocks <= _LARGE
        tight = _tight(problem, cand, control) if small else None
        if tight is None:
            best, lower, rounds = self._charged(problem, control, start)
        else:
            best, rounds = self._best(problem, tight, control, start)
            lower = tight.bound
        # what was solved last may have known other costs
        best = filled(problem, best, control)
        objective = cost(problem, best)
        bound = min(lower, objective)
        closed = objective - bound <= max(params.gap, 1e-7) * max(abs(objective), 1e-9)
        ended = Status.TIME_LIMIT if control.stop() else Status.FEASIBLE
        return Result(
            stage="fulfilment",
            status=Status.OPTIMAL if closed else ended,
            engine=self.name,
            engine_version=self.version,
            objective=objective,
            bound=bound,
            runtime_s=time.monotonic() - begin,
            seed=params.seed,
            solution=best,
            iterations=rounds,
        )

    def _charged(
        self, problem: Problem, control: Control, start: Solution | None
    ) -> tuple[Solution, float, int]:
        """Spread the openings' cost over shipments and solve twice; also a lower bound, and the iterations.

        Spread over all that could use an opening it never exceeds the real cost, so that the bound holds; spread
        over those that the plan found uses, it leads away from openings with few users (dynamic slope scaling).
        """
        could = _most_users(problem)
        lower = relax(candidates(charged(problem, could)), control).bound
        plans = [start] if start is not None and not check(problem, start) else []
        rounds = 0
        for _ in range(1 if plans else 2):
            users = np.maximum(_users(problem, plans[0]), 1.0) if plans else could
            params = _part(_left(control.params, control, 0.5), _SPREAD)
            result = self._plain.solve(
                charged(problem, users),
                params.replace(gap=max(params.gap, _GAP)),
                plans[0] if plans else None,
                control.progress,
            )
            rounds += result.iterations
            if result.solution is not None:
                plans.append(result.solution)
                plans.sort(key=lambda plan: cost(problem, plan))
                control.progress.update("fulfilment", "openings", best=cost(problem, plans[0]))
        return plans[0], lower, rounds

    def _best(
        self, problem: Problem, tight: Tight, control: Control, start: Solution | None
    ) -> tuple[Solution, int]:
        """Solve at each threshold, search on from the cheapest plan; also returns the iterations it took."""
        # a plan that is given has been through the thresholds, at nearly the same costs
        plans = [start] if start is not None and not check(problem, start) else []
        rounds, tried = 0, set[bytes]()
        for threshold in () if plans else _THRESHOLDS:
            shut = tight.opened < threshold
            if shut.tobytes() in tried or (plans and control.stop()):
                continue
            tried.add(shut.tobytes())
            given = plans[0] if plans else None
            params = _part(_left(control.params, control, _TIME), _ITERATIONS)
            params = params.replace(gap=max(params.gap, _GAP))
            result = self._plain.solve(without(problem, shut), params, given, control.progress)
            rounds += result.iterations
            if result.solution is not None:
                plans.append(result.solution)
                plans.sort(key=lambda plan: cost(problem, plan))
                control.progress.update("fulfilment", "openings", best=cost(problem, plans[0]))
        params = _part(_left(control.params, control, 1.0), _LAST)
        result = self._plain.solve(problem, params, plans[0], control.progress)
        return result.solution or plans[0], rounds + result.iterations


def without(problem: Problem, shut: BoolArray) -> Problem:
    """Leave out the shipments that use an opening which is ``shut``; the others then cost nothing more."""
    blocked = np.asarray(np.append(shut, values=False)[problem.opens].any(axis=1), dtype=np.bool_)
    kept = np.flatnonzero(~blocked)
    number = np.cumsum(~blocked) - 1
    entry = ~blocked[problem.entry_shipment]
    values: dict[str, Any] = {
        field.name: tuple(value[row] for row in kept) if isinstance(value, tuple) else value[kept]
        for field in fields(problem.shipments)
        for value in [getattr(problem.shipments, field.name)]
    }
    return problem.replace(
        shipments=replace(problem.shipments, **values),
        entry_line=problem.entry_line[entry],
        entry_shipment=number[problem.entry_shipment[entry]],
        entry_unit_cost=problem.entry_unit_cost[entry],
        openings=tuple(replace(opening, fixed_cost=0.0) for opening in problem.openings),
        opens=problem.opens[kept],
    )


def charged(problem: Problem, users: npt.NDArray[np.float64]) -> Problem:
    """Charge each shipment its share of what it opens, if ``users`` share it; openings then cost nothing more."""
    share = np.array([opening.fixed_cost for opening in problem.openings]) / np.maximum(users, 1.0)
    charge = np.where(problem.opens >= 0, share[problem.opens], 0.0).sum(axis=1)
    return problem.replace(
        shipments=replace(problem.shipments, fixed_cost=problem.shipments.fixed_cost + charge),
        openings=tuple(replace(opening, fixed_cost=0.0) for opening in problem.openings),
    )


def _most_users(problem: Problem) -> npt.NDArray[np.float64]:
    """Shipments that could use each opening at once, shape (U,)."""
    counts = np.zeros(len(problem.openings))
    for column in problem.opens.T:
        used = np.flatnonzero(column >= 0)
        if problem.split is Split.NONE:
            used = used[
                np.unique(np.stack([column[used], problem.shipments.order[used]]), axis=1, return_index=True)[
                    1
                ]
            ]
        counts += np.bincount(column[used], minlength=len(counts))
    return counts


def _users(problem: Problem, solution: Solution) -> npt.NDArray[np.float64]:
    """Shipments of a plan that use each opening, shape (U,)."""
    made = np.unique(problem.entry_shipment[entries_of(problem, solution)[0]])
    used = problem.opens[made].ravel()
    return np.bincount(used[used >= 0], minlength=len(problem.openings)).astype(np.float64)


def _tight(problem: Problem, cand: Candidates, control: Control) -> Tight | None:
    """Solve the tight relaxation; None if there was no time."""
    found = relaxed(cand, Control(_left(control.params, control, _TIME), control.deadline, control.progress))
    if found is None:
        return None
    bound, vans = found
    opened = np.array([0.0 if opening.fixed_cost > 0 else 1.0 for opening in problem.openings])
    paid = np.flatnonzero(cand.resources.van_pool < 0)
    opened[cand.resources.van_type[paid]] = vans[paid]
    return Tight(bound, opened)


def _part(params: Params, share: float) -> Params:
    limit = params.iteration_limit
    return params if limit is None else params.replace(iteration_limit=max(1, round(share * limit)))


def _left(params: Params, control: Control, share: float) -> Params:
    left = control.deadline.remaining_s()
    return params if left is None else params.replace(time_limit_s=share * left)


__all__ = ["FacilitiesEngine", "without"]
