"""The inventory problem as a linear model that people can read, in PuLP.

Variables carry the indices of lane (l), site (s), zone (z), product (p) and day (d), e.g. ``move_l0_p2_d1``.
Quantities are continuous except where products share capacity: there moves (and what is left overnight) are
whole, because only then do the remaining per-product networks have whole optima.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pulp

from optimizer.inventory.capacity import (
    lane_units,
    shared_lanes,
    shared_storage,
    storage_units,
    whole_units,
)
from optimizer.inventory.engines.decision import Decision
from optimizer.inventory.engines.network import Limits
from optimizer.inventory.position import on_hand
from optimizer.inventory.problem import Problem

#: A PuLP variable and its coefficient.
_Term = tuple[Any, float]


@dataclass(eq=False)
class Model:
    """A PuLP problem and its variables by index.

    Parameters
    ----------
    problem
        The problem it states.
    program
        The PuLP problem.
    move
        By (lane, product, day): lanes that leave that day, carry the product and arrive within the horizon.
    hold
        By (site, product, day): limited sites.
    serve
        By (zone, site, product, day): days with demand, sites that can serve.
    short
        By (zone, product, day): days with demand.
    overflow
        By (site, day): litres beyond storage; only in the elastic model.
    """

    problem: Problem
    program: Any
    move: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    hold: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    serve: dict[tuple[int, int, int, int], Any] = field(default_factory=dict)
    short: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    overflow: dict[tuple[int, int], Any] = field(default_factory=dict)


def build(problem: Problem) -> Model:
    """State the whole problem."""
    model = Model(problem, pulp.LpProblem("inventory", pulp.LpMinimize))
    _add_variables(model)
    define_cost(model)
    define_stock_balance(model)
    define_demand(model)
    define_lane_capacity(model)
    define_storage(model)
    return model


def build_elastic(problem: Problem) -> Model:
    """State the problem with storage that may overflow, at the least total overflow in litres."""
    model = Model(problem, pulp.LpProblem("overflow", pulp.LpMinimize))
    _add_variables(model, whole=False)
    for site in np.flatnonzero(np.isfinite(problem.storage_l) & ~problem.unlimited).tolist():
        for day in range(problem.days):
            model.overflow[site, day] = model.program.add_variable(f"overflow_s{site}_d{day}", 0)
    model.program.setObjective(_sum([(variable, 1.0) for variable in model.overflow.values()]))
    define_stock_balance(model)
    define_demand(model)
    define_lane_capacity(model)
    define_storage(model)
    return model


def columns(problem: Problem) -> int:
    """Count the variables :func:`build` would make, without making them."""
    demand = problem.demand > 0
    sources = np.isfinite(problem.serve_cost).sum(axis=1)
    serves = int((sources * demand.sum(axis=2)).sum())
    holds = int((~problem.unlimited).sum()) * len(problem.products) * problem.days
    travels = np.isfinite(problem.lanes.unit_cost).sum(axis=1)
    moves = int((travels * problem.lanes.operates.sum(axis=1)).sum())
    return serves + holds + moves + int(demand.sum())


def assign(model: Model, decision: Decision) -> None:
    """Give every variable its value in the decision, as a start for the solver."""
    for variable in model.program.variables():
        variable.varValue = 0.0
    for p, n, d, units in decision.moves.tolist():
        model.move[n, p, d].varValue = float(units)
    for p, z, s, d, units in decision.served.tolist():
        model.serve[z, s, p, d].varValue = float(units)
    for p, z, d, units in decision.shorts.tolist():
        model.short[z, p, d].varValue = float(units)
    held = on_hand(model.problem, decision.solution(model.problem))
    for (s, p, d), variable in model.hold.items():
        variable.varValue = float(held[s, p, d])


def read(model: Model) -> Decision:
    """Read the solved variables; whole up to the solver's tolerance where nothing is shared."""
    moves = [(p, n, d, _units(move)) for (n, p, d), move in model.move.items() if _units(move)]
    served = [(p, z, s, d, _units(serve)) for (z, s, p, d), serve in model.serve.items() if _units(serve)]
    shorts = [(p, z, d, _units(short)) for (z, p, d), short in model.short.items() if _units(short)]
    return Decision(
        np.array(moves, dtype=np.int64).reshape(-1, 4),
        np.array(served, dtype=np.int64).reshape(-1, 5),
        np.array(shorts, dtype=np.int64).reshape(-1, 4),
    )


def shares(model: Model, product: int) -> Limits:
    """Read what the model lets a product use: its moves on shared lanes, its stock in shared stores."""
    problem = model.problem
    limits = Limits(lane_units(problem, product), storage_units(problem, product))
    on_shared, in_shared = shared_lanes(problem), shared_storage(problem)
    for n in np.flatnonzero(on_shared if problem.weight_kg[product] > 0 else []).tolist():
        for d in range(problem.days):
            move = model.move.get((n, product, d))
            limits.lanes[n, d] = 0 if move is None else _units(move)
    for s in np.flatnonzero(in_shared if problem.volume_l[product] > 0 else []).tolist():
        for d in range(problem.days):
            limits.storage[s, d] = _units(model.hold[s, product, d])
    return limits


def _units(variable: Any) -> int:  # noqa: ANN401 (PuLP has no types)
    return round(float(variable.varValue))


def _add_variables(model: Model, *, whole: bool = True) -> None:
    problem, add = model.problem, model.program.add_variable
    lanes = problem.lanes
    coupled = shared_lanes(problem)[:, None] & (problem.weight_kg > 0) & whole
    arrives = lanes.transit_days[:, None] + np.arange(problem.days)
    runs = lanes.operates & (arrives < problem.days) & ~problem.unlimited[lanes.destination][:, None]
    usable = np.isfinite(lanes.unit_cost)[:, :, None] & runs[:, None, :]
    for lane, product, day in np.argwhere(usable).tolist():
        kind = pulp.LpInteger if coupled[lane, product] else pulp.LpContinuous
        most = _limit(problem.lanes.capacity_kg[lane], problem.weight_kg[product])
        model.move[lane, product, day] = add(f"move_l{lane}_p{product}_d{day}", 0, most, kind)
    crowded = shared_storage(problem)[:, None] & (problem.volume_l > 0) & whole
    for site in np.flatnonzero(~problem.unlimited).tolist():
        for product in range(len(problem.products)):
            kind = pulp.LpInteger if crowded[site, product] else pulp.LpContinuous
            most = _limit(problem.storage_l[site], problem.volume_l[product]) if whole else None
            for day in range(problem.days):
                model.hold[site, product, day] = add(f"hold_s{site}_p{product}_d{day}", 0, most, kind)
    for zone, product, day in np.argwhere(problem.demand > 0).tolist():
        model.short[zone, product, day] = add(f"short_z{zone}_p{product}_d{day}", 0)
        for site in np.flatnonzero(np.isfinite(problem.serve_cost[zone, :, product])).tolist():
            name = f"serve_z{zone}_s{site}_p{product}_d{day}"
            model.serve[zone, site, product, day] = add(name, 0)


def _limit(limit: float, per_unit: float) -> int | None:
    """Whole units that fit alone; without it a single product's limit could make half units optimal."""
    units = whole_units(np.array(limit), float(per_unit))
    return int(units) if np.isfinite(units) else None


def define_cost(model: Model) -> None:
    """Objective: freight + holding - end value + serving + shortages.

    ``min sum unit_cost[l,p] move + holding_cost[s,p] hold - end_value[s,p] hold[s,D-1] + serve_cost[z,s,p]
    serve + shortage_cost[p] short``
    """
    problem, last = model.problem, model.problem.days - 1
    terms = [(move, float(problem.lanes.unit_cost[n, p])) for (n, p, _), move in model.move.items()]
    terms += [
        (hold, float(problem.holding_cost[s, p] - (problem.end_value[s, p] if d == last else 0.0)))
        for (s, p, d), hold in model.hold.items()
    ]
    terms += [(serve, float(problem.serve_cost[z, s, p])) for (z, s, p, _), serve in model.serve.items()]
    terms += [(short, float(problem.shortage_cost[p])) for (_, p, _), short in model.short.items()]
    model.program.setObjective(_sum(terms))


def define_stock_balance(model: Model) -> None:
    """Each limited site, product and day: what leaves or stays is what was there or came.

    ``hold[s,p,d] + departures[s,p,d] + sum_z serve[z,s,p,d] - hold[s,p,d-1] - arrivals[s,p,d] =
    receipts[s,p,d]`` (plus ``opening[s,p]`` on day 0)
    """
    problem, lanes = model.problem, model.problem.lanes
    terms: dict[tuple[int, int, int], list[_Term]] = defaultdict(list)
    for (s, p, d), hold in model.hold.items():
        terms[s, p, d].append((hold, 1.0))
        terms[s, p, d + 1].append((hold, -1.0))
    origin, destination = lanes.origin.tolist(), lanes.destination.tolist()
    transit = lanes.transit_days.tolist()
    for (n, p, d), move in model.move.items():
        terms[origin[n], p, d].append((move, 1.0))
        terms[destination[n], p, d + transit[n]].append((move, -1.0))
    for (_, s, p, d), serve in model.serve.items():
        terms[s, p, d].append((serve, 1.0))
    for s, p, d in model.hold:
        came = int(problem.receipts[s, p, d]) + (int(problem.opening[s, p]) if d == 0 else 0)
        model.program.addConstraint(_sum(terms[s, p, d]) == came, f"balance_s{s}_p{p}_d{d}")


def define_demand(model: Model) -> None:
    """Each zone, product and day with demand: ``sum_s serve[z,s,p,d] + short[z,p,d] = demand[z,p,d]``."""
    terms: dict[tuple[int, int, int], list[_Term]] = {
        key: [(short, 1.0)] for key, short in model.short.items()
    }
    for (z, _, p, d), serve in model.serve.items():
        terms[z, p, d].append((serve, 1.0))
    for (z, p, d), row in terms.items():
        demand = int(model.problem.demand[z, p, d])
        model.program.addConstraint(_sum(row) == demand, f"demand_z{z}_p{p}_d{d}")


def define_lane_capacity(model: Model) -> None:
    """Each limited lane and departure: ``sum_p weight_kg[p] move[l,p,d] <= capacity_kg[l]``."""
    problem = model.problem
    terms: dict[tuple[int, int], list[_Term]] = defaultdict(list)
    for (n, p, d), move in model.move.items():
        if np.isfinite(problem.lanes.capacity_kg[n]) and problem.weight_kg[p] > 0:
            terms[n, d].append((move, float(problem.weight_kg[p])))
    for (n, d), row in terms.items():
        limit = float(problem.lanes.capacity_kg[n])
        model.program.addConstraint(_sum(row) <= limit, f"lane_l{n}_d{d}")


def define_storage(model: Model) -> None:
    """Each limited store and night: ``sum_p volume_l[p] hold[s,p,d] - overflow[s,d] <= storage_l[s]``.

    ``overflow`` exists in the elastic model only.
    """
    problem = model.problem
    terms: dict[tuple[int, int], list[_Term]] = defaultdict(list)
    for (s, p, d), hold in model.hold.items():
        if np.isfinite(problem.storage_l[s]) and problem.volume_l[p] > 0:
            terms[s, d].append((hold, float(problem.volume_l[p])))
    for key, overflow in model.overflow.items():
        terms[key].append((overflow, -1.0))
    for (s, d), row in terms.items():
        limit = float(problem.storage_l[s])
        model.program.addConstraint(_sum(row) <= limit, f"storage_s{s}_d{d}")


def _sum(terms: list[_Term]) -> Any:  # noqa: ANN401 (PuLP has no types)
    return pulp.LpAffineExpression(terms)
