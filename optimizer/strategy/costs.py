"""Step 5: the real cost of a plan, line by line, as ``docs/model.md`` defines it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.core.cost import Component, CostLine, Ledger
from optimizer.options.calendar import NEVER
from optimizer.options.promise import promised_at
from optimizer.scenario.base import UPSTREAM_KINDS, SiteKind
from optimizer.scenario.rows import CarrierRate, LaneRow, Product
from optimizer.scenario.settings import CollectOption, ParcelOption
from optimizer.strategy.context import Context
from optimizer.strategy.plan import Plan, PlannedLine, PlannedShipment
from optimizer.strategy.stock import trucks_for

_HOUR_S = 3600.0
_YEAR_DAYS = 365
_GRAMS_PER_T = 1e6


def book_costs(context: Context, plan: Plan) -> tuple[CostLine, ...]:
    """Book every cost line of a plan; its own ``cost_lines`` are not looked at."""
    ledger = Ledger(context.settings.currency)
    carried = lines_by_shipment(plan)
    for shipment in plan.shipments:
        _book_shipment(context, ledger, shipment, carried[shipment.key])
    _book_moves(context, ledger, plan)
    _book_linehaul(context, ledger, plan, carried)
    _book_routes(context, ledger, plan)
    _book_sites(context, ledger, plan)
    _book_holding(context, ledger, plan)
    _book_unserved(context, ledger, plan)
    return ledger.lines()


def lines_by_shipment(plan: Plan) -> dict[str, list[PlannedLine]]:
    """Lines of each shipment by its key."""
    carried: dict[str, list[PlannedLine]] = {}
    for line in plan.lines:
        key = f"{line.order}|{line.source}|{line.option}|{line.departure}"
        carried.setdefault(key, []).append(line)
    return carried


def weight_kg(context: Context, lines: Iterable[PlannedLine]) -> float:
    """Weight of lines in kilograms, in whole milligrams."""
    return round(sum(_product(context, line).weight_kg * line.quantity for line in lines), 6)


def carrier_rate(context: Context, shipment: PlannedShipment, lines: Iterable[PlannedLine]) -> CarrierRate:
    """Row of the rate card that prices a parcel shipment.

    Raises
    ------
    ValueError
        If the carrier does not take it.
    """
    option = context.option[shipment.option]
    carrier = option.carrier if isinstance(option, ParcelOption) else ""
    district = context.book.district[context.book.index[shipment.order]]
    kg = weight_kg(context, lines)
    row = int(context.rates.rows(carrier, [district], np.zeros(1, dtype=np.int64), np.array([kg]))[0])
    if row < 0:
        msg = f"no rate of {carrier} to {district} for {kg} kg"
        raise ValueError(msg)
    return context.rates.rates[row]


def _book_shipment(
    context: Context, ledger: Ledger, shipment: PlannedShipment, lines: list[PlannedLine]
) -> None:
    option, source, key = context.option[shipment.option], context.site[shipment.source], shipment.key
    units = sum(line.quantity for line in lines)
    handling = source.handling_cost_per_order + option.extra_cost_per_order
    ledger.book(Component.SITE_HANDLING, "shipment", key, handling + source.handling_cost_per_unit * units)
    if isinstance(option, CollectOption):
        pickup = context.site[shipment.point].pickup_cost_per_order
        ledger.book(Component.PICKUP_HANDLING, "shipment", key, pickup)
    if isinstance(option, ParcelOption):
        rate = carrier_rate(context, shipment, lines)
        ledger.book(Component.CARRIER, "shipment", key, rate.price + rate.surcharge)
        _book_co2(context, ledger, "shipment", key, rate.co2_g)
    if source.kind == SiteKind.PARTNER:
        value = sum(_product(context, line).value_per_unit * line.quantity for line in lines)
        ledger.book(Component.PARTNER_COMMISSION, "shipment", key, source.commission_rate * value)
    returns = context.settings.policies.returns
    per_unit = returns.cost_per_unit_by_hand_over.get(option.hand_over, returns.cost_per_unit)
    returned = sum(_product(context, line).return_rate * line.quantity for line in lines)
    share = 1 - returns.customer_pays_share
    ledger.book(Component.EXPECTED_RETURNS, "shipment", key, returned * per_unit * share)
    if option.late_cost_per_hour is not None:
        promise = promise_of(context, shipment)
        late_s = 0 if promise is None else max(0, shipment.handed_over_at - promise)
        ledger.book(Component.LATENESS, "shipment", key, late_s / _HOUR_S * option.late_cost_per_hour)


def promise_of(context: Context, shipment: PlannedShipment) -> int | None:
    """Instant by which the shipment was promised; None without promise."""
    order = context.book.index[shipment.order]
    segment = context.settings.segments[context.book.segment[order]]
    placed = context.book.placed_at[order : order + 1]
    promise = int(promised_at(context.calendar, context.option[shipment.option], segment, placed)[0])
    return None if promise >= NEVER else promise


def _product(context: Context, line: PlannedLine) -> Product:
    return context.product[context.line_product[line.order, line.line]]


@dataclass
class _Freight:
    """What leaves on a lane at one departure."""

    units_cost: float = 0.0
    kg: float = 0.0


def _book_moves(context: Context, ledger: Ledger, plan: Plan) -> None:
    loads: dict[tuple[str, str], _Freight] = {}
    for move in plan.moves:
        product, lane = context.product[move.product], context.lane[move.lane]
        _add(loads.setdefault((move.lane, move.leaves), _Freight()), lane, product.weight_kg, move.quantity)
    for (name, day), load in loads.items():
        lane = context.lane[name]
        bought = context.site[lane.from_site].kind in UPSTREAM_KINDS
        component = Component.PROCUREMENT_FREIGHT if bought else Component.REPLENISHMENT
        _book_freight(context, ledger, component, lane, f"{name}|{day}", load)


def _book_linehaul(
    context: Context, ledger: Ledger, plan: Plan, carried: Mapping[str, list[PlannedLine]]
) -> None:
    loads: dict[tuple[str, str], _Freight] = {}
    for shipment in plan.shipments:
        option = context.option[shipment.option]
        if not (isinstance(option, CollectOption) and option.transport == "linehaul"):
            continue
        lane = context.linehaul_lane(shipment.source, shipment.point, shipment.departure)
        load = loads.setdefault((lane.id, shipment.departure), _Freight())
        for line in carried[shipment.key]:
            _add(load, lane, _product(context, line).weight_kg, line.quantity)
    for (name, departure), load in loads.items():
        _book_freight(context, ledger, Component.LINEHAUL, context.lane[name], f"{name}|{departure}", load)


def _add(load: _Freight, lane: LaneRow, unit_kg: float, quantity: int) -> None:
    load.units_cost += (lane.cost_per_unit + lane.cost_per_kg * unit_kg) * quantity
    load.kg += unit_kg * quantity


def _book_freight(
    context: Context, ledger: Ledger, component: Component, lane: LaneRow, ref: str, load: _Freight
) -> None:
    trucks = trucks_for(load.kg, lane.truck_kg)
    ledger.book(component, "lane", ref, load.units_cost + trucks * lane.cost_per_truck)
    _book_co2(context, ledger, "lane", ref, lane.co2_g_per_kg * load.kg)


def _book_routes(context: Context, ledger: Ledger, plan: Plan) -> None:
    for route in plan.routes:
        kind = context.vehicle_type[route.vehicle_type]
        km, hours = route.distance_m / 1000, (route.end - route.start) / _HOUR_S
        ledger.book(Component.FLEET_FIXED, "route", route.id, kind.fixed_cost)
        ledger.book(Component.FLEET_DISTANCE, "route", route.id, kind.cost_per_km * km)
        ledger.book(Component.FLEET_TIME, "route", route.id, kind.cost_per_h * hours)
        _book_co2(context, ledger, "route", route.id, kind.co2_g_per_km * km)


def _book_co2(context: Context, ledger: Ledger, kind: str, ref: str, grams: float) -> None:
    price = context.settings.policies.co2_price_per_t
    ledger.book(Component.CO2, kind, ref, grams / _GRAMS_PER_T * price)


def _book_sites(context: Context, ledger: Ledger, plan: Plan) -> None:
    for site, day in sorted(set(site_days(context, plan.shipments))):
        fixed = context.site[site].fixed_cost_per_day
        ledger.book(Component.SITE_FIXED, "site", f"{site}|{day}", fixed)


def site_days(context: Context, shipments: Iterable[PlannedShipment]) -> Iterator[tuple[str, str]]:
    """Sites and dates on which a shipment leaves or is collected, once per shipment and role."""
    for shipment in shipments:
        yield shipment.source, shipment.departure[:10]
        if isinstance(context.option[shipment.option], CollectOption):
            day = int(context.calendar.day(np.array([shipment.handed_over_at]))[0])
            yield shipment.point, context.calendar.text(day)


def _book_holding(context: Context, ledger: Ledger, plan: Plan) -> None:
    nights = on_hand(context, plan).sum(axis=2)
    per_night = np.array(
        [
            (product.value_per_unit - product.margin_per_unit) * product.holding_rate_per_year / _YEAR_DAYS
            for product in context.scenario.products
        ]
    )
    for row, site in enumerate(context.scenario.sites):
        if site.kind not in (*UPSTREAM_KINDS, SiteKind.PARTNER):
            ledger.book(Component.HOLDING, "site", site.id, float(nights[row] @ per_night))


def on_hand(context: Context, plan: Plan) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Units at the end of each day, protected ones included, shape (sites, P, D)."""
    start = np.datetime64(context.settings.horizon.start)
    site = {one.id: index for index, one in enumerate(context.scenario.sites)}
    product = {one.id: index for index, one in enumerate(context.scenario.products)}
    days = context.settings.horizon.days
    change = np.zeros((len(site), len(product), days), dtype=np.int64)
    stock = context.scenario.stock
    rows = [site[name] for name in stock["site_id"]], [product[name] for name in stock["product_id"]]
    dates = stock["date"].to_numpy(dtype="datetime64[D]")
    offset = np.maximum((np.where(np.isnat(dates), start, dates) - start).astype(np.int64), 0)
    within = offset < days
    units = (stock["on_hand"] + stock["receipt"]).to_numpy(dtype=np.int64)
    where = np.array(rows[0], dtype=np.int64), np.array(rows[1], dtype=np.int64), offset
    np.add.at(change, tuple(axis[within] for axis in where), units[within])
    for move in plan.moves:
        lane, item = context.lane[move.lane], product[move.product]
        leaves = int((np.datetime64(move.leaves) - start).astype(int))
        arrives = int((np.datetime64(move.arrives) - start).astype(int))
        change[site[lane.from_site], item, leaves] -= move.quantity
        if arrives < days:
            change[site[lane.to_site], item, arrives] += move.quantity
    for line in plan.lines:
        day = int((np.datetime64(line.departure[:10]) - start).astype(int))
        change[site[line.source], product[context.line_product[line.order, line.line]], day] -= line.quantity
    held: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = np.cumsum(change, axis=2)
    return held


def _book_unserved(context: Context, ledger: Ledger, plan: Plan) -> None:
    missing: dict[str, int] = {}
    for line in plan.unserved:
        missing[line.order] = missing.get(line.order, 0) + line.quantity
    for order, units in missing.items():
        position = context.book.index[order]
        share = units / int(context.book.units[position])
        ledger.book(Component.UNSERVED, "order", order, float(context.book.unserved_cost[position]) * share)
