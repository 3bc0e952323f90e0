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
from optimizer.routing.problem import Problem, VehicleType
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
        Capability.SHIPMENTS,
        Capability.SHIPMENT_WINDOWS,
        Capability.SEVERAL_VEHICLE_TYPES,
        Capability.FIXED_COST,
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
    refuse(features(task.problem) - _GIVEN_TO_HGS)
    if task.problem.vehicle_types[0].cost_per_distance != 1:
        msg = "is not given a price of distance"
        raise PassedOverError(msg)
    problem = task.problem
    import hygese

    kind = problem.vehicle_types[0]
    places = _places(problem)
    distance = problem.matrices[kind.profile].distance[np.ix_(places, places)]
    data = {
        "distance_matrix": distance.astype(float),
        "demands": [0, *(client.delivery[0] for client in problem.clients)],
        "vehicle_capacity": kind.capacity[0],
        "num_vehicles": _vehicles(problem, kind),
        "depot": 0,
        "service_times": [0] * len(places),
    }
    parameters = hygese.AlgorithmParameters(timeLimit=task.limits.time_limit_s, seed=task.limits.seed)
    found = hygese.Solver(parameters=parameters, verbose=False).solve_cvrp(data, rounding=False)
    tours = [(kind.id, [problem.clients[row - 1].id for row in route]) for route in found.routes if route]
    return timed_solution(problem, tours), f"hygese {version('hygese')}"


def vroom(task: Task) -> tuple[Solution, str]:
    """Solve a problem of one depot, perhaps with time windows and shipments, with VROOM exploring as much as it can.

    VROOM has no random choice: a second seed would be the same run again, and is passed over.
    """
    _refuse_iterations(task.limits)
    if task.limits.seed > 1:
        msg = "has no random choice, and seed 1 was asked for already"
        raise PassedOverError(msg)
    problem = task.problem
    refuse(features(problem) - _GIVEN_TO_VROOM)
    limit = task.limits.time_limit_s
    fleet = [kind for kind in problem.vehicle_types for _ in range(_vehicles(problem, kind))]
    found = _vroom_input(problem, fleet).solve(
        exploration_level=5,
        nb_threads=task.limits.threads,
        timeout=None if limit is None else timedelta(seconds=limit),
    )
    stops = found.routes[found.routes["type"].isin(["job", "pickup", "delivery"])]
    tours = [
        (fleet[vehicle].id, [problem.clients[number].id for number in group["id"].astype(int)])
        for vehicle, group in stops.groupby("vehicle_id")
    ]
    return timed_solution(problem, tours), f"pyvroom {version('pyvroom')}"


def _vroom_input(problem: Problem, fleet: Sequence[VehicleType]) -> Any:  # noqa: ANN401 (pyvroom has no stubs)
    import vroom as library

    model, places = library.Input(), _places(problem)
    for kind in problem.vehicle_types:
        matrix = problem.matrices[kind.profile]
        paid = kind.cost_per_distance * matrix.distance[np.ix_(places, places)]
        model.set_durations_matrix(kind.id, matrix.duration[np.ix_(places, places)].astype(np.uint32))
        model.set_costs_matrix(kind.id, paid.astype(np.uint32))
    for number, kind in enumerate(fleet):
        shift = library.TimeWindow(*_open(problem, kind))
        costs = library.VehicleCosts(fixed=kind.fixed_cost)
        load = list(kind.capacity)
        model.add_vehicle(
            library.Vehicle(
                number, start=0, end=0, profile=kind.id, capacity=load, time_window=shift, costs=costs
            )
        )
    close = max(_open(problem, kind)[1] for kind in problem.vehicle_types)
    known = {client.id: number for number, client in enumerate(problem.clients)}
    ends = {}
    for number, client in enumerate(problem.clients):
        windows = [library.TimeWindow(early, min(late, close)) for early, late in client.windows]
        options = {"default_service": client.service_s, **({"time_windows": windows} if windows else {})}
        if client.id in problem.shipment_of:
            ends[number] = library.ShipmentStep(number, number + 1, **options)
        else:
            amount = list(client.delivery or (0,))
            model.add_job(library.Job(number, number + 1, delivery=amount, **options))
    for one in problem.shipments:
        fetched, brought = ends[known[one.pickup]], ends[known[one.delivery]]
        model.add_shipment(fetched, brought, amount=library.Amount(list(one.amount or (0,))))
    return model


def _open(problem: Problem, kind: VehicleType) -> tuple[int, int]:
    """Return when vehicles of a type may leave the depot, and by when they must be back."""
    window = problem.depot_by_id[kind.start_depot].window
    return max(window[0], kind.shift[0]), min(window[1], kind.shift[1], 2**31)


def _refuse_iterations(limits: Params) -> None:
    if limits.time_limit_s is None:
        msg = "knows no iteration limit"
        raise PassedOverError(msg)


def _places(problem: Problem) -> list[int]:
    """Return where the vehicles' depot is, then the clients."""
    depot = problem.depot_by_id[problem.vehicle_types[0].start_depot]
    return [depot.location, *(client.location for client in problem.clients)]


def _vehicles(problem: Problem, kind: VehicleType) -> int:
    """As many vehicles of a type as there are, or twice what the demand needs, or one for each client."""
    if problem.shipments:
        return min(kind.count, len(problem.clients))
    demand = sum(client.delivery[0] for client in problem.clients if client.delivery)
    return min(kind.count, 2 * math.ceil(demand / max(kind.capacity[0], 1)) + 10)


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
