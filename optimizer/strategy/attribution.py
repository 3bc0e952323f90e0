"""What serving each order cost: its own lines, and its share of what orders share.

A route's cost is shared over its stops in proportion to their straight distance from the depot plus a part that is
equal for all (half of the cost each), for attribution only; a lane's and a site day's over their shipments in equal
parts; holding and replenishment over all orders in equal parts. Shares are whole minor units that add up to the total.
"""

from collections.abc import Mapping, Sequence

from optimizer.core.cost import Component, CostLine
from optimizer.strategy.context import Context
from optimizer.strategy.costs import site_days
from optimizer.strategy.plan import Plan


def order_costs(context: Context, plan: Plan) -> dict[str, int]:
    """Minor units per order id of the whole book; they add up to the plan's total."""
    costs = dict.fromkeys(context.book.ids, 0)
    weights = _weights(context, plan)
    everyone: dict[str, float] = dict.fromkeys(context.book.ids, 1.0)
    for line in plan.cost_lines:
        for order, amount in _shares(line, weights.get((line.kind, line.ref)) or everyone):
            costs[order] += amount
    return costs


def _shares(line: CostLine, weights: Mapping[str, float]) -> Sequence[tuple[str, int]]:
    if line.kind == "shipment":
        return [(line.ref.split("|")[0], line.amount)]
    if line.component == Component.UNSERVED:
        return [(line.ref, line.amount)]
    return share_out(line.amount, weights)


def share_out(amount: int, weights: Mapping[str, float]) -> list[tuple[str, int]]:
    """Share ``amount`` in proportion to ``weights`` in whole units by largest remainder, ties by key."""
    whole = sum(weights.values())
    if not weights or whole <= 0:
        return []
    exact = {key: amount * weight / whole for key, weight in weights.items()}
    floors = {key: int(value // 1) for key, value in exact.items()}
    lacking = amount - sum(floors.values())
    by_remainder = sorted(exact, key=lambda key: (floors[key] - exact[key], key))
    for key in by_remainder[:lacking]:
        floors[key] += 1
    return sorted(floors.items())


def _weights(context: Context, plan: Plan) -> dict[tuple[str, str], dict[str, float]]:
    """Weight of each order in every shared cost, by kind and reference of the line."""
    weights: dict[tuple[str, str], dict[str, float]] = {}

    def add(kind: str, ref: str, order: str, weight: float) -> None:
        shares = weights.setdefault((kind, ref), {})
        shares[order] = shares.get(order, 0.0) + weight

    depot = {route.id: route.depot for route in plan.routes}
    for route, stops in _stops_by_route(plan).items():
        metres = context.travel.distance_m([depot[route]], [place for _, place in stops])[0].tolist()
        mean = sum(metres) / len(metres) or 1.0
        for (order, _), distance in zip(stops, metres, strict=True):
            add("route", route, order, 1.0 + distance / mean)
    for shipment in plan.shipments:
        if shipment.point and shipment.point != shipment.source:
            lane = context.linehaul_lane(shipment.source, shipment.point, shipment.departure)
            add("lane", f"{lane.id}|{shipment.departure}", shipment.order, 1.0)
    for order, (site, day) in _site_days(context, plan):
        add("site", f"{site}|{day}", order, 1.0)
    return weights


def _stops_by_route(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for stop in plan.stops:
        found.setdefault(stop.route, []).append((stop.order, stop.place))
    return found


def _site_days(context: Context, plan: Plan) -> list[tuple[str, tuple[str, str]]]:
    """Each shipment's order with the sites and days it uses; one that is collected where it lay uses one."""
    return [
        (shipment.order, site_day)
        for shipment in plan.shipments
        for site_day in sorted(set(site_days(context, (shipment,))))
    ]
