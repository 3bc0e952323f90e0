"""The sets of instances: where they are, how they are read, and the best solution known of each."""

import csv
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.machine import PROJECT
from benchmarks.quality.generator import ClientPlaces, Demand, DepotPlace, Recipe, generate, recipes

#: Name of the set that needs no files: its instances are generated.
GENERATED = "generated"
#: Costs of the best plans found so far for the generated instances.
_GENERATED_BEST = Path(__file__).with_name("generated.csv")
#: What they are generated from; one has time windows.
RECIPES = (
    *recipes(6),
    Recipe(160, DepotPlace.CENTRE, ClientPlaces.HALF, Demand.MANY_SMALL, 12.0, seed=7, window=300),
)
_COST = re.compile(r"^\s*cost\s*:?\s*([0-9.]+)\s*$", re.IGNORECASE | re.MULTILINE)


class Reference(StrEnum):
    """Where the best-known solution of a set is written down."""

    #: A ``.sol`` beside each file, its cost in the file's own unit.
    SOL = "sol"
    #: ``bks.csv``: cost in the integers of the set's rounding.
    COSTS = "costs"
    #: ``bks.csv``: vehicles, then distance in the file's own unit.
    FLEETS = "fleets"


@dataclass(frozen=True)
class QualitySet:
    """A set of instances of one class.

    Parameters
    ----------
    name
        As given on the command line.
    folder
        Below the benchmark data.
    suffix
        Of its files.
    rounding
        How distances become integers; see ``docs/routing-formats.md``.
    reference
        Where the best known is written down.
    sample
        How many instances are measured unless all are asked for.
    """

    name: str
    folder: str
    suffix: str
    rounding: str
    reference: Reference
    sample: int


SETS = {
    one.name: one
    for one in (
        QualitySet("x", "cvrp/x", ".vrp", "round", Reference.SOL, 12),
        QualitySet("xxl", "cvrp/xxl", ".vrp", "round", Reference.SOL, 3),
        QualitySet("solomon", "vrptw/solomon", ".txt", "dimacs", Reference.SOL, 56),
        QualitySet("gh1000", "vrptw/gh1000", ".vrp", "dimacs", Reference.SOL, 6),
        QualitySet("mdvrptw", "rich/mdvrptw", ".vrp", "exact", Reference.COSTS, 4),
        QualitySet("hfvrp", "rich/hfvrp", ".vrp", "exact", Reference.COSTS, 4),
        QualitySet("vrpb", "rich/vrpb", ".vrp", "round", Reference.COSTS, 4),
        QualitySet("mtvrptwr", "rich/mtvrptwr", ".vrp", "dimacs", Reference.COSTS, 4),
        QualitySet("pcvrptw", "rich/pcvrptw", ".vrp", "dimacs", Reference.COSTS, 4),
        QualitySet("sdvrptw", "rich/sdvrptw", ".vrp", "exact", Reference.COSTS, 4),
        QualitySet("lilim100", "pdptw/lilim100", ".txt", "exact", Reference.FLEETS, 56),
    )
}


@dataclass(frozen=True)
class Instance:
    """A file and the best solution known of it.

    Parameters
    ----------
    path
        The file.
    rounding
        As for its set.
    best_cost
        In the unit that ``in_integers`` tells.
    in_integers
        Whether ``best_cost`` is in integers of the rounding, rather than in the file's own unit.
    best_vehicles
        Fewest vehicles known, where they come before distance.
    """

    path: Path
    rounding: str
    best_cost: float
    in_integers: bool
    best_vehicles: int | None = None

    @property
    def name(self) -> str:
        """Name without suffix."""
        return self.path.stem


def data_folder() -> Path:
    """Folder of the public instances: ``OPTIMIZER_BENCH_DATA``, else ``../shared/bench`` beside the project."""
    given = os.environ.get("OPTIMIZER_BENCH_DATA")
    return Path(given) if given else PROJECT.parent / "shared" / "bench"


def instances(one: QualitySet, data: Path) -> list[Instance]:
    """Instances of a set with a best-known solution, by name.

    Raises
    ------
    FileNotFoundError
        If the set's folder is missing or holds none.
    """
    files = {path.stem: path for path in sorted((data / one.folder).glob(f"*{one.suffix}"))}
    if one.reference is Reference.SOL:
        found = [
            Instance(path, one.rounding, _stated_cost(path.with_suffix(".sol")), in_integers=False)
            for path in files.values()
            if path.with_suffix(".sol").exists()
        ]
    else:
        table = data / one.folder / "bks.csv"
        rows = _rows(table) if table.exists() else []
        fleets = one.reference is Reference.FLEETS
        found = [
            Instance(
                files[row["instance"]],
                one.rounding,
                float(row["distance" if fleets else "cost"]),
                in_integers=not fleets,
                best_vehicles=int(row["vehicles"]) if fleets else None,
            )
            for row in rows
            if row["instance"] in files
        ]
    if not found:
        msg = (
            f"{data / one.folder} is missing or holds no {one.suffix} file with its best-known cost;"
            " OPTIMIZER_BENCH_DATA names the folder of the benchmark data"
        )
        raise FileNotFoundError(msg)
    return sorted(found, key=lambda instance: instance.name)


def generated(folder: Path) -> list[Instance]:
    """Write the generated instances into a folder; returns them with the best costs found so far.

    Raises
    ------
    KeyError
        If no cost is known of one.
    """
    best = {row["instance"]: float(row["cost"]) for row in _rows(_GENERATED_BEST)}
    found = []
    for recipe in RECIPES:
        path = folder / f"{recipe.name}.vrp"
        path.write_text(generate(recipe), encoding="utf-8")
        found.append(Instance(path, "round", best[recipe.name], in_integers=False))
    return found


def spread(found: Sequence[Instance], count: int) -> list[Instance]:
    """Take ``count`` instances at even steps through their order of names."""
    if count >= len(found):
        return list(found)
    return [found[(2 * step + 1) * len(found) // (2 * count)] for step in range(count)]


def _stated_cost(solution: Path) -> float:
    stated = _COST.findall(solution.read_text(encoding="utf-8"))
    if not stated:
        msg = f"{solution.name} states no cost"
        raise ValueError(msg)
    return float(stated[-1])


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
