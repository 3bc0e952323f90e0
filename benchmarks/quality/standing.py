"""What each peer did, beside ours on the same instances."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.quality.rows import OURS, failed
from benchmarks.tables import Row


@dataclass(frozen=True)
class Standing:
    """The runs of one peer with one limit on so many cores, and those of ours that they are compared with.

    Parameters
    ----------
    limit, peer, threads
        Whose runs.
    rows
        Those that found a plan, on instances of which ours has one too; of ours, and where ours has no run with this
        limit, on all instances.
    ours
        Runs of ours on the same instances that found a plan; empty where ours has none with this limit.
    failed
        Number of runs that found none, on whatever instance.
    all_instances
        Number of instances of which ours, or else this peer, has a plan.
    """

    limit: str
    peer: str
    threads: str
    rows: Sequence[Row]
    ours: Sequence[Row]
    failed: int
    all_instances: int

    @property
    def instances(self) -> int:
        """Number of instances compared."""
        return len({row["instance"] for row in self.rows})

    @property
    def behind(self) -> float:
        """Mean gap less that of ours, in points."""
        gap, beside = mean_gap(self.rows), mean_gap(self.ours)
        if gap is None:
            return math.inf
        return gap if beside is None else gap - beside


def standings(rows: Iterable[Row]) -> list[Standing]:
    """Return one standing per limit, peer and number of cores: shortest limit first, then the best beside ours.

    Each peer is compared with ours alone, on instances that both have: one that was asked for few, or is passed over on
    some, takes nothing from the others. Of ours, runs on as many cores count, or else those on most.
    """
    by_limit: dict[str, dict[tuple[str, str], list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_limit[_limit_text(row)][row["peer"], row["threads"]].append(row)
    found = []
    for limit, by_peer in sorted(by_limit.items(), key=lambda item: (len(item[0]), item[0])):
        every = [_standing(limit, *named, by_peer) for named in by_peer]
        found += sorted(every, key=lambda one: (one.behind, one.peer != OURS, one.peer, one.threads))
    return found


def mean_gap(rows: Iterable[Row]) -> float | None:
    """Return the mean over instances of the mean gap of their runs; None without any gap."""
    by_instance = defaultdict(list)
    for row in rows:
        if row["gap"]:
            by_instance[row["instance"]].append(float(row["gap"]))
    return statistics.fmean(map(statistics.fmean, by_instance.values())) if by_instance else None


def _standing(
    limit: str, peer: str, threads: str, by_peer: Mapping[tuple[str, str], Sequence[Row]]
) -> Standing:
    own = by_peer[peer, threads]
    plans = [row for row in own if not failed(row)]
    ours = [row for row in _ours(threads, by_peer) if not failed(row)]
    places = {row["instance"] for row in ours or plans}
    rows = [row for row in plans if row["instance"] in places]
    common = {row["instance"] for row in rows}
    beside = [row for row in ours if row["instance"] in common]
    return Standing(limit, peer, threads, rows, beside, len(own) - len(plans), len(places))


def _ours(threads: str, by_peer: Mapping[tuple[str, str], Sequence[Row]]) -> Sequence[Row]:
    on = [cores for peer, cores in by_peer if peer == OURS]
    if not on:
        return ()
    return by_peer[OURS, threads if threads in on else max(on, key=lambda cores: int(cores or 0))]


def _limit_text(row: Row) -> str:
    return f"{row['time_limit_s']} s" if row["time_limit_s"] else f"{row['iterations']} iterations"
