"""Commands as a planner types them."""

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.machine import PROJECT
from benchmarks.registry import Benchmark, register

#: Orders of a generated scenario that has at least 100,000 order lines.
ORDERS_WITH_100K_LINES = 62_000

#: Threads of a comparison, the same on every machine.
THREADS = "2"


def optimizer_command() -> list[str]:
    """Return the installed ``optimizer`` command of this Python."""
    script = shutil.which("optimizer", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-c", "from optimizer.cli import main; main()"]


def call(*arguments: str) -> str:
    """Run ``optimizer`` and return what it prints.

    Raises
    ------
    RuntimeError
        If it fails, with the last line it wrote on standard error.
    """
    done = subprocess.run([*optimizer_command(), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        msg = f"optimizer {arguments[0]} ended with exit code {done.returncode}: {last}"
        raise RuntimeError(msg)
    return done.stdout


def _new(folder: Path, orders: int) -> Path:
    scenario = folder / "scenario"
    call("new", str(scenario), "--orders", str(orders), "--seed", "1")
    return scenario


def _many_lines(folder: Path) -> Path:
    scenario = _new(folder, ORDERS_WITH_100K_LINES)
    with (scenario / "order_lines.csv").open(encoding="utf-8") as file:
        lines = sum(1 for _ in file) - 1
    if lines < 100_000:
        msg = f"{ORDERS_WITH_100K_LINES} orders have only {lines} lines"
        raise RuntimeError(msg)
    return scenario


def _compare(scenario: Path, out: Path) -> str:
    return call("compare", str(scenario), "--out", str(out), "--threads", THREADS)


register(
    Benchmark(
        name="help", meaning="optimizer --help", target_s=0.4, run=lambda _nothing: call("--help"), repeats=5
    )
)
register(
    Benchmark(
        name="validate_100k_lines",
        meaning="optimizer validate, 100,000 order lines",
        target_s=3,
        prepare=_many_lines,
        run=lambda scenario: call("validate", str(scenario)),
    )
)
register(
    Benchmark(
        name="seoul_compare",
        meaning="optimizer compare scenarios/seoul-omnichannel",
        target_s=60,
        target_mb=1000,
        prepare=lambda folder: folder,
        run=lambda folder: _compare(PROJECT / "scenarios" / "seoul-omnichannel", folder / "run"),
    )
)
register(
    Benchmark(
        name="compare_5000",
        meaning="optimizer compare, 5,000 orders",
        target_s=300,
        target_mb=3000,
        prepare=lambda folder: _new(folder, 5000),
        run=lambda scenario: _compare(scenario, scenario.parent / "run"),
    )
)
