"""What an engine decided, as arrays of indices, and the Result made of it."""

import time
from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.inventory.position import on_hand
from optimizer.inventory.problem import IntArray, Problem
from optimizer.inventory.reasons import explain
from optimizer.inventory.solution import Move, Served, Shortage, Solution


@dataclass(frozen=True, eq=False)
class Decision:
    """Positive quantities by index.

    Parameters
    ----------
    moves
        Product, lane, departure day, units; shape (M, 4).
    served
        Product, zone, site, day, units; shape (V, 5).
    shorts
        Product, zone, day, units; shape (K, 4).
    """

    moves: IntArray
    served: IntArray
    shorts: IntArray

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Put the decisions of several products together."""
        return cls(
            np.concatenate([np.zeros((0, 4), dtype=np.int64), *(part.moves for part in parts)]),
            np.concatenate([np.zeros((0, 5), dtype=np.int64), *(part.served for part in parts)]),
            np.concatenate([np.zeros((0, 4), dtype=np.int64), *(part.shorts for part in parts)]),
        )

    def solution(self, problem: Problem) -> Solution:
        """Write the decision in the planner's ids."""
        lanes, sites, products, zones = problem.lanes, problem.sites, problem.products, problem.zones
        origin, destination = lanes.origin.tolist(), lanes.destination.tolist()
        transit = lanes.transit_days.tolist()
        moves = tuple(
            Move(products[p], lanes.ids[n], sites[origin[n]], sites[destination[n]], d, d + transit[n], units)
            for p, n, d, units in self.moves.tolist()
        )
        served = tuple(
            Served(products[p], zones[z], sites[s], d, units) for p, z, s, d, units in self.served.tolist()
        )
        shorts = tuple(Shortage(products[p], zones[z], d, units) for p, z, d, units in self.shorts.tolist())
        return Solution(moves, served, shorts)


def objective(problem: Problem, decision: Decision, held: IntArray) -> float:
    """Cost of the decision in the problem's units; ``held`` is the end-of-day stock, shape (S, P, D)."""
    product, lane, _, units = decision.moves.T
    freight = problem.lanes.unit_cost[lane, product] @ units
    product, zone, site, _, units = decision.served.T
    serving = problem.serve_cost[zone, site, product] @ units
    product, _, _, units = decision.shorts.T
    shortage = problem.shortage_cost[product] @ units
    limited = ~problem.unlimited
    nights = held[limited].sum(axis=2)
    holding = (problem.holding_cost[limited] * nights).sum()
    value = (problem.end_value[limited] * held[limited][:, :, -1]).sum()
    return float(freight + serving + shortage + holding - value)


def evaluate(problem: Problem, decision: Decision) -> float:
    """Cost of the decision in the problem's units."""
    return objective(problem, decision, on_hand(problem, decision.solution(problem)))


def from_solution(problem: Problem, solution: Solution) -> Decision:
    """Read a written plan whose ids all exist."""
    product = {value: index for index, value in enumerate(problem.products)}
    lane = {value: index for index, value in enumerate(problem.lanes.ids)}
    zone = {value: index for index, value in enumerate(problem.zones)}
    site = {value: index for index, value in enumerate(problem.sites)}
    moves = [(product[m.product], lane[m.lane], m.depart_day, m.quantity) for m in solution.moves]
    served = [(product[v.product], zone[v.zone], site[v.site], v.day, v.quantity) for v in solution.served]
    shorts = [(product[k.product], zone[k.zone], k.day, k.quantity) for k in solution.shortages]
    return Decision(
        np.array(moves, dtype=np.int64).reshape(-1, 4),
        np.array(served, dtype=np.int64).reshape(-1, 5),
        np.array(shorts, dtype=np.int64).reshape(-1, 4),
    )


def resting(problem: Problem) -> IntArray:
    """Count the stock each night if nothing moves and nothing is served, shape (S, P, D); 0 if unlimited."""
    units = problem.receipts.astype(np.int64, copy=True)
    units[:, :, 0] += problem.opening
    units[problem.unlimited] = 0
    stock: IntArray = np.cumsum(units, axis=2)
    return stock


def nothing_moved(problem: Problem, product: int) -> Decision:
    """Decide to move nothing of a product and to serve none of its demand."""
    zone, day = problem.demand[:, product].nonzero()
    shorts = np.column_stack([np.full(len(zone), product), zone, day, problem.demand[zone, product, day]])
    return Decision(np.zeros((0, 4), dtype=np.int64), np.zeros((0, 5), dtype=np.int64), shorts)


@dataclass(frozen=True)
class Outcome:
    """How a search ended.

    Parameters
    ----------
    status
        See :class:`~optimizer.core.status.Status`.
    decision
        The best decision; None if there is none.
    bound
        Proven lower bound of the objective; None where none is proven.
    slack
        Most by which the decision may exceed the optimum; None where that is not known. An alternative to
        ``bound``.
    iterations
        Products or nodes solved.
    unplanned
        Indices of products the search did not get to.
    unserved
        Why there is no decision.
    """

    status: Status
    decision: Decision | None = None
    bound: float | None = None
    slack: float | None = None
    iterations: int = 0
    unplanned: frozenset[int] = frozenset()
    unserved: tuple[Unserved, ...] = ()


class Stopwatch:
    """Wall-clock time since it was made."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start


def result(
    problem: Problem, outcome: Outcome, engine: tuple[str, str], seed: int, watch: Stopwatch
) -> Result[Solution]:
    """Write an outcome as the room's Result, with the reason for every shortage.

    Parameters
    ----------
    problem
        What was asked.
    outcome
        How the search ended.
    engine
        Name and version.
    seed
        Seed of the search.
    watch
        Started when the engine started.
    """
    value, bound, solution, unserved = None, outcome.bound, None, outcome.unserved
    if outcome.decision is not None:
        solution = outcome.decision.solution(problem)
        held = on_hand(problem, solution)
        value = objective(problem, outcome.decision, held)
        unserved = explain(problem, solution, held, outcome.unplanned)
        bounds = [bound] if bound is not None else []
        if outcome.slack is not None:
            bounds.append(value - outcome.slack)
        bound = min(value, max(bounds)) if bounds else None
    return Result(
        stage="inventory",
        status=outcome.status,
        engine=engine[0],
        engine_version=engine[1],
        objective=value,
        bound=bound,
        runtime_s=watch.seconds(),
        seed=seed,
        solution=solution,
        unserved=unserved,
        iterations=outcome.iterations,
    )
