"""Decisions and routes put together as a plan in the planner's ids, with every cost line."""

from collections.abc import Mapping

from optimizer.options.table import Candidates
from optimizer.routing.solution import Route
from optimizer.strategy.context import Context
from optimizer.strategy.costs import book_costs
from optimizer.strategy.decision import CandidateIndex, ChosenShipment
from optimizer.strategy.fleet import Fleet, RoutedWave
from optimizer.strategy.plan import (
    Plan,
    PlannedLeg,
    PlannedMove,
    PlannedRoute,
    PlannedShipment,
    PlannedStop,
    UnservedLine,
)
from optimizer.strategy.pools import split_pool


def assemble(
    context: Context,
    candidates: Candidates,
    index: CandidateIndex,
    moves: tuple[PlannedMove, ...],
    chosen: Mapping[int, ChosenShipment],
    fleet: Fleet,
    unserved: tuple[UnservedLine, ...],
) -> Plan:
    """Write the plan of one round.

    Parameters
    ----------
    chosen
        Shipments that are made; none of them is dropped by ``fleet``.
    unserved
        The units that no shipment carries, with their reasons.
    """
    routes, stops, legs = _routes(context, fleet)
    stop_of = {(stop.order, stop.source, stop.option, stop.departure): stop for stop in stops}
    shipments = [
        _shipment(context, candidates, row, stop_of.get(candidates.key(row))) for row in sorted(chosen)
    ]
    lines = [line for shipment in chosen.values() for line in index.lines(shipment)]
    plan = Plan(
        strategy=context.strategy,
        lines=tuple(sorted(lines)),
        shipments=tuple(sorted(shipments)),
        moves=moves,
        routes=tuple(sorted(routes)),
        stops=tuple(sorted(stops)),
        legs=tuple(sorted(legs)),
        unserved=tuple(sorted(unserved)),
    )
    return plan.replace(cost_lines=book_costs(context, plan))


def _shipment(
    context: Context, candidates: Candidates, row: int, stop: PlannedStop | None
) -> PlannedShipment:
    order, source, option, departure = candidates.key(row)
    point = int(candidates.point[row])
    return PlannedShipment(
        order=order,
        source=source,
        option=option,
        departure=departure,
        point="" if point < 0 else context.scenario.sites[point].id,
        leaves_at=int(candidates.leaves_at[row]),
        handed_over_at=stop.end if stop else int(candidates.handed_over_at[row]),
        route=stop.route if stop else "",
    )


def _routes(context: Context, fleet: Fleet) -> tuple[list[PlannedRoute], list[PlannedStop], set[PlannedLeg]]:
    routes: list[PlannedRoute] = []
    stops: list[PlannedStop] = []
    legs: set[PlannedLeg] = set()
    for wave in fleet.waves:
        depot, date, name = split_pool(wave.wave.pool)
        for number, route in enumerate(wave.solution.routes, 1):
            planned = PlannedRoute(
                id=f"{wave.wave.pool}/{number}",
                depot=depot,
                date=date,
                wave=name,
                vehicle_type=route.vehicle_type,
                start=wave.wave.midnight + route.start,
                end=wave.wave.midnight + route.end,
                distance_m=route.distance,
            )
            routes.append(planned)
            stops += _stops(wave, route, planned.id)
            legs |= _legs(context, wave, route)
    return routes, stops, legs


def _stops(wave: RoutedWave, route: Route, name: str) -> list[PlannedStop]:
    location = {client.id: client.location for client in wave.wave.problem.clients}
    stops = []
    for sequence, visit in enumerate(route.visits, 1):
        order, source, option, departure = visit.client.split("|")
        stops.append(
            PlannedStop(
                route=name,
                sequence=sequence,
                order=order,
                source=source,
                option=option,
                departure=departure,
                place=wave.wave.places[location[visit.client]],
                arrival=wave.wave.midnight + visit.arrival,
                start=wave.wave.midnight + visit.start,
                end=wave.wave.midnight + visit.departure,
            )
        )
    return stops


def _legs(context: Context, wave: RoutedWave, route: Route) -> set[PlannedLeg]:
    """All pairs of the places of one route, so that another order of its stops can be judged."""
    location = {client.id: client.location for client in wave.wave.problem.clients}
    profile = context.vehicle_type[route.vehicle_type].profile
    matrix = wave.wave.problem.matrices[profile]
    visited = sorted({0, *(location[visit.client] for visit in route.visits)})
    names = wave.wave.places
    return {
        PlannedLeg(names[i], names[j], profile, int(matrix.distance[i, j]), int(matrix.duration[i, j]))
        for i in visited
        for j in visited
        if i != j
    }
