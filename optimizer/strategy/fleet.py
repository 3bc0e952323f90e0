"""Step 4: own-fleet deliveries are routed per depot, day and wave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimizer.core.params import Params
from optimizer.core.progress import SILENT, Progress
from optimizer.core.result import Result, Unserved
from optimizer.core.status import Status
from optimizer.options.table import Candidates
from optimizer.routing import engines
from optimizer.routing.schedule import schedule
from optimizer.routing.solution import Route, Solution
from optimizer.scenario.base import Temperature
from optimizer.strategy.build.routing import Delivery, Wave, wave_problem
from optimizer.strategy.context import Context
from optimizer.strategy.decision import ChosenShipment, load_of


@dataclass(frozen=True, eq=False)
class RoutedWave:
    """A pool's problem, its routes, and what they were asked to deliver."""

    wave: Wave
    result: Result[Solution]
    deliveries: tuple[Delivery, ...]

    @cached_property
    def rows(self) -> dict[str, int]:
        """Candidate row of each client id."""
        return {one.key: one.row for one in self.deliveries}

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

    A pool whose deliveries are those of ``known``, with what they carry, keeps its routes.
    """
    by_pool: dict[str, list[ChosenShipment]] = {}
    for row in sorted(chosen):
        if candidates.pool[row] >= 0 and candidates.lane[row] < 0:
            by_pool.setdefault(candidates.pools[candidates.pool[row]], []).append(chosen[row])
    waves = []
    for pool in sorted(by_pool):
        before = (known or {}).get(pool)
        deliveries = tuple(delivery(context, candidates, one) for one in by_pool[pool])
        if before is not None and before.deliveries == deliveries:
            waves.append(before)
            continue
        waves.append(_route(context, pool, deliveries, params, progress))
    dropped = {
        wave.rows[one.id]: one for wave in waves for one in wave.result.unserved if one.id in wave.rows
    }
    return Fleet(tuple(waves), dropped)


def _route(
    context: Context, pool: str, deliveries: tuple[Delivery, ...], params: Params, progress: Progress
) -> RoutedWave:
    wave = wave_problem(context, pool, deliveries)
    progress.update("routing", f"{context.strategy}: {pool}, {len(deliveries)} stops")
    engine = context.settings.solve.routing_engine
    return RoutedWave(wave, engines.solve(wave.problem, params, engine=engine, progress=progress), deliveries)


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
            kept = route if len(rest) == len(route.visits) else _rescheduled(wave, route, rest)
            if kept is not None:
                routes.append(kept)
            else:
                lost = next(iter(rows.values()))
                dropped |= {wave.rows[name]: lost for name in rest}
        waves.append(_only(wave, routes) if off else wave)
    return Fleet(tuple(waves), dropped)


def _rescheduled(wave: RoutedWave, route: Route, clients: Sequence[str]) -> Route | None:
    """Time what is left of a route; None if nothing is, or if it takes too long a way or time."""
    problem = wave.wave.problem
    kept = schedule(problem, route.vehicle_type, clients) if clients else None
    too_far = kept and kept.distance > problem.vehicle_type_by_id[route.vehicle_type].max_distance
    return None if too_far else kept


def _only(wave: RoutedWave, routes: Sequence[Route]) -> RoutedWave:
    """Reduce a wave to some routes and their stops, so that no later search brings the others back."""
    visited = {visit.client for route in routes for visit in route.visits}
    clients = tuple(client for client in wave.wave.problem.clients if client.id in visited)
    result = replace(
        wave.result,
        status=Status.FEASIBLE,
        solution=Solution(tuple(routes)),
        objective=float(sum(route.cost for route in routes)),
        bound=None,
        unserved=(),
    )
    return RoutedWave(
        wave=replace(wave.wave, problem=wave.wave.problem.replace(clients=clients)),
        result=result,
        deliveries=tuple(one for one in wave.deliveries if one.key in visited),
    )
