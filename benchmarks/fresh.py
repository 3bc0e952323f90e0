"""Measures a benchmark in a fresh process: its time and its memory."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks at the memory.
INTERVAL_S = 0.1


@dataclass(frozen=True)
class Measurement:
    """What one benchmark took.

    Parameters
    ----------
    seconds
        Median of its runs; None if it failed.
    peak_mb
        Peak resident memory of all its processes together, preparation included; pages that processes
        share count once for each. None if it failed.
    failure
        Last line it wrote on standard error; empty if it did not fail.
    """

    seconds: float | None
    peak_mb: float | None
    failure: str = ""


def measure(name: str, module: str = "benchmarks.micro") -> Measurement:
    """Run the benchmark ``name`` that ``module`` registers in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, "-m", "benchmarks.child", module, name, str(report)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as child:
            memory = _Memory(child.pid)
            _, errors = child.communicate()
            peak_mb = memory.stop()
        if child.returncode:
            lines = errors.strip().splitlines() or [f"exit code {child.returncode}"]
            return Measurement(None, None, lines[-1])
        figures = json.loads(report.read_text(encoding="utf-8"))
    return Measurement(figures["seconds"], max(peak_mb, figures["largest_mb"]))


class _Memory:
    """Watches the memory of a process and its descendants from a thread."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak_mb = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End watching and return the peak in megabytes."""
        self._done.set()
        self._thread.join()
        return self._peak_mb

    def _watch(self) -> None:
        while not self._done.wait(INTERVAL_S):
            self._peak_mb = max(self._peak_mb, tree_mb(self._pid))


def tree_mb(pid: int) -> float:
    """Resident memory of a process and all its descendants in megabytes; 0 where /proc does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        lists = [
            file.read_text(encoding="ascii").split() for file in Path(f"/proc/{pid}/task").glob("*/children")
        ]
    except (OSError, IndexError):
        return 0.0
    own = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return own + sum(tree_mb(int(child)) for children in lists for child in children)
