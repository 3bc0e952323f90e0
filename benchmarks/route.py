"""Gap of ``optimizer route`` to the best-known solutions of public sets."""

import json
import os
import re
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import machine, tables
from benchmarks.micro.commands import optimizer_command
from benchmarks.tables import RESULTS, Row

COLUMNS = (
    *("instance", "clients", "cost", "best_known", "gap", "seconds", "feasible", "status"),
    *("seed", "time_limit_s", "engine", "measured", "commit", "cpu"),
)


class PublicSet(StrEnum):
    """Public sets with best-known solutions."""

    X = "x"
    XXL = "xxl"
    SOLOMON = "solomon"
    GH1000 = "gh1000"


#: Folder below the benchmark data, and file suffix, by set.
SETS = {
    PublicSet.X: ("cvrp/x", ".vrp"),
    PublicSet.XXL: ("cvrp/xxl", ".vrp"),
    PublicSet.SOLOMON: ("vrptw/solomon", ".txt"),
    PublicSet.GH1000: ("vrptw/gh1000", ".vrp"),
}
_COST = re.compile(r"^\s*cost\s*:?\s*([0-9.]+)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Protocol:
    """How every instance of a set is solved.

    Parameters
    ----------
    time_limit_s
        Wall-clock limit given to the command.
    seed
        Seed given to the command.
    command
        What stands for ``optimizer``.
    """

    time_limit_s: float = 5.0
    seed: int = 1
    command: Sequence[str] = ()


def data_folder() -> Path:
    """Folder of the public instances: ``OPTIMIZER_BENCH_DATA``, else ``../shared/bench`` beside the project."""
    given = os.environ.get("OPTIMIZER_BENCH_DATA")
    return Path(given) if given else machine.PROJECT.parent / "shared" / "bench"


def instances(name: PublicSet, data: Path) -> list[Path]:
    """Files of a set that have a best-known solution, by name.

    Raises
    ------
    FileNotFoundError
        If the set's folder is missing or holds none.
    """
    folder, suffix = SETS[name]
    found = sorted(path for path in (data / folder).glob(f"*{suffix}") if path.with_suffix(".sol").exists())
    if not found:
        msg = (
            f"{data / folder} is missing or has no {suffix} file with its .sol; OPTIMIZER_BENCH_DATA names"
            " the folder of the benchmark data"
        )
        raise FileNotFoundError(msg)
    return found


def best_known(solution: Path) -> float:
    """Cost stated by a ``.sol`` file.

    Raises
    ------
    ValueError
        If it states none.
    """
    stated = _COST.findall(solution.read_text(encoding="utf-8"))
    if not stated:
        msg = f"{solution.name} states no cost"
        raise ValueError(msg)
    return float(stated[-1])


def solve(path: Path, protocol: Protocol) -> Row:
    """Solve one file and compare its cost with the best known.

    Raises
    ------
    RuntimeError
        If the command prints no report.
    """
    command = [*(protocol.command or optimizer_command()), "route", str(path), "--json"]
    command += ["--time", f"{protocol.time_limit_s:g}", "--seed", str(protocol.seed), "--threads", "1"]
    patience_s = 60 + 10 * protocol.time_limit_s
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=patience_s)
        report = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        msg = f"{path.name}: no answer within {patience_s:g} s"
        raise RuntimeError(msg) from error
    except json.JSONDecodeError as error:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        msg = f"{path.name}: exit code {done.returncode} without a report: {last}"
        raise RuntimeError(msg) from error
    return _row(path, report, protocol)


def run_set(
    name: PublicSet,
    protocol: Protocol,
    console: Console,
    folder: Path = RESULTS,
    only: Sequence[str] = (),
    *,
    fresh: bool = False,
) -> list[Row]:
    """Solve the files of a set that have no row yet, adding each to the results as soon as it is done.

    Results are ``route-<set>.csv`` and ``.md`` in ``folder``. A run that was cut short goes on where it
    stopped: a row with the same instance, seed and time limit is kept. A file that the command fails on gets
    no row, so that it is tried again.

    Parameters
    ----------
    name
        The set.
    only
        Names of the instances wanted, without suffix; all if empty.
    fresh
        Whether rows of earlier runs are thrown away.

    Returns
    -------
    list
        Rows of this protocol, kept ones included.

    Raises
    ------
    FileNotFoundError
        If the set's folder is missing.
    RuntimeError
        After the last file, if the command failed on some.
    """
    path = folder / f"route-{name}.csv"
    rows = [] if fresh else tables.read(path)
    kept = {_key(row) for row in rows}
    failures = []
    for file in instances(name, data_folder()):
        if (only and file.stem not in only) or (file.stem, *_settings(protocol)) in kept:
            continue
        try:
            row = solve(file, protocol)
        except RuntimeError as error:
            failures.append(str(error))
            console.print(f"{error}", markup=False)
            continue
        console.print(f"{row['instance']}: cost {row['cost']}, gap {row['gap']} %, {row['seconds']} s")
        rows.append(row)
        _write(path, name, sorted(rows, key=_key))
    if failures:
        msg = f"{len(failures)} files failed and will be tried again: {'; '.join(failures[:3])}"
        raise RuntimeError(msg)
    return [row for row in sorted(rows, key=_key) if _key(row)[1:] == _settings(protocol)]


def summary(rows: Sequence[Row]) -> str:
    """Mean and worst gap and the number of infeasible answers, in one sentence."""
    gaps = [float(row["gap"]) for row in rows if row["gap"]]
    bad = sum(row["feasible"] != "yes" for row in rows)
    if not gaps:
        return f"{len(rows)} instances, {bad} without a feasible solution."
    worst = max(rows, key=lambda row: float(row["gap"] or "-inf"))
    return (
        f"{len(rows)} instances: mean gap {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %"
        f" ({worst['instance']}), {bad} without a feasible solution."
    )


def _row(path: Path, report: dict[str, Any], protocol: Protocol) -> Row:
    best = best_known(path.with_suffix(".sol"))
    served = report.get("checked") and not report.get("violations") and not report.get("unserved")
    feasible = bool(served) and report.get("cost") is not None and report.get("status") != "infeasible"
    return {
        "instance": path.stem,
        "clients": str(report.get("clients", sum(map(len, report.get("routes", ()))))),
        "cost": "" if report.get("cost") is None else f"{report['cost']:.12g}",
        "best_known": f"{best:.12g}",
        "gap": f"{100 * (report['cost'] - best) / best:.3f}" if feasible else "",
        "seconds": f"{report.get('runtime_s', 0):.2f}",
        "feasible": "yes" if feasible else "no",
        "status": str(report.get("status", "")),
        "seed": str(protocol.seed),
        "time_limit_s": f"{protocol.time_limit_s:g}",
        "engine": str(report.get("engine", "")),
        "measured": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "commit": machine.commit(),
        "cpu": machine.cpu(),
    }


def _settings(protocol: Protocol) -> tuple[str, str]:
    return str(protocol.seed), f"{protocol.time_limit_s:g}"


def _key(row: Row) -> tuple[str, str, str]:
    return row["instance"], row["seed"], row["time_limit_s"]


def _write(path: Path, name: str, rows: Sequence[Row]) -> None:
    tables.write(path, COLUMNS, rows)
    groups = dict.fromkeys(_key(row)[1:] for row in rows)
    notes = [
        f"{limit} s, seed {seed}: {summary([row for row in rows if _key(row)[1:] == (seed, limit)])}"
        for seed, limit in groups
    ]
    notes.append("`gap`: per cent above the best known. One thread.")
    tables.write_markdown(path.with_suffix(".md"), f"Routing: {name}", COLUMNS, rows, "\n\n".join(notes))
