"""Runs micro benchmarks and keeps their latest figures."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks import machine, tables
from benchmarks.fresh import Measurement, measure
from benchmarks.registry import Benchmark, find, known
from benchmarks.tables import RESULTS, Row

COLUMNS = ("name", "meaning", "seconds", "target_s", "peak_mb", "target_mb", "outcome", "measured")
SHOWN = ("name", "seconds", "target_s", "peak_mb", "target_mb", "outcome")
MADE_WITH = ("commit", "cpu", "versions")
MET, MISSED, FAILED = "met", "missed", "failed"


def run_micro(
    names: Sequence[str],
    console: Console,
    folder: Path = RESULTS,
    measuring: Callable[[str], Measurement] = measure,
) -> list[Row]:
    """Run the named benchmarks (all if none is named), one after another.

    Each figure is written to ``micro.csv`` and ``micro.md`` in ``folder`` as soon as it is known and
    replaces an earlier one of the same name.

    Returns
    -------
    list
        One row per benchmark run.

    Raises
    ------
    KeyError
        If a name is unknown.
    """
    wanted = [find(name) for name in names] or list(known())
    source = {"commit": machine.commit(), "cpu": machine.cpu(), "versions": machine.versions()}
    rows = []
    for benchmark in wanted:
        console.print(f"{benchmark.name} ...")
        row = judge(benchmark, measuring(benchmark.name)) | source
        rows.append(row)
        _keep(row, folder)
    tables.show(console, "Micro benchmarks", SHOWN, rows)
    return rows


def judge(benchmark: Benchmark, measured: Measurement) -> Row:
    """Compare a measurement with its targets."""
    row = {
        "name": benchmark.name,
        "meaning": benchmark.meaning,
        "target_s": f"{benchmark.target_s:g}",
        "target_mb": "" if benchmark.target_mb is None else f"{benchmark.target_mb:g}",
        "measured": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
    }
    if measured.seconds is None or measured.peak_mb is None:
        return row | {"outcome": f"{FAILED}: {measured.failure}"}
    in_memory = benchmark.target_mb is None or measured.peak_mb <= benchmark.target_mb
    met = measured.seconds <= benchmark.target_s and in_memory
    return row | {
        "seconds": f"{measured.seconds:.3f}",
        "peak_mb": f"{measured.peak_mb:.0f}",
        "outcome": MET if met else MISSED,
    }


def _keep(row: Row, folder: Path) -> None:
    path = folder / "micro.csv"
    latest = {one["name"]: one for one in tables.read(path)} | {row["name"]: row}
    places = {benchmark.name: place for place, benchmark in enumerate(known())}
    rows = sorted(latest.values(), key=lambda one: (places.get(one["name"], len(places)), one["name"]))
    tables.write(path, (*COLUMNS, *MADE_WITH), rows)
    write_table(folder)


def write_table(folder: Path) -> None:
    """Write ``micro.md`` from ``micro.csv``."""
    rows = tables.read(folder / "micro.csv")
    sources = dict.fromkeys(" · ".join(one[name] for name in MADE_WITH) for one in rows)
    notes = (
        "Each in a fresh process. `seconds`: median of its runs. `peak_mb`: resident memory of all its processes"
        " together, preparation included.\n\nMeasured with: " + "; ".join(sources) + "."
    )
    tables.write_markdown(folder / "micro.md", "Micro benchmarks", (*COLUMNS, "commit"), rows, notes)
