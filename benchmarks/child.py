"""Runs one benchmark in this process: ``python -m benchmarks.child MODULE NAME REPORT``."""

import json
import resource
import statistics
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from benchmarks.registry import Benchmark, find


def main(module: str, name: str, report: Path) -> None:
    """Run the benchmark that ``module`` registers under ``name`` and write its figures to ``report`` as JSON."""
    import_module(module)
    seconds = time_runs(find(name))
    report.write_text(json.dumps({"seconds": seconds, "largest_mb": largest_mb()}), encoding="utf-8")


def time_runs(benchmark: Benchmark) -> float:
    """Median seconds of its runs, less those granted."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        prepared = benchmark.prepare(Path(folder))
        for _ in range(benchmark.repeats):
            start = time.perf_counter()
            benchmark.run(prepared)
            taken.append(time.perf_counter() - start)
    return statistics.median(taken) - benchmark.granted_s


def largest_mb() -> float:
    """Peak resident memory of the largest among this process and those it started, in megabytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    own = _own_peak_kb() or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * unit / 1e6


def _own_peak_kb() -> int:
    """Peak since this program began, in kibibytes; 0 where /proc does not tell.

    What ``getrusage`` says may be that of the process that began this one, from before the program was loaded.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
