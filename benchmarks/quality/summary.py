"""What the runs say: a table of means, whether they became worse than a baseline, and the gap over time."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import tables
from benchmarks.quality.run import COLUMNS
from benchmarks.tables import Row

_COLOURS = ("#1b6ca8", "#d1495b", "#66a182", "#edae49", "#8d6b94", "#5c5c5c")
_WIDTH, _HEIGHT, _MARGIN = 760, 420, 60


def means(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by peer, in the order of the mean gap."""
    by_peer: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_peer[row["peer"]].append(row)
    return dict(sorted(by_peer.items(), key=lambda item: _mean(item[1])))


def table(rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and one row per peer: runs, mean and worst gap, runs at the best known, mean seconds, most memory."""
    columns = (
        "peer",
        "runs",
        "instances",
        "mean_gap",
        "worst_gap",
        "at_best",
        "vehicles_at_best",
        "seconds",
        "peak_mb",
    )
    found = []
    for peer, own in means(rows).items():
        gaps = [float(row["gap"]) for row in own if row["gap"]]
        fleets = [row for row in own if row["best_vehicles"]]
        found.append(
            {
                "peer": peer,
                "runs": str(len(own)),
                "instances": str(len({row["instance"] for row in own})),
                "mean_gap": f"{statistics.fmean(gaps):.3f}" if gaps else "",
                "worst_gap": f"{max(gaps):.3f}" if gaps else "",
                "at_best": str(sum(gap < 0.0005 for gap in gaps)),
                "vehicles_at_best": f"{sum(row['vehicles'] == row['best_vehicles'] for row in fleets)} of {len(fleets)}"
                if fleets
                else "",
                "seconds": f"{statistics.fmean(float(row['seconds']) for row in own):.1f}",
                "peak_mb": f"{max(float(row['peak_mb']) for row in own):.0f}",
            }
        )
    return columns, found


def write(path: Path, name: str, rows: Sequence[Row]) -> None:
    """Write the Markdown table of a set and, beside it, the plot of the gap over time."""
    columns, found = table(rows)
    measured = "; ".join(sorted({f"{row['commit']}, {row['cpu']}" for row in rows}))
    versions = "; ".join(sorted({row["version"] for row in rows}))
    detail = tuple(
        column for column in COLUMNS if column not in ("trace", "cpu", "commit", "version", "measured")
    )
    lines = ["", "## Every run", "", tables.line(detail), tables.line(["---"] * len(detail))]
    lines += [tables.line([row[column] for column in detail]) for row in rows]
    notes = (
        "`gap`: per cent above the best known; where vehicles come first, of runs with as many vehicles as the best"
        f" known. `pyvrp-pair`: the better of two runs side by side. Measured with {measured}. {versions}."
    )
    tables.write_markdown(path, f"Quality: {name}", columns, found, "\n".join([notes, *lines]))
    path.with_suffix(".svg").write_text(plot(rows), encoding="utf-8")


def worsening(rows: Sequence[Row], baseline: Sequence[Row], peer: str = "ours") -> tuple[float, float]:
    """Return by how much the mean gap of a peer is above the baseline's, and how much of that may be noise.

    Only instances in both count. The noise is twice the standard error of the difference of the two means, from the
    spread of the seeds within instances; without several seeds it is 0.

    Raises
    ------
    ValueError
        If no instance is in both.
    """
    now, then = (_gaps(one, peer) for one in (rows, baseline))
    both = sorted(now.keys() & then.keys())
    if not both:
        msg = f"the baseline has no run of {peer} on any of these instances"
        raise ValueError(msg)
    change = statistics.fmean(statistics.fmean(now[name]) - statistics.fmean(then[name]) for name in both)
    variance = sum(_error(now[name]) + _error(then[name]) for name in both) / len(both) ** 2
    return change, 2 * math.sqrt(variance)


def plot(rows: Sequence[Row]) -> str:
    """Mean gap over time per peer as an SVG picture; the gap on a logarithmic scale."""
    curves = {peer: _curve(own) for peer, own in means(rows).items()}
    curves = {peer: curve for peer, curve in curves.items() if curve}
    if not curves:
        return '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
    latest = max(seconds for curve in curves.values() for seconds, _ in curve)
    gaps = [max(gap, 0.01) for curve in curves.values() for _, gap in curve]
    low, high = math.floor(math.log10(min(gaps)) * 2) / 2, math.ceil(math.log10(max(gaps)) * 2) / 2
    high = max(high, low + 0.5)

    def across(seconds: float) -> float:
        return _MARGIN + (_WIDTH - 2 * _MARGIN) * seconds / latest

    def down(gap: float) -> float:
        share = (math.log10(max(gap, 0.01)) - low) / (high - low)
        return _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * share

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_MARGIN}" y="24">Mean gap to the best known (%), over seconds</text>',
    ]
    for step in range(round((high - low) * 2) + 1):
        gap = 10 ** (low + step / 2)
        parts.append(
            f'<line x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{down(gap):.1f}" y2="{down(gap):.1f}" stroke="#ddd"/>'
            f'<text x="{_MARGIN - 8}" y="{down(gap) + 4:.1f}" text-anchor="end">{gap:.2g}</text>'
        )
    for step in range(5):
        seconds = latest * step / 4
        parts.append(
            f'<text x="{across(seconds):.1f}" y="{_HEIGHT - _MARGIN + 20}" text-anchor="middle">{seconds:.0f}</text>'
        )
    for number, (peer, curve) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(f"{across(seconds):.1f},{down(gap):.1f}" for seconds, gap in curve)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{_WIDTH - _MARGIN - 90}" y="{50 + 18 * number}" fill="{colour}">{peer}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


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


def _gaps(rows: Sequence[Row], peer: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["peer"] == peer and row["gap"]:
            found[row["instance"]].append(float(row["gap"]))
    return found


def _error(values: Sequence[float]) -> float:
    """Squared standard error of the mean of some runs; 0 where there is one."""
    return statistics.variance(values) / len(values) if len(values) > 1 else 0.0


def _mean(rows: Sequence[Row]) -> float:
    gaps = [float(row["gap"]) for row in rows if row["gap"]]
    return statistics.fmean(gaps) if gaps else math.inf
