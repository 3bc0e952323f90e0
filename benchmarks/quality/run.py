"""Runs peers on the instances of a set in turn, each in a process of its own, and keeps every finished run."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import machine
from benchmarks.quality import rows as written
from benchmarks.quality.peers import prepare
from benchmarks.quality.rows import FAILED, FOUND, OWN, PAIR, Key, cores, failed, gap, key
from benchmarks.quality.sets import Instance
from benchmarks.tables import Row

_SINGLE = "pyvrp"


@dataclass(frozen=True)
class Effort:
    """How hard a peer may try.

    Parameters
    ----------
    time_limit_s, iteration_limit
        Limits of the search, reading not included.
    threads
        Threads given to peers that use several.
    """

    time_limit_s: float | None = 60.0
    iteration_limit: int | None = None
    threads: int = 2


def run(
    instances: Sequence[Instance],
    peers: Sequence[str],
    seeds: Sequence[int],
    effort: Effort,
    path: Path,
    console: Console,
    *,
    fresh: bool = False,
) -> list[Row]:
    """Run every peer on every instance with every seed, adding each run to the CSV file ``path`` once it is done.

    Peers take turns on an instance, in an order that turns round with each instance and seed. A run that is in the file
    already, made with the same limits, is not made again unless it failed, or is of a search of ours and another state
    of the code: the new run takes its place. A peer that is not made for an instance, or cannot be made ready, is
    passed over by name, without a row.

    Parameters
    ----------
    instances, peers, seeds, effort
        What is run, and how.
    path
        CSV file of all runs of the set.
    console
        Told of every run.
    fresh
        Whether all are made again.

    Returns
    -------
    list
        Rows of these instances, peers, seeds and limits, kept and failed ones included.
    """
    ready = [peer for peer in peers if _ready(peer, console)]
    commit = machine.commit()
    done = set() if fresh else {key(row) for row in written.read(path) if _counts(row, commit)}
    asked = set()
    for instance, peer, seed in _turns(instances, ready, seeds):
        run_key = key(_named(instance, peer, seed, effort))
        if run_key not in done:
            row = _one(instance, peer, seed, effort, console)
            if row is None:
                continue
            kept = {key(one): one for one in written.read(path, instances)}
            written.write(path, (kept | {run_key: row}).values())
        asked.add(run_key)
    return [row for row in written.read(path, instances) if key(row) in asked]


def wanted(
    instances: Sequence[Instance], peers: Sequence[str], seeds: Sequence[int], effort: Effort
) -> set[Key]:
    """Return what is to be run."""
    return {key(_named(*turn, effort)) for turn in _turns(instances, peers, seeds)}


def _counts(row: Row, commit: str) -> bool:
    """Tell whether a run need not be made again: of a peer as it comes, or of ours by just the code of today."""
    same = row["commit"] == commit and machine.is_certain(commit)
    return not failed(row) and (row["peer"] not in OWN or same)


def _ready(peer: str, console: Console) -> bool:
    try:
        prepare(peer)
    except RuntimeError as error:
        console.print(f"{peer}: passed over: {error}", markup=False)
        return False
    return True


def _turns(
    instances: Sequence[Instance], peers: Sequence[str], seeds: Sequence[int]
) -> Iterator[tuple[Instance, str, int]]:
    for number, instance in enumerate(instances):
        for turn, seed in enumerate(seeds):
            shift = (number + turn) % max(len(peers), 1)
            for peer in (*peers[shift:], *peers[:shift]):
                yield instance, peer, seed


def _one(instance: Instance, peer: str, seed: int, effort: Effort, console: Console) -> Row | None:
    """Return the row of a run, failed or not; None if the peer is passed over."""
    where = f"{instance.name}, {peer}, seed {seed}"
    row = _named(instance, peer, seed, effort) | {
        "load": f"{os.getloadavg()[0]:.1f}",
        "commit": machine.commit(),
        "cpu": machine.cpu(),
    }
    try:
        report = _pair(instance, seed, effort) if peer == PAIR else _solved(instance, peer, seed, effort)
    except RuntimeError as error:
        console.print(f"{where}: {FAILED}: {error}", markup=False)
        return row | {"measured": _now(), "outcome": f"{FAILED}: {error}"}
    if "passed_over" in report:
        console.print(f"{where}: passed over: {report['passed_over']}", markup=False)
        return None
    row |= {"measured": _now(), "outcome": FOUND} | _figures(instance, report)
    above = (
        f"gap {row['gap']} %" if row["gap"] else f"{row['vehicles']} vehicles, best {row['best_vehicles']}"
    )
    console.print(f"{where}: {above}, {row['seconds']} s", markup=False)
    return row


def _named(instance: Instance, peer: str, seed: int, effort: Effort) -> Row:
    """Return the part of a row that is known before the run."""
    fleet = instance.best_vehicles
    return dict.fromkeys(written.COLUMNS, "") | {
        "instance": instance.name,
        "peer": peer,
        "seed": str(seed),
        "time_limit_s": "" if effort.time_limit_s is None else f"{effort.time_limit_s:g}",
        "iterations": str(effort.iteration_limit or ""),
        "threads": cores(peer, str(effort.threads)),
        "best_known": f"{instance.best_cost:.12g}",
        "best_vehicles": "" if fleet is None else str(fleet),
    }


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _pair(instance: Instance, seed: int, effort: Effort) -> dict[str, Any]:
    """Run stock PyVRP twice at the same time; the better of the two, the memory and seconds of both.

    Raises
    ------
    RuntimeError
        If both fail; one that fails is worse than one that does not.
    """
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(_solved, instance, _SINGLE, one, effort) for one in (2 * seed - 1, 2 * seed)]
    both = [one.result() for one in work if one.exception() is None]
    if not both:
        work[0].result()
    if passed_over := [report for report in both if "passed_over" in report]:
        return passed_over[0]
    best = min(both, key=lambda report: float(report["cost"]))
    return best | {
        "peak_mb": sum(report["peak_mb"] for report in both),
        "seconds": max(report["seconds"] for report in both),
        "trace": _lower(report["trace"] for report in both),
    }


def _lower(traces: Any) -> list[tuple[float, float]]:  # noqa: ANN401 (JSON)
    found: list[tuple[float, float]] = []
    for seconds, cost in sorted(tuple(point) for trace in traces for point in trace):
        if not found or cost < found[-1][1]:
            found.append((seconds, cost))
    return found


def _solved(instance: Instance, peer: str, seed: int, effort: Effort) -> dict[str, Any]:
    """Solve in a process of its own.

    Raises
    ------
    RuntimeError
        If it fails, takes far longer than its limit, or its plan does not hold.
    """
    task = {
        "file": str(instance.path),
        "rounding": instance.rounding,
        "peer": peer,
        "seed": seed,
        "time_limit_s": effort.time_limit_s,
        "iteration_limit": effort.iteration_limit,
        "threads": effort.threads,
    }
    patience_s = 600 + 3 * (effort.time_limit_s or 0)
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder, "task.json"), Path(folder, "report.json")
        asked.write_text(json.dumps(task), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.quality.child", str(asked), str(answer)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=patience_s)
        except subprocess.TimeoutExpired as error:
            msg = f"no answer within {patience_s:g} s"
            raise RuntimeError(msg) from error
        if done.returncode or not answer.exists():
            lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            raise RuntimeError(lines[-1])
        report: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    if report.get("violations"):
        msg = f"the plan does not hold: {report['violations'][0]}"
        raise RuntimeError(msg)
    return report


def _figures(instance: Instance, report: dict[str, Any]) -> Row:
    """Return the part of a row that is known after the run."""
    factor = 1 if instance.in_integers else report["factor"]
    best = instance.best_cost
    fleet = instance.best_vehicles
    cost = report["distance"] if fleet is not None else report["cost"] / factor
    comparable = fleet is None or report["vehicles"] == fleet
    points = [] if fleet is not None else report["trace"]
    return {
        "clients": str(report["clients"]),
        "cost": f"{cost:.12g}",
        "gap": gap(cost, best) if comparable else "",
        "vehicles": str(report["vehicles"]),
        "seconds": f"{report['seconds']:.2f}",
        "peak_mb": f"{report['peak_mb']:.0f}",
        "version": report["version"],
        "trace": " ".join(f"{at:.1f}:{gap(value / factor, best)}" for at, value in thinned(points)),
    }


def thinned(points: Sequence[Sequence[float]], steps: int = 20) -> list[tuple[float, float]]:
    """Keep of a falling cost over time the last point of each of ``steps`` like parts of the time."""
    if not points:
        return []
    width = max(points[-1][0] / steps, 1e-9)
    kept = {int(seconds / width): (seconds, cost) for seconds, cost in points}
    return [kept[part] for part in sorted(kept)]
