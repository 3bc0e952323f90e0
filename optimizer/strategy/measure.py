"""Step 7: the figures of a plan, as ``docs/model.md`` defines them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.core.cost import by_component
from optimizer.demand.orders import NO_INSTANT
from optimizer.scenario.base import UPSTREAM_KINDS
from optimizer.scenario.settings import CarryOutOption, CollectOption, ParcelOption
from optimizer.strategy.build.fulfilment import shift_s, site_throughput
from optimizer.strategy.context import Context
from optimizer.strategy.costs import carrier_rate, lines_by_shipment, on_hand, promise_of, weight_kg
from optimizer.strategy.figures import Figures, GroupFigures, Hours
from optimizer.strategy.plan import Plan, PlannedShipment

_HOUR_S = 3600.0


@dataclass(frozen=True)
class _OrderFacts:
    """What became of one order."""

    served: bool
    hours: float
    windowed: bool
    deviation_h: float
    on_time: bool
    shipments: int
    day_offset: int
    option: str


def measure(context: Context, plan: Plan, costs: Mapping[str, int]) -> Figures:
    """Compute every figure of a plan.

    Parameters
    ----------
    costs
        Minor units per order, as :func:`~optimizer.strategy.attribution.order_costs` shares them.
    """
    facts = _facts(context, plan)
    return Figures(
        total=plan.total,
        cost_per_order=_share(plan.total, len(context.book)),
        components={str(name): amount for name, amount in by_component(plan.cost_lines).items()},
        hours=_hours([fact.hours for fact in facts.values() if not fact.windowed]),
        co2_kg=_co2_kg(context, plan),
        site_workload=_workload(context, plan),
        **_service(context, plan, facts),
        **_requests(context, facts),
        **_windows(facts),
        **_fleet(context, plan),
        **_stock(context, plan),
        **_by_group(context, plan, facts, costs),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _service(context: Context, plan: Plan, facts: Mapping[str, _OrderFacts]) -> dict[str, Any]:
    count, served = len(context.book), [fact for fact in facts.values() if fact.served]
    units, missing = int(context.book.units.sum()), sum(line.quantity for line in plan.unserved)
    return {
        "orders": count,
        "orders_served": len(served),
        "units": units,
        "units_served": units - missing,
        "order_fill_rate": _share(len(served), count),
        "unit_fill_rate": _share(units - missing, units),
        "split_rate": _share(sum(fact.shipments > 1 for fact in served), len(served)),
        "on_time_rate": _share(sum(fact.on_time for fact in served), count),
        "same_day_rate": _share(sum(fact.day_offset == 0 for fact in served), count),
        "next_day_rate": _share(sum(fact.day_offset == 1 for fact in served), count),
    }


def _requests(context: Context, facts: Mapping[str, _OrderFacts]) -> dict[str, Any]:
    wishes = zip(context.book.ids, context.book.requested_option, strict=True)
    wished = [(order, wish) for order, wish in wishes if wish]
    return {
        "requested": len(wished),
        "requested_met": sum(facts[order].served and facts[order].option == wish for order, wish in wished),
        "requested_not_offered": sum(wish not in context.option for _, wish in wished),
    }


def _windows(facts: Mapping[str, _OrderFacts]) -> dict[str, Any]:
    late = [fact.deviation_h for fact in facts.values() if fact.served and fact.windowed]
    return {
        "windows": sum(fact.windowed for fact in facts.values()),
        "kept_windows": late.count(0.0),
        "window_deviation_h": math.fsum(late) / len(late) if late else None,
    }


def _fleet(context: Context, plan: Plan) -> dict[str, Any]:
    load, time = _utilisation(context, plan)
    return {
        "routes": len(plan.routes),
        "stops": len(plan.stops),
        "km": sum(route.distance_m for route in plan.routes) / 1000,
        "load_utilisation": load,
        "time_utilisation": time,
    }


def _stock(context: Context, plan: Plan) -> dict[str, Any]:
    """Units moved, and on hand before the first and after the last day; suppliers and plants hold none."""
    own = [site.kind not in UPSTREAM_KINDS for site in context.scenario.sites]
    names = {site.id for site, mine in zip(context.scenario.sites, own, strict=True) if mine}
    opening = context.scenario.stock
    return {
        "units_moved": sum(move.quantity for move in plan.moves),
        "on_hand_start": int(opening["on_hand"][opening["site_id"].isin(names)].sum()),
        "on_hand_end": int(on_hand(context, plan)[own, :, -1].sum()),
    }


def _by_group(
    context: Context, plan: Plan, facts: Mapping[str, _OrderFacts], costs: Mapping[str, int]
) -> dict[str, Any]:
    book, (value, margin) = context.book, _served_value(context, plan)

    def groups(names: Sequence[str]) -> dict[str, GroupFigures]:
        return _groups(context, facts, costs, (value, margin), dict(zip(book.ids, names, strict=True)))

    return {
        "revenue": math.fsum(value.values()),
        "margin": math.fsum(margin.values()),
        "by_channel": groups(book.sales_channel),
        "by_segment": groups(book.segment),
        "by_district": groups(book.district),
        "by_option": groups([facts[order].option or "(unserved)" for order in book.ids]),
    }


def hours_of_served(context: Context, plan: Plan) -> dict[str, float]:
    """Hours of each order that is served in full."""
    return {order: fact.hours for order, fact in _facts(context, plan).items() if fact.served}


def _facts(context: Context, plan: Plan) -> dict[str, _OrderFacts]:
    by_order: dict[str, list[PlannedShipment]] = {}
    for shipment in plan.shipments:
        by_order.setdefault(shipment.order, []).append(shipment)
    short = {line.order for line in plan.unserved}
    start_of_service = {
        (stop.order, stop.source, stop.option, stop.departure): stop.start for stop in plan.stops
    }

    def fact(position: int, order: str) -> _OrderFacts:
        shipments = by_order.get(order, [])
        served = bool(shipments) and order not in short
        window = (int(context.book.window_start[position]), int(context.book.window_end[position]))
        windowed = window != (NO_INSTANT, NO_INSTANT)
        if not served:
            return _OrderFacts(False, math.inf, windowed, math.inf, False, len(shipments), -1, "")
        last = max(one.handed_over_at for one in shipments)
        placed = int(context.book.placed_at[position])
        days = context.calendar.day(np.array([placed, last]))
        return _OrderFacts(
            served=True,
            hours=(last - placed) / _HOUR_S,
            windowed=windowed,
            deviation_h=max(_deviation_s(context, one, window, start_of_service) for one in shipments)
            / _HOUR_S,
            on_time=all(_on_time(context, one) for one in shipments),
            shipments=len(shipments),
            day_offset=int(days[1] - days[0]),
            option=shipments[0].option,
        )

    return {order: fact(position, order) for position, order in enumerate(context.book.ids)}


def _deviation_s(
    context: Context,
    shipment: PlannedShipment,
    window: tuple[int, int],
    start_of_service: Mapping[tuple[str, str, str, str], int],
) -> int:
    """Seconds by which the hand-over lies outside the window; by van, the start of service."""
    key = (shipment.order, shipment.source, shipment.option, shipment.departure)
    instant = start_of_service.get(key, shipment.handed_over_at)
    late = max(0, instant - window[1]) if window[1] != NO_INSTANT else 0
    fetched = isinstance(context.option[shipment.option], CollectOption | CarryOutOption)
    early = max(0, window[0] - instant) if window[0] != NO_INSTANT and not fetched else 0
    return late + early


def _on_time(context: Context, shipment: PlannedShipment) -> bool:
    promise = promise_of(context, shipment)
    return promise is None or shipment.handed_over_at <= promise


def _hours(values: Iterable[float]) -> Hours:
    ordered = sorted(values)

    def at(share: float) -> float | None:
        if not ordered:
            return None
        value = ordered[max(0, math.ceil(round(share * len(ordered), 9)) - 1)]
        return None if math.isinf(value) else value

    served = [value for value in ordered if not math.isinf(value)]
    mean = math.fsum(served) / len(served) if served else None
    return Hours(len(ordered), mean, at(0.5), at(0.9), at(0.95))


def _served_value(context: Context, plan: Plan) -> tuple[dict[str, float], dict[str, float]]:
    value: dict[str, float] = {}
    margin: dict[str, float] = {}
    for line in plan.lines:
        product = context.product[context.line_product[line.order, line.line]]
        value[line.order] = value.get(line.order, 0.0) + product.value_per_unit * line.quantity
        margin[line.order] = margin.get(line.order, 0.0) + product.margin_per_unit * line.quantity
    return value, margin


def _groups(
    context: Context,
    facts: Mapping[str, _OrderFacts],
    costs: Mapping[str, int],
    money: tuple[Mapping[str, float], Mapping[str, float]],
    group_of: Mapping[str, str],
) -> dict[str, GroupFigures]:
    members: dict[str, list[str]] = {}
    for order in context.book.ids:
        members.setdefault(group_of[order], []).append(order)
    return {
        name: GroupFigures(
            orders=len(orders),
            served=sum(facts[order].served for order in orders),
            hours=_hours([facts[order].hours for order in orders if not facts[order].windowed]),
            cost=sum(costs[order] for order in orders),
            revenue=math.fsum(money[0].get(order, 0.0) for order in orders),
            margin=math.fsum(money[1].get(order, 0.0) for order in orders),
        )
        for name, orders in sorted(members.items())
    }


def _co2_kg(context: Context, plan: Plan) -> float:
    grams = [
        context.vehicle_type[route.vehicle_type].co2_g_per_km * route.distance_m / 1000
        for route in plan.routes
    ]
    carried = lines_by_shipment(plan)
    for shipment in plan.shipments:
        option, lines = context.option[shipment.option], carried[shipment.key]
        if isinstance(option, ParcelOption):
            grams.append(carrier_rate(context, shipment, lines).co2_g)
        elif isinstance(option, CollectOption) and option.transport == "linehaul":
            lane = context.linehaul_lane(shipment.source, shipment.point, shipment.departure)
            grams.append(lane.co2_g_per_kg * weight_kg(context, lines))
    grams += [
        context.lane[move.lane].co2_g_per_kg * context.product[move.product].weight_kg * move.quantity
        for move in plan.moves
    ]
    return math.fsum(grams) / 1000


def _utilisation(context: Context, plan: Plan) -> tuple[float | None, float | None]:
    """Mean share of the weight capacity loaded, and of the vehicle's time used, over routes."""
    if not plan.routes:
        return None, None
    carried = lines_by_shipment(plan)
    kg: dict[str, float] = {}
    for shipment in plan.shipments:
        if shipment.route:
            kg[shipment.route] = kg.get(shipment.route, 0.0) + weight_kg(context, carried[shipment.key])
    load, time = [], []
    for route in plan.routes:
        kind = context.vehicle_type[route.vehicle_type]
        load.append(kg.get(route.id, 0.0) / kind.capacity_kg if kind.capacity_kg else 0.0)
        time.append((route.end - route.start) / shift_s(kind, context.settings.waves[route.wave]))
    return math.fsum(load) / len(load), math.fsum(time) / len(time)


def _workload(context: Context, plan: Plan) -> dict[str, float | None]:
    """Busiest day of each site that sends orders: units against throughput; None without a limit."""
    units: dict[str, dict[str, int]] = {}
    for line in plan.lines:
        days = units.setdefault(line.source, {})
        days[line.departure[:10]] = days.get(line.departure[:10], 0) + line.quantity
    limits = {site: site_throughput(context.site[site]) for site in units}
    return {
        site: None if math.isinf(limits[site]) else max(days.values()) / max(limits[site], 1e-9)
        for site, days in sorted(units.items())
    }
