"""What a figure was measured with: commit, processor, versions."""

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

#: Packages whose version a figure may depend on.
PACKAGES = ("logistics-optimizer", "numpy", "pandas", "scipy", "pyvrp", "ortools", "highspy", "numba")
PROJECT = Path(__file__).resolve().parent.parent
#: What a figure may depend on.
_CODE = ("optimizer", "benchmarks", ":!benchmarks/results")
_UNKNOWN = "unknown"


def commit() -> str:
    """Short hash of the last commit that changed code or benchmarks, followed by ``+`` if they have changed since."""
    head = _git("log", "-1", "--format=%h", "--abbrev=10", "--", *_CODE)
    changed = _git("status", "--porcelain", "--", *_CODE)
    return f"{head}+" if head and changed else head or _UNKNOWN


def is_certain(label: str) -> bool:
    """Tell whether a label of :func:`commit` stands for one state of the code."""
    return label != _UNKNOWN and not label.endswith("+")


def cpu() -> str:
    """Name of the processor and number of its cores."""
    name = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        models = [
            line for line in listed.read_text(encoding="utf-8").splitlines() if line.startswith("model name")
        ]
        name = models[0].split(":", 1)[1].strip() if models else name
    return f"{name}, {os.cpu_count()} cores"


def versions() -> str:
    """Versions of Python and of the packages that matter, in one line."""
    known = [f"python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            known.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(known)


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", *arguments],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
