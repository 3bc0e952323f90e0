"""Whether everything a plan names exists; a plan that names unknown things is not examined further."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from optimizer.core.errors import Violation
from optimizer.strategy.check.context import Context
from optimizer.strategy.check.labels import is_instant, parse_date, parse_label
from optimizer.strategy.plan import Plan, PlannedLine, PlannedShipment, PlannedStop

Key = tuple[str, str, str, str]


def key(row: PlannedLine | PlannedShipment | PlannedStop) -> Key:
    """(order, source, option, departure): the shipment a row belongs to."""
    return row.order, row.source, row.option, row.departure


def check_references(context: Context, plan: Plan) -> Iterator[Violation]:
    """Yield a violation for every unknown id, unreadable label or date, and row that is there twice or alone."""
    yield from _shipments(context, plan)
    yield from _lines(context, plan)
    yield from _unserved(context, plan)
    yield from _moves(context, plan)
    yield from _routes(context, plan)
    yield from _stops(plan)


def _shipments(context: Context, plan: Plan) -> Iterator[Violation]:
    routes = {route.id for route in plan.routes}
    yield from _twice("shipment", (key(shipment) for shipment in plan.shipments))
    for shipment in plan.shipments:
        subject = f"shipment {shipment.key}"
        yield from _known("order", shipment.order, context.orders, subject)
        yield from _known("site", shipment.source, context.sites, subject)
        if shipment.point:
            yield from _known("point", shipment.point, context.sites, subject)
        if shipment.route:
            yield from _known("route", shipment.route, routes, subject)
        yield from _instants((shipment.leaves_at, shipment.handed_over_at), subject)
        option = context.options.get(shipment.option)
        if option is None:
            offered = ", ".join(context.options)
            yield Violation("not-offered", subject, f"option {shipment.option!r}; offered: {offered}")
        elif parse_label(shipment.departure, option) is None:
            detail = f"{shipment.departure!r} is no departure of option {shipment.option}"
            yield Violation("departure", subject, detail)


def _lines(context: Context, plan: Plan) -> Iterator[Violation]:
    shipped = {key(shipment) for shipment in plan.shipments}
    carried = {key(line) for line in plan.lines}
    yield from _twice("line", ((*key(line), line.line) for line in plan.lines))
    for line in plan.lines:
        yield from _ordered(context, line.order, line.line)
        if key(line) not in shipped:
            detail = f"line {line.line} goes with {'|'.join(key(line))}, which is no shipment"
            yield Violation("unknown-shipment", f"order {line.order}", detail)
    for missing in sorted(shipped - carried):
        yield Violation("empty-shipment", f"shipment {'|'.join(missing)}", "carries no line")


def _ordered(context: Context, order: str, line: str) -> Iterator[Violation]:
    if order not in context.orders:
        yield Violation("unknown-order", f"order {order}", "not in the scenario")
    elif line not in context.orders[order].lines:
        known = ", ".join(context.orders[order].lines)
        yield Violation("unknown-line", f"order {order}", f"line {line!r}; the order has {known}")


def _unserved(context: Context, plan: Plan) -> Iterator[Violation]:
    yield from _twice("unserved line", ((row.order, row.line) for row in plan.unserved))
    for row in plan.unserved:
        yield from _ordered(context, row.order, row.line)


def _moves(context: Context, plan: Plan) -> Iterator[Violation]:
    for move in plan.moves:
        subject = f"move {move.lane}|{move.leaves}|{move.product}"
        yield from _known("lane", move.lane, context.lanes, subject)
        yield from _known("product", move.product, context.products, subject)
        for text in (move.leaves, move.arrives):
            yield from _dated(text, subject)


def _routes(context: Context, plan: Plan) -> Iterator[Violation]:
    yield from _twice("route", ((route.id,) for route in plan.routes))
    for route in plan.routes:
        subject = f"route {route.id}"
        yield from _known("site", route.depot, context.sites, subject)
        yield from _known("vehicle-type", route.vehicle_type, context.vehicle_types, subject)
        yield from _known("wave", route.wave, context.settings.waves, subject)
        yield from _dated(route.date, subject)
        yield from _instants((route.start, route.end), subject)


def _stops(plan: Plan) -> Iterator[Violation]:
    routes = {route.id for route in plan.routes}
    shipped = {key(shipment) for shipment in plan.shipments}
    for stop in plan.stops:
        subject = f"stop {stop.sequence} of {stop.route}"
        yield from _known("route", stop.route, routes, subject)
        yield from _instants((stop.arrival, stop.start, stop.end), subject)
        if key(stop) not in shipped:
            yield Violation("unknown-shipment", subject, f"{'|'.join(key(stop))} is no shipment")


def _known(noun: str, name: str, known: Iterable[str], subject: str) -> Iterator[Violation]:
    if name not in known:
        yield Violation(f"unknown-{noun}", subject, f"{noun.replace('-', ' ')} {name!r} does not exist")


def _dated(text: str, subject: str) -> Iterator[Violation]:
    if parse_date(text) is None:
        yield Violation("date", subject, f"{text!r} is not a date YYYY-MM-DD")


def _instants(instants: tuple[int, ...], subject: str) -> Iterator[Violation]:
    for instant in instants:
        if not is_instant(instant):
            yield Violation("instant", subject, f"{instant} s since 1970 lies in no year a plan could mean")


def _twice(noun: str, names: Iterable[tuple[Hashable, ...]]) -> Iterator[Violation]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Violation("duplicate", f"{noun} {'|'.join(map(str, name))}", f"{times} rows, at most 1")
