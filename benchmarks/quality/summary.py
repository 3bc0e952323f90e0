"""What the runs say: tables of means, and every run."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from benchmarks import tables
from benchmarks.quality.picture import plot
from benchmarks.quality.rows import COLUMNS
from benchmarks.quality.standing import Standing, mean_gap, standings
from benchmarks.tables import Row
from optimizer.store.files import write_text

MEANS = (
    *("limit", "peer", "threads", "runs", "failed", "instances", "mean_gap", "ours_gap", "worst_gap"),
    *("at_best", "vehicles_at_best", "seconds", "peak_mb"),
)
#: What fits on a terminal of these.
BRIEFLY = ("limit", "peer", "runs", "failed", "mean_gap", "ours_gap", "at_best")
#: Of every run, what the Markdown table shows.
SHOWN = tuple(column for column in COLUMNS if column not in ("trace", "cpu", "measured"))
#: Per cent below which a gap, which has three digits, is none.
_NONE = 0.0005
#: Largest numbers of clients of classes that are also summed up apart.
_SIZES = (300, 600)
_NOTES = (
    "Each peer is compared with `ours` on the instances that both have a plan of: `ours_gap` is the mean gap of ours on"
    " these. `threads`: cores really used; `pyvrp-pair` is the better of two runs of one core each, side by side. Where"
    " vehicles come first, gaps are of runs with as many vehicles as the best known, so that two peers' may be of"
    " different runs. [docs/benchmarks.md](../../docs/benchmarks.md) explains every column."
)


def table(rows: Sequence[Row]) -> list[Row]:
    """Return one row per limit, peer and number of cores."""
    return [_summed(one) for one in standings(rows)]


def by_size(rows: Sequence[Row]) -> list[Row]:
    """Return rows as of :func:`table`, by how many clients instances have; none if all are of one size."""
    clients = {row["instance"]: int(row["clients"]) for row in rows if row["clients"]}
    classes: dict[str, list[Row]] = defaultdict(list)
    known = [row for row in rows if row["instance"] in clients]
    for row in sorted(known, key=lambda row: clients[row["instance"]]):
        classes[_size_text(clients[row["instance"]])].append(row)
    found = [{"clients": size, **row} for size, own in classes.items() for row in table(own)]
    return found if len(classes) > 1 else []


def write(path: Path, name: str, rows: Sequence[Row]) -> None:
    """Write the Markdown table of a set and, beside it, the plot of the gap over time."""
    measured = "; ".join(sorted({f"{row['commit']}, {row['cpu']}" for row in rows}))
    versions = "; ".join(sorted({row["version"] for row in rows if row["version"]}))
    notes = [f"{_NOTES} Measured with {measured}. {versions}."]
    notes += _section("By size", ("clients", *MEANS), by_size(rows))
    notes += _section("Every run", SHOWN, rows)
    tables.write_markdown(path, f"Quality: {name}", MEANS, table(rows), "\n".join(notes))
    write_text(path.with_suffix(".svg"), plot(rows), force=True)


def _section(title: str, columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Lines of a table under a heading; none without rows."""
    if not rows:
        return []
    lines = ["", f"## {title}", "", tables.line(columns), tables.line(["---"] * len(columns))]
    return lines + [tables.line([row[column] for column in columns]) for row in rows]


def _size_text(clients: int) -> str:
    largest = next((size for size in _SIZES if clients <= size), None)
    return f"above {_SIZES[-1]}" if largest is None else f"up to {largest}"


def _summed(one: Standing) -> Row:
    own = one.rows
    gaps = [float(row["gap"]) for row in own if row["gap"]]
    fleets = [row for row in own if row["best_vehicles"]]
    with_fewest = sum(row["vehicles"] == row["best_vehicles"] for row in fleets)
    return {
        "limit": one.limit,
        "peer": one.peer,
        "threads": one.threads,
        "runs": str(len(own)),
        "failed": str(one.failed),
        "instances": str(one.instances),
        "mean_gap": _per_cent(mean_gap(own)),
        "ours_gap": _per_cent(mean_gap(one.ours)),
        "worst_gap": _per_cent(max(gaps, default=None)),
        "at_best": str(sum(gap < _NONE for gap in gaps)),
        "vehicles_at_best": f"{with_fewest} of {len(fleets)}" if fleets else "",
        "seconds": f"{fmean(float(row['seconds']) for row in own):.1f}" if own else "",
        "peak_mb": f"{max(float(row['peak_mb']) for row in own):.0f}" if own else "",
    }


def _per_cent(gap: float | None) -> str:
    return "" if gap is None else f"{gap:.3f}"
