"""Step 2: stock is moved against expected demand, never against the realised orders.

A truck costs the same however full it is. The inventory engines price moves per unit, so the price per kilogram
of each lane is set to what its trucks cost per kilogram at the loads last found, and solved again (dynamic slope
scaling, Kim and Pardalos 1999); the cheapest plan under the real truck costs is kept, moving nothing among them.
The first solve, at the price of full trucks, bounds the real cost from below.

References
----------
Kim, D., Pardalos, P.M. (1999). A solution approach to the fixed charge network flow problem using a dynamic
slope scaling procedure. Operations Research Letters 24(4), 195-203.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimizer.core.errors import Finding, InputError, Place
from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.inventory import engines
from optimizer.inventory.check import cost
from optimizer.inventory.position import available
from optimizer.inventory.problem import FloatArray, IntArray, Problem
from optimizer.inventory.solution import Solution
from optimizer.strategy.build.stock import stock_problem
from optimizer.strategy.context import Context
from optimizer.strategy.plan import PlannedMove
from optimizer.validate.geography import sheet

#: Solves with updated prices; the literature finds little change after a few.
_SOLVES = 4


@dataclass(frozen=True, eq=False)
class StockPlan:
    """Moves, and what they leave for orders.

    Parameters
    ----------
    moves
        Replenishment and transfers.
    available
        Units that may have left for customers by the end of each day, cumulative, by all sites of the scenario
        (zero where not in use), product and day.
    result
        Objective and bound under the real truck costs.
    shortage_units
        Expected demand that nothing serves.
    """

    moves: tuple[PlannedMove, ...]
    available: IntArray
    result: Result[Solution]
    shortage_units: int


def place_stock(context: Context, params: Params, progress: Progress = SILENT) -> StockPlan:
    """Allocate scarce stock and replenishment against expected demand per zone and option.

    Parameters
    ----------
    context
        The strategy.
    params
        Limits of a solve; the time limit is that of all together.
    progress
        Listener; when it is cancelled, prices are not scaled any further.

    Raises
    ------
    InputError
        If stock and receipts do not fit the storage of their sites, whatever is moved.
    """
    problem, deadline = stock_problem(context), Deadline(params.time_limit_s)

    def solve(priced: Problem) -> Result[Solution]:
        engine = context.settings.solve.inventory_engine
        limits = params.replace(time_limit_s=deadline.remaining_s())
        return engines.solve(priced, limits, engine=engine, progress=progress)

    def stopped() -> bool:
        return progress.cancelled() or deadline.expired()

    first = solve(problem)
    if first.status is Status.INFEASIBLE:
        raise InputError(_no_room(context, first))
    results = [first]
    if first.solution is not None and first.solution.moves and not deadline.expired():
        results.append(solve(_without_lanes(problem)))
        results += _rescaled(context, problem, solve, stopped, first)
    best = min(results, key=lambda result: _real_objective(context, problem, result))
    solution = best.solution
    if solution is None:  # an engine always returns at least the plan that moves nothing
        msg = "the inventory engine returned no plan"
        raise RuntimeError(msg)
    result = _trusted(best, _real_objective(context, problem, best), first, params)
    if stopped() and result.status == Status.FEASIBLE:
        result = replace(result, status=Status.TIME_LIMIT)
    return StockPlan(
        moves=_planned(context, solution),
        available=_all_sites(context, available(problem, solution.moves)),
        result=result,
        shortage_units=sum(short.quantity for short in solution.shortages),
    )


def _no_room(context: Context, result: Result[Solution]) -> Iterator[Finding]:
    """Say which sites the stock does not fit, at their rows of the table."""
    sites = sheet(context.scenario, "sites")
    rows = {site.id: int(row) for site, row in zip(context.scenario.sites, sites.rows, strict=True)}
    for one in result.unserved:
        place = Place(sites.file, rows[one.id], "storage_l")
        yield Finding(one.reason, place, f"{one.id}: {one.detail}", f"Smallest change: {one.fix}")


def _trusted(
    best: Result[Solution], objective: float, first: Result[Solution], params: Params
) -> Result[Solution]:
    """Give the result its real objective, and the bound of the first solve: the price of full trucks is least."""
    bound = None if first.bound is None else min(first.bound, objective)
    result = replace(best, objective=objective, bound=bound)
    if result.status == Status.OPTIMAL and (result.gap is None or result.gap > params.gap):
        return replace(result, status=Status.FEASIBLE)
    return result


def _rescaled(
    context: Context,
    problem: Problem,
    solve: Callable[[Problem], Result[Solution]],
    stopped: Callable[[], bool],
    first: Result[Solution],
) -> list[Result[Solution]]:
    lanes = [context.lane[name] for name in problem.lanes.ids]
    per_kg = np.array([lane.cost_per_truck / lane.truck_kg for lane in lanes])
    base = problem.lanes.unit_cost - per_kg[:, None] * problem.weight_kg
    results: list[Result[Solution]] = []
    last, seen = first, {first.solution.moves if first.solution else ()}
    for _ in range(_SOLVES - 1):
        if stopped() or last.solution is None:
            break
        kg, trucks = _loads(context, problem, last.solution)
        used = kg > 0
        per_kg[used] = np.array([lane.cost_per_truck for lane in lanes])[used] * trucks[used] / kg[used]
        unit_cost: FloatArray = base + per_kg[:, None] * problem.weight_kg
        scaled = problem.replace(lanes=replace(problem.lanes, unit_cost=unit_cost))
        last = solve(scaled)
        if last.solution is None or last.solution.moves in seen:
            break
        seen.add(last.solution.moves)
        results.append(last)
    return results


def _departures(problem: Problem, solution: Solution) -> dict[tuple[int, int], float]:
    """Kilograms by lane (index) and day of leaving."""
    weight = dict(zip(problem.products, problem.weight_kg.tolist(), strict=True))
    position = {name: index for index, name in enumerate(problem.lanes.ids)}
    load: dict[tuple[int, int], float] = {}
    for move in solution.moves:
        key = (position[move.lane], move.depart_day)
        load[key] = load.get(key, 0.0) + weight[move.product] * move.quantity
    return load


def _loads(context: Context, problem: Problem, solution: Solution) -> tuple[FloatArray, FloatArray]:
    """Kilograms and trucks per lane over the horizon."""
    names = problem.lanes.ids
    kg, trucks = np.zeros(len(names)), np.zeros(len(names))
    for (lane, _), amount in _departures(problem, solution).items():
        kg[lane] += amount
        trucks[lane] += trucks_for(amount, context.lane[names[lane]].truck_kg)
    return kg, trucks


def trucks_for(kg: float, truck_kg: float) -> int:
    """Trucks that carry ``kg``; sums of weights count in whole milligrams."""
    return math.ceil(round(kg * 1e6) / round(truck_kg * 1e6))


def _real_objective(context: Context, problem: Problem, result: Result[Solution]) -> float:
    """Objective of the moves when each started truck is paid in full."""
    solution = result.solution
    if solution is None:
        return math.inf
    kg, trucks = _loads(context, problem, solution)
    rows = [context.lane[name] for name in problem.lanes.ids]
    full = sum(
        row.cost_per_truck * (count - load / row.truck_kg)
        for row, count, load in zip(rows, trucks, kg, strict=True)
    )
    return cost(problem, solution) + float(full)


def _without_lanes(problem: Problem) -> Problem:
    idle = np.zeros_like(problem.lanes.operates)
    return problem.replace(lanes=replace(problem.lanes, operates=idle))


def _planned(context: Context, solution: Solution) -> tuple[PlannedMove, ...]:
    calendar = context.calendar
    return tuple(
        sorted(
            PlannedMove(
                lane=move.lane,
                leaves=calendar.text(move.depart_day),
                arrives=calendar.text(move.arrive_day),
                product=move.product,
                quantity=move.quantity,
            )
            for move in solution.moves
        )
    )


def _all_sites(context: Context, free: IntArray) -> IntArray:
    """Spread availability by site in use over all sites of the scenario."""
    position = {site.id: index for index, site in enumerate(context.scenario.sites)}
    spread = np.zeros((len(position), *free.shape[1:]), dtype=np.int64)
    spread[[position[site] for site in context.in_use]] = free
    return spread
