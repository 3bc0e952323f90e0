"""Tables of what moves: van routes and replenishment."""

from collections import Counter

from optimizer.core.cost import Component
from optimizer.report.formats import clock
from optimizer.report.goods import Goods
from optimizer.report.tables import Cell, Column, Kind, Table
from optimizer.strategy.plan import Plan, PlannedMove, PlannedRoute

_ROUTES = (
    Column("route", "Route"),
    Column("depot", "Depot"),
    Column("date", "Date"),
    Column("wave", "Wave"),
    Column("vehicle", "Vehicle"),
    Column("leaves", "Leaves"),
    Column("back", "Back"),
    Column("stops", "Stops", Kind.COUNT),
    Column("km", "km", Kind.KM),
    Column("kg", "Load, kg", Kind.KG),
    Column("load", "Load", Kind.SHARE),
    Column("cost", "Cost", Kind.MONEY),
    Column("orders", "Orders in sequence"),
)
_MOVES = (
    Column("from", "From"),
    Column("to", "To"),
    Column("leaves", "Leaves"),
    Column("arrives", "On hand from"),
    Column("units", "Units", Kind.COUNT),
    Column("kg", "kg", Kind.KG),
    Column("cost", "Cost", Kind.MONEY),
    Column("products", "Products"),
    Column("lane", "Lane"),
)
#: Products named in a row of the replenishment table.
_NAMED = 6


def route_table(goods: Goods, plan: Plan) -> Table:
    """Van routes: when, how far, how full, at what cost, and whom in which order."""
    cost: Counter[str] = Counter()
    for line in plan.cost_lines:
        if line.kind == "route":
            cost[line.ref] += line.amount
    stops: dict[str, list[str]] = {}
    for stop in sorted(plan.stops, key=lambda one: (one.route, one.sequence)):
        stops.setdefault(stop.route, []).append(stop.order)
    load = _load_kg(goods, plan)
    zone = goods.scenario.settings.zone

    def row(route: PlannedRoute) -> tuple[Cell, ...]:
        kind = goods.vehicle_type[route.vehicle_type]
        orders = stops.get(route.id, [])
        return (
            route.id,
            goods.site_name(route.depot),
            route.date,
            route.wave,
            route.vehicle_type,
            clock(route.start, zone)[11:],
            clock(route.end, zone)[11:],
            len(orders),
            route.distance_m / 1000,
            load[route.id],
            load[route.id] / kind.capacity_kg if kind.capacity_kg else None,
            cost[route.id],
            " > ".join(orders),
        )

    return Table(
        key="routes",
        title="Van routes",
        note=f"One row per tour of a van, times in {zone}. Load: weight on leaving, and its share of the capacity.",
        columns=_ROUTES,
        rows=tuple(row(route) for route in plan.routes),
        file="routes.csv",
    )


def move_table(goods: Goods, plan: Plan) -> Table:
    """Replenishment per lane and day of leaving."""
    trips: dict[tuple[str, str], list[PlannedMove]] = {}
    for move in plan.moves:
        trips.setdefault((move.lane, move.leaves), []).append(move)
    freight: Counter[str] = Counter()
    for line in plan.cost_lines:
        if line.component in (Component.PROCUREMENT_FREIGHT, Component.REPLENISHMENT):
            freight[line.ref] += line.amount
    lanes = {lane.id: lane for lane in goods.scenario.lanes}

    def row(lane: str, leaves: str, moves: list[PlannedMove]) -> tuple[Cell, ...]:
        kg = sum(goods.product[move.product].weight_kg * move.quantity for move in moves)
        return (
            goods.site_name(lanes[lane].from_site),
            goods.site_name(lanes[lane].to_site),
            leaves,
            max(move.arrives for move in moves),
            sum(move.quantity for move in moves),
            kg,
            freight[f"{lane}|{leaves}"],
            _contents(goods, moves),
            lane,
        )

    return Table(
        key="moves",
        title="Replenishment",
        note="Stock moved before orders are known, one row per lane and day of leaving, largest products first.",
        columns=_MOVES,
        rows=tuple(row(lane, leaves, moves) for (lane, leaves), moves in sorted(trips.items())),
        file="moves.csv",
    )


def _contents(goods: Goods, moves: list[PlannedMove]) -> str:
    largest = sorted(moves, key=lambda move: (-move.quantity, move.product))
    named = ", ".join(f"{goods.product_name(move.product)} {move.quantity:,}" for move in largest[:_NAMED])
    return f"{named} and {len(moves) - _NAMED} more" if len(moves) > _NAMED else named


def _load_kg(goods: Goods, plan: Plan) -> dict[str, float]:
    route = {
        (shipment.order, shipment.source, shipment.option, shipment.departure): shipment.route
        for shipment in plan.shipments
        if shipment.route
    }
    load = dict.fromkeys((route.id for route in plan.routes), 0.0)
    for line in plan.lines:
        carrier = route.get((line.order, line.source, line.option, line.departure))
        if carrier:
            load[carrier] += goods.line_kg[line.order, line.line] * line.quantity
    return load
