"""Rules on an order as a whole: quantities, partial service, splitting, the requested option."""

from collections import defaultdict
from collections.abc import Iterator

from optimizer.core.errors import Violation
from optimizer.strategy.check.context import Context, OrderFacts
from optimizer.strategy.check.references import Key, key
from optimizer.strategy.plan import Plan


def check_quantities(context: Context, plan: Plan) -> Iterator[Violation]:
    """Check that every ordered unit is served once or listed as unserved; a deleted order is found here."""
    served = _units((line.order, line.line, line.quantity) for line in plan.lines)
    unserved = _units((row.order, row.line, row.quantity) for row in plan.unserved)
    rows = [(row.order, row.line, row.quantity) for row in plan.lines]
    rows += [(row.order, row.line, row.quantity) for row in plan.unserved]
    for owner, line_id, quantity in rows:
        if quantity < 1:
            yield Violation("quantity", f"order {owner}", f"line {line_id}: {quantity}, at least 1")
    for order in context.orders.values():
        for line in order.lines.values():
            name = (order.id, line.id)
            given, left = served.get(name, 0), unserved.get(name, 0)
            if given + left != line.quantity:
                detail = f"line {line.id}: {given} served and {left} unserved, {line.quantity} ordered"
                yield Violation("quantity", f"order {order.id}", detail)


def check_orders(context: Context, plan: Plan) -> Iterator[Violation]:
    """Check each order's shipments against the delivery policy."""
    shipments: defaultdict[str, set[Key]] = defaultdict(set)
    by_line: defaultdict[tuple[str, str], set[Key]] = defaultdict(set)
    for line in plan.lines:
        shipments[line.order].add(key(line))
        by_line[line.order, line.line].add(key(line))
    yield from _partial(context, plan, set(shipments))
    yield from _split(context, shipments, by_line)
    for order, keys in shipments.items():
        yield from _requested(context, context.orders[order], {name[2] for name in keys})


def _units(rows: Iterator[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for order, line, quantity in rows:
        sums[order, line] += quantity
    return dict(sums)


def _partial(context: Context, plan: Plan, served: set[str]) -> Iterator[Violation]:
    if context.settings.policies.delivery.partial:
        return
    left = _units((row.order, "", row.quantity) for row in plan.unserved)
    for (order, _), units in left.items():
        if order in served:
            detail = f"{units} units unserved, the others served; an order is served whole or not at all"
            yield Violation("partial", f"order {order}", detail)


def _split(
    context: Context, shipments: dict[str, set[Key]], by_line: dict[tuple[str, str], set[Key]]
) -> Iterator[Violation]:
    split = context.settings.policies.delivery.split
    if split == "none":
        for order, keys in shipments.items():
            if len(keys) > 1:
                yield Violation("split", f"order {order}", f"{len(keys)} shipments, at most 1")
    elif split == "order":
        for (order, line), keys in by_line.items():
            if len(keys) > 1:
                yield Violation("split", f"order {order}", f"line {line} in {len(keys)} shipments, at most 1")


def _requested(context: Context, order: OrderFacts, options: set[str]) -> Iterator[Violation]:
    asked = order.requested_option
    if context.settings.policies.delivery.requested != "binding" or asked not in context.options:
        return
    for option in sorted(options - {asked}):
        yield Violation("requested", f"order {order.id}", f"served by {option}, {asked} is binding")
