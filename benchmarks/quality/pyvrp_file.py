"""Files as PyVRP's own reader gives them to its users, and what its plans are in the ids of ours."""

from pathlib import Path

import pyvrp

from optimizer.routing.check import cost
from optimizer.routing.engines.bounds import horizon
from optimizer.routing.engines.pyvrp_data import Translation, translate
from optimizer.routing.engines.pyvrp_visits import visits
from optimizer.routing.problem import Problem
from optimizer.routing.solution import Solution

_READ_BY_PYVRP = ".vrp"


def is_read(problem: Problem, file: Path | None) -> bool:
    """Whether PyVRP's own reader is used: it knows VRPLIB.

    Not where vehicles may not visit all clients: from what it reads then, the local search of 0.14.1 does not come to
    an end (PR11A and PR14B of the set sdvrptw, within minutes).
    """
    bound = any(client.vehicle_types is not None for client in problem.clients)
    return file is not None and file.suffix == _READ_BY_PYVRP and not bound


def as_read(problem: Problem, file: Path | None, rounding: str) -> Translation:
    """Return what PyVRP's own reader makes of a file, or our translation of what it does not read.

    Parameters
    ----------
    problem
        What our reader made of it.
    file
        None for a problem without one.
    rounding
        How distances become integers.

    Raises
    ------
    RuntimeError
        If the two readers differ in the numbers of clients, depots or vehicle types.
    """
    if file is None or not is_read(problem, file):
        return translate(problem)
    data = pyvrp.read(file, rounding)
    theirs = data.num_clients, data.num_depots, data.num_vehicle_types
    own = visits(problem)
    if theirs != (len(own), len(problem.depots), len(problem.vehicle_types)):
        msg = f"PyVRP reads {theirs} clients, depots and vehicle types from {file.name}, which are not ours"
        raise RuntimeError(msg)
    return Translation(data, problem.depots, own, (), problem.vehicle_types, horizon(problem))


def refuse_other_cost(problem: Problem, solution: Solution, told: float) -> None:
    """Refuse a plan that costs something else than PyVRP says of it.

    Raises
    ------
    RuntimeError
        If the two readers understand the file differently.
    """
    ours = cost(problem, solution)
    if ours != told:
        msg = f"PyVRP says that its plan costs {told:.0f}, which is {ours} by our reading of the file"
        raise RuntimeError(msg)
