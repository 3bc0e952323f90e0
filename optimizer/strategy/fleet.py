"""Step 4: own-fleet deliveries are routed per depot, day and wave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result, Unserved
from optimizer.options.table import Candidates
from optimizer.routing import engines
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import Solution
from optimizer.scenario.base import Temperature
from optimizer.strategy.build.routing import Delivery, Wave, wave_problem
from optimizer.strategy.context import Context
from optimizer.strategy.decision import ChosenShipment, load_of


@dataclass(frozen=True, eq=False)
class RoutedWave:
    """A pool's problem, its routes, and the candidate row of each client id."""

    wave: Wave
    result: Result[Solution]
    rows: Mapping[str, int]

    @property
    def solution(self) -> Solution:
        """Its routes; without any where the engine found none."""
        return self.result.solution or Solution((), tuple(self.rows))


@dataclass(frozen=True, eq=False)
class Fleet:
    """All routed pools, and the deliveries no route could take, by candidate row."""

    waves: tuple[RoutedWave, ...]
    dropped: Mapping[int, Unserved]


def route_fleet(
    context: Context,
    candidates: Candidates,
    chosen: Mapping[int, ChosenShipment],
    params: Params,
    progress: Progress = SILENT,
    known: Mapping[str, RoutedWave] | None = None,
) -> Fleet:
    """Route every chosen van shipment.

    A pool whose deliveries are those of ``known`` keeps its routes; else they are where the search starts.
    """
    by_pool: dict[str, list[ChosenShipment]] = {}
    for row in sorted(chosen):
        if candidates.pool[row] >= 0 and candidates.lane[row] < 0:
            by_pool.setdefault(candidates.pools[candidates.pool[row]], []).append(chosen[row])
    waves = []
    for pool in sorted(by_pool):
        before = (known or {}).get(pool)
        deliveries = [delivery(context, candidates, one) for one in by_pool[pool]]
        rows = {one.key: one.row for one in deliveries}
        if before is not None and before.rows == rows:
            waves.append(before)
            continue
        waves.append(_route(context, pool, deliveries, rows, params, progress))
    dropped = {
        wave.rows[one.id]: one for wave in waves for one in wave.result.unserved if one.id in wave.rows
    }
    return Fleet(tuple(waves), dropped)


def _route(
    context: Context,
    pool: str,
    deliveries: Sequence[Delivery],
    rows: Mapping[str, int],
    params: Params,
    progress: Progress,
) -> RoutedWave:
    wave = wave_problem(context, pool, deliveries)
    progress.update("routing", f"{context.strategy}: {pool}, {len(deliveries)} stops")
    engine = context.settings.solve.routing_engine
    return RoutedWave(wave, engines.solve(wave.problem, params, engine=engine, progress=progress), rows)


def delivery(context: Context, candidates: Candidates, shipment: ChosenShipment) -> Delivery:
    """Describe a chosen van shipment for routing."""
    row = shipment.row
    weight_g, volume_ml = load_of(context, shipment)
    classes = list(Temperature)
    lines, products = context.book.lines, context.book.products
    kinds = products.temperature[lines.product[np.array(list(shipment.quantities), dtype=np.int64)]]
    return Delivery(
        row=row,
        key="|".join(candidates.key(row)),
        place=context.book.place[candidates.order[row]],
        weight_g=weight_g,
        volume_ml=volume_ml,
        temperatures=frozenset(classes[kind] for kind in kinds),
        service_s=int(candidates.service_s[row]),
        earliest=int(candidates.earliest_start[row]),
        latest=int(candidates.latest_start[row]),
    )


def improved(context: Context, fleet: Fleet, params: Params, progress: Progress = SILENT) -> Fleet:
    """Search longer from the routes found; waves that had to leave deliveries out stay as they are."""
    engine = context.settings.solve.routing_engine
    waves = []
    for wave in fleet.waves:
        if wave.result.unserved or wave.result.solution is None:
            waves.append(wave)
            continue
        found = engines.solve(
            wave.wave.problem, params, engine=engine, start=wave.result.solution, progress=progress
        )
        better = found.solution is not None and not found.unserved
        waves.append(replace(wave, result=found) if better else wave)
    return Fleet(tuple(waves), fleet.dropped)


def without_stops(fleet: Fleet, rows: Mapping[int, Unserved]) -> Fleet:
    """Take deliveries off their routes; a route that then no longer fits together loses all its stops.

    Parameters
    ----------
    rows
        Why, by candidate row.
    """
    dropped = {**fleet.dropped, **rows}
    waves = []
    for wave in fleet.waves:
        off = {name for name, row in wave.rows.items() if row in rows}
        routes = []
        for route in wave.solution.routes:
            rest = [visit.client for visit in route.visits if visit.client not in off]
            kept = route if len(rest) == len(route.visits) else None
            if kept is None and rest:
                kept = schedule(wave.wave.problem, route.vehicle_type, rest)
            if kept is not None:
                routes.append(kept)
            else:
                lost = next(iter(rows.values()))
                dropped |= {wave.rows[name]: lost for name in rest}
        solution = replace(wave.solution, routes=tuple(routes))
        waves.append(replace(wave, result=replace(wave.result, solution=solution)))
    return Fleet(tuple(waves), dropped)
