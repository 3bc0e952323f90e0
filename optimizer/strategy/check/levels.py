"""Units of each product at each site at the end of each day, as the plan makes them."""

from collections import defaultdict

from optimizer.strategy.check.consignments import UNLIMITED_KINDS, Resolved
from optimizer.strategy.check.context import Context

Levels = dict[tuple[str, str], list[int]]


def stock_levels(context: Context, plan: Resolved) -> Levels:
    """On hand (protected units included) by (site, product), one figure per day; suppliers and plants left out.

    ``opening + receipts(<= d) + arrivals(<= d) - moved out(<= d) - issued(<= d)``; what happens before the
    horizon counts from its first day, what happens after it not at all.
    """
    days = context.settings.horizon.days
    changes: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * days)

    def change(site: str, product: str, day: int, units: int) -> None:
        if context.sites[site].kind not in UNLIMITED_KINDS and day < days:
            changes[site, product][max(day, 0)] += units

    for (site, product), units in context.on_hand.items():
        change(site, product, 0, units)
    for site, product, date, units in context.receipts:
        change(site, product, context.day_index(date), units)
    for move, lane, leaves, arrives in plan.moves:
        change(lane.from_site, move.product, context.day_index(leaves), -move.quantity)
        change(lane.to_site, move.product, context.day_index(arrives), move.quantity)
    for load in plan.consignments:
        day = context.day_index(load.day)
        for line, units in load.cargo:
            change(load.source.id, line.product.id, day, -units)
    return {place: _cumulated(row) for place, row in changes.items()}


def _cumulated(row: list[int]) -> list[int]:
    level, levels = 0, []
    for units in row:
        level += units
        levels.append(level)
    return levels
