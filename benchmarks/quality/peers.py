"""Solvers that are compared, each given a problem and a time limit."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality import pyvrp_013
from benchmarks.quality.passed_over import PassedOverError, refuse
from optimizer.core.params import Params
from optimizer.routing.engines import Capability, engine_names, features, solve
from optimizer.routing.engines import engine as registered
from optimizer.routing.problem import Problem
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import Solution

#: Cost over time, as a list of (seconds, cost in the problem's integers), falling.
Trace = list[tuple[float, float]]

#: What HGS-CVRP is given beside demands, capacity and distances.
_GIVEN_TO_HGS = frozenset({Capability.ASYMMETRIC})
#: What VROOM is given beside these.
_GIVEN_TO_VROOM = frozenset(
    {
        Capability.ASYMMETRIC,
        Capability.DEPOT_WINDOW,
        Capability.SHIFT,
        Capability.TIME_WINDOWS,
        Capability.SEVERAL_TIME_WINDOWS,
    }
)


@dataclass(frozen=True)
class Task:
    """What a peer is asked.

    Parameters
    ----------
    problem
        The problem.
    limits
        Time limit, seed and threads.
    trace
        To which improvements are added.
    file, rounding
        Where the problem comes from, for peers with a reader of their own; None for none.
    """

    problem: Problem
    limits: Params
    trace: Trace
    file: Path | None = None
    rounding: str = "round"


class _Tracer:
    """Progress that notes improvements."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._begun = time.perf_counter()

    def note(self, best: float | None) -> None:
        """Note a cost if it is the best so far."""
        if best is not None and (not self._trace or best < self._trace[-1][1]):
            self._trace.append((time.perf_counter() - self._begun, float(best)))

    def update(
        self, stage: str, message: str = "", best: float | None = None, fraction: float | None = None
    ) -> None:
        """Note what an engine reports."""
        del stage, message, fraction
        self.note(best)

    def cancelled(self) -> bool:
        """Return False."""
        return False


def ours(task: Task, engine: str = "auto") -> tuple[Solution, str]:
    """Solve with one of our engines; one that is named is passed over where it lacks a feature."""
    if engine != "auto":
        refuse(registered(engine).missing(task.problem))
    result = solve(task.problem, task.limits, engine, progress=_Tracer(task.trace))
    if result.solution is None:
        msg = f"{result.engine} gave no plan"
        raise RuntimeError(msg)
    return result.solution, f"{result.engine} {result.engine_version}"


def stock_pyvrp(task: Task) -> tuple[Solution, str]:
    """Solve with PyVRP as it comes: its own reader where it knows the format, one process, its own parameters."""
    refuse(registered("pyvrp").missing(task.problem))
    import pyvrp

    from benchmarks.quality.pyvrp_file import as_read, is_read, refuse_other_cost

    tracer = _Tracer(task.trace)
    translation = as_read(task.problem, task.file, task.rounding)
    done = _stopped(task.limits)

    def stop(best_cost: int) -> bool:
        if best_cost < np.iinfo(np.int64).max:
            tracer.note(best_cost)
        return done()

    found = pyvrp.solve(translation.data, stop, seed=task.limits.seed, collect_stats=False)
    if not found.best.is_feasible():
        msg = "found no feasible plan"
        raise RuntimeError(msg)
    solution = translation.written(task.problem, found.best)
    if is_read(task.problem, task.file):
        refuse_other_cost(task.problem, solution, found.cost())
    return solution, f"pyvrp {version('pyvrp')}"


def old_pyvrp(task: Task) -> tuple[Solution, str]:
    """Solve with PyVRP 0.13.4, which is given no more than the one of today."""
    refuse(registered("pyvrp").missing(task.problem))
    return pyvrp_013.solve(task)


def _stopped(limits: Params) -> Callable[[], bool]:
    """Tell whether the time or the iterations are up, counting calls as iterations."""
    begun, calls = time.perf_counter(), 0

    def done() -> bool:
        nonlocal calls
        calls += 1
        late = limits.time_limit_s is not None and time.perf_counter() - begun >= limits.time_limit_s
        return late or (limits.iteration_limit is not None and calls > limits.iteration_limit)

    return done


def hgs(task: Task) -> tuple[Solution, str]:
    """Solve a capacitated problem with HGS-CVRP, through ``hygese``."""
    _refuse_iterations(task.limits)
    problem = _plain(task.problem, _GIVEN_TO_HGS)
    import hygese

    kind = problem.vehicle_types[0]
    places = _places(problem)
    distance = problem.matrices[kind.profile].distance[np.ix_(places, places)]
    data = {
        "distance_matrix": distance.astype(float),
        "demands": [0, *(client.delivery[0] for client in problem.clients)],
        "vehicle_capacity": kind.capacity[0],
        "num_vehicles": _vehicles(problem),
        "depot": 0,
        "service_times": [0] * len(places),
    }
    parameters = hygese.AlgorithmParameters(timeLimit=task.limits.time_limit_s, seed=task.limits.seed)
    found = hygese.Solver(parameters=parameters, verbose=False).solve_cvrp(data, rounding=False)
    return _timed(
        problem, [[row - 1 for row in route] for route in found.routes]
    ), f"hygese {version('hygese')}"


def vroom(task: Task) -> tuple[Solution, str]:
    """Solve a problem of one depot, with time windows perhaps, with VROOM at its highest exploration level.

    VROOM has no random choice: a second seed would be the same run again, and is passed over.
    """
    _refuse_iterations(task.limits)
    if task.limits.seed > 1:
        msg = "has no random choice, and seed 1 was asked for already"
        raise PassedOverError(msg)
    problem = _plain(task.problem, _GIVEN_TO_VROOM)
    limit = task.limits.time_limit_s
    found = _vroom_input(problem).solve(
        exploration_level=5,
        nb_threads=task.limits.threads,
        timeout=None if limit is None else timedelta(seconds=limit),
    )
    stops = found.routes[found.routes["type"] == "job"]
    tours = [group["id"].astype(int).sub(1).tolist() for _, group in stops.groupby("vehicle_id")]
    return _timed(problem, tours), f"pyvroom {version('pyvroom')}"


def _vroom_input(problem: Problem) -> Any:  # noqa: ANN401 (pyvroom has no stubs)
    import vroom as library

    kind = problem.vehicle_types[0]
    matrix, places = problem.matrices[kind.profile], _places(problem)
    depot = problem.depot_by_id[kind.start_depot]
    opening = max(depot.window[0], kind.shift[0])
    close = min(depot.window[1], kind.shift[1], 2**31)
    shift = library.TimeWindow(opening, close)
    model = library.Input()
    model.set_durations_matrix("car", matrix.duration[np.ix_(places, places)].astype(np.uint32))
    model.set_costs_matrix("car", matrix.distance[np.ix_(places, places)].astype(np.uint32))
    for number in range(1, _vehicles(problem) + 1):
        load = list(kind.capacity)
        model.add_vehicle(
            library.Vehicle(number, start=0, end=0, profile="car", capacity=load, time_window=shift)
        )
    for number, client in enumerate(problem.clients, 1):
        windows = [library.TimeWindow(early, min(late, close)) for early, late in client.windows]
        options = {"time_windows": windows} if windows else {}
        amount = list(client.delivery or (0,))
        model.add_job(
            library.Job(number, location=number, default_service=client.service_s, delivery=amount, **options)
        )
    return model


def _refuse_iterations(limits: Params) -> None:
    if limits.time_limit_s is None:
        msg = "knows no iteration limit"
        raise PassedOverError(msg)


def _plain(problem: Problem, given: frozenset[Capability]) -> Problem:
    """Return the problem if it is capacitated, of one vehicle type, and uses nothing else that is not given."""
    refuse(features(problem) - given)
    if problem.vehicle_types[0].cost_per_distance != 1:
        msg = "is not given a price of distance"
        raise PassedOverError(msg)
    return problem


def _places(problem: Problem) -> list[int]:
    """Return where the vehicles' depot is, then the clients."""
    depot = problem.depot_by_id[problem.vehicle_types[0].start_depot]
    return [depot.location, *(client.location for client in problem.clients)]


def _vehicles(problem: Problem) -> int:
    """As many vehicles as there are, or twice what the demand needs."""
    kind = problem.vehicle_types[0]
    needed = math.ceil(sum(client.delivery[0] for client in problem.clients) / max(kind.capacity[0], 1))
    return min(kind.count, 2 * needed + 10)


def _timed(problem: Problem, tours: Sequence[Sequence[int]]) -> Solution:
    kind = problem.vehicle_types[0].id
    named = [(kind, [problem.clients[index].id for index in tour]) for tour in tours if tour]
    return timed_solution(problem, named)


def peer(name: str) -> Callable[[Task], tuple[Solution, str]]:
    """Return a peer by name: ``ours``, one of our engines, or stock ``pyvrp``, ``pyvrp-0.13.4``, ``vroom``, ``hgs``.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    if name in _OTHERS:
        return _OTHERS[name]
    if name in engine_names():
        return lambda task: ours(task, name)
    msg = f"there is no peer {name!r}; there is {', '.join(known_peers())}"
    raise KeyError(msg)


def prepare(name: str) -> None:
    """Make what a peer needs besides the packages of this environment.

    Raises
    ------
    RuntimeError
        If it cannot be made.
    """
    if name == pyvrp_013.NAME:
        pyvrp_013.prepare()


def known_peers() -> tuple[str, ...]:
    """Names of all peers."""
    return tuple(dict.fromkeys((*_OTHERS, *engine_names())))


_OTHERS: dict[str, Callable[[Task], tuple[Solution, str]]] = {
    "ours": ours,
    "pyvrp": stock_pyvrp,
    pyvrp_013.NAME: old_pyvrp,
    "vroom": vroom,
    "hgs": hgs,
}
