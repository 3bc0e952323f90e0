"""PyVRP 0.13.4 in an environment of its own: its developers found it better on very large problems than 0.14 is."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.machine import PROJECT
from benchmarks.quality.passed_over import PassedOverError
from optimizer.routing.schedule import timed_solution
from optimizer.routing.solution import LoadAt, Solution, Stop

if TYPE_CHECKING:
    from benchmarks.quality.peers import Task
    from optimizer.routing.engines.pyvrp_data import Translation

NAME = "pyvrp-0.13.4"
#: Where the environment is made, ignored by git.
ENVIRONMENT = PROJECT / ".venv-peers" / NAME
_PINS = Path(__file__).with_name("peers-constraints.txt")
_SEARCH = Path(__file__).with_name("pyvrp_013_search.py")
_PATIENCE_S = 300

_WINDOW = ("tw_early", "tw_late", "service_duration")
_DEPOT = _WINDOW
_CLIENT = (*_WINDOW, "delivery", "pickup", "release_time", "prize", "required", "group")
_VEHICLE = (
    *("num_available", "capacity", "start_depot", "end_depot", "fixed_cost", "tw_early", "tw_late"),
    *("shift_duration", "max_distance", "unit_distance_cost", "unit_duration_cost", "profile"),
    *("reload_depots", "max_reloads", "max_overtime", "unit_overtime_cost"),
)
_GROUP = ("clients", "required")


def prepare(folder: Path = ENVIRONMENT) -> None:
    """Make the environment with the pinned packages, unless it is there.

    Raises
    ------
    RuntimeError
        If it cannot be made, with the last line of what went wrong.
    """
    made_of, pins = folder / _PINS.name, _PINS.read_text(encoding="utf-8")
    if made_of.exists() and made_of.read_text(encoding="utf-8") == pins:
        return
    _call(sys.executable, "-m", "venv", "--clear", str(folder))
    pip = (*(str(_python(folder)), "-m", "pip"), *("--quiet", "--disable-pip-version-check"))
    _call(*pip, "install", "-r", str(_PINS))
    made_of.write_text(pins, encoding="utf-8")


def solve(task: "Task") -> tuple[Solution, str]:
    """Solve with PyVRP 0.13.4 as it comes: its own reader where it knows the format, one process, its own parameters.

    Raises
    ------
    PassedOverError
        If the problem has shipments from client to client, which came later.
    RuntimeError
        If the search fails, or finds no feasible plan.
    """
    from benchmarks.quality.pyvrp_file import as_read, is_read, refuse_other_cost

    if task.problem.shipments:
        msg = "knows no shipments from client to client"
        raise PassedOverError(msg)
    translation = as_read(task.problem, task.file, task.rounding)
    limits = task.limits
    asked: dict[str, Any] = {
        "time_limit_s": limits.time_limit_s,
        "iteration_limit": limits.iteration_limit,
        "seed": limits.seed,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if is_read(task.problem, task.file):
            asked |= {"file": str(task.file), "rounding": task.rounding}
        else:
            asked |= described(translation)
            np.savez(folder / "matrices.npz", **matrices(translation))
        folder.joinpath("problem.json").write_text(json.dumps(asked), encoding="utf-8")
        patience_s = _PATIENCE_S + 2 * (limits.time_limit_s or 0)
        _call(str(_python(ENVIRONMENT)), str(_SEARCH), name, timeout=patience_s)
        answer = json.loads(folder.joinpath("answer.json").read_text(encoding="utf-8"))
    if not answer["feasible"]:
        msg = "found no feasible plan"
        raise RuntimeError(msg)
    task.trace.extend((seconds, cost) for seconds, cost in answer["trace"])
    tours = (
        (translation.kinds[one["kind"]].id, stops(translation, one["trips"])) for one in answer["routes"]
    )
    solution = timed_solution(task.problem, tours)
    if is_read(task.problem, task.file):
        refuse_other_cost(task.problem, solution, answer["cost"])
    return solution, f"pyvrp {answer['version']}"


def described(translation: "Translation") -> dict[str, Any]:
    """Return everything but the matrices in plain values, under the names that both versions give them."""
    data = translation.data
    return {
        "depots": [_fields(one, _DEPOT) for one in data.depots()],
        "clients": [_fields(one, _CLIENT) for one in data.clients()],
        "vehicle_types": [_fields(one, _VEHICLE) for one in data.vehicle_types()],
        "groups": [_fields(one, _GROUP) for one in data.groups()],
        "profiles": data.num_profiles,
    }


def matrices(translation: "Translation") -> dict[str, Any]:
    """Return the distances and durations of each profile over depots, then clients, as 0.13 counts places."""
    data = translation.data
    places = [one.location for one in data.depots()] + [one.location for one in data.clients()]
    rows = np.array(places)
    found = {}
    for profile in range(data.num_profiles):
        for kind, array in (
            ("distance", data.distance_matrix(profile)),
            ("duration", data.duration_matrix(profile)),
        ):
            found[f"{kind}{profile}"] = np.asarray(array)[np.ix_(rows, rows)]
    return found


def stops(translation: "Translation", trips: list[dict[str, Any]]) -> list[Stop]:
    """Return the stops of a route from the depot and the clients of each of its trips."""
    found: list[Stop] = []
    for number, trip in enumerate(trips):
        if number:
            found.append(LoadAt(translation.depots[trip["depot"]].id))
        found += [translation.visits[client].client.id for client in trip["clients"]]
    return found


def _fields(one: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _call(*command: str, timeout: float | None = None) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeError(str(error)) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise RuntimeError(lines[-1])
