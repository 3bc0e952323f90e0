"""Solve a routing problem with an engine, check what it wrote, and say why clients were left out."""

import time
from dataclasses import replace
from functools import partial, reduce

from optimizer.core.errors import PlanRejectedError
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.routing.check import check, cost, required_left_out
from optimizer.routing.engines.interface import Engine
from optimizer.routing.engines.registry import choose
from optimizer.routing.prefixes import less_broken
from optimizer.routing.problem import Problem
from optimizer.routing.reasons import explain, servable
from optimizer.routing.solution import STAGE, Solution
from optimizer.routing.warm import carried_over


def solve(
    problem: Problem,
    params: Params,
    engine: str = "auto",
    start: Solution | None = None,
    progress: Progress = SILENT,
) -> Result[Solution]:
    """Search for the cheapest solution, and check it independently.

    Parameters
    ----------
    problem
        The problem.
    params
        Limits and seed. Without any limit an engine stops by a number of iterations of its own. What is done before
        the search counts against its time.
    engine
        Name of an engine, or ``auto`` for the one that suits the problem best and has every feature it uses.
    start
        An earlier plan to start from, also of a problem with other clients; what does not fit is ignored.
    progress
        Told of the best objective now and then; the search stops soon after it is cancelled.

    Returns
    -------
    Result[Solution]
        Status ``INFEASIBLE`` if a required client or group is left out: the solution then is the best partial one.
        Every client left out is in ``unserved`` with its reason and the smallest change that would serve it, but for
        alternatives of one that is visited.

    Raises
    ------
    InputError
        If the engine does not exist or lacks a feature the problem uses.
    PlanRejectedError
        If the plan fails the independent check.
    """
    begun = time.perf_counter()
    chosen = choose(problem, engine, params)
    progress.update(STAGE, f"{len(problem.clients)} clients with {chosen.name}")
    kept = {client.id for client in servable(problem)}
    served = less_broken(problem.without({client.id for client in problem.clients} - kept))
    carried = None if start is None else carried_over(served, start)
    if served.clients:
        found = chosen.solve(served, _left(params, begun), carried, progress)
    else:
        found = _nothing_to_serve(problem, params, chosen)
    if found.solution is None:
        return found
    best = reduce(partial(_better, served), _starts(carried, start), _verified(problem, found.solution))
    return replace(_told(problem, found, best), runtime_s=time.perf_counter() - begun)


def _starts(carried: Solution | None, start: Solution | None) -> tuple[Solution, ...]:
    """Return the start, and what was carried over from it where that differs."""
    if carried is None or start is None:
        return ()
    return (carried,) if carried.routes == start.routes else (carried, start)


def _told(problem: Problem, found: Result[Solution], solution: Solution) -> Result[Solution]:
    """Return the result with a solution in place of the engine's own, priced and explained."""
    solution = _completed(problem, solution)
    infeasible = required_left_out(problem, solution) > 0
    return replace(
        found,
        solution=solution,
        status=Status.INFEASIBLE if infeasible else found.status,
        objective=cost(problem, solution),
        bound=None if infeasible else found.bound,
        unserved=explain(problem, solution),
    )


def _left(params: Params, begun: float) -> Params:
    """Return the limits that are left of what was given at an instant."""
    if params.time_limit_s is None:
        return params
    return params.replace(time_limit_s=max(0.0, params.time_limit_s - (time.perf_counter() - begun)))


def _nothing_to_serve(problem: Problem, params: Params, engine: Engine) -> Result[Solution]:
    forgone = cost(problem, Solution(()))
    return Result(
        STAGE,
        Status.OPTIMAL,
        engine.name,
        engine.version,
        bound=forgone,
        seed=params.seed,
        solution=Solution(()),
    )


def _verified(problem: Problem, solution: Solution) -> Solution:
    """Return the completed solution if it holds, perhaps without serving everyone."""
    solution = _completed(problem, solution)
    if violations := check(problem, solution, partial=True):
        raise PlanRejectedError(STAGE, violations)
    return solution


def _better(problem: Problem, solution: Solution, start: Solution) -> Solution:
    """Return the start if it is a plan and better than the solution, else the solution.

    The problem is that of the clients who can be served: what is left of a prefix binds the start as it does engines.
    """
    start = _completed(problem, start)
    if check(problem, start, partial=True):
        return solution
    ours, theirs = ((required_left_out(problem, one), cost(problem, one)) for one in (solution, start))
    return start if theirs < ours else solution


def _completed(problem: Problem, solution: Solution) -> Solution:
    """Return the solution with the clients on none of its routes listed as unserved."""
    visited = {visit.client for route in solution.routes for visit in route.visits}
    return Solution(solution.routes, tuple(c.id for c in problem.clients if c.id not in visited))
