"""Runs a PuLP problem on HiGHS and reads what PuLP itself does not pass on: bound, nodes, how it ended."""

from dataclasses import dataclass
from typing import Any

import highspy
import pulp

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Deadline, Progress

_FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)


@dataclass(frozen=True)
class Run:
    """How HiGHS ended.

    Parameters
    ----------
    solved
        Whether it proved the optimum within the gap.
    infeasible
        Whether it proved that there is no solution.
    found
        Whether the variables hold a feasible solution.
    bound
        Proven lower bound; None without one.
    nodes
        Branch-and-bound nodes.
    """

    solved: bool
    infeasible: bool
    found: bool
    bound: float | None
    nodes: int


def run(
    program: Any,  # noqa: ANN401 (PuLP has no types)
    params: Params | None = None,
    deadline: Deadline | None = None,
    progress: Progress = SILENT,
    *,
    warm: bool = False,
) -> Run:
    """Solve the program; its variables then hold the best solution in ``varValue``.

    Parameters
    ----------
    program
        A PuLP problem.
    params
        Threads, gap, seed and node limit.
    deadline
        When the search must end; None for no limit.
    progress
        Polled by HiGHS; cancelling stops it.
    warm
        Whether ``varValue`` of the variables is a solution to start from.
    """
    params = params or Params()
    limits = {} if params.iteration_limit is None else {"mip_max_nodes": params.iteration_limit}
    solver = pulp.HiGHS(
        msg=False,
        threads=params.threads,
        gapRel=params.gap,
        callbackTuple=(_interrupt_when_cancelled, progress),
        callbacksToActivate=[
            highspy.cb.HighsCallbackType.kCallbackMipInterrupt,
            highspy.cb.HighsCallbackType.kCallbackSimplexInterrupt,
        ],
        random_seed=params.seed % 2**31,
        **limits,
    )
    # threads are a property of HiGHS' process-wide scheduler, which keeps the first number it was given
    highspy.Highs.resetGlobalScheduler(True)
    solver.createAndConfigureSolver(program)
    solver.buildSolverModel(program)
    # handing the model over takes seconds itself, so the time left is only known now
    left = None if deadline is None else deadline.remaining_s()
    if left is not None:
        program.solverModel.setOptionValue("time_limit", left)
    if warm:
        start = highspy.HighsSolution()
        start.col_value = [float(variable.varValue) for variable in program.variables()]
        program.solverModel.setSolution(start)
    solver.callSolver(program)
    return _read(program)


def _read(program: Any) -> Run:  # noqa: ANN401 (PuLP has no types)
    highs = program.solverModel
    status, info = highs.getModelStatus(), highs.getInfo()
    solved = status == highspy.HighsModelStatus.kOptimal
    found = info.primal_solution_status == _FEASIBLE
    if found:
        values = highs.getSolution().col_value
        for variable in program.variables():
            variable.varValue = values[variable.index]
    bound = None
    if program.isMIP():
        bound = float(info.mip_dual_bound) if abs(info.mip_dual_bound) < highspy.kHighsInf else None
    elif solved:
        bound = float(info.objective_function_value)
    return Run(
        solved=solved,
        infeasible=status
        in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible),
        found=found,
        bound=bound,
        nodes=max(0, int(info.mip_node_count)),
    )


def _interrupt_when_cancelled(
    kind: Any,  # noqa: ANN401 (the signature is HiGHS')
    message: str,
    data_out: Any,  # noqa: ANN401
    data_in: Any,  # noqa: ANN401
    progress: Progress,
) -> None:
    if progress.cancelled():
        data_in.user_interrupt = True
