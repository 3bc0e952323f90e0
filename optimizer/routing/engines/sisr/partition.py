"""Chooses routes for a part of a plan among those noted on the way: set partitioning.

A plan and the routes of earlier plans make an integer program [1]_: choose columns such that each unit is in exactly
one, at the least cost. For a whole plan it is too hard to be solved in seconds, and there is no need: some neighbouring
routes of the plan are opened, with all columns whose units are among theirs, and the rest is fixed.

References
----------
.. [1] Subramanian, A., E. Uchoa and L.S. Ochi (2013). A hybrid algorithm for a class of vehicle routing problems.
   *Computers & Operations Research* 40(10), 2519-2531. https://doi.org/10.1016/j.cor.2013.01.013
"""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from optimizer.routing.engines.sisr import columns as col
from optimizer.routing.engines.sisr.data import Data
from optimizer.routing.engines.sisr.memory import rows
from optimizer.routing.matrix import FloatArray
from optimizer.routing.problem import IntArray

BoolArray = npt.NDArray[np.bool_]
#: The columns that need a vehicle of a type, and how many there are.
_Limit = tuple[BoolArray, int]

#: Columns that enter the relaxation: those cheapest beside what their units cost in the plan.
RELAXED_COLUMNS = 4000
#: Columns of least reduced cost that enter the integer program.
MOST_COLUMNS = 1000
#: Nodes of branch and bound.
MOST_NODES = 50


@dataclass(frozen=True)
class Columns:
    """Routes, and units left out, that a plan can be put together from.

    Parameters
    ----------
    cost, kind
        Of each column, shape (columns,); the vehicle type is -1 for a unit left out.
    covers
        Whether a column has a unit, shape (units, columns).
    size
        Number of units of each column.
    """

    cost: IntArray
    kind: IntArray
    covers: BoolArray
    size: IntArray

    def within(self, units: IntArray) -> IntArray:
        """Return the columns that have units among these only."""
        return np.flatnonzero(self.covers[units].sum(axis=0) == self.size)


@dataclass(frozen=True)
class Region:
    """A part of a plan that is put together anew.

    Parameters
    ----------
    chosen
        Its columns in the plan.
    spare
        How many more vehicles of each type it may use, shape (vehicle types,).
    """

    chosen: IntArray
    spare: IntArray


def columns_of(data: Data, routes: IntArray) -> Columns:
    """Return columns for routes as they are noted, and behind them one for each unit that may be left out."""
    units = rows(data.fact, col.UNIT_TABLE, col.UNIT_COLUMNS)
    unit_of = rows(data.fact, col.NODE_TABLE, col.NODE_COLUMNS)[:, col.UNIT]
    optional = np.flatnonzero(units[:, col.REQUIRED] == 0)
    # the last row, at -1, takes depots on the way
    covers = np.zeros((len(units) + 1, len(routes) + len(optional)), bool)
    stops = routes[:, col.FIRST_STOP :]
    number, at = np.nonzero(np.arange(stops.shape[1]) < routes[:, [col.POOL_SIZE]])
    covers[unit_of[stops[number, at]], number] = True
    covers = covers[:-1]
    covers[optional, len(routes) + np.arange(len(optional))] = True
    return Columns(
        np.concatenate([routes[:, col.POOL_COST], units[optional, col.FORGONE]]),
        np.concatenate([routes[:, col.POOL_KIND], np.full(len(optional), -1)]),
        covers,
        covers.sum(axis=0),
    )


def improved(columns: Columns, region: Region, seconds: float) -> IntArray | None:
    """Return cheaper columns for the same units; None if none were found.

    Parameters
    ----------
    columns
        The plan's and others.
    region
        What is put together anew.
    seconds
        Limit of the integer program.
    """
    units = np.flatnonzero(columns.covers[:, region.chosen].any(axis=1))
    inside = _promising(columns, region, columns.within(units))
    covers, cost = columns.covers[np.ix_(units, inside)], columns.cost[inside]
    limits = _limits(columns, region, inside, len(units))
    old = int(columns.cost[region.chosen].sum())
    reduced, prices, bound = _relaxed(cost, covers, limits)
    # costs are whole numbers
    if old - bound < 1.0 - 1e-6:
        return None
    least = np.argsort(reduced, kind="stable")[:MOST_COLUMNS]
    kept = np.sort(least[reduced[least] <= old - bound])
    # prices taken off the columns change the cost of every choice alike, and leave small numbers
    off = np.rint(prices).astype(np.int64)
    small, ceiling = cost[kept] - off @ covers[:, kept], old - int(off.sum())
    limits = [(row[kept], most) for row, most in limits]
    taken = _chosen(_model(small, covers[:, kept], limits), ceiling, seconds)
    return None if taken is None else inside[kept[taken]]


def _promising(columns: Columns, region: Region, inside: IntArray) -> IntArray:
    """Return the plan's columns, and those that cost little beside an equal share for each of a column's units."""
    if len(inside) <= RELAXED_COLUMNS:
        return inside
    shares = columns.covers[:, region.chosen] @ (columns.cost[region.chosen] / columns.size[region.chosen])
    beside = columns.cost[inside] - shares @ columns.covers[:, inside]
    return np.union1d(region.chosen, inside[np.argsort(beside, kind="stable")[:RELAXED_COLUMNS]])


def _limits(columns: Columns, region: Region, inside: IntArray, units: int) -> list[_Limit]:
    """Return which columns need a vehicle of a type and how many there are, where that may be too few."""
    kinds, used = columns.kind[inside], columns.kind[region.chosen]
    most = [int(spare + (used == kind).sum()) for kind, spare in enumerate(region.spare)]
    return [(kinds == kind, count) for kind, count in enumerate(most) if count < units]


def _relaxed(cost: IntArray, covers: BoolArray, limits: list[_Limit]) -> tuple[FloatArray, FloatArray, float]:
    """Return reduced costs, prices of the units, and the least cost of the linear relaxation."""
    scale = 1000.0 / max(1.0, float(cost.mean()))
    solver = _solver()
    solver.passModel(_model((cost * scale).astype(np.float64), covers, limits))
    solver.run()
    solution = solver.getSolution()
    reduced, prices = np.array(solution.col_dual) / scale, np.array(solution.row_dual) / scale
    return reduced, prices[: len(covers)], solver.getInfo().objective_function_value / scale


def _chosen(model: highspy.HighsLp, ceiling: int, seconds: float) -> BoolArray | None:
    """Return which columns to choose at less than a cost; None if none were found."""
    model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
    solver = _solver()
    for option, value in (
        ("objective_bound", ceiling - 0.5),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.99),
        ("mip_max_nodes", MOST_NODES),
        ("time_limit", seconds),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    info = solver.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not feasible or info.objective_function_value > ceiling - 0.5:
        return None
    return np.array(solver.getSolution().col_value) > 0.5


def _solver() -> highspy.Highs:
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1)):
        solver.setOptionValue(option, value)
    return solver


def _model(cost: IntArray | FloatArray, covers: BoolArray, limits: list[_Limit]) -> highspy.HighsLp:
    """Return the relaxation: each unit once, vehicles within their limits, at the least cost."""
    matrix = np.vstack([covers, *(row for row, _ in limits)])
    column, row = np.nonzero(matrix.T)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = cost.astype(np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    model.row_lower_ = np.concatenate([np.ones(len(covers)), np.full(len(limits), -np.inf)])
    model.row_upper_ = np.concatenate([np.ones(len(covers)), [float(most) for _, most in limits]])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(column, np.arange(len(cost) + 1)).astype(np.int32)
    model.a_matrix_.index_ = row.astype(np.int32)
    model.a_matrix_.value_ = np.ones(len(row))
    return model
