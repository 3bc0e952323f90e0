"""What the runs say: a table of means, whether they became worse than a baseline, and the gap over time."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import tables
from benchmarks.quality.run import COLUMNS
from benchmarks.tables import Row
from optimizer.store.files import write_text

_COLOURS = ("#1b6ca8", "#d1495b", "#66a182", "#edae49", "#8d6b94", "#5c5c5c")
_WIDTH, _HEIGHT, _MARGIN = 760, 420, 60
#: Gap drawn at the bottom where it is less: its logarithm must be finite.
_LEAST_GAP = 0.01
#: Largest numbers of clients of classes that are also summed up apart.
_SIZES = (300, 600)


def means(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Rows by limit and peer, shortest limit first, then in the order of the mean gap.

    Of each limit only instances count that every peer has a run of: means over different instances say nothing.
    """
    by_limit: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_limit[_limit_text(row)][row["peer"]].append(row)
    found = {}
    for limit, by_peer in sorted(by_limit.items(), key=lambda item: (len(item[0]), item[0])):
        common = set.intersection(*({row["instance"] for row in own} for own in by_peer.values()))
        kept = {peer: [row for row in own if row["instance"] in common] for peer, own in by_peer.items()}
        for peer, own in sorted(kept.items(), key=lambda item: _mean(item[1])):
            found[limit, peer] = own
    return found


def table(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and one row per limit and peer: mean and worst gap, runs at the best known, mean seconds, most memory."""
    columns = (
        *("limit", "peer", "runs", "instances", "mean_gap", "worst_gap"),
        *("at_best", "vehicles_at_best", "seconds", "peak_mb"),
    )
    return columns, [_summed(limit, peer, own) for (limit, peer), own in means(rows).items() if own]


def by_size(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and rows as of :func:`table`, by how many clients instances have; none if all are of one size."""
    classes: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row["clients"])):
        classes[_size_text(int(row["clients"]))].append(row)
    columns, _ = table(rows)
    found = [{"clients": size, **row} for size, own in classes.items() for row in table(own)[1]]
    return ("clients", *columns), found if len(classes) > 1 else []


def _size_text(clients: int) -> str:
    largest = next((size for size in _SIZES if clients <= size), None)
    return f"above {_SIZES[-1]}" if largest is None else f"up to {largest}"


def _summed(limit: str, peer: str, own: Sequence[Row]) -> Row:
    gaps = [float(row["gap"]) for row in own if row["gap"]]
    fleets = [row for row in own if row["best_vehicles"]]
    at_best = sum(row["vehicles"] == row["best_vehicles"] for row in fleets)
    return {
        "limit": limit,
        "peer": peer,
        "runs": str(len(own)),
        "instances": str(len({row["instance"] for row in own})),
        "mean_gap": f"{statistics.fmean(gaps):.3f}" if gaps else "",
        "worst_gap": f"{max(gaps):.3f}" if gaps else "",
        "at_best": str(sum(gap < 0.0005 for gap in gaps)),
        "vehicles_at_best": f"{at_best} of {len(fleets)}" if fleets else "",
        "seconds": f"{statistics.fmean(float(row['seconds']) for row in own):.1f}",
        "peak_mb": f"{max(float(row['peak_mb']) for row in own):.0f}",
    }


def _limit_text(row: Row) -> str:
    limit = f"{row['time_limit_s']} s" if row["time_limit_s"] else f"{row['iterations']} iterations"
    return f"{limit}, {row['threads']} threads"


def write(path: Path, name: str, rows: Sequence[Row]) -> None:
    """Write the Markdown table of a set and, beside it, the plot of the gap over time."""
    columns, found = table(rows)
    measured = "; ".join(sorted({f"{row['commit']}, {row['cpu']}" for row in rows}))
    versions = "; ".join(sorted({row["version"] for row in rows}))
    detail = tuple(
        column for column in COLUMNS if column not in ("trace", "cpu", "commit", "version", "measured")
    )
    lines = _section("By size", *by_size(rows)) + _section("Every run", detail, rows)
    notes = (
        "`gap`: per cent above the best known; where vehicles come first, of runs with as many vehicles as the best"
        f" known. `pyvrp-pair`: the better of two runs side by side. Measured with {measured}. {versions}."
    )
    tables.write_markdown(path, f"Quality: {name}", columns, found, "\n".join([notes, *lines]))
    write_text(path.with_suffix(".svg"), plot(rows), force=True)


def _section(title: str, columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Lines of a table under a heading; none without rows."""
    if not rows:
        return []
    lines = ["", f"## {title}", "", tables.line(columns), tables.line(["---"] * len(columns))]
    return lines + [tables.line([row[column] for column in columns]) for row in rows]


def worsening(rows: Sequence[Row], baseline: Sequence[Row], peer: str = "ours") -> tuple[float, float]:
    """Return by how much the mean gap of a peer is above the baseline's, and how much of that may be noise.

    Instances of the baseline that were asked for now count. The noise is twice the standard error of the difference of
    the two means, from the spread of the seeds within instances; without several seeds it is 0. A run that the baseline
    has and this measurement lacks, and one with more vehicles where they come first, is infinitely worse.

    Parameters
    ----------
    rows, baseline
        Runs of now and then; those of the baseline with other limits than any run of now are left out.

    Raises
    ------
    ValueError
        If the baseline has no run to compare with.
    """
    limits = {_limits(row) for row in rows}
    then = {_run(row): row for row in baseline if row["peer"] == peer and _limits(row) in limits}
    now = {_run(row): row for row in rows if row["peer"] == peer}
    asked = {row["instance"] for row in rows}
    then = {run: row for run, row in then.items() if run[0] in asked}
    if not then:
        msg = f"the baseline has no run of {peer} on any of these instances with these limits"
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


def plot(rows: Sequence[Row]) -> str:
    """Mean gap over time per peer as an SVG picture; the gap on a logarithmic scale."""
    curves = {f"{peer}, {limit}": _curve(own) for (limit, peer), own in means(rows).items()}
    curves = {name: curve for name, curve in curves.items() if curve}
    if not curves:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    axes = _Axes.around([point for curve in curves.values() for point in curve])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_MARGIN}" y="24">Mean gap to the best known (%), over seconds</text>',
        *axes.lines(),
    ]
    for number, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(f"{axes.across(seconds):.1f},{axes.down(gap):.1f}" for seconds, gap in curve)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{_WIDTH - _MARGIN}" y="{50 + 18 * number}" text-anchor="end" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True)
class _Axes:
    """Seconds across up to ``latest``; powers of ten of the gap from ``low`` at the bottom to ``high``."""

    latest: float
    low: float
    high: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "_Axes":
        gaps = [max(gap, _LEAST_GAP) for _, gap in points]
        low, high = math.floor(math.log10(min(gaps)) * 2) / 2, math.ceil(math.log10(max(gaps)) * 2) / 2
        return cls(max(max(seconds for seconds, _ in points), 1e-9), low, max(high, low + 0.5))

    def across(self, seconds: float) -> float:
        return _MARGIN + (_WIDTH - 2 * _MARGIN) * seconds / self.latest

    def down(self, gap: float) -> float:
        share = (math.log10(max(gap, _LEAST_GAP)) - self.low) / (self.high - self.low)
        return _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * share

    def lines(self) -> Iterator[str]:
        for step in range(round((self.high - self.low) * 2) + 1):
            gap = 10 ** (self.low + step / 2)
            y = self.down(gap)
            yield (
                f'<line x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                f'<text x="{_MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end">{gap:.2g}</text>'
            )
        for step in range(5):
            seconds = self.latest * step / 4
            yield (
                f'<text x="{self.across(seconds):.1f}" y="{_HEIGHT - _MARGIN + 20}" text-anchor="middle">'
                f"{seconds:.0f}</text>"
            )


def _curve(rows: Sequence[Row], steps: int = 40) -> list[tuple[float, float]]:
    """Mean gap of several runs at even steps of time, from when each of them had a plan."""
    traces = [_trace(row["trace"]) for row in rows if row["trace"]]
    if not traces:
        return []
    first, latest = max(trace[0][0] for trace in traces), max(trace[-1][0] for trace in traces)
    times = [first + (latest - first) * step / steps for step in range(steps + 1)]
    return [(at, statistics.fmean(_at(trace, at) for trace in traces)) for at in times]


def _trace(text: str) -> list[tuple[float, float]]:
    points = [point.split(":") for point in text.split()]
    return [(float(seconds), float(gap)) for seconds, gap in points]


def _at(trace: Sequence[tuple[float, float]], seconds: float) -> float:
    return min(gap for at, gap in trace if at <= seconds + 1e-6)


def _limits(row: Row) -> tuple[str, str, str]:
    return row["time_limit_s"], row["iterations"], row["threads"]


def _run(row: Row) -> tuple[str, str]:
    return row["instance"], row["seed"]


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


def _mean(rows: Sequence[Row]) -> float:
    gaps = [float(row["gap"]) for row in rows if row["gap"]]
    return statistics.fmean(gaps) if gaps else math.inf
