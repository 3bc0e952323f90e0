"""What ``optimizer route`` takes beyond its time limit: to start, read, check and write."""

import json
from functools import partial
from pathlib import Path

import numpy as np

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


def _with_breaks(folder: Path) -> Path:
    """Write 100 jobs, of which eight drivers with two to four breaks have the time for about 70, and route it once."""
    places = np.random.default_rng(1).uniform((126.9, 37.4), (127.1, 37.6), (101, 2)).round(5).tolist()
    vehicles = [
        {
            "id": number,
            "start": places[0],
            "end": places[0],
            "time_window": [28_800, 64_800],
            "breaks": [
                {"id": at, "time_windows": [[28_800 + 7200 * at, 36_000 + 7200 * at]], "service": 1800}
                for at in range(2 + number % 3)
            ],
        }
        for number in range(8)
    ]
    jobs = [{"id": number, "location": place, "service": 2700} for number, place in enumerate(places[1:])]
    path = folder / "breaks.json"
    path.write_text(json.dumps({"vehicles": vehicles, "jobs": jobs}), encoding="utf-8")
    _route(1.0, path)
    return path


def _route(limit_s: float, path: Path) -> str:
    out = path.with_suffix(".sol")
    speed = ("--speed", "30") if path.suffix == ".json" else ()
    return call("route", str(path), "--time", f"{limit_s:g}", "--out", str(out), "--force", "--quiet", *speed)


#: Clients, limit and what may be added to it in seconds, runs, and most memory in megabytes where it is to be watched.
_SIZES: tuple[tuple[int, float, float, int, float | None], ...] = (
    (100, 2.0, 0.3, 5, None),
    (1000, 20.0, 0.6, 1, None),
    (10_000, 30.0, 3.0, 1, 4000.0),
    (20_000, 60.0, 6.0, 1, 4000.0),
)

for clients, limit_s, target_s, repeats, target_mb in _SIZES:
    register(
        Benchmark(
            name=f"route_{clients}",
            meaning=f"optimizer route, {clients:,} clients, beyond its limit of {limit_s:g} s",
            target_s=target_s,
            target_mb=target_mb,
            prepare=partial(_written, clients),
            run=partial(_route, limit_s),
            granted_s=limit_s,
            repeats=repeats,
        )
    )

register(
    Benchmark(
        name="route_100_unserved",
        meaning="optimizer route, 100 jobs, about 30 of them unserved by drivers with breaks, beyond its limit of 2 s",
        target_s=0.3,
        prepare=_with_breaks,
        run=partial(_route, 2.0),
        granted_s=2.0,
        repeats=5,
    )
)
