"""Min-cost flow per product with OR-Tools; exact where products share no capacity.

Scale. OR-Tools takes integer costs. Each product's costs are multiplied by the largest power of ten that
keeps the dearest one within ``2**40`` and rounded in :mod:`optimizer.core.units`: with a shortage cost of
50 000 that keeps seven decimals. The reported bound pays for the rounding, so that the gap is honest.

Ties. Among plans of equal cost the engine takes one that moves and buys little: a move costs at least one
scaled unit, and what an unlimited site keeps earns a few. The bound pays for that too.
"""

import math
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress
from optimizer.core.result import Result
from optimizer.core.status import Status
from optimizer.core.units import scale_array
from optimizer.inventory.capacity import lane_units, shared_lanes, shared_storage, storage_units
from optimizer.inventory.engines import Capability
from optimizer.inventory.engines.decision import Decision, Outcome, Stopwatch, nothing_moved, resting, result
from optimizer.inventory.engines.network import Limits, Network, build
from optimizer.inventory.engines.overfull import overfull
from optimizer.inventory.problem import FloatArray, IntArray, Problem
from optimizer.inventory.profit import require_bounded
from optimizer.inventory.solution import Solution

#: Largest scaled cost; leaves room for the solver's own scaling by the number of nodes.
_MAX_COST = 2**40


@dataclass(frozen=True, eq=False)
class ProductPlan:
    """The optimal plan of one product within its limits.

    Parameters
    ----------
    decision
        Its moves, service and shortages.
    held
        Units left overnight, shape (S, D); 0 at unlimited sites.
    slack
        Most that rounding of costs may have cost, in cost units.
    """

    decision: Decision
    held: IntArray
    slack: float


class FlowEngine:
    """Solves each product on its own as a min-cost flow; refuses capacity that products share."""

    name = "flow"
    version = f"OR-Tools {version('ortools')}"

    def missing(self, problem: Problem) -> frozenset[Capability]:
        """Shared capacities: a flow per product cannot divide them."""
        lacks = set()
        if shared_lanes(problem).any():
            lacks.add(Capability.SHARED_LANE_CAPACITY)
        if shared_storage(problem).any():
            lacks.add(Capability.SHARED_STORAGE)
        return frozenset(lacks)

    def solve(
        self,
        problem: Problem,
        params: Params,
        start: Solution | None = None,
        progress: Progress = SILENT,
    ) -> Result[Solution]:
        """Solve to optimality, product by product; ``start`` is not needed.

        When time is up or the caller cancels, the products not yet solved move nothing, all their demand is
        short, and the status is ``TIME_LIMIT``. Storage that cannot hold the stock makes it ``INFEASIBLE``.

        Raises
        ------
        InputError
            If buying for ``end_value`` pays without end.
        OverflowError
            If costs or quantities are beyond what OR-Tools can hold.
        """
        watch = Stopwatch()
        require_bounded(problem)
        outcome = solve_products(problem, Deadline(params.time_limit_s), progress)
        return result(problem, outcome, (self.name, self.version), params.seed, watch)


def solve_products(problem: Problem, deadline: Deadline, progress: Progress) -> Outcome:
    """Solve every product within the capacities it would have alone."""
    done: list[Decision] = []
    slack, unplanned, rest = 0.0, set(), resting(problem)
    count = len(problem.products)
    for product in range(count):
        limits = Limits(lane_units(problem, product), storage_units(problem, product))
        if deadline.expired() or progress.cancelled():
            unplanned.add(product)
            if (rest[:, product] > limits.storage).any():
                return Outcome(Status.TIME_LIMIT, iterations=product)
            done.append(nothing_moved(problem, product))
            continue
        progress.update("inventory", problem.products[product], fraction=product / count)
        plan = solve_product(problem, product, limits)
        if plan is None:
            return Outcome(Status.INFEASIBLE, iterations=product, unserved=overfull(problem))
        done.append(plan.decision)
        slack += plan.slack
    return Outcome(
        Status.TIME_LIMIT if unplanned else Status.OPTIMAL,
        Decision.joined(done),
        slack=None if unplanned else slack,
        iterations=count - len(unplanned),
        unplanned=frozenset(unplanned),
    )


def solve_product(problem: Problem, product: int, limits: Limits) -> ProductPlan | None:
    """Plan one product at least cost within its limits; None if storage cannot hold its stock.

    Raises
    ------
    OverflowError
        If costs or quantities are beyond what OR-Tools can hold.
    """
    network = build(problem, product, limits)
    costs, scale, reward = _scaled(problem, network)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.capacity, costs
    )
    solver.set_nodes_supplies(np.arange(len(network.supply), dtype=np.int32), network.supply)
    status = solver.solve()
    if status == SimpleMinCostFlow.INFEASIBLE:
        return None
    if status != SimpleMinCostFlow.OPTIMAL:
        msg = (
            f"product {problem.products[product]!r}: OR-Tools cannot hold its costs or units ({status.name})"
        )
        raise OverflowError(msg)
    flows = np.asarray(solver.flows(arcs), dtype=np.int64)
    held, moves, serves, shorts = network.split(flows)
    stock = np.zeros((len(problem.sites), problem.days), dtype=np.int64)
    stock[tuple(network.holds.T)] = held
    decision = Decision(
        _entries(product, network.moves, moves),
        _entries(product, network.serves, serves),
        _entries(product, network.shorts, shorts),
    )
    return ProductPlan(decision, stock, _slack(problem, network, flows, costs / scale, reward / scale))


def _scaled(problem: Problem, network: Network) -> tuple[IntArray, float, int]:
    """Integer costs, their scale, and the scaled reward for a unit that is not bought."""
    dearest = float(np.abs(network.cost).max())
    scale = 10.0 ** math.floor(math.log10(_MAX_COST / dearest)) if dearest > 0 else 1.0
    costs = scale_array(network.cost, scale)
    first = len(network.holds)
    moves = slice(first, first + len(network.moves))
    costs[moves] = np.maximum(costs[moves], 1)
    buys = problem.unlimited.any() and network.cost.min() < 0
    reward = _longest_path(problem) if buys else 0
    costs[-1] = -reward
    return costs, scale, reward


def _longest_path(problem: Problem) -> int:
    """Most arcs a unit passes: every arc takes a day, unless lanes deliver on the day itself."""
    same_day = bool((problem.lanes.transit_days == 0).any())
    return problem.days * (len(problem.sites) if same_day else 1) + 2


def _slack(problem: Problem, network: Network, flows: IntArray, rounded: FloatArray, reward: float) -> float:
    """Bound on ``cost(flows) - optimum``.

    With ``e`` the largest rounding error of an arc, ``cost(f) <= cost(g) + e (|f| + |g|)`` for the rounded
    optimum f and any g, where ``|g|`` is at most all units times the longest path; each unit that the reward
    kept at its source adds ``reward``.
    """
    error = float(np.abs(rounded - network.cost)[:-1].max(initial=0.0))
    dearest = float(np.abs(network.cost).max())
    if error <= 1e-15 * dearest:
        error = 0.0
    units = int(network.supply[network.supply > 0].sum())
    kept = int(network.supply[0])
    return error * (int(flows[:-1].sum()) + units * _longest_path(problem)) + reward * kept


def _entries(product: int, keys: IntArray, units: IntArray) -> IntArray:
    positive = units > 0
    chosen = keys[positive]
    return np.column_stack([np.full(len(chosen), product), chosen, units[positive]])
