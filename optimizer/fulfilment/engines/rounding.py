"""From the relaxation, or from any plan, to a good plan by ejection chains."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.fulfilment.check import cost
from optimizer.fulfilment.decisions import entries_of
from optimizer.fulfilment.engines.candidates import Candidates
from optimizer.fulfilment.engines.exchange import Exchange
from optimizer.fulfilment.engines.relaxation import Relaxation
from optimizer.fulfilment.engines.solver import Control
from optimizer.fulfilment.engines.ways import Way, Ways
from optimizer.fulfilment.problem import Problem
from optimizer.fulfilment.solution import Solution

#: Orders that a chain may move and passes over all orders, one after the other.
_CHAINS = ((1, 6), (2, 2))


def rounded(problem: Problem, cand: Candidates, relaxation: Relaxation, control: Control) -> Solution:
    """Round the relaxation, whole decisions first, then the largest fractions, then what fits; improve it."""
    ways = Ways(problem, cand, relaxation.guide)
    exchange = Exchange(problem, ways, control.params.seed)
    vans = np.minimum(np.round(relaxation.vans), cand.resources.van_count).astype(np.int64)
    kinds = list(
        zip(cand.resources.van_pool.tolist(), cand.resources.van_type.tolist(), vans.tolist(), strict=True)
    )
    shut = [opening for pool, opening, count in kinds if pool < 0 and not count]
    exchange.open([each for each in kinds if each[0] >= 0 and each[2]], shut)
    for order, way in _relaxed_ways(problem, cand, relaxation, ways):
        if order not in exchange.way:
            exchange.put(order, way)
    exchange.fill()
    for depth, passes in _CHAINS:
        exchange.improve(control, depth, passes)
    return exchange.solution()


def improved(
    problem: Problem, cand: Candidates, relaxation: Relaxation, control: Control, solution: Solution
) -> Solution:
    """Improve a plan that keeps every rule; the vehicles it reserves are all there will be."""
    ways = Ways(problem, cand, relaxation.guide)
    exchange = Exchange(problem, ways, control.params.seed)
    pools = {pool.id: g for g, pool in enumerate(problem.pools)}
    types = [{van.id: t for t, van in enumerate(pool.vehicles)} for pool in problem.pools]
    entries, quantities = entries_of(problem, solution)
    vehicles = [(pools[u.pool], types[pools[u.pool]][u.vehicle_type], u.count) for u in solution.vehicles]
    exchange.open(vehicles, _unused(problem, entries))
    parts: dict[int, list[tuple[int, int]]] = {}
    for entry, quantity in zip(entries.tolist(), quantities.tolist(), strict=True):
        parts.setdefault(int(problem.line_order[problem.entry_line[entry]]), []).append((entry, quantity))
    for order, served in parts.items():
        exchange.put(order, ways.way(order, served))
    exchange.fill()
    for depth, passes in _CHAINS:
        exchange.improve(control, depth, passes)
    better = exchange.solution()
    return better if cost(problem, better) < cost(problem, solution) else solution


def _unused(problem: Problem, entries: npt.NDArray[np.int64]) -> list[int]:
    """List the openings that cost something and that no shipment of the plan uses."""
    used = set(problem.opens[problem.entry_shipment[entries]].ravel().tolist()) if problem.openings else set()
    return [u for u, opening in enumerate(problem.openings) if opening.fixed_cost > 0 and u not in used]


def _relaxed_ways(
    problem: Problem, cand: Candidates, relaxation: Relaxation, ways: Ways
) -> list[tuple[int, Way]]:
    """Ways that the relaxation uses, the least fractional first: patterns, and an order's patterns together."""
    used = np.flatnonzero(relaxation.value > 1e-6)
    used = used[np.argsort(-np.round(relaxation.value[used], 6), kind="stable")]
    chosen = relaxation.choice[used]
    found: list[tuple[float, int, list[int]]] = []
    together: dict[int, list[int]] = {}
    start, inside = cand.carries.indptr.tolist(), cand.carries.indices.tolist()
    for k, pattern in enumerate(used.tolist()):
        block = int(relaxation.block[pattern])
        order = int(cand.head_order[block])
        parts = chosen.indices[chosen.indptr[k] : chosen.indptr[k + 1]]
        entries = inside[start[block] : start[block + 1]] + cand.part_entry[parts].tolist()
        found.append((float(relaxation.value[pattern]), order, entries))
        if relaxation.value[pattern] > 0.5:
            together.setdefault(order, []).extend(entries)
    found += [(1.0, order, entries) for order, entries in together.items()]
    found.sort(key=lambda each: (-round(each[0], 6), -len(each[2])))
    quantity = problem.line_quantity[problem.entry_line]
    return [
        (order, ways.way(order, [(e, int(quantity[e])) for e in entries]))
        for _, order, entries in found
        if ways.allowed(order, entries)
    ]
