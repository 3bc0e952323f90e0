"""Rows of measured runs: what they hold, which run each is of, and how a file of them is read."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks import tables
from benchmarks.quality.sets import Instance
from benchmarks.tables import Row

#: What makes a run another run.
KEY = ("instance", "peer", "seed", "time_limit_s", "iterations", "threads")
COLUMNS = (
    *("instance", "clients", *KEY[1:]),
    *("cost", "best_known", "gap", "vehicles", "best_vehicles", "seconds", "peak_mb", "load", "outcome"),
    *("version", "measured", "commit", "cpu", "trace"),
)
Key = tuple[str, ...]

OURS = "ours"
#: Searches of this project; the others are peers as they come.
OWN = (OURS, "sisr", "decomposed", "portfolio", "genetic")
#: Peer that is two of stock PyVRP with seeds of their own, side by side; the better one counts.
PAIR = "pyvrp-pair"
#: Peers that use one core however many threads they are given, and the pair, which always uses two.
_CORES = {"pyvrp": "1", "pyvrp-0.13.4": "1", "hgs": "1", "ortools": "1", PAIR: "2"}

FOUND, FAILED = "found", "failed"


def cores(peer: str, threads: str) -> str:
    """Return how many cores a peer really uses of those it is given."""
    return _CORES.get(peer, threads)


def key(row: Row) -> Key:
    """Return what tells the run of a row from others."""
    return tuple(row[name] for name in KEY)


def failed(row: Row) -> bool:
    """Tell whether the run gave no plan that holds; runs written before outcomes were are of plans that do."""
    return row["outcome"].startswith(FAILED)


def gap(cost: float, best: float) -> str:
    """Per cent by which a cost is above the best known."""
    return f"{100 * (cost - best) / best:.3f}"


def read(path: Path, references: Iterable[Instance] = ()) -> list[Row]:
    """Rows of a file, also of one written before there were all columns; none if it does not exist.

    Parameters
    ----------
    path
        CSV file.
    references
        Instances with the best solutions known today: gaps of their runs are computed from the costs again.
    """
    known = {one.name: one for one in references}
    empty = dict.fromkeys(COLUMNS, "")
    rows = [empty | row for row in tables.read(path)]
    return [
        _against(row | {"threads": cores(row["peer"], row["threads"])}, known.get(row["instance"]))
        for row in rows
    ]


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows in the order of their runs."""
    tables.write(path, COLUMNS, sorted(rows, key=key))


def _against(row: Row, reference: Instance | None) -> Row:
    """Return the row with gaps to the best known of today."""
    if reference is None or failed(row) or not row["cost"]:
        return row
    best, fleet = reference.best_cost, reference.best_vehicles
    comparable = fleet is None or row["vehicles"] == str(fleet)
    was = float(row["best_known"])
    found = row | {
        "best_known": f"{best:.12g}",
        "best_vehicles": "" if fleet is None else str(fleet),
        "gap": gap(float(row["cost"]), best) if comparable else "",
    }
    return found if was == best else found | {"trace": _moved(row["trace"], was, best)}


def _moved(trace: str, was: float, best: float) -> str:
    """Return gaps over time to another best known cost than they were computed with."""
    points = [point.split(":") for point in trace.split()]
    return " ".join(f"{at}:{gap(was * (1 + float(above) / 100), best)}" for at, above in points)
