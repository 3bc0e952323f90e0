"""What ``optimizer route`` takes beyond its time limit: to start, read, check and write."""

from functools import partial
from pathlib import Path

from benchmarks.micro.commands import call
from benchmarks.quality.generator import ClientPlaces, Demand, DepotPlace, Recipe, generate
from benchmarks.registry import Benchmark, register


def _written(clients: int, folder: Path) -> Path:
    """Write a file and route it once, briefly: a machine compiles the search at its first use."""
    recipe = Recipe(clients, DepotPlace.CENTRE, ClientPlaces.RANDOM, Demand.SMALL_VARIED, 12.0, seed=1)
    path = folder / f"{recipe.name}.vrp"
    path.write_text(generate(recipe), encoding="utf-8")
    _route(1.0, path)
    return path


def _route(limit_s: float, path: Path) -> str:
    out = path.with_suffix(".sol")
    return call("route", str(path), "--time", f"{limit_s:g}", "--out", str(out), "--force", "--quiet")


for clients, limit_s, target_s, repeats in ((100, 2.0, 0.3, 5), (1000, 20.0, 0.6, 1), (10_000, 30.0, 3.0, 1)):
    register(
        Benchmark(
            name=f"route_{clients}",
            meaning=f"optimizer route, {clients:,} clients, beyond its limit of {limit_s:g} s",
            target_s=target_s,
            prepare=partial(_written, clients),
            run=partial(_route, limit_s),
            granted_s=limit_s,
            repeats=repeats,
        )
    )
