"""Whether a measurement is worse than an earlier one."""

import math
import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from benchmarks.quality.rows import Key, failed, key
from benchmarks.tables import Row


def runs(rows: Iterable[Row], peer: str, wanted: Collection[Key]) -> dict[Key, Row]:
    """Return the plans that a peer found in the runs that are wanted."""
    return {key(row): row for row in rows if row["peer"] == peer and key(row) in wanted and not failed(row)}


def worsening(
    rows: Iterable[Row], baseline: Iterable[Row], peer: str, wanted: Collection[Key]
) -> tuple[float, float]:
    """Return by how much the mean gap of a peer is above the baseline's, and how much of that may be noise.

    The noise is twice the standard error of the difference of the two means, from the spread of the seeds within
    instances; without several seeds it is 0. A wanted run in which the baseline has a plan and this measurement has
    none, and one with more vehicles where they come first, is infinitely worse.

    Parameters
    ----------
    rows, baseline
        Runs of now and then.
    peer
        Whose runs are compared.
    wanted
        Runs that were asked for now, whether or not they left a row.

    Raises
    ------
    ValueError
        If the baseline has none of the runs that were asked for.
    """
    then, now = runs(baseline, peer, wanted), runs(rows, peer, wanted)
    if not then:
        msg = f"the baseline has no run of {peer} on any of these instances with these seeds and limits"
        raise ValueError(msg)
    if not then.keys() <= now.keys() or any(_more_vehicles(now[run], row) for run, row in then.items()):
        return math.inf, 0.0
    kept = [run for run, row in then.items() if row["gap"] and now[run]["gap"]]
    if not kept:
        return 0.0, 0.0
    new, old = (_by_instance(table[run] for run in kept) for table in (now, then))
    change = statistics.fmean(statistics.fmean(new[name]) - statistics.fmean(old[name]) for name in new)
    variance = sum(_error(new[name]) + _error(old[name]) for name in new) / len(new) ** 2
    return change, 2 * math.sqrt(variance)


def _more_vehicles(now: Row, then: Row) -> bool:
    return bool(then["best_vehicles"]) and int(now["vehicles"]) > int(then["vehicles"])


def _by_instance(rows: Iterable[Row]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        found[row["instance"]].append(float(row["gap"]))
    return found


def _error(values: Sequence[float]) -> float:
    """Squared standard error of the mean of some runs; 0 where there is one."""
    return statistics.variance(values) / len(values) if len(values) > 1 else 0.0
