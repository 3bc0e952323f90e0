"""Who may serve what: source, hand-over, collection point, products, weight, distance."""

from collections.abc import Iterator

from optimizer.core.errors import Violation
from optimizer.scenario.base import Temperature
from optimizer.scenario.rows import Product, Site
from optimizer.scenario.settings import CarryOutOption, CollectOption, VanOption
from optimizer.strategy.check.consignments import Consignment
from optimizer.strategy.check.context import Context, OrderFacts, milligrams
from optimizer.strategy.check.labels import is_linehaul, is_own_stock


def check_eligibility(context: Context, load: Consignment) -> Iterator[Violation]:
    """Check one shipment against everything but time, stock and vehicles."""
    yield from _source(context, load)
    if load.option.hand_over not in load.order.segment.accepts:
        detail = f"{load.option.hand_over}; the segment accepts {', '.join(load.order.segment.accepts)}"
        yield Violation("hand-over", load.subject, detail)
    yield from _point(context, load)
    yield from _products(context, load)
    yield from _weight(context, load)
    yield from _distance(context, load)


def _source(context: Context, load: Consignment) -> Iterator[Violation]:
    source, option = load.source, load.option
    if source.id not in context.in_use:
        yield Violation("source", load.subject, f"{source.id} is not in use")
    if source.kind not in option.source_kinds:
        detail = f"{source.id} is a {source.kind}; {option.id} takes {', '.join(option.source_kinds)}"
        yield Violation("source", load.subject, detail)
    if option.sites and source.id not in option.sites:
        yield Violation("source", load.subject, f"{source.id}; {option.id} takes {', '.join(option.sites)}")


def _point(context: Context, load: Consignment) -> Iterator[Violation]:
    named, source = load.shipment.point, load.source.id
    if is_own_stock(load.option) and named != source:
        yield Violation("point", load.subject, f"{named!r}, goods lie at {source}")
    elif isinstance(load.option, CarryOutOption):
        if load.order.requested_point != source:
            yield Violation(
                "point", load.subject, f"{source}, the customer is at {load.order.requested_point!r}"
            )
    elif isinstance(load.option, CollectOption):
        yield from _collection(context, load, load.option)
    elif named:
        yield Violation("point", load.subject, f"{named!r}, and the goods are delivered")


def _collection(context: Context, load: Consignment, option: CollectOption) -> Iterator[Violation]:
    point, order = load.point, load.order
    if point is None:
        yield Violation("point", load.subject, "none named")
        return
    if point.kind.value != option.hand_over.value:
        yield Violation("point", load.subject, f"{point.id} is a {point.kind}, not a {option.hand_over}")
    if point.id not in context.in_use:
        yield Violation("point", load.subject, f"{point.id} is not in use")
    if point.id != order.requested_point and _is_kind(context, order.requested_point, option):
        yield Violation("point", load.subject, f"{point.id}, the customer asked for {order.requested_point}")
    metres, limit = context.roads.metres(point.id, order.place), order.segment.collect_max_km
    if metres > round(limit * 1000, 6):
        detail = f"{point.id} is {metres} m from the address, at most {limit:g} km"
        yield Violation("collect-distance", load.subject, detail)
    if is_linehaul(option):
        yield from _linehaul(context, load, option)


def _linehaul(context: Context, load: Consignment, option: CollectOption) -> Iterator[Violation]:
    if (load.source.id, load.shipment.point) not in context.links:
        detail = f"no lane leads from {load.source.id} to {load.shipment.point}"
        yield Violation("lane", load.subject, detail)
        return
    nearest = _nearest(context, load.order, load.source, option)
    if nearest is not None and nearest != load.shipment.point:
        yield Violation("point", load.subject, f"{load.shipment.point}, the nearest is {nearest}")


def _is_kind(context: Context, site: str | None, option: CollectOption) -> bool:
    known = context.sites.get(site or "")
    return known is not None and known.kind.value == option.hand_over.value


def _nearest(context: Context, order: OrderFacts, source: Site, option: CollectOption) -> str | None:
    """Nearest point that a lane reaches from the source; the requested one where it is of that kind."""
    if _is_kind(context, order.requested_point, option):
        return order.requested_point
    reach = [
        (context.roads.metres(point, order.place), point)
        for origin, point in context.links
        if origin == source.id and point in context.in_use and _is_kind(context, point, option)
    ]
    limit = round(order.segment.collect_max_km * 1000, 6)
    return min((pair for pair in reach if pair[0] <= limit), default=(0, None))[1]


def _products(context: Context, load: Consignment) -> Iterator[Violation]:
    lines = [line for line, _ in load.cargo]
    if context.settings.policies.delivery.split == "none":
        lines = list(load.order.lines.values())
    for line in lines:
        yield from refusals(context, load, line.product)


def refusals(context: Context, load: Consignment, product: Product) -> Iterator[Violation]:
    """Yield why a product may not go with a shipment; nothing if it may."""
    option = load.option
    if product.eligible_options and option.id not in product.eligible_options:
        detail = f"{product.id} may go by {', '.join(product.eligible_options)}"
        yield Violation("product-option", load.subject, detail)
    needed = product.temperature
    keepers: list[tuple[str, tuple[Temperature, ...]]] = [
        (f"option {option.id}", option.temperatures),
        (f"site {load.source.id}", load.source.temperatures),
    ]
    if load.point is not None:
        keepers.append((f"site {load.point.id}", load.point.temperatures))
    if isinstance(option, VanOption):
        kinds = [kind for kind in context.vehicle_types.values() if kind.home_site == load.source.id]
        keepers.append(
            (f"the vans of {load.source.id}", tuple(t for kind in kinds for t in kind.temperatures))
        )
    for keeper, temperatures in keepers:
        if needed not in temperatures:
            detail = f"{product.id} is {needed}; {keeper}: {', '.join(temperatures) or 'none'}"
            yield Violation("temperature", load.subject, detail)


def _weight(context: Context, load: Consignment) -> Iterator[Violation]:
    limit = load.option.max_weight_kg
    if limit is None:
        return
    weight = sum(
        line.quantity * line.product.weight_kg
        for line in load.order.lines.values()
        if not any(refusals(context, load, line.product))
    )
    if milligrams(weight) > milligrams(limit):
        detail = f"the lines it may carry weigh {weight:g} kg, at most {limit:g} kg"
        yield Violation("weight", load.subject, detail)


def _distance(context: Context, load: Consignment) -> Iterator[Violation]:
    limit = load.option.max_distance_km
    if limit is None:
        return
    metres = context.roads.metres(load.source.id, load.order.place)
    if metres > round(limit * 1000, 6):
        yield Violation("distance", load.subject, f"{metres} m from the source, at most {limit:g} km")
