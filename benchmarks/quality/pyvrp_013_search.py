"""Searches with PyVRP 0.13, run by the Python of an environment that holds nothing of this project: ``FILE FOLDER``."""

import json
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np


def main(folder: Path) -> None:
    """Solve ``problem.json`` of a folder, and write ``answer.json`` there.

    It names a file for PyVRP's own reader, or holds a problem whose matrices are in ``matrices.npz``.
    """
    asked = json.loads(folder.joinpath("problem.json").read_text(encoding="utf-8"))
    if "file" in asked:
        pyvrp: Any = import_module("pyvrp")
        data = pyvrp.read(asked["file"], asked["rounding"])
    else:
        with np.load(folder / "matrices.npz") as matrices:
            data = problem_data(asked, matrices)
    answer = search(data, asked) | {"version": version("pyvrp")}
    folder.joinpath("answer.json").write_text(json.dumps(answer), encoding="utf-8")


def problem_data(asked: dict[str, Any], matrices: Mapping[str, Any]) -> Any:  # noqa: ANN401 (two versions, one stub)
    """Return PyVRP's problem; where places lie is left out, since its search looks at the matrices alone."""
    pyvrp: Any = import_module("pyvrp")
    profiles = range(asked["profiles"])
    return pyvrp.ProblemData(
        [pyvrp.Client(0, 0, **one) for one in asked["clients"]],
        [pyvrp.Depot(0, 0, **one) for one in asked["depots"]],
        [pyvrp.VehicleType(**one) for one in asked["vehicle_types"]],
        [matrices[f"distance{profile}"] for profile in profiles],
        [matrices[f"duration{profile}"] for profile in profiles],
        [pyvrp.ClientGroup(**one) for one in asked["groups"]],
    )


def search(data: Any, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    """Search within the limits asked for.

    Returns
    -------
    dict
        ``feasible`` and its ``cost``; ``trace`` of seconds and falling costs; ``routes`` with their vehicle type and,
        per trip, the depot it starts from and the numbers of its clients.
    """
    pyvrp: Any = import_module("pyvrp")
    limit_s, iterations = asked["time_limit_s"], asked["iteration_limit"]
    trace: list[tuple[float, float]] = []
    calls, begun = 0, time.perf_counter()

    def stop(best_cost: float) -> bool:
        nonlocal calls
        calls += 1
        spent = time.perf_counter() - begun
        if best_cost < np.iinfo(np.int64).max and (not trace or best_cost < trace[-1][1]):
            trace.append((spent, float(best_cost)))
        return (limit_s is not None and spent >= limit_s) or (iterations is not None and calls > iterations)

    best = pyvrp.solve(data, stop, seed=asked["seed"], collect_stats=False, display=False).best
    depots = data.num_depots
    routes = [
        {
            "kind": route.vehicle_type(),
            "trips": [
                {"depot": trip.start_depot(), "clients": [place - depots for place in trip.visits()]}
                for trip in route.trips()
            ],
        }
        for route in best.routes()
    ]
    return {
        "feasible": best.is_feasible(),
        "cost": trace[-1][1] if trace else None,
        "trace": trace,
        "routes": routes,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
