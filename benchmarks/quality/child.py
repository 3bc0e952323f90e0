"""Solves one instance with one peer in this process: ``python -m benchmarks.quality.child TASK REPORT``."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.child import largest_mb
from benchmarks.quality.passed_over import PassedOverError
from benchmarks.quality.peers import Task, Trace, peer
from benchmarks.quality.rows import OWN
from optimizer.core.params import Params
from optimizer.routing.check import check, cost
from optimizer.routing.formats import read


def main(task: Path, report: Path) -> None:
    """Do what the JSON file ``task`` asks, and write the figures to ``report`` as JSON."""
    report.write_text(json.dumps(run(json.loads(task.read_text(encoding="utf-8")))), encoding="utf-8")


def run(task: dict[str, Any]) -> dict[str, Any]:
    """Solve and verify.

    Parameters
    ----------
    task
        ``file``, ``rounding``, ``peer``, and the fields of :class:`~optimizer.core.params.Params`.

    Returns
    -------
    dict
        ``cost`` and ``trace`` in the problem's integers, ``factor`` to the file's own unit, vehicles, distance in the
        file's own unit, what the independent checker found, seconds, memory; or ``passed_over``.
    """
    file, rounding = Path(task["file"]), task["rounding"]
    problem = read(file, rounding)
    limits = Params(task["time_limit_s"], task["iteration_limit"], task["seed"], task["threads"])
    trace: Trace = []
    begun = time.perf_counter()
    try:
        solution, version = peer(task["peer"])(Task(problem, limits, trace, file, rounding))
    except PassedOverError as error:
        return {"passed_over": str(error)}
    except ImportError as error:
        if task["peer"] in OWN:
            raise
        return {"passed_over": str(error)}
    seconds = time.perf_counter() - begun
    total = cost(problem, solution)
    trace.append((seconds, float(total)))
    return {
        "clients": len(problem.clients),
        "version": version,
        "cost": total,
        "factor": problem.scale.cost_per_minor_unit,
        "vehicles": len(solution.routes),
        "distance": sum(route.distance for route in solution.routes) / problem.scale.distance_factor,
        "violations": [str(one) for one in check(problem, solution)],
        "seconds": seconds,
        "peak_mb": largest_mb(),
        "trace": trace,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
