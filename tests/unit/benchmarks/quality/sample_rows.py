"""Rows of runs for tests."""

from benchmarks.quality.rows import COLUMNS
from benchmarks.tables import Row


def row(instance: str, peer: str, seed: int, gap: str, **others: str) -> Row:
    """Return a run with everything that is not looked at empty."""
    known = {
        "time_limit_s": "60",
        "threads": "2",
        "seconds": "10",
        "peak_mb": "100",
        "vehicles": "3",
        "clients": "100",
        "trace": f"1.0:9.0 10.0:{gap or 1}",
    }
    return (
        dict.fromkeys(COLUMNS, "")
        | known
        | {"instance": instance, "peer": peer, "seed": str(seed), "gap": gap}
        | others
    )


def failure(instance: str, peer: str, seed: int, **others: str) -> Row:
    """Return a run that gave no plan, of which nothing is known but that."""
    unknown = dict.fromkeys(("clients", "vehicles", "seconds", "peak_mb", "trace"), "")
    return row(instance, peer, seed, "", **unknown | {"outcome": "failed: boom"} | others)
